"""The tables of a PDF as text, pairs and rows: cells joined over page breaks.

Word and WPS close a broken row with a rule at the foot of the page and go on with an unlabelled
row on the next; readers see one row, and so do we.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.documents.pages.paragraphs import Placed, join
from intake.documents.pages.tables import Table
from intake.documents.pages.values import Box
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.model.case import Row

SAME_EDGE = 4.0  # points
PADDING = (1.0, 12.0)  # points between rule and text, least and most
USUAL_PADDING = 5.4  # points, as Word sets it


@dataclass(slots=True)
class _Cell:
    box: Box
    row: int
    rows: int
    columns: int
    lines: list[Placed]
    page: int

    @property
    def text(self) -> str:
        return "".join(placed.line.text for placed in self.lines)


@dataclass(slots=True)
class _Table:
    box: Box
    cells: list[_Cell] = field(default_factory=list)

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    def row(self, number: int) -> list[_Cell]:
        """The cells that begin in a row, from left to right."""
        return sorted((c for c in self.cells if c.row == number), key=lambda cell: cell.box.x0)

    def last_row(self) -> list[_Cell]:
        """The cells that reach the foot of the table, from left to right."""
        height = self.height
        return sorted((c for c in self.cells if c.row + c.rows == height), key=lambda cell: cell.box.x0)


class Forms:
    """All tables of a document."""

    def __init__(self, body: float) -> None:
        self._body = body
        self._tables: dict[tuple[int, int], _Table] = {}
        self._open: tuple[int, _Table] | None = None  # the table that the last page ended with

    def add(self, page: int, tables: Sequence[Table], first: int = -1, last: int = -1) -> None:
        """Take in the tables of a page; ``first`` and ``last`` are those it begins and ends with."""
        opened, self._open = self._open, None
        for number, table in enumerate(tables):
            made = _place(table, page)
            if opened and opened[0] == page - 1 and number == first and _runs_on(opened[1], made):
                _append(opened[1], made)
                made = opened[1]
            else:
                self._tables[page, number] = made
            if number == last:
                self._open = (page, made)

    def lines(self, page: int, number: int) -> Iterator[tuple[str, int]]:
        """The text of a table, row by row, each with the page it stands on."""
        table = self._tables.get((page, number))
        if table is None:  # it was joined to the one before
            return
        pages = _row_pages(table)
        for at, row in enumerate(self._grid(table)):
            for text in lines_of_row(row):
                yield text, pages[at]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Label and value of the forms."""
        found: list[tuple[str, str]] = []
        for table in self._tables.values():
            grid = self._grid(table)
            if header_row(grid) is None:
                found += pairs_of_form(grid)
        return tuple(found)

    def rows(self) -> tuple[Row, ...]:
        """The rows of the lists."""
        found: list[Row] = []
        for table in self._tables.values():
            grid = self._grid(table)
            head = header_row(grid)
            if head is not None:
                found += rows_of_list(grid, head)
        return tuple(found)

    def _grid(self, table: _Table) -> list[list[Cell]]:
        found: list[list[tuple[float, Cell]]] = [[] for _ in range(table.height)]
        for cell in table.cells:
            lines = tuple(p.text for p in join(cell.lines, self._body, in_cell=True))
            found[cell.row].append((cell.box.x0, Cell(lines, cell.columns)))
            for below in range(cell.row + 1, cell.row + cell.rows):
                found[below].append((cell.box.x0, Cell((), cell.columns, continues=True)))
        return [[cell for _, cell in sorted(row, key=lambda entry: entry[0])] for row in found]


def _place(table: Table, page: int) -> _Table:
    """Give every line the edges of its cell."""
    gaps = [line.x0 - cell.box.x0 for cell in table.cells for line in cell.lines]
    padding = min(max(min(gaps, default=USUAL_PADDING), PADDING[0]), PADDING[1])
    placed = _Table(table.box)
    for cell in table.cells:
        left, right = cell.box.x0 + padding, cell.box.x1 - padding
        lines = [Placed(line, left, right, page) for line in cell.lines]
        placed.cells.append(_Cell(cell.box, cell.row, cell.rows, cell.columns, lines, page))
    return placed


def _runs_on(above: _Table, below: _Table) -> bool:
    return _same_edges(above.box, below.box)


def _same_edges(one: Box, other: Box) -> bool:
    return abs(one.x0 - other.x0) <= SAME_EDGE and abs(one.x1 - other.x1) <= SAME_EDGE


def _append(above: _Table, below: _Table) -> None:
    """Put the rows of a table below those of the page before."""
    first, heads = below.row(0), above.row(0)
    dropped = 0
    repeated = [cell.text for cell in first] == [cell.text for cell in heads] and len(first) > 1
    if repeated:
        dropped = 1
    elif _is_broken(above.last_row(), first):
        for upper, lower in zip(above.last_row(), first, strict=True):
            upper.lines += lower.lines
            if lower.rows > 1:  # the cell goes on beside the rows that follow
                upper.rows += lower.rows - 1
        dropped = 1
    shift = above.height - dropped if dropped else above.height
    if not repeated and dropped:
        shift = max(cell.row for cell in above.last_row())
    for cell in below.cells:
        if cell.row == 0 and dropped:
            continue
        cell.row += shift
        above.cells.append(cell)


def _is_broken(last: list[_Cell], first: list[_Cell]) -> bool:
    """Whether the first row of a page goes on with the last row of the page before."""
    if len(last) != len(first) or not last:
        return False
    if not all(_same_edges(one.box, other.box) for one, other in zip(last, first, strict=True)):
        return False
    if len(last) == 1:
        return True
    goes_on = not first[0].text and bool(last[0].text) and any(cell.text for cell in first)
    label_follows = len(last) == 2 and not last[0].text and bool(last[1].text) and bool(first[0].text)
    return goes_on or label_follows


def _row_pages(table: _Table) -> list[int]:
    pages = [0] * table.height
    for cell in sorted(table.cells, key=lambda cell: cell.row):
        pages[cell.row] = max(pages[cell.row], cell.page)
    return pages
