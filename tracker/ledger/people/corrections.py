"""A person's words on cases: recorded, looked up, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from tracker.ledger.cases import list_cases, set_case
from tracker.ledger.records import CaseRow, MailRow
from tracker.ledger.schema import correction, event
from tracker.ledger.shown import show_again


@dataclass(frozen=True, slots=True)
class Word:
    """A person's word: whose it is, how it came, why, and the batch under which it is taken back."""

    who: str
    how: str  # command, reply, sheet; sender for what a sender says of his own cases
    reason: str = ""
    batch: str = ""  # "" cannot be taken back
    mail_id: int | None = None  # the mail that said it; kept in the history only


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one field of one case; values are as the ledger stores them."""

    case_id: int
    field: str
    before: str
    value: str
    word: Word
    made_at: datetime
    id: int = 0  # 0 until it is recorded
    undone: bool = False


def add_correction(connection: Connection, new: Correction) -> None:
    """Record a person's word on a field."""
    connection.execute(
        insert(correction).values(
            case_id=new.case_id,
            field=new.field,
            value=new.value,
            before=new.before,
            who=new.word.who,
            how=new.word.how,
            reason=new.word.reason,
            made_at=new.made_at,
            batch=new.word.batch,
        )
    )
    set_case(connection, new.case_id, new.made_at)


def standing_words(connection: Connection, batch: str) -> list[Correction]:
    """The words of a batch that were not taken back, oldest first."""
    standing = correction.c.undone_at.is_(None)
    rows = connection.execute(
        select(correction).where(correction.c.batch == batch, standing).order_by(correction.c.id)
    )
    return [_correction(row) for row in rows]


def take_back(connection: Connection, batch: str, now: datetime) -> list[Correction]:
    """Take back the words of a batch; returns those that stood until now."""
    standing = standing_words(connection, batch)
    connection.execute(update(correction).where(correction.c.batch == batch).values(undone_at=now))
    show_again(connection, {word.case_id for word in standing})
    return standing


def words_on(connection: Connection, case_id: int, field: str) -> list[Correction]:
    """Every word on a field of a case, newest first; those taken back included."""
    rows = connection.execute(
        select(correction)
        .where(correction.c.case_id == case_id, correction.c.field == field)
        .order_by(correction.c.id.desc())
    )
    return [_correction(row) for row in rows]


def newest_word(connection: Connection, who: str) -> Correction | None:
    """The last word of a person that stands and can be taken back."""
    row = connection.execute(
        select(correction)
        .where(correction.c.who == who, correction.c.undone_at.is_(None), correction.c.batch != "")
        .order_by(correction.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else _correction(row)


def is_used(connection: Connection, batch: str) -> bool:
    """Whether anything was ever said under a batch."""
    return connection.execute(select(correction.c.id).where(correction.c.batch == batch)).first() is not None


def count_made(connection: Connection, at: datetime) -> int:
    """How many words were said at one moment."""
    query = select(func.count()).select_from(correction).where(correction.c.made_at == at)
    return int(connection.execute(query).scalar_one())


def mark_of(connection: Connection, field: str, most: int) -> tuple[int, int, int]:
    """Of the newest words on a field that stand, ``most`` at most: how many, the oldest and the newest.

    It changes when one of them comes or goes.
    """
    newest = _newest(field, most).subquery()
    row = connection.execute(select(func.count(), func.min(newest.c.id), func.max(newest.c.id))).one()
    return int(row[0]), int(row[1] or 0), int(row[2] or 0)


def cases_said(connection: Connection, field: str, most: int) -> list[int]:
    """Ids of the cases that the newest words on a field are about, ``most`` words at most, in order."""
    newest = _newest(field, most).subquery()
    return list(connection.execute(select(newest.c.case_id).distinct().order_by(newest.c.case_id)).scalars())


def _newest(field: str, most: int) -> Select[tuple[int, int]]:
    standing = correction.c.field == field, correction.c.undone_at.is_(None)
    query = select(correction.c.id, correction.c.case_id).where(*standing)
    return query.order_by(correction.c.id.desc()).limit(most)


def counted_before(connection: Connection, case_id: int, said_at: datetime) -> tuple[int, int] | None:
    """Which version counted before a word on the version was said, and which was the newest then."""
    query = select(event.c.detail).where(
        event.c.what == "case.corrected", event.c.case_id == case_id, event.c.at == said_at
    )
    for detail in connection.execute(query).scalars():
        if "counted" in detail:
            counted, newest = detail["counted"]
            return counted, newest
    return None


def words_of(row: MailRow) -> str:
    """The batch under which a mail's corrections are kept."""
    return f"mail:{row.id}"


def changed_cases(connection: Connection, row: MailRow) -> list[CaseRow]:
    """The cases that a mail's own words have changed."""
    return list_cases(connection, {word.case_id for word in standing_words(connection, words_of(row))})


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        case_id=row.case_id,
        field=row.field,
        before=row.before,
        value=row.value,
        word=Word(row.who, row.how, row.reason, row.batch),
        made_at=row.made_at,
        id=row.id,
        undone=row.undone_at is not None,
    )
