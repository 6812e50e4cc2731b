"""Versions of the deadline that a coordinator ordered, and how much time the one that rules leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Deadline
from tracker.ledger.events import get_note, set_note
from tracker.office.desk import Desk

NOTE = "deadlines"


def load_deadlines(connection: Connection) -> list[Deadline]:
    """The extensions ordered so far, oldest first; those of the campaign file are not among them."""
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


def time_left(desk: Desk) -> dict[str, Any]:
    """How the call stands to its deadline, as the templates of letters ask for it."""
    campaign, now = desk.campaign, desk.now
    deadline = campaign.deadline_at(now)
    today = now.astimezone(campaign.zone).date()
    return {
        "cutoff": campaign.cutoff_text(deadline) + _own_text(campaign, now),
        "past": now >= campaign.cutoff(deadline),
        "workdays_left": desk.parts.workdays.workdays_until(today, deadline.last_day),
    }


def _own_text(campaign: Campaign, now: datetime) -> str:
    """（丰县至8月18日（星期二）24时）, where units have more time."""
    own = campaign.own_deadlines(now)
    said = [
        f"{unit.name}至{campaign.cutoff_text(own[unit.key])}" for unit in campaign.units if unit.key in own
    ]
    return f"（{'，'.join(said)}）" if said else ""
