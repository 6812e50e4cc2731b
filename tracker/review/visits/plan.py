"""The itinerary: counties in official order, so many cases a working day, no county split over two trips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from tracker.errors import OrderError
from tracker.ledger.records import CaseRow
from tracker.ledger.review.decided import Visit, list_visits, plan_visits, put_days
from tracker.ledger.texts.versions import get_version
from tracker.office.desk import Desk
from tracker.publications.office_paper import add_list, add_title, open_paper, paper_bytes
from tracker.review.visits.figures import find_figures
from tracker.review.visits.kit import Kit, write_kit
from tracker.review.words import day_words

HALVES: Final = ("上午", "下午")
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


def arrange(
    desk: Desk, rows: Sequence[CaseRow], first: date | None = None, a_day: int = A_DAY
) -> list[Visit]:
    """Plan the visits anew, from ``first`` or the next day on; what was found before stays."""
    today = desk.now.astimezone(desk.campaign.zone).date()
    planned = plan_days(desk, rows, first or today + timedelta(days=1), a_day)
    plan_visits(desk.connection, planned, desk.now)
    return planned


def move_visits(desk: Desk, rows: Sequence[CaseRow], day: date, half: str = "") -> None:
    """These cases are seen on that day, whatever was planned; other visits stay.

    Raises:
        OrderError: one has been seen already.
    """
    seen = {one.case_id for one in list_visits(desk.connection) if one.truth}
    if done := [f"{row.serial}号" for row in rows if row.id in seen]:
        raise OrderError(f"{'、'.join(done)}已登记察看结果")
    put_days(desk.connection, [Visit(row.id, day, notes=half) for row in rows], desk.now)


def said_days(rows: Sequence[CaseRow], planned: Sequence[Visit]) -> str:
    """2015年9月10日XZ-001、XZ-002；…"""
    numbers = {row.id: row.number for row in rows}
    days: dict[tuple[date, str], list[str]] = {}
    for one in planned:
        if one.day is not None:
            days.setdefault((one.day, _half(one)), []).append(numbers[one.case_id])
    ordered = sorted(days.items(), key=lambda item: (item[0][0], item[0][1] == HALVES[1]))
    return "；".join(f"{day_words(day)}{half}{'、'.join(found)}" for (day, half), found in ordered)


def _half(one: Visit) -> str:
    return one.notes if one.notes in HALVES else ""


def write_kits(desk: Desk, rows: Sequence[CaseRow], planned: Sequence[Visit]) -> list[tuple[str, bytes]]:
    """File name and document: the itinerary, then a kit for each case."""
    known = {row.id: row for row in rows}
    files = [("察看行程.docx", _itinerary(desk, known, planned))]
    for one in planned:
        row = known[one.case_id]
        figures = find_figures(get_version(desk.connection, row.version_id).text)
        kit = Kit(row, one.day, figures, desk.campaign.signature.office)
        files.append((f"{row.number}.docx", write_kit(kit)))
    return files


def _itinerary(desk: Desk, known: dict[int, CaseRow], planned: Sequence[Visit]) -> bytes:
    paper = open_paper(12)
    add_title(paper, f"{desk.campaign.short}实地察看行程", 16)
    rows = [("日期", "县区", "编号", "题目", "地点", "联系人、电话")]
    for one in planned:
        row = known[one.case_id]
        place = "".join(dict.fromkeys(filter(None, (row["town"], row["community"]))))
        contact = "　".join(filter(None, (row["contact"], row["phone"])))
        day = f"{one.day.month}月{one.day.day}日{_half(one)}" if one.day else "未定"
        rows.append((day, row["county"], row.number, row["title"], place, contact))
    add_list(paper, rows, (26, 20, 21, 33, 26, 34))
    paper.add_paragraph(
        f"{desk.campaign.signature.office}　　{day_words(desk.now.astimezone(desk.campaign.zone).date())}"
    )
    return paper_bytes(paper)
