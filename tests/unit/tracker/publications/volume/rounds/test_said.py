"""Corrections as readers write them, by all shapes and places; letters cut into sentences lose nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.published.rounds import Correction
from tracker.publications.volume.rounds.lines import Said, points, read_line, read_lines, split_sentences
from tracker.publications.volume.rounds.marked import WHY, tell_marked
from tracker.publications.volume.rounds.wishes import serial_in

AT = datetime(2015, 9, 10, tzinfo=UTC)
WORDS = st.text("议事亭办结三十六件居民代表社区", min_size=1, max_size=8)
CHANGES = st.sampled_from(["“{}”改为“{}”", "将“{}”改为“{}”", "“{}”应为“{}”", "把“{}”改成“{}”。", "“{}”→“{}”"])


@given(st.integers(1, 400), st.integers(1, 40), CHANGES, WORDS, WORDS)
def test_a_correction_of_page_and_line_is_read_back(
    page: int, line: int, shape: str, old: str, new: str
) -> None:
    written = f"第{page}页第{line}行{shape.format(old, new)}"
    said = Said(written.rstrip("。"), old, new, page=page, place=f"第{page}页第{line}行")

    assert read_line(written) == (None if old == new else said)


@given(st.integers(1, 400), WORDS)
def test_what_is_to_go_is_read_back(page: int, old: str) -> None:
    said = [read_line(f"第{page}页{shape}") for shape in (f"删去“{old}”", f"“{old}”删除")]

    assert [one and (one.page, one.old, one.new) for one in said] == [(page, old, "")] * 2


@given(st.integers(1, 400), WORDS, WORDS)
def test_what_is_to_be_added_stands_beside_what_is_there(page: int, old: str, more: str) -> None:
    said = [read_line(f"第{page}页“{old}”{where}加“{more}”") for where in ("后", "前")]

    assert [one and (one.page, one.old, one.new) for one in said] == [
        (page, old, old + more),
        (page, old, more + old),
    ]


@given(st.lists(st.tuples(st.integers(1, 99), WORDS, WORDS), min_size=1, max_size=5))
def test_a_list_of_corrections_is_read_item_by_item_between_greeting_and_signature(
    items: list[tuple[int, str, str]],
) -> None:
    lines = [f"{at}. 第{page}页“{old}”改为“{new}新”\n" for at, (page, old, new) in enumerate(items, 1)]
    said, rest = read_lines(f"您好：\n{''.join(lines)}丰县民政局\n")

    assert [(one.page, one.old, one.new) for one in said] == [
        (page, old, f"{new}新") for page, old, new in items
    ]
    assert rest == "您好：\n丰县民政局\n"


@given(st.text("第3页“甲”改为乙。；！\n\r\t 「」\"'，", max_size=60))
def test_a_letter_in_sentences_is_the_letter(text: str) -> None:
    assert "".join(split_sentences(text)) == text


def test_a_sentence_ends_at_its_mark_but_not_inside_quotation_marks() -> None:
    assert split_sentences("第3页“甲。乙”改为“丙”。第4页好！\n谢谢") == [
        "第3页“甲。乙”改为“丙”。",
        "第4页好！\n",
        "谢谢",
        "",
    ]


@pytest.mark.parametrize(
    "clause",
    ["第6页", "三页", "第6 页", "P5", "p. 12", "第三行", "第一段", "图1", "表 2", "“明白纸”", "「明白纸」"],
)
def test_a_clause_with_page_line_picture_or_quoted_words_points_at_a_place(clause: str) -> None:
    assert points(clause)


@pytest.mark.parametrize("clause", ["", "见图", "本页", "图片", "页码", "校样已看", "丰县民政局", "“”"])
def test_a_clause_without_a_number_points_nowhere(clause: str) -> None:
    assert not points(clause)


@pytest.mark.parametrize(
    ("said", "placed"),
    [
        (Said("", "甲", "乙"), False),
        (Said("", "甲", "乙", place="第6行"), False),
        (Said("", "甲", "乙", page=3), True),
        (Said("", "甲", "乙", serial=12), True),
        (Said("", "甲", "乙", title="水岸议事亭"), True),
    ],
)
def test_a_line_alone_is_no_place_without_page_or_case(said: Said, *, placed: bool) -> None:
    assert said.is_placed is placed


@pytest.mark.parametrize(
    ("number", "serial"),
    [("XZ-012", 12), ("XZ012", 12), ("12号", 12), ("XZ-012（修订）", 12), ("12", 12), ("", 0), ("无", 0)],
)
def test_the_serial_number_at_the_end_of_a_number(number: str, serial: int) -> None:
    assert serial_in(number) == serial


def correction(place: str = "", old: str = "", words: str = "") -> Correction:
    return Correction(1, 1, "XZ-001", 1, 1, place, old, "", "fx@example.cn", AT, why=WHY, words=words)


def test_marked_pages_are_told_by_name_and_nothing_else_is() -> None:
    both = [
        correction("第3页.jpg"),
        correction("第4页", "甲"),
        correction(words="请压缩"),
        correction("第5页.pdf"),
    ]

    assert list(tell_marked(both)) == ["批改页2份（第3页.jpg、第5页.pdf）已收到，由我处人工对照登记"]
    assert list(tell_marked(both[1:3])) == list(tell_marked(())) == []
