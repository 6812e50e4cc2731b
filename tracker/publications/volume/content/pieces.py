"""Text in pieces for whoever sets it: raised and lowered characters, and calls of notes, each where it stands."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal, NamedTuple

from tracker.publications.volume.content.model import GridCell, Line, Shift

Place = Literal["", "up", "down"]


class Piece(NamedTuple):
    """Characters of one place beside the line, and the note that is called behind them."""

    text: str
    place: Place = ""
    note: str = ""


def pieces_of_line(line: Line, notes: Container[str]) -> Iterator[Piece]:
    """The pieces of a line; ``notes`` are those there are. At least one."""
    at = 0
    for call in line.calls:
        if call.note in notes and at <= call.at <= len(line.text):
            *before, last = cut_text(line.text, line.shifts, at, call.at)
            yield from before
            yield last._replace(note=call.note)
            at = call.at
    yield from cut_text(line.text, line.shifts, at, len(line.text))


def cut_text(text: str, shifts: Sequence[Shift], start: int, end: int) -> list[Piece]:
    """The pieces of a text from ``start`` to ``end``; at least one."""
    inside = [shift for shift in shifts if start < shift.end and shift.start < end]
    edges = {start, end, *(edge for shift in inside for edge in (shift.start, shift.end))}
    cuts = sorted(edge for edge in edges if start <= edge <= end)
    places: dict[int, Place] = {max(start, one.start): "down" if one.is_low else "up" for one in inside}
    return [Piece(text[first:last], places.get(first, "")) for first, last in pairwise(cuts)] or [Piece("")]


def pieces_of_cell(cell: GridCell) -> list[list[Piece]]:
    """The pieces of each line of a cell."""
    return [
        cut_text(line, [shift for shift in cell.shifts if shift.line == number], 0, len(line))
        for number, line in enumerate(cell.lines)
    ]


def moved(shifts: Sequence[Shift], start: int, old: int, new: int) -> tuple[Shift, ...]:
    """The shifts of a text in which ``old`` characters at ``start`` became ``new``; what is replaced stands on the line."""
    found = []
    for shift in shifts:
        if shift.end <= start:
            found.append(shift)
            continue
        if shift.start < start:
            found.append(replace(shift, end=start))
        if shift.end > start + old:
            first = max(shift.start, start + old)
            found.append(replace(shift, start=first + new - old, end=shift.end + new - old))
    return tuple(found)
