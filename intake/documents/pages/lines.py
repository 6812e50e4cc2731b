"""Characters to lines: cluster by baseline, sort along the line, cut where a column may end.

Joining lines into paragraphs is done in paragraphs.py, because it needs the whole document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from intake.documents.pages.values import Char, Line

SAME_BASELINE = 0.35  # of the font size
SUPERSCRIPT = 0.75  # of the font size of its line, at most
RAISED = 0.65  # of the font size: how far a superscript's baseline may lie off
COPY = 0.12  # em: the same character again so near is bold by overprinting
WORD_GAP = 0.25  # em between Latin characters
NARROW_GAP = 0.75  # em: the narrowest gutter between columns
WIDE_GAP = 1.5  # em: a tab

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
