"""Is a text a case: what speaks for it, what against it, and in which words people are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.understand.papers.case_like import READ, UNLIKELY, case_likeness, why_not_case

TOLD = "王大妈和12户居民坐在小板凳上，议定了3件事：停车、晾晒和垃圾投放。社区书记张强当场定下由谁去办，5天后全部办完，大家都说心里亮堂了。"
GENERAL = "要高度重视，加强领导，明确责任，狠抓落实，切实推进各项工作再上新台阶，进一步完善体制机制，全面提升治理能力和水平。"


def likely(text: str, title: str = "") -> bool:
    return case_likeness(title, text)[0] >= UNLIKELY


@pytest.mark.parametrize("times", [1, 3, 10, 60])
def test_what_was_done_with_people_and_figures_is_a_case(times: int) -> None:
    assert likely(TOLD * times)
    assert why_not_case("", TOLD * times) == ""


@pytest.mark.parametrize("times", [1, 3, 10, 60])
def test_general_words_are_none(times: int) -> None:
    assert not likely(GENERAL * times)
    assert why_not_case("", GENERAL * times) != ""


@pytest.mark.parametrize("text", ["", " \n\t\u3000"])
def test_nothing_is_no_case(text: str) -> None:
    assert case_likeness("小板凳议事会案例", text) == (0.0, "没有正文")


@pytest.mark.parametrize(
    ("title", "lower"),
    [
        ("2015年工作计划", True),
        ("工作总结", True),
        ("关于举办会议的通知", True),
        ("工作总结（定稿）", True),
        ("2015 年 工 作 计 划", True),
        ("小板凳议事会", False),
        ("工作总结案例", False),  # it calls itself a case
        ("", False),
    ],
)
def test_a_title_of_another_kind_of_text_speaks_against_it(title: str, lower: bool) -> None:
    assert (case_likeness(title, TOLD)[0] < case_likeness("", TOLD)[0]) is lower


def test_the_kind_that_a_title_names_is_said() -> None:
    assert case_likeness("2015年工作计划", TOLD)[1].startswith("题目像")
    assert why_not_case("", GENERAL, "工作计划（终稿）.docx").startswith("题目像")
    assert why_not_case("", TOLD, "小板凳议事会.docx") == ""


def test_only_the_beginning_of_a_long_text_is_judged() -> None:
    text = (TOLD * (READ // len(TOLD) + 1))[:READ]
    assert case_likeness("", text + GENERAL * 500) == case_likeness("", text)


def test_more_of_what_a_case_has_makes_it_likelier() -> None:
    scores = [case_likeness("", TOLD * n + GENERAL * (6 - n))[0] for n in range(7)]
    assert scores == sorted(scores)
    assert scores[0] < UNLIKELY <= scores[-1]


@given(
    st.text(alphabet="王大妈12户居民，。要加强领导\n", max_size=200),
    st.text(alphabet="工作计划案例 （）", max_size=12),
)
def test_any_text_has_a_score_and_an_unlikely_one_a_reason(text: str, title: str) -> None:
    score, reason = case_likeness(title, text)
    assert 0 <= score <= 1
    assert score >= UNLIKELY or reason
    assert bool(why_not_case(title, text)) is (score < UNLIKELY)
