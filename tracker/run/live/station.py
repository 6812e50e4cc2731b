"""An office as one worker process serves it, and what the process does for it when a bell rings.

Every turn computes from the ledger what there is to do, so it may be called at any time, by any number of
hosts. The same functions as on one machine do the work (tracker/run/duties.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy import URL

from intake.documents.scan.kept import Recognition
from intake.worker.pool import Readers
from tracker.filing.recognise import recognise_waiting
from tracker.ledger.engines.bell import OCR, QUEUES, READ, SEND
from tracker.ledger.engines.leases import Lease
from tracker.ledger.texts.documents import is_scan_waiting
from tracker.office.parts import Parts
from tracker.run.duties import Outside, answer, duty, file_archived, look_after, send
from tracker.run.live.leases import DUTY, LIVE, Pace, hold, refresh
from tracker.run.polling import Mailbox, poll_mailboxes

ALL_QUEUES = (*QUEUES, DUTY)
BATCH = 8  # mails claimed at once: what a host that dies had in hand is read again
OCR_SECONDS = 20.0  # how long one look at a scan lasts


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
                refresh(station.parts)
                work(station)

    return run


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
        refresh(parts)
    if poll:
        with duty(parts, "poll"):
            poll_mailboxes(parts, station.mailboxes)
    look_after(parts, replace(station.outside, readers=station.clerks))
