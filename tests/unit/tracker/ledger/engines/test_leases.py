"""Leases under any order of steps, beside a model of who may have what; and the hosts that hold them."""

import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import update

from tests.ledgers import SQLITE, make_ledger
from tests.properties import examples
from tracker.errors import LeaseLost
from tracker.ledger.engines.leases import (
    Lease,
    check_lease,
    drop_lease,
    end_leases,
    ended_leases,
    holder_of,
    last_holder,
    release_lease,
    take_lease,
)
from tracker.ledger.engines.store import Ledger
from tracker.ledger.schema import lease

TERM = timedelta(minutes=5)
NAMES, HOSTS = st.sampled_from(["duty", "send", "send:2"]), st.sampled_from(["a:1", "a:2", "b:1"])


class Leases(RuleBasedStateMachine):
    """Nobody has what another has; the fence never falls while a lease is remembered."""

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        self.ledger = Ledger.open(make_ledger(self.folder, SQLITE))
        self.held: dict[str, Lease] = {}  # by nobody else until it ends
        self.newest: dict[str, Lease] = {}  # that was taken last, ended or not
        self.taken: list[Lease] = []

    def teardown(self):
        if hasattr(self, "ledger"):
            self.ledger.close()
            shutil.rmtree(self.folder)

    @rule(name=NAMES, host=HOSTS)
    def take(self, name, host):
        with self.ledger.claim() as connection:
            taken = take_lease(connection, name, host, TERM)
        last, held = self.newest.get(name), self.held.get(name)
        if held is not None and held.holder != host:
            assert taken is None
            return
        same = last is not None and last.holder == host
        assert taken == Lease(name, host, last.fence + (not same) if last else 1)
        self.held[name] = self.newest[name] = taken
        self.taken.append(taken)

    @rule(data=st.data())
    def give_back(self, data):
        if self.taken:
            one = data.draw(st.sampled_from(self.taken))
            with self.ledger.claim() as connection:
                release_lease(connection, one)
            if self.newest.get(one.name) == one:
                self.held.pop(one.name, None)

    @rule()
    def time_passes(self):
        with self.ledger.begin() as connection:
            connection.execute(update(lease).values(until=self.ledger.now() - timedelta(seconds=1)))
        self.held.clear()

    @rule(host=st.sampled_from(["a", "b", "%", "_"]))
    def a_host_died(self, host):
        with self.ledger.begin() as connection:
            end_leases(connection, host)
        for name in [name for name, one in self.newest.items() if one.holder.startswith(f"{host}:")]:
            self.held.pop(name, None)

    @rule(data=st.data())
    def forget(self, data):
        if self.taken:
            one = data.draw(st.sampled_from(self.taken))
            with self.ledger.begin() as connection:
                drop_lease(connection, one)
            if self.newest.get(one.name) == one and one.name not in self.held:
                del self.newest[one.name]

    @rule(data=st.data())
    def look(self, data):
        if self.taken:
            one = data.draw(st.sampled_from(self.taken))
            stands = self.newest.get(one.name) == one
            with self.ledger.begin() as connection:
                if stands:
                    check_lease(connection, one)
                else:
                    with pytest.raises(LeaseLost):
                        check_lease(connection, one)

    @invariant()
    def the_ledger_says_the_same(self):
        if not hasattr(self, "ledger"):
            return
        with self.ledger.read() as connection:
            for name in ("duty", "send", "send:2"):
                held, last = self.held.get(name), self.newest.get(name)
                assert holder_of(connection, name) == (held.holder if held else "")
                assert last_holder(connection, name) == (last.holder if last else "")
            ended = [one for name, one in sorted(self.newest.items()) if name not in self.held]
            assert ended_leases(connection, "") == ended


TestLeases = Leases.TestCase
TestLeases.settings = settings(max_examples=examples(24), stateful_step_count=14)


def take(ledger, name, holder):
    with ledger.claim() as connection:
        return take_lease(connection, name, holder, TERM)


def test_what_the_processes_of_a_dead_host_held_is_free_and_nothing_else(ledger):
    for name, holder in [("1", "pc:7"), ("2", "pc:8"), ("3", "pc2:7"), ("4", "p_:1"), ("5", "px:1")]:
        take(ledger, name, holder)
    with ledger.begin() as connection:
        end_leases(connection, "pc")
        end_leases(connection, "p_")
        end_leases(connection, "none")
    with ledger.read() as connection:
        assert [holder_of(connection, name) for name in "12345"] == ["", "", "pc2:7", "", "px:1"]
        assert [last_holder(connection, name) for name in "12345"] == [
            "pc:7",
            "pc:8",
            "pc2:7",
            "p_:1",
            "px:1",
        ]


def test_a_sign_in_a_name_stands_for_itself(ledger):
    for name in ("send%", "send:1", "send_", "sendx"):
        take(ledger, name, "a:1")
    with ledger.begin() as connection:
        end_leases(connection, "a")
    with ledger.read() as connection:
        found = {
            begin: [one.name for one in ended_leases(connection, begin)]
            for begin in ("send%", "send_", "send:", "x")
        }
    assert found == {"send%": ["send%"], "send_": ["send_"], "send:": ["send:1"], "x": []}


def test_a_lease_taken_in_a_transaction_that_fails_is_nobodys(ledger):
    with suppress(RuntimeError), ledger.claim() as connection:
        assert take_lease(connection, "duty", "a:1", TERM) == Lease("duty", "a:1", 1)
        raise RuntimeError
    assert take(ledger, "duty", "b:1") == Lease("duty", "b:1", 1)
