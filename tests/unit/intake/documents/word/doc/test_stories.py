"""The stories of a Word binary file on their way to lines, and what their styles hide or set apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.word.doc import sprms
from intake.documents.word.doc.fields import Fields, Inserted
from intake.documents.word.doc.hidden import hidden_by_style
from intake.documents.word.doc.pieces import FILLER, Piece
from intake.documents.word.doc.said import Types
from intake.documents.word.doc.stories import Box, Walk, cut_spans
from intake.documents.word.doc.styles import Style
from intake.documents.word.numbering import Level, Numbering
from intake.model.errors import OverLimit
from tests.unit.intake.documents.word.doc.test_looks import (
    BOLD,
    CENTRED,
    FIRST,
    HIDDEN,
    Entry,
    looks,
    number,
    page,
    paragraph,
    row,
)
from tests.unit.intake.documents.word.doc.test_styles import read, sheet, style

IN_TABLE, ENDS_ROW = number(sprms.IN_TABLE, 1, 1), number(sprms.ENDS_ROW, 1, 1)


def numbered() -> Numbering:
    return Numbering({"1": {0: Level(text="%1."), 1: Level(text="%1.%2")}}, {"1": "1"}, {})


def walk(paragraphs: list[tuple[str, bytes]], styles: bytes = b"", **more) -> Walk:
    """A document of these paragraphs, each with its mark, its look as modifiers."""
    text, entries = "", []
    for one, modifiers in paragraphs:
        text += one
        entries.append((FIRST + 2 * len(text), paragraph(modifiers)))
    known = looks(
        (page(entries, width=13),) if entries else (), pieces=(Piece(0, max(1, len(text)), FIRST, 2),)
    )
    kept = read(styles or sheet(style("正文")))
    lists = numbered()
    made = Walk(text, known, lambda: kept, lambda: lists, Fields(Inserted()), deadline=time.monotonic() + 60, **more)  # fmt: skip
    made.story(0, len(text))
    return made


def lines(paragraphs: list[tuple[str, bytes]], **more) -> list[str]:
    return walk(paragraphs, **more).flow.lines


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["甲\r", "乙\r"], ["甲", "乙"]),
        (["甲\r", "\r", "　乙　\r"], ["甲", "乙"]),  # empty ones and blanks at the edges go
        (["甲\x0b乙\r"], ["甲", "乙"]),
        (["甲\x0c乙\r"], ["甲", "\f乙"]),
        (["甲\x1e乙\x1f丙\xa0丁\r"], ["甲-乙丙 丁"]),
        (["甲\x01\x08乙\r"], ["甲乙"]),
        (["甲"], ["甲"]),  # the last one has no mark
        ([], []),
    ],
)
def test_paragraphs_end_at_their_marks(texts: list[str], shown: list[str]) -> None:
    assert lines([(text, b"") for text in texts]) == shown


def test_a_paragraph_that_begins_a_page() -> None:
    breaks = number(sprms.BREAKS_PAGE, 1, 1)
    assert lines([("甲\r", b""), ("乙\r", breaks), ("丙\r", b"")]) == ["甲", "\f乙", "丙"]
    by_style = sheet(style("正文", paragraph=breaks))
    not_this = number(sprms.BREAKS_PAGE, 0, 1)
    assert lines([("甲\r", not_this), ("乙\r", b"")], styles=by_style) == ["甲", "\f乙"]


@pytest.mark.parametrize(("breaks", "shown"), [(True, ["甲", "\f乙"]), (False, ["甲", "乙"])])
def test_a_section_begins_a_page_where_it_says_so(breaks: bool, shown: list[str]) -> None:
    assert lines([("甲\x0c", b""), ("乙\r", b"")], sections={1: breaks}) == shown


def test_a_table_of_two_rows() -> None:
    shape = row(0, [1000, 2000], [0, 0])
    cells = [("案例名称\x07", IN_TABLE), ("小板凳\x07", IN_TABLE), ("\x07", IN_TABLE + ENDS_ROW + shape)]
    more = [("联系人\x07", IN_TABLE), ("张三\x07", IN_TABLE), ("\x07", IN_TABLE + ENDS_ROW + shape)]
    made = walk([*cells, *more, ("后\r", b"")])
    assert made.flow.lines == ["案例名称\t小板凳", "联系人\t张三", "后"]
    assert made.flow.pairs == [("案例名称", "小板凳"), ("联系人", "张三")]


def test_without_properties_two_marks_of_cells_end_a_row() -> None:
    text = "案例名称\x07小板凳\x07\x07联系人\x07张三\x07\x07后\r"
    made = Walk(text, looks(), lambda: read(sheet(style("正文"))), numbered, Fields(Inserted()), deadline=time.monotonic() + 60)  # fmt: skip
    made.story(0, len(text))
    assert made.flow.lines == ["案例名称\t小板凳", "联系人\t张三", "后"]


def test_automatic_numbers_count_and_empty_paragraphs_show_none() -> None:
    listed = number(sprms.LIST, 1, 2)
    deeper = listed + number(sprms.LEVEL, 1, 1)
    found = lines([("甲\r", listed), ("乙\r", deeper), ("\r", listed), ("丙\r", deeper), ("丁\r", b"")])
    assert found == ["1.甲", "1.1 乙", "2.1 丙", "丁"]


def test_a_list_that_a_paragraph_has_left_or_that_is_not_there() -> None:
    by_style = sheet(style("正文", paragraph=number(sprms.LIST, 1, 2)))
    assert lines([("甲\r", b""), ("乙\r", number(sprms.LIST, 0, 2)), ("丙\r", number(sprms.LIST, 0xF801, 2))], styles=by_style) == ["1.甲", "乙", "丙"]  # fmt: skip
    assert lines([("甲\r", number(sprms.LIST, 9, 2))]) == ["甲"]


def test_what_stands_out_at_the_head_may_be_the_title() -> None:
    assert walk([("标题\r", CENTRED), ("正文\r", b"")]).flow.leading == ["标题"]
    assert walk([("标题\r", b""), ("正文\r", b"")], large=[(0, 1)]).flow.leading == ["标题"]
    by_style = sheet(style("Title", number=62))
    assert walk([("标题\r", b"")], by_style).flow.leading == ["标题"]
    assert walk([("标题\r", b""), ("正文\r", b"")]).flow.leading == []


def boxed(anchor: int) -> list[str]:
    """段落 and 后文, with a box of two lines anchored at a position."""
    made = walk([("段落\r", b""), ("后文\r", b""), ("框内\r", b""), ("框二\r", b"")], boxes=())
    made = Walk(made.text, made.looks, made.styles, made.numbering, made.fields, boxes=(Box(anchor, 6, 12),), deadline=time.monotonic() + 60)  # fmt: skip
    made.story(0, 6)
    made.place_rest()
    return made.flow.lines


@pytest.mark.parametrize(
    ("anchor", "shown"),
    [
        (0, ["框内", "框二", "段落", "后文"]),
        (1, ["段落", "框内", "框二", "后文"]),
        (3, ["段落", "框内", "框二", "后文"]),
        (1 << 40, ["段落", "后文", "框内", "框二"]),  # no shape of the body holds it
    ],
)
def test_boxes_stand_where_they_are_anchored(anchor: int, shown: list[str]) -> None:
    assert boxed(anchor) == shown


def test_notes_are_told_apart_by_their_marks() -> None:
    made = walk([("正文\x02\r", b"")])
    text = made.text + "\x02注一\r续\r\x02注二\r"
    made = Walk(text, made.looks, made.styles, made.numbering, made.fields, calls=((2, "f0"),), deadline=time.monotonic() + 60)  # fmt: skip
    made.story(0, 4)
    made.notes(4, len(text), ["f0", "f1"])
    assert made.flow.lines == ["正文", "注一", "续", "注二"]


def test_a_walk_that_takes_too_long_is_ended() -> None:
    made = walk([("甲\r", b"")])
    made.deadline = 0.0
    with pytest.raises(OverLimit, match="时间过长"):
        made.story(0, 2)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "甲乙丙丁戊"),
        ([(0, 2)], "__丙丁戊"),
        ([(1, 2), (3, 4)], "甲_丙_戊"),
        ([(1, 4), (2, 3)], "甲___戊"),
        ([(1, 3), (2, 5)], "甲____"),
        ([(4, 99)], "甲乙丙丁_"),
        ([(2, 2)], "甲乙丙丁戊"),
    ],
)
def test_spans_are_blanked_in_place(spans: list[tuple[int, int]], shown: str) -> None:
    assert cut_spans("甲乙丙丁戊", spans) == shown.replace("_", FILLER)


def test_marks_of_cells_and_fields_stand_in_what_is_blanked() -> None:
    assert cut_spans("甲\x07\x13乙\x14\x15\r", [(0, 7)]) == f"{FILLER}\x07\x13{FILLER}\x14\x15{FILLER}"


@given(
    st.text(alphabet="甲乙\x07\x13\r", max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=5),
)
def test_blanking_moves_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    cut = cut_spans(text, sorted(spans))
    assert len(cut) == len(text)
    for at, (sign, left) in enumerate(zip(text, cut, strict=True)):
        hidden = any(first <= at < end for first, end in spans)
        assert left == (FILLER if hidden and sign not in "\x07\x13" else sign)


def runs(
    entries: list[tuple[int, bytes]],
    paragraphs: list[Entry] | None = None,
    text: str = "甲乙丙丁戊己庚辛壬癸",
):
    """Looks of ten characters whose runs end at these positions."""
    pages = (page([(FIRST + 2 * end, said) for end, said in entries]),) if entries else ()
    own = (page([(FIRST + 2 * end, said) for end, said in paragraphs], width=13),) if paragraphs else ()
    return looks(own, pages, pieces=(Piece(0, len(text), FIRST, 2),))


SHEET = read(sheet(style("正文"), style("藏", number=5, run=HIDDEN), style("藏字", run=HIDDEN, kind=2)))
CHARACTER = number(sprms.CHARACTER_STYLE, 2, 2)


@pytest.mark.parametrize(
    ("entries", "paragraphs", "hidden"),
    [
        ([], [(10, paragraph())], []),
        ([], [(10, paragraph(style=1))], [(0, 9)]),
        ([(3, CHARACTER)], [(10, paragraph())], [(0, 3)]),
        ([(3, b"\x3c\x08\x00")], [(10, paragraph(style=1))], [(3, 9)]),  # a run that says it is seen
        ([(3, HIDDEN)], [(10, paragraph())], [(0, 3)]),
        ([(3, CHARACTER)], [(10, paragraph(style=1))], [(3, 9)]),  # two undo each other
    ],
)
def test_what_styles_hide(
    entries: list[Entry], paragraphs: list[Entry], hidden: list[tuple[int, int]]
) -> None:
    text = "甲乙丙丁戊己庚辛壬\r"
    assert list(hidden_by_style(text, runs(entries, paragraphs, text), SHEET)) == hidden


FONTS = ["宋体", "楷体", "KaiTi_GB2312"]


PLAIN = Style()


def sets_apart(entries: list[Entry], style: Style = PLAIN, text: str = "甲乙丙丁戊己庚辛壬癸") -> bool:
    return Types(text, runs(entries), lambda: FONTS).sets_apart(0, 10, style)


@pytest.mark.parametrize(
    ("entries", "apart"),
    [
        ([(10, BOLD)], True),
        ([(5, BOLD)], False),
        ([(5, BOLD), (10, number(sprms.FONT_ASIAN, 1, 2))], True),  # bold, then 楷体
        ([(5, b""), (10, BOLD)], False),
        ([(10, number(sprms.FONT_ASIAN, 2, 2))], True),
        ([(10, number(sprms.FONT_ASIAN, 0, 2))], False),
        ([(10, number(sprms.FONT_ASIAN, 99, 2))], False),  # a font that the file has not
        ([(10, b"\x35\x08\x00")], False),
        ([], False),
    ],
)
def test_a_paragraph_all_of_which_is_bold_or_kai(entries: list[Entry], apart: bool) -> None:
    assert sets_apart(entries) is apart


def test_blanks_between_say_nothing_and_a_style_may_say_it_all() -> None:
    assert sets_apart([(4, BOLD), (6, b""), (10, BOLD)], text="甲乙丙丁　 庚辛壬癸")
    assert sets_apart([], Style(is_bold=True))
    assert sets_apart([], Style(font=1))
    assert not sets_apart([(3, b"\x35\x08\x00")], Style(is_bold=True))
