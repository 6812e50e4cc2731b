"""However two texts differ, what is shown of it is both texts: nothing is left out and nothing invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.volume import make_case
from tracker.publications.volume.content.model import Block, Footnote, Grid, GridCell, Image, Line
from tracker.publications.volume.rounds.differences import Mark, Piece, compare_lines, compare_text, lines_of

TEXTS = st.text("议事亭办结三十六件，。 36.5%abc\n", max_size=30)
LINES = st.lists(st.sampled_from(["甲段文字", "乙段文字", "办结36件", "办结38件", "", "丙"]), max_size=6)


def without(pieces: tuple[Piece, ...], mark: Mark) -> str:
    return "".join(piece.text for piece in pieces if piece.mark is not mark)


@given(TEXTS, TEXTS)
def test_a_line_with_its_marks_is_the_old_one_and_the_new_one(before: str, now: str) -> None:
    pieces = compare_text(before, now)

    assert (without(pieces, Mark.NEW), without(pieces, Mark.GONE)) == (before, now)
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_the_same_line_has_no_mark(text: str) -> None:
    assert all(piece.mark is Mark.SAME for piece in compare_text(text, text))
    assert list(compare_lines([text], [text])) == []


@given(LINES, LINES)
def test_of_lines_that_differ_each_is_shown_that_is_gone_or_new(before: list[str], now: list[str]) -> None:
    shown = list(compare_lines(before, now))
    gone = [line for line in before if line and line not in now]
    fresh = [line for line in now if line and line not in before]

    assert set(gone) <= {without(line, Mark.NEW) for line in shown}
    assert set(fresh) <= {without(line, Mark.GONE) for line in shown}
    assert bool(shown) == (before != now)


@pytest.mark.parametrize(
    ("before", "now", "pieces"),
    [
        ("全年办结率为36.5%", "全年办结率为38.5%", (("全年办结率为", Mark.SAME), ("36.5%", Mark.GONE), ("38.5%", Mark.NEW))),
        ("按照标准GB9704号", "按照标准GB9705号", (("按照标准", Mark.SAME), ("GB9704", Mark.GONE), ("GB9705", Mark.NEW), ("号", Mark.SAME))),
        ("村民议事会", "村民议事会。", (("村民议事会", Mark.SAME), ("。", Mark.NEW))),
        ("", "", ()),
    ],
)  # fmt: skip
def test_numbers_and_latin_words_stay_whole(
    before: str, now: str, pieces: tuple[tuple[str, Mark], ...]
) -> None:
    assert compare_text(before, now) == tuple(Piece(*piece) for piece in pieces)


def test_a_case_as_lines_begins_with_title_and_unit_and_has_all_that_is_printed() -> None:
    blocks: tuple[Block, ...] = (
        Line("heading", "一、背景", 1),
        Line("item", "办完的事当面回。", 0, "1. "),
        Line("item", "2. 没办的事说明白。", 0, "2. "),
        Grid(((GridCell(("社区", "件数")), GridCell(("柳桥村",))), (GridCell(("36",)),)), "各村情况"),
        Image("现场.png", "a.png", "a1b2c3d4e5", (900, 600), caption="议事亭"),
        Image("现场.png", "a.png", "a1b2c3d4e5", (900, 600)),
        Image("", caption=""),
        Footnote("n1", "数字由镇提供"),
    )
    case = make_case(1, "一核引领", "丰县", blocks)

    assert list(lines_of(case)) == [
        *filter(None, (case.title, case.subtitle, case.unit)),
        "一、背景",
        "1. 办完的事当面回。",
        "2. 没办的事说明白。",
        "［表格］各村情况",
        "社区／件数｜柳桥村",
        "36",
        "［图片“议事亭”，900×600像素，a1b2c3d4］",
        "［图片“现场.png”，900×600像素，a1b2c3d4］",
        "［图片“未命名”，不能解码］",
        "［注］数字由镇提供",
    ]
