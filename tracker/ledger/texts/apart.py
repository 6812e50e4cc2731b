"""Files of mails that a person wants to be cases of their own: which wait, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from tracker.ledger.events import get_note, set_note

WANTED: Final = "apart.wanted"
DONE: Final = "apart.done:"  # begins the note of what came of one


@dataclass(frozen=True, slots=True)
class Apart:
    """A file (by its hash) of a mail, and who wants it apart."""

    mail: int
    sha256: str
    name: str
    email: str
    who: str
    batch: str


_STORED: Final = TypeAdapter(list[Apart])


def wanted_apart(connection: Connection) -> list[Apart]:
    """What waits, oldest first."""
    return _STORED.validate_python(get_note(connection, WANTED, []))


def want_apart(connection: Connection, more: Apart, now: datetime) -> None:
    """Let one wait."""
    _put(connection, [*wanted_apart(connection), more], now)


def drop_wanted(connection: Connection, mail: int, sha256: str, now: datetime) -> Apart | None:
    """Let it wait no more; returns it if it did."""
    waiting = wanted_apart(connection)
    mine = next((one for one in waiting if (one.mail, one.sha256) == (mail, sha256)), None)
    _put(connection, [one for one in waiting if one != mine], now)
    return mine


def note_apart(
    connection: Connection, done: Apart, cases: list[int], before: dict[int, list[int]], now: datetime
) -> None:
    """Remember the cases (ids) that were made, and the documents that versions (ids) had before."""
    stored = {"cases": cases, "before": {str(version): found for version, found in before.items()}}
    set_note(connection, f"{DONE}{done.mail}:{done.sha256}", stored, now)


def came_of(connection: Connection, mail: int, sha256: str) -> dict[str, Any] | None:
    """What came of one; None while it waits, or where it was taken back."""
    found: dict[str, Any] | None = get_note(connection, f"{DONE}{mail}:{sha256}")
    return found or None


def forget_apart(connection: Connection, mail: int, sha256: str, now: datetime) -> None:
    """It was taken back."""
    set_note(connection, f"{DONE}{mail}:{sha256}", {}, now)


def _put(connection: Connection, waiting: list[Apart], now: datetime) -> None:
    set_note(connection, WANTED, _STORED.dump_python(waiting, mode="json"), now)
