"""Compound files (OLE2), as far as readers need them: storages and streams (MS-CFB).

Every chain of sectors is bounded by the file, so that loops end; what a broken or cut chain still
holds is given.
"""

from __future__ import annotations

import sys
from array import array
from codecs import utf_16_le_decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, count, islice
from operator import ne
from struct import Struct
from typing import Final

from intake.model.errors import Damaged

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES: Final = 100_000
MOST_LEVELS: Final = 40  # of storages in each other
_HEADER: Final = 512
_ENTRY: Final = Struct("<64sHBx3I36x2I4x")
_STORAGE: Final = 1
_NAME_BYTES: Final = 64
Entry = tuple[bytes, int, int, int, int, int, int, int]
"""Name, its bytes, kind, left and right neighbour, child, first sector, size as stated."""
_IN_HEADER: Final = 109  # sectors of the table that the header lists itself
_LAST: Final = 0xFFFF_FFF0  # numbers from here on are no sectors
_SHIFTS: Final = range(7, 17)


@dataclass
class Compound:
    """One compound file in memory."""

    content: bytes
    _shift: int = field(init=False)  # a sector has 2 ** _shift bytes
    _sectors: int = field(init=False)
    _table: array[int] = field(init=False)  # the sector after each sector
    _directory: list[Entry] = field(init=False)
    entries: dict[str, Entry] = field(init=False)
    """What stands in the root, by lower-case name; the first of a name counts."""

    def __post_init__(self) -> None:
        """Check the header.

        Raises:
            Damaged: this is no compound file.
        """
        self._shift = self._number(30, 2)
        if not self.content.startswith(MAGIC) or len(self.content) < _HEADER or self._shift not in _SHIFTS:
            raise Damaged("不是复合文档")
        self._sectors = (len(self.content) >> self._shift) + 1
        self._table = self._read_table()
        self._directory = self._read_directory()
        self.entries = {}
        for number in self._siblings(0, set()) or range(1, len(self._directory)):
            entry = self._directory[number]
            self.entries.setdefault(_name(entry).lower(), entry)

    def read(self, name: str) -> bytes:
        """The stream of a lower-case name, as much of it as the file holds; empty when there is none."""
        entry = self.entries.get(name)
        return b"" if entry is None else self.read_entry(entry)

    def read_entry(self, entry: Entry, most: int | None = None) -> bytes:
        """A stream, or its first ``most`` bytes, as much of it as the file holds; storages hold none."""
        _, _, kind, _, _, _, start, stated = entry
        size = stated if most is None else min(stated, most)
        if kind == _STORAGE or not size:
            return b""
        if stated >= self._number(56, 4):
            return self._gather(start, size)
        return self._gather_small(start, size)

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self.content[at : at + size], "little")

    def _sector(self, number: int) -> bytes:
        at = (number + 1) << self._shift
        return self.content[at : at + (1 << self._shift)]

    def _read_table(self) -> array[int]:
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
        most = min(self._number(44, 4), self._sectors)
        places = islice((number for number in numbers if number < self._sectors), most)
        return _words(b"".join(map(self._sector, places)))

    def _gather(self, start: int, size: int) -> bytes:
        """A stream of so many bytes, all of its chain when ``size`` is 0; less when the file holds less."""
        shift = self._shift
        most = min(self._sectors, -(-size >> shift)) if size else self._sectors
        content = memoryview(self.content)  # copied once
        parts = []
        left = size or len(content)
        for first, number in _chain(start, self._table, most):
            at = (first + 1) << shift
            parts.append(content[at : at + min(number << shift, left)])
            left -= len(parts[-1])
        return b"".join(parts)

    @cached_property
    def _small(self) -> tuple[bytes, array[int]]:
        """The stream that holds small streams, and the table of its sectors."""
        *_, start, size = self._directory[0]
        table = _words(self._gather(self._number(60, 4), 0))
        return self._gather(start, -(-size >> self._shift) << self._shift), table

    def _gather_small(self, start: int, size: int) -> bytes:
        data, table = self._small
        shift = self._number(32, 2) if self._number(32, 2) in _SHIFTS else 6
        most = min(len(table), -(-size >> shift))
        parts = (
            data[first << shift : (first + number) << shift] for first, number in _chain(start, table, most)
        )
        return b"".join(parts)[:size]

    def _read_directory(self) -> list[Entry]:
        data = self._gather(self._number(48, 4), 0)
        most = min(len(data) // _ENTRY.size, MOST_ENTRIES)
        return list(_ENTRY.iter_unpack(data[: most * _ENTRY.size]))

    def streams(self) -> dict[tuple[str, ...], Entry]:
        """Every stream by its path of names, as they are written; the first of a path counts."""
        found: dict[tuple[str, ...], Entry] = {}
        waiting: list[tuple[tuple[str, ...], int]] = [((), 0)]
        seen: set[int] = set()
        while waiting:
            folder, storage = waiting.pop()
            for number in self._siblings(storage, seen):
                entry = self._directory[number]
                path = (*folder, _name(entry))
                if entry[2] == _STORAGE:
                    if len(path) < MOST_LEVELS:
                        waiting.append((path, number))
                else:
                    found.setdefault(path, entry)
        return found

    def _siblings(self, storage: int, seen: set[int]) -> list[int]:
        """The numbers of the entries in a storage, those left out that were ``seen`` before."""
        directory = self._directory
        waiting = [directory[storage][5]] if directory else []
        found = []
        while waiting:
            number = waiting.pop()
            if not 0 < number < len(directory) or number in seen:
                continue
            seen.add(number)
            waiting += (directory[number][4], directory[number][3])
            found.append(number)
        return found


def _name(entry: Entry) -> str:
    size = min(entry[1], _NAME_BYTES) - 2  # without the zero at its end
    return utf_16_le_decode(entry[0][: max(0, size)], "replace", True)[0]  # noqa: FBT003 - by position only


def _chain(start: int, table: array[int], most: int) -> Iterator[tuple[int, int]]:
    """Runs (first, count) of sectors that follow each other."""
    following = memoryview(table)
    seen = 0
    while start < len(table) and seen < most:
        end = min(len(table), start + most - seen)
        next_ones = following[start : end - 1]
        end = next(compress(count(start + 1), map(ne, next_ones, count(start + 1))), end)
        yield start, end - start
        seen += end - start
        start = table[end - 1]
    if start < _LAST and seen < most and start >= len(table):
        yield start, 1  # the table ends early


def _words(data: bytes) -> array[int]:
    numbers = array("I", data[: len(data) & ~3])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
