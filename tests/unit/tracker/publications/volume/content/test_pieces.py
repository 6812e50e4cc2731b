"""Raised characters, calls of notes and corrections of a text: each keeps its place, nothing of the text is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.published.rounds import Correction
from tracker.publications.volume.content.correct import (
    correct_blocks,
    count_text,
    name_correction,
    short,
    texts_of,
    why_not,
)
from tracker.publications.volume.content.model import (
    Block,
    Call,
    Footnote,
    Grid,
    GridCell,
    Image,
    Line,
    Shift,
)
from tracker.publications.volume.content.pieces import Piece, cut_text, moved, pieces_of_cell, pieces_of_line

AT = datetime(2015, 9, 10, tzinfo=UTC)
WATER = Line("paragraph", "H2O占地3m2", shifts=(Shift(1, 2, is_low=True), Shift(7, 8)))
GRID = Grid(((GridCell(("甲村", "30m2"), shifts=(Shift(3, 4, line=1),)), GridCell(("乙村",))),), "表1 各村")
BLOCKS: tuple[Block, ...] = (
    WATER,
    Line("paragraph", "议事亭办结三件，见注。", calls=(Call(10, "n1"),)),
    Image("a.jpg", caption="图1 议事亭"),
    GRID,
    Footnote("n1", "乙村数据"),
)


def correction(old: str, new: str, version: int = 1, why: str = "") -> Correction:
    return Correction(3, 1, "XZ-001", version, 1, "第3页", old, new, "李敏", AT, why=why)


def test_a_line_in_pieces() -> None:
    assert list(pieces_of_line(WATER, ())) == [
        Piece("H"),
        Piece("2", "down"),
        Piece("O占地3m"),
        Piece("2", "up"),
    ]


def test_a_note_is_called_behind_its_word_and_only_where_it_is() -> None:
    line = Line("paragraph", "甲乙丙", calls=(Call(1, "a"), Call(2, "b"), Call(9, "a")))

    assert list(pieces_of_line(line, {"a", "b"})) == [Piece("甲", "", "a"), Piece("乙", "", "b"), Piece("丙")]
    assert list(pieces_of_line(line, {"b"})) == [Piece("甲乙", "", "b"), Piece("丙")]
    assert list(pieces_of_line(line, ())) == [Piece("甲乙丙")]


def test_an_empty_line_is_one_piece() -> None:
    assert list(pieces_of_line(Line("paragraph", ""), ())) == [Piece("")]
    assert cut_text("", (), 0, 0) == [Piece("")]


def test_a_cell_has_the_shifts_of_each_of_its_lines() -> None:
    assert pieces_of_cell(GRID.rows[0][0]) == [[Piece("甲村")], [Piece("30m"), Piece("2", "up")]]
    assert pieces_of_cell(GridCell()) == []


@pytest.mark.parametrize(
    ("start", "old", "new", "expected"),
    [
        (4, 1, 3, (Shift(1, 3),)),  # behind it
        (0, 1, 2, (Shift(2, 4),)),  # before it
        (0, 1, 0, (Shift(0, 2),)),
        (1, 2, 2, ()),  # what is replaced stands on the line
        (2, 3, 1, (Shift(1, 2),)),  # its end is replaced
        (0, 2, 5, (Shift(5, 6),)),  # its beginning is replaced
        (3, 0, 2, (Shift(1, 3),)),
    ],
)
def test_a_shift_beside_a_change(start: int, old: int, new: int, expected: tuple[Shift, ...]) -> None:
    assert moved((Shift(1, 3),), start, old, new) == expected


@st.composite
def lines(draw: st.DrawFn) -> Line:
    text = draw(st.text("甲乙丙m2", max_size=12))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    calls = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    shifts = tuple(Shift(first, last, is_low=draw(st.booleans())) for first, last in pairs)
    return Line("paragraph", text, calls=tuple(Call(at, f"n{at}") for at in calls), shifts=shifts)


@given(lines())
def test_pieces_are_the_line_and_call_every_note_once(line: Line) -> None:
    notes = [call.note for call in line.calls]
    found = list(pieces_of_line(line, notes))

    assert "".join(piece.text for piece in found) == line.text
    assert [piece.note for piece in found if piece.note] == notes
    raised = sum(len(piece.text) for piece in found if piece.place)
    assert raised == sum(shift.end - shift.start for shift in line.shifts)


@given(lines(), st.data())
def test_what_a_change_leaves_stays_raised_and_nothing_else(line: Line, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line.text)))
    old = data.draw(st.integers(0, len(line.text) - start))
    new = data.draw(st.integers(0, 5))

    found = moved(line.shifts, start, old, new)

    kept = {at for one in line.shifts for at in range(one.start, one.end) if not start <= at < start + old}
    expected = {at if at < start else at + new - old for at in kept}
    there = {at for one in found for at in range(one.start, one.end)}
    assert there == expected


def test_every_text_of_a_case_in_order() -> None:
    assert list(texts_of(BLOCKS)) == [
        "H2O占地3m2", "议事亭办结三件，见注。", "图1 议事亭", "表1 各村", "甲村", "30m2", "乙村", "乙村数据",
    ]  # fmt: skip
    assert [count_text(BLOCKS, text) for text in ("议事亭", "乙村", "丙村", "2")] == [2, 2, 0, 3]


def test_a_correction_in_each_kind_of_block() -> None:
    found, remarks = correct_blocks(
        BLOCKS,
        (
            correction("办结三件", "办结三十八件"),
            correction("图1 议事亭", "图1 议事厅"),
            correction("各村", "各村面积"),
            correction("甲村", "丙村"),
            correction("村数据", "村的数据"),
            correction("占地", "占用地"),
        ),
        1,
    )

    grid = Grid(((replace(GRID.rows[0][0], lines=("丙村", "30m2")), GRID.rows[0][1]),), "表1 各村面积")
    assert found == (
        Line("paragraph", "H2O占用地3m2", shifts=(Shift(1, 2, is_low=True), Shift(8, 9))),
        Line("paragraph", "议事亭办结三十八件，见注。", calls=(Call(12, "n1"),)),
        Image("a.jpg", caption="图1 议事厅"),
        grid,
        Footnote("n1", "乙村的数据"),
    )
    assert remarks == ("已按返回的更正改6处",)


@given(
    st.sampled_from(["办结三件", "甲村", "图1 议事亭", "占地", "村数据", "各村"]),
    st.text("丁戊", min_size=1, max_size=6),
)
def test_a_correction_turned_round_restores_the_blocks(old: str, new: str) -> None:
    changed, done = correct_blocks(BLOCKS, (correction(old, new),), 1)

    assert done == ("已按返回的更正改1处",)
    assert correct_blocks(changed, (correction(new, old),), 1) == (BLOCKS, done)


@pytest.mark.parametrize(
    ("one", "version", "why"),
    [
        (correction("办结三件", "办结四件"), 1, ""),
        (correction("没有这句", "别的"), 1, "没有改：原文已有变动，请核对"),
        (correction("乙村", "丙村"), 1, "没有改：原文已有变动，请核对"),  # in two places
        (correction("没有这句", "别的"), 2, "是就第1稿提出的，现用第2稿，请核对"),
        (correction("办结四件", "办结三件"), 2, ""),  # done by the author
        (correction("办结三件", "办结四件", why="两处都有"), 1, "没有改：两处都有"),
        (correction("办结三件", "办结四件", why="两处都有"), 2, "没有改：两处都有；是就第1稿提出的，现用第2稿，请核对"),
        (correction("", "", why="请人工处理"), 1, "：请人工处理"),
    ],
)  # fmt: skip
def test_why_a_correction_is_not_done(one: Correction, version: int, why: str) -> None:
    assert why_not(BLOCKS, one, version) == why


def test_how_a_correction_is_called() -> None:
    assert name_correction(correction("甲", "乙")) == "更正3（“甲”改为“乙”）"
    assert name_correction(correction("甲", "")) == "更正3（“甲”删去）"
    assert short("一" * 20) == "一" * 20
    assert short("一" * 21) == "一" * 18 + "…"
