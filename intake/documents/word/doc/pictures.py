"""Pictures that stand in the text of a Word binary file (MS-DOC 2.9.190; MS-ODRAW 2.2.23)."""

from __future__ import annotations

import struct
from typing import Final

from intake.documents.word.flow import MM_A_TWIP

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


def placed_size(data: bytes, at: int) -> tuple[float, float]:
    """Width and height in mm at which a picture is shown (MS-DOC 2.9.192, PICMID)."""
    if at + _MID + 8 > len(data):
        return 0.0, 0.0
    width, height, across, down = struct.unpack_from("<hhHH", data, at + _MID)
    return (
        max(0, width) * (across or _WHOLE) / _WHOLE * MM_A_TWIP,
        max(0, height) * (down or _WHOLE) / _WHOLE * MM_A_TWIP,
    )


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
