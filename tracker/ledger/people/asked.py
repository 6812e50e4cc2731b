"""What she asks about: when a unit was reminded, what came from it last, who answered a mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, or_, select, true

from intake.campaign.entries import Unit
from intake.model.case import UNANSWERED
from tracker.ledger.letters import letter_row
from tracker.ledger.mails import mail_row
from tracker.ledger.people.addresses import unit_addresses
from tracker.ledger.records import LetterKind, LetterRow, MailRow
from tracker.ledger.schema import letter, mail, version


def reminders_of(connection: Connection, unit: str) -> list[LetterRow]:
    """The reminders of a unit (key), newest first."""
    query = select(letter).where(letter.c.kind == LetterKind.REMINDER, letter.c.unit == unit)
    return [letter_row(row) for row in connection.execute(query.order_by(letter.c.id.desc()))]


def mails_from(connection: Connection, unit: Unit | None, most: int) -> list[MailRow]:
    """The newest mails of people, of a unit or of all, newest first."""
    query = (
        select(mail)
        .where(
            _whose(connection, unit),
            mail.c.kind.not_in((*UNANSWERED, "command", "")),
            mail.c.copy_of.is_(None),
        )
        .order_by(mail.c.id.desc())
        .limit(most)
    )
    return [mail_row(row) for row in connection.execute(query)]


def _whose(connection: Connection, unit: Unit | None) -> ColumnElement[bool]:
    if unit is None:
        return true()
    return or_(mail.c.unit == unit.key, mail.c.from_email.in_(sorted(unit_addresses(connection, unit))))


def first_version_at(connection: Connection, case_id: int) -> datetime | None:
    """When the first text of a case arrived."""
    query = select(version.c.received_at).where(version.c.case_id == case_id).order_by(version.c.number)
    return connection.execute(query.limit(1)).scalar()
