"""Workbooks in BIFF5 and BIFF8: .xls of Excel 5 to 2003, old .et of WPS.

Read straight from the records (MS-XLS), so that only what is there is held in memory and number
formats are known. Macros are noted by their storage and never looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from intake.documents.packages.compound import Compound
from intake.documents.sheet.biff_strings import Pieces, read_boxed, read_shared, short_text, wide_text
from intake.documents.sheet.cells import Full, Room, Sheet, Workbook
from intake.documents.sheet.numbers import BUILT_IN, GENERAL, show_number
from intake.model.errors import Damaged, Encrypted, OverLimit, Unsupported
from intake.model.limits import Limits
from intake.text.charset import decode_bytes

_BOF, _EOF, _BOUNDSHEET, _FILEPASS, _CONTINUE = 0x809, 0x0A, 0x85, 0x2F, 0x3C
_CODEPAGE, _DATEMODE, _FORMAT, _XF, _SST = 0x42, 0x22, 0x41E, 0xE0, 0xFC
_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD
_FORMULA, _STRING, _BOOLERR, _MERGED, _TXO = 0x06, 0x207, 0x205, 0xE5, 0x1B6
_BIFF8 = 0x600
MOST_RECORDS: Final = 3_000_000
MOST_SHEETS: Final = 250
NO_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - with it Excel locks what opens without one (MS-XLS 2.2.10)
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_CODEPAGES: Final = {1200: "utf-16-le", 936: "gb18030", 950: "cp950", 932: "cp932", 949: "cp949"}


def read_xls(content: bytes, limits: Limits) -> Workbook:
    """The sheets of a BIFF workbook in an OLE2 file.

    Raises:
        Damaged: no workbook stream, or no sheet in it can be read.
        Encrypted: it has a password.
        OverLimit: it has more records than allowed.
        Unsupported: it was written by a program older than Excel 5.
    """
    data, macros = _stream(content)
    try:
        workbook = _read(data, limits)
    except Encrypted:
        workbook = _read(_stream(_unlock(content))[0], limits)
    workbook.macros = macros
    return workbook


def _stream(content: bytes) -> tuple[bytes, bool]:
    """The workbook stream, and whether there are macros."""
    package = Compound(content)
    data = package.read("workbook") or package.read("book")  # Excel 5 and 95 call it Book
    if not data:
        raise Damaged("缺少工作簿")
    return data, "_vba_project_cur" in package.entries


def _unlock(content: bytes) -> bytes:
    import msoffcrypto

    target = BytesIO()
    try:
        locked = msoffcrypto.OfficeFile(BytesIO(content))
        locked.load_key(password=NO_PASSWORD)
        locked.decrypt(target)
    except Exception as error:  # msoffcrypto raises whatever a broken cipher leads to
        raise Encrypted from error  # a real password, or a cipher that is not known
    return target.getvalue()


def _read(data: bytes, limits: Limits) -> Workbook:
    book = _Book(data, limits, MOST_RECORDS)
    book.read_globals()
    workbook = Workbook("xls", list(book.sheets()))
    workbook.damaged = book.damaged
    if not workbook.sheets or (book.damaged and not any(sheet.cells for sheet in workbook.sheets)):
        raise Damaged
    return workbook


@dataclass(slots=True)
class _Book:
    """The workbook stream with what its sheets share."""

    data: bytes = field(repr=False)
    limits: Limits
    records_left: int
    biff8: bool = True
    charset: str = "gb18030"
    from_1904: bool = False
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)  # format number of each cell style
    shared: list[str] = field(default_factory=list)
    listed: list[tuple[int, bool, str]] = field(default_factory=list)  # offset, hidden, name
    damaged: bool = False

    def records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Records from an offset up to the end of their substream, inner ones included."""
        data, end, depth = self.data, len(self.data), 0
        while at + 4 <= end:
            kind, length = struct.unpack_from("<HH", data, at)
            at += 4
            self.records_left -= 1
            if self.records_left < 0:
                raise OverLimit("记录过多")
            if at + length > end:
                break
            yield kind, data[at : at + length]
            at += length
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
        self.damaged = True

    def read_globals(self) -> None:
        """The part before the sheets.

        Raises:
            Damaged, Encrypted, Unsupported: as :func:`read_xls`.
        """
        first = next(self.records(0), (0, b""))
        if first[0] != _BOF or len(first[1]) < 4:
            raise Unsupported("Excel 5.0 以前的表格") if first[0] in {0x09, 0x209, 0x409} else Damaged()
        self.biff8 = _word(first[1], 0) == _BIFF8
        strings = Pieces()
        last = 0
        for kind, body in self.records(0):
            if kind == _CONTINUE and last == _SST:
                strings.add(body)
                continue
            if kind == _FILEPASS:
                raise Encrypted
            if kind == _SST:
                strings.add(body)
            else:
                self._take_global(kind, body)
            last = kind
        self.shared = read_shared(strings)

    def _take_global(self, kind: int, body: bytes) -> None:
        if kind == _BOUNDSHEET and len(body) > 7:
            if body[5] == 0 and len(self.listed) < MOST_SHEETS:  # a worksheet, no chart or macro sheet
                self.listed.append((_double(body, 0), body[4] & 3 != 0, self._name(body[6:])))
        elif kind == _CODEPAGE and len(body) >= 2:
            page = _word(body, 0)
            self.charset = _CODEPAGES.get(page, f"cp{page}" if page in range(1250, 1259) else "gb18030")
        elif kind == _DATEMODE and len(body) >= 2:
            self.from_1904 = _word(body, 0) == 1
        elif kind == _FORMAT and len(body) > 3:
            self.codes[_word(body, 0)] = (
                wide_text(body[2:]) if self.biff8 else self._bytes(body[3 : 3 + body[2]])
            )
        elif kind == _XF and len(body) >= 4:
            self.styles.append(_word(body, 2))

    def _name(self, body: bytes) -> str:
        return short_text(body) if self.biff8 else self._bytes(body[1 : 1 + body[0]])

    def _bytes(self, raw: bytes) -> str:
        try:
            return raw.decode(self.charset)
        except (UnicodeDecodeError, LookupError):
            return decode_bytes(raw, "gb18030").text

    def sheets(self) -> Iterator[Sheet]:
        """The worksheets in the order of their tabs."""
        room = Room.of(self.limits)
        for offset, hidden, name in self.listed:
            sheet = Sheet(name, hidden)
            if offset < len(self.data):
                try:
                    _Cells(self, sheet, room).read(offset)
                except Full:
                    sheet.is_cut = True
            else:
                self.damaged = True
            yield sheet

    def text_of(self, body: bytes, at: int) -> str:
        """A string with a length of two bytes inside a cell record."""
        if self.biff8:
            return wide_text(body[at:])
        return self._bytes(body[at + 2 : at + 2 + _word(body, at)])

    def number(self, value: float, style: int) -> str:
        """A number by the format of a cell style."""
        code = self.codes.get(self.styles[style], GENERAL) if style < len(self.styles) else GENERAL
        return show_number(value, code, from_1904=self.from_1904)


class _Cells:
    """Fills one sheet from its records."""

    def __init__(self, book: _Book, sheet: Sheet, room: Room) -> None:
        self.book = book
        self.sheet = sheet
        self.room = room
        self._waiting: tuple[int, int] | None = None  # the formula whose text follows
        self._box: Pieces | None = None

    def read(self, offset: int) -> None:
        """Take every record of the substream that begins at ``offset``."""
        depth = 0
        for kind, body in self.book.records(offset):
            depth += (kind == _BOF) - (kind == _EOF)
            if depth > 1:
                continue  # a chart drawn into the sheet
            if self._box is not None:
                if kind == _CONTINUE:
                    self._box.add(body)
                    continue
                self._end_box()
            try:
                self._take(kind, body)
            except (struct.error, IndexError):
                self.book.damaged = True
        self._end_box()

    def _end_box(self) -> None:
        if self._box is not None:
            self.sheet.boxes += [line for line in read_boxed(self._box).split("\n") if line.strip()]
            self._box = None

    def _take(self, kind: int, body: bytes) -> None:
        if kind == _MERGED:
            self._merge(body)
        elif kind == _TXO:
            self._box = Pieces()
            self._box.add(body)
        elif kind == _STRING:
            if self._waiting:
                self.sheet.put(*self._waiting, self.book.text_of(body, 0), self.room)
            self._waiting = None
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            for number in range((len(body) - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * number)
                self._put(row, first + number, self.book.number(_unpack_rk(packed), style))
        elif kind in _CELLS:
            self._take_cell(kind, body)

    def _take_cell(self, kind: int, body: bytes) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        if kind == _LABELSST:
            at = _double(body, 6)
            self._put(row, column, self.book.shared[at] if at < len(self.book.shared) else "")
        elif kind in {_LABEL, _RSTRING}:
            self._put(row, column, self.book.text_of(body, 6))
        elif kind == _NUMBER:
            self._put(row, column, self.book.number(struct.unpack_from("<d", body, 6)[0], style))
        elif kind == _RK:
            self._put(row, column, self.book.number(_unpack_rk(_double(body, 6)), style))
        elif kind == _BOOLERR:
            shown = _ERRORS.get(body[6], "") if body[7] else ("TRUE" if body[6] else "FALSE")
            self._put(row, column, shown)
        else:
            self._take_formula(row, column, style, body[6:14])

    def _take_formula(self, row: int, column: int, style: int, result: bytes) -> None:
        """The stored result: a number, or what its first byte tells (MS-XLS 2.5.133)."""
        self._waiting = None
        if result[6:8] != b"\xff\xff":
            self._put(row, column, self.book.number(struct.unpack("<d", result)[0], style))
        elif result[0] == 0:
            self._waiting = (row, column)
        elif result[0] == 1:
            self._put(row, column, "TRUE" if result[2] else "FALSE")
        elif result[0] == 2:
            self._put(row, column, _ERRORS.get(result[2], ""))

    def _put(self, row: int, column: int, text: str) -> None:
        self.sheet.put(row, column, text, self.room)

    def _merge(self, body: bytes) -> None:
        for number in range(min(_word(body, 0), (len(body) - 2) // 8)):
            self.sheet.merge(struct.unpack_from("<HHHH", body, 2 + 8 * number))


_CELLS: Final = frozenset({_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _BOOLERR, _FORMULA})


def _word(body: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", body, at)[0])


def _double(body: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", body, at)[0])


def _unpack_rk(packed: int) -> float:
    """A number in four bytes (MS-XLS 2.5.217)."""
    if packed & 2:
        value = float((packed >> 2) - ((packed >> 2 & 0x20000000) << 1))
    else:
        value = float(struct.unpack("<d", b"\0\0\0\0" + (packed & 0xFFFFFFFC).to_bytes(4, "little"))[0])
    return value / 100 if packed & 1 else value
