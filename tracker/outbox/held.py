"""Letters that wait for a person's look (setting ``hold``): list them, let them go, drop them.

A letter to many is announced to the coordinators by one letter whose key holds the prefix of the
keys it speaks of, so that “确认” in reply to it releases exactly those.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from tracker.ledger import letters
from tracker.ledger.events import record_event
from tracker.ledger.records import LetterRow, LetterState
from tracker.ledger.schema import letter


def held_letters(connection: Connection, prefix: str = "") -> list[LetterRow]:
    """Letters that are held, oldest first; of one mailing when the prefix of its keys is given."""
    return [row for row in letters.letters_in(connection, LetterState.HELD) if row.key.startswith(prefix)]


def release_letters(connection: Connection, rows: Sequence[LetterRow], who: str, now: datetime) -> int:
    """Let held letters go; what is out of date by now is dropped when its turn comes."""
    return _settle(connection, rows, LetterState.QUEUED, who, now)


def drop_letters(connection: Connection, rows: Sequence[LetterRow], who: str, now: datetime) -> int:
    """Decide that held letters are not sent."""
    return _settle(connection, rows, LetterState.CANCELLED, who, now)


def _settle(
    connection: Connection, rows: Sequence[LetterRow], state: LetterState, who: str, now: datetime
) -> int:
    done = 0
    for row in rows:
        changed = connection.execute(
            update(letter)
            .where(letter.c.id == row.id, letter.c.state == LetterState.HELD)
            .values(state=state, response="" if state is LetterState.QUEUED else "经办人决定不发")
        ).rowcount
        if changed:
            what = "letter.released" if state is LetterState.QUEUED else "letter.dropped"
            record_event(connection, what, now, who=who, letter_id=row.id)
        done += changed
    return done
