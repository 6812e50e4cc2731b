"""The hour and the day that words name: every hour as it is written is read again, none is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import campaign_names
from intake.text.numerals import chinese_number
from tracker.orders.understand.message.daily.times import Moment, clock_of, find_moment, read_clock

NAMES = campaign_names()  # a Thursday, 6 August 2015
TODAY = NAMES.today
MINUTES = st.integers(0, 59)


def at(text: str) -> str:
    found = find_moment(text, NAMES)
    assert found is not None
    assert found.at is not None
    return found.at.isoformat(timespec="minutes")


# An hour


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("17:30", time(17, 30)),
        ("8点", time(8)),
        ("早上八点", time(8)),
        ("早上八点半", time(8, 30)),
        ("下午3点", time(15)),
        ("下午三点一刻", time(15, 15)),
        ("下午三点三刻", time(15, 45)),
        ("下午五点二十", time(17, 20)),
        ("下午五点二十五分", time(17, 25)),
        ("傍晚6点", time(18)),
        ("晚上7点半", time(19, 30)),
        ("晚9点", time(21)),
        ("中午12点", time(12)),
        ("中午1点", time(13)),
        ("中午11点半", time(11, 30)),
        ("上午十点", time(10)),
        ("上午11:05", time(11, 5)),
        ("两点", time(2)),
        ("下午两点", time(14)),
        ("十二点", time(12)),
        ("20点", time(20)),
        ("下午17点", time(17)),
        ("8点整", time(8)),
        ("0点", time(0)),
    ],
)
def test_an_hour_is_read_in_the_part_of_the_day_that_is_said(text: str, clock: time) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["", "早上", "25点", "24点", "8:60", "8点75分", "日报照常", "点", "：30"])
def test_what_is_no_hour_is_none(text: str) -> None:
    assert read_clock(text) is None


@given(st.integers(0, 23), MINUTES)
def test_every_hour_of_the_day_is_read_as_it_is_written(hour: int, minute: int) -> None:
    wanted = time(hour, minute)
    assert read_clock(f"{hour}:{minute:02d}") == wanted
    assert read_clock(f"{hour:02d}:{minute:02d}") == wanted
    assert read_clock(f"{hour}点{minute}分") == wanted
    assert read_clock(f"{hour}时{minute:02d}分") == wanted


@given(st.integers(1, 23))
def test_hours_in_words_are_those_in_figures(hour: int) -> None:
    words = chinese_number(hour)
    assert read_clock(f"{words}点") == read_clock(f"{hour}点") == time(hour)
    assert read_clock(f"{words}点半") == time(hour, 30)


@given(st.integers(6, 11), MINUTES, st.sampled_from(("下午", "傍晚", "晚上", "晚")))
def test_behind_noon_twelve_hours_are_added_once(hour: int, minute: int, part: str) -> None:
    behind, before = timedelta(hours=hour + 12, minutes=minute), timedelta(hours=hour, minutes=minute)
    assert clock_of(hour, minute, part) == behind
    assert clock_of(hour + 12, minute, part) == behind
    assert clock_of(hour, minute, "上午") == before


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(("", "早上", "中午", "下午", "上班")))
def test_beyond_the_clock_there_is_no_hour(hour: int, minute: int, part: str) -> None:
    found = clock_of(hour, minute, part)
    assert (found is None) == ((hour > 23 and (hour, minute) != (24, 0)) or minute > 59)
    assert found is None or found.seconds // 60 % 60 == minute


@pytest.mark.parametrize("text", ["晚上12点", "晚上1点", "24点", "25点", "8点75"])
def test_what_is_no_hour_of_one_day_is_none(text: str) -> None:
    assert read_clock(text) is None


def test_midnight_ends_the_day_and_an_hour_of_two_nights_is_asked() -> None:
    assert at("今晚12点把汇总表发我") == "2015-08-07T00:00"
    assert at("明天晚上12点催") == "2015-08-08T00:00"
    found = find_moment("明天晚上1点催", NAMES)
    assert found is not None
    assert (found.at, found.is_hourless) == (None, True)


# A day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("今天下午3点催", "2015-08-06T15:00"),
        ("今晚催", "2015-08-06T19:00"),
        ("明天催", "2015-08-07T09:00"),
        ("明早催", "2015-08-07T08:40"),
        ("明日上午催", "2015-08-07T09:00"),
        ("明晚8点催", "2015-08-07T20:00"),
        ("后天下班前催", "2015-08-08T16:30"),
        ("大后天中午催", "2015-08-09T12:00"),
        ("周五催", "2015-08-07T09:00"),
        ("周日催", "2015-08-09T09:00"),
        ("星期三催", "2015-08-12T09:00"),
        ("这周六催", "2015-08-08T09:00"),
        ("下周四催", "2015-08-13T09:00"),
        ("下下周一傍晚催", "2015-08-17T17:00"),
        ("8月7日催", "2015-08-07T09:00"),
        ("八月十二日上午十点半催", "2015-08-12T10:30"),
        ("2015年9月1日催", "2015-09-01T09:00"),
        ("10日催", "2015-08-10T09:00"),
        ("5日催", "2015-09-05T09:00"),  # this month's has passed
        ("7号上午催", "2015-08-07T09:00"),
        ("12号9点催", "2015-08-12T09:00"),
        ("两天后催", "2015-08-08T09:00"),
        ("过三天催", "2015-08-09T09:00"),
        ("再过两天再催", "2015-08-08T09:00"),
        ("一周后催", "2015-08-13T09:00"),
        ("2个星期以后催", "2015-08-20T09:00"),
        ("截止前一天下午催", "2015-08-09T15:00"),
        ("截止当天催", "2015-08-10T09:00"),
    ],
)
def test_a_day_without_an_hour_has_that_of_its_part(text: str, moment: str) -> None:
    assert at(text) == moment


@pytest.mark.parametrize("text", ["昨天下午催", "前天催", "上周五催", "昨晚8点催", "2月30日催", "13月1日催"])
def test_a_day_that_is_past_or_none_has_no_moment(text: str) -> None:
    found = find_moment(text, NAMES)
    assert found is None or found.at is None


@pytest.mark.parametrize(
    "text", ["今天到几家了", "下班前要汇总表", "5号主题改三", "10日报", "丰县还没报", ""]
)
def test_where_nothing_is_to_be_done_later_there_is_no_moment(text: str) -> None:
    assert find_moment(text, NAMES) is None


@pytest.mark.parametrize(
    ("text", "until"),
    [("8月12日前催", True), ("8月12日之前催", True), ("周五以前催", True), ("8月12日催", False), ("周五下班前催", False)],
)  # fmt: skip
def test_before_a_day_is_not_on_it(text: str, until: bool) -> None:
    found = find_moment(text, NAMES)
    assert found is not None
    assert found.until is until


def test_the_words_of_the_moment_are_marked_off() -> None:
    text = "把汇总表明天下午3点半发我"
    assert find_moment(text, NAMES) == Moment(4, 11, datetime(2015, 8, 7, 15, 30), until=False)  # noqa: DTZ001
    assert text[4:11] == "明天下午3点半"


@given(st.dates(date(2014, 1, 1), date(2019, 12, 31)), st.integers(0, 23), MINUTES)
def test_a_whole_date_is_itself_on_whatever_day_it_is_read(day: date, hour: int, minute: int) -> None:
    words = f"{day.year}年{day.month}月{day.day}日{hour}:{minute:02d}催"
    for today in (TODAY, day, day - timedelta(days=400)):
        found = find_moment(words, replace(NAMES, today=today))
        assert found is not None
        assert found.at == datetime.combine(day, time(hour, minute))


@given(st.dates(date(2014, 1, 1), date(2019, 12, 31)), st.integers(0, 6))
def test_a_bare_weekday_is_the_next_that_comes_and_never_today(today: date, weekday: int) -> None:
    found = find_moment(f"周{'一二三四五六日'[weekday]}催", replace(NAMES, today=today))
    assert found is not None
    assert found.at is not None
    assert found.at.weekday() == weekday
    assert timedelta() < found.at.date() - today <= timedelta(days=7)


PIECES = st.lists(
    st.sampled_from(
        ("今天", "明", "后天", "下周", "周", "五", "十", "9", "31", "月", "日", "号", "点", "半", ":", "30", "刻",
         "早上", "下午", "前", "以后", "过", "三", "天", "截止", "当天", "昨", "年", "2015", "催", "，", "的")
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(PIECES)
def test_whatever_stands_together_a_moment_lies_in_its_text(text: str) -> None:
    found = find_moment(text, NAMES)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert find_moment(f"啊啊{text}", NAMES) == replace(found, start=found.start + 2, end=found.end + 2)
