"""Orders by mail from the coordinator's reply to the letter that answers it."""

from datetime import time

import pytest
from sqlalchemy import text

from intake.model.case import Doubt, MailKind
from tests.office import BOT, Office, assert_expected, case, local, notice
from tests.properties import one_in_three
from tracker.ledger import doubts as ledger_doubts
from tracker.ledger import mails
from tracker.ledger.records import CaseStatus
from tracker.ledger.views import status
from tracker.sheet.out.requested import send_requested

THEME = Doubt("theme", "theme", "（二/一）", ("二", "一"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """An office on the evening of 4 August, with three cases, a question and a digest."""
    office = Office(tmp_path_factory.mktemp("begun")).at("08-04 09:00")
    office.mail(
        "fx@example.cn", case("一张清单管到底", contact="张三", phone="0516-80001107", doubts=(THEME,))
    )
    office.mail("px@example.cn", case("水岸议事亭", "沛县", level="village"))
    office.mail("qs@example.cn", case("水岸边的议事亭子", "泉山区"))
    office.at("08-04 16:00").mail(
        "sn@example.cn",
        kind=MailKind.QUESTION,
        needs_person=True,
        doubts=(Doubt("question", detail="能否寄纸质件"),),
    )
    office.until("08-04 17:05")
    office.close()
    return office


@pytest.fixture
def office(begun, tmp_path):
    office = begun.copy(tmp_path)
    yield office
    office.close()


def order(office, text, when="08-05 09:00"):
    if office.clock.now() < local(when):
        office.at(when)
    return office.order(text, office.last("digest"))


class Here:
    """Readers that read in this process."""

    def run(self, function, argument, seconds):
        del seconds
        return function(argument)


def requested(office):
    """The letter that brings what was asked for."""
    assert send_requested(office.parts, Here()) == 1
    return office.last("original")


def outcomes(letter):
    """The indented lines: what came of each order."""
    return [line.strip().rstrip("。") for line in letter.text.splitlines() if line.startswith("   ")]


ORDERS = [
    ("1号主题改四", "1号主题：（二）治理方式 → （四）协商民主"),
    ("2号属镇级", "2号层级：村级 → 镇级"),
    ("1号属张集镇", "1号镇(街道)：宋楼镇 → 张集镇"),
    ("1号属柳桥村", "1号村(社区)：（无） → 柳桥村"),
    ("3号属铜山区", "未执行：没有报送单位“铜山区”；可用的有：丰县、沛县、睢宁县、邳州市、泉山区"),
    ("3号属丰县", "3号县(市)区：泉山区 → 丰县"),
    ("2、3是同一篇，留3", "2号并入3号，不再单独计数"),
    ("张三的电话改为13800001111", "1号联系电话：0516-80001107 → 13800001111"),
    ("沛县、睢宁不用再催了", "沛县、睢宁县不再催报"),
    ("1号属睢宁县邱集镇", "1号县(市)区：丰县 → 睢宁县；1号镇(街道)：宋楼镇 → 邱集镇"),
    ("1号属睢宁邱集镇王庄村的", "1号县(市)区：丰县 → 睢宁县；1号镇(街道)：宋楼镇 → 邱集镇；1号村(社区)：（无） → 王庄村"),
    ("1号名称改为“一核引领，多元共治”", "1号案例名称：一张清单管到底 → 一核引领，多元共治"),
    ("1号主题改二", "1号主题：（二）治理方式，与原登记一致"),
    ("李四的电话改为13800001111", "未执行：台账中没有联系人“李四”"),
    ("睢宁县不用再催", "睢宁县不再催报"),
    ("收件4已处理", "收件4已标为处理完毕"),
    ("收件40已处理", "未执行：没有收件40"),
    ("1号撤回", "1号处理状态：有效 → 撤回"),
    ("1号确认无误", "1号已确认"),
    ("9号主题改四", "未执行：没有9号案例"),
    ("1号主题改九", "未执行：没有主题“九”；可用的有：（一）治理结构、（二）治理方式、（三）服务体系、（四）协商民主、（五）三社联动、（六）文化与法治"),
    ("1号算逾期，因文稿8月12日才定稿", "1号是否按期：按期 → 逾期"),
    ("1号算今天", "未执行：没有看懂“今天”指哪一项，写法如：3号镇改今天"),
    ("暂停发信", "已暂停向各单位发信，回复“恢复”后继续"),
    ("恢复发信", "已恢复发信"),
    ("进度", "已报3/5个单位，共3篇；未报送：睢宁县、邳州市"),
    ("撤销", "未执行：没有可以撤销的更正"),
    ("确认", "没有等待确认的指令"),
    ("截止延到8月1日", "未执行：“8月1日”已经过去"),
    ("截止延到13月40日", "未执行：没有“13月40日”这一天"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outcome"), one_in_three(ORDERS))
def test_order_is_answered_with_what_came_of_it(office, text, outcome):
    assert outcomes(order(office, text)) == [outcome]


def test_several_orders_in_one_mail(office):
    letter = order(
        office,
        "您好，1号主题改四；2号属镇级。\n9号撤回\n那件事你看着办\n谢谢\n李敏\n0516-80000000\n2015年8月5日",
    )
    assert_expected("order-several", letter.whole())
    assert (office.cases()[0]["theme"], office.cases()[1]["level"]) == ("4", "town")
    assert letter.headers["In-Reply-To"] == "<m5@example.cn>"


def test_what_is_not_understood_is_shown_with_examples(office):
    assert_expected("order-unclear", order(office, "那件事你看着办").whole())


def test_order_that_fails_leaves_the_others_done(office):
    letter = order(office, "1、9号主题改四；2号主题改五")
    assert outcomes(letter) == ["未执行：没有9号案例", "2号主题：（二）治理方式 → （五）三社联动"]
    assert [row["theme"] for row in office.cases()] == ["2", "5", "2"]


def test_original_is_sent_as_it_came(office):
    letter = order(office, "把1号原件发我")
    assert outcomes(letter) == ["1号原件另函发送"]
    original = requested(office)
    assert_expected("original", original.whole())
    assert list(original.files) == ["XZ-001 一张清单管到底.docx"]


def test_everything_asked_for_in_one_mail_comes_in_one_letter(office):
    letter = order(office, "2号改成镇级，把2、3号原件和汇总表发我，没交的名单也发一份")
    assert outcomes(letter) == [
        "2号层级：村级 → 镇级",
        "2号、3号原件另函发送",
        "最新汇总表另函发送",
        "未报送：睢宁县、邳州市；名单另函发送",
    ]
    sent = requested(office)
    assert sent.headers["Subject"] == "【案例征集】2号原件、3号原件、未报送单位名单、汇总表（无需回复）"
    assert list(sent.files) == [
        "XZ-002 水岸议事亭.docx",
        "XZ-003 水岸边的议事亭子.docx",
        "未报送单位名单20150805.xlsx",
        "汇总表20150805.xlsx",
    ]
    assert send_requested(office.parts, Here()) == 0


def test_an_original_too_large_for_a_letter_is_named(office):
    raw = b"Subject: large\r\n\r\n" + b"x" * 31 * 2**20
    with office.parts.ledger.begin() as connection:
        mails.update_mail(connection, office.cases()[0].mail_id, sha256=office.parts.archive.store(raw))
        connection.execute(text("UPDATE version SET text = ''"))
    assert outcomes(order(office, "把1号原件发我")) == ["1号原件另函发送"]
    original = requested(office)
    assert (original.files, "超出附件大小上限，未能附上，请在征集邮箱中按以下信息查找" in original.text) == (
        {},
        True,
    )


# Undoing


@pytest.mark.parametrize(
    ("text", "undone"),
    [
        ("1号主题改四", "已撤销：1号主题：（四）协商民主 → （二）治理方式"),
        ("1、2号主题改四", "已撤销：1号主题：（四）协商民主 → （二）治理方式；2号主题：（四）协商民主 → （二）治理方式"),
        ("2、3是同一篇，留3", "已撤销：2号处理状态：重复 → 有效"),
        ("睢宁县不用再催", "已撤销：睢宁县恢复催报"),
        ("收件4已处理", "已撤销：收件4重新列为待处理"),
        ("1号确认无误", "已撤销：1号不再标为已确认"),
        ("暂停发信", "已撤销：恢复发信"),
        ("1号主题改四；睢宁县不用再催", "已撤销：1号主题：（四）协商民主 → （二）治理方式；睢宁县恢复催报"),
        ("1号算逾期", "已撤销：1号是否按期：逾期 → 按期"),
        ("把1号原件发我", "材料已发出，不能撤销"),
        ("1号主题改四；把1号原件发我", "已撤销：1号主题：（四）协商民主 → （二）治理方式；材料已发出，不能撤销"),
    ],
)  # fmt: skip
def test_undo_puts_back_what_the_last_mail_changed(office, text, undone):
    before = snapshot(office)
    order(office, "3号备注：先做的一件事")
    kept = snapshot(office)
    order(office, text, "08-05 10:00")
    letter = order(office, "撤销", "08-05 11:00")
    assert outcomes(letter) == [undone]
    if "原件" not in text:
        assert snapshot(office) == kept
        again = order(office, "撤销", "08-05 12:00")
        assert outcomes(again) == ["已撤销：3号备注：先做的一件事 → （无）"]
        assert snapshot(office) == before


def snapshot(office):
    """All that orders can change."""

    def look(connection):
        from tracker.ledger.events import get_note

        open_ones = [
            (d.code, d.mail_id, d.case_id) for d in status.open_doubts(connection, ("coordinator", "sender"))
        ]
        flags = [(m.id, m.needs_person) for m in status.list_mails(connection) if m.kind != "command"]
        return (
            open_ones,
            flags,
            sorted(get_note(connection, "reminders.muted", [])),
            bool(get_note(connection, "send.stopped")),
        )

    rows = [
        (
            r.serial,
            r.status,
            r.confirmed,
            r.duplicate_of,
            r.on_time,
            {n: v.value for n, v in r.values.items() if v.value},
        )
        for r in office.cases()
    ]
    return rows, office.ask(look)


def test_letter_says_how_to_undo_only_when_it_can_be(office):
    assert "回复“撤销”即可" in order(office, "1号主题改四").text
    assert "回复“撤销”即可" not in order(office, "进度", "08-05 10:00").text
    assert "回复“撤销”即可" not in order(office, "9号主题改四", "08-05 11:00").text


# Orders that move the deadline ask first


def test_extension_by_mail(office):
    asked = order(office, "截止延到8月20日")
    assert_expected("order-asks", asked.whole())
    assert office.letters("extension") == []
    done = office.at("08-05 09:10").order("确认", asked)
    assert_expected("order-extended", done.whole())
    told = [letter.row.recipient for letter in office.letters("extension")]
    assert told == ["fx@example.cn", "px@example.cn", "sn@example.cn", "qs@example.cn"]
    twice = office.at("08-05 09:20").order("确认", asked)
    assert outcomes(twice) == ["没有等待确认的指令"]
    office.restart()
    assert office.parts.campaign.deadline_at(office.clock.now()).last_day.day == 20
    office.until("08-13 09:00")
    assert [line for line in office.log() if "reminder" in line] == [
        "08-06 08:40 reminder sn@example.cn sent",
        "08-13 08:40 reminder sn@example.cn sent",
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("截止延到8月20日", "8月20日（星期四）24时"),
        ("请把截止时间延长到8月20日18:00", "8月20日（星期四）18时"),
        ("截止时间改为8月20日17时30分", "8月20日（星期四）17时30分"),
        ("延期一周", "8月17日（星期一）24时"),
        ("延期3天", "8月13日（星期四）24时"),
        ("再延5个工作日", "8月17日（星期一）24时"),
        ("延期到下周五", "8月14日（星期五）24时"),
        ("推迟到下下周日", "8月23日（星期日）24时"),
        ("截止延到1月10日", ""),
    ],
)
def test_days_as_people_name_them(office, text, day):
    (outcome,) = outcomes(order(office, text))
    assert (f"尚未执行：将把截止时间改为{day}，" in outcome) if day else ("已经过去" not in outcome)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("往后推一周", "8月17日（星期一）17时"),
        ("再延5个工作日", "8月17日（星期一）17时"),
        ("截止延到8月20日", "8月20日（星期四）24时"),
    ],
)
def test_a_deadline_that_is_put_off_keeps_its_hour(tmp_path, text, day):
    until_five = (notice().deadlines[0].model_copy(update={"cutoff": time(17, 0)}),)
    office = Office(tmp_path, notice().model_copy(update={"deadlines": until_five})).at("08-03 09:00")
    office.until("08-03 17:05")

    (outcome,) = outcomes(office.order(text, office.last("digest")))

    assert f"尚未执行：将把截止时间改为{day}，" in outcome
    office.close()


@pytest.mark.parametrize("text", ["取消", "不同意"])
def test_extension_refused(office, text):
    asked = order(office, "截止延到8月20日")
    letter = office.at("08-05 09:10").order(text, asked)
    assert outcomes(letter) == ["已取消，未执行"]
    assert outcomes(office.at("08-05 09:20").order("确认", asked)) == ["没有等待确认的指令"]


def test_yes_to_another_letter_is_not_a_yes(office):
    asked = order(office, "截止延到8月20日")
    letter = office.at("08-05 09:10").order("确认", office.last("digest"))
    assert outcomes(letter) == ["未执行：请直接回复写有“请确认”的那封邮件"]
    assert "已改为8月20日" in office.at("08-05 09:20").order("确认", asked).text


def test_extension_cannot_be_undone_but_moved_back(office):
    asked = order(office, "截止延到8月20日")
    office.at("08-05 09:10").order("确认", asked)
    letter = order(office, "撤销", "08-05 10:00")
    assert outcomes(letter) == ["截止时间已通知各单位，不能撤销；如需改回，请回复“截止改到8月10日”"]
    back = office.at("08-05 11:00").order("截止改到8月10日", office.last("digest"))
    office.at("08-05 11:10").order("确认", back)
    assert len(office.letters("extension")) == 8


# Proof


def test_order_without_proof_waits_for_a_person_with_a_warning(office):
    row = office.at("08-05 09:00").mail(
        "limin@example.cn", kind=MailKind.COMMAND, body="1号撤回\n截止延到8月20日"
    )
    assert office.cases()[0].status is CaseStatus.ACTIVE
    assert (row.needs_person, row.wants_answer) == (True, False)
    [told] = office.letters("order")
    assert_expected("order-unproven", told.whole())
    office.mail("limin@example.cn", kind=MailKind.COMMAND, body="2号撤回")
    assert len(office.letters("order")) == 1  # one a day: anybody may write in her name
    assert (
        "收到未能证明来源的指令：1号撤回；截止延到8月20日" in office.until("08-05 17:05").last("digest").text
    )


@pytest.mark.parametrize(
    ("authentication", "obeyed"),
    [
        ("mx.example.cn; dkim=pass header.d=example.cn", True),
        ("mx.example.cn; spf=pass; dmarc=pass header.from=example.cn", True),
        ("mx.example.cn; dkim=pass header.d=evil.org", False),
        ("mx.example.cn; dkim=fail header.d=example.cn", False),
        ("mx.evil.org; dkim=pass header.d=example.cn", False),
        ("", False),
    ],
)
def test_own_server_may_vouch(tmp_path, authentication, obeyed):
    office = Office(tmp_path).at("08-05 09:00")
    security = office.settings.security.model_copy(update={"trusted_authserv": "mx.example.cn"})
    office.settings = office.settings.model_copy(update={"security": security})
    office.restart()
    office.mail("limin@example.cn", kind=MailKind.COMMAND, body="进度", authentication=authentication)
    assert outcomes(office.last("order"))[0].startswith("已报" if obeyed else "未执行：不能证明")
    office.close()


def test_letter_to_another_proves_nothing(office):
    ours = office.letters("acknowledgement")[0]
    office.at("08-05 09:00").order("1号撤回", ours)
    assert office.cases()[0].status is CaseStatus.ACTIVE


def test_only_coordinators_who_may_order_are_obeyed(tmp_path):
    quiet = tuple(person.model_copy(update={"orders": False}) for person in notice().coordinators)
    office = (
        Office(tmp_path, notice().model_copy(update={"coordinators": quiet}))
        .at("08-03 09:00")
        .until("08-03 17:05")
    )
    office.mail("fx@example.cn", case("一张清单管到底"))
    for sender in ("limin@example.cn", "fx@example.cn", BOT):
        office.order("1号撤回", office.last("digest"), sender)
    assert (office.cases()[0].status, office.letters("order")) == (CaseStatus.ACTIVE, [])
    office.close()


def test_material_that_a_coordinator_forwards_is_no_order(office):
    office.at("08-05 09:00").mail(
        "limin@example.cn", case("转来的案例"), body="转发，请登记\n李敏", to=office.last("digest")
    )
    assert office.last().row.kind.value == "acknowledgement"
    assert len(office.cases()) == 4


def test_news_of_the_deadline_waits_for_the_end_of_a_pause(office):
    order(office, "暂停发信")
    order(office, "截止延到8月20日")
    told = outcomes(office.order("确认", office.last("order")))
    assert told == [
        "截止时间已改为8月20日（星期四）24时，恢复发信后通知4个单位（现已暂停发信），按期情况已重新计算"
    ]


# What an override does


def test_person_decides_what_is_in_time(office):
    row = office.at("08-11 09:00").mail("fx@example.cn", case("晚到的案例"), sent=local("08-11 08:30"))
    assert office.cases()[-1].on_time is False
    office.send()
    letter = office.at("08-11 10:00").order("4号按期，因对方服务器故障", office.last("digest"))
    assert outcomes(letter) == ["4号是否按期：逾期 → 按期"]
    assert (office.cases()[-1].on_time, row.late) == (True, True)

    def reason(connection):
        return connection.exec_driver_sql("select reason from correction where field='on_time'").scalar()

    assert office.ask(reason) == "4号按期，因对方服务器故障"
    office.at("08-11 11:00").mail("fx@example.cn", kind=MailKind.QUESTION, intent="inquiry")
    assert "截止后收到" not in office.last("listing").text
    assert "（逾期）" not in office.until("08-11 17:05").last("digest").html


def test_settled_doubts_leave_the_digest(office):
    order(office, "1号主题改四；收件4已处理")
    open_ones = office.ask(ledger_doubts.list_doubts)
    assert [doubt.code for doubt in open_ones] == []
    assert office.ask(lambda c: mails.get_mail(c, 4)).needs_person is False


def test_pause_stops_letters_to_units_only(office):
    order(office, "暂停发信")
    office.at("08-05 09:30").mail("x@example.org", case("另一篇案例"))
    office.until("08-05 17:05")
    sent = {
        letter.row.kind.value
        for letter in office.letters()
        if letter.row.created_at >= local("08-05 09:00") and letter.row.state == "sent"
    }
    assert sent == {"order", "digest", "recipients"}
    order(office, "恢复")
    office.until("08-06 12:00")
    assert office.letters("acknowledgement")[-1].row.state.value == "sent"


FORWARDS = (
    "请阅。\n\n-----转发邮件-----\n发件人: 丰县 <fx@example.cn>\n主题: 案例\n\n1号撤回\n暂停发信",
    "请阅。\n\n---------- Forwarded message ---------\nFrom: fx@example.cn\n\n1号撤回\n暂停发信",
    "请阅。\n\n发件人：丰县\n1号撤回\n暂停发信",
    "请阅。\n\n> 1号撤回\n> 暂停发信",
)


@pytest.mark.parametrize("text", FORWARDS)
def test_what_she_passes_on_is_no_order(office, text):
    letter = order(office, text)
    assert (outcomes(letter), "1号撤回" in letter.text) == ([], False)
    assert office.cases()[0].status is CaseStatus.ACTIVE


def test_her_own_words_above_it_are_orders(office):
    letter = order(office, FORWARDS[0].replace("请阅。", "2号属镇级"))
    assert outcomes(letter) == ["2号层级：村级 → 镇级"]


# What is not sure


def test_a_guess_is_done_after_a_yes(office):
    asked = order(office, "如果1号是镇里的就改成主题四")
    assert outcomes(asked) == [
        "未执行：附有条件。您是要把1号《一张清单管到底》的主题改为（四）协商民主吗？回复“是”即办"
    ]
    assert office.cases()[0]["theme"] == "2"
    done = office.at("08-05 09:10").order("是", asked)
    assert outcomes(done) == ["1号主题：（二）治理方式 → （四）协商民主"]
    assert office.cases()[0]["theme"] == "4"


def test_a_yes_to_another_letter_does_no_guess(office):
    order(office, "如果1号是镇里的就改成主题四")
    letter = office.at("08-05 09:10").order("是", office.last("digest"))
    assert outcomes(letter) == ["未执行：请直接回复写有“请确认”的那封邮件"]
    assert office.cases()[0]["theme"] == "2"


@pytest.mark.parametrize("text", ["好", "好的", "嗯", "收到，谢谢"])
def test_small_talk_with_nothing_asked_is_not_answered(office, text):
    order(office, text)
    assert office.letters("order") == []


def test_numbers_of_a_list_touch_no_case(office):
    letter = order(office, "1、2号主题改四\n2、3号镇级")
    assert outcomes(letter) == ["2号主题：（二）治理方式 → （四）协商民主", "3号层级：镇级，与原登记一致"]
    assert [row["theme"] for row in office.cases()] == ["2", "4", "2"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("还有谁没报", "未报送：睢宁县、邳州市"),
        ("丰县报了哪些", "丰县1篇：1号《一张清单管到底》"),
        ("1号村名清空", "1号村(社区)：（无），与原登记一致"),
        (
            "看一下2号",
            "2号（XZ-002）《水岸议事亭》：沛县，宋楼镇，村级，（二）治理方式，第1稿",
        ),
    ],
)
def test_looks_and_emptied_fields(office, text, answer):
    assert outcomes(order(office, text)) == [answer]


# The same words again, under another Message-ID


@pytest.mark.parametrize("text", ["3号撤回", "2号村名改为柳桥村，3号撤回"])
def test_an_order_sent_again_word_for_word_is_asked_about(office, text):
    digest = office.last("digest")
    office.at("08-05 09:00").order("1号主题改五", digest)
    office.at("08-05 09:10").order(text, digest)
    before = office.cases()
    again = office.at("08-05 09:20").order(text, digest)
    assert "与此前回复同一封信的话完全相同" in again.text
    assert "回复“是”即办" in again.text
    assert office.cases() == before


def test_an_order_sent_again_is_done_after_a_yes(office):
    digest = office.last("digest")
    office.at("08-05 09:00").order("3号撤回", digest)
    office.at("08-05 09:10").order("3号恢复", digest)
    again = office.at("08-05 09:20").order("3号撤回", digest)
    assert office.cases()[2].status is CaseStatus.ACTIVE
    office.at("08-05 09:30").order("是", again)
    assert office.cases()[2].status is CaseStatus.WITHDRAWN


def test_a_question_may_be_asked_as_often_as_she_likes(office):
    digest = office.last("digest")
    first = office.at("08-05 09:00").order("还有谁没交", digest)
    second = office.at("08-05 11:00").order("还有谁没交", digest)
    assert "完全相同" not in first.text + second.text


def test_the_same_words_to_another_letter_are_an_order(office):
    office.at("08-05 09:00").order("3号撤回", office.last("digest"))
    restored = office.at("08-05 09:10").order("3号恢复", office.last("digest"))
    office.at("08-05 09:20").order("3号撤回", restored)
    assert office.cases()[2].status is CaseStatus.WITHDRAWN
