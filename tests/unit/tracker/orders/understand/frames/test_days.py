"""The day that words name, as seen from today, beside the calendar of the standard library."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.orders.understand.frames.days import day_of

THURSDAY = date(2015, 9, 10)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NAMES = "一二三四五六日"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9月25日", "2015-09-25"),
        ("9月25号", "2015-09-25"),
        ("9月25", "2015-09-25"),
        ("九月二十五日", "2015-09-25"),
        ("九月廿五日", "2015-09-25"),
        ("十月一日", "2015-10-01"),
        ("十二月三十一日", "2015-12-31"),
        ("2016年2月29日", "2016-02-29"),
        ("9月25日周五24时前", "2015-09-25"),
        ("9月25日以前", "2015-09-25"),
        ("9 月 25 日", "2015-09-25"),
        ("2015 年 9 月 25 日", "2015-09-25"),
        ("2015年 12月 1日", "2015-12-01"),
        ("2016-1-5", "2016-01-05"),
        ("2016-01-05", "2016-01-05"),
        ("2016.1.5", "2016-01-05"),
        ("2016/1/5", "2016-01-05"),
        ("2016 . 1 . 5", "2016-01-05"),
        ("2016年1.5", "2016-01-05"),
        ("2016-1月5日", "2016-01-05"),
        ("9.25", "2015-09-25"),
        ("9/25", "2015-09-25"),
        ("9-25", "2015-09-25"),
        ("9.25日", "2015-09-25"),
    ],
)
def test_a_day_of_the_calendar_in_every_way_of_writing(text, day):
    assert day_of(text, THURSDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "尽快",
        "2月29日",
        "2015年2月29日",
        "9月31日",
        "13月1日",
        "0月5日",
        "9月0日",
        "0000年9月1日",
        "2015.13.1",
        "31号",
        "0号",
        "三十一号",
        "本月31号",
        "13月底",
    ],
)
def test_what_no_calendar_has_is_no_day(text):
    assert day_of(text, THURSDAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15号", "2015-09-15"),
        ("11号", "2015-09-11"),
        ("10号", "2015-10-10"),
        ("5号", "2015-10-05"),
        ("十五号", "2015-09-15"),
        ("廿五日", "2015-09-25"),
        ("15", "2015-09-15"),
        ("本月15号", "2015-09-15"),
        ("本月10日", "2015-09-10"),
        ("本月5号", "2015-09-05"),
        ("这月5号", "2015-09-05"),
        ("这个月五号", "2015-09-05"),
        ("下月5号", "2015-10-05"),
        ("下个月15日", "2015-10-15"),
        ("下月31日", "2015-10-31"),
    ],
)
def test_a_day_without_a_month_is_the_next_unless_the_month_is_said(text, day):
    assert day_of(text, THURSDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("today", "text", "day"),
    [
        ("2015-12-31", "1号", "2016-01-01"),
        ("2015-12-31", "31号", "2016-01-31"),
        ("2015-12-10", "下月5号", "2016-01-05"),
        ("2015-12-10", "下月底", "2016-01-31"),
        ("2015-12-10", "1月底", "2016-01-31"),
        ("2015-12-10", "12月底", "2015-12-31"),
        ("2016-01-31", "下月底", "2016-02-29"),
        ("2016-01-31", "月底", "2016-01-31"),
        ("2016-01-31", "二月底前", "2016-02-29"),
        ("2016-01-31", "这个月底", "2016-01-31"),
        ("2016-01-31", "明天", "2016-02-01"),
        ("2015-12-29", "大后天", "2016-01-01"),
        ("2015-12-31", "后天", "2016-01-02"),
        ("2015-12-31", "下周五", "2016-01-08"),
    ],
)
def test_at_the_end_of_months_and_years(today, text, day):
    assert day_of(text, date.fromisoformat(today)) == date.fromisoformat(day)


@given(
    DAYS, st.integers(0, 6), st.sampled_from([("本", 0), ("这", 0), ("下", 1), ("下下", 2), ("下下个", 2)])
)
def test_a_weekday_of_a_named_week_lies_in_that_week(today, weekday, week):
    said, ahead = week
    day = day_of(f"{said}周{NAMES[weekday]}", today)
    assert day is not None
    assert day.weekday() == weekday
    assert day.isocalendar()[:2] == (today + timedelta(weeks=ahead)).isocalendar()[:2]


@given(DAYS, st.sampled_from(["周", "星期", "礼拜"]), st.sampled_from(NAMES + "天"))
def test_a_bare_weekday_is_one_of_the_next_seven_days(today, word, name):
    day = day_of(word + name, today)
    assert day is not None
    assert day.weekday() == min((NAMES + "天").index(name), 6)
    assert 1 <= (day - today).days <= 7


@given(DAYS, DAYS)
def test_a_full_date_is_itself_whatever_day_it_is(today, day):
    for written in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert day_of(written, today) == day


@given(DAYS, st.integers(1, 12))
def test_the_end_of_a_month_is_its_last_day_and_not_past(today, month):
    day = day_of(f"{month}月底", today)
    assert day is not None
    assert (day.month, day.day) == (month, calendar.monthrange(day.year, month)[1])
    assert 0 <= (day - today).days <= 365


@given(DAYS, st.text(alphabet="0123456789一二三十廿年月日号底周下本这天后明大./- ", max_size=16))
def test_no_words_break_the_reading_of_days(today, text):
    found = day_of(text, today)
    assert found is None or isinstance(found, date)
