"""Leases in the ledger: one holder at a time, by the database's clock, with a fence."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from tests.ledgers import POSTGRES, make_ledger
from tracker.errors import LeaseLost
from tracker.ledger.engines.leases import (
    Lease,
    check_lease,
    drop_lease,
    ended_leases,
    holder_of,
    release_lease,
    take_lease,
)
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import get_note, set_note
from tracker.ledger.schema import lease

TERM = timedelta(minutes=1)
NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)


def take(ledger, holder, name="duty"):
    with ledger.claim() as connection:
        return take_lease(connection, name, holder, TERM)


def end(ledger, by=timedelta(seconds=-1)):
    """Let every lease end in the past, or far ahead as under a clock since set back."""
    with ledger.begin() as connection:
        connection.execute(update(lease).values(until=ledger_time(ledger) + by))


def ledger_time(ledger):
    return ledger.now()


def test_one_holds_it_until_its_end_and_may_renew_it(ledger):
    taken = [take(ledger, "a"), take(ledger, "b"), take(ledger, "a"), take(ledger, "b", "send")]

    assert taken == [Lease("duty", "a", 1), None, Lease("duty", "a", 1), Lease("send", "b", 1)]
    with ledger.read() as connection:
        assert [holder_of(connection, name) for name in ("duty", "send", "none")] == ["a", "b", ""]


def test_the_fence_rises_with_every_change_of_hands(ledger):
    first = take(ledger, "a")
    end(ledger)
    second = take(ledger, "b")
    end(ledger)
    third = take(ledger, "a")

    assert [one.fence for one in (first, second, third)] == [1, 2, 3]


def test_one_given_back_is_free_at_once_and_a_lost_one_cannot_be_given_back(ledger):
    lost = take(ledger, "a")
    end(ledger)
    held = take(ledger, "b")
    with ledger.claim() as connection:
        release_lease(connection, lost)
    assert take(ledger, "a") is None
    with ledger.claim() as connection:
        release_lease(connection, held)
    assert take(ledger, "a") == Lease("duty", "a", 3)


def test_one_that_ends_later_than_any_was_taken_under_a_clock_since_set_back(ledger):
    take(ledger, "a")
    end(ledger, timedelta(days=300))

    assert take(ledger, "b") == Lease("duty", "b", 2)


def test_nothing_is_written_under_a_lost_lease(ledger):
    mine = ledger.under(take(ledger, "a"))
    with mine.begin() as connection:
        set_note(connection, "x", 1, NOW)
    end(ledger)  # over, but nobody else has it: the work goes on
    with mine.begin() as connection:
        set_note(connection, "x", 2, NOW)
    take(ledger, "b")

    for transaction in (mine.begin, mine.claim):
        with pytest.raises(LeaseLost, match="已由另一台机器接手"), transaction() as connection:
            set_note(connection, "x", 3, NOW)
    with mine.read() as connection:
        assert get_note(connection, "x") == 2
    with mine.begin(always=True) as connection:  # what happened outside
        set_note(connection, "x", 4, NOW)
    with ledger.read() as connection:
        assert get_note(connection, "x") == 4


def test_those_that_ended_are_found_and_forgotten_unless_taken_again(ledger):
    dead, back = take(ledger, "x", "worker:a"), take(ledger, "y", "worker:b")
    end(ledger)
    take(ledger, "z", "worker:c")
    take(ledger, "z", "duty")
    with ledger.read() as connection:
        ended = ended_leases(connection, "worker:")
    take(ledger, "y", "worker:b")
    with ledger.begin() as connection:
        for one in ended:
            drop_lease(connection, one)
    with ledger.read() as connection:
        kept = [holder_of(connection, f"worker:{name}") for name in "abc"]

    assert ended == [dead, back]
    assert kept == ["", "y", "z"]


def test_a_lease_cannot_change_hands_while_its_holder_writes(tmp_path):
    """On PostgreSQL, where a claim does not wait for writers."""
    from threading import Thread

    with closing(Ledger.open(make_ledger(tmp_path, POSTGRES))) as ledger:
        mine = take(ledger, "a")
        end(ledger)
        taken = []
        other = Thread(target=lambda: taken.append(take(ledger, "b")))
        with ledger.begin() as connection:
            check_lease(connection, mine)
            other.start()
            other.join(0.3)
            during = list(taken)
        other.join(10)

    assert (during, taken) == ([], [Lease("duty", "b", 2)])
