"""Extensions: a new version of the deadline, told to every unit once, everything recomputed.

An extension is ordered by a coordinator, or written into the campaign file as another version with
the day on which it is announced; the second kind is told on that day's morning, and to many units only
after a coordinator's release. A version that the units know and that was edited in the file may be a
slip put right or an extension: nothing is sent for it until a person has said which.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Deadline
from tracker.cases.addresses import addresses_of
from tracker.cases.deadlines import keep_deadline
from tracker.cases.standing import stand_now
from tracker.ledger.events import SYSTEM, get_note, record_event, set_note
from tracker.ledger.records import LetterKind
from tracker.ledger.texts.versions import judge_again
from tracker.letters.mailing import MANY, Mailing, post_to_units, put_recipients
from tracker.letters.reminders import in_office_hours
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
    """Tell the units of a deadline that the campaign file has added; returns how many are told.

    The first deadline ever seen is the notice's own and is told to nobody. Of one that was edited
    nothing is told (:func:`find_edit`).
    """
    now = parts.clock.now()
    deadline = parts.campaign.deadline_at(now)
    if now < announced_at(parts.campaign, deadline):
        return 0
    with parts.ledger.begin() as connection:
        known = _known(connection)
        if known is None:
            # A service that is started late must not tell of what was announced before its time.
            set_note(connection, RULING, _mark(deadline), now)
            return 0
        if parts.campaign.cutoff(known) == parts.campaign.cutoff(deadline):
            return 0
        if find_edit(connection, parts.campaign, now) is not None:
            return 0
        return _tell(Desk(connection, parts, now), deadline)


@dataclass(frozen=True, slots=True)
class Edit:
    """A deadline that the units know, ``before``, and what the campaign file says in its place."""

    before: Deadline
    after: Deadline


def ask_which(campaign: Campaign, edit: Edit) -> str:
    """The question whether an edited deadline is a correction or an extension, and how it is answered."""
    before, after = (campaign.cutoff_text(deadline) for deadline in (edit.before, edit.after))
    return (
        f"征集文件中的截止时间由{before}改成了{after}。"
        "如是更正笔误、不通知各单位，请运行 zhengji deadline 更正；"
        "如是延期或调整、要通知各单位，请运行 zhengji deadline 延期"
    )


def find_edit(connection: Connection, campaign: Campaign, now: datetime) -> Edit | None:
    """The deadline that was edited since the units knew it and that no person has explained yet."""
    known = _known(connection)
    if known is None:
        return None
    standing = {campaign.cutoff(deadline) for deadline in campaign.deadlines if not deadline.units}
    return None if campaign.cutoff(known) in standing else Edit(known, campaign.deadline_at(now))


def take_as_correction(desk: Desk, edit: Edit, who: str) -> None:
    """The edited deadline was a slip put right: it counts from now on and nobody is told."""
    _let_rule(desk, edit.after, "deadline.corrected", who)


def take_as_extension(desk: Desk, edit: Edit) -> int:
    """The edited deadline is news: returns how many units are told, or will be after the release."""
    return _tell(desk, edit.after)


def _tell(desk: Desk, deadline: Deadline) -> int:
    """Announce a deadline of the campaign file. The coordinators hear to whom the letters go; letters
    to many, and with the setting ``hold`` all, wait for their yes.
    """
    mailing, draft = _announce(desk, deadline, SYSTEM)
    held = desk.campaign.reminders.hold or len(mailing.told) > MANY
    draft = replace(draft, held=held)
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


def _known(connection: Connection) -> Deadline | None:
    """The deadline that the units know; None before the first."""
    mark = get_note(connection, RULING)
    if mark is None:
        return None
    announced, last_day, cutoff = mark.split(":", 2)
    return Deadline(
        last_day=date.fromisoformat(last_day),
        announced=date.fromisoformat(announced),
        cutoff=None if cutoff == "None" else time.fromisoformat(cutoff),
    )


def _announce(desk: Desk, deadline: Deadline, who: str) -> tuple[Mailing, Draft]:
    """Let a deadline count from now on; returns who is to be told, and the letter that tells it."""
    connection, campaign = desk.connection, desk.campaign
    count = int(get_note(connection, COUNT, 0)) + 1
    set_note(connection, COUNT, count, desk.now)
    _let_rule(desk, deadline, "deadline.extended", who)
    known = [
        (unit, addresses_of(connection, campaign, unit.unit))
        for unit in stand_now(campaign, connection).units
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
        due_at=in_office_hours(desk.parts, desk.now),
    )
    return mailing, draft


def _let_rule(desk: Desk, deadline: Deadline, event: str, who: str) -> None:
    """Let a deadline count from now on: what is in time is judged again."""
    connection, campaign = desk.connection, desk.campaign
    if not deadline.units:
        set_note(connection, RULING, _mark(deadline), desk.now)
    own = campaign.own_deadlines(desk.now)
    ruling = campaign.cutoff(campaign.deadline_at(desk.now))
    judge_again(connection, ruling, {key: campaign.cutoff(other) for key, other in own.items()})
    record_event(connection, event, desk.now, who=who, detail=deadline.model_dump(mode="json"))
