"""Tables of a Word binary file: cells gathered from paragraphs and their marks (MS-DOC 2.4.3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.documents.doc_looks import CellShape, ParagraphLook
from intake.documents.grid import Cell, lines_of_row

_SAME_EDGE: Final = 60  # twips; edges drawn by hand differ by less


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[tuple[tuple[str, ...], bool], ...]  # lines, whether a table is inside
    shapes: tuple[CellShape, ...]
    left: int


@dataclass(slots=True)
class Table:
    """One table on its way; its open cell takes lines."""

    lines: list[str] = field(default_factory=list)  # of the open cell
    holds_table: bool = False  # the open cell
    titles: list[str] = field(default_factory=list)  # candidates in the open row
    _cells: list[tuple[tuple[str, ...], bool]] = field(default_factory=list)
    _rows: list[_Row] = field(default_factory=list)

    @property
    def is_between(self) -> bool:
        """Whether nothing stands in the open cell but cells stand before it."""
        return bool(self._cells) and not self.lines

    def end_cell(self) -> None:
        """Close the open cell."""
        self._cells.append((tuple(self.lines), self.holds_table))
        self.lines, self.holds_table = [], False

    def end_row(self, look: ParagraphLook) -> list[str]:
        """Close the row; returns the title candidates when it is one wide cell."""
        if self.lines:
            self.end_cell()
        titles, self.titles = self.titles, []
        single = len(self._cells) == 1
        if self._cells:
            self._rows.append(_Row(tuple(self._cells), look.cells, look.left))
            self._cells = []
        return titles if single else []

    def finish(self) -> list[list[Cell]]:
        """All rows, columns counted by the edges of all cells."""
        self.end_row(ParagraphLook())
        edges = _edges(self._rows)
        return [_cells_of(row, edges) for row in self._rows]


def _edges(rows: Sequence[_Row]) -> list[int]:
    found: list[int] = []
    for edge in sorted({edge for row in rows for edge in (row.left, *(shape.edge for shape in row.shapes))}):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _cells_of(row: _Row, edges: list[int]) -> list[Cell]:
    if len(row.shapes) != len(row.cells):
        return [Cell(lines, nested=nested) for lines, nested in row.cells]
    cells = []
    column = _column(edges, row.left)
    for (lines, nested), shape in zip(row.cells, row.shapes, strict=True):
        following = _column(edges, shape.edge)
        span = max(1, following - column)
        column = max(column, following)
        cells.append(Cell(() if shape.continues else lines, span, shape.continues, nested))
    return cells


def _column(edges: list[int], edge: int) -> int:
    """The number of the edge that ``edge`` was counted as: the last that is not beyond it."""
    index = bisect_left(edges, edge + 1) - 1
    return max(0, index)


def lines_on_page(cells: Sequence[Cell]) -> Iterator[str]:
    """The lines of a row; of page breaks inside cells that stand side by side one is kept."""
    lines = list(lines_of_row(cells))
    if sum(not cell.continues for cell in cells) > 1 and any("\f" in line for line in lines):
        lines = [line.replace("\f", "") for line in lines]
        lines[0] = "\f" + lines[0]
    yield from lines
