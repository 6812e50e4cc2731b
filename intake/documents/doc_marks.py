"""Marks on runs and paragraphs of a Word 97 file: deleted, hidden, end of a table row, centred.

They stand in pages of 512 bytes (FKP) that two tables point to (MS-DOC 2.4.6.1, 2.4.6.2, 2.9.42, 2.9.175).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from intake.documents.doc_fib import CHARACTERS, PARAGRAPHS, WORD_97, Fib
from intake.documents.doc_pieces import Pieces

PAGE: Final = 512
MOST_PAGES: Final = 20_000
_DELETED: Final = 0x0800
_HIDDEN: Final = 0x083C
_ROW_END: Final = 0x2417
_IN_TABLE: Final = 0x2416
_INNER_ROW_END: Final = 0x244C
_INNER_CELL: Final = 0x244B
_ALIGNED: Final = (0x2403, 0x2461)
_BREAK_BEFORE: Final = 0x2407
_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_LONG: Final = 0xD608  # sprmTDefTable says its length in two bytes


@dataclass(frozen=True, slots=True)
class Span:
    """Character positions with what is said of them, by property number."""

    start: int
    end: int
    properties: dict[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found, each in order of position."""

    gone: tuple[tuple[int, int], ...]  # deleted or hidden
    rows: frozenset[int]  # positions of marks that end a table row
    cells: frozenset[int]  # positions of paragraph marks that end a cell of an inner table
    inner_rows: frozenset[int]
    in_table: tuple[tuple[int, int], ...]
    centred: tuple[tuple[int, int], ...]
    new_page: tuple[tuple[int, int], ...]


def read_marks(fib: Fib, table: bytes, pieces: Pieces) -> Marks:
    """The marks of a file; none for Word 6 and 95, whose properties are numbered otherwise."""
    if fib.version != WORD_97:
        return Marks((), frozenset(), frozenset(), frozenset(), (), (), ())
    runs = list(_spans(fib, table, pieces, CHARACTERS))
    paragraphs = list(_spans(fib, table, pieces, PARAGRAPHS))
    gone = [
        (s.start, s.end) for s in runs if s.properties.get(_DELETED) == 1 or s.properties.get(_HIDDEN) == 1
    ]
    return Marks(
        gone=tuple(sorted(gone)),
        rows=frozenset(s.end - 1 for s in paragraphs if s.properties.get(_ROW_END) == 1),
        cells=frozenset(s.end - 1 for s in paragraphs if s.properties.get(_INNER_CELL) == 1),
        inner_rows=frozenset(s.end - 1 for s in paragraphs if s.properties.get(_INNER_ROW_END) == 1),
        in_table=tuple(sorted((s.start, s.end) for s in paragraphs if s.properties.get(_IN_TABLE) == 1)),
        centred=tuple(
            sorted((s.start, s.end) for s in paragraphs if any(s.properties.get(a) == 1 for a in _ALIGNED))
        ),
        new_page=tuple(sorted((s.start, s.end) for s in paragraphs if s.properties.get(_BREAK_BEFORE) == 1)),
    )


def _spans(fib: Fib, table: bytes, pieces: Pieces, number: int) -> Iterator[Span]:
    offset, size = fib.place(number)
    plc = table[offset : offset + size]
    count = min((len(plc) - 4) // 8, MOST_PAGES)
    for index in range(max(0, count)):
        (page,) = struct.unpack_from("<I", plc, 4 * (((len(plc) - 4) // 8) + 1) + 4 * index)
        start = (page & 0x3FFFFF) * PAGE
        content = fib.main[start : start + PAGE]
        if len(content) == PAGE:
            yield from _page_spans(content, pieces, paragraphs=number == PARAGRAPHS)


def _page_spans(content: bytes, pieces: Pieces, *, paragraphs: bool) -> Iterator[Span]:
    count = content[PAGE - 1]
    width = 13 if paragraphs else 1
    if 4 * (count + 1) + width * count > PAGE - 1:
        return
    bounds = struct.unpack_from(f"<{count + 1}I", content)
    for index in range(count):
        at = 2 * content[4 * (count + 1) + width * index]
        properties = _paragraph_list(content, at) if paragraphs else _run_list(content, at)
        if properties:
            for start, end in pieces.spans(bounds[index], bounds[index + 1]):
                yield Span(start, end, properties)


def _run_list(content: bytes, at: int) -> dict[int, int]:
    if not at:
        return {}
    return read_properties(content[at + 1 : at + 1 + content[at]])


def _paragraph_list(content: bytes, at: int) -> dict[int, int]:
    if not at or at >= PAGE - 1:
        return {}
    size = 2 * content[at] - 1 if content[at] else 2 * content[at + 1]
    start = at + 1 if content[at] else at + 2
    return read_properties(content[start + 2 : start + size])


def read_properties(data: bytes) -> dict[int, int]:
    """Property number → first byte of its operand (MS-DOC 2.6.1); what cannot be followed ends the list."""
    found: dict[int, int] = {}
    at = 0
    while at + 3 <= len(data):
        number = int.from_bytes(data[at : at + 2], "little")
        found[number] = data[at + 2]
        kind = number >> 13
        if number == _LONG:
            at += 2 + 1 + int.from_bytes(data[at + 2 : at + 4], "little")
        elif kind == 6:
            at += 3 + data[at + 2]
        else:
            at += 2 + _SIZES[kind]
    return found
