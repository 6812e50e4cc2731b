"""Tables with merged cells (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tracker.publications.volume.content.model import Grid, GridCell
from tracker.publications.volume.content.pieces import Piece, pieces_of_cell
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.design import Design
from tracker.publications.volume.word.ooxml import Element, make, paragraph, shifted, twips

MOST_COLUMNS: Final = 20  # that fit on the page; wider tables become lines (Word itself ends at 63)
WIDE: Final = 12  # columns from which a table stands on a page that lies on its side
SHORT_CELL: Final = 8  # characters of a line
FEW_LINES, FEW_SIGNS = 12, 300  # of a cell in a row that is kept on one page
ABOVE: Final = 1 / 3  # of the leading: room above a table without caption, which has no distance of its own
SHORT_WORD: Final = 3  # signs that stand in one line: 序号, 县级, 702
LONG_CODE: Final = 16  # signs of a number or code; longer ones, as addresses of pages, may break
HALF: Final = 0.6  # of an em: a digit or letter
MM_POINT: Final = 25.4 / 72
CELL_ROOM: Final = 2.5  # mm: both margins of a cell, and its lines
_CODE: Final = re.compile(r"[!-~]+")
WEIGHT: Final = (2, 16)  # characters: least and most that a column's width counts


def columns_of(grid: Grid) -> int:
    """How many columns a table has."""
    return max((sum(cell.columns for cell in row) for row in grid.rows), default=0)


def is_wide(grid: Grid) -> bool:
    """Whether a table is set on its side: it would be too narrow to read, and is not printed as lines."""
    return WIDE <= columns_of(grid) <= MOST_COLUMNS


def add_table(book: Book, grid: Grid, design: Design | None = None) -> None:
    """Append a table, on a page as ``design`` says; one of too many columns as lines, its cells one after another."""
    if columns_of(grid) > MOST_COLUMNS:
        for cells in grid.rows:
            book.write("Cell", "　".join("".join(cell.lines) for cell in cells))
        return
    rows = list(covered_rows(grid))
    centred = centred_columns(rows)
    widths = widths_of(rows, design or book.design)
    table = make(
        "tbl", _properties(), make("tblGrid", *(make("gridCol", w=twips(width)) for width in widths))
    )
    for place, row in enumerate(rows):
        properties = make("trPr")
        if is_short(row):  # a row that is higher than a page must be split
            properties.append(make("cantSplit"))
            if place == 0 and len(rows) > 1:
                properties.append(make("tblHeader"))
        table.append(make("tr", properties, *_cells(row, widths, centred)))
    gap = make("spacing", line=str(round(book.design.leading * ABOVE * 20)), lineRule="exact")
    if not book.ends_with("TableCaption"):
        book.add(paragraph("Normal", properties=[make("keepNext"), gap]))
    book.add(table, paragraph("Normal"))


def centred_columns(rows: Sequence[Sequence[tuple[GridCell, bool]]]) -> frozenset[int]:
    """The columns of words and numbers, which stand in the middle; those with sentences stand at the left."""
    wordy: set[int] = set()
    for row in rows:
        column = 0
        for cell, _ in row:
            if cell.columns <= 1 and not _is_word(cell):
                wordy.add(column)
            column += max(1, cell.columns)
    return frozenset(range(columns_in(rows))) - wordy


def is_centred(cell: GridCell, column: int, centred: frozenset[int]) -> bool:
    """Whether a cell that begins in a column stands in the middle; a heading over several does."""
    return _is_word(cell) if cell.columns > 1 else column in centred


def _is_word(cell: GridCell) -> bool:
    return len(cell.lines) <= 2 and all(len(line) <= SHORT_CELL for line in cell.lines)


def columns_in(rows: Sequence[Sequence[tuple[GridCell, bool]]]) -> int:
    """How many columns rows with all their cells have."""
    return max((sum(max(1, cell.columns) for cell, _ in row) for row in rows), default=1)


def is_short(row: Sequence[tuple[GridCell, bool]]) -> bool:
    """Whether a row surely fits on a page."""
    return all(len(cell.lines) <= FEW_LINES and sum(map(len, cell.lines)) <= FEW_SIGNS for cell, _ in row)


def covered_rows(grid: Grid) -> Iterator[list[tuple[GridCell, bool]]]:
    """Each row with all its cells: those that begin there, and (True) those that reach down into it."""
    reaching: dict[int, tuple[GridCell, int]] = {}  # first column → cell and the rows it still covers
    width = columns_of(grid)
    for row in grid.rows:
        waiting = list(row)
        shown: list[tuple[GridCell, bool]] = []
        column = 0
        while column < width:
            if column in reaching:
                cell, left = reaching.pop(column)
                shown.append((cell, True))
            elif waiting:
                cell, left = waiting.pop(0), 0
                left = cell.rows
                shown.append((cell, False))
            else:
                cell, left = GridCell(), 1
                shown.append((cell, False))
            if left > 1:
                reaching[column] = (cell, left - 1)
            column += max(1, cell.columns)
        yield shown


def _cells(
    row: Sequence[tuple[GridCell, bool]], widths: Sequence[float], centred: frozenset[int]
) -> Iterator[Element]:
    column = 0
    for cell, is_covered in row:
        span = max(1, cell.columns)
        properties = make("tcPr", make("tcW", w=twips(sum(widths[column : column + span])), type="dxa"))
        if span > 1:
            properties.append(make("gridSpan", val=str(span)))
        if is_covered:
            properties.append(make("vMerge"))
        elif cell.rows > 1:
            properties.append(make("vMerge", val="restart"))
        properties.append(make("vAlign", val="center"))
        lines = [] if is_covered else pieces_of_cell(cell)
        is_middle = is_centred(cell, column, centred)
        yield make(
            "tc", properties, *(_cell_line(line, is_middle=is_middle) for line in lines or [[Piece("")]])
        )
        column += span


def _cell_line(line: Sequence[Piece], *, is_middle: bool) -> Element:
    return paragraph("Cell", *map(shifted, line), properties=[make("jc", val="center")] if is_middle else [])


def weights_of(rows: Sequence[Sequence[tuple[GridCell, bool]]]) -> list[int]:
    """How wide each column is beside the others, by its longest line."""
    weights = [WEIGHT[0]] * columns_in(rows)
    for row in rows:
        column = 0
        for cell, _ in row:
            if cell.columns <= 1:
                longest = max(map(len, cell.lines), default=0) + 1
                weights[column] = max(weights[column], min(longest, WEIGHT[1]))
            column += max(1, cell.columns)
    return weights


def widths_of(rows: Sequence[Sequence[tuple[GridCell, bool]]], design: Design) -> list[float]:
    """The columns in mm, by their weights; none narrower than its numbers, codes and short words, where all fit."""
    weights, least = weights_of(rows), _least_of(rows, design)
    held: set[int] = set()
    while True:
        free = [place for place in range(len(weights)) if place not in held]
        room = design.text_width - sum(least[place] for place in held)
        total = sum(weights[place] for place in free)
        if room <= 0 or not free:  # too many for the page: some must break
            return [design.text_width * weight / sum(weights) for weight in weights]
        tight = {place for place in free if room * weights[place] / total < least[place]}
        if not tight:
            return [
                least[place] if place in held else room * weight / total
                for place, weight in enumerate(weights)
            ]
        held |= tight


def _least_of(rows: Sequence[Sequence[tuple[GridCell, bool]]], design: Design) -> list[float]:
    """What each column needs in mm so that nothing in it breaks which must not."""
    ems = [0.0] * columns_in(rows)
    for row in rows:
        column = 0
        for cell, _ in row:
            if cell.columns <= 1:
                whole = (word for line in cell.lines for word in _unbroken(line))
                ems[column] = max(ems[column], max(map(_ems, whole), default=0.0))
            column += max(1, cell.columns)
    return [em * design.small * MM_POINT + CELL_ROOM for em in ems]


def _unbroken(line: str) -> list[str]:
    """A short word as a whole, else the numbers and codes in a line."""
    return (
        [line]
        if len(line) <= SHORT_WORD
        else [code for code in _CODE.findall(line) if len(code) <= LONG_CODE]
    )


def _ems(word: str) -> float:
    return sum(HALF if sign.isascii() else 1 for sign in word)


def _properties() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = make(
        "tblBorders", *(make(side, val="single", sz="4", space="0", color="000000") for side in sides)
    )
    return make(
        "tblPr",
        make("tblW", w="5000", type="pct"),
        make("jc", val="center"),
        borders,
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w="57", type="dxa"), make("right", w="57", type="dxa")),
    )
