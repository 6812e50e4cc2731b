"""Tables of a Word binary file beside its text: sections, text boxes, font names, states of form fields."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from intake.documents.word.doc import sprms
from intake.documents.word.doc.head import BOXES, FONTS, SECTIONS, SHAPES, WORD_97, Fib
from intake.documents.word.doc.looks import Looks
from intake.documents.word.doc.stories import Box

MOST_BOXES: Final = 20_000
NOWHERE: Final = 1 << 40  # anchor of a box that no shape of the body holds
_SAME_PAGE: Final = {0, 1}  # continuous, new column
_CHECKED_BY_DEFAULT: Final = 25


def read_sections(looks: Looks) -> dict[int, bool]:
    """Position of the mark that ends a section → whether the next one begins a page (MS-DOC 2.8.26)."""
    entries = list(_plc(looks.fib, looks.table, SECTIONS, 12))
    if len(entries) < 2:
        return {}
    kinds = []
    for _, content in entries:
        at = int.from_bytes(content[2:6], "little")
        size = int.from_bytes(looks.fib.main[at : at + 2], "little") if at != 0xFFFF_FFFF else 0
        own = looks.read(looks.fib.main[at + 2 : at + 2 + size])
        kinds.append(sprms.value(own, sprms.SECTION_KIND, 2) not in _SAME_PAGE)
    return {start - 1: kind for (start, _), kind in list(zip(entries, kinds, strict=True))[1:]}


def read_boxes(fib: Fib, table: bytes, story: int) -> list[Box]:
    """Text boxes whose text begins at position ``story``, in the order of their anchors (MS-DOC 2.8.32, 2.8.37)."""
    anchors = {content[:4]: position for position, content in _plc(fib, table, SHAPES, 26)}
    found = []
    entries = list(_plc(fib, table, BOXES, 22))
    for number, (start, content) in enumerate(entries):
        end = entries[number + 1][0] if number + 1 < len(entries) else fib.stories.boxes
        if start < end <= fib.stories.boxes:
            found.append(Box(anchors.get(content[14:18], NOWHERE), story + start, story + end))
    if not found and fib.stories.boxes:
        found.append(Box(NOWHERE, story, story + fib.stories.boxes))
    return sorted(_apart(found), key=lambda box: box.anchor)


def _apart(boxes: list[Box]) -> Iterator[Box]:
    """Those that do not repeat text of earlier ones."""
    last = -1
    for box in boxes:
        if box.start >= last:
            yield box
            last = box.end


def _plc(fib: Fib, table: bytes, number: int, width: int) -> Iterator[tuple[int, bytes]]:
    """Position and content of the entries of a table of positions (MS-DOC 2.2.2)."""
    offset, size = fib.place(number)
    plc = table[offset : offset + size]
    count = (len(plc) - 4) // (4 + width)
    for index in range(min(max(0, count), MOST_BOXES)):
        at = 4 * (count + 1) + width * index
        yield int.from_bytes(plc[4 * index : 4 * index + 4], "little"), plc[at : at + width]


def read_fonts(fib: Fib, table: bytes) -> list[str]:
    """Names of the fonts by number (MS-DOC 2.9.273, 2.9.80)."""
    offset, size = fib.place(FONTS)
    data = table[offset : offset + size]
    is_old = fib.version != WORD_97
    at, name_at = (2, 6) if is_old else (4, 40)
    names = []
    while at < len(data):
        entry = data[at : at + 1 + data[at]]
        at += len(entry)
        if is_old:
            names.append(entry[name_at:].partition(b"\0")[0].decode("latin-1"))
        else:
            names.append(entry[name_at:].decode("utf-16-le", "ignore").partition("\0")[0])
    return names


def read_calls(fib: Fib, table: bytes, number: int) -> list[int]:
    """The positions at which notes of one kind are called (MS-DOC 2.8.7, 2.8.10)."""
    return [at for at, _ in _plc(fib, table, number, 2)]


def read_note_starts(fib: Fib, table: bytes, calls: int) -> list[int]:
    """Where notes of one kind begin in their story, whatever mark they have (MS-DOC 2.8.8, 2.8.11).

    ``calls`` is the number of the table of their calls, behind which that of their texts stands.
    """
    return [at for at, _ in _plc(fib, table, calls + 1, 0)]


def field_state(data: bytes, at: int) -> str:
    """What a form field shows by itself: ☑ or □, or the choice of a list (MS-DOC 2.9.78, FFData)."""
    if at < 0 or at + 6 > len(data):
        return ""
    head = int.from_bytes(data[at + 4 : at + 6], "little")
    content = data[at + head : at + int.from_bytes(data[at : at + 4], "little")]
    if len(content) < 12 or content[:4] != b"\xff\xff\xff\xff":
        return ""
    flags = int.from_bytes(content[4:6], "little")
    kind, result = flags & 3, flags >> 2 & 0x1F
    name_end = 10 + 2 + 2 * int.from_bytes(content[10:12], "little") + 2
    default = int.from_bytes(content[name_end : name_end + 2], "little")
    chosen = default if result == _CHECKED_BY_DEFAULT else result
    if kind == 1:
        return "☑" if chosen == 1 else "□"
    return _choice(content, name_end + 2, chosen) if kind == 2 else ""


def _choice(content: bytes, at: int, chosen: int) -> str:
    """The chosen entry of a list: after four strings stands a table of strings (MS-DOC 2.2.4)."""
    for _ in range(4):
        at += 2 + 2 * int.from_bytes(content[at : at + 2], "little") + 2
    if content[at : at + 2] != b"\xff\xff" or at + 8 > len(content):
        return ""
    (count,) = struct.unpack_from("<H", content, at + 2)
    at += 6
    for number in range(count):
        length = 2 * int.from_bytes(content[at : at + 2], "little")
        if number == chosen:
            return content[at + 2 : at + 2 + length].decode("utf-16-le", "ignore")
        at += 2 + length
    return ""
