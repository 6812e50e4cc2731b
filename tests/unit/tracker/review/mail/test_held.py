"""Marks that a mail brings and that are not simply taken: of a case that has to do with him, of a draft, too late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.model.case import Document, Format, MailKind
from tests.office import Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.ledger.cases import list_cases
from tracker.ledger.doubts import list_doubts
from tracker.ledger.review.rounds import standing_marks
from tracker.review.audit import audit_lines
from tracker.review.decide.publish import decide
from tracker.review.mail.letters import send_papers
from tracker.review.marks.take import settle_ties
from tracker.review.rounds import begin_round, keep_plan, look_at, propose

TITLES = ("“一核五元”聚民心", "老街坊的议事亭", "板材村的碰头会")
HEADING = "编号\t题目\t科学性\t创新性\t实践性\t回避\t意见（表号：P1-Z1）"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    for title in TITLES:
        made.mail("fx@example.cn", case(title, "丰县"))
    with at_desk(made) as desk:
        list_people(desk, "姓名\t邮箱\n王建国\twang@example.cn\n李卫东\tli@example.cn\n周强\tzhou@example.cn")
        begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
        keep_plan(desk, look_at(desk), propose(look_at(desk)), "陈秀兰")
        send_papers(desk, look_at(desk), list(look_at(desk).experts.values()), "陈秀兰")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def write(office: Office, body: str, *documents: Document) -> str:
    """What Wang is answered."""
    to = next(one for one in office.letters("papers") if one.row.recipient == "wang@example.cn")
    office.mail("wang@example.cn", kind=MailKind.QUESTION, body=body, to=to, documents=documents)
    return office.last("marks").text


def taken(office: Office) -> dict[str, tuple[int, ...]]:
    with at_desk(office) as desk:
        table = look_at(desk)
        return {
            table.numbers[mark.case_id]: tuple(map(int, mark.scores))
            for mark in standing_marks(desk.connection, table.round.id)
        }


def asked(office: Office, code: str) -> list[tuple[str, str]]:
    with at_desk(office) as desk:
        return [(one.about, one.detail) for one in list_doubts(desk.connection, code=code)]


def sheet(*rows: str, name: str = "评分表.xlsx") -> Document:
    return Document(name, Format.XLSX, text="\n".join((HEADING, *rows)), sha256=name)


@pytest.mark.slow
def test_a_tie_is_kept_asked_of_both_and_holds_until_it_is_settled(office: Office) -> None:
    said = "A02 85 90 88，这篇是我们单位的"

    answer = write(office, f"A01 80 81 82\n{said}")

    assert "应回避的请回复“A02 回避”" in answer
    assert taken(office) == {"A01": (80, 81, 82)}
    assert asked(office, "marks-tied") == [("王建国A02", said)]
    assert "您此前说这一篇与您有关" in write(office, "A02 85 90 88")
    assert taken(office) == {"A01": (80, 81, 82)}
    with at_desk(office) as desk:
        assert any("本人说明" in line and said in line for line in audit_lines(desk, look_at(desk), "A02"))

    write(office, "A02 无需回避，85 90 88")

    assert taken(office) == {"A01": (80, 81, 82), "A02": (85, 90, 88)}
    with at_desk(office) as desk:
        settle_ties(desk, look_at(desk), 1, ["A02"], "陈秀兰")
    assert asked(office, "marks-tied") == []


def test_he_keeps_away_after_all(office: Office) -> None:
    write(office, "A02 85 90 88，作者是我学生")
    write(office, "A02 回避")

    assert taken(office) == {"A02": ()}
    assert asked(office, "marks-tied") == []


def test_words_of_a_mail_hold_rows_of_its_sheet(office: Office) -> None:
    rows = (f"A01\t{TITLES[0]}\t80\t81\t82\t\t", f"A02\t{TITLES[1]}\t85\t90\t88\t\t我单位报送")

    write(office, "评分表见附件，A01是我侄子写的", sheet(*rows, f"A03\t{TITLES[2]}\t70\t71\t72\t\t"))

    assert taken(office) == {"A03": (70, 71, 72)}
    assert [about for about, _ in asked(office, "marks-tied")] == ["王建国A01", "王建国A02"]


@pytest.mark.parametrize("name", ["评分表（初稿）.xlsx", "评分表.xlsx"])
def test_a_sheet_that_is_a_draft_is_asked(office: Office, name: str) -> None:
    row = f"A01\t{TITLES[0]}\t80\t81\t82\t\t"
    rows = (row,) if "初稿" in name else (row, "以上仅供参考")

    assert "还不是最后的分数" in write(office, "见附件", sheet(*rows, name=name))
    assert taken(office) == {}


def test_a_mail_and_its_sheet_that_differ_are_asked(office: Office) -> None:
    rows = (f"A01\t{TITLES[0]}\t80\t81\t82\t\t", f"A02\t{TITLES[1]}\t85\t90\t88\t\t")

    answer = write(office, "见附件，A02 80 80 80", sheet(*rows))

    assert "A02有两种写法" in answer
    assert taken(office) == {"A01": (80, 81, 82)}


def test_what_is_not_read_beside_marks_is_said_and_shown(office: Office) -> None:
    assert "来信中“看了一多半”没有读懂" in write(office, "A01 80 81 82\n看了一多半")
    assert taken(office) == {"A01": (80, 81, 82)}
    assert [detail for _, detail in asked(office, "question")] == ["A01 80 81 82 看了一多半"]


def test_marks_after_the_decision_are_kept_apart_and_told(office: Office) -> None:
    write(office, "A01 80 81 82")
    office.at("08-21 09:00")
    with at_desk(office) as desk:
        decide(desk, list_cases(desk.connection)[:1], "陈秀兰", "会议", chosen=True)

    answer = write(office, "A01 60 60 60\nA02 85 90 88")

    assert "研究已有结果，这次报来的另存备查，不改变已定的结果" in answer
    assert taken(office) == {"A01": (80, 81, 82)}
    assert asked(office, "marks-late") == [("王建国", "A01 60、60、60；A02 85、90、88")]
    with at_desk(office) as desk:
        late = [line for line in audit_lines(desk, look_at(desk), "A01") if "研究决定之后" in line]
    assert len(late) == 1
    assert "60、60、60" in late[0]
