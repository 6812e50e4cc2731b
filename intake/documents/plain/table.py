"""A table of a page under construction: its parts, its open row, what a cell above covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from intake.documents.tables.grid import Cell


class Place(Enum):
    """What an open element is to the text in it."""

    FLOW = auto()
    CELL = auto()
    ROW = auto()
    ROWS = auto()  # of a table: its body, head or foot
    TABLE = auto()


PARTS: Final = {
    Place.TABLE: {"tr": Place.ROW, "tbody": Place.ROWS, "thead": Place.ROWS, "tfoot": Place.ROWS},
    Place.ROWS: {"tr": Place.ROW},
    Place.ROW: {"td": Place.CELL, "th": Place.CELL},
}


@dataclass(slots=True)
class Table:
    """A table under construction; only what stands in its cells is seen."""

    outer: list[str]  # the lines that its own go behind
    grid: list[list[Cell]] = field(default_factory=list)
    waiting: dict[int, int] = field(default_factory=dict)  # column → rows that a cell above still covers
    column: int = 0
    wide: bool = False  # the open row has several cells
    span: int = 1  # columns of the open cell


def skip_covered(cells: list[Cell], column: int, waiting: dict[int, int]) -> int:
    """Step over columns that a cell from above reaches down into."""
    while waiting.get(column, 0) > 0:
        waiting[column] -= 1
        cells.append(Cell(continues=True))
        column += 1
    return column


def small(value: str) -> int:
    """How many columns or rows a cell says that it covers."""
    return min(int(value), 100) if value.isdecimal() and 0 < len(value) < 5 and int(value) else 1
