"""Numbers as lists and people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.numerals import chinese_number, format_number, read_number


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "零"),
        (9, "九"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (10_000, "一万"),
        (10_001, "一万零一"),
        (10_010, "一万零一十"),
        (10_100, "一万零一百"),
        (11_000, "一万一千"),
        (20_012, "二万零一十二"),
        (99_999, "九万九千九百九十九"),
    ],
)
def test_a_number_in_chinese(value: int, written: str) -> None:
    assert chinese_number(value) == written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十五篇", 15),
        ("两百", 200),
        ("二百五", 205),  # as written, not as spoken
        ("第三届", 3),
        ("共12篇，另3篇", 12),
        ("１２篇", 12),
        ("一〇", 0),
        ("", 0),
        ("没有", 0),
    ],
)
def test_the_first_number_in_a_text(text: str, value: int) -> None:
    assert read_number(text) == value


@given(st.integers(1, 9999))
def test_what_is_written_is_read_back(value: int) -> None:
    assert read_number(chinese_number(value)) == value
    assert read_number(f"共{value}篇") == value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("decimal", ("1", "9", "10", "27", "1994")),
        ("decimalZero", ("01", "09", "10", "27", "1994")),
        ("upperRoman", ("I", "IX", "X", "XXVII", "MCMXCIV")),
        ("lowerRoman", ("i", "ix", "x", "xxvii", "mcmxciv")),
        ("upperLetter", ("A", "I", "J", "AA", "1994")),
        ("lowerLetter", ("a", "i", "j", "aa", "1994")),
        ("chineseCounting", ("一", "九", "十", "二十七", "一千九百九十四")),
        ("chineseCountingThousand", ("一", "九", "十", "二十七", "一千九百九十四")),
        ("ideographDigital", ("一", "九", "一〇", "二七", "一九九四")),
        ("chineseLegalSimplified", ("壹", "玖", "壹拾", "贰拾柒", "壹仟玖佰玖拾肆")),
        ("ideographLegalTraditional", ("壹", "玖", "壹拾", "貳拾柒", "壹仟玖佰玖拾肆")),
        ("ideographTraditional", ("甲", "壬", "癸", "27", "1994")),
        ("ideographZodiac", ("子", "申", "酉", "27", "1994")),
        ("ideographZodiacTraditional", ("甲子", "壬申", "癸酉", "庚寅", "丁丑")),
        ("decimalEnclosedCircle", ("①", "⑨", "⑩", "㉗", "1994")),
        ("decimalEnclosedParen", ("⑴", "⑼", "⑽", "27", "1994")),
        ("decimalEnclosedFullstop", ("⒈", "⒐", "⒑", "27", "1994")),
        ("ideographEnclosedCircle", ("㊀", "㊈", "㊉", "27", "1994")),
        ("decimalFullWidth", ("１", "９", "１０", "２７", "１９９４")),
        ("numberInDash", ("- 1 -", "- 9 -", "- 10 -", "- 27 -", "- 1994 -")),
        ("hex", ("1", "9", "A", "1B", "7CA")),
        ("none", ("", "", "", "", "")),
        ("noSuchFormat", ("1", "9", "10", "27", "1994")),
    ],
)
def test_list_numbers_in_the_formats_of_word(name: str, expected: tuple[str, ...]) -> None:
    assert tuple(format_number(value, name) for value in (1, 9, 10, 27, 1994)) == expected


@pytest.mark.parametrize(
    "name", ["upperRoman", "chineseCounting", "lowerLetter", "decimalEnclosedCircle", "hex"]
)
@pytest.mark.parametrize("value", [-1, 100_000, 10**9])
def test_numbers_beyond_a_list_stay_digits(name: str, value: int) -> None:
    assert format_number(value, name) == str(value)


@given(st.integers(1, 3999))
def test_roman_numbers_add_up(value: int) -> None:
    worth = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    signs = [worth[sign] for sign in format_number(value, "upperRoman")]
    total = sum(-one if one < next_one else one for one, next_one in zip(signs, [*signs[1:], 0], strict=True))
    assert total == value
