"""Read a returned .xlsx (Excel, WPS, LibreOffice) into grids, inside limits.

Streamed; entities, macros, links to other files and embedded objects end in a refusal. Sheets
whose first rows do not look like ours are left after these rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from intake.documents.packages.stream import relations
from intake.documents.packages.xml import Package, open_package
from intake.documents.sheet.cells import Area, CellKind
from intake.documents.sheet.xlsx_cells import BINARY, MAIN, XlsxBook, open_book, read_place, unescape
from intake.model.errors import Damaged, OverLimit, Unsupported
from intake.model.limits import MIB, Limits
from tracker.sheet.back.grid import Book, Cell, Grid

MOST_CELLS: Final = 4_000_000  # elements, empty ones included
MOST_TEXTS: Final = 2_000_000
MOST_KNOWN: Final = 200_000
MOST_MERGES: Final = 20_000
MOST_NOTES: Final = 20_000
PART_BYTES: Final = 160 * MIB  # of one sheet: 100,000 cases take about 90
LOOK_ROWS: Final = 20  # rows in which the heading must stand
_REFUSED: Final = (
    (re.compile(r"vbaproject\.bin$|/macrosheets/|/dialogsheets/"), "含有宏，请另存为不带宏的 .xlsx 后重试"),
    (re.compile(r"/externallinks/|/connections\.xml$|/querytables/"), "引用了其他文件或数据源，请粘贴为数值、断开链接后重试"),
    (re.compile(r"/embeddings/|/activex/|/ctrlprops/"), "嵌入了其他文件或控件，请删除后重试"),
)  # fmt: skip


class _Enough(Exception):
    """The sheet is none of ours."""


def read_xlsx_grids(content: bytes, limits: Limits, wanted: Callable[[Grid], bool]) -> Book:
    """The sheets for which ``wanted`` says yes after their first rows.

    Raises:
        Damaged, Encrypted, OverLimit, Unsupported: the workbook is refused; says why.
    """
    limits = replace(limits, xml_part_bytes=PART_BYTES)
    package = open_package(content, limits)
    if package.damaged:
        raise Damaged
    names = tuple(f"/{name.lower()}" for name in package.names())
    for pattern, why in _REFUSED:
        if any(pattern.search(name) for name in names):
            raise Unsupported(why)
    if package.has(BINARY):
        raise Unsupported("二进制工作簿（.xlsb），请另存为 .xlsx")
    if package.has("content.xml") or not package.has(MAIN):
        raise Unsupported("不是 Excel 工作簿，请另存为 .xlsx")
    book = open_book(package, limits, MOST_TEXTS)
    if book.is_cut:
        raise OverLimit("表格过大")
    found = _read_grids(book, wanted)
    if package.damaged:
        raise Damaged
    return found


def _read_grids(book: XlsxBook, wanted: Callable[[Grid], bool]) -> Book:
    reader = _Reader(wanted, MOST_CELLS)
    found = Book(properties=_properties(book.package), editor=_editor(book.package))
    for name, _, part in book.sheets:
        if not book.package.has(part):
            continue
        grid = Grid(name)
        try:
            if not book.read_cells(part, _Filler(reader, grid)):
                raise OverLimit("表格过大")
        except _Enough:
            continue
        if wanted(grid):
            _read_notes(book.package, part, grid)
            found.grids.append(grid)
    return found


@dataclass(slots=True)
class _Reader:
    """What the sheets of one workbook share while they are read."""

    wanted: Callable[[Grid], bool]
    left: int  # rows and cells that may still come
    known: dict[tuple[str, CellKind], Cell] = field(default_factory=dict)  # cells that say the same are one


class _Filler:
    """Puts the cells of a part into a grid, until the sheet proves to be none of ours."""

    def __init__(self, reader: _Reader, grid: Grid) -> None:
        self._reader = reader
        self._grid = grid
        self._looked = False

    def row(self, number: int) -> None:
        """Count it, and look whether the sheet is ours once the rows of its heading are there."""
        self._reader.left -= 1
        if number > LOOK_ROWS and not self._looked:
            if not self._reader.wanted(self._grid):
                raise _Enough
            self._looked = True

    def cell(self, row: int, column: int, text: str, kind: CellKind) -> None:
        """Count it, and keep it if it holds something."""
        reader = self._reader
        reader.left -= 1
        if reader.left < 0:
            raise OverLimit("单元格过多")
        key = (text.strip(), kind)
        if not key[0] and kind is not CellKind.FORMULA:
            return
        known = reader.known.get(key)
        if known is None:
            if len(reader.known) > MOST_KNOWN:
                reader.known.clear()
            known = reader.known[key] = Cell(*key)
        if row in self._grid.cells:
            self._grid.cells[row][column] = known
        else:
            self._grid.cells[row] = {column: known}

    def merge(self, area: Area) -> None:
        """Note a merged area."""
        if len(self._grid.merges) < MOST_MERGES:
            self._grid.merges.append(area)


def _read_notes(package: Package, part: str, grid: Grid) -> None:
    for kind, target in relations(package, part).values():
        if kind != "comments" or not package.has(target):
            continue
        grid.has_notes = True
        for node in package.xml(target).iter("{*}comment"):
            place = read_place(node.get("ref", ""))
            text = "".join(piece.text or "" for piece in node.iter("{*}t")).strip()
            if place and text and len(grid.notes) < MOST_NOTES:
                grid.notes[place] = unescape(text)


def _properties(package: Package) -> dict[str, str]:
    if not package.has("docProps/custom.xml"):
        return {}
    return {
        node.get("name", ""): "".join(str(text) for text in node.itertext()).strip()
        for node in package.xml("docProps/custom.xml").iter("{*}property")
    }


def _editor(package: Package) -> str:
    if package.has("docProps/core.xml"):
        for node in package.xml("docProps/core.xml").iter("{*}lastModifiedBy"):
            return (node.text or "").strip()[:60]
    return ""
