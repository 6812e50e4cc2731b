"""Marks as experts write them in a mail or a sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import ReviewRules
from tracker.review.marks.answer import Answer, Mark, Question, collect
from tracker.review.marks.lines import read_lines
from tracker.review.marks.rows import read_row

RULES = ReviewRules()
NUMBERS = ("A01", "A07", "A12", "A20")


def mark(number: str, *scores: float, comment: str = "") -> Mark:
    return Mark(number, tuple(Decimal(str(score)) for score in scores), comment)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("A07 85 90 88", mark("A07", 85, 90, 88)),
        ("a07：85，90，88", mark("A07", 85, 90, 88)),
        ("Ａ０７　８５　９０　８８", mark("A07", 85, 90, 88)),
        ("A7 85/90/88", mark("A07", 85, 90, 88)),
        ("A-07 85、90、88", mark("A07", 85, 90, 88)),
        ("7号 85 90 88", mark("A07", 85, 90, 88)),
        ("案例A07：85分 90分 88分", mark("A07", 85, 90, 88)),
        ("【A07】85 90 88", mark("A07", 85, 90, 88)),
        ("A07 八十五 九十 八十八", mark("A07", 85, 90, 88)),
        ("A07 八十五分、九十分、八十八分。", mark("A07", 85, 90, 88)),
        ("A07 科学性85 创新性90 实践性88", mark("A07", 85, 90, 88)),
        ("A07：创新性90分，实践性：88，科学性 85", mark("A07", 85, 90, 88)),
        ("A07 85.5 90 88", mark("A07", 85.5, 90, 88)),
        ("A07 0 100 60", mark("A07", 0, 100, 60)),
        (
            "A07 85 90 88 评语：做法扎实，建议补充数据",
            mark("A07", 85, 90, 88, comment="做法扎实,建议补充数据"),
        ),
        ("A07 85 90 88，写得很好", mark("A07", 85, 90, 88, comment="写得很好")),
        ("1. A07 85 90 88", mark("A07", 85, 90, 88)),
        ("不好意思交晚了 A07 85 90 88", mark("A07", 85, 90, 88)),
        ("编号\t创新性\t实践性\t科学性\t合计\nA07\t90\t88\t85\t263", mark("A07", 85, 90, 88)),
        (
            "| 编号 | 创新性 | 科学性 | 实践性 |\n|---|---|---|---|\n| A07 | 90 | 85 | 88 |",
            mark("A07", 85, 90, 88),
        ),
        ("A07 回避", mark("A07")),
        ("A07：申请回避，是我县的", mark("A07")),
    ],
)
def test_one_line(line: str, expected: Mark) -> None:
    found = read_lines(line, RULES, NUMBERS)

    assert [(m.number, m.scores, m.comment.replace("，", ",")) for m in found.marks] == [
        (expected.number, expected.scores, expected.comment)
    ]
    assert found.questions == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("A07 85 90", "应有3项分数（科学性、创新性、实践性），读到2项"),
        ("A07 85 90 88 91", "应有3项分数（科学性、创新性、实践性），读到4项"),
        ("A07 科学性85 实践性88", "应有3项分数（科学性、创新性、实践性），读到2项"),
        ("A07 85 190 88", "分数190不在0至100之间"),
        ("A99 85 90 88", "编号“A99”不在给您的案例之中"),
        ("B07 85 90 88", "编号“B07”不在给您的案例之中"),
        ("85 90 88", "编号“85”不在给您的案例之中"),
        ("A07 85 90 88；A07 80 81 82", "这一行不止一种写法或不止一篇，请每篇一行，只写最后的分数"),
        ("A07 85 90 88 其中创新性应为95", "这一行不止一种写法或不止一篇，请每篇一行，只写最后的分数"),
        ("A07 85 90 -8", "这一行不止一种写法或不止一篇，请每篇一行，只写最后的分数"),
        ("A07 85 90 88 回避", "A07既写了回避又打了分，请说明以哪个为准"),
        ("A07改为 60 61 62或70", "没有读懂，请每篇一行写“编号 分数 分数 …”"),
        ("A07 优 良 优", "没有读懂，请每篇一行写“编号 分数 分数 …”"),
    ],
)
def test_what_is_not_clear_is_asked(line: str, why: str) -> None:
    assert read_lines(line, RULES, NUMBERS) == Answer((), (Question(line, why),))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "您好，材料收到，本周内评完。",
        "2015年8月3日来信收悉",
        "1. 总体质量较高",
        "电话 13912345678",
        "3篇案例写得都很好",
    ],
)
def test_other_sentences_are_no_marks(text: str) -> None:
    assert read_lines(text, RULES, NUMBERS) == Answer((), ())


def test_a_whole_reply() -> None:
    text = "王处长：您好！评分如下：\nA01 85 90 88\nA07 90 92 91 亮点突出\nA12 回避\nA20 70 65 72\n如有问题请打电话。"

    assert read_lines(text, RULES, NUMBERS) == Answer(
        (
            mark("A01", 85, 90, 88),
            mark("A07", 90, 92, 91, comment="亮点突出"),
            mark("A12"),
            mark("A20", 70, 65, 72),
        ),
        (),
    )


def test_ten_points_are_asked_about_and_not_multiplied() -> None:
    found = read_lines("A01 8 9 8\nA07 9 9 9\nA12 7 8 8\nA20 回避", RULES, NUMBERS)

    assert found == Answer(
        (mark("A20"),),
        (Question("整份", "各项分数都不超过10分，满分应为100分；请确认是否按10分制打的，暂未登记"),),
    )


def test_ten_points_are_the_scale_where_the_rules_say_so() -> None:
    rules = ReviewRules(scale=10, bands=())

    assert len(read_lines("A01 8 9 8\nA07 9 9 9\nA12 7 8 8", rules, NUMBERS).marks) == 3


def test_two_marks_for_one_case_are_asked_about() -> None:
    assert read_lines("A01 85 90 88\nA01 80 90 88\nA07 61 62 63", RULES, NUMBERS) == Answer(
        (mark("A07", 61, 62, 63),),
        (Question("A01", "A01有两种写法：85、90、88，80、90、88，请说明以哪个为准"),),
    )


def test_one_case_on_a_scale_of_ten_is_asked_about() -> None:
    found = read_lines("A01 8.5 9 8.8\nA07 75 78 80", RULES, NUMBERS)

    assert found.marks == (mark("A07", 75, 78, 80),)
    assert [question.line for question in found.questions] == ["A01"]


def test_the_same_marks_twice_are_one() -> None:
    assert read_lines("A01 85 90 88\nA01 85 90 88", RULES, NUMBERS).marks == (mark("A01", 85, 90, 88),)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("A07", "85", "90", "88", "", "好"), mark("A07", 85, 90, 88, comment="好")),
        (("A07", "85分", "９０", "八十八", "", ""), mark("A07", 85, 90, 88)),
        (("A07", "85.0", "90", "88"), mark("A07", 85.0, 90, 88)),
        (("A07", "", "", "", "回避", ""), mark("A07")),
        (("A07", "", "", "", "√", ""), mark("A07")),
        (("A07", "85", "90", "88", "否", ""), mark("A07", 85, 90, 88)),
        (("A07", "", "", "", "", "还没看"), None),
        (("A07", "85", "90", "88", "不回避", ""), mark("A07", 85, 90, 88)),
        (("A07", "", "", "", "不回避", ""), None),
        (
            ("A07", "85", "90", "88", "回避", ""),
            Question("A07 85 90 88 回避", "A07既写了“回避”又打了分，请说明以哪个为准"),
        ),
        (
            ("A07", "85", "", "88", "", ""),
            Question("A07 85 88", "应有3项分数（科学性、创新性、实践性），有的没有填或不是数字"),
        ),
        (("A07", "85", "101", "88", "", ""), Question("A07 85 101 88", "分数101不在0至100之间")),
        (("A99", "85", "90", "88", "", ""), Question("A99 85 90 88", "编号“A99”不在给您的案例之中")),
    ],
)
def test_a_row_of_a_sheet(cells: tuple[str, ...], expected: Mark | Question | None) -> None:
    assert read_row(cells, RULES, NUMBERS) == expected


scores = st.tuples(*[st.integers(41, 100)] * 3)


@given(
    st.dictionaries(st.sampled_from(NUMBERS), scores, min_size=1),
    st.sampled_from([" ", "，", "/", "、", "分 "]),
)
def test_what_is_written_plainly_is_read(given_: dict[str, tuple[int, int, int]], between: str) -> None:
    text = "\n".join(f"{number} {between.join(map(str, marks))}" for number, marks in given_.items())
    rows = [mark(number, *marks) for number, marks in given_.items()]

    assert read_lines(text, RULES, NUMBERS) == collect(rows, RULES)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_stop(text: str) -> None:
    found = read_lines(text, RULES, NUMBERS)

    assert all(0 <= score <= 100 for one in found.marks for score in one.scores)


def test_several_cases_in_one_line() -> None:
    found = read_lines("我看A07可以给85、90、88，A12弱一点也有80、81、82。", RULES, NUMBERS)
    plain = read_lines("A07 85 90 88，A12 80 81 82", RULES, NUMBERS)

    assert found.marks == ()  # words between number and marks are asked
    assert [(m.number, m.scores) for m in plain.marks] == [("A07", (85, 90, 88)), ("A12", (80, 81, 82))]
    assert plain.questions == ()
