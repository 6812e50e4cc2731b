"""The file of one case: where it stands, and whether that is the last word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.ledger.cases import list_cases
from tracker.office.desk import Desk
from tracker.review.audit import audit_lines
from tracker.review.marks.lines import read_lines
from tracker.review.marks.take import Came, take_answer
from tracker.review.rounds import begin_round, keep_plan, leave_house, look_at, propose


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    for title in ("“一核五元”聚民心", "老街坊的议事亭"):
        made.mail("px@example.cn", case(title, "沛县"))
    with at_desk(made) as desk:
        list_people(desk, "姓名\n王建国\n赵敏\n周强")
        begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
        table = look_at(desk)
        keep_plan(desk, table, propose(table), "陈秀兰")
        leave_house(desk, look_at(desk), list(look_at(desk).experts), "陈秀兰")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def marks(desk: Desk, name: str, text: str) -> None:
    table = look_at(desk)
    who = next(key for key, expert in table.experts.items() if expert.name == name)
    answer = read_lines(text, table.rules, tuple(table.of(who)))
    assert answer.marks
    assert answer.questions == ()
    take_answer(desk, table, who, answer, Came("typed", "", "陈秀兰"))


def places(desk: Desk) -> list[str]:
    lines = [line for number in ("A01", "A02") for line in audit_lines(desk, look_at(desk), number)]
    return [line for line in lines if line.startswith("得分")]


def test_a_place_is_for_the_time_being_until_all_marks_are_in(office: Office) -> None:
    with at_desk(office) as desk:
        assert places(desk) == ["得分：尚无评分，缺3份评分"] * 2

        marks(desk, "王建国", "A01 85 90 88")
        marks(desk, "赵敏", "A01 80 80 80\nA02 90 90 90")
        assert places(desk) == [
            "得分：83.95，暂列第2名；缺1份评分；另有1篇评分未齐",
            "得分：90.00，暂列第1名；缺2份评分；另有1篇评分未齐",
        ]

        marks(desk, "周强", "A01 80 80 80\nA02 60 60 60")
        assert places(desk) == [
            "得分：82.63，暂列第1名；另有1篇评分未齐",
            "得分：75.00，暂列第2名；缺1份评分；最高与最低相差30.00分，请合议",
        ]

        marks(desk, "王建国", "A02 90 90 90")
        assert places(desk) == ["得分：82.63，第1名", "得分：80.00，第2名；最高与最低相差30.00分，请合议"]
