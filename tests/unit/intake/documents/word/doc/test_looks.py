"""What is said of runs and paragraphs of a Word binary file, by hand-made pages of properties (MS-DOC 2.9.33, 2.9.175)."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.word.doc import sprms
from intake.documents.word.doc.boxes import read_sections
from intake.documents.word.doc.head import CHARACTERS, PARAGRAPHS, SECTIONS, WORD_6, WORD_97, Fib, Stories
from intake.documents.word.doc.looks import MOST_CELLS, PAGE, PLAIN, Looks, ParagraphLook, RunLook
from intake.documents.word.doc.pieces import Piece, Pieces
from intake.documents.word.doc.styles import BODY
from intake.documents.word.flow import DEEPEST, CellShape

FIRST = 2048  # byte at which text begins
Entry = tuple[int, bytes]  # the byte at which it ends, its properties
BOLD, HIDDEN, DELETED = b"\x35\x08\x01", b"\x3c\x08\x01", b"\x00\x08\x01"
CENTRED = b"\x03\x24\x01"


def u16(number: int) -> bytes:
    return number.to_bytes(2, "little")


def u32(number: int) -> bytes:
    return number.to_bytes(4, "little")


def page(entries: list[Entry], *, start: int = FIRST, width: int = 1, wide_size: bool = False) -> bytes:
    """A page of properties; those of paragraphs have 13 bytes each (7 in Word 6), of runs one."""
    made = bytearray(PAGE)
    bounds = [start, *(end for end, _ in entries)]
    made[: 4 * len(bounds)] = b"".join(map(u32, bounds))
    at = PAGE - 1
    for number, (_, content) in enumerate(entries):
        if not content:
            continue
        if width == 1:
            stored = bytes((len(content),)) + content
        elif wide_size:
            stored = bytes((0, -(-len(content) // 2))) + content
        else:
            stored = bytes(((len(content) + 2) // 2,)) + content
        at = (at - len(stored) - 1) & ~1
        made[at : at + len(stored)] = stored
        made[4 * len(bounds) + width * number] = at // 2
    made[-1] = len(entries)
    return bytes(made)


def looks(
    paragraphs: tuple[bytes, ...] = (),
    runs: tuple[bytes, ...] = (),
    pieces: tuple[Piece, ...] = (Piece(0, 100, FIRST, 2),),
    properties: tuple[bytes, ...] = (),
    data: bytes = b"",
    version: int = WORD_97,
) -> Looks:
    """The looks of a file with these pages."""
    main = bytearray(FIRST + 512 * 4)
    main[152:154] = u16(93)
    table = b""
    width, base = (4, 154) if version == WORD_97 else (2, 88)
    for number, pages in ((PARAGRAPHS, paragraphs), (CHARACTERS, runs)):
        first = len(main) // PAGE
        main += b"".join(pages)
        plc = b"".join(map(u32, range(len(pages) + 1)))
        plc += b"".join((first + at).to_bytes(width, "little") for at in range(len(pages)))
        main[base + 8 * number : base + 8 * number + 8] = u32(len(table)) + u32(len(plc))
        table += plc
    fib = Fib(version, Stories(*[0] * 8), FIRST, 0, False, False, False, (), bytes(main))
    found = Pieces(pieces, properties, False, tuple(piece.start for piece in pieces))
    return Looks(fib, table, lambda: data, found)


def paragraph(modifiers: bytes = b"", style: int = 0) -> bytes:
    content = u16(style) + modifiers
    return content + b"\0" * ((len(content) + 1) % 2)  # a size in words counts itself


def of(modifiers: bytes, **more: int) -> ParagraphLook:
    """The look of a single paragraph with these modifiers."""
    entries = [(FIRST + 200, paragraph(modifiers, more.get("style", 0)))]
    return looks((page(entries, width=13),)).paragraph(5)[0]


def number(sprm: int, value: int, size: int) -> bytes:
    return u16(sprm) + value.to_bytes(size, "little")


@pytest.mark.parametrize(
    ("modifiers", "look"),
    [
        (b"", PLAIN),
        (CENTRED, ParagraphLook(is_centred=True)),
        (b"\x03\x24\x00", ParagraphLook(is_centred=False)),
        (b"\x61\x24\x01", ParagraphLook(is_centred=True)),
        (b"\x03\x24\x01\x61\x24\x03", ParagraphLook(is_centred=False)),  # the newer word counts
        (number(sprms.BREAKS_PAGE, 1, 1), ParagraphLook(breaks_page=True)),
        (number(sprms.BREAKS_PAGE, 0, 1), ParagraphLook(breaks_page=False)),
        (number(sprms.LIST, 3, 2) + number(sprms.LEVEL, 2, 1), ParagraphLook(list_number=3, level=2)),
        (number(sprms.LIST, 0, 2), ParagraphLook(list_number=0)),  # expressly none
        (number(sprms.OUTLINE, 0, 1), ParagraphLook(outline=1)),
        (number(sprms.OUTLINE, 9, 1), ParagraphLook(outline=BODY)),
        (number(sprms.STYLE, 7, 2), ParagraphLook(style=7)),
        (number(sprms.IN_TABLE, 1, 1), ParagraphLook(depth=1)),
        (number(sprms.IN_TABLE, 0, 1), PLAIN),
        (number(sprms.IN_TABLE, 1, 1) + number(sprms.DEPTH, 3, 4), ParagraphLook(depth=3)),
        (number(sprms.DEPTH, DEEPEST + 9, 4), ParagraphLook(depth=DEEPEST)),
        (number(sprms.DEPTH, 0xFFFFFFFF, 4), PLAIN),  # a number below none
        (number(sprms.ENDS_ROW, 1, 1), ParagraphLook(ends_row=True)),
        (number(sprms.INNER_ROW, 1, 1), ParagraphLook(ends_row=True)),
        (number(sprms.INNER_CELL, 1, 1), ParagraphLook(ends_inner_cell=True)),
    ],
)
def test_what_the_modifiers_of_a_paragraph_say(modifiers: bytes, look: ParagraphLook) -> None:
    assert of(modifiers) == look


def test_the_style_of_a_paragraph_stands_before_its_modifiers() -> None:
    assert of(CENTRED, style=0x1234) == ParagraphLook(style=0x1234, is_centred=True)


def test_a_size_of_nothing_is_said_in_the_next_byte() -> None:
    entries = [(FIRST + 200, u16(3) + CENTRED + b"\0")]
    assert looks((page(entries, width=13, wide_size=True),)).paragraph(0)[0] == ParagraphLook(
        3, is_centred=True
    )


def row(left: int, edges: list[int], flags: list[int], width: int = 20) -> bytes:
    shape = bytes((len(edges),)) + struct.pack(f"<{len(edges) + 1}h", left, *edges)
    shape += b"".join(u16(flag).ljust(width, b"\0") for flag in flags)
    return u16(sprms.ROW_SHAPE) + u16(len(shape) + 1) + shape


def test_the_cells_of_a_row_with_what_is_merged() -> None:
    look = of(row(-108, [1000, 2000, 3000, 4000], [0, 0x2, 0x20, 0x60]))
    assert (look.left, look.cells) == (
        -108,
        (
            CellShape(1000, continues=False),
            CellShape(2000, continues=True, across=True),
            CellShape(3000, continues=True),
            CellShape(4000, continues=False),  # the first of those merged downwards
        ),
    )


@pytest.mark.parametrize(
    ("shape", "cells"),
    [
        (row(0, [], []), ()),
        (row(0, [100] * (MOST_CELLS + 1), []), ()),
        (row(0, [100], []), (CellShape(100, continues=False),)),  # nothing is said of merging
        (row(0, [100, 200], [0])[:-18], (CellShape(100, continues=False), CellShape(200, continues=False))),
        (u16(sprms.ROW_SHAPE) + u16(4) + b"\x05\0\0", ()),  # five cells, one edge
    ],
)
def test_a_row_of_none_too_many_or_cut_cells(shape: bytes, cells: tuple[CellShape, ...]) -> None:
    assert of(shape).cells == cells


def test_modifiers_may_stand_in_the_data_stream() -> None:
    far = b"\0" * 6 + u16(len(CENTRED)) + CENTRED
    for sprm in sprms.ELSEWHERE:
        entries = [(FIRST + 200, paragraph(number(sprm, 6, 4), 4))]
        assert looks((page(entries, width=13),), data=far).paragraph(0)[0] == ParagraphLook(
            4, is_centred=True
        )
        assert looks((page(entries, width=13),), data=b"").paragraph(0)[0] == ParagraphLook(4)


def test_every_paragraph_has_its_look_and_where_the_next_begins() -> None:
    entries = [(FIRST + 20, paragraph(CENTRED)), (FIRST + 40, paragraph()), (FIRST + 60, paragraph(style=5))]
    found = looks((page(entries, width=13),))
    assert [found.paragraph(at) for at in (0, 9, 10, 19, 20, 29, 30)] == [
        (ParagraphLook(is_centred=True), 10),
        (ParagraphLook(is_centred=True), 10),
        (PLAIN, 20),
        (PLAIN, 20),
        (ParagraphLook(style=5), 30),
        (ParagraphLook(style=5), 30),
        (PLAIN, 31),  # of what nothing is said
    ]
    assert found.paragraph(100) == (PLAIN, 101)  # no piece stands there


def test_paragraphs_of_one_look_that_follow_each_other_are_one() -> None:
    entries = [(FIRST + 20, paragraph(CENTRED)), (FIRST + 40, paragraph(CENTRED))]
    more = [(FIRST + 60, paragraph(CENTRED))]
    found = looks((page(entries, width=13), page(more, start=FIRST + 40, width=13)))
    assert found.paragraph(0) == (ParagraphLook(is_centred=True), 30)


def test_pages_in_disorder_are_not_trusted() -> None:
    late = page([(FIRST + 100, paragraph(CENTRED))], start=FIRST + 60, width=13)
    early = page([(FIRST + 40, paragraph(style=9))], width=13)
    found = looks((late, early))
    assert (found.paragraph(35)[0], found.paragraph(5)[0]) == (ParagraphLook(is_centred=True), PLAIN)


@pytest.mark.parametrize(
    "pages", [(), (bytes(PAGE),), (b"\xff" * PAGE,), (bytes(511) + b"\x28",), (bytes(100),)]
)
def test_pages_of_which_nothing_can_be_read_say_nothing(pages: tuple[bytes, ...]) -> None:
    found = looks(pages, pages)
    assert (found.paragraph(3)[0], found.runs(), found.seen(), found.types()) == (PLAIN, [], [], [])
    assert not found.is_known


def test_whether_anything_is_known_of_paragraphs() -> None:
    assert looks((page([(FIRST + 20, paragraph())], width=13),)).is_known


NARROW = (Piece(0, 10, FIRST, 1), Piece(10, 20, FIRST + 100, 2))


def test_bytes_of_pieces_of_other_width_are_brought_to_positions() -> None:
    entries = [(FIRST + 4, b""), (FIRST + 10, HIDDEN), (FIRST + 104, b""), (FIRST + 108, HIDDEN)]
    found = looks(runs=(page(entries),), pieces=NARROW)
    assert found.runs() == [(4, 10, RunLook(is_removed=True)), (12, 14, RunLook(is_removed=True))]


def test_a_run_across_pieces_is_told_piece_by_piece_in_the_order_of_the_text() -> None:
    pieces = (Piece(0, 10, FIRST + 20, 2), Piece(10, 20, FIRST, 2))  # the second stands first in the file
    found = looks(runs=(page([(FIRST + 10, b""), (FIRST + 30, HIDDEN)]),), pieces=pieces)
    assert found.runs() == [(0, 5, RunLook(is_removed=True)), (15, 20, RunLook(is_removed=True))]


def test_what_a_whole_piece_says_holds_for_all_of_it() -> None:
    pieces = (Piece(0, 10, FIRST, 2, prm=0x0001), Piece(10, 20, FIRST + 20, 2, prm=65 << 1 | 1 << 8), Piece(20, 30, FIRST + 40, 2, prm=0x0009))  # fmt: skip
    found = looks(
        (page([(FIRST + 60, paragraph(style=2))], width=13),), pieces=pieces, properties=(HIDDEN + CENTRED,)
    )
    assert found.runs() == [(0, 10, RunLook(is_removed=True)), (10, 20, RunLook(is_removed=True))]
    assert found.paragraph(5) == (ParagraphLook(2, is_centred=True), 10)
    assert found.paragraph(25) == (ParagraphLook(2), 30)  # a list that the file has not says nothing


@pytest.mark.parametrize(
    ("modifiers", "look"),
    [
        (HIDDEN, RunLook(is_removed=True)),
        (DELETED, RunLook(is_removed=True)),
        (b"\x3c\x08\x00", None),
        (b"\x3c\x08\x81", RunLook(is_removed=True)),
        (BOLD, None),
        (number(sprms.SIZE, 35, 2), None),
        (number(sprms.SIZE, 36, 2), RunLook(is_large=True)),
        (number(sprms.PICTURE_AT, 77, 4), RunLook(picture=77)),
        (number(sprms.PICTURE_AT, 77, 4) + number(sprms.IS_DATA, 1, 1), RunLook(picture=77, is_data=True)),
        (u16(sprms.SYMBOL) + u16(3) + u16(0xF0FE), RunLook(symbol=(3, 0xF0FE))),
        (number(sprms.FONT, 4, 2), None),
    ],
)
def test_what_matters_of_a_run(modifiers: bytes, look: RunLook | None) -> None:
    found = looks(runs=(page([(FIRST + 10, modifiers)]),))
    assert found.runs() == ([(0, 5, look)] if look else [])


def test_fonts_are_told_when_they_are_asked_for() -> None:
    both = number(sprms.FONT, 4, 2) + number(sprms.FONT_OTHER, 6, 2)
    found = looks(runs=(page([(FIRST + 10, number(sprms.FONT, 4, 2)), (FIRST + 20, both)]),))
    assert found.runs(with_fonts=True) == [(0, 5, RunLook(font=4)), (5, 10, RunLook(font=6))]


def test_weights_and_fonts_for_hanzi() -> None:
    entries = [
        (FIRST + 10, BOLD),
        (FIRST + 20, b"\x35\x08\x00"),
        (FIRST + 30, number(sprms.FONT_ASIAN, 2, 2)),
        (FIRST + 40, HIDDEN),
    ]
    assert looks(runs=(page(entries),)).types() == [
        (0, 5, RunLook(weight=True)),
        (5, 10, RunLook(weight=False)),
        (10, 15, RunLook(font=2)),
    ]


def test_runs_that_say_themselves_whether_they_are_hidden() -> None:
    entries = [
        (FIRST + 10, b"\x3c\x08\x00"),
        (FIRST + 20, number(sprms.CHARACTER_STYLE, 12, 2)),
        (FIRST + 30, BOLD),
    ]
    assert looks(runs=(page(entries),)).seen() == [(0, 5, RunLook(weight=False)), (5, 10, RunLook(font=12))]


def test_word_6_has_pages_of_other_widths_and_its_own_numbers() -> None:
    found = looks(
        (page([(FIRST + 20, paragraph(bytes((5, 1)), 3))], width=7),),
        (page([(FIRST + 10, bytes((92, 1)))]),),
        version=WORD_6,
    )
    assert found.paragraph(2) == (ParagraphLook(3, is_centred=True), 10)
    assert found.runs() == [(0, 5, RunLook(is_removed=True))]


def test_which_sections_begin_a_page() -> None:
    """The kind that ends a section is that of the next one; without a word a new page."""
    found = looks()
    main = bytearray(found.fib.main)
    kinds = []
    for kind in (2, 0, 1, 3):
        kinds.append(len(main))
        main += u16(3) + u16(sprms.SECTION_KIND) + bytes((kind,))
    places = [*kinds, 0xFFFF_FFFF]
    plc = b"".join(map(u32, (0, 10, 20, 30, 40, 50)))
    plc += b"".join(b"\0\0" + u32(at) + b"\0" * 6 for at in places)
    main[154 + 8 * SECTIONS : 162 + 8 * SECTIONS] = u32(0) + u32(len(plc))
    made = Looks(found.fib._replace(main=bytes(main)), plc, bytes, found.pieces)
    assert read_sections(made) == {9: False, 19: False, 29: True, 39: True}
    assert read_sections(looks()) == {}


@given(st.binary(min_size=PAGE, max_size=PAGE), st.binary(min_size=PAGE, max_size=PAGE), st.booleans())
def test_any_pages_give_spans_in_order_inside_the_text(one: bytes, other: bytes, is_old: bool) -> None:
    found = looks((one,), (other,), version=WORD_6 if is_old else WORD_97)
    for spans in (found.runs(with_fonts=True), found.seen(), found.types()):
        assert all(0 <= start < end <= 100 for start, end, _ in spans)
        assert [start for start, _, _ in spans] == sorted(start for start, _, _ in spans)
    for position in (0, 50, 99):
        look, until = found.paragraph(position)
        assert isinstance(look, ParagraphLook)
        assert position < until <= 100
