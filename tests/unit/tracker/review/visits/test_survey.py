"""Counts of a questionnaire, and what is said beside the places of a table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import Criterion, ReviewRules
from tracker.review.marks.answer import Answer, Mark, Question, checked, collect, criteria_names
from tracker.review.results import CaseResult, Given, count, remarks, rule_in_words, total
from tracker.review.visits.survey import FEW, Survey, read_survey

RULES = ReviewRules()
NAMES = "满意、基本满意、不太满意、不满意"
levels = st.tuples(*[st.integers(0, 300)] * 4).filter(any)


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ((), f"应有7个数：发放、回收、有效、{NAMES}"),
        ((60, 58, 55, 40, 12, 2), f"应有7个数：发放、回收、有效、{NAMES}"),
        ((60, 58, 55, 40, 12, 2, 1, 0), f"应有7个数：发放、回收、有效、{NAMES}"),
        ((60, 58, 55, 40, 12, 4, -1), "份数不能是负数"),
        ((57, 58, 55, 40, 12, 2, 1), "应当发放（57）不少于回收（58），回收不少于有效（55）"),
        ((60, 54, 55, 40, 12, 2, 1), "应当发放（60）不少于回收（54），回收不少于有效（55）"),
        ((60, 58, 55, 40, 12, 2, 0), "四档合计54份，与有效问卷55份不符"),
        ((60, 58, 0, 0, 0, 0, 0), "没有有效问卷"),
    ],
)
def test_counts_that_cannot_be_right(counts: tuple[int, ...], why: str) -> None:
    assert read_survey(counts) == why


@pytest.mark.parametrize(
    ("survey", "said"),
    [
        (Survey(60, 58, 55, (40, 12, 2, 1)), "满意率94.5%（有效问卷55份）"),
        (Survey(30, 30, 30, (30, 0, 0, 0)), "满意率100.0%（有效问卷30份）"),
        (Survey(30, 30, 29, (0, 0, 0, 29)), "满意率0.0%（有效问卷29份，不足30份，仅供参考）"),
        (Survey(16, 16, 16, (0, 1, 0, 15)), "满意率6.3%（有效问卷16份，不足30份，仅供参考）"),  # 6.25
        (Survey(9, 9, 3, (1, 1, 1, 0)), "满意率66.7%（有效问卷3份，不足30份，仅供参考）"),
    ],
)
def test_a_rate_is_never_said_without_how_many_answered(survey: Survey, said: str) -> None:
    assert survey.said == said


@given(levels, st.integers(0, 50), st.integers(0, 50))
def test_right_counts_are_a_survey(chosen: tuple[int, int, int, int], spoilt: int, lost: int) -> None:
    valid = sum(chosen)
    found = read_survey((valid + spoilt + lost, valid + spoilt, valid, *chosen))

    assert isinstance(found, Survey)
    assert found == Survey(valid + spoilt + lost, valid + spoilt, valid, chosen)
    assert 0 <= found.rate <= 100
    assert ("仅供参考" in found.said) is (valid < FEW)


@given(st.lists(st.integers(-3, 60), max_size=9))
def test_any_counts_are_a_survey_or_a_reason(counts: list[int]) -> None:
    found = read_survey(tuple(counts))

    if isinstance(found, Survey):
        assert (found.given, found.returned, found.valid, *found.levels) == tuple(counts)
    else:
        assert found


def mark(number: str, *scores: object, comment: str = "") -> Mark:
    return Mark(number, tuple(Decimal(str(score)) for score in scores), comment)


def test_what_a_mark_says() -> None:
    assert (mark("A01").said, mark("A01").avoids) == ("回避", True)
    assert (mark("A01", 85, "90.5", 88).said, mark("A01", 0, 0, 0).avoids) == ("85、90.5、88", False)
    assert criteria_names(RULES) == "科学性、创新性、实践性"


@pytest.mark.parametrize(
    ("line", "scores", "why"),
    [
        ("A01 85 101 88", (85, 101, 88), "分数101不在0至100之间"),
        ("A01 85 -1 88", (85, -1, 88), "分数-1不在0至100之间"),
        ("A01 十八 九十 八十", (18, 90, 80), "“十八”请改用数字写，以免颠倒"),
    ],
)
def test_a_score_off_the_scale_or_turned_round(line: str, scores: tuple[int, ...], why: str) -> None:
    assert checked(line, "A01", [Decimal(one) for one in scores], "", RULES) == Question(line, why)


def test_a_mark_within_the_scale_is_taken_with_so_much_of_its_remark_as_is_kept() -> None:
    scores = [Decimal(0), Decimal(100), Decimal(18)]

    assert checked("A01 0 100 18", "A01", scores, "好" * 2001, RULES) == mark(
        "A01", 0, 100, 18, comment="好" * 2000
    )
    assert checked("A01 八十 九十 八十八", "A01", [Decimal(80)] * 3, "", RULES) == mark("A01", 80, 80, 80)


def test_marks_and_keeping_away_of_one_case_are_asked_about() -> None:
    rows = [mark("A01", 85, 90, 88), mark("A01"), mark("A02", 60, 61, 62), None]

    assert collect(rows, RULES) == Answer(
        (mark("A02", 60, 61, 62),), (Question("A01", "A01有两种写法：85、90、88，回避，请说明以哪个为准"),)
    )


def test_a_single_low_score_is_asked_about_and_a_nought_is_a_score() -> None:
    rows = [mark("A01", 85, 9, 88), mark("A02", 0, 60, 61)]

    assert collect(rows, RULES) == Answer(
        (mark("A02", 0, 60, 61),),
        (
            Question(
                "A01",
                "85、9、88有不超过10分的，满分是100分，没有登记；确是这样打的，请在分数后写“核对无误”",
            ),
        ),
    )


scores = st.tuples(*[st.integers(11, 100).map(Decimal)] * 3)


@given(
    st.dictionaries(st.sampled_from(["A01", "A02", "A03", "A04"]), scores), st.randoms(use_true_random=False)
)
def test_neither_order_nor_repetition_of_rows_matters(
    given_: dict[str, tuple[Decimal, ...]], dice: Random
) -> None:
    rows = [Mark(number, found) for number, found in given_.items()]
    mixed = [*rows, *rows]
    dice.shuffle(mixed)

    assert set(collect(mixed, RULES).marks) == set(rows)
    assert collect(mixed, RULES).questions == ()


PLACE = CaseResult(
    1, None, 1, 1, Decimal(80), (), (), (), Decimal("24.50"), alarm=False, tied=False, missing=0
)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, []),
        ({"missing": 2}, ["缺2份评分"]),
        ({"alarm": True}, ["最高与最低相差24.50分，请合议"]),
        ({"tied": True}, ["并列，请合议"]),
        (
            {"missing": 1, "alarm": True, "tied": True},
            ["缺1份评分", "最高与最低相差24.50分，请合议", "并列，请合议"],
        ),
    ],
)
def test_what_is_said_beside_a_place(values: dict[str, Any], said: list[str]) -> None:
    assert remarks(replace(PLACE, **values)) == said


def test_without_criteria_for_ties_equals_go_to_the_meeting() -> None:
    rules = ReviewRules(ties=())
    given_ = [Given(1, 1, tuple(map(Decimal, (90, 80, 90)))), Given(1, 2, tuple(map(Decimal, (80, 95, 80))))]

    assert [(one.case, one.rank, one.tied) for one in count({1: 1, 2: 1}, given_, rules)] == [
        (1, 1, True),
        (2, 1, True),
    ]
    assert "得分相同的，提请合议。" in rule_in_words(rules)
    assert rule_in_words(rules, "作品").count("一个作品有5份及以上评分的") == 1


@given(scores, st.integers(1, 99))
def test_a_total_lies_between_the_lowest_and_the_highest_score(
    found: tuple[Decimal, ...], weight: int
) -> None:
    criteria = (Criterion(name="甲", weight=weight), Criterion(name="乙", weight=100 - weight))
    rules = ReviewRules(criteria=criteria, ties=())

    assert min(found[:2]) <= total(found[:2], rules) <= max(found[:2])
