"""What every page of the workbook shares: title rows, paper, footer, safe text, row heights."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from tracker.cases.values import theme_label
from tracker.sheet.columns import ON_TIME_WORDS, STATUS_CHOICES
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.styles import Styles

HEAD_ROW = 2  # title, unit and date, then the heading
MAX_CELL = 32_000  # Excel's limit is 32767 characters
LINE_HEIGHT = 15.0  # points, for 五号
LEAST_HEIGHT = 21.0
MOST_LINES = 12
A4 = 9
# What XML 1.0 cannot hold, and the carriage return that Excel shows as a box.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def safe(text: str) -> str:
    """Text that fits a cell. Always written as a string cell, so that it never is a formula."""
    if text.isprintable() and len(text) <= MAX_CELL:
        return text
    return _UNFIT.sub("", text)[:MAX_CELL]


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column of ``width`` half-width characters."""
    room = max(1.0, width - 0.6)
    return sum(max(1, -int(-_width(part) // room)) for part in text.split("\n"))


def _width(text: str) -> int:
    return len(text.encode("gbk", "replace"))


def height(cells: Sequence[tuple[str, float]], least: int = 1) -> float:
    """Height in points of a row whose longest texts and widths these are, of ``least`` lines at least."""
    most = least
    for text, width in cells:
        if 2 * len(text) > width - 0.6 or "\n" in text:  # else one line, whatever its characters
            most = max(most, lines(text, width))
    return max(LEAST_HEIGHT, min(most, MOST_LINES) * LINE_HEIGHT + 4)


@dataclass(frozen=True, slots=True)
class Press:
    """An edition on its way into a file. xlsxwriter has no types of its own."""

    book: Any
    styles: Styles
    edition: Edition


@dataclass(frozen=True, slots=True)
class Page:
    """One page of it."""

    sheet: Any
    styles: Styles
    edition: Edition
    columns: int


@dataclass(frozen=True, slots=True)
class Head:
    """How a page begins: its title, and the headings with their widths in half-width characters."""

    title: str
    headings: Sequence[str]
    widths: Sequence[float]


@contextmanager
def open_book(edition: Edition, path: Path, *, is_large: bool = False) -> Iterator[Press]:
    """A new workbook at ``path``; a large one is written row by row and cannot be gone back in."""
    import xlsxwriter

    options = {"constant_memory": is_large, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties(
        {
            "title": edition.campaign.title,
            "author": edition.campaign.organizer,
            "created": edition.made_at,  # else the machine's clock: no two editions would be the same
        }
    )
    yield Press(book, Styles(book, edition.campaign), edition)
    book.close()


def open_page(press: Press, name: str, head: Head) -> Page:
    """A new page with its first three rows: title, unit and date, headings."""
    sheet, styles, campaign = press.book.add_worksheet(name), press.styles, press.edition.campaign
    sheet.row_sizes = RowSizes()
    for index, width in enumerate(head.widths):
        sheet.set_column(index, index, width)
    last = len(head.headings) - 1
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, last, head.title, styles.title)
    sheet.set_row(1, 20)
    local = press.edition.made_at.astimezone(campaign.zone)
    sheet.write_string(1, 0, f"填报单位：{campaign.organizer}", styles.plain)
    sheet.write_string(1, last, f"填报日期：{local.year}年{local.month}月{local.day}日", styles.right)
    sheet.set_row(HEAD_ROW, height([*zip(head.headings, head.widths, strict=False), ("", 1)]) + 4)
    for index, heading in enumerate(head.headings):
        sheet.write_string(HEAD_ROW, index, heading, styles.head)
    return Page(sheet, styles, press.edition, len(head.headings))


def set_height(sheet: Any, row: int, points: float) -> None:
    """The height of one row of very many, written in order.

    xlsxwriter keeps a record of each until the book is closed, also in constant-memory mode. That of a
    row that is on disk already is let go.
    """
    sheet.set_row(row, points)
    sheet.row_info.pop(row - 2, None)


class RowSizes:
    """Row → height and whether it is hidden, by which comments are placed: two bytes a row, for a few kinds of rows.

    Stands where xlsxwriter has a dictionary, whose entries took a hundred bytes a row until the book was closed.
    """

    def __init__(self) -> None:
        self._kinds: dict[tuple[float, bool], int] = {}
        self._sizes: list[list[float | bool]] = [[]]
        self._rows = array("H")

    def __contains__(self, row: int) -> bool:
        return row < len(self._rows) and self._rows[row] > 0

    def __getitem__(self, row: int) -> list[float | bool]:
        return self._sizes[self._rows[row]]

    def __setitem__(self, row: int, size: list[float | bool]) -> None:
        kind = self._kinds.setdefault((size[0], bool(size[1])), len(self._sizes))
        if kind == len(self._sizes):
            self._sizes.append(size)
        if (missing := row + 1 - len(self._rows)) > 0:
            self._rows.extend(repeat(0, missing))
        self._rows[row] = kind

    def __len__(self) -> int:
        return len(self._rows)


def close_page(sheet: Any, *, repeat: bool = True, one_page: bool = False) -> None:
    """A4 landscape, one page wide, heading repeated, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1 if one_page else 0)
    if repeat:
        sheet.repeat_rows(0, HEAD_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.65, bottom=0.65)
    sheet.set_footer("&C第&P页 共&N页")
    sheet.center_horizontally()


def write_total(page: Page, row: int, label_column: int, totals: Mapping[int, int | str]) -> None:
    """合计 as the last row; columns without a total stay empty."""
    page.sheet.set_row(row, 22)
    for column in range(page.columns):
        value = totals.get(column, "合计" if column == label_column else None)
        style = page.styles.total if isinstance(value, int) else page.styles.total_text
        page.sheet.write(row, column, value, style)


def list_choices(edition: Edition) -> dict[str, tuple[str, ...]]:
    """What each drop-down list offers: field → choices.

    They stand on the hidden sheet, because Excel takes at most 255 characters of a list in the rule
    itself.
    """
    campaign = edition.campaign
    return {
        "town": edition.choices.get("town", ()),
        "county": edition.choices.get("county", ()),
        "theme": tuple(theme_label(campaign, str(theme.number)) for theme in campaign.themes),
        "level": tuple(level.name for level in campaign.levels),
        "status": STATUS_CHOICES,
        "on_time": ON_TIME_WORDS,
    }


def protect(sheet: Any) -> None:
    """Lock what is not unlocked, without a password."""
    allowed = (
        "sort", "autofilter", "format_cells", "format_columns", "format_rows", "insert_rows",
        "insert_columns", "delete_rows", "delete_columns", "objects", "select_locked_cells",
    )  # fmt: skip
    sheet.protect("", dict.fromkeys(allowed, True))
