"""An office as one worker process serves it, and what the process does for it when a bell rings.

Every turn computes from the ledger what there is to do, so it may be called at any time, by any number of
hosts. The same functions as on one machine do the work (tracker/run/duties.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import URL

from intake.documents.scan.kept import Recognition
from intake.worker.pool import Readers
from tracker.cases.deadlines import load_deadlines
from tracker.filing.recognise import recognise_waiting
from tracker.ledger.engines.bell import OCR, QUEUES, READ, SEND
from tracker.ledger.engines.leases import Lease, release_lease, take_lease
from tracker.ledger.texts.documents import is_scan_waiting
from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.run.duties import Outside, answer, duty, file_archived, look_after, send
from tracker.run.polling import Mailbox, poll_mailboxes

DUTY = "duty"  # the queue without a bell: polling and what goes by the clock, on one host at a time
ALL_QUEUES = (*QUEUES, DUTY)
BATCH = 8  # mails claimed at once: what a host that dies had in hand is read again
OCR_SECONDS = 20.0  # how long one look at a scan lasts


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


@dataclass(frozen=True, slots=True)
class Station:
    """One office at one worker process. Scans and duties have readers of their own: each turn is a thread."""

    parts: Parts
    place: URL
    outside: Outside
    mailboxes: list[Mailbox]
    scanners: Readers
    clerks: Readers
    queues: tuple[str, ...]
    stopping: threading.Event
    pace: Pace = LIVE
    held: dict[str, Lease] = field(default_factory=dict)  # leases that are renewed with every sign of life


def turns_of(station: Station) -> dict[str, Callable[[], None]]:
    """What to do when the bell of each queue rings, for the queues that this process serves."""
    known = {READ: read, OCR: recognise, SEND: send_letters}
    return {name: _turn(station, name, known[name]) for name in QUEUES if name in station.queues}


def _turn(station: Station, name: str, work: Callable[[Station], None]) -> Callable[[], None]:
    def run() -> None:
        if not station.stopping.is_set():
            with duty(station.parts, f"turn-{name}"):
                refresh(station)
                work(station)

    return run


def refresh(station: Station) -> None:
    """What another host has changed meanwhile: extensions of the deadline."""
    with station.parts.ledger.read() as connection:
        station.parts.deadlines[:] = load_deadlines(connection)


def read(station: Station) -> None:
    """Read and file what nobody else has claimed, and answer it."""
    parts = station.parts
    filed = 0
    with duty(parts, "file"):
        filed = file_archived(parts, station.outside.readers, batch=BATCH, stopping=station.stopping.is_set)
    if filed:
        with duty(parts, "answer"):
            answer(parts)


def recognise(station: Station) -> None:
    """Read scans until none waits; one that takes long is asked for again and again."""
    parts = station.parts
    if parts.call.recognition is not Recognition.READY:
        return
    with duty(parts, "recognise"):
        left = True
        while left and not station.stopping.is_set():
            if recognise_waiting(parts, station.scanners, OCR_SECONDS):
                answer(parts)
            else:
                station.stopping.wait(1.0)  # in its process beside, or its mail cannot be fetched now
            with parts.ledger.read() as connection:
                left = is_scan_waiting(connection, parts.clock.now(), parts.holder)


def send_letters(station: Station) -> None:
    """Send what is due, unless another host is at it: the limits of an account are kept by one at a time."""
    with hold(station, SEND) as held:
        if held is not None:
            with duty(held, "send"):
                send(held, station.outside)


def look_at_clock(station: Station, *, poll: bool) -> None:
    """The duties that go by the clock, under the lease that is held for them."""
    lease = station.held.get(DUTY)
    if lease is None:
        return
    parts = replace(station.parts, ledger=station.parts.ledger.under(lease))
    with duty(parts, "turn-duty"):
        refresh(station)
    if poll:
        with duty(parts, "poll"):
            poll_mailboxes(parts, station.mailboxes)
    look_after(parts, replace(station.outside, readers=station.clerks))


@contextmanager
def hold(station: Station, name: str) -> Iterator[Parts | None]:
    """Hold a lease for a piece of work; yields the office under it, None while another host has it."""
    lease = take(station, name)
    if lease is None:
        yield None
        return
    try:
        yield replace(station.parts, ledger=station.parts.ledger.under(lease))
    finally:
        give_back(station, name)


def take(station: Station, name: str) -> Lease | None:
    """Take a lease, or keep it; from then on every sign of life renews it."""
    with station.parts.ledger.claim() as connection:
        lease = take_lease(connection, name, station.parts.holder, station.pace.term)
    if lease is None:
        station.held.pop(name, None)
    else:
        station.held[name] = lease
    return lease


def give_back(station: Station, name: str) -> None:
    """Give a lease back, if it is still ours; a database that is away lets it end by itself."""
    lease = station.held.pop(name, None)
    if lease is not None:
        with Shield("lease"), station.parts.ledger.claim() as connection:
            release_lease(connection, lease)
