"""Figures of the whole ledger for who watches the machine: counts and times, nobody's name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from tracker.ledger.letters import WAITING
from tracker.ledger.records import CaseStatus, LetterState, MailState
from tracker.ledger.schema import case, document, event, letter, mail


def mails_by_state(connection: Connection) -> dict[MailState, int]:
    """How many mails are in each state, 0 where none is."""
    rows = connection.execute(select(mail.c.state, func.count()).group_by(mail.c.state))
    return dict.fromkeys(MailState, 0) | {MailState(state): count for state, count in rows}


def letters_by_state(connection: Connection) -> dict[LetterState, int]:
    """How many letters are in each state, 0 where none is."""
    rows = connection.execute(select(letter.c.state, func.count()).group_by(letter.c.state))
    return dict.fromkeys(LetterState, 0) | {LetterState(state): count for state, count in rows}


def cases_by_status(connection: Connection) -> dict[CaseStatus, int]:
    """How many cases count, and how many do not any more."""
    rows = connection.execute(select(case.c.status, func.count()).group_by(case.c.status))
    return dict.fromkeys(CaseStatus, 0) | {CaseStatus(status): count for status, count in rows}


def oldest_unread(connection: Connection) -> datetime | None:
    """When the mail was taken in that waits longest to be read; None when none waits."""
    query = select(func.min(mail.c.archived_at)).where(mail.c.state == MailState.ARCHIVED)
    found: datetime | None = connection.execute(query).scalar()
    return found


def oldest_due(connection: Connection, now: datetime) -> datetime | None:
    """Since when the letter is due that waits longest to be handed over; None when none is."""
    query = select(func.min(letter.c.due_at)).where(letter.c.state.in_(WAITING), letter.c.due_at <= now)
    found: datetime | None = connection.execute(query).scalar()
    return found


def count_scans(connection: Connection) -> int:
    """How many documents wait for recognition."""
    query = select(func.count()).select_from(document).where(document.c.ocr_state == "wanted")
    return int(connection.execute(query).scalar_one())


def began_at(connection: Connection) -> datetime | None:
    """When the first thing happened; None in an empty ledger."""
    found: datetime | None = connection.execute(select(event.c.at).order_by(event.c.id).limit(1)).scalar()
    return found
