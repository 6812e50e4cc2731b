"""What the marks come to, by the rules that stood when the first sheet left.

Everything is counted in :class:`~decimal.Decimal` and rounded once, half up, to two places, as people
do on paper: the table can be counted again with a pocket calculator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from intake.campaign.entries import ITEM
from intake.campaign.review import WHOLE, ReviewRules

_TWO_PLACES: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Given:
    """The marks of one expert for one case, in the order of the criteria."""

    expert: int
    case: int
    scores: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A case's place in the table."""

    case: int
    theme: int | None
    rank: int  # 0: no marks yet
    rank_in_theme: int
    mean: Decimal | None  # two places
    criteria: tuple[Decimal, ...]  # means of those that count, two places
    totals: tuple[tuple[int, Decimal], ...]  # expert and weighted total, all of them
    left_out: tuple[int, ...]  # experts whose totals do not count as highest and lowest
    spread: Decimal
    alarm: bool  # the spread is put before the meeting
    tied: bool  # even the criteria compared at a tie are equal: the meeting decides
    missing: int  # readers who have not answered


@dataclass(frozen=True, slots=True)
class ExpertMean:
    """How one expert marked, for the meeting only."""

    expert: int
    cases: int
    mean: Decimal


def total(scores: Sequence[Decimal], rules: ReviewRules) -> Decimal:
    """Weighted total of one expert's marks, of a hundred, unrounded."""
    weighted = (score * criterion.weight for score, criterion in zip(scores, rules.criteria, strict=True))
    return sum(weighted, Decimal(0)) / rules.scale


def count(themes: dict[int, int | None], given: Iterable[Given], rules: ReviewRules) -> list[CaseResult]:
    """The table, best first, cases without marks last.

    Args:
        themes: case id → theme of every case of the round.
        given: the marks that stand, one an expert and case.
        rules: as frozen.
    """
    of_case: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        of_case[one.case].append(one)
    counted = {case: _count_case(of_case[case], rules) for case in themes if of_case[case]}
    order = sorted(counted, key=lambda case: (counted[case].key, -case), reverse=True)
    ranks = _ranks(order, counted)
    ranks_in_theme: dict[int, int] = {}
    for theme in set(themes.values()):
        ranks_in_theme |= _ranks([case for case in order if themes[case] == theme], counted)
    keys = [one.key for one in counted.values()]
    found = [
        CaseResult(
            case,
            themes[case],
            ranks[case],
            ranks_in_theme[case],
            counted[case].mean,
            counted[case].criteria,
            counted[case].totals,
            counted[case].left_out,
            counted[case].spread,
            counted[case].spread > rules.alarm,
            keys.count(counted[case].key) > 1,
            max(0, rules.readers - len(counted[case].totals)),
        )
        for case in order
    ]
    empty = [case for case in themes if case not in counted]
    return found + [_empty(case, themes[case], rules) for case in empty]


def expert_means(given: Iterable[Given], rules: ReviewRules) -> list[ExpertMean]:
    """How strictly each expert marked: shown to the meeting, never used to change a mark."""
    totals: dict[int, list[Decimal]] = defaultdict(list)
    for one in given:
        totals[one.expert].append(total(one.scores, rules))
    return [
        ExpertMean(expert, len(found), _round(sum(found, Decimal(0)) / len(found)))
        for expert, found in sorted(totals.items())
    ]


def rule_in_words(rules: ReviewRules, item: str = ITEM) -> str:
    """How it was counted, printed under the table."""
    weights = "、".join(f"{criterion.name}{criterion.weight}%" for criterion in rules.criteria)
    ties = "、".join(rules.ties)
    return (
        f"每位专家按{weights}折算总分（满分{WHOLE}分）；一个{item}有{rules.drop_from}份及以上评分的，"
        f"去掉一个最高分和一个最低分后取平均，不足{rules.drop_from}份的取平均；四舍五入保留两位小数。"
        + (f"得分相同的，依次比较{ties}；仍相同的，提请合议。" if ties else "得分相同的，提请合议。")
        + f"各份评分最高与最低相差超过{rules.alarm}分的，提请合议。"
    )


def remarks(result: CaseResult) -> list[str]:
    """What is to be said beside the place of a case."""
    found = []
    if result.missing:
        found.append(f"缺{result.missing}份评分")
    if result.alarm:
        found.append(f"最高与最低相差{result.spread}分，请合议")
    if result.tied:
        found.append("并列，请合议")
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    mean: Decimal
    criteria: tuple[Decimal, ...]
    totals: tuple[tuple[int, Decimal], ...]
    left_out: tuple[int, ...]
    spread: Decimal
    key: tuple[Decimal, ...]


def _count_case(given: Sequence[Given], rules: ReviewRules) -> _Counted:
    ordered = sorted(given, key=lambda one: (total(one.scores, rules), one.expert))
    drops = len(ordered) >= rules.drop_from
    kept = ordered[1:-1] if drops else ordered
    means = tuple(
        _round(sum((one.scores[place] for one in kept), Decimal(0)) / len(kept))
        for place in range(len(rules.criteria))
    )
    mean = _round(sum((total(one.scores, rules) for one in kept), Decimal(0)) / len(kept))
    names = [criterion.name for criterion in rules.criteria]
    return _Counted(
        mean,
        means,
        tuple(
            (one.expert, _round(total(one.scores, rules))) for one in sorted(given, key=lambda g: g.expert)
        ),
        (ordered[0].expert, ordered[-1].expert) if drops else (),
        _round(total(ordered[-1].scores, rules) - total(ordered[0].scores, rules)),
        (mean, *(means[names.index(name)] for name in rules.ties)),
    )


def _ranks(order: Sequence[int], counted: dict[int, _Counted]) -> dict[int, int]:
    found: dict[int, int] = {}
    for place, case in enumerate(order, 1):
        same = place > 1 and counted[case].key == counted[order[place - 2]].key
        found[case] = found[order[place - 2]] if same else place
    return found


def _empty(case: int, theme: int | None, rules: ReviewRules) -> CaseResult:
    return CaseResult(
        case, theme, 0, 0, None, (), (), (), Decimal(0), alarm=False, tied=False, missing=rules.readers
    )


def _round(value: Decimal) -> Decimal:
    return value.quantize(_TWO_PLACES, ROUND_HALF_UP)
