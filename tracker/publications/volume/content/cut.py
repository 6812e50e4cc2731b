"""Lines that the page prints from the ledger are cut from the text: title, unit, contact, date.

By evidence, not by position: a line at the beginning or end goes only if nothing remains of it once the
known values and the words of labels are taken away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from intake.text.fold import plain
from tracker.publications.volume.content.model import Block, Footnote, Line
from tracker.publications.volume.words import volume_words

LONGEST: Final = 160  # characters: a longer line is text
MOST_LEADING, MOST_TRAILING = 12, 8  # lines that are looked at
LEAST: Final = 2  # characters of a value that may be taken out of a line
_DIGITS: Final = re.compile(r"\d+")
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}", re.ASCII)


def cut_known(blocks: Sequence[Block], known: Iterable[str]) -> tuple[Block, ...]:
    """The blocks without opening and closing lines that say nothing but the known values."""
    values = sorted({value for value in map(_letters, known) if len(value) >= LEAST}, key=len, reverse=True)
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


def _letters(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum())


@cache
def _labels() -> re.Pattern[str]:
    return re.compile("|".join(volume_words().line_words))


def notes_of(blocks: Iterable[Block]) -> dict[str, str]:
    """The notes of a case by their anchors."""
    return {block.anchor: block.text for block in blocks if isinstance(block, Footnote)}


def uncalled_notes(blocks: Iterable[Block]) -> Iterator[str]:
    """Notes of which nothing says where they belong; they stand at the end of the case."""
    kept = list(blocks)
    called = {call.note for block in kept if isinstance(block, Line) for call in block.calls}
    for block in kept:
        if isinstance(block, Footnote) and block.anchor not in called and block.text:
            yield f"注：{block.text}"
