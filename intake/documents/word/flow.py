"""Paragraphs and marks of cells on their way to lines, for formats that tell tables by marks (Word binary, RTF)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from intake.documents.blocks.line import Origin, Said, tabled, told, within
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.model.case import Row

MM_A_TWIP: Final = 25.4 / 1440
LEADING: Final = 10  # so many lines may be title candidates
LONGEST_TITLE: Final = 60
LARGE: Final = 36  # half-points: 小二
DEEPEST: Final = 30  # tables inside tables
_SAME_EDGE: Final = 60  # twips; edges drawn by hand differ by less
_LINE: Final = re.compile(r"\n|(?=\f)")
_PLAIN: Final = Said()
_EDGES: Final = " \t\u3000\xa0\f"


class CellShape(NamedTuple):
    """One cell of a row: its right edge in twips, and whether it only continues a merge."""

    edge: int
    continues: bool
    across: bool = False  # the cell before, not the one above


class _Row(NamedTuple):
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

    def end_row(self, shapes: tuple[CellShape, ...] = (), left: int = 0) -> list[str]:
        """Close the row; returns the title candidates when it is one wide cell."""
        if self.lines:
            self.end_cell()
        titles, self.titles = self.titles, []
        single = len(self._cells) == 1
        if self._cells:
            self._rows.append(_Row(tuple(self._cells), shapes, left))
            self._cells = []
        return titles if single else []

    def finish(self) -> list[list[Cell]]:
        """All rows, columns counted by the edges of all cells."""
        self.end_row()
        edges = _edges(self._rows)
        grid, spans = [], []
        before = None
        for row in self._rows:
            if before is None or row.shapes is not before.shapes or row.left != before.left:
                spans, before = _spans(row, edges), row
            if len(spans) == len(row.cells):
                indent = _column(edges, row.left)
                before_row = [Cell(span=indent, continues=True, gap=True)] if indent else []
                cells = zip(row.cells, spans, row.shapes, strict=True)
                grid.append(
                    before_row
                    + [
                        Cell(() if shape.continues else lines, span, shape.continues, nested, shape.across)
                        for (lines, nested), span, shape in cells
                    ]
                )
            else:
                grid.append([Cell(lines, nested=nested) for lines, nested in row.cells])
        return grid


def _edges(rows: Sequence[_Row]) -> list[int]:
    shapes = {(id(row.shapes), row.left): row.shapes for row in rows}  # most rows are shaped alike
    found: list[int] = []
    for edge in sorted(
        {edge for (_, left), cells in shapes.items() for edge in (left, *(cell.edge for cell in cells))}
    ):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _spans(row: _Row, edges: list[int]) -> list[int]:
    """How many columns each cell of a row spans."""
    spans = []
    column = _column(edges, row.left)
    for shape in row.shapes:
        following = _column(edges, shape.edge)
        spans.append(max(1, following - column))
        column = max(column, following)
    return spans


def _column(edges: list[int], edge: int) -> int:
    """The number of the edge that ``edge`` was counted as: the last that is not beyond it."""
    return max(0, bisect_right(edges, edge) - 1)


def _lines_on_page(cells: Sequence[Cell]) -> Iterator[str]:
    """The lines of a row; of page breaks inside cells that stand side by side one is kept."""
    lines = list(lines_of_row(cells))
    if any("\f" in line for line in lines) and sum(not cell.continues for cell in cells) > 1:
        lines = [line.replace("\f", "") for line in lines]
        lines[0] = "\f" + lines[0]
    yield from lines


Part = tuple[list[str], list[Table], bool]


@dataclass(slots=True)
class Flow:
    """Lines, pairs and rows of one document, and the tables that are open."""

    lines: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)  # title candidates
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    new_page: bool = False
    _seen: int = 0  # lines outside tables with several columns

    def begin_part(self) -> Part:
        """Begin lines of their own (a box, a note); the answer is for :meth:`end_part`."""
        outer = self.lines, self.tables, self.new_page
        self.lines, self.tables, self.new_page = [], [], False
        return outer

    def end_part(self, outer: Part) -> list[str]:
        """The lines since :meth:`begin_part`, apart from those before."""
        self.to_depth(0)
        found = self.lines
        self.lines, self.tables, self.new_page = outer
        return found

    def add(self, lines: Sequence[str]) -> None:
        """Add finished lines where text goes now."""
        (self.tables[-1].lines if self.tables else self.lines).extend(lines)

    def write(
        self,
        text: str,
        *,
        is_prominent: bool = False,
        origin: Origin = _PLAIN,
        called: Sequence[tuple[int, str]] = (),
    ) -> None:
        """Add a paragraph; line feeds and form feeds inside end lines and pages.

        ``origin`` is what its lines were, ``called`` the notes that it calls, by characters before the call.
        """
        at = 0
        is_one = "\n" not in text and "\f" not in text
        for piece in (text,) if is_one else _LINE.split(text):
            if not is_one and piece.startswith("\f"):
                self.new_page = True
            line = piece.strip(_EDGES)
            if not line:
                continue
            if not self.tables:
                self._consider(line, is_prominent=is_prominent)
            elif is_prominent and self._seen < LEADING:
                self.tables[-1].titles.append(line)
            at = text.index(line, at) if called else 0
            notes = within(called, at, len(line)) if called else ()
            if self.new_page:
                line, self.new_page = f"\f{line}", False
            (self.tables[-1].lines if self.tables else self.lines).append(told(line, origin, notes))

    def _consider(self, line: str, *, is_prominent: bool) -> None:
        self._seen += 1
        if is_prominent and self._seen <= LEADING and len(line) <= LONGEST_TITLE:
            self.leading.append(line)

    def end_cell(self) -> None:
        """Close a cell of the innermost table."""
        self.tables[-1].end_cell()

    def end_row(self, shapes: tuple[CellShape, ...], left: int) -> None:
        """Close a row of the innermost table."""
        for title in self.tables[-1].end_row(shapes, left):
            self._consider(title, is_prominent=True)

    def to_depth(self, depth: int) -> None:
        """Finish the tables deeper than ``depth``, and begin those that are missing."""
        while len(self.tables) > depth:
            grid = self.tables.pop().finish()
            if self.tables:
                self.tables[-1].holds_table = True
            self.add(tabled(grid, (line for cells in grid for line in _lines_on_page(cells))))
            head = header_row(grid)
            if head is not None:
                self.rows += rows_of_list(grid, head)
            else:
                self.pairs += pairs_of_form(grid)
        while len(self.tables) < min(depth, DEEPEST):
            self.tables.append(Table())
