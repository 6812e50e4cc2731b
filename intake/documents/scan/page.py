"""A recognised picture as a page of characters, so that the line builder of PDFs reads it.

Lines of a photo fan out and lean; they are laid level first. Characters get their place from
the share of the line they take, which is near enough for columns, indents and tables.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from intake.documents.pages.lines import is_wide
from intake.documents.pages.values import Char, Page, Rule
from intake.documents.scan.engine import Quad, Seen, read_lines
from intake.documents.scan.pictures import find_rules, lift_seals, straighten
from intake.documents.scan.upright import look

LONGER_SIDE: Final = 842.0  # points of A4: pictures carry no size that can be trusted
LEAST_LEAN: Final = 0.15  # degrees
LEANING: Final = 0.6  # degrees from which ruling lines are looked for on a straightened picture
BASELINE: Final = 0.38  # em below the middle of a line
SAME_SIZE: Final = 0.22  # of the prevailing size: what lies within is measuring error
HIGH: Final = 0.92  # em to the height of a box
FEW: Final = 3  # ems: lines so long tell their size by their width, too
FAN_LINES: Final = 6  # long lines that tell how lines fan out
MOST_ENDS: Final = 100  # ends of lines that an edge is sought through
MARGIN: Final = 0.05  # of the longer side
NARROWS: Final = 0.6  # em by which an edge must lean over the page to count


class Sheet(NamedTuple):
    """A page as recognised: its characters and rules, and the lines as they were read."""

    page: Page
    lines: tuple[Seen, ...]


def recognise_picture(picture: Any, *, trim: bool = False) -> Sheet:
    """Recognise one picture (RGB); ``trim`` takes away the desk around the text of a photo.

    Raises:
        ToolMissing: the extra ``ocr`` is not installed.
    """
    sight = look(lift_seals(picture))
    height, width = sight.picture.shape[:2]
    lean = _lean(sight.quads)
    level = straighten(sight.picture, lean) if abs(lean) > LEANING else sight.picture
    turned = {quad: _turned(quad, lean, width, height) for quad in sight.quads}
    rules = [rule for rule in find_rules(level) if not _is_stroke(rule, turned.values())] if turned else []
    pieces = [piece for quad in sight.quads for piece in _split(quad, turned[quad], rules)]
    lines = tuple(read_lines(sight, pieces))
    straight = _unfan([line._replace(quad=_turned(line.quad, lean, width, height)) for line in lines], width)
    page = _page(straight, rules, width, height)
    return Sheet(_trimmed(page) if trim else page, lines)


def _lean(quads: Sequence[Quad]) -> float:
    """The lean of the text in degrees, y downward, from its long lines; 0 when it is level."""
    leans = sorted(_slope(quad) for quad in quads if quad.width > 5 * quad.height)
    middle = leans[len(leans) // 2] if leans else 0.0
    return math.degrees(math.atan(middle)) if abs(middle) > math.radians(LEAST_LEAN) else 0.0


def _slope(quad: Quad) -> float:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.corners
    return (by + cy - ay - dy) / max(bx + cx - ax - dx, 1.0)


def _turned(quad: Quad, degrees: float, width: float, height: float) -> Quad:
    """The box after the picture is turned about its middle, as :func:`straighten` turns it."""
    if not degrees:
        return quad
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    mx, my = width / 2, height / 2
    a, b, c, d = (
        (mx + (x - mx) * cos + (y - my) * sin, my - (x - mx) * sin + (y - my) * cos) for x, y in quad.corners
    )
    return Quad((a, b, c, d))


def _is_stroke(rule: tuple[float, float, float, float], quads: Iterable[Quad]) -> bool:
    """Whether a ruling line is part of a large character: it lies within a box of text."""
    x0, y0, x1, y1 = rule
    for quad in quads:
        (left, top), _, (right, bottom), _ = quad.corners
        pad = 0.15 * quad.height
        if left - pad < x0 and x1 < right + pad and top - pad < y0 and y1 < bottom + pad:
            return True
    return False


def _split(quad: Quad, level: Quad, rules: Sequence[tuple[float, float, float, float]]) -> list[Quad]:
    """A box cut where an upright ruling line crosses it: it reads over two cells of a table."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = level.corners
    x0, x1, top, bottom = (ax + dx) / 2, (bx + cx) / 2, min(ay, by), max(cy, dy)
    margin = 0.6 * quad.height
    cuts = sorted(
        ((left + right) / 2 - x0) / max(x1 - x0, 1.0)
        for left, upper, right, lower in rules
        if lower - upper > right - left
        and x0 + margin < (left + right) / 2 < x1 - margin
        and upper < top + margin
        and lower > bottom - margin
    )
    if not cuts:
        return [quad]
    pad = 3.0 / max(x1 - x0, 1.0)
    shares = [0.0, *cuts, 1.0]
    return [
        _part(quad, start + (pad if start else 0.0), end - (pad if end < 1.0 else 0.0))
        for start, end in pairwise(shares)
        if (end - start) * (x1 - x0) > margin
    ]


def _part(quad: Quad, start: float, end: float) -> Quad:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.corners
    upper, lower = (bx - ax, by - ay), (cx - dx, cy - dy)
    return Quad(
        (
            (ax + upper[0] * start, ay + upper[1] * start),
            (ax + upper[0] * end, ay + upper[1] * end),
            (dx + lower[0] * end, dy + lower[1] * end),
            (dx + lower[0] * start, dy + lower[1] * start),
        )
    )


class _Level(NamedTuple):
    """A line laid level: left and right end, middle height, size; pixels, y downward."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


def _unfan(lines: Sequence[Seen], width: float) -> list[_Level]:
    """Lines laid level: on a photo their slope changes from the head of the page to its foot."""
    plain = [_level(line) for line in lines]
    long = [
        (level.y, _slope(line.quad))
        for line, level in zip(lines, plain, strict=True)
        if line.quad.width > width / 3 and line.quad.width > 6 * line.quad.height
    ]
    if len(long) < FAN_LINES:
        return plain
    base, change = _fit(long)
    middle = width / 2
    levelled = []
    for level in plain:
        x = (level.x0 + level.x1) / 2 - middle
        levelled.append(level._replace(y=(level.y - base * x) / (1 + change * x)))
    return _square(levelled)


def _level(line: Seen) -> _Level:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.quad.corners
    units = sum(1.0 if is_wide(character) else 0.52 for character in line.text)
    high = HIGH * line.quad.height
    by_width = line.quad.width / (units + 0.15) if units else high
    size = min(high, by_width) if units >= FEW else high
    return _Level(line.text, (ax + dx) / 2, (bx + cx) / 2, (ay + by + cy + dy) / 4, max(size, 1.0))


def _fit(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Intercept and slope of a line through points, by the medians of their halves (robust)."""
    ordered = sorted(points)
    third = max(1, len(ordered) // 3)
    (y0, s0), (y1, s1) = _middle(ordered[:third]), _middle(ordered[-third:])
    change = (s1 - s0) / (y1 - y0) if y1 - y0 > 1 else 0.0
    return s0 - change * y0, change


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    xs, ys = sorted(x for x, _ in points), sorted(y for _, y in points)
    return xs[len(xs) // 2], ys[len(ys) // 2]


def _square(levels: list[_Level]) -> list[_Level]:
    """Both edges of the text upright: a page that narrows towards its head gets its width back."""
    size = sorted(level.size for level in levels)[len(levels) // 2]
    left = _edge([(level.y, level.x0) for level in levels], size)
    right = _edge([(level.y, -level.x1) for level in levels], size)
    if left is None or right is None:
        return levels
    reach = max(level.y for level in levels) - min(level.y for level in levels)
    if max(abs(left[1]), abs(right[1])) * reach < NARROWS * size:
        return levels
    x0, x1 = _at(left, levels[len(levels) // 2].y), -_at(right, levels[len(levels) // 2].y)
    squared = []
    for level in levels:
        start, end = _at(left, level.y), -_at(right, level.y)
        if end - start < 4 * size:
            return levels
        scale = (x1 - x0) / (end - start)
        squared.append(
            level._replace(
                x0=x0 + (level.x0 - start) * scale,
                x1=x0 + (level.x1 - start) * scale,
                size=level.size * scale,
            )
        )
    return squared


def _edge(points: Sequence[tuple[float, float]], size: float) -> tuple[float, float] | None:
    """The line (intercept, slope over y) along which the outermost ends stand; None if none does."""
    best: tuple[int, float, float] | None = None
    outer = sorted(points)[:: len(points) // MOST_ENDS + 1]
    for y0, x0 in outer[: len(outer) // 2 + 1]:
        for y1, x1 in outer[len(outer) // 2 :]:
            if y1 - y0 < 4 * size or abs(x1 - x0) > 0.35 * (y1 - y0):
                continue
            slope = (x1 - x0) / (y1 - y0)
            offsets = [x - x0 - slope * (y - y0) for y, x in outer]
            if min(offsets) < -1.2 * size:
                continue
            near = sum(abs(offset) < 0.35 * size for offset in offsets)
            if best is None or near > best[0]:
                best = (near, x0 - slope * y0, slope)
    return (best[1], best[2]) if best is not None and best[0] >= 4 else None


def _at(line: tuple[float, float], y: float) -> float:
    return line[0] + line[1] * y


def _page(
    levels: Sequence[_Level], rules: Sequence[tuple[float, float, float, float]], width: float, height: float
) -> Page:
    scale = LONGER_SIDE / max(width, height)
    page = Page(width * scale, height * scale)
    texts = mend([level.text for level in levels])
    for level, text, size in zip(levels, texts, _even_sizes(levels), strict=True):
        page.chars.extend(_chars(level._replace(text=text), size, height, scale))
    for left, top, right, bottom in rules:
        x0, x1, y0, y1 = left * scale, right * scale, (height - bottom) * scale, (height - top) * scale
        if right - left >= bottom - top:
            page.across.append(Rule((y0 + y1) / 2, x0, x1))
        else:
            page.down.append(Rule((x0 + x1) / 2, y0, y1))
    return page


def _trimmed(page: Page) -> Page:
    """The page with a small margin, so that its first and last lines are where heads stand."""
    if not page.chars:
        return page
    margin = MARGIN * max(page.width, page.height)
    bottom = max(0.0, min(char.y for char in page.chars) - margin)
    top = min(page.height, max(char.y + char.size for char in page.chars) + margin)
    page.chars = [char._replace(y=char.y - bottom) for char in page.chars]
    page.across = [rule._replace(at=rule.at - bottom) for rule in page.across]
    page.down = [rule._replace(start=rule.start - bottom, end=rule.end - bottom) for rule in page.down]
    page.height = top - bottom
    return page


def _even_sizes(levels: Sequence[_Level]) -> list[float]:
    """Sizes with the error of measuring taken out: what is near the prevailing size is that size."""
    weighed = sorted((level.size, len(level.text)) for level in levels)
    total, half, body = sum(weight for _, weight in weighed), 0, 1.0
    for size, weight in weighed:
        half += weight
        if 2 * half >= total:
            body = size
            break
    return [body if abs(level.size - body) < SAME_SIZE * body else level.size for level in levels]


def _chars(level: _Level, size: float, height: float, scale: float) -> Iterator[Char]:
    text = level.text
    widths = [1.0 if is_wide(character) else 0.3 if character == " " else 0.52 for character in text]
    step = (level.x1 - level.x0) / max(sum(widths), 0.5)
    y = (height - level.y - BASELINE * size) * scale
    x = level.x0
    for character, share in zip(text, widths, strict=True):
        end = x + share * step
        yield Char(character, x * scale, end * scale, y, size * scale)
        x = end


_FULL: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_BLANKS: Final = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])")
_HANZI: Final = re.compile("[\u3400-\u9fff]")
_MARK: Final = re.compile("(?<=[\u3400-\u9fff”》）])[,;:?!](?!\\d)|[，；：？！]")
_STRAIGHT: Final = re.compile(r'"([^"“”]{1,60})"')
_DOTS: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?:\.{3,6}|…|。{3,6})(?=$|[\u4e00-\u9fff”])")
_BRACKETS: Final = re.compile(r"[(（]([^()（）]{0,80})[)）]")
MOSTLY: Final = 0.75  # share of the marks of a page that decides for the rest
HALF: Final = 0.5


def mend(texts: Sequence[str]) -> list[str]:
    """The lines of a page with their marks alike: a model mixes up full-width and narrow ones.

    Most pages set full-width marks; a page on which at least half are narrow was typed so.
    """
    lines = [_shape(text) for text in texts]
    marks = Counter(mark for line in lines for mark in _MARK.findall(line))
    table = {}
    for narrow, full in _FULL.items():
        share = marks[full] / max(marks[full] + marks[narrow], 1)
        if share >= MOSTLY:
            table[narrow] = full
        elif share <= HALF:
            table[full] = narrow
    return [_BLANKS.sub("", _set_marks(line, table)) for line in lines]


def _set_marks(line: str, table: Mapping[str, str]) -> str:
    if not _HANZI.search(line):
        return line
    return _MARK.sub(lambda found: table.get(found.group(), found.group()), line)


def _shape(text: str) -> str:
    """A line with its quotation marks, dots and brackets as Chinese has them."""
    text = _BLANKS.sub("", text)
    if not _HANZI.search(text):
        return text
    text = _DOTS.sub("……", _STRAIGHT.sub(r"“\1”", text))
    return _BRACKETS.sub(_pair, text)


def _pair(found: re.Match[str]) -> str:
    """Brackets around Chinese are full-width, and both of a pair are alike."""
    inside, whole = found.group(1), found.group()
    if _HANZI.search(inside) or "（" in whole or "）" in whole:
        return f"（{inside}）"
    return whole
