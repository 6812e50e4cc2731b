"""What a coordinator said once and for all is kept by unit, by kind and by address, and put back as it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.office import Office, local
from tests.properties import examples
from tracker.ledger.people.wishes import (
    DigestWish,
    Zero,
    digest_wish,
    mark,
    marked,
    put_digest_wish,
    put_zero,
    tell_zero,
    told_zero,
)

NOW = local("08-05 10:00")


# Zero reports


def test_of_no_unit_anything_was_said_at_first(ledger: Connection) -> None:
    assert told_zero(ledger) == {}


def test_both_words_are_kept_and_none_forgets_them(ledger: Connection) -> None:
    tell_zero(ledger, "quanshan", NOW, zero=True)
    tell_zero(ledger, "pizhou", NOW, zero=False)
    assert told_zero(ledger) == {"quanshan": Zero(True, 0), "pizhou": Zero(False, 0)}

    tell_zero(ledger, "quanshan", NOW, zero=None)
    tell_zero(ledger, "fengxian", NOW, zero=None)
    assert told_zero(ledger) == {"pizhou": Zero(False, 0)}


def test_the_newest_mail_that_was_there_then_is_kept_beside_it(office: Office) -> None:
    for _ in range(3):
        office.mail("qs@example.cn")
    with office.parts.ledger.begin() as connection:
        tell_zero(connection, "quanshan", NOW, zero=True)
    office.mail("qs@example.cn")
    with office.parts.ledger.begin() as connection:
        tell_zero(connection, "pizhou", NOW, zero=True)

    assert office.ask(told_zero) == {"quanshan": Zero(True, 3), "pizhou": Zero(True, 4)}


def test_a_later_word_takes_the_place_of_the_one_before(office: Office) -> None:
    with office.parts.ledger.begin() as connection:
        tell_zero(connection, "quanshan", NOW, zero=True)
    office.mail("qs@example.cn")
    with office.parts.ledger.begin() as connection:
        tell_zero(connection, "quanshan", NOW, zero=False)

    assert office.ask(told_zero) == {"quanshan": Zero(False, 1)}


@pytest.mark.parametrize("before", [None, Zero(True, 4), Zero(False, 9)])
def test_what_was_said_before_is_said_again_to_the_letter(ledger: Connection, before: Zero | None) -> None:
    put_zero(ledger, "pizhou", Zero(True, 2), NOW)
    put_zero(ledger, "quanshan", before, NOW)
    was = told_zero(ledger)

    tell_zero(ledger, "quanshan", NOW, zero=True)
    put_zero(ledger, "quanshan", before, NOW)

    assert told_zero(ledger) == was
    assert was.get("quanshan") == before


# Marks of importance


def test_marking_is_news_once_and_so_is_taking_the_mark_away(ledger: Connection) -> None:
    said = [
        mark(ledger, "case", 3, NOW, important=important)
        for important in (False, True, True, False, False, True)
    ]

    assert said == [False, True, False, True, False, True]
    assert marked(ledger, "case") == [3]


def test_kinds_do_not_touch_each_other(ledger: Connection) -> None:
    mark(ledger, "case", 3, NOW, important=True)
    mark(ledger, "mail", 3, NOW, important=True)
    mark(ledger, "unit", "fengxian", NOW, important=True)
    mark(ledger, "case", 3, NOW, important=False)

    assert {kind: marked(ledger, kind) for kind in ("case", "mail", "unit")} == {
        "case": [],
        "mail": [3],
        "unit": ["fengxian"],
    }


def test_they_stand_in_the_order_in_which_they_were_marked(ledger: Connection) -> None:
    for serial in (9, 2, 5):
        mark(ledger, "case", serial, NOW, important=True)
    mark(ledger, "case", 9, NOW, important=False)
    mark(ledger, "case", 9, NOW, important=True)

    assert marked(ledger, "case") == [2, 5, 9]


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(("case", "mail")), st.integers(1, 5), st.booleans()), max_size=20))
def test_marks_are_what_a_set_would_hold_and_undoing_each_news_clears_them(
    office: Office, said: list[tuple[str, int, bool]]
) -> None:
    with office.parts.ledger.begin() as connection:
        news = []
        held: set[tuple[str, int]] = set()
        for kind, which, important in said:
            expected = ((kind, which) in held) is not important
            assert mark(connection, kind, which, NOW, important=important) is expected
            held = held | {(kind, which)} if important else held - {(kind, which)}
            news += [(kind, which, important)] if expected else []
        found = [(kind, which) for kind in ("case", "mail") for which in marked(connection, kind)]
        for kind, which, important in reversed(news):
            mark(connection, kind, which, NOW, important=not important)
        left = [*marked(connection, "case"), *marked(connection, "mail")]

    assert (len(found), set(found), left) == (len(held), held, [])


# The digest

WISHES = st.builds(
    DigestWish,
    at=st.sampled_from(("", "08:00", "17:30", "23:59")),
    off=st.sampled_from((None, True, False)),
    all_days=st.booleans(),
    since=st.sampled_from(("", NOW.isoformat())),
)


def test_who_said_nothing_has_it_as_the_call_sets_it(ledger: Connection) -> None:
    assert digest_wish(ledger, "limin@example.cn") == DigestWish("", None, False, "")


@settings(max_examples=examples(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WISHES, WISHES)
def test_each_has_her_own_wish_whatever_the_case_of_the_letters(
    office: Office, hers: DigestWish, his: DigestWish
) -> None:
    with office.parts.ledger.begin() as connection:
        put_digest_wish(connection, "LiMin@Example.cn", hers, NOW)
        put_digest_wish(connection, "zhou@example.cn", his, NOW)
        found = [
            digest_wish(connection, email)
            for email in ("limin@example.cn", "LIMIN@EXAMPLE.CN", "Zhou@example.cn")
        ]

    assert found == [hers, hers, his]
