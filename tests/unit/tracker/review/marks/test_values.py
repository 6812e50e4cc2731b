"""Numbers of cases, scores and criteria inside a line, in digits or in Chinese."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import Criterion, ReviewRules
from tracker.review.marks.values import (
    find_number,
    in_order,
    is_total,
    labelled,
    labels_of,
    orders_named,
    read_value,
    without_total,
)

RULES = ReviewRules()
NUMBERS = ("A01", "A07", "A12", "A20")
SIGNS = "零一二三四五六七八九"
LEGAL = str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾")


def decimals(*scores: object) -> list[Decimal]:
    return [Decimal(str(score)) for score in scores]


def spoken(value: int) -> str:
    """A number from 11 to 99 as it is read aloud."""
    tens, ones = divmod(value, 10)
    return f"{SIGNS[tens] if tens > 1 else ''}十{SIGNS[ones] if ones else ''}"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("A07", "A07"),
        ("a7", "A07"),
        ("A-07", "A07"),
        ("A 07", "A07"),
        ("A07号", "A07"),
        ("7号", "A07"),
        ("007", "A07"),
        ("12篇", "A12"),
        ("B07", None),
        ("A8", None),
        ("0", None),
        ("A", None),
        ("", None),
        ("AA07", None),
        ("A00007", None),
        ("A07A", None),
    ],
)
def test_the_printed_number_that_is_meant(written: str, number: str | None) -> None:
    assert find_number(written, NUMBERS) == number


def test_a_bare_number_that_two_cases_have_names_neither() -> None:
    numbers = ("A07", "B07", "B08")

    assert find_number("7", numbers) is None
    assert find_number("B7", numbers) == "B07"
    assert find_number("8", numbers) == "B08"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("85", "85"),
        ("85分", "85"),
        (" 85 分 ", "85"),
        ("85.5", "85.5"),
        ("85.25分", "85.25"),
        ("0", "0"),
        ("八十五", "85"),
        ("八五", "85"),
        ("八零", "80"),
        ("九〇", "90"),
        ("捌拾伍", "85"),
        ("玖拾分", "90"),
        ("一百", "100"),
        ("壹佰", "100"),
        ("十八", "18"),
        ("85.123", None),
        ("12345", None),
        ("-85", None),
        ("85%", None),
        ("八十五点五", None),
        ("优", None),
        ("", None),
        ("分", None),
    ],
)
def test_one_score(written: str, value: str | None) -> None:
    assert read_value(written) == (None if value is None else Decimal(value))


@given(st.integers(11, 99), st.sampled_from(["", "分", " 分"]))
def test_a_score_is_the_same_however_it_is_spoken(value: int, unit: str) -> None:
    tens, ones = divmod(value, 10)
    ways = (str(value), spoken(value), spoken(value).translate(LEGAL), SIGNS[tens] + SIGNS[ones])

    assert [read_value(way + unit) for way in ways] == [Decimal(value)] * 4


@given(st.text(alphabet="零一二两三四五六七八九十百壹拾佰0123456789.分 ", max_size=8))
def test_any_score_is_read_without_a_stop(text: str) -> None:
    value = read_value(text)

    assert value is None or value >= 0


def test_what_a_criterion_may_be_called() -> None:
    assert labels_of(RULES) == [
        ("科学性", "科学", "科"),
        ("创新性", "创新", "创"),
        ("实践性", "实践", "实"),
    ]


def test_a_first_sign_that_two_criteria_share_is_no_label() -> None:
    rules = ReviewRules(
        criteria=(Criterion(name="实践性", weight=50), Criterion(name="实效", weight=50)), ties=(), bands=()
    )

    assert labels_of(rules) == [("实践性", "实践"), ("实效", "实效")]


@pytest.mark.parametrize(
    ("rest", "scores", "end"),
    [
        ("科学性85 创新性90 实践性88", (85, 90, 88), 17),
        ("实践88创新90科学85", (85, 90, 88), 12),
        ("科85创90实88", (85, 90, 88), 9),
        ("科学性：八十五分，创新性只能给九十分，实践性打了88分。", (85, 90, 88), 27),
        ("科学性方面85，创新性嘛90", (85, 90), 14),
        ("科学性（85）创新性（90）", (85, 90), 13),
        ("科学性85.5，其他另说", (85.5,), 7),
    ],
)
def test_scores_behind_their_names(rest: str, scores: tuple[float, ...], end: int) -> None:
    assert labelled(rest, RULES) == (decimals(*scores), end)


@pytest.mark.parametrize("rest", ["", "85 90 88", "科学性很好", "科学性80-85", "科学性80至85", "科学性：优"])
def test_no_score_behind_a_name(rest: str) -> None:
    assert labelled(rest, RULES) is None


@given(st.permutations(range(3)), st.tuples(*[st.integers(41, 100)] * 3))
def test_the_order_of_named_scores_does_not_matter(order: list[int], scores: tuple[int, ...]) -> None:
    names = [criterion.name for criterion in RULES.criteria]
    rest = "，".join(f"{names[at]}{scores[at]}分" for at in order)

    assert labelled(rest, RULES) == (decimals(*scores), len(rest))


@pytest.mark.parametrize(
    ("rest", "scores", "behind"),
    [
        ("85 90 88", (85, 90, 88), ""),
        ("：85分、90分、88分，写得好", (85, 90, 88), "，写得好"),
        ("八十五，九十，八十八。", (85, 90, 88), "。"),
        ("（85）", (85,), "）"),
        ("85 90 好 88", (85, 90), "好 88"),
        ("很好", (), "很好"),
        ("", (), ""),
        ("85 90 88 91 92", (85, 90, 88, 91), "92"),
    ],
)
def test_scores_one_after_another(rest: str, scores: tuple[int, ...], behind: str) -> None:
    found, end = in_order(rest, 4)

    assert (found, rest[end:].lstrip()) == (decimals(*scores), behind)


@pytest.mark.parametrize(
    ("said", "is_it"),
    [
        (263, True),  # the sum
        ("87.67", True),  # the mean
        ("87.7", True),
        ("87.9", True),  # by weights
        (88, False),
        (262, False),
        ("87.8", False),
    ],
)
def test_what_three_scores_come_to(said: object, *, is_it: bool) -> None:
    assert is_total(Decimal(str(said)), decimals(85, 90, 88), RULES) is is_it


@pytest.mark.parametrize(
    ("scores", "kept"),
    [
        ((85, 90, 88, 263), (85, 90, 88)),
        ((85, 90, 88, 87.9), (85, 90, 88)),
        ((85, 90, 88, 70), (85, 90, 88, 70)),
        ((85, 90, 175), (85, 90, 175)),
        ((85, 90, 88), (85, 90, 88)),
        ((), ()),
    ],
)
def test_a_total_behind_the_scores_is_no_score(scores: tuple[float, ...], kept: tuple[float, ...]) -> None:
    assert without_total(decimals(*scores), RULES) == decimals(*kept)


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_sum_and_mean_of_any_scores_are_their_totals(scores: list[int]) -> None:
    given_ = decimals(*scores)
    mean = (sum(given_) / Decimal(3)).quantize(Decimal("0.01"))

    assert without_total([*given_, sum(given_, Decimal(0))], RULES) == given_
    assert without_total([*given_, mean], RULES) == given_


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("依次为创新性、科学性、实践性", [1, 0, 2]),
        ("次序：科学、创新、实践", [0, 1, 2]),
        ("实践/创新/科学", [2, 1, 0]),
        ("科学性和创新性", []),
        ("", []),
    ],
)
def test_the_order_in_which_all_criteria_are_named(text: str, order: list[int]) -> None:
    assert list(orders_named(text, RULES)) == order
