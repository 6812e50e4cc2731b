"""A line of several cases, or one with words around its marks: A01（85，90，88）；A02（…）, A03同A05, 三项都给85.

Taken only when every part of the line is one of these forms; one that is not leaves the whole line asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from intake.campaign.review import ReviewRules
from intake.config.words import either
from tracker.review.marks.answer import Mark, Question, checked
from tracker.review.marks.values import SPOKEN, find_number, in_order, labelled, read_value, without_total
from tracker.review.words import review_words

_NAMED: Final = re.compile(
    r"(?:案例|编号)?([A-Za-z])\s{0,2}-?(\d{1,4})号?(?!\d)|(?<![\d.月年第])()(\d{1,3})\s?号(?![楼院线文上下])"
)
_AND: Final = re.compile(r"[\s、，,/和及与]{0,4}(?:[-—~～到至]{1,2})?[\s、，,/和及与]{0,4}")
_RANGE: Final = re.compile(r"[-—~～到至]")
_TITLE: Final = re.compile(r"^[\s:：，,]{0,4}《[^《》]{1,80}》")
_LEAD: Final = re.compile(
    r"^[\s:：，,、（(]{0,6}(?:[两三四五六七八九十\d]\s?篇|这篇|此篇|得分|评分|分数|打分|成绩|的|我|都|均|各|分别|依次|[给打评定为是]){0,6}[\s:：，,（(=]{0,6}(?=[\d零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾])"
)
_ALIKE: Final = re.compile(
    rf"^[\s:：，,]*(?:[三四五六各每]|全部|\d)\s?(?:个\s?)?项(?:分数)?(?:都|均|全|一律)?(?:[给打为是])?\s?(\d{{1,3}}(?:\.\d{{1,2}})?|{SPOKEN})\s?分?(?:吧|了)?[\s。.，,；;]*$"
)
_COMMENT: Final = re.compile(r"^[\s，,、；;。:：)）]{0,20}(?:评语|意见|理由|说明)?[\s:：]{0,8}")
# 回避制度写得好, 回避图片里的牌匾 are no wish to keep away.
AWAY: Final = re.compile(r"回避(?=$|[\s，,。.；;：:（(）)!！?？、了吧]|评|处理|为[宜好]|不必|的\s*$)")
UNSAID: Final = r"(?:[不无没]|不用|无需|不需要?|不必|没有需要|要不要|是否(?:需要|应当?|要)?|该不该|用不用|需不需要|算不算)$"
_PLEADING: Final = re.compile(r"(?:申请|需要|应当|应该|我要|要求|[我请要需])?回避(?:的)?[是有]?[\s:：，,]*$")


@dataclass(frozen=True, slots=True)
class _Group:
    """Cases named together, and what follows up to the next."""

    numbers: tuple[str, ...]
    tail: str


def read_spoken(text: str, rules: ReviewRules, numbers: Collection[str]) -> list[Mark | Question]:
    """Marks of a line; [] when any part of it is not understood."""
    head, groups = _grouped(text, numbers)
    if not groups or re.search(r"(?:^|\s)[-−]\d", text):
        return []
    turned = either(review_words().marks.turned)
    if re.search(rf"{turned}", head) or (re.search(r"\d", head) and len(groups) > 1):
        return []
    if re.search(r"\d", head):
        return _named_behind(head, groups[0], rules)
    found: list[Mark | Question] = []
    for group in groups:
        if _PLEADING.search(head) and not re.search(r"\d", group.tail):
            found += [Mark(number) for number in group.numbers]
            continue
        rows = _read_tail(group, rules, turned)
        if not rows:
            return []
        found += rows
    said = [row.number for row in found if isinstance(row, Mark)]
    return found if len(set(said)) == len(said) else []


def _grouped(text: str, numbers: Collection[str]) -> tuple[str, list[_Group]]:
    """The words before the first case, and the cases, those in a row or in a range together."""
    places = [(m, find_number((m[1] or m[3] or "") + (m[2] or m[4]), numbers)) for m in _NAMED.finditer(text)]
    if not places or any(number is None for _, number in places):
        return text, []
    groups: list[_Group] = []
    run: list[str] = []
    for at, (match, number) in enumerate(places):
        assert number is not None
        after = places[at + 1][0].start() if at + 1 < len(places) else len(text)
        between = text[match.end() : after]
        run.append(number)
        if at + 1 < len(places) and _AND.fullmatch(between):
            if _RANGE.search(between):
                run += _from_to(number, places[at + 1][1] or "", numbers)
            continue
        groups.append(_Group(tuple(dict.fromkeys(run)), between))
        run = []
    return text[: places[0][0].start()], groups


def _from_to(first: str, last: str, numbers: Collection[str]) -> list[str]:
    ordered = sorted(numbers)
    return ordered[ordered.index(first) : ordered.index(last) + 1]


def _read_tail(group: _Group, rules: ReviewRules, turned: str) -> list[Mark | Question]:
    """What follows one or several cases: 回避, the marks of each, one mark for every criterion."""
    tail = _TITLE.sub("", group.tail)
    if AWAY.search(tail) and not re.search(r"\d", tail):
        kept_back = re.search(UNSAID, tail.partition("回避")[0]) or re.search("回避.{0,4}(?:吗|[?？])", tail)
        return [] if kept_back else [Mark(number) for number in group.numbers]
    if re.search(turned, tail) or "回避" in tail:
        return []
    wanted = len(rules.criteria)
    if alike := _ALIKE.match(tail):
        value = read_value(alike[1])
        return _all([value] * wanted, "", group, rules) if value is not None else []
    by_name = labelled(tail, rules)
    if by_name is None:
        lead = _LEAD.match(tail)
        if lead is None:
            return []
        scores, end = in_order(tail[lead.end() :], wanted + 1)
        end += lead.end()
    else:
        scores, end = by_name
    scores = without_total(scores, rules)
    rest = tail[end:]
    if len(scores) != wanted or re.match(r"\s{0,4}[-—~～到至]\s{0,4}\d|[\u4e00-\u9fff]", rest):
        return []
    return _all(scores, _COMMENT.sub("", rest, count=1).strip(), group, rules)


def _all(scores: Sequence[Decimal], comment: str, group: _Group, rules: ReviewRules) -> list[Mark | Question]:
    comment = comment.strip("，,；;。 ")
    return [checked(number, number, scores, comment, rules) for number in group.numbers]


def _named_behind(head: str, group: _Group, rules: ReviewRules) -> list[Mark | Question]:
    """科学性85 创新性90 实践性88（A03）."""
    by_name = labelled(head, rules)
    if by_name is None or len(by_name[0]) != len(rules.criteria) or re.search(r"\d|回避", group.tail):
        return []
    if head[by_name[1] :].strip("（( ，,。；;") or head.count("性") > 2 * len(rules.criteria):
        return []
    return _all(by_name[0], "", group, rules)
