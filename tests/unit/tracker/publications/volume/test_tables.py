"""Columns of a table, and captions."""

from __future__ import annotations

import pytest

from tracker.publications.volume.content.model import Grid, GridCell
from tracker.publications.volume.word.case import bare_caption
from tracker.publications.volume.word.design import BOOK, OFFICIAL, Design
from tracker.publications.volume.word.table import covered_rows, widths_of

HEAD = ("序号", "编号", "案例名称", "报送单位", "主题", "层级", "字数")
LINE = (
    "10",
    "AL-001",
    "一吨水怎样从山下走到山上的每一户人家",
    "某县水利局农村供水管理总站",
    "农村供水工程长效管护",
    "县级",
    "12345",
)
EM, ROOM = 16 * 0.86 * 25.4 / 72, 2.5  # mm: a sign of a cell in the official design; margins


def widths(design: Design, *lines: tuple[str, ...]) -> list[float]:
    return widths_of(
        list(covered_rows(Grid(tuple(tuple(GridCell((w,)) for w in line) for line in lines)))), design
    )


def test_numbers_codes_and_short_words_have_room_in_one_line() -> None:
    made = widths(OFFICIAL, HEAD, LINE)
    signs = {0: 2, 1: 6 * 0.6, 5: 2, 6: 5 * 0.6}

    assert sum(made) == pytest.approx(OFFICIAL.text_width)
    assert {place: made[place] >= em * EM + ROOM - 1e-9 for place, em in signs.items()} == dict.fromkeys(
        signs, True
    )
    assert made[2] > made[4] > made[1]


def test_a_table_with_room_enough_keeps_the_shares_of_its_columns() -> None:
    assert widths(BOOK, ("一二三四五", "一二三四五")) == pytest.approx([BOOK.text_width / 2] * 2)


def test_a_table_of_too_many_codes_still_fits_the_page() -> None:
    made = widths(BOOK, ("ABCDEFGH-001",) * 12)

    assert made == pytest.approx([BOOK.text_width / 12] * 12)


@pytest.mark.parametrize(
    ("brought", "bare"),
    [
        ("图：水库边的护栏", "水库边的护栏"),
        ("图:护栏", "护栏"),
        ("图片：护栏", "护栏"),
        ("附图：护栏", "护栏"),
        ("照片：护栏", "护栏"),
        ("图注：护栏", "护栏"),
        ("表题：人数", "人数"),
        ("图一：护栏", "护栏"),
        ("图1-2 护栏", "护栏"),
        ("图3", ""),
        ("图书室：新书上架", "图书室：新书上架"),
        ("照片墙", "照片墙"),
        ("图一乐", "图一乐"),
    ],
)
def test_a_caption_without_the_number_or_word_that_it_brings(brought: str, bare: str) -> None:
    assert bare_caption(brought) == bare
