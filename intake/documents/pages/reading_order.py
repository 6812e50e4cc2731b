"""In which order the lines of a page are read: down one column, then down the next."""

from __future__ import annotations

from intake.documents.pages.lines import join_segments
from intake.documents.pages.values import Line, Strip

MIN_COLUMN_LINES = 4
CROSSING = 0.15  # of the rows may run across a gutter: titles, wide tables
FILLED = 0.6  # of a column's width its lines must fill; lists and signatures do not


def lay_columns(rows: list[list[Line]], gutter: float | None = None) -> tuple[list[Strip], float | None]:
    """Strips in reading order, and the gutter if the page has columns.

    ``rows`` are segments from top to bottom. ``gutter`` is that of the page before: a last page
    with little text is then read in columns, too.
    """
    found = _find_gutter(rows, MIN_COLUMN_LINES)
    if found is None and gutter is not None:
        found = _find_gutter(rows, 1, gutter)
    if found is None:
        return [Strip(0, [join_segments(row) for row in rows])], None
    strips: list[Strip] = []
    left: list[list[Line]] = []
    right: list[list[Line]] = []
    for row in rows:
        if any(segment.x0 < found < segment.x1 for segment in row):
            strips += _columns(left, right)
            left, right = [], []
            strips.append(Strip(0, [join_segments(row)]))
            continue
        left += [part] if (part := [segment for segment in row if segment.x1 <= found]) else []
        right += [part] if (part := [segment for segment in row if segment.x0 >= found]) else []
    strips += _columns(left, right)
    return _without_splits(strips), found


def _columns(left: list[list[Line]], right: list[list[Line]]) -> list[Strip]:
    """Two columns; the right one may be two again."""
    strips = [Strip(1, [join_segments(row) for row in left])] if left else []
    if not right:
        return strips
    inner, gutter = lay_columns(right) if len(right) >= 2 * MIN_COLUMN_LINES else ([], None)
    if gutter is None:
        return [*strips, Strip(2, [join_segments(row) for row in right])]
    return [*strips, *(Strip(strip.column + 2, strip.lines) for strip in inner)]


def _without_splits(strips: list[Strip]) -> list[Strip]:
    joined: list[Strip] = []
    for strip in strips:
        if joined and joined[-1].column == strip.column == 0:
            joined[-1].lines.extend(strip.lines)
        else:
            joined.append(strip)
    return joined


def _find_gutter(rows: list[list[Line]], least: int, at: float | None = None) -> float | None:
    """The middle of an upright gap that parts two columns of running text."""
    segments = [segment for row in rows for segment in row]
    if len(segments) < 2 * least:
        return None
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    size = sorted(segment.size for segment in segments)[len(segments) // 2]
    if right - left < 16 * size:
        return None
    candidates = [at] if at is not None else _gaps(segments, left, right, size)
    for middle in candidates:
        before = [segment for segment in segments if segment.x1 <= middle]
        behind = [segment for segment in segments if segment.x0 >= middle]
        crossing = len(segments) - len(before) - len(behind)
        if min(len(before), len(behind)) < least:
            continue
        if at is not None or (crossing <= CROSSING * len(rows) and _is_filled(before) and _is_filled(behind)):
            return middle
    return None


def _gaps(segments: list[Line], left: float, right: float, size: float) -> list[float]:
    """Middles of the emptiest upright gaps in the inner half of the text, widest first."""
    step = 2.0
    count = int((right - left) / step) + 1
    if count > 5000:
        return []
    changes = [0] * (count + 2)
    for segment in segments:
        changes[int((segment.x0 - left) / step)] += 1
        changes[int((segment.x1 - left) / step) + 1] -= 1
    cover: list[int] = []
    level = 0
    for change in changes[:count]:
        level += change
        cover.append(level)
    inner = range(int(count * 0.25), int(count * 0.75))
    limit = max(CROSSING * len(segments) / 2, min((cover[i] for i in inner), default=0))
    gaps: list[tuple[int, float]] = []
    start = None
    for i in range(int(count * 0.2), int(count * 0.8) + 1):
        if cover[min(i, count - 1)] <= limit:
            start = i if start is None else start
        elif start is not None:
            gaps.append((i - start, left + (start + i) / 2 * step))
            start = None
    return [middle for width, middle in sorted(gaps, reverse=True) if width * step >= 0.5 * size][:3]


def _is_filled(segments: list[Line]) -> bool:
    """Whether most lines reach from edge to edge of their column."""
    width = max(s.x1 for s in segments) - min(s.x0 for s in segments)
    middle = sorted(segment.x1 - segment.x0 for segment in segments)[len(segments) // 2]
    return middle >= FILLED * width
