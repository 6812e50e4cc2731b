"""Objects of OFD pages as characters, ruling lines and image boxes in points.

An object has a boundary on the page and a matrix inside it (GB/T 33190-2016, clauses 8 and 11);
lengths are millimetres, the origin is at the upper left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from intake.documents.ofd.glyphs import Glyph, glyphs_of, is_unseen, numbers
from intake.documents.ofd.package import (
    Container,
    Element,
    PageSource,
    attribute,
    child,
    children,
    local,
    value,
)
from intake.documents.ofd.path import outlines
from intake.documents.pages.shown import Shown
from intake.documents.pages.turn import lay_upright
from intake.documents.pages.values import Box, Char, Page
from intake.model.errors import OverLimit
from intake.model.limits import Limits

POINTS: Final = 72 / 25.4  # in a millimetre
PAPER: Final = (0.0, 0.0, 210.0, 297.0)
MOST_SIDE: Final = 20_000.0  # millimetres
MOST_OBJECTS: Final = 500_000  # of all pages, composite units unfolded
DEEPEST: Final = 20  # composite units inside composite units


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to stand."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, other: Matrix) -> Matrix:
        """The matrix that does this one first, then the other."""
        e, f = other.place(self.e, self.f)
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            e,
            f,
        )


def draw_pages(container: Container, limits: Limits) -> Iterator[Page]:
    """What each page shows.

    Raises:
        OverLimit: more objects or characters than allowed.
    """
    left = _Left(limits.text_chars, MOST_OBJECTS)
    for source in container.pages():
        canvas = _Canvas(source, left)
        for layer in _layers(source):
            canvas.draw(layer, Matrix(1, 0, 0, 1, -canvas.paper[0], -canvas.paper[1]), 0)
        container.images.append(canvas.largest)
        container.parts.append(canvas.parts)
        yield lay_upright(canvas.shown)


def _layers(source: PageSource) -> Iterator[Element]:
    """Layers of the templates, then of the page; where they stand decides the order of text."""
    for page in (*source.templates, source.content):
        yield from children(child(page, "Content"), "Layer")


@dataclass(slots=True)
class _Left:
    """How much may still be drawn."""

    chars: int
    objects: int


def _paper(areas: Iterable[Element | None]) -> tuple[float, float, float, float]:
    for area in areas:
        for name in ("PhysicalBox", "ApplicationBox", "ContentBox"):
            box = numbers(value(area, name))
            if len(box) >= 4 and 0 < box[2] <= MOST_SIDE and 0 < box[3] <= MOST_SIDE:
                return box[0], box[1], box[2], box[3]
    return PAPER


@dataclass(slots=True)
class _Canvas:
    """One page on its way to characters."""

    source: PageSource
    left: _Left
    paper: tuple[float, float, float, float] = PAPER
    shown: Shown = field(default_factory=Shown)
    largest: tuple[float, str] = (0.0, "")
    parts: list[str] = field(default_factory=list)  # of the images

    def __post_init__(self) -> None:
        self.paper = _paper(self.source.areas)
        self.shown = Shown(width=self.paper[2] * POINTS, height=self.paper[3] * POINTS)

    def draw(self, parent: Element, matrix: Matrix, depth: int) -> None:
        """Draw the objects of a layer, block or composite unit."""
        for node in parent:
            self.left.objects -= 1
            if self.left.objects < 0:
                raise OverLimit("图元过多")
            kind = local(node)
            if kind in {"PageBlock", "Content", "Layer"}:
                self.draw(node, matrix, depth)
            elif kind in _DRAWN and attribute(node, "Visible").lower() not in {"false", "0"}:
                self._draw_object(kind, node, matrix, depth)

    def _draw_object(self, kind: str, node: Element, outer: Matrix, depth: int) -> None:
        boundary = (*numbers(attribute(node, "Boundary")), 0.0, 0.0, 0.0, 0.0)[:4]
        own = numbers(attribute(node, "CTM"))
        matrix = Matrix(*own[:6]) if len(own) >= 6 else Matrix()
        matrix = matrix.then(Matrix(e=boundary[0], f=boundary[1])).then(outer)
        if not all(map(math.isfinite, matrix)):
            return
        if kind == "TextObject":
            self._draw_text(node, matrix, boundary)
        elif kind == "PathObject":
            self._draw_path(node, matrix)
        elif kind == "ImageObject":
            self._draw_image(node, boundary, matrix, outer)
        elif depth < DEEPEST:
            unit = self.source.resources.units.get(attribute(node, "ResourceID"))
            if unit is not None:
                self.draw(unit, matrix, depth + 1)

    def _point(self, matrix: Matrix, x: float, y: float) -> tuple[float, float]:
        """A point in points from the lower left."""
        across, down = matrix.place(x, y)
        return across * POINTS, self.shown.height - down * POINTS

    def _draw_text(self, node: Element, matrix: Matrix, boundary: Sequence[float]) -> None:
        own = numbers(attribute(node, "CTM")) or [1.0]
        reach = boundary[2] / own[0] if own[0] > 0 else 0.0
        glyphs = glyphs_of(node, self.left.chars, reach)
        self.left.chars -= sum(len(glyph.text) for glyph in glyphs)
        if self.left.chars < 0:
            raise OverLimit("文字过多")
        hidden = is_unseen(node)
        turned: dict[int, tuple[list[Char], float, float]] = {}
        for glyph in glyphs:
            if glyph.turn not in turned:
                turned[glyph.turn] = self._direction(matrix, glyph, hidden=hidden)
            collect, along, across = turned[glyph.turn]
            x, y = self._point(matrix, glyph.x, glyph.y)
            if math.isfinite(x + y):
                width = abs(glyph.width) * along * POINTS
                collect.append(Char(glyph.text, x, x + width, y, glyph.size * across * POINTS))

    def _direction(self, matrix: Matrix, glyph: Glyph, *, hidden: bool) -> tuple[list[Char], float, float]:
        """Where glyphs with this turn are collected, and their scale along and across the line."""
        cos, sin = math.cos(math.radians(glyph.turn)), math.sin(math.radians(glyph.turn))
        x, y = matrix.a * cos + matrix.c * sin, matrix.b * cos + matrix.d * sin
        across = math.hypot(-matrix.a * sin + matrix.c * cos, -matrix.b * sin + matrix.d * cos)
        degrees = math.degrees(math.atan2(-y, x))  # counted to the left, y upwards
        return self.shown.collect(degrees, hidden), math.hypot(x, y), across

    def _draw_path(self, node: Element, matrix: Matrix) -> None:
        self.shown.drawn += 1
        stroke = attribute(node, "Stroke").lower() not in {"false", "0"}
        fill = attribute(node, "Fill").lower() in {"true", "1"}
        if not (stroke or fill):
            return
        for points in outlines(value(node, "AbbreviatedData")):
            self.shown.add_outline([self._point(matrix, x, y) for x, y in points], stroked=stroke)

    def _draw_image(self, node: Element, boundary: Sequence[float], matrix: Matrix, outer: Matrix) -> None:
        """An image fills the unit square of its own space, clipped by its boundary."""
        x, y, width, height = boundary
        limit = _around(self._point(outer, x + dx, y + dy) for dx in (0.0, width) for dy in (0.0, height))
        box = limit
        if attribute(node, "CTM"):
            box = _around(self._point(matrix, dx, dy) for dx in (0.0, 1.0) for dy in (0.0, 1.0))
            box = _common(box, limit) if limit.area else box
        box = _common(box, Box(0.0, 0.0, self.shown.width, self.shown.height))
        if self.shown.add_image(box):
            part = self.source.resources.media.get(attribute(node, "ResourceID"), "")
            self.parts.append(part)
            if box.area > self.largest[0]:
                self.largest = (box.area, part)


def _around(points: Iterable[tuple[float, float]]) -> Box:
    corners = list(points)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _common(one: Box, other: Box) -> Box:
    x0, y0 = max(one.x0, other.x0), max(one.y0, other.y0)
    return Box(x0, y0, max(x0, min(one.x1, other.x1)), max(y0, min(one.y1, other.y1)))


_DRAWN: Final = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject"})
