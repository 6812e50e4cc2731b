"""Versions of the deadline that a coordinator ordered; those of the campaign file are not among them."""

from __future__ import annotations

from sqlalchemy import Connection, event

from intake.campaign.notice import Deadline
from tracker.ledger.events import get_note, set_note
from tracker.office.desk import Desk

NOTE = "deadlines"


def load_deadlines(connection: Connection) -> list[Deadline]:
    """The extensions ordered so far, oldest first."""
    return [Deadline.model_validate(entry) for entry in get_note(connection, NOTE, [])]


def keep_deadline(desk: Desk, deadline: Deadline) -> None:
    """Let ``deadline`` rule from now on, in the ledger and in the running office.

    The office forgets it again when the transaction is rolled back.
    """
    parts = desk.parts
    kept = [*get_note(desk.connection, NOTE, []), deadline.model_dump(mode="json")]
    set_note(desk.connection, NOTE, kept, desk.now)
    parts.deadlines.append(deadline)
    event.listen(desk.connection, "rollback", lambda _: parts.deadlines.remove(deadline), once=True)
