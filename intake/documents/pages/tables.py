"""Cut table forms at their ruling lines into cells, before any line of text is built.

A cell is an area no ruling line divides, so merged cells come out whole. What the cells mean is
decided in tables/grid.py, which knows forms and lists whatever file they came from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.documents.pages.lines import join_segments, rows_of, segments_of
from intake.documents.pages.turn import turn_starts
from intake.documents.pages.values import Box, Char, Line, Page, Rule

NEAR = 3.0  # points: rules so near are one rule, ends so near touch
SHORTEST = 4.0  # points: shorter rules are dots and dashes left over
MAX_PAIRS = 1_000_000  # rules across times rules down: more is a drawing
MAX_SQUARES = 40_000
RULED_PAPER = 2.4  # line heights: rows of one cell not higher than this are lines to write on


@dataclass(slots=True)
class Cell:
    """A cell: where it stands, and its lines; ``column`` and ``row`` count from the upper left."""

    box: Box
    row: int
    column: int
    rows: int
    columns: int
    chars: list[Char] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table with the outer box of its grid and its cells from left to right, row by row."""

    box: Box
    cells: list[Cell]


def take_tables(page: Page) -> list[Table]:
    """The tables of a page; their characters are taken out of ``page.chars`` and put into cells."""
    tables: list[Table] = []
    for across, down in _groups(_merge(page.across), _merge(page.down)):
        grid = _Grid.of(across, down)
        if grid is None or any(_inside(grid.box, table.box) for table in tables):
            continue
        inside, outside = grid.sort_chars(page.chars)
        if len(grid.cells) < 2 or not inside or _is_ruled_paper(grid.cells):
            continue
        page.chars = outside
        _fill(grid, page)
        tables.append(Table(grid.box, sorted(grid.cells, key=lambda cell: (cell.row, cell.column))))
    return sorted(tables, key=lambda table: (-table.box.y1, table.box.x0))


def _merge(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on nearly the same line as one level; pieces that touch as one piece."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules):
        if levels and rule.at - levels[-1][-1].at <= NEAR and rule.at - levels[-1][0].at <= 2 * NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    merged = []
    for level in levels:
        at = sum(rule.at for rule in level) / len(level)
        start = end = None
        for rule in sorted(level, key=lambda rule: rule.start):
            if end is not None and start is not None and rule.start <= end + NEAR:
                end = max(end, rule.end)
                continue
            if start is not None and end is not None:
                merged.append(Rule(at, start, end))
            start, end = rule.start, rule.end
        if start is not None and end is not None:
            merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= SHORTEST]


def _groups(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that touch one another, the largest group first."""
    if not across or not down or len(across) * len(down) > MAX_PAIRS:
        return
    parent = list(range(len(across) + len(down)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for i, flat in enumerate(across):
        for j, upright in enumerate(down, len(across)):
            if (
                flat.start - NEAR <= upright.at <= flat.end + NEAR
                and upright.start - NEAR <= flat.at <= upright.end + NEAR
            ):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(down, len(across)):
        groups.setdefault(root(j), ([], []))[1].append(rule)
    yield from sorted((g for g in groups.values() if len(g[0]) >= 2 and g[1]), key=_spread, reverse=True)


def _spread(group: tuple[list[Rule], list[Rule]]) -> float:
    across, down = group
    width = max(rule.end for rule in across) - min(rule.start for rule in across)
    height = max(rule.end for rule in down) - min(rule.start for rule in down)
    return width * height


def _close(rules: list[Rule], others: list[Rule]) -> list[Rule]:
    """Forms come without left and right edge, or open to the next page: add what is missing."""
    low, high = min(rule.at for rule in others), max(rule.at for rule in others)
    closed = list(rules)
    for edge, ends in (
        (min(rule.start for rule in others), [rule.start for rule in others]),
        (max(rule.end for rule in others), [rule.end for rule in others]),
    ):
        if len(others) >= 2 and sum(abs(end - edge) <= NEAR for end in ends) >= 2:
            closed.append(Rule(edge, low, high))
    return _merge(closed)


class _Grid:
    """The squares between neighbouring rules, joined to cells where no rule parts them."""

    def __init__(self, xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> None:
        self.xs, self.ys = xs, ys
        self.box = Box(xs[0], ys[0], xs[-1], ys[-1])
        self.cells: list[Cell] = []
        self._width, self._height = len(xs) - 1, len(ys) - 1
        # one ring of squares around the grid stands for the paper outside
        self._parent = list(range((self._width + 2) * (self._height + 2)))
        self._join(across, down)
        self._cell_at = self._gather()

    @classmethod
    def of(cls, across: list[Rule], down: list[Rule]) -> _Grid | None:
        across, down = _close(across, down), _close(down, across)
        xs, ys = sorted({rule.at for rule in down}), sorted({rule.at for rule in across})
        if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MAX_SQUARES:
            return None
        return cls(xs, ys, across, down)

    def _number(self, i: int, j: int) -> int:
        return (j + 1) * (self._width + 2) + i + 1

    def _root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def _union(self, one: int, other: int) -> None:
        self._parent[self._root(one)] = self._root(other)

    def _join(self, across: list[Rule], down: list[Rule]) -> None:
        flats: dict[float, list[Rule]] = {}
        for rule in across:
            flats.setdefault(rule.at, []).append(rule)
        uprights: dict[float, list[Rule]] = {}
        for rule in down:
            uprights.setdefault(rule.at, []).append(rule)
        for j in range(-1, self._height + 1):
            for i in range(-1, self._width + 1):
                if i < self._width and not self._is_wall(uprights, self.xs, i + 1, self.ys, j):
                    self._union(self._number(i, j), self._number(i + 1, j))
                if j < self._height and not self._is_wall(flats, self.ys, j + 1, self.xs, i):
                    self._union(self._number(i, j), self._number(i, j + 1))

    @staticmethod
    def _is_wall(
        rules: dict[float, list[Rule]], ats: list[float], at: int, stops: list[float], number: int
    ) -> bool:
        """Whether a rule runs along the whole side of a square."""
        if not (0 <= at < len(ats) and 0 <= number < len(stops) - 1):
            return False
        start, end = stops[number] + NEAR, stops[number + 1] - NEAR
        return any(rule.start <= start and rule.end >= end for rule in rules[ats[at]])

    def _gather(self) -> dict[int, Cell]:
        outside = self._root(self._number(-1, -1))
        squares: dict[int, list[tuple[int, int]]] = {}
        for j in range(self._height):
            for i in range(self._width):
                root = self._root(self._number(i, j))
                if root != outside:
                    squares.setdefault(root, []).append((i, j))
        cells: dict[int, Cell] = {}
        for root, members in squares.items():
            left, right = min(i for i, _ in members), max(i for i, _ in members)
            low, high = min(j for _, j in members), max(j for _, j in members)
            box = Box(self.xs[left], self.ys[low], self.xs[right + 1], self.ys[high + 1])
            cells[root] = Cell(box, self._height - 1 - high, left, high - low + 1, right - left + 1)
        self.cells = list(cells.values())
        return cells

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell at a point of the page."""
        i, j = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if not (0 <= i < self._width and 0 <= j < self._height):
            return None
        return self._cell_at.get(self._root(self._number(i, j)))

    def sort_chars(self, chars: list[Char]) -> tuple[int, list[Char]]:
        """Put characters into cells; the number put there, and those that stand outside."""
        outside = []
        for char in chars:
            cell = self.cell_at((char.x0 + char.x1) / 2, char.y + 0.35 * char.size)
            if cell is None:
                outside.append(char)
            else:
                cell.chars.append(char)
        return len(chars) - len(outside), outside


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - NEAR
        and inner.x1 <= outer.x1 + NEAR
        and inner.y0 >= outer.y0 - NEAR
        and inner.y1 <= outer.y1 + NEAR
    )


def _is_ruled_paper(cells: list[Cell]) -> bool:
    """A frame with lines to write on is no table: its text runs on from line to line."""
    if len(cells) < 5 or any(cell.columns > 1 or cell.column for cell in cells):
        return False
    sizes = sorted(char.size for cell in cells for char in cell.chars)
    limit = RULED_PAPER * sizes[len(sizes) // 2]
    return sum(cell.box.y1 - cell.box.y0 <= limit for cell in cells) > 0.8 * len(cells)


def _fill(grid: _Grid, page: Page) -> None:
    """Build the lines of every cell; text that runs upward or downward is turned inside its cell."""
    for cell in grid.cells:
        cell.lines = lines_of(cell.chars)
    for quarter, chars in list(page.aside.items()):
        beside: list[Char] = []
        turned: dict[int, list[Char]] = {}
        for char in chars:
            host = grid.cell_at(char.x0, char.y)
            if host is None:
                beside.append(char)
            else:
                turned.setdefault(grid.cells.index(host), []).append(char)
        page.aside[quarter] = beside
        for number, members in turned.items():
            upright = turn_starts(members, quarter, page.width, page.height)
            grid.cells[number].lines += lines_of(upright)


def lines_of(chars: list[Char]) -> list[Line]:
    """The lines inside a cell: gaps are blanks there, never tabs."""
    return [join_segments(segments, " ") for row in rows_of(chars) if (segments := segments_of(row))]
