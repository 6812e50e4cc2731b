"""A text about marks cut into its pieces: cases, criteria, scores, and numbers that count something else.

Every number becomes a piece, so that a reader can tell whether all of them were understood.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from intake.campaign.review import ReviewRules
from intake.config.words import either
from intake.text.numerals import read_number
from tracker.review.marks.values import LEGAL, find_number, labels_of
from tracker.review.words import review_words

_NUMERAL: Final = "零〇一二三四五六七八九十百"
_SCORE: Final = (
    r"[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九][零〇一二三四五六七八九]|一百"
)
_VAGUE: Final = re.compile(r"\s{0,2}(?:分\s{0,2})?(?:[多余几来+＋?？]|[-—~～到至]\s{0,2}\d)")


_NAMED: Final = re.compile(r"《[^《》]{1,60}》|“[^“”]{1,40}”")  # “一家亲365” is a name


class Kind(StrEnum):
    """What a piece is."""

    CASE = "case"
    ALIKE = "alike"  # 同A05, 跟A01一样, 同上
    CRITERION = "criterion"
    EVERY = "every"  # 三项
    SCORE = "score"
    ODD = "odd"  # a number that is none of these


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece and where it stands."""

    kind: Kind
    value: str  # printed number, place of the criterion, score; empty: not known
    start: int
    end: int


def cut(text: str, rules: ReviewRules, numbers: Collection[str]) -> list[Piece]:
    """The pieces of a simplified text, in order; numbers that count something else are left out.

    Args:
        text: a line, or a whole mail.
        rules: the criteria, by whose names their scores stand.
        numbers: printed numbers of the cases given to the expert.
    """
    text = text.translate(LEGAL)
    found: list[Piece] = []
    quoted = [name.span() for name in _NAMED.finditer(text) if len(re.findall(r"\d+", name.group())) < 2]
    for match in _pattern(tuple(labels_of(rules))).finditer(text):
        kind = match.lastgroup or ""
        said = match[kind]
        if kind == "counted" or any(start < match.start() < end for start, end in quoted):
            continue
        value, end = said, match.end()
        if kind in ("case", "alike"):
            value = _case(said, numbers)
        elif kind == "criterion":
            value = str(next(at for at, labels in enumerate(labels_of(rules)) if said in labels))
        elif kind in ("score", "spoken"):
            kind = "odd" if _VAGUE.match(text, end) else "score"
            value = said if said[0].isdecimal() else str(_spoken(said))
        found.append(Piece(Kind(kind), value, match.start(), end))
    return found


def scores_in(pieces: Sequence[Piece]) -> int:
    """How many numbers may be scores."""
    return sum(piece.kind in (Kind.SCORE, Kind.ODD) for piece in pieces)


def _spoken(said: str) -> int:
    if len(said) == 2 and "十" not in said and "百" not in said:  # 八五
        return 10 * read_number(said[0]) + read_number(said[1])
    return read_number(said)


def _case(said: str, numbers: Collection[str]) -> str:
    """The printed number; 第三篇 is A03 only where the third of his is A03."""
    if found := re.search(rf"第\s?(\d{{1,2}}|[{_NUMERAL}]{{1,3}})", said):
        place = int(found[1]) if found[1].isdecimal() else read_number(found[1])
        number = find_number(str(place), numbers)
        in_turn = sorted(numbers)[place - 1 : place] if place else []
        return number if number is not None and in_turn == [number] else ""
    named = re.search(rf"([A-Za-z]?)\s{{0,2}}-?\s?(\d{{1,3}}|[{_NUMERAL}]{{1,3}})", said)
    if named is None:
        return ""
    digits = named[2] if named[2].isdecimal() else str(_spoken(named[2].lstrip("零〇") or "零"))
    return find_number(named[1] + digits, numbers) or ""


@lru_cache
def _pattern(labels: tuple[tuple[str, ...], ...]) -> re.Pattern[str]:
    words = review_words()
    whole = [label for names in labels for label in names if len(label) > 1]
    heads = [label for names in labels for label in names if len(label) == 1]
    number = rf"\d{{1,4}}(?:\.\d{{1,2}})?|[{_NUMERAL}两]{{1,6}}"
    letter = rf"(?<![A-Za-z\d])[A-Za-z]\s{{0,2}}-?\s?(?:\d{{1,3}}(?!\d)|[零〇][一二三四五六七八九]|[一二三四五六七八九十](?![{_NUMERAL}]))(?:\s?[号篇])?"
    case = (
        rf"(?:案例|编号)?{letter}|第\s?(?:\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s?[篇件份](?:案例|材料)?|^\s{{0,4}}第[{_NUMERAL}]个(?=[\s:：，,])"
        rf"|(?<![\d.月年])\d{{1,3}}\s?号(?![楼院线文上下])|(?<![{_NUMERAL}月年])[一二三四五六七八九十]号(?![楼院线文上下])"
    )
    other = rf"(?:{letter}|\d{{1,3}}号)(?:的?(?:分数|得分|评分))?"
    every = r"(?:[三3各每]|全部|所有)\s?个?(?:项|样|条|方面|指标)(?:指标|分数)?"
    parts = (
        rf"(?P<alike>(?:等?同于?|参照|照着?)\s{{0,2}}{other}(?:一样|相同|一致)?|[跟和与]\s{{0,2}}{other}(?:打分)?(?:是)?(?:一样|相同|一致)|同上)",
        (
            rf"(?P<counted>[A-Za-z]{{1,3}}\d{{4,}}|\d{{5,}}|(?:19|20)\d\d年?"
            rf"|[扣减少低加多高]了?\s?\d{{1,2}}\s?分?\s?[，,]?\s?(?:即为?|就是|为|是|得|=)"
            rf"|(?:{number})\s?(?:{either((*words.marks.counted, *words.words.measures))}))"
        ),
        rf"(?P<every>{every})",
        rf"(?P<case>{case})",
        rf"(?P<criterion>{'|'.join(map(re.escape, whole))}"
        + (rf"|[{''.join(heads)}](?=\s?[\d{_NUMERAL}])" if heads else "")
        + ")",
        r"(?P<score>\d{1,4}(?:\.\d{1,2})?)",
        rf"(?P<spoken>(?<![{_NUMERAL}])(?:{_SCORE})(?![{_NUMERAL}]))",
        rf"(?P<odd>[{_NUMERAL}]{{2,12}}|[{_NUMERAL}](?=\s?分(?![别清明外数])))",
    )
    return re.compile("|".join(parts))
