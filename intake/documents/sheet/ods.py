"""Spreadsheets in OpenDocument (ISO/IEC 26300): .ods of LibreOffice and some office machines."""

from __future__ import annotations

from typing import Final

from intake.documents.packages.stream import local, stream
from intake.documents.packages.xml import Package
from intake.documents.sheet.cells import Full, Room, Sheet, Workbook
from intake.model.errors import Damaged
from intake.model.limits import Limits

ODS_CONTENT: Final = "content.xml"
MOST_SHEETS: Final = 250
MOST_REPEATED: Final = 1000  # copies of a row or cell with text that are taken
FARTHEST: Final = 1 << 20  # rows and columns beyond are none
MOST_SPACES: Final = 100

_VALUES: Final = ("string-value", "value")  # programs that write no text in a cell write these
_SHAPES: Final = frozenset({"frame", "custom-shape"})

Attributes = dict[str, str]


def read_ods(package: Package, limits: Limits) -> Workbook:
    """The sheets of an .ods.

    Raises:
        Damaged: no sheet can be read.
        Encrypted, OverLimit: as :meth:`intake.documents.packages.xml.Package.beginning`.
    """
    reader = _Reader(Room.of(limits))
    try:
        whole = stream(package, ODS_CONTENT, limits, reader.start, reader.end, reader.text)
    except Full:
        whole = False
    if not reader.sheets:
        raise Damaged("未找到工作表")
    if not whole:
        reader.sheets[-1].is_cut = True
    return Workbook("ods", reader.sheets, damaged=package.damaged)


def _number(attributes: Attributes, name: str, most: int) -> int:
    raw = attributes.get(name, "1")
    return max(1, min(int(raw), most)) if raw.isdecimal() and len(raw) < 12 else 1


class _Reader:
    """Fills sheets from the events of the content part."""

    def __init__(self, room: Room) -> None:
        self.sheets: list[Sheet] = []
        self._room = room
        self._hidden: set[str] = set()  # table styles that hide
        self._style = ""
        self._row = self._column = 0
        self._cells: list[tuple[int, int, str]] = []  # of the open row: column, copies, text
        self._rows = self._copies = 1
        self._value = ""
        self._stored = ""  # a value that no text in the cell shows
        self._is_formula = False
        self._lines: list[str] = []
        self._depth = 0  # inside a cell
        self._paragraphs = 0
        self._aside = 0  # inside a comment
        self._drawn = 0  # inside something drawn above the cells

    def start(self, name: str, attributes: Attributes) -> None:
        plain = {local(key): value for key, value in attributes.items()}
        name = local(name)
        if name == "style":
            self._style = plain.get("name", "")
        elif name == "table-properties" and plain.get("display") == "false":
            self._hidden.add(self._style)
        elif name == "table" and not self._depth:
            self._begin_sheet(plain)
        elif self.sheets:
            self._start_inside(name, plain)

    def _begin_sheet(self, attributes: Attributes) -> None:
        if len(self.sheets) >= MOST_SHEETS:
            raise Full
        hidden = attributes.get("style-name", "") in self._hidden
        self.sheets.append(Sheet(attributes.get("name", ""), hidden))
        self._row = 0

    def _start_inside(self, name: str, attributes: Attributes) -> None:
        if name == "table-row" and not self._depth:
            self._rows = _number(attributes, "number-rows-repeated", FARTHEST)
            self._column = 0
            self._cells.clear()
        elif name in {"table-cell", "covered-table-cell"}:
            self._depth += 1
            if self._depth == 1:
                self._begin_cell(attributes)
        elif name == "annotation":
            self._aside += 1
        elif name in _SHAPES:
            self._drawn += 1
        elif name == "p" and (self._depth or self._drawn) and not self._aside:
            self._paragraphs += 1
            self._lines.append("")
        elif name in {"s", "tab", "line-break"} and self._paragraphs:
            blanks = " " * _number(attributes, "c", MOST_SPACES)
            self._lines[-1] += {"s": blanks, "tab": "\t"}.get(name, "\n")

    def _begin_cell(self, attributes: Attributes) -> None:
        self._copies = _number(attributes, "number-columns-repeated", FARTHEST)
        self._value = attributes.get("date-value", "")
        self._stored = next((attributes[name] for name in _VALUES if name in attributes), "")
        self._is_formula = "formula" in attributes
        self._lines.clear()
        wide = _number(attributes, "number-columns-spanned", FARTHEST)
        high = _number(attributes, "number-rows-spanned", FARTHEST)
        if wide > 1 or high > 1:
            self.sheets[-1].merge((self._row, self._row + high - 1, self._column, self._column + wide - 1))

    def end(self, name: str) -> None:
        name = local(name)
        if not self.sheets:
            return
        if name == "annotation":
            self._aside = max(0, self._aside - 1)
        elif name in _SHAPES:
            self._drawn = max(0, self._drawn - 1)
        elif name == "p" and self._paragraphs:
            self._paragraphs -= 1
            if self._drawn and self._lines and (box := self._lines.pop().strip()):
                self.sheets[-1].boxes.append(box)
        elif name in {"table-cell", "covered-table-cell"}:
            self._depth = max(0, self._depth - 1)
            if not self._depth:
                self._end_cell()
        elif name == "table-row" and not self._depth:
            self._end_row()

    def _end_cell(self) -> None:
        text = "\n".join(self._lines)
        if self._value and text:
            day, _, clock = self._value.partition("T")
            text = f"{day} {clock[:5]}" if clock and ":" in text else day
        text = text if text.strip() else self._stored
        if not text.strip() and self._is_formula:
            self.sheets[-1].unvalued.append((self._row, self._column))
        if text.strip():
            self._cells.append((self._column, min(self._copies, MOST_REPEATED), text))
        self._column = min(self._column + self._copies, FARTHEST)

    def _end_row(self) -> None:
        if self._cells:
            for row in range(self._row, self._row + min(self._rows, MOST_REPEATED)):
                for column, copies, text in self._cells:
                    for at in range(column, column + copies):
                        self.sheets[-1].put(row, at, text, self._room)
        self._row = min(self._row + self._rows, FARTHEST)

    def text(self, data: str) -> None:
        if self._paragraphs and self._lines and not self._aside:
            self._lines[-1] += data
