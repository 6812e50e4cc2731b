"""Characters to lines, glyphs to characters, pages turned upright."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.pages.glyphs import written
from intake.documents.pages.lines import is_wide, join_segments, rows_of, segments_of
from intake.documents.pages.shown import MOST_CORNERS, Shown
from intake.documents.pages.turn import lay_upright
from intake.documents.pages.values import Box, Char, Page, Rule
from tests.files.laid_pages import HEIGHT, LEFT, PITCH, SIZE, WIDTH, set_line

TEXT = "近年来村里围绕群众反映的难事琐事从小处着手"


def lines(chars: list[Char]) -> list[str]:
    return [join_segments(segments).text for row in rows_of(chars) if (segments := segments_of(row))]


@given(st.permutations(range(len(TEXT))), st.integers(0, 3))
def test_a_line_is_read_in_order_however_the_file_draws_it(order: list[int], shake: int) -> None:
    chars = set_line(TEXT, LEFT, 500)
    drawn = [chars[at]._replace(y=500 + shake * (at % 2)) for at in order]
    assert lines(drawn) == [TEXT]


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        ([], []),
        (set_line("   ", LEFT, 500), []),
        (set_line("甲", LEFT, 500) + set_line("乙", LEFT, 480), ["甲", "乙"]),
        (set_line("甲", LEFT, 480) + set_line("乙", LEFT, 500), ["乙", "甲"]),
        (set_line("甲 乙", LEFT, 500), ["甲 乙"]),
        (set_line("one two", LEFT, 500), ["one two"]),
        (set_line("one", LEFT, 500) + set_line("two", LEFT + 22, 500), ["one two"]),  # a gap without a blank
        (set_line("甲", LEFT, 500) + set_line("乙", LEFT + 16, 500), ["甲乙"]),  # Chinese set wide
        (set_line("甲甲甲", LEFT, 500) + set_line("乙乙", LEFT + 100, 500), ["甲甲甲\t乙乙"]),
        (
            set_line("目", LEFT, 500) + set_line("录", LEFT + 60, 500),
            ["目录"],
        ),  # a word spread over its space
        (set_line("甲乙", LEFT, 500) + set_line("甲乙", LEFT + 0.5, 500), ["甲乙"]),  # bold by overprinting
        (set_line("面积12m", LEFT, 500) + set_line("2", LEFT + 42, 505, 7), ["面积12m2"]),
        (set_line("甲乙", LEFT, 500) + set_line("①", LEFT + 24, 505, 7), ["甲乙①"]),
        (set_line("\x00\x01甲", LEFT, 500), ["甲"]),
    ],
)
def test_lines(chars: list[Char], expected: list[str]) -> None:
    assert lines(chars) == expected


@pytest.mark.parametrize(
    ("sign", "wide"),
    [
        ("社", True),
        ("，", True),
        ("“", True),
        ("—", True),
        ("·", True),
        ("a", False),
        ("1", False),
        ("é", False),
    ],
)
def test_what_takes_a_full_em(sign: str, wide: bool) -> None:
    assert is_wide(sign) is wide


@pytest.mark.parametrize(
    ("glyph", "sign"),
    [
        ("社", "社"),
        ("⺠", "民"),
        ("ﬁ", "fi"),
        ("ﬀ", "ff"),
        ("︵", "（"),
        ("︐", "，"),
        ("︰", "："),
        ("﹁", "‘"),
        ("\u00a0", " "),
        ("\u00ad", "-"),
        ("⋯", "…"),
        ("⸺", "——"),
        ("Ａ", "Ａ"),
        ("①", "①"),
        ("", ""),
        ("ab", "ab"),
    ],
)
def test_a_glyph_is_the_character_that_was_meant(glyph: str, sign: str) -> None:
    assert written(glyph) == sign


def turned(page: list[Char], quarter: int) -> tuple[float, list[Char], float, float]:
    """An upright page laid on its side: the direction of its text, its characters, its size."""
    if quarter == 1:
        return (
            90.0,
            [c._replace(x0=HEIGHT - c.y, x1=HEIGHT - c.y + c.x1 - c.x0, y=c.x0) for c in page],
            HEIGHT,
            WIDTH,
        )
    if quarter == 2:
        return (
            180.0,
            [c._replace(x0=WIDTH - c.x0, x1=WIDTH - c.x0 + c.x1 - c.x0, y=HEIGHT - c.y) for c in page],
            WIDTH,
            HEIGHT,
        )
    if quarter == 3:
        return 270.0, [c._replace(x0=c.y, x1=c.y + c.x1 - c.x0, y=WIDTH - c.x0) for c in page], HEIGHT, WIDTH
    return 0.0, page, WIDTH, HEIGHT


def page_of(*texts: str) -> list[Char]:
    return [char for number, text in enumerate(texts) for char in set_line(text, LEFT, 700 - number * PITCH)]


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_page_on_its_side_is_read_upright(quarter: int) -> None:
    upright = page_of(TEXT, TEXT[::-1], "末行")
    degrees, chars, width, height = turned(upright, quarter)
    page = lay_upright(Shown(width, height, {degrees: chars}))
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    assert lines(page.chars) == [TEXT, TEXT[::-1], "末行"]
    assert [round(char.x0, 6) for char in page.chars] == [round(char.x0, 6) for char in upright]


def test_text_that_runs_another_way_stands_aside_and_slanting_text_is_a_watermark() -> None:
    shown = Shown(
        WIDTH,
        HEIGHT,
        {0.0: page_of(TEXT), 90.0: set_line("侧边", 30, 300), 45.0: set_line("内部资料", 200, 300)},
    )
    page = lay_upright(shown)
    assert lines(page.chars) == [TEXT]
    assert {quarter: [char.text for char in chars] for quarter, chars in page.aside.items()} == {
        1: ["侧", "边"]
    }


def test_lines_set_downward_follow_each_other_to_the_left() -> None:
    text = ("竖排的第一行有这么多的字儿", "竖排的第二行也有这么多的字")
    chars = [
        Char(sign, 500 - column * 24, 512 - column * 24, 700 - row * SIZE, SIZE)
        for column, line in enumerate(text)
        for row, sign in enumerate(line)
    ]
    assert lines(lay_upright(Shown(WIDTH, HEIGHT, {0.0: chars})).chars) == list(text)


def test_invisible_text_counts_where_there_is_little_else() -> None:
    hidden = {0.0: page_of(TEXT)}
    scan = lay_upright(Shown(WIDTH, HEIGHT, {0.0: set_line("章", LEFT, 100)}, hidden))
    assert (lines(scan.chars), scan.hidden) == ([TEXT, "章"], len(TEXT))
    text = lay_upright(Shown(WIDTH, HEIGHT, {0.0: page_of(TEXT, TEXT)}, hidden))
    assert (lines(text.chars), text.hidden) == ([TEXT, TEXT], len(TEXT))


def test_outlines_become_ruling_lines() -> None:
    shown = Shown(100, 100)
    shown.add_outline([(0, 10), (90, 10), (90, 11), (0, 11)], stroked=False)  # a thin box
    shown.add_outline([(0, 20), (90, 20), (90, 60), (0, 60), (0, 20)], stroked=True)
    shown.add_outline([(0, 20), (90, 20), (90, 60)], stroked=False)  # an area that is filled
    shown.add_outline([(0, 0), (50, 50)], stroked=True)  # a slanting line
    shown.add_outline([(5, 5)], stroked=True)
    shown.add_outline([(at, at % 7 * 9) for at in range(MOST_CORNERS + 1)], stroked=True)  # a drawing
    assert shown.rules == [
        Box(0, 10, 90, 11),
        Box(0, 20, 90, 20),
        Box(90, 20, 90, 60),
        Box(0, 60, 90, 60),
        Box(0, 20, 0, 60),
    ]
    page = lay_upright(shown)
    assert (page.across, page.down) == (
        [Rule(10.5, 0, 90), Rule(20, 0, 90), Rule(60, 0, 90)],
        [Rule(90, 20, 60), Rule(0, 20, 60)],
    )


def test_a_picture_is_cut_to_the_page_and_a_stretched_dot_is_a_line() -> None:
    shown = Shown(100, 100)
    assert shown.add_image(Box(-50, -50, 150, 50))
    assert not shown.add_image(Box(0, 60, 90, 61))
    assert (shown.images, shown.rules) == ([Box(0, 0, 100, 50)], [Box(0, 60, 90, 61)])
    assert lay_upright(shown).covered == 0.5
    assert Page(0, 0, images=[Box(0, 0, 5, 5)]).covered == 0.0
    assert Box(5, 5, 0, 0).area == 0.0
