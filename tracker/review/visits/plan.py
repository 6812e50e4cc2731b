"""The itinerary: counties in official order, so many cases a working day, no county split over two trips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Final

from tracker.ledger.records import CaseRow
from tracker.ledger.review.decided import Visit
from tracker.office.desk import Desk

A_DAY: Final = 4  # cases that a team sees in a day


def plan_days(desk: Desk, cases: Sequence[CaseRow], first: date, a_day: int = A_DAY) -> list[Visit]:
    """Visits on working days from ``first`` on; a team begins each county in the morning."""
    order = {unit.key: place for place, unit in enumerate(desk.campaign.units)}
    rows = sorted(cases, key=lambda row: (order.get(row.unit_key, len(order)), row["town"], row.serial))
    workdays = desk.parts.workdays
    day = first if workdays.is_workday(first) else workdays.next_workday(first)
    visits: list[Visit] = []
    for _, group in groupby(rows, key=lambda row: row.unit_key):
        members = list(group)
        for start in range(0, len(members), a_day):
            visits += [Visit(row.id, day) for row in members[start : start + a_day]]
            day = workdays.next_workday(day)
    return visits
