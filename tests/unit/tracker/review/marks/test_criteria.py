"""Lines cut into pieces, marks given criterion by criterion, lines with words around their marks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.review import ReviewRules
from intake.text.fold import simplify
from tracker.review.marks.answer import Mark, Question
from tracker.review.marks.by_criterion import read_by_criterion
from tracker.review.marks.clauses import keeps_away, read_clauses
from tracker.review.marks.pieces import Kind, cut, scores_in

RULES = ReviewRules()
NUMBERS = ("A01", "A02", "A03")
LACKING = "应有3项分数（科学性、创新性、实践性），没有读全"
UNREAD = "没有读懂，请每篇一行写“编号 分数 分数 …”"


def mark(number: str, *scores: int, comment: str = "") -> Mark:
    return Mark(number, tuple(map(Decimal, scores)), comment)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("A01 85 九十", [("case", "A01"), ("score", "85"), ("score", "90")]),
        ("a-1：85.5分", [("case", "A01"), ("score", "85.5")]),
        ("案例A02号", [("case", "A02")]),
        ("2号 85", [("case", "A02"), ("score", "85")]),
        ("第二篇 85", [("case", "A02"), ("score", "85")]),
        ("第9篇 85", [("case", ""), ("score", "85")]),
        ("B01 85", [("case", ""), ("score", "85")]),
        ("科学和实践都是80", [("criterion", "0"), ("criterion", "2"), ("score", "80")]),
        ("科85创90", [("criterion", "0"), ("score", "85"), ("criterion", "1"), ("score", "90")]),
        ("三项都是玖拾", [("every", "三项"), ("score", "90")]),
        ("A03同A01", [("case", "A03"), ("alike", "A01")]),
        ("85多分", [("odd", "85")]),
        ("80-85", [("odd", "80"), ("score", "85")]),
        ("八分", [("odd", "八")]),
        ("2015年调解1200件，电话13912345678", []),
        ("《一家亲365》85", [("score", "85")]),
        ("", []),
    ],
)
def test_pieces_of_a_line(text: str, pieces: list[tuple[str, str]]) -> None:
    assert [(piece.kind.value, piece.value) for piece in cut(text, RULES, NUMBERS)] == pieces


@given(st.text(alphabet="A0123 85九十分科学创新实践性三项同上第篇号《》“”-、", max_size=60))
def test_pieces_stand_in_order_and_none_in_another(text: str) -> None:
    pieces = cut(text, RULES, NUMBERS)

    edges = [place for piece in pieces for place in (piece.start, piece.end)]
    assert edges == sorted(edges)
    assert all(piece.start < piece.end <= len(text) for piece in pieces)
    assert scores_in(pieces) == sum(piece.kind in (Kind.SCORE, Kind.ODD) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "科学性：A01 85，A02 80\n创新性：A01 90，A02 81\n实践性：A01 88，A02 82",
            [mark("A01", 85, 90, 88), mark("A02", 80, 81, 82)],
        ),
        (
            "A01、A02、A03\n科学性 85 80 77\n创新性 90 81 79\n实践性 88 82 75",
            [mark("A01", 85, 90, 88), mark("A02", 80, 81, 82), mark("A03", 77, 79, 75)],
        ),
        (
            "A01-A03科学性：85、80、77；创新性：90、81、79；实践性：88、82、75",
            [mark("A01", 85, 90, 88), mark("A02", 80, 81, 82), mark("A03", 77, 79, 75)],
        ),
        (
            "实践性：A01 88。创新性：A01 90。科学性都90",
            [mark("A01", 90, 90, 88)],
        ),
        (
            "科学性：A01 85，A02 80\n创新性：A01 90，A02 81\n实践性：A01 88",
            [mark("A01", 85, 90, 88), Question("A02", LACKING, ("A02",))],
        ),
        (
            "科学性：A01 85\n创新性：A01 190\n实践性：A01 88",
            [Question("A01", "分数190不在0至100之间")],
        ),
        (
            "科学性：A01 85\n创新性：A01 大概90\n实践性：A01 88",
            [Question("A01", LACKING, ("A01",))],
        ),
    ],
)
def test_marks_criterion_by_criterion(text: str, rows: list[Mark | Question]) -> None:
    assert read_by_criterion(text, RULES, NUMBERS) == rows


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A01 85 90 88",
        "A01 科学性85 创新性90 实践性88\nA02 科学性80 创新性81 实践性82",
        "科学性：A01 85",
        "科学性：A01 85\n科学性：A02 80\n创新性：A01 90",
        "85 90 88\n科学性：A01 85",
    ],
)
def test_what_is_not_written_criterion_by_criterion(text: str) -> None:
    assert read_by_criterion(text, RULES, NUMBERS) is None


@given(
    st.permutations(range(3)),
    st.permutations(range(3)),
    st.tuples(*[st.tuples(*[st.integers(41, 99)] * 3)] * 3),
)
def test_neither_the_order_of_criteria_nor_of_cases_matters(
    criteria: list[int], cases: list[int], scores: tuple[tuple[int, ...], ...]
) -> None:
    names = [criterion.name for criterion in RULES.criteria]
    text = "\n".join(
        f"{names[at]}：" + "，".join(f"{NUMBERS[case]} {scores[case][at]}" for case in cases)
        for at in criteria
    )

    assert read_by_criterion(text, RULES, NUMBERS) == [
        mark(number, *row) for number, row in zip(NUMBERS, scores, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("回避", True),
        ("申请回避。", True),
        ("应该回避吧", True),
        ("不回避", False),
        ("无需回避", False),
        ("要不要回避？", False),
        ("是否需要回避", False),
        ("回避制度写得好", False),
        ("回避图片里的牌匾", False),
        ("不必回避，但我申请回避", True),
        ("", False),
    ],
)
def test_whether_he_keeps_away(text: str, *, away: bool) -> None:
    assert keeps_away(text) is away


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("A01（85，90，88）", [mark("A01", 85, 90, 88)]),
        ("A02 科学和实践都是80，创新只能给65", [mark("A02", 80, 65, 80)]),
        ("A01三项都是85", [mark("A01", 85, 85, 85)]),
        ("A01、A02均为85、90、88", [mark("A01", 85, 90, 88), mark("A02", 85, 90, 88)]),
        ("A01至A03都给85、90、88", [mark(number, 85, 90, 88) for number in NUMBERS]),
        ("科学85 创新90 实践88（A03）", [mark("A03", 85, 90, 88)]),
        ("A01回避；A02三项各80", [mark("A01"), mark("A02", 80, 80, 80)]),
        ("申请回避：A01、A03", [mark("A01"), mark("A03")]),
        ("没有编号，85 90 88", []),
        ("", []),
    ],
)
def test_a_line_with_words_around_its_marks(text: str, rows: list[Mark]) -> None:
    assert read_clauses(simplify(text), RULES, NUMBERS) == rows


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A01三项平均86", UNREAD),
        ("A01要不要回避？", UNREAD),
        ("A01 科学85，创新90", LACKING),
        ("A01科学85，科学90，实践88", LACKING),
        ("A01三项都是190", "分数190不在0至100之间"),
    ],
)
def test_what_is_not_clear_of_a_case_is_asked_of_that_case(text: str, why: str) -> None:
    line = simplify(text)

    assert read_clauses(line, RULES, NUMBERS) == [Question(line, why, ("A01",))]


@given(st.text(alphabet="A0123，85九十分科学创新实践性三项都是回避同上（）-至、；", max_size=60))
def test_no_mark_of_any_line_is_off_the_scale_or_of_another_case(text: str) -> None:
    for row in read_clauses(text, RULES, NUMBERS):
        if isinstance(row, Mark):
            assert row.number in NUMBERS
            assert len(row.scores) in (0, 3)
            assert all(0 <= score <= 100 for score in row.scores)
        else:
            assert row.why
