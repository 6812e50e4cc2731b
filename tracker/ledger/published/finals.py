"""Which final texts (定稿) of chosen cases were asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from tracker.ledger.events import get_note, set_note

NOTE: Final = "volume.finals"


@dataclass(frozen=True, slots=True)
class Asked:
    """A final text that a unit was asked for. ``version`` 0: nothing has come.

    ``late``: it came after ``due``. ``unused``: the newest version that came and was not taken, because
    another one was final by then.
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


_STORED: Final = TypeAdapter(list[Asked])


def list_asked(connection: Connection) -> dict[int, Asked]:
    """Every final text that was asked for, by case; the newest asking counts."""
    return {one.case_id: one for one in _STORED.validate_python(get_note(connection, NOTE, []))}


def put_asked(connection: Connection, asked: Iterable[Asked], now: datetime) -> None:
    """Keep these in place of what was kept of the same cases."""
    kept = {**list_asked(connection), **{one.case_id: one for one in asked}}
    set_note(connection, NOTE, _STORED.dump_python(list(kept.values()), mode="json"), now)
