"""Rounds of reading: their cases, who reads what, the marks that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from tracker.ledger.engines.dialect import put_row
from tracker.ledger.schema import review_case, review_mark, review_pair, review_round


class PairState(StrEnum):
    """What became of an expert and a case."""

    PLANNED = "planned"
    SENT = "sent"
    LET_GO = "let go"  # withdrawn, barred, taken back by hand


@dataclass(frozen=True, slots=True)
class Round:
    """A round of reading."""

    id: int
    name: str
    rules: dict[str, Any]  # of ReviewRules; the campaign's own until the first sheet leaves
    opened_at: datetime
    frozen_at: datetime | None
    due: date | None


@dataclass(frozen=True, slots=True)
class PairRow:
    """An expert and a case."""

    expert_id: int
    case_id: int
    state: PairState
    reason: str = ""
    who: str = ""  # "" the program's choice
    made_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MarkRow:
    """Marks as they came."""

    expert_id: int
    case_id: int
    scores: tuple[Decimal, ...]  # empty: he keeps away
    comment: str
    channel: str  # mail, sheet, typed
    source: str  # SHA-256 of mail or file, or the name of the photo
    who: str
    taken_at: datetime
    criteria: tuple[tuple[str, int], ...] = ()  # name and weight, as they stood
    id: int = 0


def open_round(
    connection: Connection, name: str, rules: dict[str, Any], numbers: dict[int, str], now: datetime
) -> Round:
    """Begin a round with these cases, ``{case id: printed number}``."""
    added = connection.execute(insert(review_round).values(name=name, rules=rules, opened_at=now))
    (key,) = added.inserted_primary_key or (0,)
    add_cases(connection, key, numbers)
    return Round(key, name, rules, now, None, None)


def add_cases(connection: Connection, round_id: int, numbers: dict[int, str]) -> None:
    """More cases of a round, ``{case id: printed number}``."""
    rows = [{"round_id": round_id, "case_id": case, "number": number} for case, number in numbers.items()]
    if rows:
        connection.execute(insert(review_case), rows)


def set_due(connection: Connection, round_id: int, due: date) -> None:
    """Answers are due on another day."""
    connection.execute(update(review_round).where(review_round.c.id == round_id).values(due=due.isoformat()))


def latest_round(connection: Connection, name: str = "") -> Round | None:
    """The round of this name, or the one opened last."""
    query = select(review_round).order_by(review_round.c.id.desc()).limit(1)
    row = connection.execute(query.where(review_round.c.name == name) if name else query).first()
    return None if row is None else _round(row)


def list_rounds(connection: Connection) -> list[Round]:
    """Every round, oldest first."""
    return [_round(row) for row in connection.execute(select(review_round).order_by(review_round.c.id))]


def _round(row: Row[Any]) -> Round:
    due = date.fromisoformat(row.due) if row.due else None
    return Round(row.id, row.name, row.rules, row.opened_at, row.frozen_at, due)


def freeze_round(
    connection: Connection, round_id: int, rules: dict[str, Any], due: date, now: datetime
) -> None:
    """From now on these rules hold; a round is frozen once."""
    connection.execute(
        update(review_round)
        .where(review_round.c.id == round_id, review_round.c.frozen_at.is_(None))
        .values(rules=rules, frozen_at=now, due=due.isoformat())
    )


def round_numbers(connection: Connection, round_id: int) -> dict[int, str]:
    """``{case id: printed number}``, by number."""
    rows = connection.execute(
        select(review_case.c.case_id, review_case.c.number)
        .where(review_case.c.round_id == round_id)
        .order_by(func.length(review_case.c.number), review_case.c.number)
    )
    return {row.case_id: row.number for row in rows}


def put_pairs(connection: Connection, round_id: int, pairs: Iterable[PairRow], now: datetime) -> None:
    """Record pairs; one that is there takes the new state, reason and name."""
    for pair in pairs:
        values = {"state": pair.state, "reason": pair.reason, "who": pair.who, "made_at": now}
        if pair.state == PairState.SENT:
            values["sent_at"] = now
        key = {"round_id": round_id, "expert_id": pair.expert_id, "case_id": pair.case_id}
        put_row(connection, review_pair, key | values, values)


def list_pairs(connection: Connection, round_id: int) -> list[PairRow]:
    """Every pair of a round, those let go among them."""
    rows = connection.execute(
        select(review_pair)
        .where(review_pair.c.round_id == round_id)
        .order_by(review_pair.c.expert_id, review_pair.c.case_id)
    )
    return [
        PairRow(
            row.expert_id, row.case_id, PairState(row.state), row.reason, row.who, row.made_at, row.sent_at
        )
        for row in rows
    ]


def add_mark(connection: Connection, round_id: int, new: MarkRow) -> None:
    """Keep marks; earlier ones of the same expert and case stay in the history."""
    connection.execute(
        insert(review_mark).values(
            round_id=round_id,
            expert_id=new.expert_id,
            case_id=new.case_id,
            scores=[str(score) for score in new.scores],
            criteria=[list(criterion) for criterion in new.criteria],
            comment=new.comment,
            channel=new.channel,
            source=new.source,
            who=new.who,
            taken_at=new.taken_at,
        )
    )


def all_marks(connection: Connection, round_id: int) -> list[MarkRow]:
    """Every mark of a round, oldest first, those that were said anew among them."""
    rows = connection.execute(
        select(review_mark).where(review_mark.c.round_id == round_id).order_by(review_mark.c.id)
    )
    return [_mark(row) for row in rows]


def standing_marks(connection: Connection, round_id: int) -> list[MarkRow]:
    """The newest mark of each expert and case."""
    newest = {(mark.expert_id, mark.case_id): mark for mark in all_marks(connection, round_id)}
    return list(newest.values())


def _mark(row: Row[Any]) -> MarkRow:
    return MarkRow(
        row.expert_id,
        row.case_id,
        tuple(Decimal(score) for score in row.scores),
        row.comment,
        row.channel,
        row.source,
        row.who,
        row.taken_at,
        tuple((name, weight) for name, weight in row.criteria),
        row.id,
    )
