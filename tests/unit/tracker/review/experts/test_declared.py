"""Lists of experts taken one after another: blanks take nothing back, nor what experts themselves declare."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office import Office
from tests.unit.tracker.review.desk import at_desk
from tracker.ledger.events import events_of
from tracker.ledger.review.experts import ExpertRow, list_experts, put_expert
from tracker.review.experts.declared import DECLARED, declare, put_listed

WANG = ExpertRow(
    "王建国", "师范大学", "fengxian", "wang@c.example", "13800000001", 8, (1, 3), ("沛县",), id=1
)
BARE = ExpertRow("王建国")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("declared")).at("09-01 09:00")
    with at_desk(made) as desk:
        put_expert(desk.connection, WANG, desk.now)
    made.close()
    return made


@pytest.fixture
def office(begun: Office, tmp_path: Path) -> Iterator[Office]:
    made = begun.copy(tmp_path)
    yield made
    made.close()


def taken(office: Office, *listed: ExpertRow) -> tuple[list[str], list[ExpertRow]]:
    """The remarks, and everybody as he is known afterwards."""
    with at_desk(office) as desk:
        return put_listed(desk, listed), list_experts(desk.connection)


def said_himself(office: Office, *avoids: str) -> ExpertRow:
    with at_desk(office) as desk:
        (expert,) = list_experts(desk.connection)
        said = declare(desk, expert, avoids, (7, "a" * 64))
        put_expert(desk.connection, said, desk.now)
        return said


@pytest.mark.parametrize(
    ("listed", "standing", "changes"),
    [
        (BARE, "师范大学、wang@c.example、电话13800000001、最多8篇、主题1、3", {"avoids": ()}),
        (
            replace(BARE, unit="党校", email="w@c.example", phone="139", most=3, wishes=(5,)),
            "",
            {"unit": "党校", "email": "w@c.example", "phone": "139", "most": 3, "wishes": (5,), "avoids": ()},
        ),
        (
            replace(BARE, unit="党校", avoids=("丰县", "睢宁县")),
            "wang@c.example、电话13800000001、最多8篇、主题1、3",
            {"unit": "党校", "avoids": ("丰县", "睢宁县")},
        ),
        (
            replace(BARE, email="wang@c.example", phone="139", county="peixian"),
            "师范大学、最多8篇、主题1、3",
            {"phone": "139", "county": "peixian", "avoids": ()},
        ),
    ],
)
def test_what_a_list_leaves_blank_stands_and_is_told(
    office: Office, listed: ExpertRow, standing: str, changes: dict[str, object]
) -> None:
    remarks = [f"王建国：名单中空着的照旧（{standing}），要改的请写明新的"] if standing else []

    assert taken(office, listed) == (remarks, [replace(WANG, **changes)])


def test_somebody_new_is_taken_as_the_list_has_him_and_told_of_with_no_word(office: Office) -> None:
    zhao = ExpertRow("赵敏", "研究院", paper=True)

    assert taken(office, zhao) == ([], [WANG, replace(zhao, id=2)])


def test_nobody_falls_off_because_a_later_list_is_without_him(office: Office) -> None:
    assert taken(office) == ([], [WANG])


@pytest.mark.parametrize(
    ("listed", "on_paper"),
    [
        (replace(BARE, paper=True), False),  # a list without addresses is on paper because it has none
        (replace(BARE, email="wang@c.example", paper=True), True),
        (replace(BARE, email="new@c.example", paper=True), True),
        (replace(BARE, email="new@c.example"), False),
    ],
)
def test_whoever_has_an_address_gets_paper_only_where_a_list_with_an_address_says_so(
    office: Office, listed: ExpertRow, *, on_paper: bool
) -> None:
    (now,) = taken(office, listed)[1]

    assert now.paper is on_paper


def test_what_he_keeps_away_from_by_his_own_word_is_kept_with_the_mail(office: Office) -> None:
    said = said_himself(office, "睢宁县", "沛县")

    assert said == replace(WANG, avoids=("沛县", "睢宁县"))
    (event,) = office.ask(lambda connection: list(events_of(connection, DECLARED)))
    assert event.detail == {
        "expert": 1, "name": "王建国", "avoids": ["睢宁县", "沛县"], "source": "a" * 64,
    }  # fmt: skip


def test_a_word_that_names_nothing_is_no_declaration(office: Office) -> None:
    assert said_himself(office) == WANG
    assert office.ask(lambda connection: list(events_of(connection, DECLARED))) == []


def test_a_later_list_does_not_take_back_what_he_declared_and_says_so(office: Office) -> None:
    said_himself(office, "睢宁县")
    said_himself(office, "市民政局", "睢宁县")
    full = replace(WANG, id=0, avoids=("丰县",))

    assert taken(office, full) == (
        ["王建国：名单中空着的照旧（本人申请回避睢宁县、市民政局），要改的请写明新的"],
        [replace(WANG, avoids=("丰县", "睢宁县", "市民政局"))],
    )


def test_a_list_that_has_it_too_says_nothing_twice(office: Office) -> None:
    said_himself(office, "睢宁县")

    assert taken(office, replace(WANG, id=0, avoids=("睢宁县", "沛县"))) == (
        [],
        [replace(WANG, avoids=("睢宁县", "沛县"))],
    )


def test_the_word_of_one_is_none_of_another(office: Office) -> None:
    said_himself(office, "睢宁县")
    zhao = ExpertRow("赵敏", "研究院", email="zhao@c.example")
    taken(office, zhao)

    assert taken(office, replace(zhao, avoids=("丰县",))) == (
        [],
        [replace(WANG, avoids=("沛县", "睢宁县")), replace(zhao, avoids=("丰县",), id=2)],
    )
