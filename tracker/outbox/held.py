"""Letters that wait for a person's look (setting ``hold``): list them, let them go, drop them.

A letter to many is announced to the coordinators by one letter whose key holds the prefix of the
keys it speaks of, so that “确认” in reply to it releases exactly those.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from tracker.ledger import letters
from tracker.ledger.events import record_event
from tracker.ledger.records import Fate, LetterKind, LetterRow, LetterState

TO_MANY = (LetterKind.REMINDER, LetterKind.EXTENSION)


def held_letters(connection: Connection, prefix: str = "") -> list[LetterRow]:
    """Letters that are held, oldest first; of one mailing when the prefix of its keys is given."""
    return [row for row in letters.letters_in(connection, LetterState.HELD) if row.key.startswith(prefix)]


def release_letters(
    connection: Connection,
    rows: Sequence[LetterRow],
    who: str,
    now: datetime,
    *,
    office_hours: datetime | None = None,
) -> int:
    """Let held letters go; what is out of date by now is dropped when its turn comes.

    Letters to many units wait until ``office_hours``, the next moment at which offices are at work.
    """
    fates = {kind: Fate(LetterState.QUEUED, due_at=office_hours) for kind in TO_MANY}
    released = [
        row
        for row in rows
        if letters.settle_held(connection, row.id, fates.get(row.kind, Fate(LetterState.QUEUED)))
    ]
    for row in released:
        record_event(connection, "letter.released", now, who=who, letter_id=row.id)
    return len(released)


def drop_letters(connection: Connection, rows: Sequence[LetterRow], who: str, now: datetime) -> int:
    """Decide that held letters are not sent."""
    fate = Fate(LetterState.CANCELLED, "经办人决定不发")
    dropped = [row for row in rows if letters.settle_held(connection, row.id, fate)]
    for row in dropped:
        record_event(connection, "letter.dropped", now, who=who, letter_id=row.id)
    return len(dropped)
