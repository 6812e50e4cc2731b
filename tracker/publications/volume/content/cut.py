"""Lines that the page prints from the ledger are cut from the text: title, unit, contact, date.

By evidence, not by position: a line at the beginning or end goes only if nothing remains of it once the
known values and the words of labels are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from intake.text.fold import plain
from tracker.publications.volume.content.model import Block, Footnote, Grid, Image, Line
from tracker.publications.volume.words import volume_words

LONGEST: Final = 160  # characters: a longer line is text
MOST_LEADING, MOST_TRAILING = 12, 8  # lines that are looked at
MOST_BEFORE_FORM, MOST_BELOW_FORM = 6, 4  # blocks before the table of a form, and between it and the title
LONGEST_COVER: Final = 40  # characters of a line of a cover
LONGEST_CELL: Final = 80  # characters of a cell that holds a value
LEAST: Final = 2  # characters of a value that may be taken out of a line
_TEXT: Final = re.compile(
    r"[。；，：]$|^\s*[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|^\s*(?:摘要|导语|编者按|案例摘要)"
)
_DIGITS: Final = re.compile(r"\d+")
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}", re.ASCII)


def cut_known(blocks: Sequence[Block], known: Iterable[str]) -> tuple[Block, ...]:
    """The blocks without opening and closing lines that say nothing but the known values, of which the title is first."""
    known = tuple(known)
    values = sorted({value for value in map(_letters, known) if len(value) >= LEAST}, key=len, reverse=True)
    blocks = _behind_cover(_behind_form(blocks, values), _letters(known[0]) if known else "")
    texts = [place for place, block in enumerate(blocks) if isinstance(block, Line)]
    gone: set[int] = set()
    for run in (texts[:MOST_LEADING], texts[: -MOST_TRAILING - 1 : -1]):
        for place in run:
            block = blocks[place]
            assert isinstance(block, Line)
            if not says_only(block.text, values):
                break
            gone.add(place)
    kept = [block for place, block in enumerate(blocks) if place not in gone]
    if not any(isinstance(block, Line) for block in kept):
        return tuple(blocks)  # a text that is only its title: better twice than not at all
    return tuple(kept)


def _behind_form(blocks: Sequence[Block], values: Sequence[str]) -> Sequence[Block]:
    """The blocks without a form (申报书) in front of the text: a table of short cells, one of which says the title.

    Evidence is that title: a known value in a cell, and again as a line of its own below the table.
    """
    for place, block in enumerate(blocks[:MOST_BEFORE_FORM]):
        if isinstance(block, Line) and len(block.text) <= LONGEST_CELL:
            continue
        if not isinstance(block, Grid):
            return blocks
        cells = ["".join(cell.lines) for row in block.rows for cell in row]
        if any(len(cell) > LONGEST_CELL for cell in cells):
            return blocks
        said = {_letters(cell) for cell in cells} & set(values)
        below = range(place + 1, min(len(blocks), place + 1 + MOST_BELOW_FORM))
        text = next((at for at in below if _says_one(blocks[at], said)), 0)
        return blocks[text:]
    return blocks


def _behind_cover(blocks: Sequence[Block], title: str) -> Sequence[Block]:
    """The blocks without a cover (内部资料, title, office, month) and what stands above the title (附件2)."""
    if len(title) < LEAST:
        return blocks
    last = 0
    for place, block in enumerate(blocks[:MOST_LEADING]):
        if not isinstance(block, Line) or len(block.text) > LONGEST_COVER or _TEXT.search(block.text):
            break
        if _letters(block.text) == title:
            last = place
    return blocks[last:]


def _says_one(block: Block, said: Collection[str]) -> bool:
    return isinstance(block, Line) and _letters(block.text) in said


def left_out(text: str, blocks: Iterable[Block], known: Iterable[str]) -> Iterator[str]:
    """What of a case's text is neither in its blocks nor printed from the ledger, each piece once.

    Nothing of a text may be lost without a word: whatever way of reading or cutting it is lost on, it is named.
    """
    known = tuple(known)
    values = sorted({value for value in map(_letters, known) if len(value) >= LEAST}, key=len, reverse=True)
    said = [_signs(line) for block in blocks for line in _said_in(block)]
    lines, together = set(said), "".join(said)
    missing: dict[str, None] = {}
    for piece in (piece for line in text.splitlines() for piece in line.split("\t")):
        signs = _signs(piece)
        if not signs or signs in lines or signs in together:
            continue
        is_bare_number = signs.isdigit() and not any(signs in _signs(value) for value in known)
        if is_bare_number or not says_only(piece, values):
            missing[piece.strip()] = None
    if missing:
        shown = "；".join(f"“{piece}”" for piece in missing)
        yield f"原文有{len(missing)}处没有排入，请核对：{shown}"


def _said_in(block: Block) -> Iterator[str]:
    match block:
        case Line():
            yield block.text if block.text.startswith(block.marker) else block.marker + block.text
        case Grid():
            yield block.caption
            yield from ("".join(cell.lines) for row in block.rows for cell in row)
        case Image():
            yield block.caption
        case Footnote():
            yield block.text


def says_only(text: str, values: Sequence[str]) -> bool:
    """Whether a line says nothing but ``values`` (letters alone, longest first) and labels."""
    if len(text) > LONGEST:
        return False
    left = _letters(_ADDRESS.sub("", text))
    if any(left in value for value in values):  # a title over several lines
        return True
    for value in values:
        left = left.replace(value, "")
    left = _DIGITS.sub("", _labels().sub("", left))
    return not left or left in ("年月日", "年月", "省", "市")


def _signs(text: str) -> str:
    """Letters and numbers as they are written."""
    return "".join(sign for sign in text if sign.isalnum())


def _letters(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum())


@cache
def _labels() -> re.Pattern[str]:
    return re.compile("|".join(volume_words().line_words))


def notes_of(blocks: Iterable[Block]) -> dict[str, Footnote]:
    """The notes of a case by their anchors."""
    return {block.anchor: block for block in blocks if isinstance(block, Footnote)}


def uncalled_notes(blocks: Iterable[Block]) -> Iterator[str]:
    """Notes of which nothing says where they belong; they stand at the end of the case."""
    kept = list(blocks)
    called = {call.note for block in kept if isinstance(block, Line) for call in block.calls}
    for block in kept:
        if isinstance(block, Footnote) and block.anchor not in called and block.text:
            yield f"注：{block.text}"
