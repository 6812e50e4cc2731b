"""Read a returned .xlsx (Excel, WPS, LibreOffice) into grids, inside limits.

Streamed; entities, macros, links to other files and embedded objects end in a refusal. Sheets
whose first rows do not look like ours are left after these rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from intake.documents.packages.stream import local, relations, stream
from intake.documents.packages.xml import Package, open_package
from intake.documents.sheet.numbers import GENERAL, show_number
from intake.documents.sheet.xlsx import column_number, read_formats, unescape
from intake.model.errors import Damaged, OverLimit, Unsupported
from intake.model.limits import MIB, Limits
from tracker.sheet.back.grid import Book, Cell, CellKind, Grid

MOST_CELLS: Final = 4_000_000  # elements, empty ones included
MOST_TEXTS: Final = 2_000_000
MOST_KNOWN: Final = 200_000
MOST_MERGES: Final = 20_000
MOST_NOTES: Final = 20_000
PART_BYTES: Final = 160 * MIB  # of one sheet: 100,000 cases take about 90
LOOK_ROWS: Final = 20  # rows in which the heading must stand
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DATE_CODE: Final = re.compile(r"[ymdhs年月日时分]", re.I)
_ASIDE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_REFUSED: Final = (
    (re.compile(r"vbaproject\.bin$|/macrosheets/|/dialogsheets/"), "含有宏，请另存为不带宏的 .xlsx 后重试"),
    (re.compile(r"/externallinks/|/connections\.xml$|/querytables/"), "引用了其他文件或数据源，请粘贴为数值、断开链接后重试"),
    (re.compile(r"/embeddings/|/activex/|/ctrlprops/"), "嵌入了其他文件或控件，请删除后重试"),
)  # fmt: skip


numbered = lru_cache(maxsize=1024)(column_number)


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
    if package.has("xl/workbook.bin"):
        raise Unsupported("二进制工作簿（.xlsb），请另存为 .xlsx")
    if package.has("content.xml") or not package.has("xl/workbook.xml"):
        raise Unsupported("不是 Excel 工作簿，请另存为 .xlsx")
    return _Reader(package, limits, wanted).read()


class _Reader:
    def __init__(self, package: Package, limits: Limits, wanted: Callable[[Grid], bool]) -> None:
        self.package = package
        self.limits = limits
        self.wanted = wanted
        self.texts: list[str] = []
        self.dates: list[bool] = []
        self.codes: list[str] = []
        self.left = MOST_CELLS
        self.known: dict[tuple[str, CellKind], Cell] = {}  # cells that say the same are one object
        self.from_1904 = False

    def read(self) -> Book:
        targets = relations(self.package, "xl/workbook.xml")
        by_kind = dict(targets.values())
        styles = by_kind.get("styles", "xl/styles.xml")
        if self.package.has(styles):
            self.codes = read_formats(self.package.xml(styles))
            self.dates = [bool(_DATE_CODE.search(_ASIDE.sub("", code))) for code in self.codes]
        shared = by_kind.get("sharedStrings", "xl/sharedStrings.xml")
        if self.package.has(shared):
            texts = _Texts(self.texts)
            self._stream(shared, texts.start, texts.end, texts.text)
        book = Book(properties=self._properties(), editor=self._editor())
        for name, part in self._sheets(targets):
            if self.package.has(part):
                grid = self._grid(name, part)
                if grid is not None:
                    book.grids.append(grid)
        if self.package.damaged:
            raise Damaged
        return book

    def _sheets(self, targets: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
        root = self.package.xml("xl/workbook.xml")
        for node in root.iter("{*}workbookPr"):
            self.from_1904 = node.get("date1904", "0") in {"1", "true", "on"}
        found = []
        for node in root.iter("{*}sheet"):
            by_local = {local(str(key)): str(value) for key, value in node.attrib.items()}
            kind, part = targets.get(by_local.get("id", ""), ("", ""))
            if kind == "worksheet":
                found.append((by_local.get("name", ""), part))
        return found

    def _grid(self, name: str, part: str) -> Grid | None:
        grid = Grid(name)
        cells = _Cells(self, grid)
        try:
            self._stream(part, cells.start, cells.end, cells.text)
        except _Enough:
            return None
        if not self.wanted(grid):
            return None
        self._notes(part, grid)
        return grid

    def _stream(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> None:
        if not stream(self.package, part, self.limits, start, end, text):
            raise OverLimit("表格过大")

    def _notes(self, part: str, grid: Grid) -> None:
        for kind, target in relations(self.package, part).values():
            if kind != "comments" or not self.package.has(target):
                continue
            grid.has_notes = True
            for node in self.package.xml(target).iter("{*}comment"):
                place = _REFERENCE.fullmatch(node.get("ref", ""))
                text = "".join(piece.text or "" for piece in node.iter("{*}t")).strip()
                if place and text and len(grid.notes) < MOST_NOTES:
                    grid.notes[int(place[2]) - 1, column_number(place[1])] = unescape(text)

    def _properties(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.package.has("docProps/custom.xml"):
            for node in self.package.xml("docProps/custom.xml").iter("{*}property"):
                found[node.get("name", "")] = "".join(str(text) for text in node.itertext()).strip()
        return found

    def _editor(self) -> str:
        if self.package.has("docProps/core.xml"):
            for node in self.package.xml("docProps/core.xml").iter("{*}lastModifiedBy"):
                return (node.text or "").strip()[:60]
        return ""


class _Texts:
    """Collects the shared strings; readings of ideographs (rPh) are no text."""

    def __init__(self, found: list[str]) -> None:
        self.found = found
        self._pieces: list[str] = []
        self._taking = False
        self._aside = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        name = local(name)
        if name == "si":
            self._pieces.clear()
            if len(self.found) >= MOST_TEXTS:
                raise OverLimit("表格过大")
        elif name == "rPh":
            self._aside += 1
        self._taking = name == "t" and not self._aside

    def end(self, name: str) -> None:
        name = local(name)
        self._taking = False
        if name == "rPh":
            self._aside -= 1
        elif name == "si":
            self.found.append(unescape("".join(self._pieces)))

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)


class _Cells:
    """Fills one grid from the events of its part."""

    def __init__(self, reader: _Reader, grid: Grid) -> None:
        self.reader = reader
        self.grid = grid
        self._row = self._column = -1
        self._kind = ""
        self._style = 0
        self._formula = False
        self._looked = False
        self._taking = False
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._begin(attributes)
        elif name in {"v", "t"}:
            self._taking = True
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self._row + 1
        self._column = -1
        self.reader.left -= 1
        if self._row > LOOK_ROWS and not self._looked:
            if not self.reader.wanted(self.grid):
                raise _Enough
            self._looked = True

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, two = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if one and two and len(self.grid.merges) < MOST_MERGES:
            rows = int(one[2]) - 1, int(two[2]) - 1
            self.grid.merges.append((*rows, numbered(one[1]), numbered(two[1])))

    def _begin(self, attributes: dict[str, str]) -> None:
        self.reader.left -= 1
        if self.reader.left < 0:
            raise OverLimit("单元格过多")
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place:
            self._column, self._row = numbered(place[1]), int(place[2]) - 1
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() and len(style) < 8 else 0
        self._formula = False
        self._pieces.clear()

    def end(self, name: str) -> None:
        name = local(name)
        if name in {"v", "t"}:
            self._taking = False
        elif name == "c" and (self._pieces or self._formula):
            cell = self._cell("".join(self._pieces))
            if cell.text or cell.kind is CellKind.FORMULA:
                self.grid.cells.setdefault(self._row, {})[self._column] = cell

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)

    def _cell(self, raw: str) -> Cell:
        kind, text = self._shown(raw)
        if self._formula and kind is not CellKind.ERROR:
            kind = CellKind.FORMULA
        key = (text.strip(), kind)
        known = self.reader.known
        if key not in known:
            if len(known) > MOST_KNOWN:
                known.clear()
            known[key] = Cell(*key)
        return known[key]

    def _shown(self, raw: str) -> tuple[CellKind, str]:
        texts = self.reader.texts
        if self._kind == "s":
            at = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
            return CellKind.TEXT, texts[at] if 0 <= at < len(texts) else ""
        if self._kind == "b":
            return CellKind.TEXT, "TRUE" if raw.strip() == "1" else "FALSE"
        if self._kind == "e":
            return CellKind.ERROR, raw.strip()
        if self._kind == "d":
            return CellKind.DATE, raw.strip().replace("T", " ").removesuffix(" 00:00:00")
        if self._kind != "n":
            return CellKind.TEXT, unescape(raw)
        try:
            value = float(raw)
        except ValueError:
            return CellKind.TEXT, raw
        return self._number(value)

    def _number(self, value: float) -> tuple[CellKind, str]:
        codes = self.reader.codes
        code = codes[self._style] if self._style < len(codes) else GENERAL
        dated = self._style < len(codes) and self.reader.dates[self._style] and code != GENERAL
        shown = show_number(value, code, from_1904=self.reader.from_1904)
        return CellKind.DATE if dated else CellKind.NUMBER, shown
