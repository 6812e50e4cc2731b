"""Tables on their side in the proof: as many rows as fit on a page, the head again on each."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tracker.publications.volume.content.model import Grid, GridCell
from tracker.publications.volume.word.design import Design
from tracker.publications.volume.word.table import HALF, covered_rows, widths_of

MM_POINT: Final = 25.4 / 72
PITCH: Final = 1.4  # of a line in a cell, in its type's size (volume.typ: leading 0.4em)
ROOM: Final = 6 * MM_POINT  # above and below what stands in a cell
SIDES: Final = 2.5  # mm beside it
FILLED: Final = 0.85  # of the page that is counted on: lines break otherwise than is reckoned
MOST_HEAD: Final = 3  # rows of a head that is repeated


def pieces_of(grid: Grid, design: Design) -> Iterator[Grid]:
    """The table in pieces that each fit on a page on its side; what a cell reaches over is not cut."""
    heights = _heights(grid, design)
    cuts = [at for at in range(1, len(grid.rows)) if not _is_reached(grid, at)]
    head = next((at for at in cuts if at <= MOST_HEAD), 0)
    room = FILLED * design.text_width
    start, used = 0, 0.0
    above = sum(heights[:head])
    for at, height in enumerate(heights):
        if at > start and at in cuts and at > head and used + _until(heights, cuts, at) > room:
            yield _piece(grid, head, start, at)
            start, used = at, above
        used += height
    yield _piece(grid, head, start, len(grid.rows))


def _piece(grid: Grid, head: int, start: int, end: int) -> Grid:
    rows = grid.rows[start:end] if start < head or not start else (*grid.rows[:head], *grid.rows[start:end])
    return replace(grid, rows=tuple(rows), caption=grid.caption if not start else "")


def _until(heights: list[float], cuts: list[int], at: int) -> float:
    """How much stands from a cut to the next."""
    end = next((cut for cut in cuts if cut > at), len(heights))
    return sum(heights[at:end])


def _is_reached(grid: Grid, at: int) -> bool:
    """Whether a cell above a row reaches down into it."""
    return any(place + cell.rows > at for place, row in enumerate(grid.rows[:at]) for cell in row)


def _heights(grid: Grid, design: Design) -> list[float]:
    """About how high each row is in mm; a cell over several rows counts for none."""
    rows = list(covered_rows(grid))
    widths = widths_of(rows, design.turned)
    heights = []
    for row in rows:
        column, lines = 0, 1
        for cell, is_covered in row:
            span = max(1, cell.columns)
            if not is_covered and cell.rows <= 1:
                lines = max(lines, _lines(cell, sum(widths[column : column + span]), design))
            column += span
        heights.append(lines * design.small * MM_POINT * PITCH + ROOM)
    return heights


def _lines(cell: GridCell, width: float, design: Design) -> int:
    signs = max(1.0, (width - SIDES) / (design.small * MM_POINT))
    ems = [sum(HALF if sign.isascii() else 1 for sign in line) for line in cell.lines]
    return sum(max(1, math.ceil(em / signs)) for em in ems) or 1
