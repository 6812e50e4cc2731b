"""Extensions: a new version of the deadline, told to every unit once, everything recomputed.

An extension is ordered by a coordinator, or written into the campaign file with the day on which
it is announced; the second kind is told on that day's morning.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from intake.campaign.notice import Campaign, Deadline
from tracker.cases.addresses import addresses_of
from tracker.cases.deadlines import keep_deadline
from tracker.cases.standing import stand
from tracker.ledger import cases
from tracker.ledger.events import SYSTEM, get_note, record_event, set_note
from tracker.ledger.records import LetterKind
from tracker.ledger.texts.versions import judge_again
from tracker.letters.mailing import Mailing, post_to_units, put_recipients
from tracker.letters.writing.draft import Draft
from tracker.office.desk import Desk
from tracker.office.parts import Parts

COUNT = "deadline.announcements"  # how many there were; part of the letters' keys
RULING = "deadline.ruling"  # the deadline that the units know


def extend_deadline(desk: Desk, deadline: Deadline, who: str) -> int:
    """Make ``deadline`` rule from now on; returns how many units are told.

    The caller has asked for a yes before, so the letters are not held.
    """
    keep_deadline(desk, deadline)
    mailing, draft = _announce(desk, deadline, who)
    post_to_units(desk, mailing, draft)
    return len(mailing.told)


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
        desk = Desk(connection, parts, now)
        mailing, draft = _announce(desk, deadline, SYSTEM)
        draft = replace(draft, held=parts.campaign.reminders.hold)
        put_recipients(desk, mailing, draft)
        post_to_units(desk, mailing, draft)
    return len(mailing.told)


def next_announcement(parts: Parts, after: datetime) -> datetime | None:
    """When a deadline of the campaign file is announced next."""
    times = (
        announced_at(parts.campaign, deadline)
        for deadline in parts.campaign.deadlines[1:]
        if not deadline.units
    )
    return min((at for at in times if at > after), default=None)


def announced_at(campaign: Campaign, deadline: Deadline) -> datetime:
    """The morning on which a deadline is told."""
    return datetime.combine(deadline.announced, campaign.reminders.at, campaign.zone).astimezone(UTC)


def _mark(deadline: Deadline) -> str:
    return f"{deadline.announced}:{deadline.last_day}:{deadline.cutoff}"


def _announce(desk: Desk, deadline: Deadline, who: str) -> tuple[Mailing, Draft]:
    """Let a deadline count from now on; returns who is to be told, and the letter that tells it."""
    connection, campaign = desk.connection, desk.campaign
    count = int(get_note(connection, COUNT, 0)) + 1
    set_note(connection, COUNT, count, desk.now)
    if not deadline.units:
        set_note(connection, RULING, _mark(deadline), desk.now)
    own = campaign.own_deadlines(desk.now)
    ruling = campaign.cutoff(campaign.deadline_at(desk.now))
    judge_again(connection, ruling, {key: campaign.cutoff(other) for key, other in own.items()})
    record_event(connection, "deadline.extended", desk.now, who=who, detail=deadline.model_dump(mode="json"))
    known = [
        (unit, addresses_of(connection, unit.unit))
        for unit in stand(campaign, cases.list_cases(connection)).units
        if not deadline.units or unit.unit.key in deadline.units
    ]
    mailing = Mailing(
        told=tuple((unit, found[0]) for unit, found in known if found),
        silent=tuple(unit for unit, found in known if not found),
    )
    draft = Draft(
        LetterKind.EXTENSION,
        f"extension:{campaign.id}:{count}:{deadline.last_day}:",
        values={"cutoff": campaign.cutoff_text(deadline)},
        reason="deadline-moved",
    )
    return mailing, draft
