"""Who wrote and has no answer yet, and letters that did not go, for the digest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, exists, or_, select

from tracker.ledger.letters import letter_row
from tracker.ledger.records import ANSWERS, LetterRow, LetterState
from tracker.ledger.schema import answer, event, letter, mail


@dataclass(frozen=True, slots=True)
class Writer:
    """An address that sent mails of the kind that is answered."""

    email: str
    waiting: int  # mails without an answer
    first: datetime  # when the first of its mails was filed


def senders_since(connection: Connection, since: datetime) -> list[Writer]:
    """Who sent mails, filed after a time, that were answered or shall be."""
    answered = exists().where(answer.c.mail_id == mail.c.id)
    rows = connection.execute(
        select(mail.c.from_email, mail.c.wants_answer, mail.c.filed_at)
        .where(mail.c.filed_at > since, or_(mail.c.wants_answer.is_(True), answered))
        .order_by(mail.c.filed_at)
    )
    found: dict[str, Writer] = {}
    for email, waits, at in rows:  # the mails of a day; grouped here, the database would read all of them
        known = found.get(email, Writer(email, 0, at))
        found[email] = replace(known, waiting=known.waiting + waits)
    return [found[email] for email in sorted(found)]


def reached_since(connection: Connection, since: datetime) -> frozenset[str]:
    """Addresses to which an answer went after a time."""
    went = select(event.c.letter_id).where(event.c.what == f"letter.{LetterState.SENT}", event.c.at > since)
    query = select(letter.c.recipient, letter.c.state).where(
        letter.c.id.in_(went), letter.c.kind.in_(ANSWERS)
    )
    # The state is looked at here: asked for its index, the database might go through all that were sent.
    return frozenset(row.recipient for row in connection.execute(query) if row.state == LetterState.SENT)


def cancelled_since(connection: Connection, since: datetime) -> list[LetterRow]:
    """Letters that were dropped when their turn came, oldest first; not those that a person dropped."""
    rows = connection.execute(
        select(letter)
        .join(event, event.c.letter_id == letter.c.id)
        .where(event.c.what == f"letter.{LetterState.CANCELLED}", event.c.at > since)
        .order_by(letter.c.id)
    )
    return [letter_row(row) for row in rows]
