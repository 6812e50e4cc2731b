"""Rows of cells as a reader found them to a grid in which every place is covered once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents.tables.grid import Cell

WIDEST: Final = 1000  # columns; beyond them every cell counts as one column wide


@dataclass(slots=True)
class Placed:
    """A cell with its lines, the column it begins in, and the places that it covers."""

    lines: tuple[str, ...]
    column: int
    column_span: int
    row_span: int = 1

    @property
    def columns(self) -> range:
        """The columns that it covers."""
        return range(self.column, self.column + self.column_span)


def place_cells(grid: Sequence[Sequence[Cell]]) -> list[list[Placed]]:
    """The cells that begin in each row; what only continues a merge lengthens the cell it belongs to.

    A continuation that fits no cell above, which files tell by mistake, is an empty cell of its own.
    """
    rows: list[list[Placed]] = []
    above: dict[int, Placed] = {}  # by column
    for cells in grid:
        row = [
            (
                cell.continues and not cell.gap,
                Placed(() if cell.gap else cell.drawn or cell.lines, column, span),
            )
            for cell, column, span in _in_columns(cells)
        ]
        begin: list[Placed] = []
        above = _close_row(row, above, begin)
        rows.append(begin)
    return rows


def _close_row(
    row: Sequence[tuple[bool, Placed]], above: dict[int, Placed], begin: list[Placed]
) -> dict[int, Placed]:
    """Which cell covers each column of a row; ``begin`` takes those that begin in it."""
    open_columns = {column for goes_on, cell in row if goes_on for column in cell.columns}
    here: dict[int, Placed] = {}
    for goes_on, cell in row:
        for column in cell.columns if goes_on else (cell.column,):
            if column in here:
                continue
            owner = above.get(column) if goes_on else None
            if owner is not None and owner.column == column and open_columns.issuperset(owner.columns):
                owner.row_span += 1
            elif goes_on:
                owner = Placed((), column, 1)
                begin.append(owner)
            else:
                owner = cell
                begin.append(cell)
            here.update(dict.fromkeys(owner.columns, owner))
    return here


def _in_columns(cells: Sequence[Cell]) -> Iterator[tuple[Cell, int, int]]:
    """Each cell with its first column and its span, those that lengthen the one before added to it."""
    first: Cell | None = None
    start = column = 0
    for cell in cells:
        if not cell.across or first is None:
            if first is not None:
                yield first, start, column - start
            first, start = cell, column
        column += max(1, cell.span) if column < WIDEST else 1
    if first is not None:
        yield first, start, column - start
