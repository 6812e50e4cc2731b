"""Lines that remember what they were in their file, on the way from a reader to its text.

To the text such a line is like any other. Only when blocks are wanted is it asked for its origin; a
line without one is a paragraph. So one walk makes both, and the text costs no more than before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from intake.documents.tables.grid import Cell

Answer = bool | Callable[[], bool]


class Said(NamedTuple):
    """What a file says of a paragraph besides its text; the last two are worked out where somebody asks."""

    heading: int | None = None  # level; 0: title
    item: int | None = None  # level in a list, from 0
    marker: str = ""  # the automatic number that the line begins with
    apart: Answer = False
    prominent: Answer = False

    @property
    def is_set_apart(self) -> bool:
        """Whether all of it is 楷体 or bold."""
        return self.apart if isinstance(self.apart, bool) else self.apart()

    @property
    def is_prominent(self) -> bool:
        """Whether it is centred or large."""
        return self.prominent if isinstance(self.prominent, bool) else self.prominent()


class Tabled(NamedTuple):
    """The first line of a table: the rows of cells that it was made of, and how many lines it has."""

    grid: Sequence[Sequence[Cell]]
    length: int


class Noted(NamedTuple):
    """The first line of a note, with all its lines."""

    anchor: str
    lines: tuple[str, ...]


Origin = Said | Tabled | Noted | Callable[[], Said]
# Of notes: characters before the call, anchor of the note. Where text is raised or lowered, and where it
# is level again, one of the three signs below stands instead of an anchor.
Calls = tuple[tuple[int, str], ...]
RAISED: Final = "\x01+"
LOWERED: Final = "\x01-"
LEVEL: Final = "\x01."


class Pieces(list[str]):
    """The pieces of a line as they come, appended only; how many characters they are is never counted twice."""

    __slots__ = ("_counted", "_length")

    def __init__(self) -> None:
        super().__init__()
        self._counted = self._length = 0

    def clear(self) -> None:
        """Begin a line anew."""
        super().clear()
        self._counted = self._length = 0

    @property
    def length(self) -> int:
        """Characters, all pieces together."""
        self._length += sum(map(len, self[self._counted :]))
        self._counted = len(self)
        return self._length


class Line(str):
    """A line of text with its origin and the notes that are called in it, a form feed in front not counted.

    ``notes`` tell where text is raised or lowered, too.

    It is made by :func:`told`: a constructor in Python would take as long as the rest of its line.
    """

    __slots__ = ("notes", "origin")
    origin: Origin
    notes: Calls


def told(text: str, origin: Origin, notes: Calls = ()) -> Line:
    """The line ``text``, made of ``origin``."""
    line = Line(text)
    line.origin = origin
    line.notes = notes
    return line


class Boxed(Line):
    """A line out of a box that floats beside the text: between a picture and its caption it parts nothing."""

    __slots__ = ()


def boxed(lines: Iterable[str]) -> list[str]:
    """The lines of a box."""
    found: list[str] = []
    for line in lines:
        one = Boxed(line)
        one.origin, one.notes = (line.origin, line.notes) if isinstance(line, Line) else (Said(), ())
        found.append(one)
    return found


def begun_page(line: str) -> str:
    """The line as the first of a new page."""
    marked = "\f" + line
    return told(marked, line.origin, line.notes) if isinstance(line, Line) else marked


def tabled(grid: Sequence[Sequence[Cell]], lines: Iterable[str]) -> list[str]:
    """The lines of a table; the first tells of it."""
    found = list(lines)
    if found:
        found[0] = told(found[0], Tabled(grid, len(found)))
    return found


def noted(anchor: str, lines: Sequence[str]) -> list[str]:
    """The lines of a note; the first tells of it."""
    return [told(lines[0], Noted(anchor, tuple(lines))), *lines[1:]] if lines else []


def within(notes: Sequence[tuple[int, str]], start: int, length: int) -> Calls:
    """The notes called in one line of a paragraph, counted from its beginning; blanks around it are its own.

    ``notes`` stand in the order of their places.
    """
    first = bisect_left(notes, start - 1, key=itemgetter(0))
    last = bisect_right(notes, start + length + 1, key=itemgetter(0))
    return tuple((min(max(at - start, 0), length), note) for at, note in notes[first:last])
