"""Properties and fields of Word binary files, by hand-made bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.word.doc import sprms
from intake.documents.word.doc.fields import BEGIN, END, SEPARATOR, Fields, Inserted
from intake.documents.word.doc.pieces import FILLER
from intake.documents.word.doc.sprms import read_properties, short_property


def new(number: int, operand: bytes) -> bytes:
    return number.to_bytes(2, "little") + operand


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", {}),
        (b"\x35", {}),
        (new(sprms.BOLD, b"\x01"), {sprms.BOLD: b"\x01"}),
        (new(sprms.SIZE, b"\x2c\x00"), {sprms.SIZE: b"\x2c\x00"}),
        (new(sprms.DEPTH, b"\x02\0\0\0"), {sprms.DEPTH: b"\x02\0\0\0"}),
        (
            new(sprms.BOLD, b"\x01") + new(sprms.HIDDEN, b"\x01") + new(sprms.BOLD, b"\x00"),
            {sprms.BOLD: b"\x00", sprms.HIDDEN: b"\x01"},  # the last wins
        ),
        (
            new(sprms.ROW_SHAPE, b"\x05\x00abcd") + new(sprms.BOLD, b"\x01"),
            {sprms.ROW_SHAPE: b"abcd", sprms.BOLD: b"\x01"},
        ),
        (new(0xC615, b"\x02ab") + new(sprms.BOLD, b"\x01"), {0xC615: b"ab", sprms.BOLD: b"\x01"}),
        (new(0xC615, b"\xffab") + new(sprms.BOLD, b"\x01"), {}),  # its size is said elsewhere: the list ends
        (new(sprms.SIZE, b"\x2c"), {sprms.SIZE: b"\x2c"}),  # cut short
    ],
)
def test_modifiers_of_word_97(data: bytes, found: dict[int, bytes]) -> None:
    assert read_properties(data, is_old=False) == found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", {}),
        (bytes((85, 1)), {sprms.BOLD: b"\x01"}),
        (bytes((99, 44, 0)), {sprms.SIZE: b"\x2c\x00"}),
        (bytes((5, 1, 24, 1)), {sprms.ALIGNED: b"\x01", sprms.IN_TABLE: b"\x01"}),
        (bytes((190, 5, 0)) + b"abcd" + bytes((85, 1)), {sprms.ROW_SHAPE: b"abcd", sprms.BOLD: b"\x01"}),
        (bytes((103, 3)) + b"abc" + bytes((85, 1)), {sprms.BOLD: b"\x01"}),  # of no use here, passed over
        (bytes((190,)), {}),
        (bytes((200, 1, 2, 3, 4, 85, 1)), {sprms.BOLD: b"\x01"}),
    ],
)
def test_modifiers_of_word_6_under_the_numbers_of_word_97(data: bytes, found: dict[int, bytes]) -> None:
    assert read_properties(data, is_old=True) == found


@pytest.mark.parametrize(
    ("prm", "found"), [(85 << 1 | 1 << 8, {sprms.BOLD: b"\x01"}), (0, {}), (127 << 1, {})]
)
def test_the_property_that_a_piece_says(prm: int, found: dict[int, bytes]) -> None:
    assert short_property(prm) == found


@pytest.mark.parametrize(
    ("operand", "is_on"),
    [(None, False), (b"", False), (b"\0", False), (b"\x01", True), (b"\x80", False), (b"\x81", True)],
)
def test_toggles(operand: bytes | None, is_on: bool) -> None:
    assert sprms.is_on(operand) is is_on
    properties = {} if operand is None else {sprms.BOLD: operand}
    assert sprms.value(properties, sprms.BOLD, 7) == (
        7 if operand is None else int.from_bytes(operand, "little")
    )


@given(st.binary(max_size=80), st.booleans())
def test_any_bytes_are_followed_or_left(data: bytes, is_old: bool) -> None:
    for number, operand in read_properties(data, is_old=is_old).items():
        assert 0 <= number <= 0xFFFF
        assert operand in data


def field(code: str, result: str | None = None) -> str:
    return BEGIN + code + (SEPARATOR + result if result is not None else "") + END


@pytest.mark.parametrize(
    ("story", "shown"),
    [
        ("没有域", "没有域"),
        ("", ""),
        (field(" HYPERLINK x ", "链接"), "链接"),
        ("前" + field(" PAGE ", "3") + "后", "前3后"),
        (field(" TOC ", "一" + field(" PAGEREF ", "1") + "二"), "一1二"),
        (field(" IF " + field(" X ", "a") + " = b ", "是"), "是"),  # what stands in a code is none
        (field(" DATE "), ""),
        (field(" EQ \\o\\ac(○,1) "), "①"),
        (field(" EQ \\f(1,2) ", "0.5"), "0.5"),
        ("前" + BEGIN + " HYPERLINK 没有结尾\r后", "前\r后"),
        ("前" + BEGIN + " 没有结尾", "前"),
        ("前" + END + "后", "前后"),
        ("前" + SEPARATOR + "后", "前后"),
        (field(" EMBED Word.Document "), ""),
    ],
)
def test_codes_fall_away_and_results_stay(story: str, shown: str) -> None:
    inserted = Inserted()
    reduced = Fields(inserted).reduce(story, 0, len(story))
    assert len(reduced) == len(story)  # positions stay what they are
    plain = inserted.show(reduced).replace(FILLER, "")
    assert plain.translate(dict.fromkeys(map(ord, BEGIN + SEPARATOR + END))) == shown


@pytest.mark.parametrize(
    ("code", "count"), [(" EMBED Word.Document ", 1), (" EMBED Equation.3 ", 0), (" PAGE ", 0)]
)
def test_embedded_files_are_counted(code: str, count: int) -> None:
    fields = Fields(Inserted())
    story = field(code, "x") * 2
    fields.reduce(story, 0, len(story))
    assert fields.embedded == 2 * count


@given(st.text(alphabet=f"{BEGIN}{SEPARATOR}{END}\r\x07aEQ 1", max_size=60))
def test_any_order_of_marks_keeps_every_position(story: str) -> None:
    inserted = Inserted()
    reduced = Fields(inserted).reduce(story, 0, len(story))
    assert len(reduced) == len(story)
    assert reduced.count("\x07") == story.count("\x07")  # marks of cells stand whatever is around them
    assert isinstance(inserted.show(reduced), str)


def test_strings_stand_as_one_character_each() -> None:
    inserted = Inserted()
    text = f"a{inserted.add('一二三')}b{inserted.add('四')}{inserted.add('')}"
    assert len(text) == 5
    assert inserted.show(text) == f"a一二三b四{FILLER}"
    assert Inserted().show(text).replace(FILLER, "") == "ab"
