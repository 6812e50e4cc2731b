"""Pictures that stand in the text of a Word binary file (MS-DOC 2.9.190; MS-ODRAW 2.2.23)."""

from __future__ import annotations

import struct
from typing import Final

from intake.documents.word.flow import MM_A_TWIP
from intake.documents.word.shape import seen_of
from intake.model.blocks import WHOLE, View

_BLIPS: Final = {
    0xF01D: (b"\xff\xd8\xff", "jpg"),
    0xF02A: (b"\xff\xd8\xff", "jpg"),
    0xF01E: (b"\x89PNG", "png"),
}
_ENTRY: Final = 0xF007  # a picture with its statistics in front
_ENTRY_BYTES: Final = 36
_NAMED: Final = 0x66
_LONGEST_HEAD: Final = 50  # of what a record holds before the picture
_MOST_RECORDS: Final = 20
_MID: Final = 28  # bytes before the sizes
_WHOLE: Final = 1000  # scale of 100 %
_SHAPE, _SHAPE_FLAGS, _SHAPE_SAID = 0xF004, 0xF00A, 0xF00B  # MS-ODRAW 2.2.14, 2.2.40, 2.2.9
_FLIPPED_ACROSS, _FLIPPED_DOWN = 0x40, 0x80
_SAID_BYTES: Final = 6  # of a property: number, value
_SAID: Final = {
    4: "rotation",
    256: "cropFromTop",
    257: "cropFromBottom",
    258: "cropFromLeft",
    259: "cropFromRight",
}


def placed_size(data: bytes, at: int, view: View) -> tuple[float, float]:
    """Width and height in mm of what is shown of a picture (MS-DOC 2.9.192, PICMID)."""
    if at + _MID + 8 > len(data):
        return 0.0, 0.0
    width, height, across, down = struct.unpack_from("<hhHH", data, at + _MID)
    left, top, right, bottom = (max(0.0, cut) for cut in view.cut)
    return (
        max(0.0, width * (1 - left - right)) * (across or _WHOLE) / _WHOLE * MM_A_TWIP,
        max(0.0, height * (1 - top - bottom)) * (down or _WHOLE) / _WHOLE * MM_A_TWIP,
    )


def view_of(data: bytes, at: int) -> View:
    """What of a picture is shown: by the properties of its shape, in old files by its own head."""
    length, head = (
        int.from_bytes(data[at : at + 4], "little"),
        int.from_bytes(data[at + 4 : at + 6], "little"),
    )
    end = min(at + length, len(data))
    place = at + head
    if int.from_bytes(data[at + 6 : at + 8], "little") == _NAMED and place < end:
        place += 1 + data[place]
    said: dict[str, int] = {}
    for _ in range(_MOST_RECORDS):
        if place + 8 > end:
            break
        count, kind, size = struct.unpack_from("<HHI", data, place)
        if kind == _SHAPE_FLAGS and place + 16 <= end:
            flags = int.from_bytes(data[place + 12 : place + 16], "little")
            said |= {"fFlipH": flags & _FLIPPED_ACROSS, "fFlipV": flags & _FLIPPED_DOWN}
        elif kind == _SHAPE_SAID:
            entries = data[place + 8 : min(place + 8 + (count >> 4) * _SAID_BYTES, end)]
            for number, value in struct.iter_unpack(
                "<Hi", entries[: len(entries) // _SAID_BYTES * _SAID_BYTES]
            ):
                if name := _SAID.get(number & 0x3FFF):
                    said[name] = value
        place += 8 if kind == _SHAPE else 8 + size
    return seen_of(said) if any(said.values()) else _view_of_head(data, at)


def _view_of_head(data: bytes, at: int) -> View:
    """Cuts in twips behind size and scale (Word 97 left them to the shape; others write them still)."""
    if at + _MID + 16 > len(data):
        return WHOLE
    across, down, _, _, *cuts = struct.unpack_from("<hhHHhhhh", data, at + _MID)
    sides = (across, down, across, down)
    return View(tuple(cut / side if side > 0 else 0.0 for cut, side in zip(cuts, sides, strict=True)))


def read_picture(data: bytes, at: int) -> tuple[str, memoryview]:
    """Name and bytes of the picture at a place of the Data stream; no bytes when it is drawn by Word."""
    length = int.from_bytes(data[at : at + 4], "little")
    head = int.from_bytes(data[at + 4 : at + 6], "little")
    end = min(at + length, len(data))
    place = at + head
    if int.from_bytes(data[at + 6 : at + 8], "little") == _NAMED and place < end:
        place += 1 + data[place]
    for _ in range(_MOST_RECORDS):
        if place + 8 > end:
            break
        kind = int.from_bytes(data[place + 2 : place + 4], "little")
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        if kind == _ENTRY:
            place += 8 + _ENTRY_BYTES + (data[place + 41] if place + 41 < end else 0)
            continue
        if kind in _BLIPS:
            magic, ending = _BLIPS[kind]
            start = data.find(magic, place, place + 8 + _LONGEST_HEAD)
            if start >= 0:
                return f"picture.{ending}", memoryview(data)[start : min(place + 8 + size, end)]
        place += 8 + size
    return "", memoryview(b"")
