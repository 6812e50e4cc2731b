"""Tables of a notice: rows of cells, under the words of their first row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.campaign.notice.outline import Line

CELL = 12  # longest word at the head of a column


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells each; ``head`` is the first of them, ``before`` the line above."""

    before: Line | None
    head: tuple[str, ...]
    head_line: Line
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]  # of the rows


def tables_in(lines: tuple[Line, ...]) -> Iterator[Table]:
    """Lines that stand below each other with the same number of cells, two at least."""
    start = 0
    for at in range(len(lines) + 1):
        width = _width(lines[at]) if at < len(lines) else 0
        if start < at and width == _width(lines[start]):
            continue
        if at - start > 2 and _width(lines[start]) > 1:
            rows = tuple(tuple(map(str.strip, line.text.split("\t"))) for line in lines[start:at])
            if all(0 < len(cell) <= CELL for cell in rows[0]):  # of a form some are empty
                above = lines[start - 1] if start else None
                yield Table(above, rows[0], lines[start], rows[1:], lines[start + 1 : at])
        start = at


def _width(line: Line) -> int:
    return line.text.count("\t") + 1
