"""The lines of a proof as they were printed, and which place of a case a page and a line mean.

Readers count lines as they see them: without running head and page number, with or without titles. So a place
is looked for on the named line and on those beside it: where it stands there twice, nobody knows which is meant. The notes
at the foot of a page are no lines of it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

from intake.text.fold import plain
from intake.text.numerals import read_number
from tracker.publications.volume.content.correct import count_text, texts_of
from tracker.publications.volume.content.model import Block, Footnote, Line, Volume
from tracker.publications.volume.word.render import PART, Printed

LINES: Final = "lines.json"  # in the folder of the run
LEAST_LINES: Final = 5  # of a page that is not a part's
WIDEST: Final = 40  # characters that are taken along on each side of a place to name it alone
_AHEAD: Final = 1500  # signs that may stand between a printed line and the next that is found
_SURE: Final = 6  # signs of a line that is known away from where the last one ended
_FOLIO: Final = re.compile(r"[—–\-]{0,2}(?:\d{1,4}|[IVXLCDM]{1,8})[—–\-]{0,2}")
_NOTE: Final = re.compile(r"[①-⑳㉑-㉟㊱-㊿]|[\[［〔（(]?\d{1,3}[\]］〕）)]?")  # its mark
_BLANK: Final = re.compile(r"[\s\u3000\ufffe\u00ad]+")
_LINE: Final = re.compile(
    r"(?P<last>倒数)?(?:正数|上数|第|\s){0,3}(?P<number>[0-9０-９零〇一二三四五六七八九十百两]{1,6})\s?行"
    r"|[Ll]\.?\s?(?P<l>\d{1,3})"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one text of a case: its number among them, where it begins and ends."""

    text: int
    start: int
    end: int


def save_lines(pdf: Path, first: int, volume: Volume, folder: Path) -> None:
    """Keep the lines of each page of a proof by its printed number; ``first`` is the index of page 1."""
    pages = {page: list(lines) for page, lines, _ in read_lines_of(pdf, first, volume)}
    beside = folder / f".{LINES}.part"
    beside.write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")
    beside.replace(folder / LINES)


def read_lines_of(pdf: Path, first: int, volume: Volume) -> Iterator[tuple[int, list[str], bool]]:
    """Each page from the first part on: its printed number, its lines, whether a picture stands there."""
    import pypdfium2
    from pypdfium2 import raw

    heads = {
        _signs(head) for head in (volume.front.title, "附录", "后记", *(part.title for part in volume.parts))
    }
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(first, len(document)):
            page = document[index]
            has_picture = any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
            yield index - first + 1, _body_lines(page.get_textpage().get_text_bounded(), heads), has_picture
    finally:
        document.close()


def odd_pages(printed: Printed, volume: Volume) -> Iterator[str]:
    """Pages of a proof with a few lines alone, and those that end with a heading."""
    parts = {page for mark, page in printed.pages.items() if mark.startswith(PART)}
    blocks = (block for case in volume.cases for block in case.blocks)
    headings = {plain(block.text) for block in blocks if isinstance(block, Line) and block.kind == "heading"}
    for page, lines, has_picture in read_lines_of(printed.pdf, printed.first, volume):
        if page in parts or not lines:
            continue
        if len(lines) < LEAST_LINES and not has_picture:
            yield f"清样第{page}页只有{len(lines)}行，宜调整文字或图片收回前页"
        if plain(lines[-1]) in headings:
            yield f"清样第{page}页以标题“{lines[-1]}”结尾，宜移到下页"


def load_lines(folder: Path) -> dict[int, list[str]]:
    """The lines of each page as they were kept; nothing where no proof could be made."""
    path = folder / LINES
    if not path.exists():
        return {}
    return {int(page): lines for page, lines in json.loads(path.read_text(encoding="utf-8")).items()}


def place_text(
    blocks: Sequence[Block], old: str, where: tuple[int, str], pages: Mapping[int, Sequence[str]]
) -> tuple[str, str] | None:
    """What stands before and behind the one place of ``old`` that a page and words (倒数第3行) mean.

    With both around it the place stands alone in the case. None: they do not tell the places apart.
    """
    page, words = where
    spans = _spans(blocks, pages, page)
    texts = list(texts_of(blocks))
    found = [
        (place, at)
        for place, text in enumerate(texts)
        for at in _places(text, old)
        if any(one is not None and _holds(one, place, at) for one in spans)
    ]
    if len(found) > 1:
        near = _nearest(words, spans)
        found = [one for one in found if any(span is not None and _holds(span, *one) for span in near)]
    if len(found) != 1:
        return None
    place, at = found[0]
    return _alone(blocks, texts[place], at, old)


def _body_lines(text: str, heads: set[str]) -> list[str]:
    lines = [line for line in (_signs(line) for line in text.splitlines()) if line]
    if lines and lines[0] in heads:
        lines = lines[1:]
    return lines[:-1] if lines and _FOLIO.fullmatch(lines[-1]) else lines


def _spans(blocks: Sequence[Block], pages: Mapping[int, Sequence[str]], page: int) -> list[Span | None]:
    """The lines of a page with what each holds of the case; None: that is of no text of it.

    The lines of all pages are followed in order: each stands where the last ended, or soon after.
    """
    signs, at = _flat(blocks)
    starts = [0, *accumulate(len(text) for text in signs)]
    flat = "".join(signs)
    notes = "\n".join(_signs(block.text) for block in blocks if isinstance(block, Footnote))
    cursor = 0
    found: list[Span | None] = []
    for number in sorted(pages):
        if number > page:
            break
        for line in _above_notes(pages[number], notes):
            seen = flat.find(line, cursor, cursor + _AHEAD + len(line))
            if cursor == 0 and len(line) >= _SURE:  # the case begins on a later page than the volume
                seen = flat.find(line)
            is_known = seen == cursor or (seen > cursor and len(line) >= _SURE)
            if is_known:
                cursor = seen + len(line)
            if number == page:
                found.append(_span(starts, at, seen, cursor) if is_known else None)
    return found


def _above_notes(lines: Sequence[str], notes: str) -> Sequence[str]:
    """The lines of a page without the notes at its foot, the first of which bears a mark."""
    first = len(lines)
    for at in reversed(range(len(lines))):
        text = _NOTE.sub("", lines[at], count=1) if (mark := _NOTE.match(lines[at])) else lines[at]
        if not text or text not in notes:
            break
        first = at if mark else first
    return lines[:first]


def _span(starts: Sequence[int], at: Sequence[Sequence[int]], begin: int, end: int) -> Span:
    text = bisect_right(starts, begin) - 1
    own = at[text]
    first, last = begin - starts[text], min(end - starts[text], len(own)) - 1
    return Span(text, own[first], own[last] + 1)


def _flat(blocks: Sequence[Block]) -> tuple[list[str], list[list[int]]]:
    """Each text of a case without blanks, and where each of its signs stands in the text."""
    signs, at = [], []
    for text in texts_of(blocks):
        kept = [place for place, sign in enumerate(text) if not _BLANK.match(sign)]
        signs.append("".join(text[place] for place in kept))
        at.append(kept)
    return signs, at


def _nearest(words: str, spans: Sequence[Span | None]) -> Sequence[Span | None]:
    """The line that is named and those beside it."""
    match = _LINE.search(words)
    if match is None or "段" in words:
        return ()
    number = int(match["l"]) if match["l"] else read_number(match["number"]) or 0
    index = len(spans) - number if match["last"] else number - 1
    return spans[max(0, index - 1) : max(0, index + 2)]


def _places(text: str, old: str) -> Iterator[int]:
    at = text.find(old)
    while at >= 0:
        yield at
        at = text.find(old, at + len(old))


def _holds(span: Span, text: int, at: int) -> bool:
    return span.text == text and span.start <= at < span.end


def _alone(blocks: Sequence[Block], text: str, at: int, old: str) -> tuple[str, str] | None:
    """The fewest signs around a place with which it stands once in a case."""
    end = at + len(old)
    for more in range(WIDEST + 1):
        before, behind = text[max(0, at - (more + 1) // 2) : at], text[end : end + more // 2]
        if count_text(blocks, before + old + behind) == 1:
            while before and count_text(blocks, before[1:] + old + behind) == 1:
                before = before[1:]
            while behind and count_text(blocks, before + old + behind[:-1]) == 1:
                behind = behind[:-1]
            return before, behind
    return None


def _signs(text: str) -> str:
    return _BLANK.sub("", text)
