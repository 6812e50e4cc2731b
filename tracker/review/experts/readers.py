"""Experts and cases of the ledger as far as it matters who reads what."""

from __future__ import annotations

from dataclasses import replace

from tracker.ledger.records import CaseRow
from tracker.ledger.review.experts import ExpertRow
from tracker.office.desk import Desk
from tracker.review.experts.avoid import Expert, Paper
from tracker.review.experts.offices import offices_in


def paper_of(desk: Desk, row: CaseRow, edges: tuple[str, str]) -> Paper:
    """A case as far as it matters who reads it; ``edges`` are the beginning and the end of its text."""
    registered = next((unit.name for unit in desk.campaign.units if unit.key == row.unit_key), "")
    return Paper(
        id=row.id,
        number=row.number,
        theme=theme_of(row),
        county=row.unit_key,
        places=frozenset(filter(None, (row["county"], row["town"], row["community"]))),
        units=frozenset(filter(None, (row["unit"], registered))) | offices_in(*edges),
        persons=frozenset(filter(None, (row["contact"],))),
    )


def theme_of(row: CaseRow) -> int | None:
    """The number of a case's theme."""
    return int(row["theme"]) if row["theme"].isdecimal() else None


def reader_of(desk: Desk, expert: ExpertRow) -> Expert:
    """An expert with the county of his office, where its name has only a town or a village of it."""
    if expert.county or not expert.unit:
        return plain_reader(expert)
    counties = {mention.county for mention in desk.parts.call.places.mentions(expert.unit)} - {""}
    return replace(plain_reader(expert), county=counties.pop() if len(counties) == 1 else "")


def plain_reader(expert: ExpertRow) -> Expert:
    """An expert as the list has him."""
    return Expert(
        expert.id,
        expert.name,
        expert.unit,
        expert.county,
        expert.most,
        frozenset(expert.wishes),
        frozenset(expert.avoids),
        active=expert.reads,
    )
