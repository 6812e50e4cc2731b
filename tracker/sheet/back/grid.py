"""A returned workbook as plain values: what each cell shows, and what kind of thing it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.documents.sheet.cells import CellKind


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the text that is shown, and its kind; all but text and numbers has spoiled a value."""

    text: str
    kind: CellKind = CellKind.TEXT


EMPTY = Cell("")


MOST_MERGED = 200_000  # cells that merged areas may fill


@dataclass(slots=True)
class Grid:
    """One sheet: cells by row and column, both from 0; comments by the same."""

    name: str
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    has_notes: bool = False  # comments could be read, so that a missing one has been deleted
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # rows and columns, first to last

    def spread_merges(self) -> None:
        """Give every row of a merged area its value: merged for the eye, it counts for all of them."""
        left = MOST_MERGED
        for top, bottom, first, last in self.merges:
            value = self.cells.get(top, {}).get(first)
            rows = [row for row in range(top + 1, bottom + 1) if row in self.cells] if first == last else []
            left -= max(bottom - top, 0)
            if value is None or left < 0:
                continue
            for row in rows:
                self.cells[row].setdefault(first, value)

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Rows that hold something, in order."""
        yield from sorted(self.cells.items())


@dataclass(slots=True)
class Book:
    """The sheets that may matter, and what the file says of itself."""

    grids: list[Grid] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    editor: str = ""  # who saved it last, as the program noted


def plain(text: str) -> str:
    """A text without the differences that no eye sees: runs and kinds of space, line ends."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").split())


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
