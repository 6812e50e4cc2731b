"""Whether a unit still has to be reminded: what the ledger holds of it, read or not yet readable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from intake.campaign.notice import Unit
from intake.model.case import UNANSWERED, MailKind
from tracker.ledger.letters import unit_addresses
from tracker.ledger.records import CaseStatus, MailState
from tracker.ledger.schema import case, mail

# Mails that bring or promise material, whether or not a case could be read out of them.
BRINGING = (MailKind.SUBMISSION, MailKind.CORRECTION, MailKind.LINK_ONLY)


def count_cases(connection: Connection, unit: Unit) -> int:
    """Active cases that count for a unit."""
    query = select(func.count()).select_from(case)
    counted = query.where(case.c.unit_key == unit.key, case.c.status == CaseStatus.ACTIVE)
    return int(connection.execute(counted).scalar_one())


def has_sent_material(connection: Connection, unit: Unit) -> bool:
    """Whether any mail of the unit brought material, readable or not."""
    return _any_mail(
        connection,
        _comes_from(connection, unit),
        or_(mail.c.kind.in_(BRINGING), mail.c.state == MailState.QUARANTINED),
    )


def has_written_since(connection: Connection, unit: Unit, since: datetime) -> bool:
    """Whether a person of the unit has written anything that was filed after ``since``."""
    return _any_mail(
        connection,
        _comes_from(connection, unit),
        mail.c.filed_at > since,
        mail.c.kind.not_in(UNANSWERED),
    )


def awaiting_units(connection: Connection, units: Iterable[Unit]) -> tuple[str, ...]:
    """Keys of the units that have sent material of which no case could be read yet."""
    return tuple(
        unit.key
        for unit in units
        if count_cases(connection, unit) == 0 and has_sent_material(connection, unit)
    )


def expects_nothing(connection: Connection, unit: Unit) -> bool:
    """Whether a unit need not be reminded.

    It has sent enough; or it has sent material out of which no case could be read yet, for which
    it has been asked by letter: “尚未收到” would not be true.
    """
    counted = count_cases(connection, unit)
    if counted >= unit.minimum:
        return True
    return counted == 0 and has_sent_material(connection, unit)


def has_unread(connection: Connection, before: datetime) -> bool:
    """Whether mails that arrived before a time are archived but not read yet."""
    return _any_mail(connection, mail.c.state == MailState.ARCHIVED, mail.c.arrived_at <= before)


def _comes_from(connection: Connection, unit: Unit) -> ColumnElement[bool]:
    known = sorted(unit_addresses(connection, unit))
    return or_(mail.c.unit == unit.key, mail.c.from_email.in_(known))


def _any_mail(connection: Connection, *conditions: ColumnElement[bool]) -> bool:
    return connection.execute(select(mail.c.id).where(*conditions).limit(1)).first() is not None
