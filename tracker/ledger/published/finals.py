"""Which final texts (定稿) of chosen cases were asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.published.volume import list_choices, set_final
from tracker.ledger.schema import event

NOTE: Final = "volume.finals"
AFTER: Final = "after-final"  # the doubt about what came after that
FINAL: Final = "volume.final"  # the event of a text that is declared final
TAKEN_BACK: Final = "volume.final-undone"  # the event of such a word taken back


@dataclass(frozen=True, slots=True)
class Asked:
    """A final text that a unit was asked for. ``version`` 0: nothing has come.

    ``late``: it came after ``due``. ``unused``: the newest version that came and was not taken, because
    another one was final by then. ``agreed``: the sender said that the text stays. ``before``: the version
    that this one replaced. ``note``: what else he said in his last mail (``missing``, ``coming``).
    """

    case_id: int
    email: str
    due: date  # the last day, in the office's zone
    at: datetime
    version: int = 0
    came_at: datetime | None = None
    mail_id: int = 0
    late: bool = False
    unused: int = 0
    agreed: bool = False
    before: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class LastWord:
    """By which a version of a case is final (None: none is any more): when, and in which mail (0: a person's command)."""

    version: int | None
    at: datetime
    mail_id: int = 0


_STORED: Final = TypeAdapter(list[Asked])


def list_asked(connection: Connection) -> dict[int, Asked]:
    """Every final text that was asked for, by case; the newest asking counts."""
    return {one.case_id: one for one in _STORED.validate_python(get_note(connection, NOTE, []))}


def last_word(connection: Connection, case_id: int) -> LastWord | None:
    """The newest declaration of a case's final text that stands; it outlives the choice of the case."""
    found = next(iter(_words(connection, case_id)), None)
    return None if found is None else LastWord(found.detail["version"], found.at, found.mail_id or 0)


def take_back_final(connection: Connection, case_id: int, said_at: datetime, who: str, now: datetime) -> None:
    """What a person declared final at a moment is so no more: the word before it counts again, if no other came since."""
    said = [word.id for word in _words(connection, case_id) if word.at == said_at and not word.mail_id]
    if not said:
        return
    record_event(connection, TAKEN_BACK, now, who=who, case_id=case_id, detail={"events": said})
    word = last_word(connection, case_id)
    set_final(connection, case_id, word.version if word is not None else None)


def _words(connection: Connection, case_id: int) -> list[Any]:
    """The declarations of a case's final text without those taken back, newest first."""
    query = (
        select(event.c.id, event.c.what, event.c.at, event.c.mail_id, event.c.detail)
        .where(event.c.what.in_((FINAL, TAKEN_BACK)), event.c.case_id == case_id)
        .order_by(event.c.id.desc())
    )
    rows = connection.execute(query).all()
    gone = {number for row in rows if row.what == TAKEN_BACK for number in row.detail["events"]}
    return [row for row in rows if row.what == FINAL and row.id not in gone]


def final_of(connection: Connection, case_id: int) -> int | None:
    """Which version of a case in the volume is its final text."""
    choice = list_choices(connection).get(case_id)
    return None if choice is None else choice.final


def declare_final(connection: Connection, case_id: int, version: int | None, who: str, now: datetime) -> None:
    """A person declares a version of a chosen case final (None: none), with everything that was put to it by then."""
    set_final(connection, case_id, version)
    record_event(connection, FINAL, now, who=who, case_id=case_id, detail={"version": version})


def put_asked(connection: Connection, asked: Iterable[Asked], now: datetime) -> None:
    """Keep these in place of what was kept of the same cases."""
    kept = {**list_asked(connection), **{one.case_id: one for one in asked}}
    set_note(connection, NOTE, _STORED.dump_python(list(kept.values()), mode="json"), now)
