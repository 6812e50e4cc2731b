"""Whether a unit still has to be reminded: what the ledger holds of it, read or not yet readable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import Column, ColumnElement, Connection, exists, func, or_, select

from intake.campaign.entries import Unit
from intake.model.case import UNANSWERED, MailKind
from tracker.ledger.people.addresses import confirmed_by_unit, unit_addresses
from tracker.ledger.people.wishes import Zero, told_zero
from tracker.ledger.records import CaseStatus, MailState
from tracker.ledger.schema import case, mail, submission

# Mails that bring or promise material, whether or not a case could be read out of them.
SAID = {"nothing": "零报告", "posted": "来信称纸质件已寄"}  # intents of mails, as shown
AT_ONCE = 500  # values that one query asks for
BRINGING = (MailKind.SUBMISSION, MailKind.CORRECTION, MailKind.LINK_ONLY)


def count_cases(connection: Connection, unit: Unit) -> int:
    """Active cases that count for a unit."""
    query = select(func.count()).select_from(case)
    counted = query.where(case.c.unit_key == unit.key, case.c.status == CaseStatus.ACTIVE)
    return int(connection.execute(counted).scalar_one())


def has_sent_material(connection: Connection, unit: Unit) -> bool:
    """Whether any mail of the unit brought material that is still to be read or placed.

    A mail whose cases were withdrawn, merged or moved to another unit brought nothing that is left.
    """
    brought = exists().where(submission.c.mail_id == mail.c.id)
    counting = case.c.status == CaseStatus.ACTIVE, case.c.unit_key.in_(("", unit.key))
    placed = brought.where(case.c.id == submission.c.case_id, *counting).correlate(mail)
    return _any_mail(
        connection,
        _comes_from(connection, unit),
        or_(mail.c.kind.in_(BRINGING), mail.c.state == MailState.QUARANTINED),
        or_(~brought, placed),
    )


def has_written_since(connection: Connection, unit: Unit, since: datetime) -> bool:
    """Whether a person of the unit has written anything that was filed after ``since``."""
    return _any_mail(
        connection,
        _comes_from(connection, unit),
        mail.c.filed_at > since,
        mail.c.kind.not_in(UNANSWERED),
    )


def awaiting_units(connection: Connection, units: Iterable[Unit]) -> dict[str, str]:
    """Of units without a case: key of each that has written, and in words what it said or sent."""
    found: dict[str, str] = {}
    units = tuple(units)
    told = told_zero(connection)
    wrote = {unit.key for unit in _that_wrote(connection, units)} | told.keys()
    for unit in (unit for unit in units if unit.key in wrote):
        if said := said_by(connection, unit):
            found[unit.key] = SAID[said]
        elif has_sent_material(connection, unit):
            found[unit.key] = "已来信，材料待补"
    return found


def _that_wrote(connection: Connection, units: Sequence[Unit]) -> list[Unit]:
    """Those of whom any mail is there: few have written and have no case, so they alone are looked at."""
    confirmed = confirmed_by_unit(connection)
    known = {unit.key: {*map(str.lower, unit.addresses), *confirmed.get(unit.key, ())} for unit in units}
    keys = _among(connection, mail.c.unit, known)
    emails = _among(connection, mail.c.from_email, frozenset().union(*known.values()))
    return [unit for unit in units if unit.key in keys or known[unit.key] & emails]


def _among(connection: Connection, column: Column[str], values: Iterable[str]) -> set[str]:
    """Which of these values any mail has in a column."""
    waiting, found = iter(values), set[str]()
    while some := list(islice(waiting, AT_ONCE)):
        found.update(connection.execute(select(column).where(column.in_(some)).distinct()).scalars())
    return found


def said_by(connection: Connection, unit: Unit) -> str:
    """The newest word on whether the unit sends anything, as an intent of mails; ``""`` if nobody said so.

    What a coordinator was told of it stands until the unit brings something, or says it again.
    """
    told = told_zero(connection).get(unit.key, Zero(zero=False, mail=0))
    newest = (
        select(mail.c.intent, mail.c.kind)
        .where(
            _comes_from(connection, unit),
            or_(mail.c.intent.in_(tuple(SAID)), mail.c.kind.in_(BRINGING)),
            mail.c.copy_of.is_(None),
            mail.c.id > told.mail,
        )
        .order_by(mail.c.id.desc())
        .limit(1)
    )
    row = connection.execute(newest).first()
    if row is None:
        return "nothing" if told.zero else ""
    return row.intent if row.intent in SAID else ""


def expects_nothing(connection: Connection, unit: Unit) -> bool:
    """Whether a unit need not be reminded.

    It has sent enough; it has said that it sends nothing, or on paper; or it has sent material out of
    which no case could be read yet, for which it has been asked by letter: “尚未收到” would not be true.
    """
    counted = count_cases(connection, unit)
    if counted >= unit.minimum or said_by(connection, unit):
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
