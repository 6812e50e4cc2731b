"""Spreadsheets: rows as a person sees them, label → value of forms filled in on a sheet.

The bytes decide between OOXML (.xlsx, new .et), OpenDocument (.ods) and BIFF (.xls, old .et),
whatever the name says; each is read by its own module into plain cells, and understood here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from intake.documents.blocks.line import begun_page, tabled
from intake.documents.packages.xml import open_package
from intake.documents.result import Text
from intake.documents.sheet.cells import Workbook
from intake.documents.sheet.ods import ODS_CONTENT, read_ods
from intake.documents.sheet.xls import read_xls
from intake.documents.sheet.xlsx import read_xlsx
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form
from intake.model.case import Doubt, Picture, Row
from intake.model.limits import Limits

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DEFAULT_NAME: Final = re.compile(r"(sheet|工作表|table|表)\s*\d*", re.I)
_GAP: Final = re.compile(r"(?<=[^\x00-\x7f])\s++|(?<!\s)\s++(?=[^\x00-\x7f])")
LEAST_FORM: Final = 2  # pairs that make a sheet a form
LEAST_LIST: Final = 2  # rows with two cells or more that make a sheet a list


def read_sheet(content: bytes, limits: Limits) -> Text:
    """The visible sheets of a workbook as lines with tabs, and as rows or pairs.

    Cells are shown as on the screen: numbers by their format, dates as yyyy-mm-dd. A list gives
    its rows from its head on, the value of merged cells in each of them; a form gives pairs.
    Hidden sheets are left out and named in a note.

    Raises:
        Encrypted: the workbook has a password.
        Damaged: no sheet can be read.
        OverLimit: larger, or with more parts, than allowed.
        Unsupported: written by a program older than Excel 5, or in an uncommon packing.
    """
    if content.startswith(_OLE):
        return _text(read_xls(content, limits))
    package = open_package(content, limits)
    if package.has(ODS_CONTENT) and not package.has("xl/workbook.xml"):
        return _text(read_ods(package, limits))
    return _text(read_xlsx(package, limits))


def _text(workbook: Workbook) -> Text:
    shown = [(sheet, sheet.grid()) for sheet in workbook.sheets if not sheet.hidden]
    shown = [(sheet, grid) for sheet, grid in shown if grid]
    lines: list[str] = []
    rows: list[Row] = []
    pairs: list[tuple[str, str]] = []
    for number, (sheet, grid) in enumerate(shown):
        head = header_row(grid)
        own = [*tabled(grid, _lines(grid, head)), *sheet.boxes]
        if len(shown) > 1 and not _DEFAULT_NAME.fullmatch(sheet.name.strip()):
            own.insert(0, sheet.name)
        if number and own:
            own[0] = begun_page(own[0])
        lines += own
        found, of_form = _understand(grid, head)
        rows += found
        pairs += of_form
    for sheet in workbook.sheets:
        if not sheet.hidden and sheet.boxes and not any(sheet is one for one, _ in shown):
            lines += sheet.boxes
    return Text(
        text="\n".join(lines),
        reader=workbook.reader,
        pairs=tuple(pairs),
        rows=tuple(rows),
        pictures=tuple(Picture(name) for name in workbook.pictures),
        pages=len(shown),
        doubts=tuple(_doubts(workbook)),
        lines=lines,
    )


def _doubts(workbook: Workbook) -> Iterator[Doubt]:
    hidden = [sheet.name for sheet in workbook.sheets if sheet.hidden and sheet.cells]
    if hidden:
        names = "、".join(f"“{name}”" for name in hidden[:5]) + ("等" if len(hidden) > 5 else "")
        yield Doubt("repaired", detail=f"隐藏的工作表{names}未读取")
    empty = [place for sheet in workbook.sheets if not sheet.hidden for place in sheet.unvalued]
    if empty:
        cells = "、".join(f"{column_letters(column)}{row + 1}" for row, column in empty[:5])
        more = f"等{len(empty)}格" if len(empty) > 5 else ""
        yield Doubt("repaired", detail=f"{cells}{more}是公式，没有存下结果，未读出")
    if any(sheet.is_cut for sheet in workbook.sheets):
        yield Doubt("partial", detail="表格过大，只读取了前面部分")
    if workbook.damaged:
        yield Doubt("partial", detail="文件不完整，已读出可读部分")
    if workbook.macros:
        yield Doubt("macro")


def column_letters(column: int) -> str:
    """A, Z, AA for 0, 25, 26."""
    letters = ""
    while column >= 0:
        column, at = divmod(column, 26)
        letters = chr(ord("A") + at) + letters
        column -= 1
    return letters


def _lines(grid: Sequence[Sequence[Cell]], head: int | None) -> Iterator[str]:
    """The text of a sheet; in a list every column keeps its place."""
    first = len(grid) if head is None else head
    for cells in grid[:first]:
        yield from lines_of_row(cells)
    for cells in grid[first:]:
        texts: list[str] = []
        for cell in cells:
            shown = "" if cell.continues else " ".join(cell.text.split())
            texts += [shown, *[""] * (cell.span - 1)]
        yield "\t".join(texts).rstrip("\t")


def _understand(grid: Sequence[Sequence[Cell]], head: int | None) -> tuple[list[Row], list[tuple[str, str]]]:
    """The rows of a list, or the pairs of a form, or neither for prose."""
    flat = list(_flatten(grid))
    if head is not None:
        return list(_rows_of_list(grid[head:], flat[head:])), []
    pairs = list(pairs_of_form(grid))
    if len(pairs) >= LEAST_FORM:
        return [], pairs
    if sum(sum(bool(text) for text in row) > 1 for row in flat) >= LEAST_LIST:
        return [Row(tuple(row)) for row in flat], pairs
    return [], pairs


def _flatten(grid: Sequence[Sequence[Cell]]) -> Iterator[list[str]]:
    """Rows with one text for each column; what is merged downwards is repeated, across is not."""
    above: list[str] = []
    for cells in grid:
        texts: list[str] = []
        for cell in cells:
            at = len(texts)
            if cell.continues:
                texts += (above[at : at + cell.span] + [""] * cell.span)[: cell.span]
            else:
                texts += [" ".join(cell.text.split()), *[""] * (cell.span - 1)]
        yield texts
        above = texts


def _rows_of_list(grid: Sequence[Sequence[Cell]], flat: Sequence[list[str]]) -> Iterator[Row]:
    """The head, its two rows joined if it has two, and the data; notes set across are left to the text."""
    first = 1
    heads = [_tight(text) for text in flat[0]]
    if len(grid) > 1 and any(cell.span > 1 for cell in grid[0]) and any(cell.continues for cell in grid[1]):
        first = 2
        uppers = [_tight(cell.text) for cell in grid[0] for _ in range(cell.span)]
        lowers = [_tight(text) for text in flat[1]]
        heads = [
            lower if lower and upper in lower else upper + lower
            for upper, lower in zip(uppers, lowers, strict=False)
        ]
    yield Row(tuple(heads))
    for cells, texts in zip(grid[first:], flat[first:], strict=True):
        filled = [cell for cell in cells if cell.text]
        is_note = len(filled) == 1 and filled[0].span > 1 and 2 * filled[0].span >= len(texts)
        if not is_note:
            yield Row(tuple(texts))


def _tight(text: str) -> str:
    """A label without the blanks and line ends it is set with: 联 系 / 电 话."""
    return _GAP.sub("", text.strip())
