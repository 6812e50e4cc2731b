"""Lines to paragraphs, within a page and across pages.

The rules are those of Chinese typesetting: a paragraph begins indented by two ems, its lines run
to the right edge, titles stand centred and larger. The same rules join lines of cells and of
recognised scans.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from intake.documents.pages.lines import is_wide
from intake.documents.pages.values import Line

REACH = 0.6  # em: how far short of the edge a full line may end, beyond the word that did not fit
INDENT = 0.8  # em
STICKS_OUT = 8  # ems by which no line goes beyond its column
ANOTHER_SIZE = 0.12  # of the font size
LARGE = 1.15  # times the prevailing size: a title
PARTED = 1.65  # times the usual distance of lines: space between paragraphs
TITLE_LINES = 8  # lines at the head of a document that may be titles

NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节条部]"
    r"|\d{1,2}[.．、](?!\d)|[①-⑳]|附件[：:\d]|[●■◆▪•]"
)
_SENTENCE_END = re.compile(r"[。！？!?：:…][”’」』）)]*$")
_OPENERS = "“‘（《〈【「『([{"
_CLOSERS = "，。、；：？！”’）》〉】」』…—·,.;:?!)]}%％"
_QUOTES = ("“", "‘")
_WORD = re.compile(r"[A-Za-z0-9@./:%&?=_+~#-]+")
_SIGNED = re.compile(
    r"[—―-]{1,2}|[（(]|.*(局|政府|办事处|委员会|居委会|村委会|支部|党委|办公室|公司|中心)$|.*\d{4}年|.*[：:]"
)


class Placed(NamedTuple):
    """A line with the edges of its column; ``flow`` is the same for lines that follow each other."""

    line: Line
    left: float
    right: float
    page: int
    flow: int = 0

    @property
    def is_centred(self) -> bool:
        """Whether it stands in the middle of its column, clear of both edges."""
        before, behind = self.line.x0 - self.left, self.right - self.line.x1
        em = self.line.size
        return min(before, behind) > 1.2 * em and abs(before - behind) < 1.2 * em


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``page`` is the page it begins on."""

    lines: list[Placed]

    @property
    def page(self) -> int:
        """Number of the page, from 0."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """The lines as one."""
        joined = ""
        for placed in self.lines:
            joined = glue(joined, placed.line.text)
        return joined


def glue(before: str, behind: str) -> str:
    """Two pieces of a broken line; a blank only where words of Latin letters meet."""
    if not before or not behind:
        return before + behind
    last, first = before[-1], behind[0]
    if is_wide(last) or is_wide(first):
        return before + behind
    if last in "-\u00ad" and first.isalpha():
        hyphenated = len(before) > 1 and before[-2].isalpha() and first.islower()
        return (before[:-1] if hyphenated or last == "\u00ad" else before) + behind
    if last in "-/@_" or (last.isdigit() and first.isdigit()):
        return before + behind
    return f"{before} {behind}"


def prevailing_size(lines: Iterable[Line]) -> float:
    """The font size most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def edges(lines: Sequence[Line]) -> tuple[float, float]:
    """Left and right edge of a column: the outermost that two lines share, if any do.

    Two centred lines of a short text may end below each other far inside of the one full line.
    """
    lefts = sorted(line.x0 for line in lines)
    rights = sorted((line.x1 for line in lines), reverse=True)
    em = max(line.size for line in lines)
    left = next((a for a, b in pairwise(lefts) if b - a <= em / 2), lefts[0])
    right = next((a for a, b in pairwise(rights) if a - b <= em), rights[0])
    return left, rights[0] if rights[0] - right > STICKS_OUT * em else right


def join(placed: Sequence[Placed], body: float, *, in_cell: bool = False) -> Iterator[Paragraph]:
    """Paragraphs in order.

    ``body`` is the prevailing font size of the document. In cells, centred lines are no titles.
    """
    manner = _Manner(body, _usual_pitch(placed), _is_indented(placed), in_cell)
    current: list[Placed] = []
    for item in placed:
        if current and _begins(current, item, manner):
            yield Paragraph(current)
            current = []
        current.append(item)
    if current:
        yield Paragraph(current)


class _Manner(NamedTuple):
    """How a text is set."""

    body: float
    pitch: float  # usual distance of baselines in ems
    indented: bool  # paragraphs begin indented
    in_cell: bool


def _usual_pitch(placed: Sequence[Placed]) -> float:
    steps = sorted(
        (one.line.y - two.line.y) / two.line.size
        for one, two in pairwise(placed)
        if _follows(one, two) and 0 < one.line.y - two.line.y < 4 * two.line.size
    )
    return steps[len(steps) // 2] if steps else 2.0


def _follows(one: Placed, two: Placed) -> bool:
    return one.flow == two.flow and one.page == two.page


def _is_indented(placed: Sequence[Placed]) -> bool:
    indents = sum(1.5 < (p.line.x0 - p.left) / p.line.size < 3.0 for p in placed if p.line.table < 0)
    return indents >= 2


def _begins(current: list[Placed], item: Placed, manner: _Manner) -> bool:
    """Whether a line begins a new paragraph."""
    last, line, em = current[-1], item.line, item.line.size
    if line.table >= 0 or last.line.table >= 0:
        return True
    if abs(last.line.size - em) > ANOTHER_SIZE * max(last.line.size, em):
        return True
    ended = bool(_SENTENCE_END.search(last.line.text))
    if _is_title(last, manner) or _is_title(item, manner):
        return ended or not _goes_on(last, item, manner)
    if not _is_full(last, line):
        return True
    if _follows(last, item) and last.line.y - line.y > PARTED * manner.pitch * em:
        return True
    is_numbered = bool(NUMBERED.match(line.text))
    if line.x0 - item.left > INDENT * em:
        level = last.line.x0 - last.left - (line.x0 - item.left)
        hangs = len(current) == 1 and bool(NUMBERED.match(last.line.text)) and level < -INDENT * em
        return ended or is_numbered or not (hangs or level > -0.3 * em)
    return ended and is_numbered and not manner.indented


def _is_full(last: Placed, line: Line) -> bool:
    """Whether the next line begins with what found no room at the end of this one."""
    return last.right - last.line.x1 <= (REACH + _first_word(line.text)) * line.size


def _first_word(text: str) -> float:
    """The width in ems of what cannot be broken off the start of a line."""
    width = 0.0
    at = 0
    while at < len(text) and text[at] in _OPENERS:
        at += 1
        width += 1
    word = _WORD.match(text, at)
    if word:
        width += min(len(word.group()), 60) * 0.55
        at = word.end()
    elif at < len(text):
        width += 1
        at += 1
        if text[at : at + 1] in _QUOTES:  # some programs keep quotes with both their neighbours
            width += 2
            at += 2
    while at < len(text) and text[at] in _CLOSERS:
        at += 1
        width += 1
    return width


def _is_title(placed: Placed, manner: _Manner) -> bool:
    """Centred lines are titles when larger, or when no indent could have put them there."""
    line = placed.line
    if not placed.is_centred:
        return False
    is_large = line.size >= LARGE * manner.body and not manner.in_cell
    return is_large or line.x0 - placed.left > 2.6 * line.size


def _goes_on(last: Placed, item: Placed, manner: _Manner) -> bool:
    """Whether centred lines are one title, or one label of a form, broken over lines."""
    line = item.line
    if not _follows(last, item) or not 0 < last.line.y - line.y <= 2.4 * line.size:
        return False
    if manner.in_cell or not last.is_centred:
        room = (last.right - last.left) - (last.line.x1 - last.line.x0)
        return room <= (REACH + _first_word(line.text)) * line.size
    return (
        item.is_centred
        and line.size >= LARGE * manner.body
        and abs(last.line.size - line.size) <= 0.05 * line.size
        and not _SIGNED.match(line.text)
    )


def heads(paragraphs: Sequence[Paragraph], body: float) -> tuple[str, ...]:
    """The titles a document begins with: centred, or larger than its text."""
    manner = _Manner(body, 0.0, indented=True, in_cell=False)
    found: list[str] = []
    for paragraph in paragraphs[:TITLE_LINES]:
        first = paragraph.lines[0]
        is_large = first.line.size >= LARGE * body
        if first.line.table >= 0 or not (is_large or any(_is_title(p, manner) for p in paragraph.lines)):
            break
        found.append(paragraph.text)
    return tuple(found)
