"""Lines that remember what they were in their file, on the way from a reader to its text.

To the text such a line is like any other. Only when blocks are wanted is it asked for its origin; a
line without one is a paragraph. So one walk makes both, and the text costs no more than before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from intake.documents.tables.grid import Cell


class Said(NamedTuple):
    """What a file says of a paragraph besides its text."""

    heading: int | None = None  # level; 0: title
    item: int | None = None  # level in a list, from 0
    marker: str = ""  # the automatic number that the line begins with
    is_set_apart: bool = False  # all of it 楷体 or bold
    is_prominent: bool = False  # centred or large


class Tabled(NamedTuple):
    """The first line of a table, with the rows of cells that it was made of."""

    grid: Sequence[Sequence[Cell]]


class Noted(NamedTuple):
    """The first line of a note, with all its lines."""

    anchor: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A further line of a table or note, of which the first has told."""


Origin = Said | Tabled | Noted | Covered | Callable[[], Said]
Calls = tuple[tuple[int, str], ...]  # of notes: characters before the call, anchor of the note
COVERED = Covered()


class Line(str):
    """A line of text with its origin and the notes that are called in it, a form feed in front not counted."""

    __slots__ = ("notes", "origin")
    origin: Origin
    notes: Calls

    def __new__(cls, text: str, origin: Origin, notes: Calls = ()) -> Self:
        """The line ``text``, made of ``origin``."""
        line = super().__new__(cls, text)
        line.origin, line.notes = origin, notes
        return line


def tabled(grid: Sequence[Sequence[Cell]], lines: Iterable[str]) -> list[str]:
    """The lines of a table, marked as such."""
    return _marked(Tabled(grid), lines)


def noted(anchor: str, lines: Sequence[str]) -> list[str]:
    """The lines of a note, marked as such."""
    return _marked(Noted(anchor, tuple(lines)), lines)


def within(notes: Sequence[tuple[int, str]], start: int, length: int) -> Calls:
    """The notes called in one line of a paragraph, counted from its beginning; blanks around it are its own."""
    return tuple(
        (min(max(at - start, 0), length), note) for at, note in notes if start - 1 <= at <= start + length + 1
    )


def _marked(origin: Origin, lines: Iterable[str]) -> list[str]:
    marked: list[str] = [Line(line, COVERED) for line in lines]
    if marked:
        marked[0] = Line(marked[0], origin)
    return marked
