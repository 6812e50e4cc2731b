"""A case as a line of a letter, and the lists of cases that a sender may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.campaign.campaign import Campaign
from tracker.cases.addresses import spoken_for
from tracker.cases.values import theme_label
from tracker.ledger import cases
from tracker.ledger.records import CaseRow, MailRow
from tracker.office.desk import Desk


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as the letter shows it. ``role`` says what the mail has to do with it."""

    number: str
    title: str
    subtitle: str
    place: str
    level: str
    theme: str
    characters: int
    version: int
    role: (
        str  # new, revision, same, copy, practice, attached; changed: by the sender's word; named: in a list
    )
    late: bool
    sent_at: datetime
    stands: str = ""  # what becomes of a new text in the volume; "": it is not in it


@dataclass(frozen=True, slots=True)
class Listing:
    """What an inquirer is shown: all of the unit's cases, or those of his own address."""

    cases: tuple[CaseLine, ...]
    whole_unit: bool


def case_line(campaign: Campaign, found: CaseRow, role: str, *, late: bool) -> CaseLine:
    """The line of a case; a value that waits for a person is not shown as certain."""
    theme = found.values.get("theme")
    return CaseLine(
        number=found.number,
        title=found["title"],
        subtitle=found["subtitle"],
        place=_place(found),
        level=campaign.level_name(found["level"]),
        theme=theme_label(campaign, theme.value) if theme is not None and not theme.waits else "",
        characters=found.characters,
        version=found.version,
        role=role,
        late=late,
        sent_at=found.sent_at,
    )


def _place(found: CaseRow) -> str:
    names = []
    for name in ("county", "town", "community"):
        value = found.values.get(name)
        if value is not None and value.value and not value.waits:
            names.append(value.value)
    return "".join(names)


def asked_listing(desk: Desk, rows: Sequence[MailRow]) -> Listing | None:
    """The list that “收到了吗” or “查询” asks for; None when nobody asked or nothing may be shown.

    The whole unit's list goes only to an address that writes in the unit's name; anybody else is shown what came from his own address.
    """
    last = rows[-1]
    if last.intent != "inquiry" or any(row.needs_person for row in rows):
        return None
    unit = spoken_for(desk.connection, desk.campaign, last.from_email)
    if unit is not None:
        found = list(cases.each_case(desk.connection, cases.active_cases(desk.connection, unit.key)))
    else:
        found = cases.own_cases(desk.connection, last.from_email)
        if not found:
            return None
    shown = tuple(case_line(desk.campaign, row, "named", late=row.on_time is False) for row in found)
    return Listing(shown, unit is not None)
