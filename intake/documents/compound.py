"""Compound files (OLE2), as far as readers need them: the streams in the root (MS-CFB).

Every chain of sectors is bounded by the file, so that loops end; what a broken or cut chain still
holds is given.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from intake.errors import Damaged

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES: Final = 100_000
_HEADER: Final = 512
_ENTRY: Final = 128
_IN_HEADER: Final = 109  # sectors of the table that the header lists itself
_LAST: Final = 0xFFFF_FFF0  # numbers from here on are no sectors
_SHIFTS: Final = range(7, 17)


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage of the root."""

    name: str
    is_storage: bool
    start: int  # sector
    size: int  # bytes, as stated


@dataclass(frozen=True)
class Compound:
    """One compound file in memory."""

    content: bytes

    def __post_init__(self) -> None:
        """Check the header.

        Raises:
            Damaged: this is no compound file.
        """
        shift = self._number(30, 2)
        if not self.content.startswith(MAGIC) or len(self.content) < _HEADER or shift not in _SHIFTS:
            raise Damaged("不是复合文档")

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """What stands in the root, by lower-case name; the first of a name counts."""
        found: dict[str, Entry] = {}
        for entry in self._root_entries():
            found.setdefault(entry.name.lower(), entry)
        return found

    def read(self, name: str) -> bytes:
        """The stream of a lower-case name, as much of it as the file holds; empty when there is none."""
        entry = self.entries.get(name)
        if entry is None or entry.is_storage:
            return b""
        if entry.size >= self._number(56, 4):
            data = self._gather(entry.start, entry.size)
        else:
            data = self._gather_small(entry.start, entry.size)
        return data[: entry.size]

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self.content[at : at + size], "little")

    @cached_property
    def _shift(self) -> int:
        return self._number(30, 2)

    @cached_property
    def _sectors(self) -> int:
        return (len(self.content) >> self._shift) + 1

    def _sector(self, number: int) -> bytes:
        at = (number + 1) << self._shift
        return self.content[at : at + (1 << self._shift)]

    @cached_property
    def _table(self) -> array[int]:
        """The sector after each sector."""
        numbers = _words(self.content[76 : 76 + 4 * _IN_HEADER])
        following = self._number(68, 4)
        for _ in range(self._sectors):
            if following >= _LAST or len(numbers) >= self._sectors:
                break
            more = _words(self._sector(following))
            if not more:
                break
            following = more.pop()
            numbers += more
        most = self._number(44, 4)
        places = [number for number in numbers if number < self._sectors][: min(most, self._sectors)]
        return _words(b"".join(map(self._sector, places)))

    def _chain(self, start: int, table: array[int], most: int) -> Iterator[tuple[int, int]]:
        """Runs (first, count) of sectors that follow each other."""
        seen = 0
        while start < len(table) and seen < most:
            end = start + 1
            while seen + end - start < most and end < len(table) and table[end - 1] == end:
                end += 1
            yield start, end - start
            seen += end - start
            start = table[end - 1]
        if start < _LAST and seen < most and start >= len(table):
            yield start, 1  # the table ends early

    def _gather(self, start: int, size: int) -> bytes:
        most = min(self._sectors, -(-size >> self._shift) if size else self._sectors)
        shift = self._shift
        return b"".join(
            self.content[(first + 1) << shift : (first + 1 + count) << shift]
            for first, count in self._chain(start, self._table, most)
        )

    @cached_property
    def _small(self) -> tuple[bytes, array[int]]:
        """The stream that holds small streams, and the table of its sectors."""
        root = self._directory[:_ENTRY]
        data = self._gather(int.from_bytes(root[116:120], "little"), int.from_bytes(root[120:124], "little"))
        return data, _words(self._gather(self._number(60, 4), 0))

    def _gather_small(self, start: int, size: int) -> bytes:
        data, table = self._small
        shift = self._number(32, 2) if self._number(32, 2) in _SHIFTS else 6
        most = min(len(table), -(-size >> shift))
        return b"".join(
            data[first << shift : (first + count) << shift]
            for first, count in self._chain(start, table, most)
        )

    @cached_property
    def _directory(self) -> bytes:
        return self._gather(self._number(48, 4), 0)[: MOST_ENTRIES * _ENTRY]

    def _root_entries(self) -> Iterator[Entry]:
        """The entries of the root's tree; all entries when the tree leads nowhere."""
        directory = self._directory
        count = len(directory) // _ENTRY
        waiting = [int.from_bytes(directory[76:80], "little")]
        seen = set()
        while waiting:
            number = waiting.pop()
            if not 0 < number < count or number in seen:
                continue
            seen.add(number)
            at = number * _ENTRY
            left, right = (
                int.from_bytes(directory[at + place : at + place + 4], "little") for place in (68, 72)
            )
            waiting += (right, left)
            yield self._entry(at)
        if not seen:
            yield from (self._entry(number * _ENTRY) for number in range(1, count))

    def _entry(self, at: int) -> Entry:
        raw = self._directory[at : at + _ENTRY]
        length = min(int.from_bytes(raw[64:66], "little"), 64)
        name = raw[: max(0, length - 2)].decode("utf-16-le", "replace")
        start, size = (int.from_bytes(raw[place : place + 4], "little") for place in (116, 120))
        return Entry(name, raw[66] == 1, start, size)


def _words(data: bytes) -> array[int]:
    numbers = array("I", data[: len(data) & ~3])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
