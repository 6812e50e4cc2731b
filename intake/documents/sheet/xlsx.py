"""Workbooks in OOXML (ISO/IEC 29500, transitional and strict), streamed cell by cell.

Elements are told by their local names, so that strict files and odd prefixes read alike. What
the file says of its size (dimension, spans, counts) is not believed. Nothing outside is followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.packages.stream import local, relations, stream
from intake.documents.packages.xml import Package
from intake.documents.sheet.cells import Full, Room, Sheet, Workbook
from intake.documents.sheet.numbers import BUILT_IN, GENERAL, show_number
from intake.model.errors import Damaged, Unsupported
from intake.model.limits import Limits

MOST_SHARED: Final = 1_000_000  # texts that cells may share
MOST_SHEETS: Final = 250
BINARY_PART: Final = "xl/workbook.bin"
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ISO/IEC 29500-1, 22.9.2.19
_PICTURE: Final = re.compile(r"xl/media/[^/]+\.(png|jpe?g|gif|bmp|tiff?)", re.I)
MOST_PICTURES: Final = 200


def read_xlsx(package: Package, limits: Limits) -> Workbook:
    """The sheets of an .xlsx, .xlsm or new .et.

    Raises:
        Damaged: no sheet can be read.
        Unsupported: the workbook is in its binary form.
        Encrypted, OverLimit: as :meth:`intake.documents.packages.xml.Package.read`.
    """
    if package.has(BINARY_PART):
        raise Unsupported("二进制工作簿（.xlsb）")
    book = _Book(package, limits)
    workbook = Workbook("xlsx", [sheet for sheet in book.sheets() if sheet is not None])
    if not workbook.sheets:
        raise Damaged("未找到工作表")
    if package.damaged and not any(sheet.cells for sheet in workbook.sheets):
        raise Damaged
    return finish(workbook, package)


def finish(workbook: Workbook, package: Package) -> Workbook:
    """Note what the package holds besides its sheets."""
    names = package.names()
    workbook.pictures = tuple(
        posixpath.basename(name) for name in names if _PICTURE.fullmatch(name.lstrip("/"))
    )[:MOST_PICTURES]
    workbook.macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    workbook.damaged = package.damaged
    return workbook


@dataclass(slots=True)
class _Book:
    """A package with what all its sheets share."""

    package: Package
    limits: Limits
    formats: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    from_1904: bool = False

    def sheets(self) -> Iterator[Sheet]:
        main = next((t for k, t in relations(self.package, "").values() if k == "officeDocument"), "")
        main = main if self.package.has(main) else "xl/workbook.xml"
        targets = relations(self.package, main)
        by_kind = dict(targets.values())
        self.formats = read_formats(self._tree(by_kind.get("styles", "xl/styles.xml")))
        self._read_shared(by_kind.get("sharedStrings", "xl/sharedStrings.xml"))
        room = Room.of(self.limits)
        listed = list(self._listed(main, targets)) or list(self._lying_about())
        for name, hidden, part in listed[:MOST_SHEETS]:
            sheet = Sheet(name, hidden)
            if self.package.has(part):
                _SheetParts(self, sheet, room).read(part)
                self._read_boxes(part, sheet)
                yield sheet
        if len(listed) > MOST_SHEETS:
            yield Sheet("", is_cut=True)

    def _listed(self, main: str, targets: dict[str, tuple[str, str]]) -> Iterator[tuple[str, bool, str]]:
        root = self._tree(main)
        if root is None:
            return
        for node in root.iter("{*}workbookPr"):
            self.from_1904 = node.get("date1904", "0") in {"1", "true", "on"}
        for node in root.iter("{*}sheet"):
            by_local = {local(str(key)): str(value) for key, value in node.attrib.items()}
            kind, part = targets.get(by_local.get("id", ""), ("", ""))
            if kind == "worksheet":
                yield by_local.get("name", ""), by_local.get("state", "visible") != "visible", part

    def _lying_about(self) -> Iterator[tuple[str, bool, str]]:
        """Sheets of a package whose list of sheets is lost."""
        found = [
            (int(match[1] or 0), name)
            for name in self.package.names()
            if (
                match := re.fullmatch(
                    r"(?:/?xl/)?worksheets/[a-z]*(\d{0,6})\.xml", name.replace("\\", "/"), re.I
                )
            )
        ]
        for _, name in sorted(found):
            self.package.damaged = True
            yield "", False, name

    def _tree(self, part: str) -> etree._Element | None:
        try:
            return self.package.xml(part) if self.package.has(part) else None
        except Damaged:
            self.package.damaged = True
            return None

    def _read_shared(self, part: str) -> None:
        if not self.package.has(part):
            return
        texts = _SharedTexts(self.shared)
        stream(self.package, part, self.limits, texts.start, texts.end, texts.text)

    def _read_boxes(self, part: str, sheet: Sheet) -> None:
        """Text boxes drawn over a sheet (DrawingML)."""
        for kind, target in relations(self.package, part).values():
            root = self._tree(target) if kind == "drawing" else None
            for body in root.iter("{*}txBody") if root is not None else ():
                for paragraph in body.iter("{*}p"):
                    line = "".join(node.text or "" for node in paragraph.iter("{*}t")).strip()
                    if line:
                        sheet.boxes.append(line)


def read_formats(root: etree._Element | None) -> list[str]:
    """The number format code of every cell style, by its index."""
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


class _SharedTexts:
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
        elif name == "rPh":
            self._aside += 1
        self._taking = name == "t" and not self._aside

    def end(self, name: str) -> None:
        name = local(name)
        self._taking = False
        if name == "rPh":
            self._aside = max(0, self._aside - 1)
        elif name == "si" and len(self.found) < MOST_SHARED:
            self.found.append(unescape("".join(self._pieces)))

    def text(self, data: str) -> None:
        if self._taking:
            self._pieces.append(data)


class _SheetParts:
    """Fills one sheet from the events of its part."""

    def __init__(self, book: _Book, sheet: Sheet, room: Room) -> None:
        self.book = book
        self.sheet = sheet
        self.room = room
        self._row = self._column = -1
        self._kind = ""
        self._style = 0
        self._pieces: list[str] = []
        self._taking = False
        self._aside = 0

    def read(self, part: str) -> None:
        try:
            if not stream(self.book.package, part, self.book.limits, self.start, self.end, self.text):
                self.sheet.is_cut = True
        except Full:
            self.sheet.is_cut = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._taking = not self._aside
        elif name == "row":
            number = attributes.get("r", "")
            self._row = max(int(number) - 1, 0) if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = -1
        elif name == "rPh":
            self._aside += 1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        name = local(name)
        if name == "c":
            if self._pieces:
                shown = self._shown("".join(self._pieces))
                self.sheet.put(self._row, self._column, shown, self.room)
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
            self._column = column_number(place[1])
            self._row = max(int(place[2]) - 1, 0)
        else:
            self._column, self._row = self._column + 1, max(self._row, 0)
        self._kind = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdecimal() and len(style) < 8 else 0
        self._pieces.clear()

    def _shown(self, raw: str) -> str:
        if self._kind == "s":
            at = int(raw) if raw.strip().isdecimal() and len(raw) < 10 else -1
            return self.book.shared[at] if 0 <= at < len(self.book.shared) else ""
        if self._kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if self._kind == "d":
            return raw.strip().replace("T", " ").removesuffix(" 00:00:00")
        if self._kind != "n":
            return unescape(raw)
        try:
            value = float(raw)
        except ValueError:
            return raw
        formats = self.book.formats
        code = formats[self._style] if self._style < len(formats) else GENERAL
        return show_number(value, code, from_1904=self.book.from_1904)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, two = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if one and two:
            rows = sorted((int(one[2]) - 1, int(two[2]) - 1))
            columns = sorted((column_number(one[1]), column_number(two[1])))
            self.sheet.merge((rows[0], rows[1], columns[0], columns[1]))


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
