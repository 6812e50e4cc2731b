"""Working days with the 调休 of 2015, years from the package, and years nobody knows."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.errors import ConfigError
from tests.paths import CONFIG
from tracker.office.workdays import Workdays

WORKDAYS = Workdays.load(CONFIG / "workdays.toml")
DEADLINE = date(2015, 8, 10)
days = st.dates(date(2014, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 9, 3), False),  # Thursday, off
        (date(2015, 9, 4), False),  # Friday, off
        (date(2015, 9, 5), False),
        (date(2015, 9, 6), True),  # Sunday, worked
        (date(2015, 10, 10), True),  # Saturday, worked
        (date(2015, 2, 15), True),
        (date(2015, 2, 18), False),
        (date(2015, 8, 8), False),
        (date(2015, 8, 10), True),
        (date(2024, 10, 1), False),  # from the package
        (date(2045, 10, 3), True),  # no data: Monday to Friday
        (date(2045, 10, 1), False),
    ],
)
def test_is_workday(day: date, expected: bool) -> None:
    assert WORKDAYS.is_workday(day) is expected


def test_reminder_days_of_2015() -> None:
    found = [WORKDAYS.workdays_before(DEADLINE, count) for count in (10, 5, 3, 1)]
    assert found == [date(2015, 7, 27), date(2015, 8, 3), date(2015, 8, 5), date(2015, 8, 7)]


@pytest.mark.parametrize(
    ("today", "last_day", "left"),
    [
        (date(2015, 7, 7), DEADLINE, 24),
        (DEADLINE, DEADLINE, 0),
        (date(2015, 8, 12), DEADLINE, 0),
        (date(2015, 8, 7), DEADLINE, 1),
        (date(2015, 8, 8), DEADLINE, 1),
        (
            date(2015, 9, 1),
            date(2015, 9, 3),
            2,
        ),  # the last day is off: today counts, Wednesday is the last chance
    ],
)
def test_workdays_left(today: date, last_day: date, left: int) -> None:
    assert WORKDAYS.workdays_until(today, last_day) == left


def test_workdays_after_a_holiday() -> None:
    assert WORKDAYS.nth_workday_after(date(2015, 9, 2), 2) == date(2015, 9, 7)
    assert WORKDAYS.next_workday(date(2015, 9, 2)) == date(2015, 9, 6)


def test_unknown_years_are_told() -> None:
    assert WORKDAYS.unknown_years(date(2015, 7, 7), date(2015, 8, 10)) == ()
    assert WORKDAYS.unknown_years(date(2044, 12, 1), date(2045, 1, 5)) == (2044, 2045)


@given(days, st.integers(1, 40))
def test_before_and_until_agree(day: date, count: int) -> None:
    before = WORKDAYS.workdays_before(day, count)
    assert WORKDAYS.is_workday(before)
    if WORKDAYS.is_workday(day):
        assert WORKDAYS.workdays_until(before, day) == count


@given(days, st.integers(1, 40))
def test_after_mirrors_until(day: date, count: int) -> None:
    after = WORKDAYS.nth_workday_after(day, count)
    assert WORKDAYS.is_workday(after)
    assert WORKDAYS.workdays_until(day, after) == count
    assert (after - day) < timedelta(days=120)


@pytest.mark.parametrize("method", ["workdays_before", "nth_workday_after"])
def test_zeroth_workday_is_refused(method: str) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        getattr(WORKDAYS, method)(DEADLINE, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("off = [2015-01-04]\nwork = [2015-01-04]\n", "不冲突"),
        ("off = ['元旦']\n", "应为日期"),
        ("years = []\n", "years 不是可用的设置项"),
        ("[[year]]\nyear = 2015\nholiday = []\n" * 2, "每年只写一次"),
        (
            "[[year]]\nyear = 2015\n[[year.holiday]]\nname = '春节'\nfirst = 2015-02-24\nlast = 2015-02-18\n",
            "不早于 first",
        ),
        (
            (
                "[[year]]\nyear = 2015\n[[year.holiday]]\nname = '春节'\nfirst = 2015-02-18\nlast = 2015-02-24\n"
                "work = [2015-02-16]\n"
            ),
            "不是周末",
        ),
    ],
)
def test_wrong_tables_are_explained(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "workdays.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        Workdays.load(path)
