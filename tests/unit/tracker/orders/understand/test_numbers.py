"""Numbers as people write them: digits, Chinese numerals, circled ones, ranges, telephones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.orders.understand.numbers import (
    LONGEST_RANGE,
    hanzi_number,
    number_of,
    read_numbers,
    read_phone,
)

DIGITS = "零一二三四五六七八九"
PREFIX = "XZ"


def in_hanzi(number):
    """A number below 1,000 as it is read aloud: 105 is 一百零五, 110 一百一十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (DIGITS[ones] if ones else "")


def test_every_number_said_aloud_is_read_back():
    assert {n: hanzi_number(in_hanzi(n)) for n in range(1, 1000)} == {n: n for n in range(1, 1000)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("零", 0),
        ("零零七", 7),
        ("零四二", 42),
        ("一二三", 123),
        ("十", 10),
        ("百", 100),
        ("廿", 20),
        ("廿九", 29),
        ("卅一", 31),
        ("一百一十", 110),
        ("百零五", 105),
        ("甲", 0),
        ("两", 0),
    ],
)
def test_numerals_at_their_edges(text, number):
    assert hanzi_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第三个", 3),
        ("第12个", 12),
        ("主题⑥", 6),
        ("⑩", 10),
        ("3号或4号", 3),
        ("0042", 42),
        ("１２", 12),
        ("一二", 12),
        ("1234567", 123456),
        ("没有", 0),
        ("", 0),
    ],
)
def test_the_first_number_of_a_name(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ()),
        ("号", ()),
        ("3、5号和七号", (3, 5, 7)),
        ("3号3号", (3,)),
        ("7、3、7、5", (7, 3, 5)),
        ("1到5号", (1, 2, 3, 4, 5)),
        ("一至四号", (1, 2, 3, 4)),
        ("1号起到3号", (1, 2, 3)),
        ("2-4、9-11", (2, 3, 4, 9, 10, 11)),
        ("4-4", (4,)),
        ("5-3", (5, 3)),
        ("-3", (3,)),
        ("3-", (3,)),
        ("1到3到5", (1, 2, 3, 4, 5)),
        ("1～3、2~4", (1, 2, 3, 4)),
        ("十到十二", (10, 11, 12)),
        ("廿九至卅一", (29, 30, 31)),
    ],
)
def test_lists_and_ranges_without_a_prefix(text, numbers):
    assert read_numbers(text) == numbers


@pytest.mark.parametrize(
    "first", ["XZ-001", "XZ001", "xz-001", "XZ 001", "XZ_001", "XZ-001号", "XZ-1", "001"]
)
@pytest.mark.parametrize("to", ["-", "—", "–", "~", "～", "至", "到", " - ", " 到 "])
@pytest.mark.parametrize("last", ["XZ-004", "XZ004", "xz-004", "004", "XZ-004号", "XZ-4", "4"])
def test_a_range_is_the_same_however_its_ends_and_its_dash_are_written(first, to, last):
    assert read_numbers(first + to + last, PREFIX) == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("XZ-014", (14,)),
        ("XZ—014", (14,)),
        ("XZ一014", (14,)),
        ("XZ一14", (14,)),
        ("XZ十四", (14,)),
        ("差徐-014", (14,)),
        ("XZ-003、XZ-005", (3, 5)),
        ("XZ-003、005和9", (3, 5, 9)),
        ("XZ-003号-XZ-005号、XZ-008", (3, 4, 5, 8)),
        ("XZ", ()),
    ],
)
def test_numbers_behind_the_prefix_of_the_call(text, numbers):
    assert read_numbers(text, PREFIX) == numbers


def test_a_range_longer_than_any_order_is_not_counted_out():
    assert read_numbers(f"1-{LONGEST_RANGE + 1}") == tuple(range(1, LONGEST_RANGE + 2))
    assert read_numbers(f"1-{LONGEST_RANGE + 2}") == (1, LONGEST_RANGE + 2)


@given(
    st.lists(st.integers(1, 99_999), min_size=1, max_size=20),
    st.sampled_from(["、", "，", "和", "号、", " "]),
)
def test_a_list_holds_each_number_once_in_its_order(numbers, mark):
    assert read_numbers(mark.join(map(str, numbers))) == tuple(dict.fromkeys(numbers))


@given(st.text(alphabet="0123456789一二三十百廿XZxz-—~到、号 ", max_size=60))
def test_whatever_is_read_is_listed_once_and_never_negative(text):
    found = read_numbers(text, PREFIX)
    assert len(set(found)) == len(found)
    assert all(number >= 0 for number in found)


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("13800001111", "13800001111"),
        ("138 0000 1111", "13800001111"),
        ("138-0000-1111", "13800001111"),
        ("一三八零零零零一一一一", "13800001111"),
        ("0516-80000001", "0516-80000001"),
        ("0516 80000001", "0516-80000001"),
        ("0516——80000001", "0516-80000001"),
        ("0516，80000001", "0516-80000001"),
        (" 0516－80000001", "0516-80000001"),
        ("8000 0001", "80000001"),
        ("", ""),
    ],
)
def test_a_telephone_in_one_way_of_writing(written, phone):
    assert read_phone(written) == phone


@given(st.text(alphabet="0123456789零一二三-— ，", max_size=20))
def test_a_telephone_read_twice_is_the_same(written):
    assert read_phone(read_phone(written)) == read_phone(written)
