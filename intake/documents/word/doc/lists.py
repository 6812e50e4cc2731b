"""Lists of a Word 97 file, for the counters in word/numbering.py (MS-DOC 2.9.131 PlfLst, 2.9.132 PlfLfo, 2.9.150 LVLF)."""

from __future__ import annotations

import struct
from typing import Final

from intake.documents.word.doc.head import LISTS, USED_LISTS, WORD_97, Fib
from intake.documents.word.numbering import LEVELS, Level, Numbering

MOST_LISTS: Final = 5000
_LIST_BYTES: Final = 28
_LEVEL_BYTES: Final = 28
_USE_BYTES: Final = 16

_FORMATS: Final = {  # MS-OSHARED 2.2.1.3, MSONFC
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 8: "hex",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimal",
    16: "ideographLegalTraditional", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional",
    33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 42: "koreanCounting", 57: "numberInDash", 255: "none",
}  # fmt: skip
_PLACES: Final = {level: f"%{level + 1}" for level in range(LEVELS)}  # of the numbers of the levels
_SUFFIXES: Final = {1: "space", 2: "nothing"}


def read_lists(fib: Fib, table: bytes) -> Numbering:
    """The lists by the number that paragraphs refer to (from 1); none for Word 6 and 95."""
    if fib.version != WORD_97:
        return Numbering({}, {}, {})
    known = _read_definitions(fib, table)
    offset, size = fib.place(USED_LISTS)
    data = table[offset : offset + size]
    count = min(_long(data, 0), MOST_LISTS, max(0, len(data) - 4) // _USE_BYTES)
    levels: dict[str, dict[int, Level]] = {}
    owner: dict[str, str] = {}
    starts: dict[str, dict[int, int]] = {}
    at = 4 + _USE_BYTES * count
    for number in range(count):
        use = 4 + _USE_BYTES * number
        key = str(_long(data, use))
        own, own_starts, at = _read_overrides(data, at + 4, data[use + 12])
        name = str(number + 1)
        levels[name] = known.get(key, {}) | own
        owner[name], starts[name] = key, own_starts
    return Numbering(levels, owner, starts)


def _long(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _read_definitions(fib: Fib, table: bytes) -> dict[str, dict[int, Level]]:
    """List → its levels; these follow the table of lists without being counted in its size."""
    offset, size = fib.place(LISTS)
    count = int.from_bytes(table[offset : offset + 2], "little") if size else 0
    count = min(count, MOST_LISTS)
    at = offset + 2 + _LIST_BYTES * count
    known: dict[str, dict[int, Level]] = {}
    for number in range(count):
        head = offset + 2 + _LIST_BYTES * number
        if at >= len(table):
            break
        levels: dict[int, Level] = {}
        is_simple = table[head + 26] & 1
        for level in range(1 if is_simple else LEVELS):
            found, at = _read_level(table, at)
            if found is None:
                return known
            levels[level] = found
        known[str(_long(table, head))] = levels
    return known


def _read_level(data: bytes, at: int) -> tuple[Level | None, int]:
    """One level and where the next begins; None when the file ends in it."""
    if at + _LEVEL_BYTES + 2 > len(data):
        return None, at
    start, name, flags = struct.unpack_from("<iBB", data, at)
    follows, (run_bytes, paragraph_bytes, restart) = data[at + 15], data[at + 24 : at + 27]
    at += _LEVEL_BYTES + run_bytes + paragraph_bytes
    length = int.from_bytes(data[at : at + 2], "little")
    raw = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    text = raw.translate(_PLACES)
    level = Level(
        start=max(0, start),
        format=_FORMATS.get(name, "decimal"),
        text=text,
        restart=restart if flags & 0x08 else None,
        is_legal=bool(flags & 0x04),
        suffix=_SUFFIXES.get(follows, "tab"),
    )
    return level, at + 2 + 2 * length


def _read_overrides(data: bytes, at: int, count: int) -> tuple[dict[int, Level], dict[int, int], int]:
    """What one use of a list changes: whole levels, or where they start again."""
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for _ in range(min(count, LEVELS)):
        if at + 8 > len(data):
            break
        start, flags = struct.unpack_from("<iI", data, at)
        at += 8
        index = flags & 0xF
        if flags & 0x20:
            found, at = _read_level(data, at)
            if found is None:
                break
            levels[index] = found
        if flags & 0x10:
            starts[index] = levels[index].start if flags & 0x20 else max(0, start)
    return levels, starts, at
