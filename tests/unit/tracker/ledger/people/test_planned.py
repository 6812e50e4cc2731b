"""Orders for another time are kept soonest first, numbered once, and dropped by number, whatever was put in when."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.office import LI, Office, local
from tests.properties import examples
from tracker.ledger.people.planned import (
    Planned,
    add_planned,
    drop_planned,
    dump_planned,
    list_planned,
    load_planned,
    next_planned,
    take_planned_number,
)

NOON = local("08-05 12:00")


def planned(number: int, minutes: int = 0, **order: Any) -> Planned:
    at = NOON.astimezone(UTC) + timedelta(minutes=minutes)
    return Planned(number, at, LI.email, LI.name, f"第{number}件", {"verb": "workbook", **order})


PLANS = st.lists(
    st.builds(planned, st.integers(1, 500), st.integers(-10_000, 10_000)),
    max_size=12,
    unique_by=lambda one: one.number,
)


def test_a_new_ledger_has_nothing_planned(ledger: Connection) -> None:
    assert list_planned(ledger) == []
    assert next_planned(ledger) is None
    assert drop_planned(ledger, [1, 2], NOON) == []


def test_numbers_are_taken_one_after_the_other(ledger: Connection) -> None:
    assert [take_planned_number(ledger) for _ in range(3)] == [1, 2, 3]


def test_a_number_is_not_given_again_when_its_order_is_dropped(ledger: Connection) -> None:
    number = take_planned_number(ledger)
    add_planned(ledger, [planned(number)], NOON)
    drop_planned(ledger, [number], NOON)

    assert take_planned_number(ledger) == number + 1


def test_the_soonest_is_first_and_of_two_at_once_the_lower_number(ledger: Connection) -> None:
    late, first, second = planned(1, 60), planned(2, 5), planned(3, 5)
    add_planned(ledger, [late, second], NOON)
    add_planned(ledger, [first], NOON)

    assert list_planned(ledger) == [first, second, late]
    assert next_planned(ledger) == first.at


def test_what_is_dropped_is_returned_and_the_rest_stays(ledger: Connection) -> None:
    some = [planned(number, number) for number in (1, 2, 3)]
    add_planned(ledger, some, NOON)

    assert drop_planned(ledger, [3, 1, 9], NOON) == [some[0], some[2]]
    assert list_planned(ledger) == [some[1]]
    assert drop_planned(ledger, [3], NOON) == []


def test_the_order_comes_back_as_it_was_put_in(ledger: Connection) -> None:
    whole = planned(7, serials=[3, 5], units=["睢宁县"], words="本周五前务必报齐“全部”\n谢谢", at="")
    add_planned(ledger, [whole], NOON)

    (found,) = list_planned(ledger)
    assert found == whole
    assert found.order == {
        "verb": "workbook",
        "serials": [3, 5],
        "units": ["睢宁县"],
        "words": "本周五前务必报齐“全部”\n谢谢",
        "at": "",
    }


def test_a_moment_stays_the_same_moment_in_whatever_zone_it_was_said(ledger: Connection) -> None:
    here = Planned(1, NOON, LI.email, LI.name, "到时候", {"verb": "report"})
    add_planned(ledger, [here], NOON)

    assert next_planned(ledger) == NOON


def test_nothing_is_lost_when_nothing_is_added(ledger: Connection) -> None:
    add_planned(ledger, [planned(1)], NOON)
    add_planned(ledger, [], NOON)

    assert list_planned(ledger) == [planned(1)]


def test_it_outlives_a_restart(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        add_planned(connection, [planned(1)], NOON)
    office.restart()

    assert office.ask(list_planned) == [planned(1)]


@given(PLANS)
def test_what_is_written_out_is_read_again(some: list[Planned]) -> None:
    stored = dump_planned(some)

    assert load_planned(stored) == some
    assert [set(one) for one in stored] == [{"number", "at", "email", "who", "text", "order"}] * len(some)


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLANS, st.data())
def test_the_order_in_which_it_was_put_in_does_not_matter(
    office: Office, some: list[Planned], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(some))
    parted = data.draw(st.integers(0, len(some)))
    with office.parts.ledger.begin() as connection:
        drop_planned(connection, [one.number for one in list_planned(connection)], NOON)
        add_planned(connection, shuffled[:parted], NOON)
        add_planned(connection, shuffled[parted:], NOON)
        found = list_planned(connection)

    assert found == sorted(some, key=lambda one: (one.at, one.number))


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLANS, st.sets(st.integers(1, 500), max_size=200))
def test_what_was_dropped_and_is_added_again_is_as_before(
    office: Office, some: list[Planned], numbers: set[int]
) -> None:
    with office.parts.ledger.begin() as connection:
        drop_planned(connection, [one.number for one in list_planned(connection)], NOON)
        add_planned(connection, some, NOON)
        before = list_planned(connection)
        gone = drop_planned(connection, sorted(numbers), NOON)
        kept = list_planned(connection)
        add_planned(connection, load_planned(dump_planned(gone)), NOON)
        after = list_planned(connection)

    assert [one.number in numbers for one in gone] == [True] * len(gone)
    assert [one for one in kept if one.number in numbers] == []
    assert len(gone) + len(kept) == len(before)
    assert after == before
