"""Reminders (催报): who has sent nothing, and on which working morning it is said.

Due work is computed from the ledger: a reminder exists once for each unit, offset and version of
the deadline, whenever and however often this is asked. A morning missed while the machine was
off is made up for on the same day only; after that the next offset speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from intake.campaign.entries import Deadline
from tracker.cases.addresses import addresses_of
from tracker.cases.standing import UnitStanding, stand_now
from tracker.ledger import letters
from tracker.ledger.events import MUTED, get_note, record_event, set_note
from tracker.ledger.people.reported import expects_nothing, has_unread
from tracker.ledger.records import LetterKind
from tracker.letters.mailing import Mailing, post_to_units, put_recipients
from tracker.letters.writing.draft import Draft
from tracker.office.desk import Desk
from tracker.office.parts import Parts

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
    """Queue the reminders that are due now, and tell the coordinators to whom; returns how many.

    While mails wait to be read nothing is queued: one of them may be what we would ask for.
    """
    now = parts.clock.now()
    own = parts.campaign.own_deadlines(now)
    queued = 0
    for deadline in dict.fromkeys((parts.campaign.deadline_at(now), *own.values())):
        due = [o for o in occasions(parts, deadline) if o.at <= now < o.until]
        if due:
            queued += _put_reminders(parts, due[-1])
    return queued


def _put_reminders(parts: Parts, occasion: Occasion) -> int:
    """The reminders of one morning, to the units whose deadline it is about."""
    now, deadline = parts.clock.now(), occasion.deadline
    mark = f"reminded:{deadline.announced}:{deadline.last_day}:{occasion.workdays}{''.join(f':{key}' for key in deadline.units)}"
    with parts.ledger.begin() as connection:
        if get_note(connection, mark) is not None or has_unread(connection, now):
            return 0
        desk = Desk(connection, parts, now)
        mailing = _choose(desk, deadline)
        draft = _reminder(desk, occasion)
        if mailing.units:
            put_recipients(desk, mailing, draft)
        post_to_units(desk, mailing, draft)
        queued = len(mailing.told)
        silent = [unit.unit.key for unit in mailing.silent]
        set_note(connection, mark, {"queued": queued, "without_address": silent}, now)
        record_event(
            connection,
            "reminders.queued",
            now,
            detail={"workdays": occasion.workdays, "letters": queued, "without_address": silent},
        )
    return queued


def _reminder(desk: Desk, occasion: Occasion) -> Draft:
    """The reminder of one morning, before it is made out to a unit."""
    prefix = letters.reminder_prefix(desk.campaign, occasion.deadline)
    return Draft(
        LetterKind.REMINDER,
        f"{prefix}T-{occasion.workdays}:",
        values={**_values(desk, occasion.deadline), "workdays": occasion.workdays},
        reason="nothing-received",
        due_at=desk.now,
        expires_at=occasion.until,
        held=desk.campaign.reminders.hold,
    )


def _choose(desk: Desk, deadline: Deadline | None = None) -> Mailing:
    """Who is reminded now: units that are short, are to be reminded and have not written.

    With a deadline, only the units for which it rules.
    """
    connection, campaign = desk.connection, desk.campaign
    muted = set(get_note(connection, MUTED, []))
    standing = stand_now(campaign, connection)
    told: list[tuple[UnitStanding, str]] = []
    silent: list[UnitStanding] = []
    spared: list[UnitStanding] = []
    for unit in standing.missing:
        if deadline is not None and campaign.deadline_at(desk.now, unit.unit.key) != deadline:
            continue
        if not unit.unit.remind or unit.unit.key in muted or expects_nothing(connection, unit.unit):
            spared.append(unit)
        elif known := addresses_of(connection, campaign, unit.unit):
            told.append((unit, known[0]))
        else:
            silent.append(unit)
    return Mailing(tuple(told), tuple(silent), tuple(spared))


@dataclass(frozen=True, slots=True)
class Ordered:
    """A reminder that a coordinator orders: to which units (none: all that are short), with her words."""

    key: str  # tells her mails apart
    units: frozenset[str] = frozenset()  # keys
    words: str = ""


def choose_ordered(desk: Desk, ordered: Ordered) -> Mailing:
    """Who would get a reminder that is ordered; a unit that is named and not short is spared."""
    mailing = _choose(desk)
    if not ordered.units:
        return mailing
    standing = stand_now(desk.campaign, desk.connection)
    told = tuple(pair for pair in mailing.told if pair[0].unit.key in ordered.units)
    silent = tuple(unit for unit in mailing.silent if unit.unit.key in ordered.units)
    due = {unit.unit.key for unit in (*(unit for unit, _ in told), *silent)}
    spared = (unit for unit in standing.units if unit.unit.key in ordered.units - due)
    return Mailing(told, silent, tuple(spared))


def remind_now(desk: Desk, ordered: Ordered) -> tuple[Mailing, datetime]:
    """Queue the reminders that are ordered; returns to whom, and when they go: in office hours."""
    mailing = choose_ordered(desk, ordered)
    at = in_office_hours(desk.parts, desk.now)
    for unit, address in mailing.told:
        deadline = desk.campaign.deadline_at(desk.now, unit.unit.key)
        draft = Draft(
            LetterKind.REMINDER,
            f"{letters.reminder_prefix(desk.campaign, deadline)}ordered:{ordered.key}:",
            values=_values(desk, deadline, ordered.words),
            reason="nothing-received",
            due_at=at,
        )
        post_to_units(desk, Mailing(((unit, address),), ()), draft)
    return mailing, at


def in_office_hours(parts: Parts, now: datetime) -> datetime:
    """``now`` where offices are at work, else the morning on which they are again."""
    zone, opens = parts.campaign.zone, parts.campaign.reminders.at
    local = now.astimezone(zone)
    day = local.date()
    if parts.workdays.is_workday(day) and local.time() <= LATEST:
        return max(now, datetime.combine(day, opens, zone).astimezone(UTC))
    return datetime.combine(parts.workdays.next_workday(day), opens, zone).astimezone(UTC)


def say_later(desk: Desk, at: datetime) -> str:
    """“，8月6日08:40发出” of letters that do not go now."""
    local = at.astimezone(desk.campaign.zone)
    return "" if at <= desk.now else f"，{local.month}月{local.day}日{local:%H:%M}发出"


def _values(desk: Desk, deadline: Deadline, words: str = "") -> dict[str, Any]:
    today = desk.now.astimezone(desk.campaign.zone).date()
    return {
        "workdays": desk.parts.workdays.workdays_until(today, deadline.last_day),
        "past": desk.now >= desk.campaign.cutoff(deadline),
        "cutoff": desk.campaign.cutoff_text(deadline),
        "words": words,
    }


def preview_reminders(parts: Parts) -> Mailing:
    """Who would be reminded if reminders went out now."""
    with parts.ledger.read() as connection:
        return _choose(Desk(connection, parts, parts.clock.now()))
