"""Confirmed cases that a text is like: what people said of a matter holds for the next text on it.

Words of the lexicon speak for a theme whatever the matter is; a matter that no lexicon names is known by
the cases already confirmed. A text is told by its most telling pairs of characters, those it repeats and
letters of every kind seldom have. How much likeness is no chance, the passages of the lexicon show: they
are of all matters.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from statistics import fmean, pstdev
from typing import Final

from intake.config.shipped import shipped
from intake.text.fold import plain

LETTERS: Final = "kinds/examples.txt"  # a line a letter of persons: what Chinese is like
TELLING: Final = 80  # pairs that tell a text
NEAREST: Final = 3  # cases of a theme that speak
MOST: Final = 3.0  # deviations that one case counts at most: two must say the same
CHANCE, SPREAD = 0.012, 0.015  # likeness of strangers, and how much it varies, where no passage shows it
CASES: Final = (
    12  # so many confirmed cases of other themes show it better: they are as long, and of this call
)

Signature = dict[str, float]


@dataclass(frozen=True, slots=True)
class Siblings:
    """Confirmed cases and passages of the lexicon, ready to be compared. Pickles."""

    themes: tuple[int, ...]  # of the cases, from 0; the passages stand behind them
    index: dict[str, tuple[tuple[int, float], ...]] = field(repr=False)
    size: int = 0

    def pull(self, text: str, themes: int) -> list[float]:
        """By theme, how far the likeness to its nearest cases is beyond chance, in standard deviations."""
        pulled = [0.0] * themes
        if not self.themes:
            return pulled
        likeness = [0.0] * self.size
        for pair, weight in signature(text).items():
            for at, other in self.index.get(pair, ()):
                likeness[at] += weight * other
        cases, passages = likeness[: len(self.themes)], likeness[len(self.themes) :]
        for theme in set(self.themes):
            own = [like for like, of in zip(cases, self.themes, strict=True) if of == theme]
            rest = [like for like, of in zip(cases, self.themes, strict=True) if of != theme]
            mean, spread = _chance(rest if len(rest) >= CASES else rest + passages)
            nearest = sorted((min((like - mean) / spread, MOST) for like in own), reverse=True)[:NEAREST]
            several = (sum(nearest[:count]) / math.sqrt(count) for count in range(2, len(nearest) + 1))
            pulled[theme] = max(several, default=0.0)
        return [max(0.0, value) for value in pulled]


def gather(cases: Sequence[tuple[int, Signature]], passages: Iterable[str]) -> Siblings:
    """Make ready what texts are compared with: cases with their themes from 1, passages of all themes."""
    signatures = [own for _, own in cases]
    if cases:
        signatures += [signature(passage) for passage in passages]
    index: dict[str, list[tuple[int, float]]] = {}
    for at, own in enumerate(signatures):
        for pair, weight in own.items():
            index.setdefault(pair, []).append((at, weight))
    rows = {pair: tuple(found) for pair, found in index.items()}
    return Siblings(tuple(theme - 1 for theme, _ in cases), rows, len(signatures))


def signature(text: str) -> Signature:
    """The pairs that tell a text from others, with weights whose squares add up to one."""
    clean = "".join(c if c.isalnum() else " " for c in plain(text))
    counts = Counter(a + b for a, b in pairwise(clean) if " " not in (a, b))
    letters, rows = _letters()
    weights = {
        pair: (1 + math.log(count)) * math.log(rows / (letters.get(pair, 0) + 0.5)) ** 2
        for pair, count in counts.items()
    }
    telling = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:TELLING]
    length = math.sqrt(sum(weight * weight for _, weight in telling)) or 1.0
    return {pair: round(weight / length, 4) for pair, weight in telling}


def _chance(likeness: Sequence[float]) -> tuple[float, float]:
    if len(likeness) < CASES:
        return CHANCE, SPREAD
    return fmean(likeness), max(pstdev(likeness), SPREAD / 2)


@cache
def _letters() -> tuple[dict[str, int], int]:
    """In how many of the shipped letters a pair of characters stands, and one more than their number."""
    counts: Counter[str] = Counter()
    rows = 1
    for line in shipped(LETTERS).read_text("utf-8").splitlines():
        if "|" in line:
            counts.update({a + b for a, b in pairwise(plain(line))})
            rows += 1
    return dict(counts), rows
