"""Who wanted a case out of the volume and did not any more; which cases were taken out of it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from tracker.ledger.schema import event

LIFTED: Final = "volume.wish-lifted"
CHOSEN, DROPPED = "volume.chosen", "volume.dropped"


@dataclass(frozen=True, slots=True)
class Lifted:
    """A wish to be left out that stands no more: when it was said, when and by whom it was lifted."""

    asked_at: datetime
    at: datetime
    who: str
    mail_id: int = 0  # of its sender, who thought better of it; 0: a coordinator decided


@dataclass(frozen=True, slots=True)
class LeftOut:
    """That a case was taken out of the volume."""

    case_id: int
    at: datetime
    who: str
    reason: str


def lifted_wishes(connection: Connection, case_id: int) -> list[Lifted]:
    """The wishes about a case that were lifted, oldest first."""
    query = (
        select(event.c.at, event.c.who, event.c.mail_id, event.c.detail)
        .where(event.c.what == LIFTED, event.c.case_id == case_id)
        .order_by(event.c.id)
    )
    return [
        Lifted(datetime.fromisoformat(row.detail["asked_at"]), row.at, row.who, row.mail_id or 0)
        for row in connection.execute(query)
    ]


def left_out(connection: Connection) -> dict[int, LeftOut]:
    """The cases that were taken out of the volume, and not put in again since, by id."""
    newest = (
        select(func.max(event.c.id).label("id"))
        .where(event.c.what.in_((CHOSEN, DROPPED)))
        .group_by(event.c.case_id)
        .subquery()
    )
    query = (
        select(event.c.case_id, event.c.at, event.c.who, event.c.detail)
        .join(newest, newest.c.id == event.c.id)
        .where(event.c.what == DROPPED)
        .order_by(event.c.id)
    )
    return {
        row.case_id: LeftOut(row.case_id, row.at, row.who, row.detail.get("reason") or "")
        for row in connection.execute(query)
    }
