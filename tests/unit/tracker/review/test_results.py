"""What the marks come to."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from intake.campaign.review import Criterion, ReviewRules
from tracker.review.results import CaseResult, ExpertMean, Given, count, expert_means, rule_in_words, total

RULES = ReviewRules()


def marks(case: int, *rows: tuple[int, int, int]) -> list[Given]:
    return [Given(expert, case, tuple(map(Decimal, row))) for expert, row in enumerate(rows, 1)]


def test_three_readers_are_a_plain_mean() -> None:
    (found,) = count({1: 2}, marks(1, (85, 90, 88), (70, 60, 65), (90, 95, 80)), RULES)

    assert found == CaseResult(
        case=1,
        theme=2,
        rank=1,
        rank_in_theme=1,
        mean=Decimal("80.47"),  # (87.9 + 64.5 + 89) / 3
        criteria=(Decimal("81.67"), Decimal("81.67"), Decimal("77.67")),
        totals=((1, Decimal("87.90")), (2, Decimal("64.50")), (3, Decimal("89.00"))),
        left_out=(),
        spread=Decimal("24.50"),
        alarm=True,
        tied=False,
        missing=0,
    )


def test_from_five_on_the_extremes_do_not_count() -> None:
    rows = [(80, 80, 80), (100, 100, 100), (60, 60, 60), (90, 90, 90), (85, 85, 85)]

    (found,) = count({1: None}, marks(1, *rows), RULES)

    assert (found.mean, found.left_out) == (Decimal("85.00"), (3, 2))
    assert found.criteria == (Decimal("85.00"),) * 3
    assert len(found.totals) == 5


def test_ties_are_settled_by_novelty_then_practice_then_the_meeting() -> None:
    given_ = [
        *marks(1, (90, 80, 90)),  # 86
        *marks(2, (80, 89, 88)),  # 86, more novel
        *marks(3, (90, 80, 90)),
    ]

    found = count({1: 1, 2: 1, 3: 2, 4: 2}, given_, RULES)

    assert [(one.case, one.rank, one.rank_in_theme, one.tied) for one in found] == [
        (2, 1, 1, False),
        (1, 2, 2, True),
        (3, 2, 1, True),
        (4, 0, 0, False),
    ]
    assert found[-1].missing == 3


def test_half_is_rounded_up() -> None:
    (found,) = count(
        {1: 1}, [*marks(1, (85, 85, 85)), Given(9, 1, tuple(map(Decimal, ("85.01",) * 3)))], RULES
    )

    assert found.mean == Decimal("85.01")  # 85.005


def test_a_scale_of_ten_is_counted_of_a_hundred() -> None:
    rules = ReviewRules(scale=10, bands=())

    assert total((Decimal(8), Decimal(9), Decimal(7)), rules) == Decimal("81")


def test_means_of_experts() -> None:
    given_ = [*marks(1, (80, 80, 80), (60, 60, 60)), *marks(2, (90, 90, 90))]

    assert expert_means(given_, RULES) == [
        ExpertMean(1, 2, Decimal("85.00")),
        ExpertMean(2, 1, Decimal("60.00")),
    ]


def test_the_rule_in_words() -> None:
    assert rule_in_words(RULES) == (
        "每位专家按科学性30%、创新性40%、实践性30%折算总分（满分100分）；一个案例有5份及以上评分的，"
        "去掉一个最高分和一个最低分后取平均，不足5份的取平均；四舍五入保留两位小数。"
        "得分相同的，依次比较创新性、实践性；仍相同的，提请合议。各份评分最高与最低相差超过20分的，提请合议。"
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"criteria": (Criterion(name="科学性", weight=30),)}, "合计是 30，应为 100"),
        ({"ties": ("先进性",)}, "“先进性”不是评阅项目"),
        ({"scale": 10}, "“优秀”的分数段不在 0 至 10 之间"),
    ],
)
def test_rules_that_do_not_fit(values: dict, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        ReviewRules(**values)


hundred = st.integers(0, 100).map(Decimal)


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 5), st.tuples(hundred, hundred, hundred)), max_size=40
    )
)
def test_the_table_stands_on_every_mark(rows: list) -> None:
    given_ = list({(expert, case): Given(expert, case, scores) for expert, case, scores in rows}.values())

    found = count(dict.fromkeys(range(1, 6), 1), given_, RULES)

    assert sorted(one.case for one in found) == [1, 2, 3, 4, 5]
    assert sum(len(one.totals) for one in found) == len(given_)
    shown = [one for one in found if one.mean is not None]
    assert [one.mean for one in shown] == sorted((one.mean for one in shown), reverse=True)
    assert count(dict.fromkeys(range(1, 6), 1), reversed(given_), RULES) == found
    for one in shown:
        totals = [value for _, value in one.totals]
        assert min(totals) <= one.mean <= max(totals)
