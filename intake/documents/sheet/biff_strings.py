"""Strings of BIFF8, whole in a record or broken over CONTINUE records (MS-XLS 2.5.293, 2.5.294)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Final

_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08  # flags before the characters
_TEXT_HEAD: Final = 10  # bytes of a TXO record before the length of its text
MOST_SHARED: Final = 1_000_000


@dataclass(slots=True)
class Pieces:
    """The bodies of a record and of the CONTINUE records after it, read as one."""

    bodies: list[bytes] = field(default_factory=list)
    _number: int = 0
    _at: int = 0

    def add(self, body: bytes) -> None:
        """One more body."""
        self.bodies.append(body)

    def take(self, count: int) -> bytes:
        """The next bytes, across bodies; fewer at the end."""
        taken = b""
        while count > 0 and self._number < len(self.bodies):
            part = self.bodies[self._number][self._at : self._at + count]
            taken += part
            count -= len(part)
            self._at += len(part)
            self._turn()
        return taken

    def skip(self, count: int) -> None:
        """Pass over bytes, across bodies."""
        while count > 0 and self._number < len(self.bodies):
            step = min(count, len(self.bodies[self._number]) - self._at)
            count -= step
            self._at += step
            self._turn()

    def characters(self, count: int, wide: int) -> str:
        """The next characters; a body that goes on with them begins with a flag of its own."""
        shown = bytearray()  # UTF-16: a pair of surrogates may be broken over bodies
        while count > 0 and self._number < len(self.bodies):
            body = self.bodies[self._number]
            size = 2 if wide else 1
            there = min(count, (len(body) - self._at) // size)
            raw = body[self._at : self._at + there * size]
            shown += raw if wide else raw.decode("latin-1").encode("utf-16-le")
            count -= there
            self._at += there * size
            if count > 0:
                self._number, self._at = self._number + 1, 0
                if self._number < len(self.bodies):
                    wide = self.take(1)[:1] == b"\1"
            else:
                self._turn()
        return shown.decode("utf-16-le", "replace")

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self._number >= len(self.bodies)

    def _turn(self) -> None:
        while self._number < len(self.bodies) and self._at >= len(self.bodies[self._number]):
            self._number, self._at = self._number + 1, 0


def read_shared(pieces: Pieces) -> list[str]:
    """The strings that cells share (SST record, MS-XLS 2.4.265), as far as they go."""
    found: list[str] = []
    pieces.skip(8)  # two counts, which are not believed
    while not pieces.ended and len(found) < MOST_SHARED:
        head = pieces.take(3)
        if len(head) < 3:
            break
        count, flags = struct.unpack("<HB", head)
        runs = int.from_bytes(pieces.take(2), "little") if flags & _RICH else 0
        extra = int.from_bytes(pieces.take(4), "little") if flags & _PHONETIC else 0
        found.append(pieces.characters(count, flags & _WIDE))
        pieces.skip(4 * runs + extra)
    return found


def read_boxed(pieces: Pieces) -> str:
    """The text of a text box (TXO record, MS-XLS 2.4.329): it stands in the records that follow."""
    head = pieces.take(18)
    count = int.from_bytes(head[_TEXT_HEAD : _TEXT_HEAD + 2], "little")
    if not count or len(pieces.bodies) < 2:
        return ""
    text = Pieces(pieces.bodies[1:])
    wide = text.take(1) == b"\1"
    return text.characters(count, int(wide)).replace("\r\n", "\n").replace("\r", "\n")


def wide_text(body: bytes) -> str:
    """A string with a count of two bytes."""
    count = int.from_bytes(body[:2], "little")
    return _text(body, 2, count)


def short_text(body: bytes) -> str:
    """A string with a count of one byte."""
    return _text(body, 1, body[0] if body else 0)


def _text(body: bytes, at: int, count: int) -> str:
    flags = body[at] if at < len(body) else 0
    at += 1 + (2 if flags & _RICH else 0) + (4 if flags & _PHONETIC else 0)
    return Pieces([body[at:]]).characters(count, flags & _WIDE)
