"""Values that the PDF modules hand to each other: characters, rules, lines, pages.

Coordinates are points with the origin at the lower left of the page as it is read (rotation
applied). ``size`` is the font size in points on the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

UNKNOWN = "\ufffd"  # a glyph whose character the file does not tell


class Char(NamedTuple):
    """One character on its baseline: ``x0`` to ``x1`` along the line, ``y`` the baseline."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


class Rule(NamedTuple):
    """A ruling line parallel to an axis: ``at`` on the other axis, from ``start`` to ``end``."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A rectangle on the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def area(self) -> float:
        """Width times height in square points."""
        return max(0.0, self.x1 - self.x0) * max(0.0, self.y1 - self.y0)


class Line(NamedTuple):
    """A line of text; ``y`` is its baseline, ``size`` the prevailing font size.

    A table stands in the order of lines as one line: ``table`` is then its number on the page.
    ``blank`` tells of a blank in front of it, where the line is a piece of a row.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    table: int = -1
    blank: bool = False


class Strip(NamedTuple):
    """Consecutive lines of one column; column 0 goes across the page."""

    column: int
    lines: list[Line]


@dataclass(slots=True)
class Page:
    """What one page shows, turned so that most of its text reads from left to right.

    ``aside`` holds characters that run another way, by quarter turns to the left; their ``x0``
    and ``y`` are where they start on the page, ``x1 - x0`` is their length the way they run.
    """

    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    aside: dict[int, list[Char]] = field(default_factory=dict)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    drawn: int = 0  # painted paths
    hidden: int = 0  # characters set invisible: a text layer put under a scan

    @property
    def covered(self) -> float:
        """The share of the page that images cover (0 to 1, overlaps counted once roughly)."""
        area = self.width * self.height
        return min(1.0, max((image.area for image in self.images), default=0.0) / area) if area else 0.0
