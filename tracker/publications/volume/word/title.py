"""Titles that take several lines: how large they are set, and lines of about one length (GB/T 9704-2012, 7.3.1).

Lines come from indents on both sides, so that the title stays one text for contents and search.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tracker.publications.volume.content.breaks import narrow, part, sign_width
from tracker.publications.volume.word.design import Design
from tracker.publications.volume.word.ooxml import Element, W, make, run, twips

POINTS_MM: Final = 72 / 25.4
COVER_SIZE: Final = 1.25  # of a part's title or of the text: that of title and lines on the cover
COVER_PITCH: Final = 1.52  # of the size: distance of the lines of the cover's title
COVER_LINE: Final = 1.4  # of the leading: distance of the other lines on the cover
CASE_PITCH: Final = 1.4
COVER_LINES: Final = 4  # of a title on the cover, before it is set smaller
CASE_LINES: Final = 4
CLEARANCE: Final = 0.1  # signs that a line leaves free: fonts differ
SLACK: Final = 1.0  # signs that a line may be shorter where a mark must not begin the next


@dataclass(frozen=True, slots=True)
class Title:
    """How a title is set: size in points, its lines, how much each side is drawn in (mm), and where lines are cut."""

    size: float
    lines: int
    side: float
    cuts: tuple[int, ...] = ()

    def cut(self, text: str) -> str:
        """The title with the ends of its lines."""
        return "\n".join(text[start:end].strip("　 ") for start, end in pairwise((0, *self.cuts, len(text))))


def fit_cover(title: str, design: Design, width: float = 0.0) -> Title:
    """The title of the volume on its cover; ``width`` in mm, 0: that of the type area."""
    return _cut(title, design.part_size * COVER_SIZE, design, (width or design.text_width, COVER_LINES))


def fit_letter(title: str, design: Design) -> Title:
    """The title of a letter."""
    return _cut(title, design.title_size, design, (design.text_width, CASE_LINES))


def fit_case(title: str, design: Design, texts: Iterable[str] = ()) -> Title:
    """The title of a case; ``texts`` below it tell which of its signs are words."""
    return _fit(title, design.title_size, design, (design.text_width, CASE_LINES, texts))


def fit_part(title: str, design: Design) -> Title:
    """The title of a part on its own page."""
    return _fit(title, design.part_size, design, (design.text_width, CASE_LINES, ()))


def shape_title(title: Title, pitch: float, before: float | None = None) -> list[Element]:
    """The properties of its paragraph, beyond those of its style."""
    spacing = make("spacing", line=str(round(title.size * pitch * 20)), lineRule="exact")
    if before is not None:
        spacing.set(f"{{{W}}}before", str(round(before * 20)))
    return [spacing, make("ind", left=twips(title.side), right=twips(title.side), firstLine="0")]


def title_run(text: str, title: Title) -> Element:
    """Its words in the size that fits."""
    half = str(round(title.size * 2))
    return run(title.cut(text), make("rFonts", hint="eastAsia"), make("sz", val=half), make("szCs", val=half))


def lines_of(text: str, size: float, width: float) -> int:
    """How many lines a text takes; sizes in points. An empty one takes one."""
    return _lines(signs_of(text), size, width)


def signs_of(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(map(sign_width, text))


def spread(height: float, used: float, shares: Sequence[float]) -> list[float]:
    """What is left of a height in points, in shares; nothing where too much is used."""
    left = max(0.0, height - used)
    return [left * share / sum(shares) for share in shares]


def _fit(title: str, size: float, design: Design, room: tuple[float, int, Iterable[str]]) -> Title:
    """As large as it fits into so many lines; never smaller than the text. It stays one text: its width cuts it."""
    size, lines, width = _size(title, size, design, room[:2])
    if lines == 1:
        return Title(size, 1, 0.0)
    each = narrow(title, lines, width / size, room[2]) or math.ceil(signs_of(title) / lines) + SLACK
    return Title(size, lines, round(max(0.0, width - each * size) / 2 / POINTS_MM, 1))


def _cut(title: str, size: float, design: Design, room: tuple[float, int]) -> Title:
    """The same for a title that stands in no contents, so that its lines may end anywhere."""
    size, lines, width = _size(title, size, design, room)
    is_short = 1 < lines <= 2 * COVER_LINES
    cuts = part(title, lines, width / size - CLEARANCE) if is_short else ()
    return Title(size, lines, 0.0, cuts) if cuts else _fit(title, size, design, (*room, ()))


def _size(title: str, size: float, design: Design, room: tuple[float, int]) -> tuple[float, int, float]:
    """Size, number of lines, and the width in points."""
    width, most = room[0] * POINTS_MM, room[1]
    signs = signs_of(title)
    while size > design.size and _lines(signs, size, width) > most:
        size = max(design.size, size - 1)
    return size, _lines(signs, size, width), width


def _lines(signs: float, size: float, width: float) -> int:
    """How many lines; a line that is not the last may lose a sign to the next."""
    each = max(1, math.floor(width / size))
    return 1 if signs <= each else math.ceil(signs / max(1, each - SLACK))
