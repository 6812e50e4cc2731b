"""Marks that were crossed out, numbers with a letter for a digit, one row of scores for several cases: asked about."""

import pytest

from intake.campaign.review import ReviewRules
from tracker.review.marks.lines import read_lines

NUMBERS = tuple(f"A{number:02}" for number in range(1, 13))


def read(text: str) -> dict[str, tuple[int, ...]]:
    found = read_lines(text, ReviewRules(), NUMBERS)
    asked = {question.line for question in found.questions}
    assert (bool(found.marks), bool(asked)) != (False, False), "neither taken nor asked"
    return {mark.number: tuple(map(int, mark.scores)) for mark in found.marks}


@pytest.mark.parametrize(
    "struck",
    [
        "A05 88 90 91 ×",
        "A05 88 90 91（×）",
        "A05 88 90 91 x",
        "A05 88 90 91 ❌",
        "✗ A05 88 90 91",
        "A05 | 88 | 90 | 91 | ✗ |",
        "A05 88 90 91 叉",
        "A05 88 90 91（划掉）",
        "A05 88 90 91 [不算]",
        "A05 88 90 91，这行不要",
        "A05 88 90 91 已删",
        "A05 88 90 91 划了",
        "~~A05 88 90 91~~",
        "删除A05 88 90 91",
        "A05 88 90 91，撤回这条",
        "A05 88 90 91 删除线",
        "A05 88 90 91 对不对",
        "A1O 88 90 91",
        "AlO 88 90 91",
        "A1l：88、90、91",
        "AO5 88 90 91",
        "A5/A07 88 90 91",
        "A05、A07 88 90 91",
        "A05或A07 88 90 91",
        "A05+A07 88 90 91",
        "A05～A07 88 90 91",
    ],
)
def test_a_row_that_is_struck_or_doubtful_is_asked_and_its_neighbour_taken(struck: str) -> None:
    assert read(f"A04 80 81 82\n{struck}") == {"A04": (80, 81, 82)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A05 88 90 91 √", {"A05": (88, 90, 91)}),
        ("A05 88 90 91，第三段建议删去", {"A05": (88, 90, 91)}),
        ("A05 88 90 91 建议去掉附表", {"A05": (88, 90, 91)}),
        ("A05 88 90 91，取消收费的做法好", {"A05": (88, 90, 91)}),
        ("A05 88 90 91，用了AI 3次", {"A05": (88, 90, 91)}),
        ("A05、A07均为88 90 91", {"A05": (88, 90, 91), "A07": (88, 90, 91)}),
        ("A05和A07两篇 88 90 91", {"A05": (88, 90, 91), "A07": (88, 90, 91)}),
        ("A05 88 90 91\nA06 80 81 82\n上一行划掉", {}),
        ("A05 88 90 91\nA06 80 81 82\n倒数第二行写错了", {}),
        ("A10 82 84 86\nA1O 88 90 85", {}),
    ],
)
def test_remarks_of_the_case_are_none_and_a_line_of_lines_holds_all(
    text: str, expected: dict[str, tuple[int, ...]]
) -> None:
    assert read(text) == expected
