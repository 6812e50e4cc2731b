"""Reminders (催报): who has sent nothing, and on which working morning it is said.

Due work is computed from the ledger: a reminder exists once for each unit, offset and version of
the deadline, whenever and however often this is asked. A morning missed while the machine was
off is made up for on the same day only; after that the next offset speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Connection

from intake.campaign.notice import Deadline
from tracker.cases.addresses import addresses_of
from tracker.cases.standing import UnitStanding, stand
from tracker.ledger import cases, letters
from tracker.ledger.events import MUTED, get_note, record_event, set_note
from tracker.ledger.records import LetterKind, NewLetter
from tracker.ledger.views.reported import expects_nothing, has_unread
from tracker.letters.writing.compose import compose
from tracker.letters.writing.render import render_letter
from tracker.office.parts import Parts

LATEST = time(17, 30)  # a reminder that could not go out by then is not sent that day


@dataclass(frozen=True, slots=True)
class Occasion:
    """One morning on which units are reminded."""

    workdays: int  # before the deadline
    at: datetime  # UTC
    until: datetime  # UTC: pointless after this
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Mailing:
    """Who gets a letter to many: with address, without one, and short but spared; official order."""

    told: tuple[tuple[UnitStanding, str], ...]
    silent: tuple[UnitStanding, ...]
    spared: tuple[UnitStanding, ...]

    @property
    def units(self) -> int:
        """How many units the mailing is about."""
        return len(self.told) + len(self.silent)


def occasions(parts: Parts, deadline: Deadline) -> tuple[Occasion, ...]:
    """The mornings set in the campaign for one version of the deadline, earliest first."""
    rule = parts.campaign.reminders
    zone = parts.campaign.zone
    found = []
    for offset in sorted(rule.workdays_before, reverse=True):
        day = parts.workdays.workdays_before(deadline.last_day, offset)
        if day < max(deadline.announced, parts.campaign.opening):
            continue
        found.append(
            Occasion(
                offset,
                datetime.combine(day, rule.at, zone).astimezone(UTC),
                datetime.combine(day, LATEST, zone).astimezone(UTC),
                deadline,
            )
        )
    return tuple(found)


def next_occasion(parts: Parts, after: datetime) -> datetime | None:
    """When reminders fall due next."""
    deadline = parts.campaign.deadline_at(after)
    return next((o.at for o in occasions(parts, deadline) if o.at > after), None)


def put_reminders(parts: Parts) -> int:
    """Queue the reminders that are due now, and tell the coordinators to whom; returns how many.

    While mails wait to be read nothing is queued: one of them may be what we would ask for.
    """
    now = parts.clock.now()
    deadline = parts.campaign.deadline_at(now)
    due = [o for o in occasions(parts, deadline) if o.at <= now < o.until]
    if not due:
        return 0
    occasion = due[-1]
    mark = f"reminded:{deadline.announced}:{deadline.last_day}:{occasion.workdays}"
    with parts.ledger.begin() as connection:
        if get_note(connection, mark) is not None or has_unread(connection, now):
            return 0
        mailing = _choose(connection, parts)
        prefix = f"{letters.reminder_prefix(parts.campaign, deadline)}T-{occasion.workdays}:"
        if mailing.units:
            values = {"what": "提醒", "held": parts.campaign.reminders.hold}
            put_recipients(connection, parts, mailing, prefix, values, now)
        for unit, address in mailing.told:
            _put_reminder(connection, parts, unit, address, occasion, prefix, now)
        silent = [unit.unit.key for unit in mailing.silent]
        queued = len(mailing.told)
        set_note(connection, mark, {"queued": queued, "without_address": silent}, now)
        record_event(
            connection,
            "reminders.queued",
            now,
            detail={"workdays": occasion.workdays, "letters": queued, "without_address": silent},
        )
    return queued


def _choose(connection: Connection, parts: Parts) -> Mailing:
    """Who is reminded now: units that are short, are to be reminded and have not written."""
    muted = set(get_note(connection, MUTED, []))
    standing = stand(parts.campaign, cases.list_cases(connection))
    told: list[tuple[UnitStanding, str]] = []
    silent: list[UnitStanding] = []
    spared: list[UnitStanding] = []
    for unit in standing.missing:
        if not unit.unit.remind or unit.unit.key in muted or expects_nothing(connection, unit.unit):
            spared.append(unit)
        elif known := addresses_of(connection, unit.unit):
            told.append((unit, known[0]))
        else:
            silent.append(unit)
    return Mailing(tuple(told), tuple(silent), tuple(spared))


def preview_reminders(parts: Parts) -> Mailing:
    """Who would be reminded if reminders went out now."""
    with parts.ledger.read() as connection:
        return _choose(connection, parts)


def put_recipients(
    connection: Connection,
    parts: Parts,
    mailing: Mailing,
    prefix: str,
    values: dict[str, Any],
    now: datetime,
) -> None:
    """Tell the coordinators who gets a letter to many, before it goes.

    ``prefix`` begins the keys of that mailing's letters; “确认” in reply releases them if held.
    """
    for person in parts.campaign.coordinators:
        shown = {
            **values,
            "campaign": parts.campaign,
            "signature": parts.campaign.signature,
            "person": person,
            "told": mailing.told,
            "silent": mailing.silent,
            "spared": mailing.spared,
            "now": now,
        }
        rendered = render_letter(LetterKind.RECIPIENTS, shown, parts.templates, parts.campaign.timezone)
        key = f"{letters.RECIPIENTS_MARK}{prefix}|{person.email}"
        identity, content = compose(
            parts.writer, LetterKind.RECIPIENTS, key, person.email, rendered, now, reason="coordinator"
        )
        letter = NewLetter(
            key=key,
            kind=LetterKind.RECIPIENTS,
            recipient=person.email,
            subject=rendered.subject,
            message_id=identity,
            content=content,
        )
        letters.put_letter(connection, letter, now)


def _put_reminder(
    connection: Connection,
    parts: Parts,
    standing: UnitStanding,
    address: str,
    occasion: Occasion,
    prefix: str,
    now: datetime,
) -> None:
    unit = standing.unit
    values = reminder_values(parts, standing, occasion, now)
    rendered = render_letter(LetterKind.REMINDER, values, parts.templates, parts.campaign.timezone)
    key = f"{prefix}{unit.key}"
    identity, content = compose(
        parts.writer, LetterKind.REMINDER, key, address, rendered, now, reason="nothing-received"
    )
    letter = NewLetter(
        key=key,
        kind=LetterKind.REMINDER,
        recipient=address,
        subject=rendered.subject,
        message_id=identity,
        content=content,
        unit=unit.key,
        due_at=now,
        expires_at=occasion.until,
        held=parts.campaign.reminders.hold,
    )
    letters.put_letter(connection, letter, now)


def reminder_values(
    parts: Parts, standing: UnitStanding, occasion: Occasion, now: datetime
) -> dict[str, Any]:
    """Everything the reminder's templates may use."""
    return {
        "campaign": parts.campaign,
        "signature": parts.campaign.signature,
        "addressee": standing.unit.office or standing.unit.name,
        "workdays": occasion.workdays,
        "cutoff": parts.campaign.cutoff_text(occasion.deadline),
        "received": standing.cases,
        "minimum": standing.unit.minimum,
        "now": now,
    }
