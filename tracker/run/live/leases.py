"""The leases that one process holds for an office: taken, renewed with every sign of life, given back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from tracker.cases.deadlines import load_deadlines
from tracker.ledger.engines.leases import Lease, release_lease, take_lease
from tracker.office.isolation import Shield
from tracker.office.parts import Parts

DUTY = "duty"  # polling and what goes by the clock, on one host at a time; no bell rings for it


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker looks, and how long it may be silent; tests go faster."""

    beat: float = 10.0  # seconds between two signs of life
    term: timedelta = timedelta(seconds=45)  # after which another host takes over
    sweep: float = 15.0  # seconds between two looks for what nobody was woken for
    tick: float = 1.0  # seconds between two looks at the clock
    bell: float = 30.0  # seconds between two looks for bells that no notice came of
    again: float = 5.0  # seconds before a lost line to the database is tried again


LIVE = Pace()


class Holder(Protocol):
    """A process at work for an office, and the leases it holds."""

    @property
    def parts(self) -> Parts: ...  # noqa: D102 - explained by the class
    @property
    def pace(self) -> Pace: ...  # noqa: D102
    @property
    def held(self) -> dict[str, Lease]: ...  # noqa: D102


@contextmanager
def hold(holder: Holder, name: str) -> Iterator[Parts | None]:
    """Hold a lease for a piece of work; yields the office under it, None while another host has it."""
    lease = take(holder, name)
    if lease is None:
        yield None
        return
    try:
        yield replace(holder.parts, ledger=holder.parts.ledger.under(lease))
    finally:
        give_back(holder, name)


def take(holder: Holder, name: str) -> Lease | None:
    """Take a lease, or keep it; from then on every sign of life renews it."""
    with holder.parts.ledger.claim() as connection:
        lease = take_lease(connection, name, holder.parts.holder, holder.pace.term)
    if lease is None:
        holder.held.pop(name, None)
    else:
        holder.held[name] = lease
    return lease


def give_back(holder: Holder, name: str) -> None:
    """Give a lease back, if it is still ours; a database that is away lets it end by itself."""
    lease = holder.held.pop(name, None)
    if lease is not None:
        with Shield("lease"), holder.parts.ledger.claim() as connection:
            release_lease(connection, lease)


def refresh(parts: Parts) -> None:
    """What another host has changed meanwhile: extensions of the deadline."""
    with parts.ledger.read() as connection:
        parts.deadlines[:] = load_deadlines(connection)
