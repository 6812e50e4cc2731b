"""Figures that a text states, each a line for the team to check: number, unit, and the clause it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.config.words import either
from tracker.review.words import review_words

MOST: Final = 30  # lines that fit on two pages of the form
# 1,200 with the comma of either width; 3万余, 30余万; 30—50 is one figure.
_NUMBER: Final = r"(?:\d{1,3}(?:[,，]\d{3}){1,3}|\d{1,9})(?:[.．]\d{1,4})?"
_FIGURE: Final = re.compile(
    rf"(?<![\d.．])(?:{_NUMBER}\s?[-－~～—至到]{{1,2}}\s?)?{_NUMBER}"
    rf"\s?(?:余|多)?[万亿]?(?:余|多)?\s?{either(review_words().words.measures)}"
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
        stated = list(_FIGURE.finditer(clause))
        if stated:
            values = [re.sub(r"\s", "", match.group()) for match in stated]
            short = clause.strip()
            first = stated[0].start()
            if len(short) > _LONGEST:
                short = "…" + clause[max(0, first - 20) : first + _LONGEST - 20].strip() + "…"
            found.setdefault(short, Figure("、".join(dict.fromkeys(values)), short))
        if len(found) >= MOST:
            break
    return list(found.values())
