"""What was found on the spot, what people decided, what was said against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from tracker.ledger.engines.dialect import put_row
from tracker.ledger.schema import decision, objection, visit


@dataclass(frozen=True, slots=True)
class Visit:
    """A case that is visited: planned, then what was found."""

    case_id: int
    day: date | None = None
    truth: str = ""
    effect: str = ""
    survey: tuple[int, ...] = ()  # 发放, 回收, 有效, 满意, 基本满意, 不太满意, 不满意
    notes: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a case is chosen, by whom and why."""

    case_id: int
    chosen: bool
    who: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody said against the public list."""

    said: str
    came_at: datetime
    case_id: int | None = None
    person: str = ""
    papers: str = ""
    answer: str = ""
    settled_at: datetime | None = None
    id: int = 0


def plan_visits(connection: Connection, visits: Iterable[Visit], now: datetime) -> None:
    """Plan visits anew: those planned before without findings go."""
    connection.execute(delete(visit).where(visit.c.truth == "", visit.c.effect == ""))
    for one in visits:
        values = {"day": one.day.isoformat() if one.day else None, "changed_at": now}
        found = {"truth": "", "effect": "", "survey": [], "notes": "", "who": ""}
        put_row(connection, visit, {"case_id": one.case_id, **found, **values}, values)


def put_days(connection: Connection, visits: Iterable[Visit], now: datetime) -> None:
    """The days of these visits, with the half of it in the notes; others stay as they are."""
    for one in visits:
        values = {"day": one.day.isoformat() if one.day else None, "notes": one.notes, "changed_at": now}
        found = {"truth": "", "effect": "", "survey": [], "who": ""}
        put_row(connection, visit, {"case_id": one.case_id, **found, **values}, values)


def put_findings(connection: Connection, found: Visit, now: datetime) -> None:
    """Record what a team found; found anew it replaces what was there."""
    values = {
        "truth": found.truth,
        "effect": found.effect,
        "survey": list(found.survey),
        "notes": found.notes,
        "who": found.who,
        "changed_at": now,
    }
    put_row(connection, visit, {"case_id": found.case_id, **values}, values)


def list_visits(connection: Connection) -> list[Visit]:
    """Every visit, by day."""
    rows = connection.execute(select(visit).order_by(visit.c.day.nulls_first(), visit.c.case_id))
    return [
        Visit(
            row.case_id,
            date.fromisoformat(row.day) if row.day else None,
            row.truth,
            row.effect,
            tuple(row.survey),
            row.notes,
            row.who,
        )
        for row in rows
    ]


def put_decision(connection: Connection, new: Decision) -> None:
    """Record a decision; the newest holds, earlier ones are in the events."""
    values = {"chosen": new.chosen, "who": new.who, "reason": new.reason, "decided_at": new.at}
    put_row(connection, decision, {"case_id": new.case_id, **values}, values)


def list_decisions(connection: Connection) -> list[Decision]:
    """Every decision, by case."""
    rows = connection.execute(select(decision).order_by(decision.c.case_id))
    return [Decision(row.case_id, row.chosen, row.who, row.reason, row.decided_at) for row in rows]


def add_objection(connection: Connection, new: Objection) -> int:
    """Log what was said; returns its number."""
    added = connection.execute(
        insert(objection).values(
            case_id=new.case_id,
            person=new.person,
            said=new.said,
            papers=new.papers,
            came_at=new.came_at,
            answer=new.answer,
        )
    )
    (key,) = added.inserted_primary_key or (0,)
    return int(key)


def settle_objection(connection: Connection, number: int, answer: str, now: datetime) -> bool:
    """Say how an objection was settled; whether there is one of this number."""
    done = connection.execute(
        update(objection).where(objection.c.id == number).values(answer=answer, settled_at=now)
    )
    return done.rowcount > 0


def list_objections(connection: Connection) -> list[Objection]:
    """Every objection, oldest first."""
    rows = connection.execute(select(objection).order_by(objection.c.id))
    return [
        Objection(
            row.said, row.came_at, row.case_id, row.person, row.papers, row.answer, row.settled_at, row.id
        )
        for row in rows
    ]
