"""Build the workbook from the ledger: xlsxwriter in constant-memory mode, rows in order.

Every text goes out as a string cell: nothing that came by mail can become a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tracker.cases.fields import NOTED
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.sheet.columns import (
    BASE,
    CASES,
    EVIDENCE,
    LISTS,
    OURS,
    SERIAL,
    STAMP,
    Column,
    Context,
    make_stamp,
)
from tracker.sheet.out import pages
from tracker.sheet.out.cover import add_cover
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.layout import (
    HEAD_ROW,
    Head,
    Page,
    Press,
    close_page,
    height,
    list_choices,
    open_book,
    open_page,
    protect,
    safe,
    set_height,
    write_total,
)
from tracker.sheet.out.spool import Spool
from tracker.sheet.out.styles import Styles

SPARE_COLUMNS = 4
MOST_COMMENTED = 5000  # rows with evidence in comments: these alone are held until the book is closed
SPARE_ROWS = 200  # below the last case the lists still apply, for rows that she adds
OWN_LIMIT = 255  # the last column that every spreadsheet program has; all 16,384 take twice the time to write


def build_book(edition: Edition, path: Path, issued: Spool) -> None:
    """Write the workbook to ``path``; ``issued`` is filled with what it shows where it may be edited."""
    with open_book(edition, path, is_large=True) as press:
        press.book.set_custom_property("zhengji-campaign", edition.campaign.id)
        press.book.set_custom_property("zhengji-edition", str(edition.number), "text")
        add_cover(press)
        add_cases(press, issued)
        pages.add_standing(press)
        pages.add_cross(press)
        pages.add_missing(press)
        pages.add_pending(press)
        pages.add_flow(press)
        pages.add_reviewed(press)
        pages.add_base(press, issued)


def add_cases(press: Press, issued: Spool) -> None:
    """案例汇总表: one row a case, editable cells unlocked and coloured, stamp hidden at the end."""
    edition, styles, columns = press.edition, press.styles, press.edition.columns
    own = edition.campaign.own
    headings = [SERIAL, *(own(column.heading) for column in columns)]
    widths = [5.0, *(column.width for column in columns)]
    page = open_page(press, own(CASES), Head(f"{edition.campaign.title}{own(CASES)}", headings, widths))
    sheet = page.sheet
    _unlock_columns(sheet, styles, columns)
    sheet.set_comments_author(edition.campaign.organizer)
    stamp = page.columns  # the column after the last one
    sheet.write_string(HEAD_ROW, stamp, STAMP, styles.hidden)
    row, active, characters = _write_rows(page, issued)
    _add_choices(page, max(row, HEAD_ROW + 1) + SPARE_ROWS)
    places = {column.name: index for index, column in enumerate(columns, 1)}
    totals: dict[int, int | str] = {places["number"]: active, places["characters"]: characters}
    if others := row - HEAD_ROW - active:
        totals[places["remark"]] = f"撤回、重复{others}篇不计"
    write_total(page, row + 1, 0, totals)
    # Sorting by the filter's arrows moves only what lies in its range: the stamps and the first
    # columns of her own must move along.
    sheet.autofilter(HEAD_ROW, 0, max(row, HEAD_ROW), stamp + SPARE_COLUMNS)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    close_page(sheet)
    sheet.print_area(0, 0, row + 1, len(columns))
    protect(sheet)


def _unlock_columns(sheet: Any, styles: Styles, columns: Sequence[Column]) -> None:
    """She may write below the table, and in columns of her own to the right."""
    for index, column in enumerate(columns, 1):
        if column.field or column.key in ("number", "sent"):
            sheet.set_column(index, index, column.width, styles.free)
    stamp = len(columns) + 1
    sheet.set_column(stamp, stamp, 4, None, {"hidden": True})
    used = sheet.dim_colmax
    sheet.set_column(stamp + 1, OWN_LIMIT, 14, styles.free)
    sheet.dim_colmax = used  # else xlsxwriter looks for cells in 16,384 columns of every row


def _write_rows(page: Page, issued: Spool) -> tuple[int, int, int]:
    """One row a case; returns the last row written, the active cases and their characters."""
    sheet, styles, edition, columns = page.sheet, page.styles, page.edition, page.edition.columns
    active = characters = commented = 0
    write_number, write_string = sheet.write_number, sheet.write_string
    write_blank = sheet.write_blank
    plan = [
        (index, column, column.value, _formats(styles, column)) for index, column in enumerate(columns, 1)
    ]
    wrapping = [
        (index, column.width) for index, column, _, _ in plan if not (column.is_middle or column.is_number)
    ]
    row = HEAD_ROW
    for row, (case, context, words) in enumerate(_each_case(edition), HEAD_ROW + 1):
        found_here = (value(case, context) for _, _, value, _ in plan)
        texts: list[Any] = [safe(shown) if isinstance(shown, str) else shown for shown in found_here]
        tall = height([(texts[index - 1], width) for index, width in wrapping], 2)
        set_height(sheet, row, tall)
        write_number(row, 0, case.serial, styles.number)  # the number to order by
        values = case.values
        for (index, column, _, (usual, waiting)), shown in zip(plan, texts, strict=True):
            if column.is_number:
                write_number(row, index, shown, usual)
                continue
            found = values.get(column.field) if column.field else None
            style = waiting if found is not None and found.waits else usual
            if shown:
                write_string(row, index, shown, style)
            else:
                write_blank(row, index, None, style)
        noted = any(name[:2] == NOTED for name in values)
        if noted or (words and commented < MOST_COMMENTED):
            commented += 1
            _write_comments(page, row, case, words)
        write_string(row, page.columns, make_stamp(case, edition.number), styles.hidden)
        issued.add(case.id, case.serial, issued_cells(case, columns, texts))
        if case.status is CaseStatus.ACTIVE:
            active, characters = active + 1, characters + case.characters
    return row, active, characters


def _each_case(edition: Edition) -> Iterator[tuple[CaseRow, Context, dict[str, str]]]:
    for chunk in edition.chunks:
        context = edition.context(chunk)
        for row in chunk.rows:
            yield row, context, chunk.evidence.get(row.version_id, {})


def _formats(styles: Styles, column: Column) -> tuple[Any, Any]:
    """The usual format of a column's cells, and that of a cell that waits for a person."""
    if column.is_number:
        return styles.number, styles.number
    if not column.field:
        usual = styles.middle if column.is_middle else styles.text
        return usual, usual
    if column.is_middle:
        return styles.edit_middle, styles.waiting_middle
    return styles.edit, styles.waiting


def _write_comments(page: Page, row: int, case: CaseRow, evidence: dict[str, str]) -> None:
    """Evidence of the cells that wait, and what she noted on a cell herself."""
    noted = {name[len(NOTED) :]: value.value for name, value in case.values.items() if name.startswith(NOTED)}
    for index, column in enumerate(page.edition.columns, 1):
        words = evidence.get(column.field, "") if column.field else ""
        parts = [f"{EVIDENCE}\n{words}\n{OURS}"] if words else []
        if note := noted.get(column.name, ""):
            parts.append(note)
        if parts:
            text = safe("\n".join(parts))
            options = {
                "font_size": 9,
                "x_scale": 2.2,
                "y_scale": 0.35 + 0.22 * (text.count("\n") + 1 + len(text) // 22),
            }
            page.sheet.write_comment(row, index, text, options)


def _add_choices(page: Page, last: int) -> None:
    """Drop-down lists; a value outside the list is warned of, not refused, so that paste works."""
    counts = {name: len(choices) for name, choices in list_choices(page.edition).items()}
    for index, column in enumerate(page.edition.columns, 1):
        name = "theme" if column.field == "secondary" else column.field
        if counts.get(name):
            letter = chr(ord("A") + LISTS.index(name))
            options = {
                "validate": "list",
                "source": f"={BASE}!${letter}$1:${letter}${counts[name]}",
                "error_type": "warning",
                "error_title": "请核对",
                "error_message": "所填内容不在列表中，回传后可能不被采用。",
            }
            page.sheet.data_validation(HEAD_ROW + 1, index, last, index, options)


def issued_cells(case: CaseRow, columns: Sequence[Column], texts: Sequence[Any]) -> dict[str, str]:
    """What the edition shows of a case where it may be edited, with her notes: for the way back.

    ``texts`` are those of the columns, as they fit a cell.
    """
    shown = {column.field: f"{text}" for column, text in zip(columns, texts, strict=True) if column.field}
    for name, value in case.values.items():
        if name[:2] == NOTED and value.value:
            shown[name] = safe(value.value)
    return shown
