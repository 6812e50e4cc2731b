"""Lists of MAPI properties (MS-OXTNEF par. 2.1.3.4), by hand-made bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.errors import Damaged
from intake.unpack.outlook.mapi import (
    BINARY,
    MAX_PROPERTIES,
    MAX_VALUES,
    OBJECT,
    STRING8,
    UNICODE,
    Property,
    Reader,
    read_properties,
)

MULTIPLE = 0x1000
GUID = bytes(range(16))


def u16(number: int) -> bytes:
    return number.to_bytes(2, "little")


def u32(number: int) -> bytes:
    return number.to_bytes(4, "little")


def padded(value: bytes) -> bytes:
    return u32(len(value)) + value + b"\0" * (-len(value) % 4)


def tag(kind: int, identity: int) -> bytes:
    return u16(kind) + u16(identity)


def said(kind: int, identity: int, *values: bytes) -> bytes:
    """A property whose values have a length of their own."""
    return tag(kind, identity) + u32(len(values)) + b"".join(map(padded, values))


def listed(*properties: bytes) -> bytes:
    return u32(len(properties)) + b"".join(properties)


def read(*properties: bytes) -> list[Property]:
    return list(read_properties(listed(*properties)))


AFTER = said(UNICODE, 0x3707, "案例".encode("utf-16-le"))  # what follows is still found
THEN = Property(0x3707, UNICODE, "案例".encode("utf-16-le"))


@pytest.mark.parametrize("kind", [STRING8, UNICODE, BINARY, OBJECT])
@pytest.mark.parametrize("value", [b"", b"a", b"ab", b"abc", b"abcd", b"abcde"])
def test_a_value_of_any_length_is_padded_to_four(kind: int, value: bytes) -> None:
    assert read(said(kind, 0x3704, value), AFTER) == [Property(0x3704, kind, value), THEN]


@pytest.mark.parametrize(
    ("kind", "size"),
    [(0x02, 4), (0x03, 4), (0x04, 4), (0x05, 8), (0x06, 8), (0x07, 8), (0x0A, 4), (0x0B, 4), (0x14, 8), (0x40, 8),
     (0x48, 16)],
)  # fmt: skip
def test_a_value_of_fixed_size_has_no_count(kind: int, size: int) -> None:
    value = GUID[:size]
    assert read(tag(kind, 0x0E20) + value, AFTER) == [Property(0x0E20, kind, value), THEN]


def test_of_several_values_the_first_is_told() -> None:
    several = tag(MULTIPLE | 0x03, 0x0E21) + u32(3) + u32(7) + u32(8) + u32(9)
    assert read(several, AFTER) == [Property(0x0E21, 0x03, u32(7)), THEN]
    names = said(MULTIPLE | UNICODE, 0x0E22, "甲".encode("utf-16-le"), "乙乙".encode("utf-16-le"))
    assert read(names, AFTER) == [Property(0x0E22, UNICODE, "甲".encode("utf-16-le")), THEN]


def test_a_property_without_values_is_empty() -> None:
    assert read(said(UNICODE, 0x3707), said(MULTIPLE | BINARY, 0x0E23), AFTER) == [
        Property(0x3707, UNICODE, b""),
        Property(0x0E23, BINARY, b""),
        THEN,
    ]
    assert read(tag(MULTIPLE | 0x48, 0x0E24) + u32(0), AFTER) == [Property(0x0E24, 0x48, b""), THEN]


@pytest.mark.parametrize(
    "name",
    [u32(0) + u32(0x8233), u32(1) + padded("Keywords\0".encode("utf-16-le")), u32(1) + padded(b"abc"), u32(1) + padded(b"")],
    ids=["by number", "by name", "by a name that is padded", "by an empty name"],
)  # fmt: skip
def test_a_named_property_carries_its_name_before_its_value(name: bytes) -> None:
    named = tag(UNICODE, 0x8001) + GUID + name + u32(1) + padded("值".encode("utf-16-le"))
    assert read(named, AFTER) == [Property(0x8001, UNICODE, "值".encode("utf-16-le")), THEN]


@pytest.mark.parametrize(
    ("kind", "value", "charset", "text"),
    [
        (UNICODE, "案例.docx\0".encode("utf-16-le"), "", "案例.docx"),
        (UNICODE, "案例".encode("utf-16-le") + b"\x41", "", "案例\ufffd"),  # half a sign at the end
        (UNICODE, b"", "", ""),
        (STRING8, "案例.docx\0".encode("gb18030"), "cp936", "案例.docx"),
        (STRING8, "案例.docx\0\0".encode("big5"), "cp950", "案例.docx"),
        (STRING8, "案例.docx".encode(), "cp65001", "案例.docx"),
        (STRING8, "居民议事会的做法与成效.docx\0".encode("gb18030"), "", "居民议事会的做法与成效.docx"),
        (STRING8, b"plain.txt\0", "cp99999", "plain.txt"),  # a code page that nobody knows
        (STRING8, b"\0\0", "cp936", ""),
    ],
)
def test_a_name_in_the_code_page_of_its_message(kind: int, value: bytes, charset: str, text: str) -> None:
    assert Property(0x3707, kind, value).text(charset) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\1\0\0",
        u32(1),
        u32(1) + tag(0x03, 0x0E20) + b"\0\0\0",
        u32(1) + tag(UNICODE, 0x3707) + u32(1) + u32(5) + b"abcd",
        u32(1) + tag(UNICODE, 0x3707) + u32(1) + u32(0xFFFFFFFF),
        u32(1) + tag(UNICODE, 0x3707) + u32(MAX_VALUES + 1) + b"\0" * 8192,
        u32(1) + tag(MULTIPLE | 0x03, 0x0E20) + u32(MAX_VALUES + 1) + b"\0" * 8192,
        u32(1) + tag(0x99, 0x0E20) + b"\0" * 64,  # a type that is none
        u32(1) + tag(UNICODE, 0x8001) + GUID[:15],
        u32(1) + tag(UNICODE, 0x8001) + GUID + u32(1) + u32(400) + b"short",
        u32(MAX_PROPERTIES + 1) + AFTER * 3,
    ],
)
def test_a_list_that_lies_about_its_lengths_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        list(read_properties(data))


def test_what_stands_before_the_damage_is_told_first() -> None:
    found = read_properties(u32(2) + AFTER + tag(0x99, 1))
    assert next(found) == THEN
    with pytest.raises(Damaged):
        next(found)


def test_the_padding_of_the_last_value_may_be_cut_off() -> None:
    whole = listed(said(BINARY, 0x3701, b"abcde"))
    assert list(read_properties(whole[:-3])) == [Property(0x3701, BINARY, b"abcde")]
    with pytest.raises(Damaged):
        list(read_properties(whole[:-4]))


def test_as_many_values_as_allowed_are_read() -> None:
    many = tag(MULTIPLE | 0x03, 0x0E20) + u32(MAX_VALUES) + struct.pack(f"<{MAX_VALUES}I", *range(MAX_VALUES))
    assert read(many, AFTER) == [Property(0x0E20, 0x03, u32(0)), THEN]


def test_a_cursor_never_passes_the_end() -> None:
    reader = Reader(b"\x01\x02\x03\x04\x05\x06\x07")
    assert (reader.number(1), reader.number(2), reader.left) == (1, 0x0302, 4)
    for size in (5, -1, 1 << 40):
        with pytest.raises(Damaged):
            reader.take(size)
    assert reader.left == 4  # what could not be read is still there
    assert (reader.padded(3), reader.left, reader.take(0)) == (b"\x04\x05\x06", 0, b"")


VALUES = st.binary(max_size=40)
PROPERTIES = st.lists(st.tuples(st.sampled_from([STRING8, UNICODE, BINARY, OBJECT]), st.integers(0, 0x7FFF), VALUES), max_size=8)  # fmt: skip


@given(PROPERTIES)
def test_what_is_written_is_read_again(properties: list[tuple[int, int, bytes]]) -> None:
    data = listed(*(said(kind, identity, value) for kind, identity, value in properties))
    assert list(read_properties(data)) == [
        Property(identity, kind, value) for kind, identity, value in properties
    ]


@given(st.binary(max_size=120))
def test_any_bytes_are_read_or_damaged(data: bytes) -> None:
    try:
        found = list(read_properties(data))
    except Damaged:
        return
    assert all(len(one.value) <= len(data) for one in found)
