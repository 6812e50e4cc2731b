"""MAPI property lists as Outlook writes them into winmail.dat (MS-OXTNEF par. 2.1.3.4).

Every length is checked against what is left, and the number of values is bounded: hostile lists
end in :class:`Damaged`, never in a long loop.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from intake.model.errors import Damaged
from intake.text.charset import decode_bytes

MAX_PROPERTIES = 5000
MAX_VALUES = 1000  # of one property

STRING8, UNICODE, BINARY, OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_MULTIPLE = 0x1000


@dataclass(frozen=True, slots=True)
class Property:
    """One property: identifier, type, and the bytes of its first value."""

    id: int
    type: int
    value: bytes

    def text(self, charset: str = "") -> str:
        """A string property decoded; ``charset`` is the message's code page."""
        if self.type == UNICODE:
            return self.value.decode("utf-16-le", "replace").rstrip("\0")
        return decode_bytes(self.value.rstrip(b"\0"), charset).text


class Reader:
    """A cursor over bytes that never reads past the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def left(self) -> int:
        """Bytes not read yet."""
        return len(self._data) - self._at

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes.

        Raises:
            Damaged: there are fewer.
        """
        if size < 0 or size > self.left:
            raise Damaged
        piece = self._data[self._at : self._at + size]
        self._at += size
        return piece

    def number(self, size: int = 4) -> int:
        """The next little-endian number of 1, 2 or 4 bytes."""
        return int.from_bytes(self.take(size), "little")

    def padded(self, size: int) -> bytes:
        """``size`` bytes and the padding to the next multiple of four (which may be cut off)."""
        piece = self.take(size)
        self._at += min(-size % 4, self.left)
        return piece


def read_properties(data: bytes) -> Iterator[Property]:
    """The properties of a list, in order.

    Raises:
        Damaged: a length leads past the end, or there are more than any program writes.
    """
    reader = Reader(data)
    count = reader.number()
    if count > MAX_PROPERTIES:
        raise Damaged
    for _ in range(count):
        kind, identity = reader.number(2), reader.number(2)
        if identity >= 0x8000:
            _skip_name(reader)
        yield Property(identity, kind & ~_MULTIPLE, _read_value(reader, kind))


def _skip_name(reader: Reader) -> None:
    reader.take(16)
    if reader.number() == 0:
        reader.take(4)
    else:
        reader.padded(reader.number())


def _read_value(reader: Reader, kind: int) -> bytes:
    single = kind & ~_MULTIPLE
    variable = single in {STRING8, UNICODE, BINARY, OBJECT}
    count = reader.number() if variable or kind & _MULTIPLE else 1
    if count > MAX_VALUES:
        raise Damaged
    first = b""
    for position in range(count):
        value = reader.padded(reader.number()) if variable else reader.take(_size(single))
        if position == 0:
            first = value
    return first


def _size(kind: int) -> int:
    try:
        return _FIXED[kind]
    except KeyError:
        raise Damaged from struct.error(f"type {kind:#x}")
