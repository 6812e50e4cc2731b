"""The text of a Word binary file, put together from its pieces (MS-DOC 2.4.1).

One character of the string stands for one character position (CP) of the file, so that positions
found elsewhere can be used as indexes.
"""

from __future__ import annotations

import codecs
import re
import struct
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from intake.documents.word.doc.head import PIECES, WORD_97, Fib
from intake.model.errors import Damaged
from intake.model.limits import Limits
from intake.text.hanzi import weigh

FILLER: Final = "\0"  # stands for the second byte of a double-byte character
MOST_PIECES: Final = 200_000
_PRM: Final = 1  # a grpprl that pieces refer to
_PIECES: Final = 2
_COMPRESSED: Final = 0x4000_0000

_WESTERN: Final = "".join(
    bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(256)
)  # holes stay as they are
_UPPER_CONTROLS: Final = {code: _WESTERN[code] for code in range(0x80, 0xA0)}
_DOUBLE: Final = re.compile("[\x81-\xfe][\x40-\x7e\x80-\xfe]")


class Piece(NamedTuple):
    """A run of characters that stand together in the file."""

    start: int  # CP
    end: int
    offset: int  # byte in the stream
    width: int  # bytes a character
    prm: int = 0


class Pieces(NamedTuple):
    """All pieces in order, and the property lists they refer to."""

    pieces: tuple[Piece, ...]
    properties: tuple[bytes, ...]
    is_cut: bool  # the file ends, or a limit was reached, before its text does
    starts: tuple[int, ...]

    @property
    def end(self) -> int:
        """The position after the last character."""
        return self.pieces[-1].end

    def piece_at(self, position: int) -> Piece | None:
        """The piece that holds a character position, if any does."""
        index = bisect_right(self.starts, position) - 1
        if index < 0 or position >= self.pieces[index].end:
            return None
        return self.pieces[index]


def read_pieces(fib: Fib, table: bytes, limits: Limits) -> Pieces:
    """The pieces of a file; one for everything when it has no table of pieces.

    Raises:
        Damaged: there is no text where the file says.
    """
    offset, size = fib.place(PIECES)
    clx = table[offset : offset + size] if size else b""
    properties, plc = _split_clx(clx)
    raw = _table_of_pieces(plc, fib)
    # A complete table is trusted alone; without one the text stands in one run.
    found, is_cut = _inside(raw or _single(fib), len(fib.main), 2 * limits.text_chars)
    if found and not raw:
        is_cut |= found[-1].end < fib.stories.total
    if not found and raw:
        found, is_cut = _inside(_single(fib), len(fib.main), 2 * limits.text_chars)
        is_cut = True
    if not found:
        raise Damaged("缺少正文")
    return Pieces(tuple(found), properties, is_cut, tuple(piece.start for piece in found))


def _split_clx(clx: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """The property lists and the table of pieces in a CLX."""
    properties = []
    at = 0
    while at + 3 <= len(clx):
        if clx[at] == _PRM:
            size = struct.unpack_from("<H", clx, at + 1)[0]
            properties.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        elif clx[at] == _PIECES and at + 5 <= len(clx):
            size = struct.unpack_from("<I", clx, at + 1)[0]
            return tuple(properties), clx[at + 5 : at + 5 + size]
        else:
            break
    return tuple(properties), b""


def _table_of_pieces(plc: bytes, fib: Fib) -> list[Piece]:
    count = min((len(plc) - 4) // 12, MOST_PIECES)
    if count < 1:
        return []
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    found = []
    at = 4 * ((len(plc) - 4) // 12 + 1)
    for index, (start, end) in enumerate(pairwise(positions)):
        offset, prm = struct.unpack_from("<IH", plc, at + 8 * index + 2)
        width = 2
        if fib.version == WORD_97:
            if offset & _COMPRESSED:
                offset, width = (offset & (_COMPRESSED - 1)) // 2, 1
            offset &= _COMPRESSED - 1
        elif not fib.is_wide:
            width = 1
        found.append(Piece(start, end, offset, width, prm))
    return found


def _single(fib: Fib) -> list[Piece]:
    total = fib.stories.total
    room = max(0, min(fib.text_end, len(fib.main)) - fib.text_start)
    wide = fib.is_wide if fib.is_old else fib.text_end - fib.text_start >= 2 * total > 0
    width = 2 if wide else 1
    return [Piece(0, min(total, room // width) or room // width, fib.text_start, width)]


def _inside(raw: Sequence[Piece], size: int, most: int) -> tuple[list[Piece], bool]:
    """The pieces, or their parts, that stand in the stream and follow each other."""
    found: list[Piece] = []
    position = 0
    is_cut = False
    for piece in raw:
        if piece.start != position or piece.end < piece.start:
            return found, True
        end = min(piece.end, most, piece.start + max(0, size - piece.offset) // piece.width)
        if end > piece.start:
            found.append(piece if end == piece.end else piece._replace(end=end))
        is_cut |= end < piece.end
        if is_cut and end >= most:
            break
        position = piece.end
    return found, is_cut


def text_of(pieces: Pieces, fib: Fib) -> str:
    """All characters, one for each position; gaps left by lost bytes are fillers."""
    parts: list[str] = []
    length = 0
    for piece in pieces.pieces:
        if piece.start > length:
            parts.append(FILLER * (piece.start - length))
        data = fib.main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        parts.append(_decode(data, piece.width, fib))
        length = piece.end
    return "".join(parts)


def _decode(data: bytes, width: int, fib: Fib) -> str:
    if width == 1:
        return decode_bytes_of_piece(data, fib)
    if fib.version != WORD_97:
        code_page = fib.code_page or "gb18030"
        return "".join(_double_or_single(unit, code_page) for unit in _units(data))
    text = data.decode("utf-16-le", "surrogatepass")
    if len(text) * 2 == len(data):
        return text
    return "".join(map(chr, _units(data)))  # characters beyond the BMP take two positions


def _units(data: bytes) -> array[int]:
    units = array("H", data)
    if struct.pack("=H", 1) != b"\1\0":
        units.byteswap()
    return units


def _double_or_single(unit: int, code_page: str) -> str:
    """East Asian Word 95 keeps a double-byte character in one unit, its first byte on top."""
    if unit < 0x8000:
        return chr(unit) if unit < 0x80 else _WESTERN[unit & 0xFF]
    return unit.to_bytes(2, "big").decode(code_page, "replace")[:1]


def decode_bytes_of_piece(data: bytes, fib: Fib) -> str:
    """Text of one-byte characters: Windows-1252, or the double-byte code page it is written in."""
    western = codecs.charmap_decode(data, "strict", _WESTERN)[0]
    if data.isascii():
        return western
    double = _decode_double(data, fib.code_page or "gb18030")
    total, counted = weigh(double.replace(FILLER, ""))
    return double if counted and total > 0 else western


def _decode_double(data: bytes, code_page: str) -> str:
    def decode(pair: re.Match[str]) -> str:
        found = pair[0].encode("latin-1").decode(code_page, "ignore")
        return (found if len(found) == 1 else "\ufffd") + FILLER

    return _DOUBLE.sub(decode, data.decode("latin-1")).translate(_UPPER_CONTROLS)
