"""The best of a round: equals at the edge and marks that are lacking are said, and nothing is decided by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, case
from tests.unit.tracker.review.desk import at_desk, list_people
from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.review.experts import list_experts
from tracker.office.desk import Desk
from tracker.review.decide.chosen import best_cases, settled_best
from tracker.review.marks.lines import read_lines
from tracker.review.marks.take import Came, take_answer
from tracker.review.progress import note_minutes, progress_lines, tell_news
from tracker.review.rounds import begin_round, keep_plan, leave_house, look_at, propose, withdraw


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun")).at("08-20 09:00")
    for place in range(4):
        made.mail("fx@example.cn", case(f"第{place}个做法值得一看", "丰县"))
    with at_desk(made) as desk:
        list_people(desk, "姓名\t邮箱\n王建国\tw@e.cn\n赵敏\tz@e.cn\n周强\tq@e.cn")
        begin_round(desk, "初评", list_cases(desk.connection), "陈秀兰")
        keep_plan(desk, look_at(desk), propose(look_at(desk)), "陈秀兰")
        leave_house(desk, look_at(desk), look_at(desk).experts, "陈秀兰")
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def mark(desk: Desk, scores: dict[int, int], *names: str) -> None:
    """Each expert gives each case (by its serial number) this score in everything."""
    table = look_at(desk)
    numbers = {row.serial: table.numbers[key] for key, row in table.cases.items()}
    text = "\n".join(f"{numbers[serial]} {score} {score} {score}" for serial, score in scores.items())
    for expert in table.experts.values():
        if expert.name in names:
            answer = read_lines(text, table.rules, tuple(table.of(expert.id)))
            take_answer(desk, table, expert.id, answer, Came("typed"))


ALL = ("王建国", "赵敏", "周强")


def test_where_all_is_in_the_best_are_taken(office: Office) -> None:
    with at_desk(office) as desk:
        mark(desk, {1: 70, 2: 90, 3: 80, 4: 60}, *ALL)

        assert [row.serial for row in settled_best(desk, 2)] == [2, 3]
        assert best_cases(desk, 2).remarks == ()


def test_equals_at_the_edge_are_said_and_not_decided(office: Office) -> None:
    with at_desk(office) as desk:
        mark(desk, {1: 80, 2: 90, 3: 80, 4: 60}, *ALL)

        best = best_cases(desk, 2)
        assert [row.serial for row in best.rows] == [2, 1, 3]
        assert best.remarks == ("第2名并列2篇（1号、3号），前2名共3篇",)
        with pytest.raises(OrderError, match="请逐篇写明，如“3、7号入选”"):
            settled_best(desk, 2)
        assert [row.serial for row in settled_best(desk, 3)] == [2, 1, 3]


def test_an_unfinished_round_decides_nothing_by_its_places(office: Office) -> None:
    with at_desk(office) as desk:
        mark(desk, {1: 70, 2: 90, 3: 80}, *ALL)
        number = next(n for key, n in look_at(desk).numbers.items() if look_at(desk).cases[key].serial == 4)

        assert best_cases(desk, 2).remarks == (f"评分没有收齐（{number}缺3份），名次未定",)
        assert best_cases(desk, 4).remarks[1:] == ("有评分的只有3篇，不足4篇",)
        with pytest.raises(OrderError, match="评分没有收齐"):
            settled_best(desk, 2)


def test_all_is_in_is_said_only_where_no_mark_is_lacking(office: Office) -> None:
    with at_desk(office) as desk:
        mark(desk, {1: 70, 2: 90, 3: 80, 4: 60}, "王建国", "赵敏")
        mark(desk, {1: 70, 2: 90, 3: 80}, "周强")
        table = look_at(desk)
        number = next(n for key, n in table.numbers.items() if table.cases[key].serial == 4)
        zhou = next(one for one in list_experts(desk.connection) if one.name == "周强")
        withdraw(desk, table, zhou.id, "", "陈秀兰")

        said = f"发出的评分都已返回，但{number}缺1份，没有专家在评，请补请专家"
        assert list(progress_lines(desk, look_at(desk)))[-1] == said
        assert [(need.text, need.example) for need in tell_news(desk).needs] == [(said, "分配方案")]


def test_marks_that_come_after_the_minutes_are_said(office: Office) -> None:
    with at_desk(office) as desk:
        mark(desk, {1: 70, 2: 90, 3: 80, 4: 60}, *ALL)
        note_minutes(desk, look_at(desk))
        assert [need.text for need in tell_news(desk).needs] == ["评分已全部返回"]

        mark(desk, {1: 95}, "周强")

        assert [need.text for need in tell_news(desk).needs] == ["评审意见出具后又收到1份评分，名次可能有变"]


def test_printed_numbers_of_many_cases_tell_no_order(tmp_path: Path) -> None:
    made = Office(tmp_path).at("08-20 09:00")
    for place in range(12):
        made.mail("fx@example.cn", case(f"{'甲乙丙丁戊己庚辛壬癸子丑'[place]}村的做法值得一看", "丰县"))
    with at_desk(made) as desk:
        rows = list_cases(desk.connection)
        begin_round(desk, "初评", rows, "陈秀兰")
        begin_round(desk, "复评", rows, "陈秀兰")
        first, second = (look_at(desk, name).numbers for name in ("初评", "复评"))
    made.close()

    serials = [row.id for row in rows]
    assert sorted(first.values()) == [f"A{place:02}" for place in range(1, 13)]
    assert sorted(first, key=first.__getitem__) != serials
    assert first != second
