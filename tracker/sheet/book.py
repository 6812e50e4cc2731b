"""Build the workbook from the ledger: xlsxwriter in constant-memory mode, rows in order.

Every text goes out as a string cell: nothing that came by mail can become a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from intake.campaign import Campaign
from tracker.records import CaseRow
from tracker.sheet.columns import (
    BASE,
    CASES,
    COLUMNS,
    EDITABLE,
    ON_TIME_WORDS,
    STAMP,
    STATUS_CHOICES,
    Column,
    Context,
    theme_label,
)
from tracker.sheet.styles import Styles
from tracker.standing import Standing

HEAD_ROW = 2  # title, unit and date, then the heading
MAX_CELL = 32_000  # Excel's limit is 32767 characters


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One line of 待核事项."""

    handle: str
    title: str
    text: str
    cure: str
    owner: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One line of 收件流水."""

    mail_id: int
    arrived_at: datetime
    sent_at: datetime | None
    sender: str
    subject: str
    kind: str
    cases: str
    answer: str


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything one edition of the workbook shows."""

    campaign: Campaign
    number: int
    made_at: datetime
    cases: Sequence[CaseRow]
    standing: Standing
    files: dict[int, str]
    evidence: dict[int, dict[str, str]]  # version id → field → evidence in words, for waiting cells
    pending: Sequence[PendingRow]
    flow: Iterable[FlowRow]
    contacts: dict[str, tuple[str, str]]  # unit key → contact, phone
    cutoff: str
    workdays_left: int
    choices: dict[str, tuple[str, ...]]  # towns and counties for the drop-down lists


def build_book(edition: Edition, path: Path) -> None:
    """Write the workbook to ``path``."""
    import xlsxwriter

    from tracker.sheet import pages

    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {
            "title": edition.campaign.title,
            "author": edition.campaign.organizer,
            "created": edition.made_at,  # else the machine's clock: no two editions would be the same
        }
    )
    book.set_custom_property("zhengji-edition", str(edition.number))
    styles = Styles(book, edition.campaign)
    pages.add_cover(book, styles, edition)
    add_cases(book, styles, edition)
    pages.add_standing(book, styles, edition)
    pages.add_cross(book, styles, edition)
    pages.add_missing(book, styles, edition)
    pages.add_pending(book, styles, edition)
    pages.add_flow(book, styles, edition)
    pages.add_base(book, styles, edition)
    book.close()


def add_cases(book: Any, styles: Styles, edition: Edition) -> None:
    """案例汇总表: one row a case, editable cells unlocked and coloured, stamp hidden at the end."""
    sheet = book.add_worksheet(CASES)
    context = Context(edition.campaign, edition.files, edition.campaign.zone)
    widths = [6.0, *(column.width for column in COLUMNS), 4.0]
    open_page(sheet, styles, edition, CASES, ["序号", *(c.heading for c in COLUMNS), STAMP], widths)
    last = len(COLUMNS) + 1
    sheet.set_column(last, last, 4, None, {"hidden": True})
    row = HEAD_ROW
    for position, case in enumerate(edition.cases, 1):
        row += 1
        sheet.write_number(row, 0, position, styles.number)
        for index, column in enumerate(COLUMNS, 1):
            _write_cell(sheet, row, index, column, case, context, styles, edition)
        sheet.write_string(row, last, f"{case.serial}.{case.version}.{edition.number}", styles.hidden)
    _add_choices(sheet, edition, HEAD_ROW + 1, max(row, HEAD_ROW + 1) + 200)
    total = sum(case.characters for case in edition.cases)
    sheet.write_string(row + 1, 0, "合计", styles.total_text)
    for index, column in enumerate(COLUMNS, 1):
        if column.heading == "字数":
            sheet.write_number(row + 1, index, total, styles.total)
        elif column.heading == "案例编号":
            sheet.write_number(row + 1, index, len(edition.cases), styles.total)
        else:
            sheet.write_string(row + 1, index, "", styles.total_text)
    sheet.autofilter(HEAD_ROW, 0, max(row, HEAD_ROW), len(COLUMNS))
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    close_page(sheet, len(COLUMNS))
    sheet.protect(
        "",
        {
            "sort": True,
            "autofilter": True,
            "format_columns": True,
            "format_rows": True,
            "insert_rows": True,
            "insert_columns": True,
            "delete_rows": True,
            "select_locked_cells": True,
        },
    )


def _write_cell(
    sheet: Any,
    row: int,
    index: int,
    column: Column,
    case: CaseRow,
    context: Context,
    styles: Styles,
    edition: Edition,
) -> None:
    value = column.value(case, context)
    if column.is_number:
        sheet.write_number(row, index, value, styles.number)
        return
    found = case.values.get(column.field) if column.field else None
    if found is not None and found.waits:
        sheet.write_string(row, index, safe(f"{value}"), styles.waiting)
        words = edition.evidence.get(case.version_id, {}).get(column.field, "")
        if words:
            sheet.write_comment(row, index, words, {"x_scale": 2, "y_scale": 1.5})
    else:
        sheet.write_string(row, index, safe(f"{value}"), styles.edit if column.field else styles.text)


def _add_choices(sheet: Any, edition: Edition, first: int, last: int) -> None:
    """Drop-down lists; a value outside the list is warned of, not refused, so that paste works."""
    campaign = edition.campaign
    lists = {
        "theme": [theme_label(campaign, str(theme.number)) for theme in campaign.themes],
        "secondary": [theme_label(campaign, str(theme.number)) for theme in campaign.themes],
        "level": [level.name for level in campaign.levels],
        "county": [unit.name for unit in campaign.active_units()],
        "status": list(STATUS_CHOICES),
        "on_time": list(ON_TIME_WORDS),
    }
    for index, column in enumerate(COLUMNS, 1):
        options: dict[str, Any] = {"error_type": "warning", "error_message": "请从列表中选择"}
        if column.field in lists:
            sheet.data_validation(
                first, index, last, index, {"validate": "list", "source": lists[column.field], **options}
            )
        elif column.field == "town" and edition.choices.get("town"):
            count = len(edition.choices["town"])
            source = f"={BASE}!$A$1:$A${count}"
            sheet.data_validation(
                first, index, last, index, {"validate": "list", "source": source, **options}
            )


def open_page(
    sheet: Any,
    styles: Styles,
    edition: Edition,
    title: str,
    headings: Sequence[str],
    widths: Sequence[float],
) -> None:
    """Title, unit and date, heading: the first three rows of every page."""
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    shown = len(headings) - (1 if headings[-1] == STAMP else 0)
    sheet.set_row(0, 32)
    sheet.merge_range(0, 0, 0, shown - 1, f"{edition.campaign.title}{title}", styles.title)
    local = edition.made_at.astimezone(edition.campaign.zone)
    sheet.write_string(1, 0, f"填报单位：{edition.campaign.organizer}", styles.plain)
    sheet.write_string(1, shown - 1, f"填报日期：{local.year}年{local.month}月{local.day}日", styles.right)
    sheet.set_row(HEAD_ROW, 24)
    for index, heading in enumerate(headings):
        sheet.write_string(HEAD_ROW, index, heading, styles.head)


def close_page(sheet: Any, last_column: int) -> None:
    """A4 landscape, one page wide, heading repeated, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEAD_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C第&P页 共&N页")
    sheet.set_default_row(20)
    del last_column


def safe(text: str) -> str:
    """Text that no program takes for a formula, and that fits a cell."""
    cleaned = "".join(c for c in text if c in "\n\t" or c >= " ")[:MAX_CELL]
    if cleaned[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cleaned
    return cleaned


def editable_values(case: CaseRow, context: Context) -> list[str]:
    """What the editable columns show, for the hidden base sheet and the way back."""
    return [safe(str(column.value(case, context))) for column in EDITABLE]
