"""Letters that ask units for the final texts (定稿) of cases chosen for the volume."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.cases.addresses import addresses_of
from tracker.errors import OrderError
from tracker.ledger.events import record_event
from tracker.ledger.people.addresses import bad_addresses
from tracker.ledger.published.finals import Asked, put_asked
from tracker.ledger.records import CaseRow, LetterKind
from tracker.letters.reminders import in_office_hours
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.publications.volume.choice import chosen_cases

LONGEST_LIST = (
    60  # characters of numbers in a letter's key, which has room for 200; more stand there by their digest
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a unit is asked for: the cases at one address, ``""`` where nobody can be written to."""

    email: str
    unit: str  # key
    addressee: str
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when final texts are wanted, what else is to be said, and who asks."""

    due: date
    words: str = ""
    who: str = ""


def plan_finals(desk: Desk, only: Iterable[CaseRow] = ()) -> list[Invitation]:
    """Whom a letter would go to: for each address its chosen cases that have no final text.

    A case is asked of whoever sent it, else of its unit. ``only`` names cases; none: all.
    """
    wanted = {row.id for row in only}
    open_ones = [
        one.row
        for one in chosen_cases(desk)
        if one.choice.final is None and (not wanted or one.row.id in wanted)
    ]
    return plan_letters(desk, open_ones)


def plan_letters(desk: Desk, cases: Iterable[CaseRow]) -> list[Invitation]:
    """A letter for each address: its cases out of these."""
    bad = bad_addresses(desk.connection)
    groups: dict[tuple[str, str], list[CaseRow]] = {}
    for row in cases:
        groups.setdefault((_address(desk, row, bad), row.unit_key), []).append(row)
    return [
        Invitation(email, key, _addressee(desk, key, rows), tuple(rows))
        for (email, key), rows in groups.items()
    ]


def invite_finals(desk: Desk, invitations: Sequence[Invitation], terms: Terms) -> int:
    """Queue a letter for each address, in office hours; returns how many.

    Raises:
        OrderError: the last day is past.
    """
    if terms.due < desk.now.astimezone(desk.campaign.zone).date():
        raise OrderError(f"{terms.due.month}月{terms.due.day}日已经过去")
    queued = 0
    for one in invitations:
        if not one.email:
            continue
        serials = ",".join(str(row.serial) for row in one.cases)
        if len(serials) > LONGEST_LIST:
            serials = hashlib.sha256(serials.encode()).hexdigest()[:24]
        values = {
            "addressee": one.addressee,
            "cases": one.cases,
            "due": terms.due,
            "words": terms.words,
        }
        draft = Draft(
            LetterKind.FINAL,
            f"final:{one.email}:{serials}:{terms.due}",
            one.email,
            values,
            unit=one.unit,
            due_at=in_office_hours(desk.parts, desk.now),
        )
        if post(desk, draft) is None:
            continue  # the same letter was sent before
        queued += 1
        put_asked(
            desk.connection, (Asked(row.id, one.email, terms.due, desk.now) for row in one.cases), desk.now
        )
        for row in one.cases:
            detail = {"due": str(terms.due), "email": one.email}
            record_event(
                desk.connection, "volume.final-asked", desk.now, who=terms.who, case_id=row.id, detail=detail
            )
    return queued


def _address(desk: Desk, row: CaseRow, bad: Iterable[str]) -> str:
    known = {coordinator.email.lower() for coordinator in desk.campaign.coordinators}
    if row.sender and row.sender not in bad and row.sender not in known:
        return row.sender
    unit = desk.campaign.unit(row.unit_key)
    return next(iter(addresses_of(desk.connection, desk.campaign, unit)), "") if unit is not None else ""


def _addressee(desk: Desk, key: str, rows: Sequence[CaseRow]) -> str:
    """The office that signed all of the cases, else that of their unit."""
    signed = {row["unit"] for row in rows}
    if len(signed) == 1 and (name := signed.pop()):
        return name
    unit = desk.campaign.unit(key)
    return (unit.office or unit.name) if unit is not None else ""
