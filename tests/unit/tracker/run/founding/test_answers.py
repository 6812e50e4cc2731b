"""What a person says of a call where its notice does not."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.notice.where import Region
from tracker.errors import SettingsError
from tracker.run.founding.answers import read_coordinator, read_day, read_hour, read_region


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("0:00", time(0)),
        ("8时", time(8)),
        ("上午8点", time(8)),
        ("上午12点", time(12)),
        ("中午12点半", time(12, 30)),
        ("中午1点", time(13)),
        ("中午11点", time(11)),
        ("下午12点半", time(12, 30)),
        ("下午1点05分", time(13, 5)),
        ("下午17：30", time(17, 30)),
        ("晚8点", time(20)),
        ("晚上 11 时 59 分", time(23, 59)),
        ("１７：３０", time(17, 30)),
        ("23:59", time(23, 59)),
    ],
)
def test_an_hour_of_the_day(text: str, hour: time) -> None:
    assert read_hour(text) == hour


@pytest.mark.parametrize(
    "text", ["", "24:00", "24时", "晚上12点", "17:60", "5", "五点", "17:30:00", "下午", "-1:00", "半点", "17点59分59秒"]
)  # fmt: skip
def test_what_is_no_hour_of_that_day_is_asked_about(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_hour(text)
    assert caught.value.detail == f"截止时刻“{text}”不是钟点，应如 17:00"


@given(st.times())
def test_every_minute_is_read_as_it_is_shown(when: time) -> None:
    minute = when.replace(second=0, microsecond=0)
    assert read_hour(f"{minute:%H:%M}") == minute
    assert read_hour(f"{minute.hour}时{minute.minute}分") == minute
    if minute.hour > 12:
        assert read_hour(f"下午{minute.hour - 12}点{minute.minute:02d}") == minute


@pytest.mark.parametrize(
    ("text", "since", "day"),
    [
        ("", None, None),
        (" \u3000", None, None),
        ("5月31日", date(2024, 5, 31), date(2024, 5, 31)),
        ("5月31", date(2024, 6, 1), date(2025, 5, 31)),
        ("1-5", date(2024, 12, 20), date(2025, 1, 5)),
        ("2月29日", date(2024, 1, 1), date(2024, 2, 29)),
        ("2月29日", date(2023, 6, 1), date(2024, 2, 29)),
        ("2023年5月31号", date(2024, 6, 1), date(2023, 5, 31)),  # a year that is written rules
    ],
)
def test_a_day_with_and_without_its_year(text: str, since: date | None, day: date | None) -> None:
    assert read_day(text, since=since) == day


@pytest.mark.parametrize(
    ("text", "since", "why"),
    [
        ("5月31日", None, "截止日期“5月31日”不是日期（请写明年份），应如 2024-05-31"),
        ("2月30日", date(2024, 1, 1), "截止日期“2月30日”不是日期（请写明年份），应如 2024-05-31"),
        ("2月29日", date(2025, 1, 1), "截止日期“2月29日”不是日期（请写明年份），应如 2024-05-31"),
        ("2023-02-29", None, "截止日期“2023-02-29”不是日期，应如 2024-05-31"),
        ("2023-13-01", date(2023, 1, 1), "截止日期“2023-13-01”不是日期，应如 2024-05-31"),
        ("下周五", None, "截止日期“下周五”不是日期，应如 2024-05-31"),
        ("5月底", date(2024, 1, 1), "截止日期“5月底”不是日期，应如 2024-05-31"),
        ("20240531", None, "截止日期“20240531”不是日期，应如 2024-05-31"),
    ],
)
def test_what_is_no_day_is_asked_about(text: str, since: date | None, why: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_day(text, since=since)
    assert caught.value.detail == why


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_without_its_year_is_the_first_from_then_on(day: date, since: date) -> None:
    if (day.month, day.day) == (2, 29):
        return
    found = read_day(f"{day.month}月{day.day}日", since=since)

    assert found is not None
    assert (found.month, found.day) == (day.month, day.day)
    assert 0 <= (found - since).days < 366


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (" 浙江省 ， 湖州市 ", Region("浙江省", "湖州市")),
        ("浙江省 湖州市 德清县", Region("浙江省", "湖州市", "德清县")),
        (",，", None),
        ("北京市", Region("北京市", "北京市")),
    ],
)
def test_a_region_in_parts(text: str, region: Region | None) -> None:
    assert read_region(text) == region


def test_more_than_a_region_is_refused() -> None:
    with pytest.raises(
        SettingsError, match="地方应写 省,市 或 省,市,县，而不是“浙江省,湖州市,德清县,武康街道”"
    ):
        read_region("浙江省,湖州市,德清县,武康街道")


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("王一 w@example.com 0516 80801234", "0516 80801234"),
        ("王一 w@example.com （0516）80801234", "(0516)80801234"),
        ("王一 w@example.com 138 1234 5678", "138 1234 5678"),
        ("王一 w@example.com 138-1234-5678", "138-1234-5678"),
        ("王一 w2015@example.com", ""),
        ("王一 w@example.com 科室203", ""),
        ("13812345678，王一，w@example.com", "13812345678"),
    ],
)
def test_the_telephone_of_a_coordinator_however_it_is_grouped(text: str, phone: str) -> None:
    found = read_coordinator(text)
    assert (found.name, found.phone) == ("王一", phone)


@pytest.mark.parametrize("text", ["", "王一", "w@example.com", "13812345678", "王 w@example.com", "王一 w＠"])
def test_nobody_runs_a_call_without_name_and_address(text: str) -> None:
    with pytest.raises(SettingsError, match="应写姓名和邮箱"):
        read_coordinator(text)
