"""What a page shows as it comes out of a file: characters by their direction, ruling lines, images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from intake.documents.pages.values import Box, Char

THIN = 3.0  # points: a box not higher than this is a ruling line
STRAIGHT = 0.7  # points: an edge that leans no more is parallel to an axis
MOST_CORNERS = 200  # an outline with more is a drawing
MOST_RULES = 6000  # a page with more is a drawing, not a table


@dataclass(slots=True)
class Shown:
    """What a page shows, in page coordinates."""

    width: float = 0.0
    height: float = 0.0
    chars: dict[float, list[Char]] = field(default_factory=dict)  # by direction in degrees
    hidden: dict[float, list[Char]] = field(default_factory=dict)  # the same, set invisible
    rules: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    drawn: int = 0  # painted paths

    def collect(self, degrees: float, hidden: bool) -> list[Char]:
        """The list for characters that run in a direction."""
        return (self.hidden if hidden else self.chars).setdefault(round(degrees, 1) % 360, [])

    def add_outline(self, points: Sequence[tuple[float, float]], *, stroked: bool) -> None:
        """Corners joined by straight lines: one ruling line when it is thin, else one for each stroked edge."""
        if len(points) < 2 or len(self.rules) > MOST_RULES:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if min(box.x1 - box.x0, box.y1 - box.y0) <= THIN:
            self.rules.append(box)
        elif stroked and len(points) <= MOST_CORNERS:
            for (x0, y0), (x1, y1) in pairwise(points):
                if min(abs(x1 - x0), abs(y1 - y0)) <= STRAIGHT:
                    self.rules.append(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def add_image(self, box: Box) -> bool:
        """A picture, cut to the page; False for a dot stretched into a ruling line, as some writers do."""
        box = Box(max(box.x0, 0), max(box.y0, 0), min(box.x1, self.width), min(box.y1, self.height))
        thin = min(box.x1 - box.x0, box.y1 - box.y0) <= THIN
        (self.rules if thin else self.images).append(box)
        return not thin
