"""Open doubts: rows with an owner, shown in the digest and the workbook until settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from intake.model.case import Doubt
from intake.model.doubts import Owner, owner_of
from tracker.ledger.records import DoubtRow
from tracker.ledger.schema import doubt, mail


def add_doubts(
    connection: Connection,
    doubts: Iterable[Doubt],
    now: datetime,
    *,
    mail_id: int | None = None,
    case_id: int | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Open doubts about a mail or a case."""
    rows = [
        {
            "mail_id": mail_id,
            "case_id": case_id,
            "code": found.code,
            "about": found.about,
            "detail": found.detail,
            "choices": list(found.choices),
            "owner": str(owner_of(found)),
            "opened_at": now,
            "expires_at": expires_at,
        }
        for found in dict.fromkeys(doubts)
    ]
    if rows:
        connection.execute(insert(doubt), rows)


def list_doubts(
    connection: Connection,
    *,
    mail_id: int | None = None,
    case_id: int | None = None,
    code: str | None = None,
    state: str | None = "open",
) -> list[DoubtRow]:
    """Doubts in the order they were opened."""
    query = select(doubt).order_by(doubt.c.id)
    if code is not None:
        query = query.where(doubt.c.code == code)
    if mail_id is not None:
        query = query.where(doubt.c.mail_id == mail_id)
    if case_id is not None:
        query = query.where(doubt.c.case_id == case_id)
    if state is not None:
        query = query.where(doubt.c.state == state)
    return [doubt_row(row) for row in connection.execute(query)]


def doubt_row(row: Row[Any]) -> DoubtRow:
    """A table row as a value."""
    return DoubtRow(
        id=row.id,
        mail_id=row.mail_id,
        case_id=row.case_id,
        code=row.code,
        about=row.about,
        detail=row.detail,
        choices=tuple(row.choices),
        owner=row.owner,
        state=row.state,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
    )


def newest_open(connection: Connection, code: str) -> int | None:
    """The id of the newest open doubt with this code."""
    query = select(func.max(doubt.c.id)).where(doubt.c.code == code, doubt.c.state == "open")
    return connection.execute(query).scalar()


def count_open(connection: Connection, owner: Owner) -> int:
    """How many doubts wait for this owner."""
    query = select(func.count()).select_from(doubt)
    waiting = query.where(doubt.c.state == "open", doubt.c.owner == owner)
    return int(connection.execute(waiting).scalar_one())


def settle_doubts(
    connection: Connection,
    now: datetime,
    by: str,
    *,
    ids: Iterable[int] | None = None,
    case_id: int | None = None,
    codes: Iterable[str] | None = None,
) -> int:
    """Close doubts by id, or those of a case with these codes; returns how many."""
    query = update(doubt).where(doubt.c.state == "open")
    if ids is not None:
        if not (some := list(ids)):
            return 0
        query = query.where(doubt.c.id.in_(some))
    if case_id is not None:
        query = query.where(doubt.c.case_id == case_id)
    if codes is not None:
        query = query.where(doubt.c.code.in_(list(codes)))
    result = connection.execute(query.values(state="settled", settled_at=now, settled_by=by))
    return int(result.rowcount)


def drop_doubts(connection: Connection, ids: Collection[int]) -> None:
    """Take back doubts that were opened in this transaction and that another takes the place of."""
    connection.execute(delete(doubt).where(doubt.c.id.in_(ids)))


@dataclass(frozen=True, slots=True)
class Settled:
    """Which settled doubts are meant: every condition that is given holds."""

    id: int | None = None
    mail_id: int | None = None
    case_id: int | None = None
    codes: tuple[str, ...] | None = None
    at: datetime | None = None  # when they were settled
    by: str | None = None


def reopen_doubts(connection: Connection, which: Settled) -> None:
    """Open doubts again that were settled by a word that is taken back."""
    query = update(doubt)
    for column, wanted in (
        (doubt.c.id, which.id),
        (doubt.c.mail_id, which.mail_id),
        (doubt.c.case_id, which.case_id),
        (doubt.c.settled_at, which.at),
        (doubt.c.settled_by, which.by),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if which.codes is not None:
        query = query.where(doubt.c.code.in_(which.codes))
    connection.execute(query.values(state="open", settled_at=None, settled_by=""))


def mails_doubted(connection: Connection, email: str, code: str) -> list[int]:
    """Mails of an address about which a doubt with this code is open, oldest first."""
    rows = connection.execute(
        select(mail.c.id)
        .join(doubt, doubt.c.mail_id == mail.c.id)
        .where(mail.c.from_email == email, doubt.c.code == code, doubt.c.state == "open")
        .distinct()
        .order_by(mail.c.id)
    )
    return list(rows.scalars())
