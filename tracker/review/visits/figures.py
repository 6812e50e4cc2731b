"""Figures that a text states, each a line for the team to check: number, unit, and the clause it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.config.words import either
from tracker.review.words import review_words

MOST: Final = 30  # lines that fit on two pages of the form
_FIGURE: Final = re.compile(
    rf"(?<![\d.])(\d{{1,9}}(?:\.\d{{1,4}})?)\s?(余|多)?\s?{either(review_words().words.measures)}"
)
_CLAUSE: Final = re.compile(r"[。！？；\n]")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated figure."""

    value: str  # 98.5%
    clause: str  # where it is said


def find_figures(text: str) -> list[Figure]:
    """The figures of a text in order, each clause once, at most thirty; years and list numbers are none."""
    found: dict[str, Figure] = {}
    for clause in _CLAUSE.split(text):
        values = [match.group(0).replace(" ", "") for match in _FIGURE.finditer(clause)]
        if values:
            short = clause.strip()
            first = clause.find(values[0][0])
            if len(short) > _LONGEST:
                short = "…" + clause[max(0, first - 20) : first + _LONGEST - 20].strip() + "…"
            found.setdefault(short, Figure("、".join(dict.fromkeys(values)), short))
        if len(found) >= MOST:
            break
    return list(found.values())
