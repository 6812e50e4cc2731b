"""Numbers as people and lists write them: 十二, 一、 甲 ① iv (ISO/IEC 29500-1, 17.18.59)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_LARGEST: Final = 99_999  # numbers beyond are shown as digits

_DIGITS: Final = "零一二三四五六七八九"
_LEGAL_SIMPLE: Final = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟萬".replace("萬", "万"))
_LEGAL_FULL: Final = ("零壹貳參肆伍陸柒捌玖", "拾佰仟萬")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def chinese_number(value: int, digits: str = _DIGITS, units: str = "十百千万") -> str:
    """12 → 十二, 105 → 一百零五; up to 99,999."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        rest = chinese_number(low, digits, units) if low else ""
        gap = digits[0] if 0 < low < 1000 else ""
        if gap and rest.startswith(units[0]):  # 一万零一十, not 一万零十
            gap += digits[1]
        return chinese_number(high, digits, units) + units[3] + gap + rest
    if value == 0:
        return digits[0]
    text, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit:
            between = digits[0] if skipped and text else ""
            text += between + digits[digit] + (units[place - 1] if place else "")
        skipped = not digit
    if 10 <= value < 20 and digits == _DIGITS:  # 十二, not 一十二; 壹拾贰 keeps its one
        text = text[1:]
    return text


_SPOKEN: Final = {sign: value for value, sign in enumerate(_DIGITS)} | {"两": 2, "〇": 0}


def read_number(text: str) -> int:
    """The first number in a text that stands in digits, else the one in Chinese up to 9999; 0: none."""
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits.group())
    total = current = 0
    for char in text:
        if char in _SPOKEN:
            current = _SPOKEN[char]
        elif char == "十":
            total, current = total + (current or 1) * 10, 0
        elif char == "百":
            total, current = total + (current or 1) * 100, 0
        elif char == "千":
            total, current = total + (current or 1) * 1000, 0
    return total + current


def _roman(value: int) -> str:
    if value < 1:
        return str(value)
    text = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        text += sign * count
    return text


def _letter(value: int) -> str:
    """Letters a to z, then aa to zz: Word repeats the letter."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else str(value)


def _from_block(first: int, count: int) -> Callable[[int], str]:
    return lambda value: chr(first + value - 1) if 1 <= value <= count else str(value)


def _circled(value: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(code + value - first)
    return str(value)


def _each_digit(signs: str) -> Callable[[int], str]:
    return lambda value: "".join(signs[int(digit)] for digit in str(value))


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": lambda value: _letter(value).upper(),
    "lowerLetter": _letter,
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "taiwaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "koreanCounting": chinese_number,
    "ideographDigital": _each_digit("〇" + _DIGITS[1:]),
    "japaneseDigitalTenThousand": _each_digit("〇" + _DIGITS[1:]),
    "taiwaneseDigital": _each_digit("〇" + _DIGITS[1:]),
    "chineseLegalSimplified": lambda value: chinese_number(value, *_LEGAL_SIMPLE),
    "ideographLegalTraditional": lambda value: chinese_number(value, *_LEGAL_FULL),
    "ideographTraditional": lambda value: _STEMS[value - 1] if 1 <= value <= 10 else str(value),
    "ideographZodiac": lambda value: _BRANCHES[value - 1] if 1 <= value <= 12 else str(value),
    "ideographZodiacTraditional": lambda value: _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from_block(0x2474, 20),
    "decimalEnclosedFullstop": _from_block(0x2488, 20),
    "ideographEnclosedCircle": _from_block(0x3280, 10),
    "decimalFullWidth": _each_digit("０１２３４５６７８９"),
    "decimalFullWidth2": _each_digit("０１２３４５６７８９"),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "none": lambda _: "",
}


def format_number(value: int, name: str) -> str:
    """A list number in one of Word's number formats; decimal for formats without a rule."""
    if not 0 <= value <= _LARGEST:
        return str(value)
    return _FORMATS.get(name, str)(value)
