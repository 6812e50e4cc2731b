"""Numbers that are typed in front of lines, and whether their lines are headings or items of a list.

The order of 公文 (GB/T 9704-2012, 7.3.3): 一、 then （一） then 1. then （1）. A number alone is no proof:
the lines of one series must count on, be short, and have text below them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from intake.text.numerals import read_number

LONGEST: Final = 40  # characters of a heading
SHORTEST: Final = 20  # of one that may end like a sentence
_HANZI: Final = "[一二三四五六七八九十]{1,3}"
_KINDS: Final = {  # kind → level, pattern
    "chapter": (1, re.compile(f"第({_HANZI})[章篇编]|第({_HANZI})部分")),
    "section": (2, re.compile(f"第({_HANZI})节")),
    "hanzi": (1, re.compile(f"({_HANZI})[、．.]")),
    "hanzi-in-brackets": (2, re.compile(f"[（(]({_HANZI})[）)]")),
    "digit": (3, re.compile(r"(\d{1,2})[.．、](?!\d)")),
    "digit-in-brackets": (4, re.compile(r"[（(](\d{1,2})[）)]")),
    "digit-before-bracket": (5, re.compile(r"(\d{1,2})[）)]")),
    "circled": (5, re.compile("([①-⑳])")),
}
LISTED: Final = frozenset(
    {"digit", "digit-in-brackets", "digit-before-bracket", "circled"}
)  # kinds that also number the items of lists
_BEFORE_CIRCLED: Final = ord("①") - 1
_SENTENCE: Final = re.compile(r"[。；，、;,.][”’」』）)]?$|[。；].")
_PAGE_NUMBER: Final = re.compile(r"(?:\t|[.…·]{2}) ?\d{1,3}$")  # a line of a table of contents


class Numbered(NamedTuple):
    """A number in front of a line: its kind, its value, and the number as written."""

    kind: str
    value: int
    marker: str


def number_of(text: str) -> Numbered | None:
    """The number that a line begins with."""
    for kind, (_, pattern) in _KINDS.items():
        found = pattern.match(text)
        if found is not None:
            value = next(filter(None, found.groups()))
            number = ord(value) - _BEFORE_CIRCLED if kind == "circled" else read_number(value)
            return Numbered(kind, number, found[0])
    return None


def level_of(kind: str) -> int:
    """The level of headings with numbers of a kind, where no style says otherwise."""
    return _KINDS[kind][0]


def is_short(text: str) -> bool:
    """Whether a line may be a heading: short, no sentence, no line of a table of contents.

    Some writers end very short ones with a full stop.
    """
    text = text[:-1] if len(text) <= SHORTEST and text.endswith("。") else text
    return len(text) <= LONGEST and not _SENTENCE.search(text) and not _PAGE_NUMBER.search(text)


def series_of(numbers: Mapping[int, Numbered]) -> list[list[int]]:
    """The places of lines that count on, by kind: 一、二、三、 or 1. 2.; a lone line is a series of one."""
    found: list[list[int]] = []
    last: dict[str, list[int]] = {}
    for place, number in numbers.items():
        current = last.get(number.kind)
        if current is not None and number.value == numbers[current[-1]].value + 1:
            current.append(place)
        else:
            last[number.kind] = [place]
            found.append(last[number.kind])
    return found


def heads_text(series: Sequence[int], end: int) -> bool:
    """Whether text stands below most lines of a series, instead of the next of them."""
    following = [*series[1:], end]
    return len(series) > 1 and 2 * sum(b - a > 1 for a, b in zip(series, following, strict=True)) > len(
        series
    )
