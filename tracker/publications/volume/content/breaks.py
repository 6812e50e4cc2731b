"""Where a title of several lines is broken as a reader would: behind marks and 的, between words, never inside one.

What is a word is known from the text under the title, where two signs that stand together more often than chance
would have it are one, and from a short list of words of such titles. A word list of the whole language (jieba, MIT,
19 MB as source and 42 MB installed) was measured and left. Of 53 titles of the tests set 13 signs a line, lines of one
length cut 28 inside a word of jieba's, these rules 5, jieba's own words 1; of 53 that the list was not written with, 20,
then 4, and 1 where lines may end anywhere (``part``). Most of what is left is between two words that jieba joins.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Final
from unicodedata import east_asian_width

from tracker.publications.volume.words import volume_words

HALF: Final = 0.55  # of a Chinese character: the width of a letter or digit
STEP: Final = 0.25  # signs by which the width of the lines is tried
UNEVEN: Final = 2.0  # what lines of other lengths cost beside what a break costs
KNOWN: Final = 4.0  # how firmly two signs of a known word hold together
SINGLE: Final = 0.8  # cost of a break where nothing is known
INSIDE: Final = 2.0  # what a break inside brackets or quotation marks costs more
LEAST: Final = 2  # times that two signs stand together before that says anything
_CLOSING: Final = "，、。：；！？）》”’〉】…—,.:;!?)"  # none begins a line
_ENDING: Final = "）》”’〉】)"
_OPENING: Final = "（《“‘〈【("  # none ends one
_AFTER: Final = "，、：；。！？）》”’…— 　·"
_JOINED_ON: Final = "的地得了着们性化之者"  # belongs to the word before it
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")


def narrow(title: str, lines: int, most: float, texts: Iterable[str]) -> float | None:
    """How wide (in signs, ``most`` at most) so many lines must be for the title to break where it reads best.

    A line takes what it holds, so it is the width that says where the breaks are. None: it does not fit.
    """
    at = [0.0, *accumulate(sign_width(sign) for sign in title)]
    costs = break_costs(title, texts)
    even = at[-1] / lines
    found: list[tuple[float, float, list[int]]] = []
    for step in range(max(1, math.ceil((most - even) / STEP) + 1)):
        width = min(most, even + step * STEP)
        starts = _fill(title, at, width)
        if len(starts) <= lines:
            uneven = sum(((at[b] - at[a]) / even - 1) ** 2 for a, b in pairwise([*starts, len(title)]))
            found.append((sum(costs[start] for start in starts[1:]) + UNEVEN * uneven, -width, starts))
    return _between(at, min(found)[2], most) if found else None


def part(title: str, lines: int, most: float) -> tuple[int, ...]:
    """Where so many lines (or more, where that cannot be) of at most ``most`` signs begin, but the first, to read best.

    For titles that stand nowhere else as text: other than by their width the lines may be of any length.
    """
    at = [0.0, *accumulate(sign_width(sign) for sign in title)]
    costs, even = break_costs(title, ()), at[-1] / lines
    best: dict[int, list[tuple[float, tuple[int, ...]]]] = {
        0: [(0.0, ())]
    }  # end of the line before → ways, by lines
    for count in range(1, lines + 1):
        for end in range(1, len(title) + 1):
            is_last = count == lines
            if is_last and end < len(title):
                continue
            ways = [
                (cost + costs[start] + UNEVEN * ((at[end] - at[start]) / even - 1) ** 2, (*cuts, start))
                for start in range(max(0, end - 2 * math.ceil(most)), end)
                if at[end] - at[start] <= most + 1e-9
                and (start == 0 or _allowed(title, start - 1, start) == start)
                for cost, cuts in [way for way in best.get(start, ()) if len(way[1]) == count - 1]
            ]
            if ways:
                best.setdefault(end, []).append(min(ways))
    whole = [way for way in best.get(len(title), ()) if len(way[1]) == lines]
    return min(whole)[1][1:] if whole else ()


def _between(at: Sequence[float], starts: Sequence[int], most: float) -> float:
    """A width at which the lines begin there, as far as can be from where they would begin elsewhere."""
    ends = [*starts[1:], len(at) - 1]
    least = max(at[end] - at[start] for start, end in zip(starts, ends, strict=True))
    next_ones = (at[end + 1] - at[start] for start, end in zip(starts, ends[:-1], strict=False))
    return min(most, (least + min(next_ones, default=least + 1)) / 2)


def _fill(title: str, at: Sequence[float], width: float) -> list[int]:
    """Where the lines begin when each takes what it holds; no mark stands where it must not."""
    starts = [0]
    for place in range(1, len(title)):
        start = starts[-1]
        if at[place + 1] - at[start] <= width + 1e-9:
            continue
        starts.append(max(_allowed(title, start, place), start + 1))
    return starts


def _allowed(title: str, start: int, place: int) -> int:
    """The last place before which a line that holds no more may end."""
    for at in range(place, start + 1, -1):
        before, behind = title[at - 1], title[at]
        is_whole = before.isascii() and behind.isascii() and before.isalnum() and behind.isalnum()
        if not (behind in _CLOSING or before in _OPENING or is_whole):
            return at
    return place


def break_costs(title: str, texts: Iterable[str]) -> list[float]:
    """What a break before each sign costs; below nothing where it is welcome."""
    signs: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for text in (title, *texts):
        for run in _HAN.findall(text):
            signs.update(run)
            pairs.update(map("".join, pairwise(run)))
    total = max(1, signs.total())

    def held(place: int) -> float:
        """How firmly the signs before and at a place hold together."""
        pair = title[place - 1 : place + 1] if 0 < place < len(title) else ""
        if pair in _known_words():
            return KNOWN
        if pairs[pair] < LEAST:
            return 0.0
        return math.log(pairs[pair] * total / (signs[pair[0]] * signs[pair[1]])) * min(
            1.0, math.log1p(pairs[pair]) / 2
        )

    inside = accumulate((sign in _OPENING) - (sign in _ENDING) for sign in title)
    depths = [0, *inside]
    return [
        _cost(title, place, (held(place - 1), held(place), held(place + 1)))
        + INSIDE * (depths[place] > 0 and title[place - 1] not in _OPENING)
        for place in range(len(title))
    ]


def _cost(title: str, place: int, held: tuple[float, float, float]) -> float:
    if place == 0:
        return 0.0
    before, behind = title[place - 1], title[place]
    if before in _AFTER or behind in _OPENING or behind.isspace():
        return -1.0
    if before in "的和与及暨":
        return -0.5
    if behind in "和与及暨":
        return -0.2
    if behind in _JOINED_ON:
        return 6.0
    if before.isascii() and behind.isascii():
        return 6.0
    left, here, right = held
    if here > 0:
        return 2 * max(0.0, here - max(0.0, min(left, right)) / 2)
    return 2 * (0.3 if left > 0 or right > 0 else SINGLE)


def sign_width(sign: str) -> float:
    """The width of a sign in Chinese characters."""
    return 1.0 if east_asian_width(sign) in "WFA" else HALF


@cache
def _known_words() -> frozenset[str]:
    return frozenset(volume_words().title_words.split())
