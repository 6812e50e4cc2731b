"""What is measured of a running office, once, for all who look: metrics, health page, alarms."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.errors import LedgerError
from tracker.ledger import mails
from tracker.ledger.events import STOPPED, get_note
from tracker.ledger.records import CaseStatus, LetterState, MailState
from tracker.ledger.views import figures
from tracker.ledger.views.status import count_waiting, reconcile
from tracker.letters.digest.content import LAST
from tracker.office.desk import Desk
from tracker.office.folder import DataDir
from tracker.office.isolation import MOST_ATTEMPTS, list_failures
from tracker.office.parts import Parts
from tracker.run.backup import DAILY
from tracker.run.watch.pulse import Pulse, read_pulse


@dataclass(frozen=True, slots=True)
class Books:
    """What the ledger says. Times are None where the thing never happened, or nothing waits."""

    began: datetime | None
    mails: Mapping[MailState, int]
    letters: Mapping[LetterState, int]
    cases: Mapping[CaseStatus, int]
    oldest_mail: datetime | None  # of those not yet read
    oldest_letter: datetime | None  # of those that are due
    scans: int
    doubts: int
    apart: int  # matters that failed too often to be tried again
    polled: Mapping[str, datetime | None]  # by mailbox
    last_digest: datetime | None
    paused: bool  # a coordinator stopped the sending
    difference: int  # mails unaccounted for
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Vitals:
    """An office at one moment; without ``books`` its ledger could not be read, and ``why`` says why."""

    now: datetime
    pulse: Pulse | None
    disk_free: int  # bytes
    last_backup: datetime | None
    books: Books | None
    why: str = ""


def take_vitals(parts: Parts) -> Vitals:
    """Measure an office; a ledger out of reach is part of the answer."""
    now = parts.clock.now()
    try:
        return _around(parts.data, now, _read_books(parts, now))
    except LedgerError as error:
        return vitals_without(parts.data, now, str(error))


def vitals_without(data: DataDir, now: datetime, why: str) -> Vitals:
    """What can be said of an office that cannot be opened."""
    return _around(data, now, None, why)


def _around(data: DataDir, now: datetime, books: Books | None, why: str = "") -> Vitals:
    written = [path.stat().st_mtime for path in data.backup.glob(DAILY)]
    return Vitals(
        now=now,
        pulse=read_pulse(data.pulse),
        disk_free=shutil.disk_usage(data.root).free,
        last_backup=datetime.fromtimestamp(max(written), UTC) if written else None,
        books=books,
        why=why,
    )


def _read_books(parts: Parts, now: datetime) -> Books:
    with parts.ledger.read() as connection:
        failures = list_failures(Desk(connection, parts, now))
        digest = get_note(connection, LAST)
        polled = {
            box.name: [row.polled_at for row in mails.list_cursors(connection, box.name).values()]
            for box in parts.settings.mailboxes
        }
        return Books(
            began=figures.began_at(connection),
            mails=figures.mails_by_state(connection),
            letters=figures.letters_by_state(connection),
            cases=figures.cases_by_status(connection),
            oldest_mail=figures.oldest_unread(connection),
            oldest_letter=figures.oldest_due(connection, now),
            scans=figures.count_scans(connection),
            doubts=count_waiting(connection).total,
            apart=sum(failure.attempts >= MOST_ATTEMPTS for failure in failures),
            polled={
                name: max((at for at in times if at is not None), default=None)
                for name, times in polled.items()
            },
            last_digest=None if digest is None else datetime.fromisoformat(digest),
            paused=bool(get_note(connection, STOPPED)),
            difference=reconcile(connection).difference,
            size=parts.ledger.weigh(connection),
        )
