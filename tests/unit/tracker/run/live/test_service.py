"""Several services on one ledger: one works, the others stand by until it stops or falls silent."""

from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from intake.worker.pool import Readers
from tests.ledgers import POSTGRES, SQLITE, make_ledger
from tests.office import Office
from tracker.cli.run import _look_beside
from tracker.errors import LeaseLost
from tracker.ledger import mails
from tracker.ledger.engines.leases import database_now, holder_of, take_lease
from tracker.ledger.schema import lease
from tracker.run.duties import Outside
from tracker.run.live.leases import DUTY
from tracker.run.live.service import Service

TERM = timedelta(seconds=45)


class Run:
    """One ``zhengji run``: what it did is told to ``done``."""

    def __init__(self, office, name, done):
        parts = replace(office.parts, holder=f"host-{name}:1:x")
        outside = Outside(Readers.__new__(Readers), None, lambda _: None, lambda _id, _since: False)
        self.service = Service(parts, outside, [])
        self.name, self.done = name, done
        self.tick = self.service._tick("work", self.work)

    def work(self, parts):
        with parts.ledger.begin():
            self.done.append(self.name)


@pytest.fixture(params=[SQLITE, POSTGRES])
def runs(request, tmp_path):
    """Two services, the one log of what they did, and the ledger."""
    place = make_ledger(tmp_path, request.param)
    done = []
    with ExitStack() as stack:
        made = []
        for name in "ab":
            (tmp_path / name).mkdir()
            office = Office(tmp_path / name, place=place)
            stack.callback(office.close)
            made.append(Run(office, name, done))
        yield (*made, done, office.parts.ledger)


def silence(ledger, name="host-a"):
    """What it holds has run out."""
    with ledger.begin() as connection:
        past = database_now(connection) - timedelta(minutes=5)
        connection.execute(update(lease).where(lease.c.holder.startswith(name)).values(until=past))


def test_one_works_and_the_other_stands_by(runs):
    a, b, done, _ = runs
    b.service.parts.health["poll"] = "trouble of before"
    for run in (a, b, a, b):
        run.tick()

    assert done == ["a", "a"]
    assert (sorted(a.service.held), b.service.held) == (["duty", "send"], {})
    assert (a.service.parts.health, b.service.parts.health) == ({}, {})


def test_who_stops_leaves_the_work_to_the_other_at_once(runs):
    a, b, done, _ = runs
    a.tick()
    a.service._give_up()
    for run in (b, a, b):
        run.tick()

    assert done == ["a", "b", "b"]


def test_who_falls_silent_is_replaced_and_what_it_was_reading_offered_again(runs):
    a, b, done, ledger = runs
    a.tick()
    now = a.service.parts.clock.now()
    with ledger.begin() as connection:
        mails.add_mail(connection, "0" * 64, 1, now, now)
        mails.claim_mails(connection, a.service.parts.holder, now, timedelta(minutes=30), 9)
    b.tick()
    silence(ledger)
    b.tick()
    with ledger.read() as connection:
        offered = mails.is_mail_waiting(connection, now)

    assert (done, offered) == (["a", "b"], True)


def test_who_stood_still_writes_nothing_until_it_knows(runs):
    a, b, done, ledger = runs
    a.tick()
    silence(ledger)
    b.tick()
    with pytest.raises(LeaseLost), a.service.parts.ledger.under(*a.service.held.values()).begin():
        pass
    a.tick()
    a.service._renew()
    a.tick()

    assert (done, a.service.held, a.service.parts.health) == (["a", "b"], {}, {})


def test_a_service_that_is_slow_goes_on(runs):
    a, _, done, ledger = runs
    a.tick()
    silence(ledger)
    a.tick()
    a.service._renew()
    with ledger.read() as connection:
        holder = holder_of(connection, DUTY)

    assert (done, holder) == (["a", "a"], "host-a:1:x")


def test_who_may_not_send_does_not_keep_the_rest(runs):
    a, _, done, ledger = runs
    with ledger.begin() as connection:
        take_lease(connection, "send", "host-c:1:x", TERM)
    a.tick()
    with ledger.read() as connection:
        held = holder_of(connection, DUTY), holder_of(connection, "send")

    assert (done, a.service.held, held) == ([], {}, ("", "host-c:1:x"))


def test_nobody_waits_for_a_predecessor_on_the_same_machine(runs, capsys):
    """The ledger lies in the folder that is locked: who served it on this machine has died."""
    a, b, done, _ = runs
    a.tick()
    _look_beside(b.service.parts)
    told = capsys.readouterr().out
    _look_beside(replace(b.service.parts, holder="host-a:2:y"))
    told_there = capsys.readouterr().out
    b.tick()

    assert ("host-a 上的服务正在承担" in told, told_there, done) == (True, "", ["a", "b"])
