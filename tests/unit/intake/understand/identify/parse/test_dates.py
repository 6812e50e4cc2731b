"""Dates as writers put them under their texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.understand.identify.parse.dates import date_of, is_date_line, last_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("", ""),
        ("2015年7月31日", "2015年7月31日"),
        ("2015 年 7 月 31 日", "2015年7月31日"),
        ("2015年07月", "2015年07月"),
        ("2015年7月×日", "2015年7月×日"),
        ("2015年7月  日", "2015年7月"),
        ("二〇一五年七月三十一日", "二〇一五年七月三十一日"),
        ("二○一五年七月三十一日", "二○一五年七月三十一日"),
        ("二零一五年十二月", "二零一五年十二月"),
        ("一九九九年十二月三十一日", "一九九九年十二月三十一日"),
        ("2015-7-31", "2015-7-31"),
        ("2015.07.31", "2015.07.31"),
        ("2015/7", "2015/7"),
        ("2015．7．31", "2015．7．31"),
        ("丰县民政局 2015年7月31号", "2015年7月31号"),
        ("2015年", ""),
        ("2015-7.31", "2015-7"),
        ("2015-73", ""),
        ("12015-7-31", ""),
        ("7月31日", ""),
        ("1815年7月1日", ""),
    ],
)
def test_the_date_in_a_text(text: str, date: str) -> None:
    assert date_of(text) == date


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("（2015年7月）", True),
        ("日期：2015年7月31日", True),
        ("填报时间： 2015.7.31", True),
        ("[2015-07-31]", True),
        ("二〇一五年七月三十一日", True),
        ("丰县民政局 2015年7月31日", False),
        ("2015年7月31日，村里开会", False),
        ("2015年", False),
        ("", False),
    ],
)
def test_a_line_that_is_nothing_but_a_date(line: str, is_one: bool) -> None:
    assert is_date_line(line) is is_one


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ((), ""),
        (("2015年6月1日", "正文", "2015年7月31日"), "2015年7月31日"),
        (("丰县民政局 2015年7月31日", "联系人：张三"), "2015年7月31日"),
        (("2015年6月1日", "自2014年3月起" + "全村都在议这件事" * 8), "2015年6月1日"),  # prose is too long
        (("正文", "结束"), ""),
    ],
)
def test_the_date_of_the_last_line_that_has_one(lines: tuple[str, ...], date: str) -> None:
    assert last_date(lines) == date


@given(st.integers(1900, 2099), st.integers(1, 12), st.integers(1, 31), st.sampled_from("年-./．·"))
def test_every_date_is_found_whole(year: int, month: int, day: int, mark: str) -> None:
    written = f"{year}年{month}月{day}日" if mark == "年" else f"{year}{mark}{month}{mark}{day}"
    assert (date_of(f"民政局 {written}。"), is_date_line(written)) == (written, True)
