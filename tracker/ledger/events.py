"""The append-only history, small values that survive restarts, and numbers that are given out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from tracker.ledger.engines.dialect import put_row
from tracker.ledger.schema import event, note, series

SYSTEM = "system"
CASES, EDITIONS = "case", "edition"  # series of numbers

# Keys of notes that several rooms read.
PAUSED = "send.paused_until"  # the provider asked the account to slow down
STOPPED = "send.stopped"  # a coordinator said 暂停发信
MUTED = "reminders.muted"  # keys of units that a coordinator does not want reminded
UNIT_NOTES = "sheet.units"  # what a coordinator wrote beside units in the workbook
RESTORED = "restored"  # {"at", "made_at", "pending"}: this ledger came out of a backup
HANDED = "restored.handed"  # what went between that backup and the restore, by the Sent folder
BREAKER = "breaker:"  # begins the note of an address that gets no more answers today
FOREIGN_BOUNCE = "bounce.foreign"  # the event of a bounce of what was not sent from here


def record_event(
    connection: Connection,
    what: str,
    at: datetime,
    *,
    who: str = SYSTEM,
    mail_id: int | None = None,
    case_id: int | None = None,
    letter_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Append one event. ``what`` is ``thing.happened``, as ``case.created``."""
    connection.execute(
        insert(event).values(
            at=at,
            who=who,
            what=what,
            mail_id=mail_id,
            case_id=case_id,
            letter_id=letter_id,
            detail=dict(detail or {}),
        )
    )


def newest_event(connection: Connection) -> int:
    """The id of the newest event, 0 in an empty history: unchanged as long as nothing has happened."""
    return int(connection.execute(select(func.max(event.c.id))).scalar() or 0)


def span(connection: Connection) -> tuple[datetime, datetime] | None:
    """When the first thing happened and when the last; None before anything has."""
    first, last = connection.execute(select(func.min(event.c.at), func.max(event.c.at))).one()
    return None if first is None else (first, last)


def count_events(connection: Connection, what: str, since: datetime) -> int:
    """How often something happened since."""
    query = select(func.count()).select_from(event).where(event.c.what == what, event.c.at > since)
    return int(connection.execute(query).scalar_one())


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the history."""

    what: str
    at: datetime
    who: str
    detail: dict[str, Any]


def case_events(connection: Connection, case_id: int, prefix: str) -> list[Happened]:
    """What happened to a case, of the kinds that begin so, oldest first."""
    query = select(event.c.what, event.c.at, event.c.who, event.c.detail).where(
        event.c.case_id == case_id, event.c.what.startswith(prefix, autoescape=True)
    )
    return [
        Happened(row.what, row.at, row.who, row.detail)
        for row in connection.execute(query.order_by(event.c.id))
    ]


def events_of(connection: Connection, what: str) -> list[Happened]:
    """Everything of one kind that happened, oldest first."""
    query = select(event.c.what, event.c.at, event.c.who, event.c.detail).where(event.c.what == what)
    return [
        Happened(row.what, row.at, row.who, row.detail)
        for row in connection.execute(query.order_by(event.c.id))
    ]


def get_note(connection: Connection, key: str, default: Any = None) -> Any:
    """A small value kept under ``key``."""
    found = connection.execute(select(note.c.value).where(note.c.key == key)).first()
    return default if found is None else found[0]


def set_note(connection: Connection, key: str, value: Any, at: datetime) -> None:
    """Keep a small JSON value under ``key``."""
    said = {"value": value, "changed_at": at}
    put_row(connection, note, {"key": key, **said}, said)


def take_number(connection: Connection, of: str) -> int:
    """The next number of a series, from 1 on.

    Its row stays locked until the transaction ends, so that there is no gap where one is taken back.
    """
    put_row(connection, series, {"name": of, "newest": 0})
    taken = update(series).where(series.c.name == of).values(newest=series.c.newest + 1)
    return int(connection.execute(taken.returning(series.c.newest)).scalar_one())


def newest_number(connection: Connection, of: str) -> int:
    """The number of a series that was taken last, 0 before the first."""
    return int(connection.execute(select(series.c.newest).where(series.c.name == of)).scalar() or 0)


def delete_note(connection: Connection, key: str) -> None:
    """Forget what is kept under ``key``."""
    connection.execute(delete(note).where(note.c.key == key))


def note_keys(connection: Connection, prefix: str) -> list[str]:
    """The keys of notes that begin so."""
    query = select(note.c.key).where(note.c.key.startswith(prefix, autoescape=True))
    return list(connection.execute(query.order_by(note.c.key)).scalars())
