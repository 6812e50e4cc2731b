"""Figures that a text states, each a line for the team to check: number, unit, and the clause it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.config.words import either
from tracker.review.words import review_words

MOST: Final = 60  # lines that fit on four pages of the form
# 1,200 with the comma of either width; 3万余, 30余万; 30—50 is one figure.
_NUMBER: Final = r"(?:\d{1,3}(?:[,，]\d{3}){1,3}|\d{1,9})(?:[.．]\d{1,4})?"
_HANZI: Final = "零一二两三四五六七八九十百千万亿"
# What is counted need not be on a list; dates, numbers of papers, floors and hours are no figures.
_ANY: Final = (
    r"(?![年月日号时点分届级版章条页楼栋幢室路弄期轮条岁周号文热报])(?!世纪|小时|分钟)[\u4e00-\u9fff]"
)
_FIGURE: Final = re.compile(
    rf"(?<![\d.．第])(?:{_NUMBER}\s?[-－~～—至到]{{1,2}}\s?)?{_NUMBER}"
    rf"\s?(?:余|多)?[万亿]?(?:余|多)?\s?(?:{either(review_words().words.measures)}|{_ANY})"
    rf"|百分之[{_HANZI}点]{{1,6}}|(?<![一二三四五六七八九])[一二三四五六七八九]成(?=以|多|的|群众|居民|村民|[，。；、]|$)"
    rf"|(?<![第{_HANZI}])[{_HANZI}]{{2,8}}(?:余|多)?{either(review_words().words.measures)}"
    rf"|(?<![第{_HANZI}])[{_HANZI}]{{1,4}}(?:百|千|万|亿)(?:余|多)?{either(review_words().words.measures)}"
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
