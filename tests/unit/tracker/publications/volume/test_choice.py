"""Choosing by column, list and number; the order of printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.office import Office, case, desk_of
from tracker.ledger.cases import get_case, set_case
from tracker.ledger.people.corrections import Correction, Word, add_correction
from tracker.ledger.records import CaseStatus
from tracker.office.desk import Desk
from tracker.publications.volume.choice import (
    By,
    Wanted,
    by_column,
    by_lines,
    choose_cases,
    chosen_cases,
    leave_out,
)

TITLES = {
    1: ("“一核五元”聚民心", "沛县", "2"),
    2: ("板材村的四方碰头会", "丰县", "1"),
    3: ("老街坊的议事亭", "丰县", "2"),
    4: ("老街坊的议事亭", "沛县", "2"),
    5: ("社区里的小账本", "丰县", "9"),
}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("begun"))
    made.at("08-01 09:00")
    for title, county, theme in TITLES.values():
        made.mail("fx@example.cn" if county == "丰县" else "px@example.cn", case(title, county, theme=theme))
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def look(office: Office, question: Callable[[Desk], Wanted]) -> Wanted:
    with office.parts.ledger.read() as connection:
        return question(desk_of(connection, office.parts))


def named(wanted: Wanted) -> list[int]:
    return [row.serial for row in wanted.cases]


@pytest.mark.parametrize(
    ("lines", "serials", "remarks"),
    [
        (["XZ-002", "1号", "5"], [2, 1, 5], ()),
        (
            ["ｘｚ００３", "案例3号《老街坊的议事亭》"],
            [3],
            ("“案例3号《老街坊的议事亭》”有2篇同名（XZ-003、XZ-004），请写编号",),
        ),
        (["1\t板材村的“四方碰头会”\t丰县"], [2], ()),
        (["", "序号\t题目", "9号"], [], ("“序号 题目”没有对应的案例", "“9号”没有对应的案例")),
        (["2号", "2号", "XZ-002"], [2], ()),
        (
            ["板材村的“四方碰头会议”", "板材厂的“四方通气会”", "入选名单"],
            [2],
            (
                "“板材厂的“四方通气会””没有对应的案例",
                "“入选名单”没有对应的案例",
            ),
        ),
        (
            ["板材村“四方碰头会”"],
            [],
            ("“板材村“四方碰头会””没有对应的案例，是否为2号《板材村的四方碰头会》？请写编号",),
        ),
        (
            ["老街坊", "四方碰头会"],
            [],
            (
                "“老街坊”没有对应的案例",
                "“四方碰头会”没有对应的案例，是否为2号《板材村的四方碰头会》？请写编号",
            ),
        ),
    ],
)
def test_a_list_names_cases_by_number_or_title(
    office: Office, lines: list[str], serials: list[int], remarks: tuple[str, ...]
) -> None:
    wanted = look(office, lambda desk: by_lines(desk, lines))

    assert (named(wanted), wanted.remarks) == (serials, remarks)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("社区里的小账本", ()),
        ("5、《社区里的小账本》（丰县民政局）", ()),
        ("丰县\t社区里的小账本——记在楼道里", ("“丰县 社区里的小账本——记在楼道里”按XZ-005《社区里的小账本》列入，请核对",)),
        ("我们社区里的小账本越记越厚", ("“我们社区里的小账本越记越厚”按XZ-005《社区里的小账本》列入，请核对",)),
    ],
)  # fmt: skip
def test_a_title_that_is_only_a_part_of_what_a_line_says_is_taken_and_said(
    office: Office, line: str, told: tuple[str, ...]
) -> None:
    wanted = look(office, lambda desk: by_lines(desk, [line]))

    assert (named(wanted), wanted.told) == ([5], told)


def test_a_column_marks_cases_and_its_numbers_are_an_order(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        for serial, word in {1: "是", 2: "否", 3: "2", 4: "１", 5: " 未入选 "}.items():
            row = get_case(connection, serial)
            assert row is not None
            said = Word("李敏", "sheet")
            add_correction(connection, Correction(row.id, "x1", "", word, said, office.clock.now()))

    assert named(look(office, lambda desk: by_column(desk, "x1"))) == [1, 4, 3]


def test_parts_by_theme_units_in_official_order_and_her_own_order_first(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        choose_cases(desk, by_lines(desk, ["1号", "2号", "3号", "4号", "5号"]).cases, By("李敏"))
        assert [one.row.serial for one in chosen_cases(desk)] == [2, 3, 1, 4, 5]

        choose_cases(desk, by_lines(desk, ["4号", "1号"]).cases, By("李敏", in_order=True))
        assert [one.row.serial for one in chosen_cases(desk)] == [2, 4, 1, 3, 5]

        leave_out(desk, by_lines(desk, ["2号"]).cases, By("李敏"))
        assert [one.row.serial for one in chosen_cases(desk)] == [4, 1, 3, 5]


def test_a_withdrawn_case_stays_out_and_that_is_said(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        desk = desk_of(connection, office.parts)
        wanted = by_lines(desk, ["1号", "2号"]).cases
        set_case(connection, wanted[0].id, desk.now, status=CaseStatus.WITHDRAWN)
        remarks = choose_cases(desk, by_lines(desk, ["1号", "2号"]).cases, By("李敏"))

        assert remarks == ("XZ-001已撤回，未列入",)
        assert [one.row.serial for one in chosen_cases(desk)] == [2]
