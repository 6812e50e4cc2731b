"""The head of a Word binary file: where everything is (MS-DOC 2.5; for Word 6 and 95 the older layout).

All offsets are claims; whoever follows one cuts it to the stream.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

from intake.documents.sniff import IDENT_97
from intake.model.errors import Damaged, Unsupported

WORD_97: Final = 8
WORD_6: Final = 6  # and Word 95
_IDENT_6: Final = 0xA5DC
_IDENTS_ASIAN: Final = range(0xA697, 0xA69A)  # East Asian editions of Word 6 and 95

# Numbers of the tables that are read, the same in both layouts.
STYLES: Final = 1
NOTE_CALLS: Final = 2
SECTIONS: Final = 6
CHARACTERS: Final = 12
PARAGRAPHS: Final = 13
FONTS: Final = 15
PIECES: Final = 33
SHAPES: Final = 40
ENDNOTE_CALLS: Final = 46
BOXES: Final = 56
LISTS: Final = 73
USED_LISTS: Final = 74

_PAIRS_97: Final = 154
_PAIRS_6: Final = 88
_GAP_6: Final = 38  # from this table on, ten bytes stand between
_CODE_PAGES: Final = {
    0x0804: "gb18030", 0x1004: "gb18030",
    0x0404: "cp950", 0x0C04: "big5hkscs", 0x1404: "big5hkscs",
    0x0411: "cp932", 0x0412: "cp949",
}  # fmt: skip


class Stories(NamedTuple):
    """Lengths, in characters, of the parts of the text, which stand in this order."""

    body: int
    notes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int
    header_boxes: int

    @property
    def total(self) -> int:
        """The length of all parts."""
        return sum(self)


class Fib(NamedTuple):
    """What the head of the ``WordDocument`` stream says."""

    version: int
    stories: Stories
    text_start: int  # bytes
    text_end: int
    is_complex: bool
    is_wide: bool  # Word 6 and 95: characters of two bytes
    encrypted: bool
    table_names: tuple[str, ...]  # the table stream, then what may replace it; none: tables in this stream
    main: bytes

    @property
    def code_page(self) -> str:
        """The codec that the language of the file goes with; "" when it says nothing."""
        languages = [_word(self.main, 6)]
        if self.version == WORD_97:
            languages.insert(0, _word(self.main, 60))
        found = next((_CODE_PAGES[language] for language in languages if language in _CODE_PAGES), "")
        return found or ("gb18030" if _word(self.main, 0) in _IDENTS_ASIAN else "")

    @property
    def is_old(self) -> bool:
        """Whether Word 6 or 95 wrote the file."""
        return self.version != WORD_97

    def place(self, number: int) -> tuple[int, int]:
        """Offset and size, in bytes, of a table in the table stream; (0, 0) when there is none."""
        if self.version == WORD_97:
            at = _PAIRS_97 + 8 * number
            if 8 * number + 8 > 8 * _word(self.main, _PAIRS_97 - 2):
                return 0, 0
        else:
            at = _PAIRS_6 + 8 * number + (10 if number >= _GAP_6 else 0)
        if at + 8 > len(self.main):
            return 0, 0
        offset, size = struct.unpack_from("<II", self.main, at)
        return offset, size

    def pages(self, number: int) -> tuple[int, int]:
        """First page and count of pages of a property table, as Word 6 and 95 say them."""
        at = _PAIRS_6 + 8 * _GAP_6 + (2 if number == CHARACTERS else 4)
        return (0, 0) if self.version == WORD_97 else (_word(self.main, at), _word(self.main, at + 4))


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def read_fib(main: bytes) -> Fib:
    """Read the head of the ``WordDocument`` stream.

    Raises:
        Damaged: the stream is too short, or no Word document.
        Unsupported: written by Word 2 or older.
    """
    ident, number = _word(main, 0), _word(main, 2)
    if len(main) < 512:
        raise Damaged
    if ident == IDENT_97 or (ident in {_IDENT_6, *_IDENTS_ASIAN} and number >= 106):
        version, counts = WORD_97, 76
    elif ident == _IDENT_6 or ident in _IDENTS_ASIAN:
        version, counts = WORD_6, 52
    elif ident == 0xA5DB:
        raise Unsupported("Word 2.0 文件")
    else:
        raise Damaged
    flags = _word(main, 10)
    numbers = struct.unpack_from("<8i", main, counts)
    stories = Stories(*[max(0, number) for number in numbers])
    start, end = struct.unpack_from("<II", main, 24)
    return Fib(
        version=version,
        stories=stories,
        text_start=start,
        text_end=end,
        is_complex=bool(flags & 0x0004),
        is_wide=version == WORD_6 and bool(flags & 0x1000),
        encrypted=bool(flags & 0x0100),
        table_names=() if version == WORD_6 else ("1table", "0table")[:: 1 if flags & 0x0200 else -1],
        main=main,
    )
