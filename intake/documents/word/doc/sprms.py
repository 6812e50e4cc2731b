"""Property modifiers of Word binary files (MS-DOC 2.2.5, 2.6; Word 6 and 95 number them otherwise)."""

from __future__ import annotations

from typing import Final

from intake.documents.blocks.remarks import TINY, Colour, is_unseen

DELETED: Final = 0x0800
HIDDEN: Final = 0x083C
SHIFT: Final = 0x2A48  # 1: raised, 2: lowered
POSITION: Final = 0x4845  # half-points above the line, signed
PICTURE_AT: Final = 0x6A03
INSERTED: Final = 0x0801
STRUCK: Final = 0x0837
STRUCK_TWICE: Final = 0x2A53
COLOUR: Final = 0x6870  # red, green, blue, and 0xFF: none of its own
COLOUR_OLD: Final = 0x2A42  # a number
MARKER: Final = 0x2A0C  # a number
SHADE: Final = 0xCA71
SHADE_OLD: Final = 0x4866
SYMBOL: Final = 0x6A09
IS_DATA: Final = 0x0806
IS_OBJECT: Final = 0x080A
BOLD: Final = 0x0835
CHARACTER_STYLE: Final = 0x4A30
FONT: Final = 0x4A4F
FONT_ASIAN: Final = 0x4A50
FONT_OTHER: Final = 0x4A51
SIZE: Final = 0x4A43  # half-points
STYLE: Final = 0x4600
ALIGNED: Final = 0x2403
ALIGNED_2000: Final = 0x2461
BREAKS_PAGE: Final = 0x2407
LEVEL: Final = 0x260A
OUTLINE: Final = 0x2640
LIST: Final = 0x460B
IN_TABLE: Final = 0x2416
ENDS_ROW: Final = 0x2417
DEPTH: Final = 0x6649
INNER_CELL: Final = 0x244B
INNER_ROW: Final = 0x244C
ROW_SHAPE: Final = 0xD608
ELSEWHERE: Final = frozenset({0x6645, 0x6646})  # the list stands in the Data stream
SECTION_KIND: Final = 0x3009
OF_PARAGRAPHS: Final = frozenset({STYLE, ALIGNED, ALIGNED_2000, BREAKS_PAGE, LEVEL, LIST, OUTLINE})
OF_CELLS: Final = frozenset({IN_TABLE, ENDS_ROW, DEPTH, INNER_CELL, INNER_ROW, ROW_SHAPE})

_TABS: Final = 0xC615
_SIZES: Final = (1, 1, 2, 4, 2, 2, -1, 3)  # by the top three bits

# Word 6 and 95: number → operand size, -1 when it is said in a byte; others have one byte.
_SIZES_6: Final = {
    **dict.fromkeys((3, 12, 15, 23, 52, 68, 74, 81, 82, 103, 105, 106, 108, 120, 121, 188, 191), -1),
    **dict.fromkeys(
        (2, 16, 17, 18, 19, 21, 22, 26, 27, 28, *range(30, 37), *range(38, 44), *range(45, 50), 69, 72, 80, 93, 96,
         97, 99, 101, 107, 109, 110, 122, 123, 124, 125, 182, 183, 184, 189, 195, 197, 198), 2,
    ),
    **dict.fromkeys((73, 95), 3),
    **dict.fromkeys((20, 70, 192, 194, 196, 200), 4),
    **dict.fromkeys((193, 199), 5),
    0: 0, 83: 0, 187: 12,
}  # fmt: skip
_ROW_SHAPE_6: Final = 190
_FROM_6: Final = {
    2: STYLE, 5: ALIGNED, 9: BREAKS_PAGE, 24: IN_TABLE, 25: ENDS_ROW, 65: DELETED, 66: INSERTED, 87: STRUCK, 98: COLOUR_OLD,
    68: PICTURE_AT, 71: IS_DATA, 74: SYMBOL, 75: IS_OBJECT, 85: BOLD, 92: HIDDEN, 93: FONT, 99: SIZE, 104: SHIFT, 101: POSITION, 142: SECTION_KIND,
    80: CHARACTER_STYLE, _ROW_SHAPE_6: ROW_SHAPE,
}  # fmt: skip

RAISED, LOWERED, ON_LINE = 1, 2, 0  # operands of SHIFT
LEAST_SHIFT: Final = 4  # half-points: less is a correction of type, not a raised character
SHIFTING: Final = {  # the modifiers, as they stand in a file of Word 97, and of an older one
    False: (SHIFT.to_bytes(2, "little"), POSITION.to_bytes(2, "little")),
    True: (bytes((104,)), bytes((101,))),
}
_UNKNOWN: Final = (-1000, -1000, -1000)
_NUMBERED: Final = {  # MS-DOC 2.9.119, Ico
    1: (0, 0, 0), 2: (0, 0, 255), 3: (0, 255, 255), 4: (0, 255, 0), 5: (255, 0, 255), 6: (255, 0, 0),
    7: (255, 255, 0), 8: (255, 255, 255), 9: (0, 0, 128), 10: (0, 128, 128), 11: (0, 128, 0), 12: (128, 0, 128),
    13: (128, 0, 0), 14: (128, 128, 0), 15: (128, 128, 128), 16: (192, 192, 192),
}  # fmt: skip

Properties = dict[int, bytes]


def read_properties(data: bytes, *, is_old: bool) -> Properties:
    """Modifier → operand, the last of each winning; what cannot be followed ends the list.

    Modifiers of Word 6 and 95 are given under the numbers of Word 97.
    """
    return _read_old(data) if is_old else _read_new(data)


def _read_new(data: bytes) -> Properties:
    found: Properties = {}
    at, end = 0, len(data)
    while at + 2 < end:
        number = data[at] | data[at + 1] << 8
        at += 2
        size = _SIZES[number >> 13]
        if size < 0:
            if number == ROW_SHAPE:
                size = int.from_bytes(data[at : at + 2], "little") - 1
                at += 2
            else:
                size = data[at]
                at += 1
                if number == _TABS and size == 255:
                    break
            if size < 0:
                break
        found[number] = data[at : at + size]
        at += size
    return found


def _read_old(data: bytes) -> Properties:
    found: Properties = {}
    at, end = 0, len(data)
    while at < end:
        number = data[at]
        at += 1
        size = _SIZES_6.get(number, 1)
        if number == _ROW_SHAPE_6:
            size = int.from_bytes(data[at : at + 2], "little") - 1
            at += 2
        elif size < 0 and at < end:
            size = data[at]
            at += 1
        if size < 0:
            break
        if number in _FROM_6:
            found[_FROM_6[number]] = data[at : at + size]
        at += size
    return found


def short_property(prm: int) -> Properties:
    """The single property that a piece says in two bytes (MS-DOC 2.9.211); its numbers are those of Word 6."""
    number = prm >> 1 & 0x7F
    return {_FROM_6[number]: bytes((prm >> 8,))} if number in _FROM_6 else {}


def value(properties: Properties, number: int, missing: int = 0) -> int:
    """An operand as a number without sign."""
    operand = properties.get(number)
    return int.from_bytes(operand, "little") if operand is not None else missing


def is_on(operand: bytes | None) -> bool:
    """Whether a toggle is on: 1, or (0x81) the opposite of a style that leaves it off."""
    return operand is not None and operand[:1] in {b"\x01", b"\x81"}


def shift_of(own: Properties) -> int | None:
    """Whether properties raise or lower text; None where they say nothing."""
    if (shift := value(own, SHIFT)) in (RAISED, LOWERED):
        return shift
    if (moved := own.get(POSITION)) is not None:
        points = int.from_bytes(moved, "little", signed=True)
        return ON_LINE if abs(points) < LEAST_SHIFT else RAISED if points > 0 else LOWERED
    return ON_LINE if SHIFT in own else None


def struck_of(own: Properties) -> bool | None:
    """Whether properties strike text out; None where they say nothing."""
    said = [own[number] for number in (STRUCK, STRUCK_TWICE) if number in own]
    return any(map(is_on, said)) if said else None


def faint_of(own: Properties) -> bool | None:
    """Whether properties make text too small or of the colour of its ground; None where they say nothing."""
    is_tiny = 0 < value(own, SIZE) <= TINY
    if not is_tiny and COLOUR not in own and COLOUR_OLD not in own:
        return None
    return is_tiny or is_unseen(_colour(own), _ground(own))


def _colour(own: Properties) -> Colour | None:
    said = own.get(COLOUR)
    if said is not None and len(said) == 4:
        return None if said[3] else (said[0], said[1], said[2])
    return _NUMBERED.get(value(own, COLOUR_OLD))


def _ground(own: Properties) -> Colour | None:
    """The colour behind a run; one that is not known is far from all."""
    if marker := value(own, MARKER):
        return _NUMBERED.get(marker, _UNKNOWN)
    shade = own.get(SHADE, b"")
    if len(shade) >= 10 and (shade[8] or not shade[7]):  # a pattern, or a colour of its own
        return _UNKNOWN if shade[8] else (shade[4], shade[5], shade[6])
    number = value(own, SHADE_OLD)
    return _NUMBERED.get(number >> 5 & 0x1F, _UNKNOWN if number >> 10 else None) if number else None
