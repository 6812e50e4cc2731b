"""Workbooks in OOXML (ISO/IEC 29500, transitional and strict) that were sent in."""

from __future__ import annotations

import posixpath
import re
from typing import Final

from intake.documents.packages.stream import relations
from intake.documents.packages.xml import Package
from intake.documents.sheet.cells import Area, CellKind, Full, Room, Sheet, Workbook
from intake.documents.sheet.xlsx_cells import BINARY, XlsxBook, lost_sheets, open_book
from intake.model.errors import Damaged, Unsupported
from intake.model.limits import Limits

MOST_SHARED: Final = 1_000_000  # texts that cells may share
MOST_SHEETS: Final = 250
MOST_PICTURES: Final = 200
_PICTURE: Final = re.compile(r"xl/media/[^/]+\.(png|jpe?g|gif|bmp|tiff?)", re.I)


def read_xlsx(package: Package, limits: Limits) -> Workbook:
    """The sheets of an .xlsx, .xlsm or new .et.

    Raises:
        Damaged: no sheet can be read.
        Unsupported: the workbook is in its binary form.
        Encrypted, OverLimit: as :meth:`intake.documents.packages.xml.Package.read`.
    """
    if package.has(BINARY):
        raise Unsupported("二进制工作簿（.xlsb）")
    workbook = Workbook("xlsx", _read_sheets(open_book(package, limits, MOST_SHARED), limits))
    if not workbook.sheets:
        raise Damaged("未找到工作表")
    if package.damaged and not any(sheet.cells for sheet in workbook.sheets):
        raise Damaged
    names = package.names()
    workbook.pictures = tuple(
        posixpath.basename(name) for name in names if _PICTURE.fullmatch(name.lstrip("/"))
    )[:MOST_PICTURES]
    workbook.macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    workbook.damaged = package.damaged
    return workbook


def _read_sheets(book: XlsxBook, limits: Limits) -> list[Sheet]:
    listed = book.sheets
    if not listed:
        listed = tuple(lost_sheets(book.package))
        book.package.damaged |= bool(listed)
    room = Room.of(limits)
    sheets = []
    for name, hidden, part in listed[:MOST_SHEETS]:
        if book.package.has(part):
            sheet = Sheet(name, hidden)
            try:
                sheet.is_cut |= not book.read_cells(part, _Filler(sheet, room))
            except Full:
                sheet.is_cut = True
            _read_boxes(book, part, sheet)
            sheets.append(sheet)
    if len(listed) > MOST_SHEETS:
        sheets.append(Sheet("", is_cut=True))
    return sheets


class _Filler:
    """Puts the cells of a part into a sheet, as long as there is room."""

    def __init__(self, sheet: Sheet, room: Room) -> None:
        self._sheet = sheet
        self._room = room

    def row(self, _: int) -> None:
        """Rows tell nothing that their cells do not."""

    def cell(self, row: int, column: int, text: str, kind: CellKind) -> None:
        if not text and kind is CellKind.FORMULA:
            self._sheet.unvalued.append((row, column))
        if text:
            self._sheet.put(row, column, text, self._room)

    def merge(self, area: Area) -> None:
        self._sheet.merge(area)


def _read_boxes(book: XlsxBook, part: str, sheet: Sheet) -> None:
    """Text boxes drawn over a sheet (DrawingML)."""
    for kind, target in relations(book.package, part).values():
        root = book.tree(target) if kind == "drawing" else None
        for body in root.iter("{*}txBody") if root is not None else ():
            for paragraph in body.iter("{*}p"):
                line = "".join(node.text or "" for node in paragraph.iter("{*}t")).strip()
                if line:
                    sheet.boxes.append(line)
