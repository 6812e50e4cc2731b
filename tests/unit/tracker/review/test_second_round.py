"""A second round and a second publication in one office: each stands by itself, the first stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from intake.documents.read import read_document
from intake.model.case import Attachment, MailKind
from intake.model.limits import Limits
from tests.office import LI, Letter, Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.events import set_note
from tracker.ledger.review.decided import list_decisions
from tracker.ledger.review.rounds import list_rounds, standing_marks
from tracker.review.audit import audit_lines
from tracker.review.decide.publish import Period, period, periods, published
from tracker.review.progress import tell_news
from tracker.review.rounds import look_at

PEOPLE = "姓名\t邮箱\n王建国\twang@example.cn\n李卫东\tli@example.cn\n周强\tzhou@example.cn"
TITLES = ("“一核五元”聚民心", "老街坊的议事亭", "板材村的碰头会")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    for title in TITLES:
        made.mail("fx@example.cn", case(title, "丰县"))
    made.until("08-20 17:05")
    with at_desk(made) as desk:
        list_people(desk, PEOPLE)
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def order(office: Office, text: str, listed: str = "", to: Letter | None = None) -> Letter:
    """What is answered to an order, with a list enclosed where one is given."""
    documents = (read_document(Attachment("名单.txt", listed.encode()), Limits()),) if listed else ()
    before = len(office.letters("order"))
    office.mail(
        LI.email, kind=MailKind.COMMAND, body=text, to=to or office.last("digest"), documents=documents
    )
    return office.letters("order")[before]


def begin(office: Office, text: str) -> dict[str, Letter]:
    """A round from its order to its papers; the letters to the experts by address."""
    before = len(office.letters("papers"))
    for one in (text, "同意分配方案", "发评阅材料"):
        answered = office.letters("order")
        assert "未执行" not in order(office, one, to=answered[-1] if answered else None).text
        office.clock.advance(MINUTE)
    return {letter.row.recipient: letter for letter in office.letters("papers")[before:]}


def wrote(office: Office, letter: Letter, marks: str) -> str:
    office.mail(letter.row.recipient, kind=MailKind.QUESTION, body=marks, to=letter)
    return office.last("marks").text


def shown(office: Office, name: str) -> list[tuple[str, str]]:
    """The results of a round as its lines have them: number and mark."""
    from tracker.review.minutes import minutes_of, result_lines

    with at_desk(office) as desk:
        return [(line[2], line[5]) for line in result_lines(minutes_of(desk, look_at(desk, name)))[1:]]


MINUTE = timedelta(minutes=1)
FIRST = "A01 90 90 90\nA02 80 80 80\nA03 70 70 70"


@pytest.mark.slow
def test_two_rounds_by_mail(office: Office) -> None:
    first = begin(office, "开始初评")
    for letter in first.values():
        wrote(office, letter, FIRST)
    assert shown(office, "初评") == [("A01", "90.00"), ("A02", "80.00"), ("A03", "70.00")]

    second = begin(office, "开始第二轮评阅，只评2、3号")
    answer = wrote(office, second["wang@example.cn"], "A01 60 60 60\nA02 95 95 95")

    assert "已登记2篇" in answer
    assert shown(office, "第二轮") == [("A02", "95.00"), ("A01", "60.00")]
    assert shown(office, "初评") == [("A01", "90.00"), ("A02", "80.00"), ("A03", "70.00")]
    # A late word in answer to a letter of the first round belongs to the first.
    late = wrote(office, first["zhou@example.cn"], "A02 50 50 50")
    assert "（原为80、80、80）" in late
    assert "您回复的是“初评”的来信，以上按这一轮办理。" in late
    assert shown(office, "第二轮") == [("A02", "95.00"), ("A01", "60.00")]
    assert shown(office, "初评") == [("A01", "90.00"), ("A02", "70.00"), ("A03", "70.00")]
    # So does an answer to the receipt.
    assert "原为50、50、50" in wrote(office, office.last("marks"), "A02 80 80 80")
    assert "3篇有评分" in order(office, "出初评意见").text
    assert "2篇有评分" in order(office, "出评审意见").text
    with at_desk(office) as desk:
        assert [(one.name, len(standing_marks(desk.connection, one.id))) for one in list_rounds(desk.connection)] == [
            ("初评", 9), ("第二轮", 2),
        ]  # fmt: skip
        text = "\n".join(audit_lines(desk, look_at(desk, "初评"), "A01"))
        assert "得分：90.00，第1名" in text


def test_another_round_without_a_name_is_asked_for_one(office: Office) -> None:
    assert "已开始“评阅”" in order(office, "开始评阅").text
    office.clock.advance(MINUTE)

    assert "再评一轮请写明名称，如“开始复评" in order(office, "请开始评阅吧").text
    with at_desk(office) as desk:
        assert [one.name for one in list_rounds(desk.connection)] == ["评阅"]


def test_a_new_round_is_news_though_the_first_was_decided(office: Office) -> None:
    begin(office, "开始初评")
    order(office, "1号入选")
    office.clock.advance(MINUTE)
    with at_desk(office) as desk:
        assert not any("初评" in line for line in tell_news(desk).lines)

    begin(office, "开始复评，只评2、3号")

    with at_desk(office) as desk:
        assert any(line.startswith("复评：2篇") for line in tell_news(desk).lines)


def test_two_publications(office: Office) -> None:
    order(office, "1号入选")
    assert "公示期2015年8月21日至2015年8月27日，1篇" in order(office, "出公示").text
    office.at("09-08 09:00")
    order(office, "2号入选")
    assert "公示期2015年9月9日至2015年9月15日（第2次公示），2篇" in order(office, "请出公示").text

    with at_desk(office) as desk:
        one, two = periods(desk)
        assert (one.first, two.first) == (date(2015, 8, 21), date(2015, 9, 9))
        assert period(desk) == two
        assert [row.serial for row in published(desk, 1)[1]] == [1]
        assert [row.serial for row in published(desk, 2)[1]] == [1, 2]
        with pytest.raises(OrderError, match="没有第3次公示，已公示2次"):
            published(desk, 3)


def test_a_publication_of_an_older_ledger_is_the_first(office: Office) -> None:
    order(office, "1号入选")
    with at_desk(office) as desk:
        noted = {"first": "2015-08-21", "last": "2015-08-27", "cases": [1]}
        set_note(desk.connection, "review.public", noted, desk.now)
    office.at("09-08 09:00")
    with at_desk(office) as desk:
        assert published(desk, 1)[0] == Period(date(2015, 8, 21), date(2015, 8, 27))
        assert [row.serial for row in published(desk, 1)[1]] == [1]

    order(office, "2号入选")

    assert "（第2次公示），2篇" in order(office, "请出公示").text
    with at_desk(office) as desk:
        assert [day.first for day in periods(desk)] == [date(2015, 8, 21), date(2015, 9, 9)]


LIST = "入选名单\n编号\t题目\nXZ-002\t老街坊的议事亭\n"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("入选名单见附件", "您是要把2号《老街坊的议事亭》登记为入选吗？"),
        ("附件名单中的案例安排察看", "您是要安排2号《老街坊的议事亭》实地察看吗？"),
    ],
)
def test_a_repeated_order_with_a_list_is_asked_with_its_cases(
    office: Office, text: str, question: str
) -> None:
    digest = office.last("digest")
    order(office, text, LIST, digest)
    office.clock.advance(MINUTE)

    again = order(office, text, LIST, digest)

    assert question in again.text
    assert "未执行" not in order(office, "是", to=again).text


def test_a_yes_to_a_repeated_list_does_what_the_list_says(office: Office) -> None:
    digest = office.last("digest")
    order(office, "入选名单见附件", LIST, digest)
    order(office, "2号不入选")
    again = order(office, "入选名单见附件", LIST, digest)

    order(office, "是", to=again)

    with at_desk(office) as desk:
        rows = {row.id: row.serial for row in list_cases(desk.connection)}
        assert [(rows[one.case_id], one.chosen) for one in list_decisions(desk.connection)] == [(2, True)]
