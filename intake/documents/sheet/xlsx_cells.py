"""The cells of an OOXML workbook (ISO/IEC 29500), streamed: text, kind, merged areas.

Shared by the reader of workbooks that are sent in and by the one of our own workbook when it comes
back; what either keeps of it, and when it has had enough, is theirs. Elements are told by their
local names, so that strict files and odd prefixes read alike. What the file says of its size
(dimension, spans, counts) is not believed. Nothing outside is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from lxml import etree

from intake.documents.packages.stream import local, relations, stream
from intake.documents.packages.xml import Package
from intake.documents.sheet.cells import Area, CellKind
from intake.documents.sheet.numbers import BUILT_IN, GENERAL, is_moment, show_number
from intake.model.errors import Damaged
from intake.model.limits import Limits

MAIN: Final = "xl/workbook.xml"
BINARY: Final = "xl/workbook.bin"
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ISO/IEC 29500-1, 22.9.2.19
_LOST_SHEET: Final = re.compile(r"(?:/?xl/)?worksheets/[a-z]*(\d{0,6})\.xml", re.I)


class Listed(NamedTuple):
    """A sheet as the workbook lists it, and the part that holds its cells."""

    name: str
    hidden: bool
    part: str


class Taker(Protocol):
    """Who takes what a sheet holds; whatever it raises ends the reading of the sheet."""

    def row(self, number: int) -> None:
        """A row begins; rows count from 0."""

    def cell(self, row: int, column: int, text: str, kind: CellKind) -> None:
        """A cell as it is shown, empty ones included; its place counts from 0."""

    def merge(self, area: Area) -> None:
        """A merged area; these come after the cells."""


@dataclass(slots=True)
class XlsxBook:
    """A workbook package with what all its sheets share."""

    package: Package
    limits: Limits
    sheets: tuple[Listed, ...] = ()
    texts: list[str] = field(default_factory=list)  # that cells share
    formats: list[str] = field(default_factory=list)  # number format of each cell style
    moments: list[bool] = field(default_factory=list)  # whether it shows a date or a time
    from_1904: bool = False
    is_cut: bool = False  # there are more shared texts than may be taken

    def read_cells(self, part: str, taker: Taker) -> bool:
        """Hand over one sheet; False if its part is longer than may be read.

        Raises:
            Damaged, Encrypted, OverLimit: as :func:`intake.documents.packages.stream.stream`.
        """
        cells = _Cells(self, taker)
        return stream(self.package, part, self.limits, cells.start, cells.end, cells.text)

    def tree(self, part: str) -> etree._Element | None:
        """The root of a part; None if there is none, or nothing of it can be saved."""
        try:
            return self.package.xml(part) if self.package.has(part) else None
        except Damaged:
            self.package.damaged = True
            return None


def open_book(package: Package, limits: Limits, most_texts: int) -> XlsxBook:
    """Read what the sheets share, at most so many texts; the package notes what is damaged.

    Raises:
        Encrypted, OverLimit: as :meth:`intake.documents.packages.xml.Package.read`.
    """
    main = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), "")
    main = main if package.has(main) else MAIN
    targets = relations(package, main)
    by_kind = dict(targets.values())
    book = XlsxBook(package, limits)
    book.formats = _read_formats(book.tree(by_kind.get("styles", "xl/styles.xml")))
    book.moments = [is_moment(code) for code in book.formats]
    shared = by_kind.get("sharedStrings", "xl/sharedStrings.xml")
    if package.has(shared):
        texts = _SharedTexts(book.texts, most_texts)
        try:
            book.is_cut = not stream(package, shared, limits, texts.start, texts.end, texts.text)
        except _Full:
            book.is_cut = True
    root = book.tree(main)
    if root is not None:
        book.from_1904 = any(
            node.get("date1904", "0") in {"1", "true", "on"} for node in root.iter("{*}workbookPr")
        )
        book.sheets = tuple(_listed(root, targets))
    return book


def _listed(root: etree._Element, targets: dict[str, tuple[str, str]]) -> Iterator[Listed]:
    for node in root.iter("{*}sheet"):
        by_local = {local(str(key)): str(value) for key, value in node.attrib.items()}
        kind, part = targets.get(by_local.get("id", ""), ("", ""))
        if kind == "worksheet":
            yield Listed(by_local.get("name", ""), by_local.get("state", "visible") != "visible", part)


def lost_sheets(package: Package) -> list[Listed]:
    """Sheets of a package whose list of sheets is lost, in the order of their numbers."""
    found = [
        (int(match[1] or 0), name)
        for name in package.names()
        if (match := _LOST_SHEET.fullmatch(name.replace("\\", "/")))
    ]
    return [Listed("", hidden=False, part=name) for _, name in sorted(found)]


def _read_formats(root: etree._Element | None) -> list[str]:
    if root is None:
        return []
    codes = dict(BUILT_IN)
    for node in root.iter("{*}numFmt"):
        number = node.get("numFmtId", "")
        if number.isdecimal() and len(number) < 10 and node.getparent() is not None:
            codes[int(number)] = node.get("formatCode", GENERAL)
    for styles in root.iter("{*}cellXfs"):
        numbers = [node.get("numFmtId", "0") for node in styles.iterchildren("{*}xf")]
        return [codes.get(int(n), GENERAL) if n.isdecimal() and len(n) < 10 else GENERAL for n in numbers]
    return []


def unescape(text: str) -> str:
    """``_x000D_`` and its like as the characters they stand for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def read_place(reference: str) -> tuple[int, int] | None:
    """Row and column of ``B3``, both from 0; None for what is no reference."""
    found = _REFERENCE.fullmatch(reference)
    return (max(int(found[2]) - 1, 0), _column_number(found[1])) if found else None


@lru_cache(maxsize=1024)
def _column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Full(Exception):
    """No more shared texts may be taken."""


class _SharedTexts:
    """Collects the shared strings; readings of ideographs (rPh) are no text."""

    def __init__(self, found: list[str], most: int) -> None:
        self.found = found
        self.most = most
        self._pieces: list[str] = []
        self._taking = False
        self._aside = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        name = local(name)
        if name == "si":
            self._pieces.clear()
            if len(self.found) >= self.most:
                raise _Full
        elif name == "rPh":
            self._aside += 1
        self._taking = name == "t" and not self._aside

    def end(self, name: str) -> None:
        name = local(name)
        self._taking = False
        if name == "rPh":
            self._aside = max(0, self._aside - 1)
        elif name == "si":
            self.found.append(unescape("".join(self._pieces)))

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)


class _Cells:
    """Hands over one sheet from the events of its part."""

    def __init__(self, book: XlsxBook, taker: Taker) -> None:
        self.book = book
        self.taker = taker
        self._row = self._column = -1
        self._kind = ""
        self._style = 0
        self._formula = False
        self._pieces: list[str] = []
        self._taking = False
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._taking = not self._aside
        elif name == "f":
            self._formula = True
        elif name == "row":
            number = attributes.get("r", "")
            self._row = max(int(number) - 1, 0) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = -1
            self.taker.row(self._row)
        elif name == "rPh":
            self._aside += 1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        name = local(name)
        if name == "c":
            text, kind = self._shown("".join(self._pieces)) if self._pieces else ("", CellKind.TEXT)
            if self._formula and kind is not CellKind.ERROR:
                kind = CellKind.FORMULA
            self.taker.cell(self._row, self._column, text, kind)
        elif name in {"v", "t"}:
            self._taking = False
        elif name == "rPh":
            self._aside = max(0, self._aside - 1)

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place:
            self._row, self._column = max(int(place[2]) - 1, 0), _column_number(place[1])
        else:
            self._row, self._column = max(self._row, 0), self._column + 1
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() and len(style) < 8 else 0
        self._formula = False
        self._pieces.clear()

    def _shown(self, raw: str) -> tuple[str, CellKind]:
        if self._kind == "s":
            at = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
            return self.book.texts[at] if 0 <= at < len(self.book.texts) else "", CellKind.TEXT
        if self._kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE", CellKind.TEXT
        if self._kind == "d":
            return raw.strip().replace("T", " ").removesuffix(" 00:00:00"), CellKind.DATE
        if self._kind != "n":
            return unescape(raw), CellKind.ERROR if self._kind == "e" else CellKind.TEXT
        try:
            value = float(raw)
        except ValueError:
            return raw, CellKind.TEXT
        known = self._style < len(self.book.formats)
        code = self.book.formats[self._style] if known else GENERAL
        kind = CellKind.DATE if known and self.book.moments[self._style] else CellKind.NUMBER
        return show_number(value, code, from_1904=self.book.from_1904), kind

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, two = read_place(first), read_place(last)
        if one and two:
            rows, columns = sorted((one[0], two[0])), sorted((one[1], two[1]))
            self.taker.merge((rows[0], rows[1], columns[0], columns[1]))
