"""What is said by way of other cases or of what was said before, put plainly: 其余七篇, 改为, 同上.

A text comes back as it was wherever what is meant is not certain; then the readers of marks ask.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from intake.campaign.review import ReviewRules
from intake.config.words import either
from intake.text.fold import simplify
from intake.text.numerals import read_number
from tracker.review.marks.values import find_number, orders_named
from tracker.review.words import review_words

_CASE: Final = r"[A-Za-z]\s{0,2}-?\d{1,4}"
# A02作废，改为：A02 76、80、71
_CORRECTED: Final = re.compile(
    rf"^(?P<before>[^A-Za-z\n]{{0,30}}(?P<case>{_CASE})号?[^A-Za-z\n]{{0,40}}?)"
    r"(?:现?改为|更正为|改成|应为|以这[封次]为准|以此(?:次|封)?为准|以本[次封]为准)[\s:：，,]{0,3}(?P<after>[^\n]{5,200})$",
    re.MULTILINE,
)
_REST: Final = re.compile(
    r"(?:其余|其他|其它|剩下)的?(?:(?P<count>\d{1,2}|[一二三四五六七八九十])\s?[篇个份件])?(?:案例|各篇|每篇)?的?(?P<every>各项|[三每]项|三样|每样)?"
    r"(?:均|都|全|一律|为|是|给|打|[\s:：，,]){1,5}(?P<scores>\d{1,3}(?:\s?[、，,/ ]\s?\d{1,3}){0,6})(?![\d.%])"
)
_ABOUT_REST: Final = re.compile(
    rf"除了?(?:{_CASE}[、，,和及\s]{{0,3}}){{1,8}}(?:以外|之外|外)[，,]?\s?(?=其余|其他|其它)"
)
# A02同上，A03（同A05）
_ALIKE: Final = re.compile(
    rf"[，,。；;、\s]{{1,3}}(?P<case>{_CASE})号?\s?[，,:：]?(?:也|的?(?:分数|得分)也?)?(?P<open>[（(])?(?P<like>同上|同\s?{_CASE})(?:一样|相同)?(?P<shut>[）)])?(?=[，,。；;、\s]|$)"
)
_BUT: Final = re.compile(
    r"[\d少多减加扣唯惟但只就除差高低]|不过|[一二三四五六七八九十]分"
)  # 同上，就实践性少5分
_RANGE: Final = re.compile(rf"{_CASE}\s?[-—~～到至]{{1,2}}\s?[A-Za-z]?\d")
_COUNTED: Final = re.compile(r"第\s?(\d{1,2}(?:\s?[、，,和及]\s?\d{1,2}){1,11})\s?[篇号件份]")  # 第3、7、11篇
_CIRCLES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_TURN: Final = re.compile(
    rf"^(?P<head>[^\n\dA-Za-z]{{0,10}}(?P<cases>(?:{_CASE}号?[\s、，,和及—~～到至-]{{0,4}}){{1,20}})[^\n\d]{{0,40}}?(?:[次顺]序|依次|逐行|一行一篇)[^\n\d]{{0,40}}[:：]?)\s{{0,4}}(?P<rows>[\d\s、，,；;。./]{{5,900}})$",
    re.MULTILINE,
)
_SEVERAL: Final = re.compile(r"\d{1,3}(?:\s?[、，,/ ]\s?\d{1,3})+")


def restate(text: str, rules: ReviewRules, numbers: Collection[str]) -> str:
    """The text with every case's marks said of itself, where that is certain.

    Args:
        text: what an expert wrote, with the usual signs.
        rules: criteria, and how many scores a case has.
        numbers: printed numbers of his cases.
    """
    text = _COUNTED.sub(lambda match: "、".join(f"第{one}篇" for one in re.findall(r"\d+", match[1])), text)
    text = _in_turn(_with_circles(text, len(rules.criteria), numbers), rules, numbers)
    text = _CORRECTED.sub(_as_corrected, text)
    text = _ALIKE.sub(_as_alike, text)
    return _with_the_rest(_ABOUT_REST.sub("", text), numbers)


def _with_circles(text: str, wanted: int, numbers: Collection[str]) -> str:
    """①85 90 88 ②80 79 83 with the numbers of cases, where the circles are those of all his cases."""
    row = rf"([{_CIRCLES}])\s?(\d{{1,3}}(?:[\s、，,/]{{1,2}}\d{{1,3}}){{{wanted - 1}}})(?!\d)"
    said = re.findall(row, text)
    meant = {find_number(str(_CIRCLES.index(circle) + 1), numbers) for circle, _ in said}
    if not said or meant != set(numbers) or len(said) != len(numbers):
        return text
    return re.sub(row, lambda match: f"\n{_CIRCLES.index(match[1]) + 1}号 {match[2]}\n", text)


def _in_turn(text: str, rules: ReviewRules, numbers: Collection[str]) -> str:
    """A01至A03依次为：85、90、88；80、81、82；77、79、75 said of each, where there are as many rows as cases."""
    match = _TURN.search(text)
    if match is None:
        return text
    named = [find_number(said, numbers) for said in re.findall(_CASE, match["cases"])]
    if _RANGE.search(match["cases"]) and len(named) == 2 and None not in named:
        every = sorted(numbers)
        named = [*every[every.index(str(named[0])) : every.index(str(named[1])) + 1]]
    rows = [re.findall(r"\d+(?:\.\d+)?", row) for row in re.split(r"[\n；;。]", match["rows"]) if row.strip()]
    order = tuple(orders_named(match["head"], rules))
    even = all(len(row) == len(rules.criteria) for row in rows) and len(rows) == len(named)
    if not even or None in named or order not in ((), tuple(range(len(rules.criteria)))):
        return text
    said = "\n".join(f"{number} {' '.join(row)}" for number, row in zip(named, rows, strict=True))
    return f"{text[: match.start()]}{said}\n{text[match.end() :]}"


def _as_corrected(match: re.Match[str]) -> str:
    """What replaces earlier marks, alone, where nothing turns it round again."""
    words = review_words().marks
    after = match["after"]
    told = re.match(_CASE, after)
    if re.search(either((*words.turned, *words.unsure, *words.hedged)), after):
        return match.group()
    if told is None:
        return f"{match['case']} {after}"
    same = _compact(told.group()) == _compact(match["case"])
    return after if same else match.group()


def _as_alike(match: re.Match[str]) -> str:
    """A case whose marks are those of another, on a line of its own, where nothing is said against it."""
    behind = re.split(rf"{_CASE}|\n", match.string[match.end() :], maxsplit=1)[0]
    if (match["open"] is None) != (match["shut"] is None) or _BUT.search(behind):
        return match.group()
    return f"\n{match['case']} {match['like']}\n"


def _with_the_rest(text: str, numbers: Collection[str]) -> str:
    """其余四篇三项都是80 said of the four, where it is known which they are."""
    found = _REST.search(simplify(text))
    if (
        found is None
        or len(simplify(text)) != len(text)
        or _RANGE.search(text)
        or _REST.search(text, found.end())
    ):
        return text
    if not found["every"] and not _SEVERAL.fullmatch(found["scores"]):
        return text  # 其余都是80: of which criterion?
    named = {find_number(said, numbers) for said in re.findall(_CASE, text)}
    rest = [number for number in sorted(numbers) if number not in named]
    if not found["count"] or _count(found["count"]) != len(rest) or None in named:
        return text
    every = "三项都是" if found["every"] else "均为 "
    said = f"\n{'、'.join(rest)}{every}{found['scores']}"
    return f"{text[: found.start()].rstrip('，, ')}{said}{text[found.end() :]}"


def _count(said: str) -> int:
    return int(said) if said.isdecimal() else read_number(said)


def _compact(case: str) -> str:
    return re.sub(r"[\s-]|(?<=[A-Za-z])0+", "", case).upper()
