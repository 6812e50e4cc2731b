"""What she wrote on the other pages: “已处理” beside a pending item, a remark beside a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.sheet.back.grid import EMPTY, Cell, Grid, column_letters
from tracker.sheet.columns import DONE, MISSING_REMARK, STAMP

LOOK_ROWS = 20
_STAMP = re.compile(r"([du])\.([A-Za-z0-9_-]{1,40})\.(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Mark:
    """One such cell: ``kind`` “d” with the id of a doubt, “u” with the key of a unit."""

    kind: str
    key: str
    edition: int
    place: str
    cell: Cell


def is_side_page(grid: Grid) -> bool:
    """Whether a sheet is one of the pages that take marks."""
    return _columns(grid) is not None


def read_marks(grids: Iterable[Grid]) -> tuple[Mark, ...]:
    """Every marked row, wherever sorting has taken it."""
    found = []
    for grid in grids:
        columns = _columns(grid)
        if columns is None:
            continue
        stamp, wanted = columns
        for row, cells in grid.rows():
            match = _STAMP.fullmatch(cells.get(stamp, EMPTY).text)
            if match:
                place = f"{grid.name}!{column_letters(wanted)}{row + 1}"
                found.append(Mark(match[1], match[2], int(match[3]), place, cells.get(wanted, EMPTY)))
    return tuple(found)


def _columns(grid: Grid) -> tuple[int, int] | None:
    """The columns of the stamps and of what she writes."""
    for row, cells in grid.rows():
        if row >= LOOK_ROWS:
            return None
        headings = {"".join(cell.text.split()): column for column, cell in cells.items()}
        if STAMP not in headings:
            continue
        if DONE in headings:
            return headings[STAMP], headings[DONE]
        if "应报" in headings and MISSING_REMARK in headings:
            return headings[STAMP], headings[MISSING_REMARK]
    return None
