"""Extensions: a new version of the deadline, told to every unit once, everything recomputed.

An extension is ordered by a coordinator, or written into the campaign file with the day on which
it is announced; the second kind is told on that day's morning.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from intake.campaign.notice import Campaign, Deadline
from tracker.cases.addresses import addresses_of
from tracker.cases.deadlines import keep_deadline
from tracker.cases.standing import UnitStanding, stand
from tracker.ledger import cases, letters
from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.records import LetterKind, NewLetter
from tracker.ledger.versions import judge_again
from tracker.letters.reminders import Mailing, put_recipients
from tracker.letters.writing.compose import compose
from tracker.letters.writing.render import render_letter
from tracker.office.desk import Desk
from tracker.office.parts import Parts

RULING = "deadline.ruling"  # the deadline that the units know


def extend_deadline(connection: Connection, parts: Parts, deadline: Deadline, who: str, now: datetime) -> int:
    """Make ``deadline`` rule from now on; returns how many units are told.

    The caller has asked for a yes before, so the letters are not held.
    """
    keep_deadline(Desk(connection, parts, now), deadline)
    return _announce(connection, parts, deadline, who, now, held=False)


def announce_deadline(parts: Parts) -> int:
    """Tell the units of a deadline that the campaign file has moved; returns how many are told.

    The first deadline ever seen is the notice's own and is told to nobody. The coordinators hear
    to whom the letters go; with the setting ``hold`` the letters wait for their yes.
    """
    now = parts.clock.now()
    deadline = parts.campaign.deadline_at(now)
    if now < announced_at(parts.campaign, deadline):
        return 0
    with parts.ledger.begin() as connection:
        ruling = get_note(connection, RULING)
        if ruling is None:
            # A service that is started late must not tell of what was announced before its time.
            set_note(connection, RULING, _mark(deadline), now)
            return 0
        if ruling == _mark(deadline):
            return 0
        return _announce(connection, parts, deadline, "system", now, held=parts.campaign.reminders.hold)


def next_announcement(parts: Parts, after: datetime) -> datetime | None:
    """When a deadline of the campaign file is announced next."""
    times = (announced_at(parts.campaign, deadline) for deadline in parts.campaign.deadlines[1:])
    return min((at for at in times if at > after), default=None)


def announced_at(campaign: Campaign, deadline: Deadline) -> datetime:
    """The morning on which a deadline is told."""
    return datetime.combine(deadline.announced, campaign.reminders.at, campaign.zone).astimezone(UTC)


def _mark(deadline: Deadline) -> str:
    return f"{deadline.announced}:{deadline.last_day}:{deadline.cutoff}"


def _announce(
    connection: Connection, parts: Parts, deadline: Deadline, who: str, now: datetime, *, held: bool
) -> int:
    count = int(get_note(connection, "deadline.announcements", 0)) + 1
    set_note(connection, "deadline.announcements", count, now)
    set_note(connection, RULING, _mark(deadline), now)
    judge_again(connection, parts.campaign.cutoff(deadline))
    record_event(connection, "deadline.extended", now, who=who, detail=deadline.model_dump(mode="json"))
    standing = stand(parts.campaign, cases.list_cases(connection))
    known = [(unit, addresses_of(connection, unit.unit)) for unit in standing.units]
    mailing = Mailing(
        told=tuple((unit, found[0]) for unit, found in known if found),
        silent=tuple(unit for unit, found in known if not found),
        spared=(),
    )
    prefix = f"extension:{parts.campaign.id}:{count}:{deadline.last_day}:"
    if who == "system":
        put_recipients(connection, parts, mailing, prefix, {"what": "截止时间调整通知", "held": held}, now)
    for unit, address in mailing.told:
        _tell(connection, parts, unit, address, deadline, prefix, now, held=held)
    return len(mailing.told)


def _tell(
    connection: Connection,
    parts: Parts,
    standing: UnitStanding,
    address: str,
    deadline: Deadline,
    prefix: str,
    now: datetime,
    *,
    held: bool,
) -> None:
    unit = standing.unit
    values = {
        "campaign": parts.campaign,
        "signature": parts.campaign.signature,
        "addressee": unit.office or unit.name,
        "cutoff": parts.campaign.cutoff_text(deadline),
        "received": standing.cases,
        "now": now,
    }
    rendered = render_letter(LetterKind.EXTENSION, values, parts.templates, parts.campaign.timezone)
    key = f"{prefix}{unit.key}"
    identity, content = compose(
        parts.writer, LetterKind.EXTENSION, key, address, rendered, now, reason="deadline-moved"
    )
    letter = NewLetter(
        key=key,
        kind=LetterKind.EXTENSION,
        recipient=address,
        subject=rendered.subject,
        message_id=identity,
        content=content,
        unit=unit.key,
        held=held,
    )
    letters.put_letter(connection, letter, now)
