"""Signs that stand for blanks between scores, and what is said by way of other cases, put plainly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import ReviewRules
from tracker.review.marks.answer import Answer, Mark
from tracker.review.marks.lines import read_lines
from tracker.review.marks.restated import restate
from tracker.review.marks.signs import usual_signs

RULES = ReviewRules()
TEN = ReviewRules(scale=10, bands=())
NUMBERS = ("A01", "A02", "A03", "A05")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A01 88→84→90", "A01 88 84 90"),
        ("A01 88 --> 84 => 90", "A01 88 84 90"),
        ("A01 85-90-88", "A01 85 90 88"),
        ("A01 85+90+88=263", "A01 85 90 88"),
        ("A01 85 + 90 + 88 = 263", "A01 85 90 88"),
        ("A01 85+90+88=264", "A01 85+90+88=264"),  # a wrong sum stays to be asked about
        ("A01 85/100 90/100 88/100", "A01 85 90 88"),
        ("A01 85／100 90／100 88／100", "A01 85 90 88"),
        ("A01 8/10 9/10 8/10", "A01 8/10 9/10 8/10"),  # not of a hundred
        ("A01.85.90.88", "A01 85 90 88"),
        ("A01 85分半 90 88", "A01 85.5分 90 88"),
        ("A01 八十五分半 九十 八十八", "A01 85.5分 九十 八十八"),
        ("A01 八十五点五 90 88", "A01 85.5分 90 88"),
        ("三点五十到会", "三点五十到会"),
        ("两点半开会", "两点半开会"),
        ("1# 85 90 88", "1号 85 90 88"),
        ("{'A01': [85, 90, 88]}", " A01 85, 90, 88； "),
        ("A 0 1: 8 5, 9 0, 8 8", "A01: 85, 90, 88"),
        ("科学性\n85\n创新性\n90分", "科学性 85\n创新性 90分"),
        ("科学性满分，创新性给满分", "科学性100，创新性100"),
        ("[科学性] 85 【创新性】 90", "科学性 85 创新性 90"),
        ("1、科学性 85\n2、创新性 90", "科学性 85\n创新性 90"),
        ("A01\u00a085 90 88", "A01\u00a085 90 88"),
        ("A01&nbsp;85 90 88", "A01 85 90 88"),
        ("A01 85′ 90’ 88'", "A01 85  90  88 "),
        ("2015-09-01 收到", "2015-09-01 收到"),
        ("", ""),
    ],
)
def test_signs_between_scores(text: str, plain: str) -> None:
    assert usual_signs(text, RULES) == plain


def test_out_of_what_is_the_scale_of_the_rules() -> None:
    assert usual_signs("A01 8/10 9/10 8/10", TEN) == "A01 8 9 8"
    assert usual_signs("A01 85/100 90/100", TEN) == "A01 85/100 90/100"
    assert usual_signs("科学性满分", TEN) == "科学性10"


def test_the_rules_of_a_drawn_table_fall_away() -> None:
    table = "┌────┬──┐\n│A01 │85│\n├────┼──┤\n│A02 │90│\n└────┴──┘"

    assert [line for line in usual_signs(table, RULES).splitlines() if line] == ["|A01 |85|", "|A02 |90|"]


@given(st.text(alphabet="A01 85-90→88/+=100分半点五.：[]{}%#\n科学性满", max_size=60))
def test_any_signs_are_put_without_a_stop(text: str) -> None:
    found = usual_signs(text, RULES)

    assert "→" not in found
    assert "／" not in found


@given(st.tuples(*[st.integers(41, 100)] * 3), st.sampled_from(["→", "-->", "=>", " / ", "、"]))
def test_marks_are_the_same_whatever_sign_parts_them(scores: tuple[int, ...], sign: str) -> None:
    said = sign.join(map(str, scores))

    assert read_lines(f"A01 {said}", RULES, NUMBERS) == read_lines(
        f"A01 {' '.join(map(str, scores))}", RULES, NUMBERS
    )


@given(st.tuples(*[st.integers(41, 99)] * 3))
def test_a_right_sum_and_no_sum_say_the_same(scores: tuple[int, ...]) -> None:
    said = "+".join(map(str, scores))

    assert usual_signs(f"A01 {said}={sum(scores)}", RULES) == f"A01 {' '.join(map(str, scores))}"
    assert usual_signs(f"A01 {said}={sum(scores) + 1}", RULES) == f"A01 {said}={sum(scores) + 1}"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A02作废，改为：A02 76、80、71", "A02 76、80、71"),
        ("A02改为 76 80 71", "A02 76 80 71"),
        ("上次A02打错了，应为：76 80 71", "A02 76 80 71"),
        ("A02作废，改为：A2 76、80、71", "A2 76、80、71"),
        ("A02作废，改为：A03 76、80、71", "A02作废，改为：A03 76、80、71"),  # of which is it?
        ("A01 85 90 88，A02同上", "A01 85 90 88\nA02 同上\n"),
        ("A01 85 90 88，A02（同A01）", "A01 85 90 88\nA02 同A01\n"),
        ("A01 85 90 88，A02（同A01", "A01 85 90 88，A02（同A01"),
        ("A01 85 90 88，A02同上，就实践性少5分", "A01 85 90 88，A02同上，就实践性少5分"),
        ("第1、3篇都好", "第1篇、第3篇都好"),
        ("A01至A03依次为：85、90、88；80、81、82；77、79、75", "A01 85 90 88\nA02 80 81 82\nA03 77 79 75\n"),
        ("A01、A05依次为：85 90 88；80 81 82", "A01 85 90 88\nA05 80 81 82\n"),
        ("A01至A03依次为：85、90、88；80、81、82", "A01至A03依次为：85、90、88；80、81、82"),
        ("A01至A03依次为：85、90；80、81；77、79", "A01至A03依次为：85、90；80、81；77、79"),
        ("A01 85 90 88\n其余三篇均为80、81、82", "A01 85 90 88\n\nA02、A03、A05均为 80、81、82"),
        ("A01 85 90 88，其余3篇各项都是80", "A01 85 90 88\nA02、A03、A05三项都是80"),
        ("A01 85 90 88\n其余两篇均为80、81、82", "A01 85 90 88\n其余两篇均为80、81、82"),
        ("A01 85 90 88\n其余都是80", "A01 85 90 88\n其余都是80"),
        ("A01-A02 85 90 88\n其余两篇三项都是80", "A01-A02 85 90 88\n其余两篇三项都是80"),
        ("①85 90 88 ②80 81 82", "①85 90 88 ②80 81 82"),
        ("", ""),
    ],
)
def test_what_is_said_by_way_of_others(text: str, plain: str) -> None:
    assert restate(text, RULES, NUMBERS) == plain


def test_circles_are_numbers_of_cases_only_where_they_are_those_of_all() -> None:
    three = ("A01", "A02", "A03")
    text = "①85 90 88 ②80 81 82 ③77 79 75"

    assert restate(text, RULES, three).split("\n") == [
        "", "1号 85 90 88", " ", "2号 80 81 82", " ", "3号 77 79 75", "",
    ]  # fmt: skip
    assert restate(text, RULES, ("A01", "A02", "A04")) == text


@pytest.mark.parametrize(
    "text", ["A01 85 90 88", "A01：85，90，88\nA02 回避", "您好，材料收到。", "其余的过几天给"]
)
def test_what_is_said_plainly_stays(text: str) -> None:
    assert restate(text, RULES, NUMBERS) == text


@given(st.text(alphabet="A0123,、其余篇均为改同上（）①②依次至 \n", max_size=60))
def test_any_text_is_restated_without_a_stop(text: str) -> None:
    found = restate(text, RULES, NUMBERS)

    assert sum(map(str.isdigit, found)) >= sum(map(str.isdigit, text)) - 8 * text.count("A")


@given(st.lists(st.tuples(*[st.integers(41, 99)] * 3), min_size=4, max_size=4))
def test_in_turn_and_case_by_case_are_the_same_marks(rows: list[tuple[int, ...]]) -> None:
    in_turn = "A01、A02、A03、A05依次为：" + "；".join("、".join(map(str, row)) for row in rows)
    marks = tuple(Mark(number, tuple(row)) for number, row in zip(NUMBERS, rows, strict=True))

    assert read_lines(in_turn, RULES, NUMBERS) == Answer(marks, ())


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("A01 85 90 88\nA02 同上", {"A01": (85, 90, 88), "A02": (85, 90, 88)}),
        ("A01 85 90 88\nA03同A01", {"A01": (85, 90, 88), "A03": (85, 90, 88)}),
        ("A03与A01相同\nA01 85 90 88", {"A01": (85, 90, 88), "A03": (85, 90, 88)}),
        ("A01\n85\n90\n88", {"A01": (85, 90, 88)}),
        ("A01：\n科学性85\n创新性90\n实践性88", {"A01": (85, 90, 88)}),
        ("1:85,80,88;2:80,80,82", {"A01": (85, 80, 88), "A02": (80, 80, 82)}),
        ("A01 85%、90%、88%", {"A01": (85, 90, 88)}),
        ("除A03为60、60、60外，其余三篇均为80、81、82",
         {"A03": (60, 60, 60), "A01": (80, 81, 82), "A02": (80, 81, 82), "A05": (80, 81, 82)}),
        ("依次为创新性、科学性、实践性\nA01 90 85 88", {"A01": (85, 90, 88)}),
        ("A01 85、90、88分别是科学性、创新性、实践性", {"A01": (85, 90, 88)}),
        ("A01 90、85、88分别是创新性、科学性、实践性", {"A01": (85, 90, 88)}),
    ],
)  # fmt: skip
def test_whole_replies_in_other_ways(text: str, marks: dict[str, tuple[int, ...]]) -> None:
    found = read_lines(text, RULES, NUMBERS)

    assert ({mark.number: mark.scores for mark in found.marks}, found.questions) == (marks, ())
