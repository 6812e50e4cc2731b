"""Working days with the 调休 of 2015, years from the package, and years nobody knows."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.errors import ConfigError
from tests.paths import CONFIG
from tracker.office.workdays import Workdays, WorkdaysFile

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


@given(days, st.integers(1, 12))
def test_before_a_last_day_that_is_off_the_last_chance_counts(day: date, count: int) -> None:
    before = WORKDAYS.workdays_before(day, count)
    assert WORKDAYS.workdays_until(before, day) == count


def test_the_offices_own_days_go_before_every_table() -> None:
    own = Workdays.of(
        WorkdaysFile(off=(date(2015, 8, 10), date(2024, 7, 1)), work=(date(2015, 8, 9), date(2045, 1, 1)))
    )

    assert [own.is_workday(day) for day in (date(2015, 8, 10), date(2015, 8, 9), date(2024, 7, 1), date(2045, 1, 1))] == [
        False, True, False, True,
    ]  # fmt: skip
    # The year itself is not listed: the package knows the rest of 2015, nobody that of 2045.
    assert (own.is_workday(date(2015, 9, 3)), own.known_year(2045)) == (False, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("first = 2015-02-18\nlast = 2015-03-21", "春节的 last 不早于 first，且相隔不超过 30 天"),
        ("first = 2017-02-18\nlast = 2017-02-19", "2015 年的日期"),
        ("first = 2015-02-18\nlast = 2015-02-24\nwork = [2015-02-21]", "放假与上班不冲突的安排，现 2015-02-21 两处都有"),
        ("first = 2015-02-18\nlast = 2015-02-24\nwork = [2015-02-15, 2015-02-15]", "2015 年各节日日期不重复的安排"),
    ],
)  # fmt: skip
def test_a_holiday_that_cannot_be(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "workdays.toml"
    path.write_text(f"[[year]]\nyear = 2015\n[[year.holiday]]\nname = '春节'\n{text}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=message):
        Workdays.load(path)


def test_a_holiday_may_begin_in_the_old_year() -> None:
    text = {
        "name": "元旦",
        "first": date(2015, 12, 31),
        "last": date(2016, 1, 2),
        "work": (date(2016, 1, 3),),
    }
    found = Workdays.of(WorkdaysFile.model_validate({"year": [{"year": 2016, "holiday": [text]}]}))

    assert [found.is_workday(date(2015, 12, 31) + timedelta(days=n)) for n in range(4)] == [
        False,
        False,
        False,
        True,
    ]


def test_a_year_without_a_working_day_ends_the_search() -> None:
    never = Workdays(dict.fromkeys((date(2045, 1, 1) + timedelta(days=n) for n in range(900)), False))

    with pytest.raises(ValueError, match="no working day within 400 days of 2045-01-01"):
        never.next_workday(date(2045, 1, 1))


def test_counting_the_days_one_by_one_gives_the_same() -> None:
    """The referee walks; 2015 to 2016 has every kind of day."""
    start = date(2015, 1, 1)
    walked = [day for day in (start + timedelta(days=n) for n in range(700)) if WORKDAYS.is_workday(day)]
    place = {day: number for number, day in enumerate(walked)}
    for first, last in ((walked[3], walked[90]), (walked[100], walked[101]), (walked[5], walked[400])):
        assert WORKDAYS.workdays_until(first, last) == place[last] - place[first]
        assert WORKDAYS.nth_workday_after(first, place[last] - place[first]) == last
        assert WORKDAYS.workdays_before(last, place[last] - place[first]) == first
