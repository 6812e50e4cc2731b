"""Characters to lines: cluster by baseline, sort along the line, find columns.

Joining lines into paragraphs is done in paragraphs.py, because it needs the whole document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from intake.documents.pages.values import Char, Line, Strip

SAME_BASELINE = 0.35  # of the font size
SUPERSCRIPT = 0.75  # of the font size of its line, at most
RAISED = 0.65  # of the font size: how far a superscript's baseline may lie off
COPY = 0.12  # em: the same character again so near is bold by overprinting
WORD_GAP = 0.25  # em between Latin characters
NARROW_GAP = 0.75  # em: the narrowest gutter between columns
WIDE_GAP = 1.5  # em: a tab
MIN_COLUMN_LINES = 4
CROSSING = 0.15  # of the rows may run across a gutter: titles, wide tables
FILLED = 0.6  # of a column's width its lines must fill; lists and signatures do not

Row = list[Char]


def is_wide(character: str) -> bool:
    """Whether a character takes a full em: Chinese and its punctuation, quotes included."""
    return character >= "\u2e80" or character in "“”‘’—…·"


def rows_of(chars: Iterable[Char]) -> list[Row]:
    """Rows from top to bottom, each in the order of its characters from left to right."""
    rows: list[Row] = []
    base = size = 0.0
    for char in sorted(chars, key=_from_top):
        if rows and base - char.y <= SAME_BASELINE * max(size, char.size):
            rows[-1].append(char)
            size = max(size, char.size)
        else:
            rows.append([char])
            base, size = char.y, char.size
    rows = _merge_superscripts(rows)
    return [_without_copies(sorted(row, key=_from_left)) for row in rows]


def _from_top(char: Char) -> float:
    return -char.y


def _from_left(char: Char) -> float:
    return char.x0


def _merge_superscripts(rows: list[Row]) -> list[Row]:
    sizes = [max(char.size for char in row) for row in rows]
    merged: list[Row] = []
    for number, row in enumerate(rows):
        host = _host_of(rows, sizes, number)
        if host is None:
            merged.append(row)
        else:
            rows[host].extend(row)
    return merged


def _host_of(rows: list[Row], sizes: list[float], number: int) -> int | None:
    """The neighbouring row to which a row of small raised or lowered characters belongs."""
    row = rows[number]
    for other in (number + 1, number - 1):
        if not 0 <= other < len(rows) or sizes[number] > SUPERSCRIPT * sizes[other]:
            continue
        if abs(rows[other][0].y - row[0].y) > RAISED * sizes[other]:
            continue
        near = sizes[other]
        if all(any(-near < char.x0 - host.x1 < near / 2 for host in rows[other]) for char in row[:20]):
            return other
    return None


def _without_copies(row: Row) -> Row:
    kept: Row = []
    for char in row:
        if any(char.text == other.text and abs(char.x0 - other.x0) < COPY * char.size for other in kept[-3:]):
            continue
        kept.append(char)
    return kept


def segments_of(row: Row) -> list[Line]:
    """A row cut at every gap that may be a gutter. Blanks at the edges are dropped."""
    segments: list[Line] = []
    chars: list[Char] = []
    text = ""
    blank = begins_blank = False
    for char in row:
        if not char.text or char.text.isspace() or char.text < " ":
            blank = True
            continue
        if chars:
            last = chars[-1]
            em = max(char.size, last.size, 0.01)  # damaged OFD pages give letters of no size
            gap = char.x0 - last.x1
            if gap > NARROW_GAP * em:
                segments.append(_line(text, chars, begins_blank))
                chars, text, begins_blank = [], "", blank
            elif _parts_words(last.text, char.text, gap / em, blank):
                text += " "
        chars.append(char)
        text += char.text
        blank = False
    if chars:
        segments.append(_line(text, chars, begins_blank))
    return segments


def _parts_words(last: str, following: str, gap: float, blank: bool) -> bool:
    """Whether a gap (in ems) is one between words; between Chinese only a written blank is."""
    if blank:
        return gap > COPY
    return gap > WORD_GAP and not is_wide(last[-1]) and not is_wide(following[0])


def _line(text: str, chars: list[Char], blank: bool) -> Line:
    sizes = Counter(round(char.size * 2) / 2 for char in chars)
    size = max(sizes, key=lambda value: (sizes[value], value))
    y = next((char.y for char in chars if abs(char.size - size) <= 0.5), chars[0].y)
    return Line(text, chars[0].x0, max(char.x1 for char in chars), y, size or 1.0, blank=blank)


def join_segments(segments: Sequence[Line], wide: str = "\t") -> Line:
    """Segments of one row as one line; ``wide`` stands for a gap of a tab's width."""
    if len(segments) == 1:
        return segments[0]
    if all(len(segment.text) == 1 and is_wide(segment.text) for segment in segments):
        text = "".join(segment.text for segment in segments)  # a word spread over its space
    else:
        text = segments[0].text
        for last, segment in pairwise(segments):
            gap = (segment.x0 - last.x1) / max(last.size, segment.size)
            if gap > WIDE_GAP:
                text += wide
            elif _parts_words(last.text, segment.text, gap, segment.blank):
                text += " "
            text += segment.text
    longest = max(segments, key=lambda segment: len(segment.text))
    return longest._replace(
        text=text,
        x0=segments[0].x0,
        x1=max(segment.x1 for segment in segments),
        blank=segments[0].blank,
    )


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
