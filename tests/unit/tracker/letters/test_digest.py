"""The daily digest, notices that do not wait for it, and the weekly draft."""

import io
import re
import zipfile

import pytest

from intake.campaign.entries import Coordinator
from intake.model.case import Address, Doubt, Envelope, MailKind
from intake.source.base import Position
from tests.office import LI, Office, assert_expected, case, desk_of, local, notice
from tracker.cases.standing import stand
from tracker.errors import SendPaused, SendRefused
from tracker.ledger import mails
from tracker.letters import notices
from tracker.letters.digest.content import list_needs
from tracker.letters.progress import draft_text, due_progress, progress_values, table_rows
from tracker.letters.writing.render import Rendered
from tracker.office.desk import Desk
from tracker.run.preview.check import forbidden_words

WANG = Coordinator(name="王强", email="wq@example.cn", digest=False)


@pytest.fixture
def make(tmp_path):
    made = []

    def build(campaign=None, **settings):
        made.append(Office(tmp_path, campaign, **settings))
        return made[-1]

    yield build
    for office in made:
        office.close()


def digests(office):
    return [line for line in office.log() if " digest " in line]


def busy(office):
    office.at("08-03 09:00").tick()
    office.mail(
        "fx@example.cn",
        case("一张清单管到底"),
        case("门前三包大家谈", doubts=(Doubt("theme", "theme", "（二/一）", ("二",)),)),
    )
    office.mail("px@example.cn", case("水岸议事亭", "沛县", theme="4", level="village"))
    office.mail("x@example.org", case("", "", town="", level="", theme="", doubts=(Doubt("county"),)))
    office.at("08-03 10:00").mail(
        "qs@example.cn",
        kind=MailKind.QUESTION,
        needs_person=True,
        doubts=(Doubt("question", detail="能否寄纸质件"),),
    )
    office.mail(
        "sn@example.cn", kind=MailKind.LINK_ONLY, doubts=(Doubt("cloud-link", "材料.rar", "（8月24日到期）"),)
    )
    for number in range(5):
        office.mail(f"n{number}@example.org", needs_person=True, doubts=(Doubt("no-case"),))
    answer = next(letter.row for letter in office.letters() if letter.row.recipient == "px@example.cn")
    office.mail(
        "postmaster@example.org",
        kind=MailKind.BOUNCE,
        about_message=answer.message_id,
        kind_reason="邮箱已满",
    )
    with office.parts.ledger.begin() as connection:
        junk = Envelope(sender=Address("y@example.org"), subject="社区案例")
        mails.add_suspect(connection, Position("main", "Junk", 1, 7), junk, office.clock.now())
    office.route.trouble["fx@example.cn"] = [SendRefused("550 no such user", 550)]
    return office.until("08-03 17:05")  # fmt: skip


def test_busy_day(make):
    office = busy(make())
    letter = office.last("digest")
    assert_expected("digest-busy", letter.whole())
    assert letter.files == {"汇总表20150803.xlsx": b"workbook"}


def test_more_cases_than_the_notice_allows_are_hers_to_choose_from(make):
    campaign = notice()
    units = tuple(
        unit.model_copy(update={"maximum": 1}) if unit.key == "fengxian" else unit for unit in campaign.units
    )
    office = make(campaign.model_copy(update={"units": units}))
    busy(office)
    office.until("08-03 18:00")
    letter = office.letters("digest")[0]
    words = "超过篇数上限：丰县已报2篇（至多1篇）。取舍由您定，不报的可回复“某号撤下”。"
    assert words in letter.text
    assert words in re.sub("<[^>]*>", "", letter.html)


def test_quiet_day_is_one_line(make):
    office = busy(make())
    for doubt_id in range(1, 40):
        with office.parts.ledger.begin() as connection:
            connection.exec_driver_sql(f"update doubt set state='settled' where id={doubt_id}")
            connection.exec_driver_sql("update letter set state='sent' where state='failed'")
    office.until("08-04 17:05")
    assert_expected("digest-quiet", office.last("digest").whole())


def test_quiet_days_may_be_left_out(make):
    rule = notice().digest.model_copy(update={"quiet_days": False})
    office = make(notice().model_copy(update={"digest": rule})).until("07-10 20:00")
    assert digests(office) == []


def test_one_a_person_and_working_day_whatever_restarts(make):
    office = make(notice().model_copy(update={"coordinators": (LI, WANG)})).at("07-10 16:59")
    office.tick()
    for when in ("07-10 17:00", "07-10 17:30", "07-10 23:00", "07-11 10:30", "07-13 16:00"):
        office.restart()
        office.at(when).tick()
    assert digests(office) == ["07-10 17:00 digest limin@example.cn sent"]


@pytest.mark.parametrize(
    ("on_again", "sent"), [("07-11 10:59", ["07-11 10:59"]), ("07-11 11:00", []), ("07-12 08:00", [])]
)
def test_machine_off_over_a_digest(make, on_again, sent):
    office = make().at(on_again)
    office.tick()
    assert [line[:11] for line in digests(office)] == sent


def test_digest_comes_on_a_worked_sunday_and_not_on_a_holiday(make):
    office = make().at("09-02 12:00").until("09-07 12:00")
    assert [line[:5] for line in digests(office)] == ["09-02", "09-06"]


def test_year_without_holidays_is_told(make):
    deadline = notice().deadlines[0].model_copy(update={"last_day": local("2044-08-10 00:00").date()})
    office = make(notice().model_copy(update={"deadlines": (deadline,)})).at("2044-08-03 17:00")
    office.tick()
    assert "系统：没有2044年的节假日安排，按星期一至星期五计算。" in office.last("digest").text


def test_since_the_last_digest(make):
    office = make().at("07-10 12:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.until("07-10 18:00").mail(
        "fx@example.cn", case("一张清单管到底", edition=2), kind=MailKind.CORRECTION, intent="replace"
    )
    office.until("07-13 17:05")
    first, second = (letter.text for letter in office.letters("digest")[-2:])
    assert "较上期新增1篇，更新0篇，来件1封" in first
    assert "较上期新增0篇，更新1篇，来件1封" in second


# Notices


def urgent(office):
    return list(office.letters("urgent"))


def test_every_trouble_is_told_once_a_day(make, monkeypatch):
    office = make().at("07-10 09:00")
    office.parts.health["poll"] = "登录被拒绝：authentication failed"
    office.tick()
    office.at("07-10 12:00").tick()
    assert len(urgent(office)) == 1
    assert_expected("urgent-login", office.last("urgent").whole())
    monkeypatch.setattr(notices, "LOW_DISK", 1 << 62)
    office.at("07-10 13:00").tick()
    office.at("07-11 13:00").tick()
    assert [line[:11] for line in office.log() if " urgent " in line] == [
        "07-10 09:00", "07-10 13:00", "07-11 13:00", "07-11 13:00"
    ]  # fmt: skip


def test_pause_of_the_provider_is_told_and_then_over(make):
    office = make().at("07-10 12:00")
    office.route.trouble["fx@example.cn"] = [SendPaused("450 MI:SFQ", 450, "MI:SFQ")]
    office.mail("fx@example.cn", case("一张清单管到底"))
    office.tick()
    assert office.route.sent == []
    office.at("07-10 12:10").tick()
    assert "邮箱服务商要求暂缓发信" in office.last("urgent").text
    office.at("07-10 12:21").tick()
    assert [recipient for recipient, _ in office.route.sent] == ["limin@example.cn", "fx@example.cn"]
    assert office.parts.health == {}


def test_secret_mail_is_told_once_each_and_without_a_word_of_it(make):
    office = make().at("07-10 23:00")
    office.mail(
        "x@example.org", secret="机密★", subject="关于机密事项", doubts=(Doubt("secret"),), body="机密内容"
    )
    office.tick()
    office.until("07-12 12:00")
    assert len(urgent(office)) == 1
    assert_expected("urgent-secret", office.last("urgent").whole())
    office.mail("x@example.org", secret="秘密★", doubts=(Doubt("secret"),))
    office.tick()
    assert len(urgent(office)) == 2


def test_many_doubts_are_told_by_the_fifty(make, monkeypatch):
    monkeypatch.setattr(notices, "MANY_DOUBTS", 3)
    office = make().at("07-10 09:00")
    told = []
    for number in range(8):
        office.mail(f"n{number}@example.org", needs_person=True, doubts=(Doubt("no-case"),))
        office.tick()
        told.append(len(urgent(office)))
    assert told == [0, 0, 0, 1, 1, 2, 2, 2]


# The weekly draft


@pytest.fixture
def weekly(make):
    rule = notice().digest.model_copy(update={"weekly": 4})
    return make(notice().model_copy(update={"digest": rule}))


def test_draft_once_a_week_and_after_a_holiday(weekly):
    weekly.at("08-26 12:00").until("09-10 20:00")
    found = [letter.row.created_at.astimezone(weekly.campaign.zone) for letter in weekly.letters("progress")]
    # 3 September 2015, a Thursday, is a holiday to the 5th; Sunday the 6th is worked.
    assert [f"{at:%m-%d %H:%M}" for at in found] == ["08-27 17:00", "09-06 17:00", "09-10 17:00"]


def test_no_draft_where_none_is_wanted(make):
    office = make()
    assert due_progress(office.parts, local("08-06 17:00")) is None


def draft(office):
    standing = stand(office.campaign, office.cases())
    with office.parts.ledger.read() as connection:
        desk = Desk(connection, office.parts, office.clock.now())
        return draft_text(desk, progress_values(desk, standing)), standing


def test_draft_whole(weekly):
    busy(weekly)
    weekly.until("08-06 17:05")
    letter = weekly.last("progress")
    text, standing = draft(weekly.at("08-06 17:05"))
    assert_expected("progress", letter.whole())
    assert_expected(
        "progress-draft", text + "\n".join("　".join(r) for r in table_rows(weekly.campaign, standing)) + "\n"
    )
    assert forbidden_words(Rendered("", text, "")) == []
    (content,) = letter.files.values()
    assert list(letter.files) == ["进度通报草稿20150806.docx"]
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        xml = file.read("word/document.xml").decode()
    for paragraph in filter(None, text.splitlines()):
        if paragraph != "[表]":
            assert paragraph.removeprefix("[标题]").removeprefix("[落款]") in xml
    assert 'w:eastAsia="仿宋_GB2312"' in xml


def test_draft_has_the_same_bytes_each_time(weekly):
    weekly.until("07-09 17:05")
    (first,) = weekly.last("progress").files.values()
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_units_are_ranked_only_when_the_campaign_says_so(weekly):
    busy(weekly)
    standing = stand(weekly.campaign, weekly.cases())
    official = [row[1] for row in table_rows(weekly.campaign, standing)]
    rule = weekly.campaign.digest.model_copy(update={"ranking": True})
    ranked = [row[1] for row in table_rows(weekly.campaign.model_copy(update={"digest": rule}), standing)]
    assert official == ["单位", "丰县", "沛县", "睢宁县", "邳州市", "泉山区", "合计"]
    assert ranked == official
    later = weekly.at("08-04 09:00")
    for title in ("甲街道的做法", "乙村的经验", "丙社区的探索"):
        later.mail("qs@example.cn", case(title, "泉山区"))
    standing = stand(weekly.campaign, weekly.cases())
    ranked = [row[1] for row in table_rows(weekly.campaign.model_copy(update={"digest": rule}), standing)]
    assert ranked[1] == "泉山区"


def test_what_was_set_aside_is_counted_and_listed_on_request(make):
    office = make()
    office.at("08-03 09:00").mail("ad@example.org", subject="印刷八折", kind=MailKind.ADVERT)
    office.mail("win@example.org", subject="中奖通知", kind=MailKind.SPAM)
    office.until("08-03 17:05")
    letter = office.last("digest")
    line = "归入广告、诈骗的来信2封，未作答复；如需查看，回复“看一下广告”。"
    assert line in letter.text
    assert line in letter.html
    assert not [answer for answer in office.letters() if answer.row.recipient.endswith("@example.org")]
    told = office.order("看一下广告", letter)
    listed = "归入广告、诈骗的来信2封：收件2：win@example.org“中奖通知”；收件1：ad@example.org“印刷八折”"
    assert told is not None
    assert listed in told.text


def test_what_may_be_an_advert_is_shown_until_she_has_looked_and_is_not_answered(make):
    office = make()
    office.at("08-03 09:00")
    for number in (1, 2):
        office.mail(
            f"a{number}@example.org",
            subject=f"合作{number} 13812345678",
            kind=MailKind.MAYBE_ADVERT,
            needs_person=True,
            doubts=(Doubt("maybe-advert", detail="合作"),),
        )
    office.until("08-03 17:05")
    letter = office.last("digest")
    shown = (
        "疑似广告，请看（2封，未作答复）\n"
        "收件2　a2@example.org　合作2 138****5678\n"
        "收件1　a1@example.org　合作1 138****5678\n"
        "是来办事的，如：收件2回复：……　看过即可的，如：收件2已处理"
    )
    assert shown in letter.text
    assert "待核2项" in letter.row.subject
    assert not [answer for answer in office.letters() if answer.row.recipient.endswith("@example.org")]
    office.order("收件2已处理；收件1回复：请来电话", letter)
    office.until("08-04 17:05")
    assert "疑似广告" not in office.last("digest").text
    assert "a1@example.org" in {answer.row.recipient for answer in office.letters()}


def test_the_list_of_what_was_set_aside_shows_neither_telephones_nor_secrets(make):
    office = make()
    office.at("08-03 09:00").mail("ad@example.org", subject="印刷八折 13812345678", kind=MailKind.ADVERT)
    office.mail("s@example.org", subject="【机密】会议通知", kind=MailKind.SPAM)
    office.until("08-03 17:05")
    told = office.order("看一下广告", office.last("digest"))
    listed = "收件2：s@example.org“标有密级，主题不列”；收件1：ad@example.org“印刷八折 138****5678”"
    assert told is not None
    assert listed in told.text


def test_what_she_settled_does_not_come_back_when_the_delayed_answer_is_due(make):
    office = make()
    for minute in (30, 35, 40):  # the hour's three answers
        office.at(f"08-03 16:{minute}").mail("qs@example.cn", case(f"第{minute}号清单", "泉山区"))
        office.send()
    office.at("08-03 16:50").mail(
        "qs@example.cn",
        kind=MailKind.QUESTION,
        needs_person=True,
        doubts=(Doubt("question", detail="能否寄纸质件"),),
    )
    office.until("08-03 17:05")
    digest = office.last("digest")
    assert "收件4（泉山区" in digest.text
    assert "如：收件4回复：……" in digest.text
    office.order("收件4已处理", digest)
    office.until("08-04 17:05")
    assert office.letters("holding") == []
    assert "收件4" not in office.last("digest").text


def test_what_matters_today_comes_before_what_only_waits(make):
    office = make()
    office.at("08-03 09:00")
    for number in range(6):
        office.mail(
            f"n{number}@example.org", needs_person=True, doubts=(Doubt("no-case", about=str(number)),)
        )
    office.mail("a@example.org", needs_person=True, doubts=(Doubt("question", detail="报几篇"),))
    office.mail(
        "px@example.cn",
        kind=MailKind.EXTENSION,
        needs_person=True,
        doubts=(Doubt("extension", detail="宽限到14日"),),
    )
    lines = office.until("08-03 17:05").last("digest").text.split("\n")
    first, second = (line for line in lines if line.startswith(("1. 收件", "2. 收件")))
    assert first.startswith("1. 收件8（沛县 王五 0516-80000002）：来信申请延期：宽限到14日")
    assert second.startswith("2. 收件7（a@example.org）：来信询问：报几篇")


def test_the_first_needs_are_the_first_of_all(tmp_path):
    """Of cases that stand further down only the number is looked at; what is named is what it was."""
    office = Office(tmp_path).at("07-20 09:00")
    for number, code in enumerate(
        ("theme", "county", "near-copy", "pinned", "theme", "same-practice", "county", "level")
    ):
        doubt = Doubt(code, "主题", "两处不一")
        county = ("丰县", "沛县", "")[number % 3]
        office.mail("fx@example.cn", case(f"第{number}次商量的事", county, doubts=(doubt, Doubt("pinned"))))
    office.mail(
        "somebody@example.org", kind=MailKind.QUESTION, body="请问报几篇？", doubts=(Doubt("question"),)
    )
    with office.parts.ledger.read() as connection:
        desk = desk_of(connection, office.parts)
        every = list_needs(desk, 1000)
        assert len(every) > 8
        for most in range(len(every) + 1):
            assert list_needs(desk, most) == every[:most]
    office.close()
