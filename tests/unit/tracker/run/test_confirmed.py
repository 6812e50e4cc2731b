"""The page to check comes back: what the clerk wrote counts, what she left open stays open, nothing is invented."""

import subprocess
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from intake.campaign.campaign import Campaign, load_campaign
from intake.campaign.entries import Coordinator
from intake.campaign.notice.read import read_notice
from intake.campaign.notice.values import Extent, NoticeFacts
from intake.campaign.notice.where import Region
from tests.paths import CORPUS
from tests.programs import need
from tracker.cli.app import app
from tracker.errors import SettingsError
from tracker.ledger.engines.store import Ledger
from tracker.ledger.mails import add_mail
from tracker.run.founding.answers import Answers, read_coordinator, read_day, read_hour, read_region
from tracker.run.founding.confirm import ask, confirm, read_page
from tracker.run.founding.show import NOT_SAID, Row, page_of, rows_of

NOTICES = CORPUS / "notices"
NOTICE = NOTICES / "21-museums.txt"
NOW = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)


def init(*words: object) -> str:
    done = CliRunner().invoke(app, ["init", *map(str, words)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def edit(page: Path, changes: dict[str, str], more: tuple[tuple[str, str], ...] = ()) -> None:
    """The page as a clerk edits it in a word processor: cells, and rows of her own at the end."""
    document = Document(str(page))
    table = document.tables[0]
    for row in table.rows:
        if row.cells[0].text in changes:
            row.cells[1].text = changes[row.cells[0].text]
    for name, value in more:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
    document.save(str(page))


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    init(tmp_path / "office", "--notice", NOTICE)
    return tmp_path / "office"


def test_a_clerk_edits_the_page(drafted: Path) -> None:
    """Every kind of row changed once; the rest stands as the notice said it."""
    page = drafted / "通知要点核对表.docx"
    before = load_campaign(drafted / "campaign.toml")
    edit(
        page,
        {
            "活动名称": "洛阳市博物馆优秀社教项目征集",
            "截止日期": "2024年7月5日",
            "截止时刻": "下午5点半",
            "主题2": "展厅活动：在展厅里办的活动",
            "主题4": "",
            "层级": "博物馆",
            "篇幅": "3000字以内",
            "须有材料3": "",
            "联系电话": "0379-63901155",
            "经办人": "韩悦 hanyue@example.com 13937900066",
        },
        (("层级2", "纪念馆"), ("主题5", "综合类"), ("经办人2", "秘书处 office@example.com")),
    )

    said = init(drafted, "--notice", NOTICE, "--confirmed", page)

    after = load_campaign(drafted / "campaign.toml")
    assert "截止日期：2024年7月5日\n    经办人确认\n" in said
    assert (after.title, after.organizer, after.item) == (
        "洛阳市博物馆优秀社教项目征集",
        before.organizer,
        "项目",
    )
    assert [(one.last_day, one.cutoff) for one in after.deadlines] == [(date(2024, 7, 5), time(17, 30))]
    assert [(theme.title, theme.definition) for theme in after.themes] == [
        (before.themes[0].title, before.themes[0].definition),
        ("展厅活动", "在展厅里办的活动"),
        (before.themes[2].title, before.themes[2].definition),
        ("综合类", "综合类"),
    ]
    assert [(level.name, level.endings) for level in after.levels] == [
        ("博物馆", ("博物馆",)),
        ("纪念馆", ("纪念馆",)),
    ]
    assert (after.length.target, after.length.maximum) == (0, 3000)
    assert after.required == ("text", "form", "photo")
    assert after.signature.phone == "0379-63901155"
    assert after.coordinators == (
        Coordinator(name="韩悦", email="hanyue@example.com", phone="13937900066"),
        Coordinator(name="秘书处", email="office@example.com"),
    )
    assert after.units == before.units
    assert load_campaign(drafted / "campaign.toml.bak") == before


def test_a_page_as_it_was_made_changes_nothing(drafted: Path) -> None:
    before = (drafted / "campaign.toml").read_bytes()

    init(drafted, "--notice", NOTICE, "--confirmed", drafted / "通知要点核对表.docx")

    assert (drafted / "campaign.toml").read_bytes() == before
    assert not (drafted / "campaign.toml.bak").exists()


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(NOTICES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_page_reads_back_as_it_was_written(path: Path, tmp_path: Path) -> None:
    facts = read_notice(path.read_text("utf-8"))
    (tmp_path / "页.docx").write_bytes(page_of(rows_of(facts, Answers())))

    confirmed, answers = confirm(facts, Answers(), read_page(tmp_path / "页.docx"))

    assert confirmed == facts
    assert (answers.last_day, answers.coordinators) == (None, ())


def test_a_row_more_moves_no_other() -> None:
    """Of a list what stands as it was found keeps its sentence and its kind, wherever it stands now."""
    facts = read_notice((NOTICES / "22-yichun-health.txt").read_text("utf-8"))
    rows = [row for row in rows_of(facts, Answers()) if row.kind == "其他单位"]
    written = (Row("其他单位1", "丰城高新区", ""), *(Row("其他单位9", row.value, "") for row in rows[1:]))

    confirmed, _ = confirm(facts, Answers(), (*written, Row("其他单位5", "市直各学校", "")))

    assert [(other.value.name, other.value.of_region, other.quote) for other in confirmed.others] == [
        ("丰城高新区", False, "经办人确认"),
        ("宜阳新区", False, facts.others[1].quote),
        ("明月山温汤风景名胜区", False, facts.others[2].quote),
        ("市直医疗卫生单位", True, facts.others[3].quote),
        ("市直各学校", True, "经办人确认"),
    ]


@pytest.mark.slow  # LibreOffice starts
def test_a_page_saved_by_another_word_processor(drafted: Path, tmp_path: Path) -> None:
    page = drafted / "通知要点核对表.docx"
    edit(page, {"经办人": "韩悦 hanyue@example.com"})
    subprocess.run(
        [need("soffice"), "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(page)],
        check=True,
        capture_output=True,
        timeout=120,
    )

    init(drafted, "--notice", NOTICE, "--confirmed", tmp_path / "通知要点核对表.doc")

    after = load_campaign(drafted / "campaign.toml")
    assert after.coordinators == (Coordinator(name="韩悦", email="hanyue@example.com"),)


def test_what_is_open_stays_open(drafted: Path) -> None:
    """An unanswered row is no value: the notice named no levels, so there are none, and nobody runs the call."""
    campaign = load_campaign(drafted / "campaign.toml")
    rows = {row.name: row.value for row in read_page(drafted / "通知要点核对表.docx")}

    assert [rows[name] for name in ("截止时刻", "层级", "邮件主题", "文件名", "经办人")] == [NOT_SAID] * 5
    assert ([level.name for level in campaign.levels], campaign.coordinators) == (["不分层级"], ())


def test_an_emptied_row_is_a_question_again(drafted: Path) -> None:
    page = drafted / "通知要点核对表.docx"
    edit(page, {"截止日期": ""})

    with pytest.raises(SettingsError, match="通知未写明截止日期"):
        init(drafted, "--notice", NOTICE, "--confirmed", page)


def test_a_begun_call_is_not_written_anew(drafted: Path) -> None:
    with closing(Ledger.open(drafted / "ledger.db")) as ledger, ledger.begin() as connection:
        add_mail(connection, "0" * 64, 1, NOW, NOW, file="a.eml")

    with pytest.raises(SettingsError, match="征集已经开始"):
        init(drafted, "--notice", NOTICE, "--confirmed", drafted / "通知要点核对表.docx")


def test_who_only_looked_at_the_office_may_still_confirm_the_page(drafted: Path) -> None:
    Ledger.open(drafted / "ledger.db").close()
    page = drafted / "通知要点核对表.docx"
    edit(
        page,
        {"截止日期": "2024年7月5日", "每单位应报": "2篇", "经办人": "谭晓芸、tanxy@163.com、0817-2223344"},
    )

    init(drafted, "--notice", NOTICE, "--confirmed", page)

    campaign = load_campaign(drafted / "campaign.toml")
    assert f"{campaign.deadlines[0].last_day}" == "2024-07-05"
    assert {(unit.minimum, unit.maximum) for unit in campaign.units if not unit.of_city} == {(2, None)}
    assert [(one.name, one.email, one.phone) for one in campaign.coordinators] == [
        ("谭晓芸", "tanxy@163.com", "0817-2223344")
    ]


@pytest.mark.parametrize(
    ("written", "name", "email"),
    [
        ("赵 明 zhaoming@163.com", "赵明", "zhaoming@163.com"),
        ("赵明，zhaoming@163.com", "赵明", "zhaoming@163.com"),
        ("zhaoming@163.com（赵　明）", "赵明", "zhaoming@163.com"),
        ("欧阳 明 ouyang_m+1@city.gov.cn", "欧阳", "ouyang_m+1@city.gov.cn"),
        ("赵明：zhaoming＠163.com；电话 0817-2223344", "赵明", "zhaoming@163.com"),
    ],
)
def test_a_coordinator_as_people_write_one(written: str, name: str, email: str) -> None:
    read = read_coordinator(written)
    assert (read.name, read.email) == (name, email)


def test_rows_that_the_page_does_not_know_are_named(drafted: Path) -> None:
    page = drafted / "通知要点核对表.docx"
    edit(page, {}, (("奖项设置", "一等奖2名"), ("备注", "照片可后补"), ("", "")))

    with pytest.raises(
        SettingsError, match="没有“奖项设置”“备注”这些项目，请删去后重试；可写的项目：活动名称、"
    ):
        read_page(page)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("截止日期", "七月初", "截止日期“七月初”不是日期，应如 2024-05-31"),
        ("印发日期", "2024年2月30日", "印发日期“2024年2月30日”不是日期"),
        ("截止时刻", "下班前", "截止时刻“下班前”不是钟点，应如 17:00"),
        ("篇幅", "适中", "篇幅“适中”未能读懂，应如 800至1500字"),
        ("每单位应报", "若干", "每单位应报“若干”未能读懂，应如 不少于2篇、不超过5篇、2至5篇"),
        ("须有材料1", "光盘", "须有材料1“光盘”应是以下之一：推荐表"),
        ("后续步骤1", "表彰大会", "后续步骤1“表彰大会”应是以下之一：专家评审"),
        ("经办人", "王一", "经办人“王一”应写姓名和邮箱"),
        ("地方", "河南 洛阳 涧西 某街道", "地方应写 省,市 或 省,市,县"),
    ],
)
def test_a_value_that_cannot_be_read(name: str, value: str, said: str) -> None:
    facts = read_notice(NOTICE.read_text("utf-8"))
    with pytest.raises(SettingsError, match=said):
        confirm(facts, Answers(), (Row(name, value, ""),))


@pytest.mark.parametrize(
    ("name", "content"), [("没有.docx", None), ("空.txt", "今天天气很好。"), ("表.txt", "甲\t乙\t丙")]
)
def test_no_page(tmp_path: Path, name: str, content: str | None) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(SettingsError, match="核对表"):
        read_page(tmp_path / name)


def test_a_page_without_its_notice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="请同时写 --notice"):
        init(tmp_path, "--confirmed", tmp_path / "页.docx")


def test_the_terminal_asks_what_the_notice_does_not_say() -> None:
    facts = read_notice("关于征集优秀案例的通知\n请于2024年5月31日前报送。\n某某学会\n2024年4月1日")
    replies = {
        "地方": "浙江省,湖州市",
        "篇幅": "2000字左右",
        "经办人": "王一 wang@example.com",
        "来件叫什么": "",
    }
    asked: list[str] = []

    def prompt(name: str) -> str:
        asked.append(name)
        return replies.get(name, "")

    rows = ask(facts, Answers(), prompt)
    confirmed, answers = confirm(facts, Answers(), rows)

    levels = "层级（要分层级的，写在一格，如 县级、镇级、村级；不填即不分）"
    assert asked == ["地方", levels, "篇幅", "收件邮箱", "联系人", "联系电话", "经办人"]
    assert answers == Answers(
        Region("浙江省", "湖州市"), None, (Coordinator(name="王一", email="wang@example.com"),)
    )
    assert confirmed.length is not None
    assert (confirmed.length.value, confirmed.length.quote) == (Extent(about=2000), "经办人确认")
    assert (confirmed.mailbox, confirmed.contact, confirmed.last_day) == (None, None, facts.last_day)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("", None),
        ("浙江省,湖州市", Region("浙江省", "湖州市")),
        ("浙江省，湖州市、德清县", Region("浙江省", "湖州市", "德清县")),
        ("江西省", Region("江西省", "江西省")),
    ],
)
def test_a_region(text: str, region: Region | None) -> None:
    assert read_region(text) == region


@pytest.mark.parametrize(
    "text", ["2024-05-31", "2024/5/31", "2024.5.31", "２０２４年５月３１日", "2024年 5月31"]
)
def test_a_day(text: str) -> None:
    assert read_day(text) == date(2024, 5, 31)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("17:30", time(17, 30)),
        ("17时", time(17)),
        ("下午5点半", time(17, 30)),
        ("中午12：00", time(12)),
        ("9点15分", time(9, 15)),
    ],
)
def test_an_hour(text: str, hour: time) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("王一 w@example.com", ""),
        ("王一，0516-80801234，w@example.com", "0516-80801234"),
        ("w@example.com 王一 13812345678", "13812345678"),
    ],
)
def test_a_coordinator(text: str, phone: str) -> None:
    assert read_coordinator(text) == Coordinator(name="王一", email="w@example.com", phone=phone)


def test_nothing_is_a_page_of_questions() -> None:
    assert {row.value for row in rows_of(NoticeFacts(), Answers())} == {NOT_SAID}


def test_a_campaign_has_no_more_than_the_page_says(drafted: Path) -> None:
    campaign: Campaign = load_campaign(drafted / "campaign.toml")
    assert campaign.review == type(campaign.review)()
    assert all(not unit.addresses and not unit.contact for unit in campaign.units)
