"""What the readers of workbooks hand over: sheets of shown text, filled inside limits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from intake.documents.tables.grid import Cell
from intake.model.limits import Limits

MOST_CELLS: Final = 300_000  # with text, in one workbook
MOST_COLUMNS: Final = 256  # used ones, in one sheet
MOST_SQUARES: Final = 400_000  # of the grid in which a sheet is laid out
MOST_MERGES: Final = 20_000  # merged areas of one sheet
LONGEST_CELL: Final = 32_767  # characters that Excel allows

_EMPTY: Final = Cell()

Area = tuple[int, int, int, int]  # first row, last row, first column, last column; from 0


class CellKind(StrEnum):
    """What a cell holds, as far as its reader tells."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FORMULA = "formula"
    ERROR = "error"


class Full(Exception):
    """No more cells may be taken; what is there stays."""


@dataclass(slots=True)
class Room:
    """How much one workbook may still hold."""

    cells: int
    chars: int

    @classmethod
    def of(cls, limits: Limits) -> Room:
        """Room for one workbook."""
        return cls(MOST_CELLS, limits.text_chars)


@dataclass(slots=True)
class Sheet:
    """One sheet: text by row and column, both from 0; ``boxes`` are texts drawn above the cells."""

    name: str
    hidden: bool = False
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    is_cut: bool = False  # there is more than was taken
    unvalued: list[tuple[int, int]] = field(default_factory=list)  # formulas whose values were not stored

    def put(self, row: int, column: int, text: str, room: Room) -> None:
        """Take one cell; blank ones are not kept.

        Raises:
            Full: the workbook holds as much as it may.
        """
        text = text[:LONGEST_CELL]
        if not text or text.isspace():
            return
        room.cells -= 1
        room.chars -= len(text)
        if room.cells < 0 or room.chars < 0:
            self.is_cut = True
            raise Full
        self.cells.setdefault(row, {})[column] = text

    def merge(self, area: Area) -> None:
        """Note a merged area."""
        if len(self.merges) < MOST_MERGES:
            self.merges.append(area)

    def grid(self) -> list[list[Cell]]:
        """The sheet without its empty rows and columns, merged areas as one cell each."""
        rows = sorted(self.cells)
        columns = sorted({column for cells in self.cells.values() for column in cells})
        if len(columns) > MOST_COLUMNS:
            self.is_cut = True
            columns = columns[:MOST_COLUMNS]
        if len(rows) * len(columns) > MOST_SQUARES:
            self.is_cut = True
            rows = rows[: MOST_SQUARES // len(columns)]
        spans, covered = self._spans(rows, columns)
        return [list(self._row(row, columns, spans, covered)) for row in rows]

    def _row(
        self, row: int, columns: list[int], spans: dict[tuple[int, int], int], covered: set[tuple[int, int]]
    ) -> Iterator[Cell]:
        cells = self.cells[row]
        at = 0
        while at < len(columns):
            column = columns[at]
            span = spans.get((row, column), 1)
            if (row, column) in covered:
                yield Cell(span=span, continues=True)
            elif column not in cells and span == 1:
                yield _EMPTY
            else:
                lines = cells.get(column, "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
                yield Cell(tuple(shown for line in lines if (shown := line.strip())), span)
            at += span

    def _spans(
        self, rows: list[int], columns: list[int]
    ) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
        """How many used columns the cells where merged areas begin span, and which only continue."""
        spans: dict[tuple[int, int], int] = {}
        covered: set[tuple[int, int]] = set()
        steps = 0
        for top, bottom, left, right in self.merges:
            first, last = bisect_left(columns, left), bisect_right(columns, right)
            inside = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
            steps += len(inside)
            if first >= last or not inside or steps > MOST_SQUARES:
                continue
            if any(self.cells[row].keys() & set(columns[first + 1 : last]) for row in inside[:50]):
                continue  # areas that overlap, or hold more than one text: not what Excel writes
            for row in inside:
                spans[row, columns[first]] = last - first
                if row > top and columns[first] not in self.cells[row]:
                    covered.add((row, columns[first]))
        return spans, covered


@dataclass(slots=True)
class Workbook:
    """The sheets of a workbook in order."""

    reader: str
    sheets: list[Sheet] = field(default_factory=list)
    pictures: tuple[str, ...] = ()
    damaged: bool = False
    macros: bool = False
