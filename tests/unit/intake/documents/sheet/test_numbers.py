"""Numbers as the cells show them."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.sheet import numbers as sheet_numbers
from intake.documents.sheet.numbers import show_number


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (15950000001, "General", "15950000001"),
        (1585.0, "", "1585"),
        (0.1 + 0.2, "General", "0.3"),
        (-3.5, "General", "-3.5"),
        (1e-13, "General", "1e-13"),
        (1e300, "0.00", "1e+300"),
        (320321199001011234, "General", "320321199001011000"),
        (15950000001, "0.00E+00", "15950000001"),
        (3.14, "@", "3.14"),
        (7, "000", "007"),
        (51689212345, "0000-0000000", "5168-9212345"),
        (12, "0.0#", "12.0"),
        (12.345, "0.0#", "12.35"),
        (2.5, "0", "3"),
        (-0.2, "0", "0"),
        (0, "#", ""),
        (1585, "0_ ", "1585"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (1234, "¥#,##0", "¥1,234"),
        (1234, "[$¥-804]#,##0.00", "¥1,234.00"),
        (1500000, '0.0,,"百万"', "1.5百万"),
        (0.256, "0.0%", "25.6%"),
        (-3, "0;(0)", "(3)"),
        (-5, "#,##0;[Red]-#,##0", "-5"),
        (0, '0;-0;"无"', "无"),
        (5, '"第"0"期"', "第5期"),
        (3, 'General"字"', "3字"),
        (3, "G/通用格式", "3"),
        (1.5, "# ?/?", "1.5"),
        (5, "[>9]0.0;0", "5.0"),
        (42223, "yyyy-m-d", "2015-08-07"),
        (42223, "m月d日", "2015-08-07"),
        (42223, "m/d", "2015-08-07"),
        (42223, "mmm-yy", "2015-08-07"),
        (42223, '[$-804]yyyy"年"m"月";@', "2015-08-07"),
        (42223, "[DBNum1]yyyy年m月d日", "2015-08-07"),
        (42223.5, "yyyy/m/d h:mm", "2015-08-07 12:00"),
        (42223, "yyyy/m/d h:mm", "2015-08-07"),
        (0.5, "h:mm AM/PM", "12:00"),
        (1.25, "[h]:mm", "30:00"),
        (1, "yyyy-m-d", "1900-01-01"),
        (61, "yyyy-m-d", "1900-03-01"),
        (-1, "yyyy-m-d", "-1"),
        (3e6, "yyyy-m-d", "3000000"),
        (math.nan, "0", ""),
        (math.inf, "0", ""),
    ],
)
def test_shown(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == shown


def test_the_other_calendar() -> None:
    assert show_number(40761, "yyyy-m-d", from_1904=True) == "2015-08-07"


def test_docstrings() -> None:
    assert doctest.testmod(sheet_numbers).failed == 0


@given(st.floats(), st.text('0#?.,%E+-@GyMmdhs年月日;[]"$\\_* /1', max_size=20))
def test_any_code_is_survived(value: float, code: str) -> None:
    assert isinstance(show_number(value, code), str)


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_are_kept(value: int) -> None:
    assert show_number(float(value)) == str(value)
