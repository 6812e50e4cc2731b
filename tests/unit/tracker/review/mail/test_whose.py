"""Two experts of one address: told apart by sheet or name, else asked with one question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.model.case import Document, Format, MailKind
from tests.office import Letter, Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.ledger.cases import list_cases
from tracker.ledger.review.experts import ExpertState, list_experts
from tracker.ledger.review.rounds import standing_marks
from tracker.review.experts.people import read_people
from tracker.review.mail.letters import invite, send_papers
from tracker.review.rounds import begin_round, keep_plan, look_at, propose

PEOPLE = "姓名\t邮箱\n王建国\thome@example.cn\n李卫东\thome@example.cn\n周强\tzhou@example.cn"
HEADING = "编号\t题目\t科学性\t创新性\t实践性\t回避\t意见（表号：P1-Z{}）"
ROW = "A01\t“一核五元”聚民心\t{}\t81\t82\t\t"
MARKS = "A01 80 81 82"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    made.mail("fx@example.cn", case("“一核五元”聚民心", "丰县"))
    with at_desk(made) as desk:
        list_people(desk, PEOPLE)
        begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
        table = look_at(desk)
        invite(desk, table, list(table.experts.values()))
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def papers(office: Office) -> dict[str, Letter]:
    """The letter of each expert by his name."""
    with at_desk(office) as desk:
        keep_plan(desk, look_at(desk), propose(look_at(desk)), "陈秀兰")
        send_papers(desk, look_at(desk), list(look_at(desk).experts.values()), "陈秀兰")
    return {letter.text.split("老师")[0].strip()[-3:]: letter for letter in office.letters("papers")}


def write(office: Office, to: Letter, body: str, *documents: Document) -> list[str]:
    before = len(office.letters("marks"))
    office.mail("home@example.cn", kind=MailKind.QUESTION, body=body, to=to, documents=documents)
    return [letter.text for letter in office.letters("marks")[before:]]


def taken(office: Office) -> dict[str, int]:
    with at_desk(office) as desk:
        table = look_at(desk)
        found = standing_marks(desk.connection, table.round.id)
        return {table.experts[mark.expert_id].name: int(mark.scores[0]) for mark in found}


def sheet(expert: int, score: int) -> Document:
    text = f"{HEADING.format(expert)}\n{ROW.format(score)}"
    return Document(f"评分表{expert}.xlsx", Format.XLSX, text=text, sha256=str(expert))


def test_marks_without_a_name_are_asked_with_one_question(office: Office) -> None:
    (answer,) = write(office, papers(office)["王建国"], MARKS)

    assert "这个邮箱登记了王建国、李卫东，来信没有写明是哪一位的" in answer
    assert taken(office) == {}


@pytest.mark.slow
@pytest.mark.parametrize("body", [f"{MARKS}\n李卫东", f"我是李卫东。\n{MARKS}", f"李 卫 东评分\n{MARKS}"])
def test_a_name_tells_whose_they_are(office: Office, body: str) -> None:
    (answer,) = write(office, papers(office)["王建国"], body)

    assert "李卫东老师" in answer
    assert taken(office) == {"李卫东": 80}


def test_each_sheet_is_of_him_whose_number_it_has(office: Office) -> None:
    answers = write(office, papers(office)["王建国"], "我们两人的表见附件", sheet(1, 80), sheet(2, 90))

    assert [name in answer for name, answer in zip(("王建国", "李卫东"), answers, strict=True)] == [
        True,
        True,
    ]
    assert taken(office) == {"王建国": 80, "李卫东": 90}


def test_a_sheet_of_neither_is_asked(office: Office) -> None:
    (answer,) = write(office, papers(office)["王建国"], "见附件", sheet(3, 80))

    assert "没有写明是哪一位的" in answer
    assert taken(office) == {}


def test_an_answer_to_an_invitation_is_of_him_who_was_invited(office: Office) -> None:
    letter = next(one for one in office.letters("invitation") if "李卫东" in one.text)

    (answer,) = write(office, letter, "愿意")

    assert "李卫东老师" in answer
    with at_desk(office) as desk:
        states = {expert.name: expert.state for expert in list_experts(desk.connection)}
    assert (states["李卫东"], states["王建国"]) == (ExpertState.WILLING, ExpertState.INVITED)


def test_a_list_says_that_two_have_one_address(office: Office) -> None:
    with at_desk(office) as desk:
        remarks = read_people(PEOPLE.splitlines(), desk.campaign).remarks

    assert remarks == ("王建国、李卫东的邮箱相同（home@example.cn），他们的来信要写姓名，或用各自的评分表",)
