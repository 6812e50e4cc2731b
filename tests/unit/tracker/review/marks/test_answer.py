"""What of an answer's marks is taken and what is asked: weights taken for marks, ten-point sheets, two ways of one case."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import Criterion, ReviewRules
from tracker.review.marks.answer import Answer, Mark, Question, checked, collect, criteria_names, shares_of

RULES = ReviewRules()
TWO = ReviewRules(
    criteria=(Criterion(name="示范性", weight=60), Criterion(name="规范性", weight=40)),
    scale=50,
    bands=(),
    ties=(),
)
TEN = ReviewRules(scale=10, bands=())
WEIGHED = (
    "A07各项都不超过权重（30、40、30），各项满分都是100分，没有登记；确是这样打的，请在分数后写“核对无误”"
)
SHEET = "各项分数都不超过10分，满分应为100分；请确认是否按10分制打的，暂未登记"


def mark(number: str, *scores: float | str, comment: str = "") -> Mark:
    return Mark(number, tuple(Decimal(str(score)) for score in scores), comment)


def low(number: str, said: str) -> Question:
    why = f"{said}有不超过10分的，满分是100分，没有登记；确是这样打的，请在分数后写“核对无误”"
    return Question(number, why)


def taken(*scores: float, comment: str = "", line: str = "", rules: ReviewRules = RULES) -> Mark | Question:
    return checked(line or "A07", "A07", [Decimal(str(score)) for score in scores], comment, rules)


def test_names_and_shares_of_the_criteria_are_those_of_the_call() -> None:
    assert [criteria_names(rules) for rules in (RULES, TWO)] == ["科学性、创新性、实践性", "示范性、规范性"]
    assert [shares_of(rules) for rules in (RULES, TWO, TEN)] == [[30, 40, 30], [30, 20], [3, 4, 3]]


@pytest.mark.parametrize("scores", [(28, 36, 25), (30, 40, 30), (11, 0, 0), (27.5, 38, 29)])
def test_marks_that_none_goes_beyond_its_weight_are_asked_about(scores: tuple[float, ...]) -> None:
    assert taken(*scores) == Question("A07", WEIGHED, ("A07",))
    assert taken(*scores, comment="核对无误") == mark("A07", *scores, comment="核对无误")


@pytest.mark.parametrize("scores", [(28, 41, 25), (31, 0, 0), (28, 36, 30.5), (0, 0, 0), (10, 10, 10)])
def test_marks_beyond_one_weight_or_up_to_ten_are_no_weighed_ones(scores: tuple[float, ...]) -> None:
    assert taken(*scores) == mark("A07", *scores)


def test_weights_and_scale_are_those_of_the_call() -> None:
    why = "A07各项都不超过权重（30、20），各项满分都是50分，没有登记；确是这样打的，请在分数后写“核对无误”"

    assert taken(28, 18, rules=TWO) == Question("A07", why, ("A07",))
    assert taken(28, 21, rules=TWO) == mark("A07", 28, 21)
    assert taken(28, 51, rules=TWO) == Question("A07", "分数51不在0至50之间")


def test_a_call_with_one_criterion_has_no_weights_to_mistake() -> None:
    one = ReviewRules(criteria=(Criterion(name="总评", weight=100),), ties=())

    assert taken(28, rules=one) == mark("A07", 28)


@pytest.mark.parametrize(
    ("line", "scores", "slip"),
    [
        ("A07 十八 九十 八十八", (18, 90, 88), "十八"),
        ("A07 八十 九十 十九", (80, 90, 19), "十九"),
        ("A07 八十八 九十 八十一", (88, 90, 81), ""),
        ("A07 88 90 85 十九大精神贯彻得好", (88, 90, 85), ""),
    ],
)
def test_ten_and_something_may_be_turned_round_where_a_mark_is_so(
    line: str, scores: tuple[int, ...], slip: str
) -> None:
    asked = Question(line, f"“{slip}”请改用数字写，以免颠倒")

    assert taken(*scores, line=line) == (asked if slip else mark("A07", *scores))


def test_a_whole_sheet_up_to_ten_is_asked_about_once() -> None:
    rows = [mark("A01", 8, 9, 7), mark("A02", 9, 9, 8.5), mark("A03", 10, 6, 7), mark("A04")]

    assert collect(rows, RULES) == Answer((mark("A04"),), (Question("整份", SHEET),))
    assert collect(rows, TEN) == Answer(tuple(rows), ())


def test_of_two_marks_up_to_ten_each_is_asked_about() -> None:
    rows = [mark("A01", 8, 9, 7), mark("A02", 9, 9, 8.5)]

    assert collect(rows, RULES) == Answer((), (low("A01", "8、9、7"), low("A02", "9、9、8.5")))


def test_a_sheet_with_one_mark_above_ten_is_no_ten_point_sheet() -> None:
    rows = [mark("A01", 8, 9, 7), mark("A02", 9, 9, 8), mark("A03", 85, 60, 70)]

    assert collect(rows, RULES) == Answer((rows[2],), (low("A01", "8、9、7"), low("A02", "9、9、8")))


def test_what_he_has_confirmed_is_taken_beside_a_sheet_that_is_asked_about() -> None:
    sure = mark("A04", 5, 6, 7, comment="核对无误，材料单薄")
    rows = [mark("A01", 8, 9, 7), mark("A02", 9, 9, 8), mark("A03", 9, 6, 7), sure]

    assert collect(rows, RULES) == Answer((sure,), (Question("整份", SHEET),))


def test_a_case_said_twice_alike_is_one_and_its_first_remark_stands() -> None:
    rows = [
        mark("A01", 85, 90, 88, comment="扎实"),
        None,
        mark("A01", 85, 90, 88),
        mark("A01", "85.0", 90, 88),
    ]

    assert collect(rows, RULES) == Answer((rows[0],), ())


def test_a_case_said_in_two_ways_is_asked_about_behind_what_the_lines_asked() -> None:
    off = Question("A03 85 101 88", "分数101不在0至100之间")
    rows = [mark("A01", 85, 90, 88), off, mark("A02", 60, 61, 62), mark("A01", 58, 90, 88)]
    twice = Question("A01", "A01有两种写法：85、90、88，58、90、88，请说明以哪个为准")

    assert collect(rows, RULES) == Answer((rows[2],), (off, twice))


def test_an_empty_answer_says_nothing() -> None:
    assert collect([], RULES) == collect([None, None], RULES) == Answer((), ())


ROWS = st.lists(
    st.builds(
        Mark,
        st.sampled_from(["A01", "A02", "A03", "A04"]),
        st.one_of(st.just(()), st.tuples(*[st.integers(0, 100).map(Decimal)] * 3)),
        st.sampled_from(["", "核对无误", "扎实"]),
    ),
    max_size=8,
)


@given(ROWS)
def test_no_case_is_lost_each_is_taken_or_asked_about(rows: list[Mark]) -> None:
    found = collect(rows, RULES)
    numbers = [one.number for one in found.marks]
    asked = {one.line for one in found.questions}

    assert set(found.marks) <= set(rows)
    assert len(numbers) == len(set(numbers))
    assert "整份" in asked or {one.number for one in rows} == {*numbers, *asked}
    assert not asked & {*numbers}
