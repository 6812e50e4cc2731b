"""Numbers of cases and scores inside a line, in digits or in Chinese."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Final

from intake.campaign.review import ReviewRules
from intake.text.numerals import read_number

LEGAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰", "一二三四五六七八九十百")
SPOKEN: Final = "[零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]{1,5}"
_DIGIT_BY_DIGIT: Final = re.compile("[一二三四五六七八九][零〇一二三四五六七八九]")
_MARK: Final = re.compile(
    rf"(\d{{1,4}}(?:\.\d{{1,2}})?|{SPOKEN}(?=\s{{0,4}}分|[\s，,、/；;。|）)]|$))\s{{0,4}}(?:分(?!别))?"
)
_BEFORE: Final = re.compile(r"[\s，,、/；;。|:：=＝分()（）【】\[\]-]*")
_BETWEEN: Final = re.compile(r"[\s，,、/；;。|:：=＝分-]*")
_RANGE: Final = re.compile(r"\s{0,4}[-—~～到至]\s{0,4}\d")  # 80-85 is no score
_TO_VALUE: Final = re.compile(
    r"(?:方面|上|嘛|呢|吧)?[\s，,:：=＝()（）]*(?:(?:只能|可以|可|我|就)?(?:给|打|得|为|是|评)(?:了|分)?)?[\s:：(（]*"
)


def find_number(written: str, numbers: Collection[str]) -> str | None:
    """A07 for A07, a7, A-07, 07; and for 7 where that is not also the seventh of others: A02, A05, A07."""
    compact = re.sub(r"[\s号篇-]", "", written).upper()
    match = re.fullmatch(r"([A-Z]?)(\d{1,4})", compact)
    if match is None:
        return None
    found = [
        number
        for number in numbers
        if int(re.sub(r"\D", "", number) or -1) == int(match[2])
        and (not match[1] or number.upper().startswith(match[1]))
    ]
    if len(found) != 1:
        return None
    place = "" if match[1] or match[2].startswith("0") else match[2]
    in_turn = sorted(numbers)[int(place) - 1 : int(place)] if place else []
    return found[0] if in_turn in ([], found) else None


def why_unknown(written: str, numbers: Collection[str]) -> str:
    """Why a written number is none of his, in Chinese."""
    alike = find_number(f"0{written}", numbers) if written.isdecimal() else None
    if alike is not None:
        return f"编号没有写字母，是{alike}，还是材料中的第{written}篇，请写全编号"
    return f"编号“{written.upper()}”不在给您的案例之中"


def read_value(text: str) -> Decimal | None:
    """85, 85.5, 八十五, 八五, 捌拾伍 with or without 分."""
    text = text.strip().removesuffix("分").strip()
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", text):
        return Decimal(text)
    if not re.fullmatch(SPOKEN, text):
        return None
    text = text.translate(LEGAL)
    if _DIGIT_BY_DIGIT.fullmatch(text):
        return Decimal(10 * read_number(text[0]) + read_number(text[1]))
    return Decimal(read_number(text))


def labels_of(rules: ReviewRules) -> list[tuple[str, ...]]:
    """What each criterion may be called, longest first: its name, and its stem where no other has that."""
    names = [criterion.name for criterion in rules.criteria]
    stems = [name.removesuffix("性") for name in names]
    heads = [name[:1] for name in names]
    return [
        (
            name,
            *((stem,) if len(stem) > 1 and stems.count(stem) == 1 else ()),
            *((head,) if len(set(heads)) == len(names) else ()),
        )
        for name, stem, head in zip(names, stems, heads, strict=True)
    ]


def labelled(rest: str, rules: ReviewRules) -> tuple[list[Decimal], int] | None:
    """Scores behind the names of their criteria, in any order, and where they end; ``None``: none is named."""
    found: list[Decimal] = []
    end = 0
    for labels in labels_of(rules):
        hit = next(filter(None, (_behind(rest, label) for label in labels)), None)
        if hit is not None:
            found.append(hit[0])
            end = max(end, hit[1])
    return (found, end) if found else None


def _behind(rest: str, label: str) -> tuple[Decimal, int] | None:
    """The score behind a label; a label of one sign must touch it."""
    place = rest.find(label)
    if place < 0:
        return None
    start = place + len(label)
    if len(label) > 1 and (gap := _TO_VALUE.match(rest, start)):
        start = gap.end()
    match = _MARK.match(rest, start)
    value = read_value(match[1]) if match else None
    if match is None or value is None or _RANGE.match(rest, match.end()):
        return None
    return value, match.end()


def in_order(rest: str, most: int) -> tuple[list[Decimal], int]:
    """Scores one after another, until something else comes."""
    scores: list[Decimal] = []
    end = 0
    while len(scores) < most:
        start = (_BETWEEN if scores else _BEFORE).match(rest, end)
        match = _MARK.match(rest, start.end() if start else end)
        value = read_value(match[1]) if match else None
        if match is None or value is None:
            break
        scores.append(value)
        end = match.end()
    return scores, end


def without_total(scores: list[Decimal], rules: ReviewRules) -> list[Decimal]:
    """One number more than there are criteria, which is what they come to, is no score."""
    wanted = len(rules.criteria)
    if len(scores) != wanted + 1:
        return scores
    first, last = scores[:wanted], scores[-1]
    return first if is_total(last, first, rules) else scores


def is_total(said: Decimal, scores: Sequence[Decimal], rules: ReviewRules) -> bool:
    """Whether a number is what scores come to: their sum, their mean, or that by weights."""
    weights = [Decimal(criterion.weight) for criterion in rules.criteria]
    mean = sum(scores, Decimal(0)) / len(weights)
    weighed = sum((s * w for s, w in zip(scores, weights, strict=True)), Decimal(0)) / sum(weights)
    return said == sum(scores) or any(abs(said - one) <= Decimal("0.051") for one in (mean, weighed))


def orders_named(text: str, rules: ReviewRules) -> Iterator[int]:
    """Places of the criteria in the order in which a text names them all; nothing when it does not."""
    names = [criterion.name for criterion in rules.criteria]
    stems = [labels[1] if len(labels) > 2 else labels[0] for labels in labels_of(rules)]
    for words in (names, stems):
        places = [text.find(word) for word in words]
        if min(places) >= 0:
            yield from sorted(range(len(words)), key=places.__getitem__)
            return
