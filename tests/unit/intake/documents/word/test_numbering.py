"""Automatic numbers as Word counts them, and the characters of symbol fonts and EQ fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.blocks.symbols import equation_text, symbol_of
from intake.documents.word.numbering import Level, Numbering

OUTLINE = {
    0: Level(format="chineseCounting", text="%1、"),
    1: Level(format="chineseCounting", text="（%2）"),
    2: Level(text="%1.%2.%3", is_legal=True),
}


def counted(levels: dict[int, Level], *steps: int, starts: dict[int, int] | None = None) -> list[str]:
    numbering = Numbering({"1": levels}, {"1": "a"}, {"1": starts or {}})
    return [numbering.label("1", step) for step in steps]


@pytest.mark.parametrize(
    ("levels", "steps", "labels"),
    [
        (OUTLINE, (0, 0, 0), ["一、", "二、", "三、"]),
        (OUTLINE, (0, 1, 1, 0, 1), ["一、", "（一）", "（二）", "二、", "（一）"]),
        (OUTLINE, (0, 1, 2, 2, 1, 2), ["一、", "（一）", "1.1.1 ", "1.1.2 ", "（二）", "1.2.1 "]),
        (OUTLINE, (1, 1, 0), ["（一）", "（二）", "一、"]),  # begun without the level above
        ({0: Level(start=5, text="%1.")}, (0, 0), ["5.", "6."]),
        ({0: Level(text="%1)")}, (0,), ["1)"]),
        ({0: Level(text="第%1条")}, (0, 0), ["第1条", "第2条"]),
        ({0: Level(text="%1")}, (0,), ["1 "]),  # a digit must not run into the text
        ({0: Level(text="%1", suffix="nothing")}, (0,), ["1"]),
        ({0: Level(format="bullet", text="●")}, (0, 0), ["", ""]),
        ({0: Level(format="none", text="%1")}, (0,), [""]),
        ({0: Level(text="%1."), 1: Level(text="%2.", restart=0)}, (0, 1, 0, 1), ["1.", "1.", "2.", "2."]),
        ({}, (0,), [""]),
        ({0: Level(text="%1%9")}, (0,), ["11 "]),
        (OUTLINE, (9, -1, 100), ["", "", ""]),
    ],
)
def test_labels_in_their_order(levels: dict[int, Level], steps: tuple[int, ...], labels: list[str]) -> None:
    assert counted(levels, *steps) == labels


def test_a_level_restarts_after_the_one_that_is_named_only() -> None:
    levels = {0: Level(text="%1."), 1: Level(text="%2."), 2: Level(text="%3.", restart=1)}
    assert counted(levels, 0, 1, 2, 1, 2, 0, 2) == ["1.", "1.", "1.", "2.", "2.", "2.", "1."]


def test_a_list_begins_again_where_it_says_so_and_only_once() -> None:
    assert counted({0: Level(text="%1.")}, 0, 0, starts={0: 4}) == ["4.", "5."]


def test_two_lists_of_one_kind_count_together_and_others_apart() -> None:
    numbering = Numbering(
        {"1": {0: Level(text="%1.")}, "2": {0: Level(text="%1)")}, "3": {0: Level(text="%1、")}},
        {"1": "a", "2": "a", "3": "b"},
        {"2": {0: 1}},
    )
    assert [numbering.label(which, 0) for which in ("1", "1", "3", "1", "2", "1", "3")] == [
        "1.",
        "2.",
        "1、",
        "3.",
        "1)",  # begun anew
        "2.",
        "2、",
    ]
    assert numbering.label("none", 0) == ""


def test_the_level_that_a_style_is_tied_to() -> None:
    numbering = Numbering({"1": {0: Level(style="h1"), 1: Level(style="h2")}}, {"1": "a"}, {})
    assert [numbering.level_of_style("1", style) for style in ("h1", "h2", "h3")] == [0, 1, 0]
    assert numbering.level_of_style("2", "h1") == 0


@given(st.lists(st.integers(0, 8), max_size=30))
def test_counters_go_up_by_one_or_begin_again(steps: list[int]) -> None:
    levels = {number: Level(text=f"%{number + 1}.") for number in range(9)}
    before: dict[int, int] = {}
    for step, label in zip(steps, counted(levels, *steps), strict=True):
        number = int(label.rstrip("."))
        assert number == before.get(step, 0) + 1
        before = {level: count for level, count in before.items() if level <= step} | {step: number}


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0xFE, "☑"),
        ("WINGDINGS", 0xF06F, "□"),
        ("Wingdings", 0xF081, "①"),
        ("Wingdings", 0xF08A, "⑩"),
        ("Wingdings", 0xF08C, "❶"),
        ("Wingdings 2", 0xF052, "☑"),
        ("Wingdings 2", 0xF06B, "①"),
        ("Symbol", 0xF0B4, "×"),
        ("Symbol", 0x61, "α"),
        ("Wingdings", 0xF021, ""),
        ("SimSun", 0xF0FE, ""),
        ("SimSun", 0x4E2D, "中"),
        ("SimSun", 0x41, "A"),
        ("SimSun", 0xE000, ""),
        ("SimSun", 0xD800, ""),
        ("SimSun", 0x1F, ""),
        ("Wingdings", 0x4E2D, "中"),
        ("", 0x110000, ""),
    ],
)
def test_a_code_in_a_font_of_symbols(font: str, code: int, sign: str) -> None:
    assert symbol_of(font, code) == sign


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("EQ \\o\\ac(○,1)", "①"),
        ("eq \\o\\ac(○,20)", "⑳"),
        ("EQ \\o\\ac(○,21)", "21"),
        ("EQ \\o\\ac(□,正)", "正"),
        ('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(shè),社)', "社"),
        ("EQ \\f(1,2)", "1/2"),
        ("EQ \\f(1；2)", "1；2"),
        ("EQ \\r(3)", "3"),
        ("EQ \\b(\\f(a,b))", "a/b"),
        ("EQ", ""),
        ("HYPERLINK x", ""),
        ("", ""),
        ("EQ " + "(" * 50 + "a" + ")" * 50, ""),
    ],
)
def test_the_text_of_an_equation_field(code: str, text: str) -> None:
    found = equation_text(code)
    assert found == text or (code.count("(") == 50 and "a" in found)
