"""Reminders (催报): who has sent nothing, and on which working morning it is said.

Due work is computed from the ledger: a reminder exists once for each unit, offset and version of
the deadline, whenever and however often this is asked. A morning missed while the machine was
off is made up for on the same day only; after that the next offset speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection

from intake.campaign import Deadline, Unit
from tracker.ledger import cases, letters
from tracker.ledger.events import get_note, record_event, set_note
from tracker.letters.compose import compose
from tracker.letters.render import render_letter
from tracker.parts import Parts
from tracker.records import LetterKind, NewLetter
from tracker.standing import UnitStanding, stand

LATEST = time(17, 30)  # a reminder that could not go out by then is not sent that day


@dataclass(frozen=True, slots=True)
class Occasion:
    """One morning on which units are reminded."""

    workdays: int  # before the deadline
    at: datetime  # UTC
    until: datetime  # UTC: pointless after this
    deadline: Deadline


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
    """Queue the reminders that are due now; returns how many letters were queued."""
    now = parts.clock.now()
    deadline = parts.campaign.deadline_at(now)
    due = [o for o in occasions(parts, deadline) if o.at <= now < o.until]
    if not due:
        return 0
    occasion = due[-1]
    mark = f"reminded:{deadline.announced}:{deadline.last_day}:{occasion.workdays}"
    with parts.ledger.begin() as connection:
        if get_note(connection, mark) is not None:
            return 0
        muted = set(get_note(connection, "reminders.muted", []))
        standing = stand(parts.campaign, cases.list_cases(connection))
        short = [unit for unit in standing.missing if unit.unit.remind and unit.unit.key not in muted]
        queued = sum(_put_reminder(connection, parts, unit, occasion, now) for unit in short)
        silent = [unit.unit.key for unit in short if not addresses(connection, unit.unit)]
        set_note(connection, mark, {"queued": queued, "without_address": silent}, now)
        record_event(
            connection,
            "reminders.queued",
            now,
            detail={"workdays": occasion.workdays, "letters": queued, "without_address": silent},
        )
    return queued


def addresses(connection: Connection, unit: Unit) -> tuple[str, ...]:
    """Where a unit can be written to: registered addresses, then those a person confirmed."""
    confirmed = letters.confirmed_addresses(connection, unit.key)
    bad = letters.bad_addresses(connection)
    known = dict.fromkeys((*(a.lower() for a in unit.addresses), *confirmed))
    return tuple(address for address in known if address not in bad)


def _put_reminder(
    connection: Connection, parts: Parts, standing: UnitStanding, occasion: Occasion, now: datetime
) -> int:
    unit = standing.unit
    queued = 0
    for address in addresses(connection, unit)[:1]:
        values = reminder_values(parts, standing, occasion, now)
        rendered = render_letter(LetterKind.REMINDER, values, parts.templates, parts.campaign.timezone)
        day: date = occasion.deadline.last_day
        key = f"reminder:{parts.campaign.id}:{day}:T-{occasion.workdays}:{unit.key}"
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
        queued += letters.put_letter(connection, letter, now) is not None
    return queued


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
