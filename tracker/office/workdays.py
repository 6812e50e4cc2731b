"""Working days with 调休: weekends that are worked and weekdays that are off.

The office's own table (workdays.toml) rules the years it lists; the package chinesecalendar knows
others; a year that neither knows counts Monday to Friday, and :meth:`Workdays.known_year` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from intake.config.toml import Strict, load_toml

DAY = timedelta(days=1)
LONGEST = 400  # days looked through for the next working day
SATURDAY = 5


class Holiday(Strict):
    """One holiday: off from ``first`` to ``last``, both included; ``work`` are weekend days worked for it."""

    name: str
    first: date
    last: date
    work: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.first <= self.last <= self.first + 30 * DAY:
            raise ValueError(f"{self.name}的 last 不早于 first，且相隔不超过 30 天")
        return self

    def days(self) -> Iterator[date]:
        """Every day off."""
        day = self.first
        while day <= self.last:
            yield day
            day += DAY


class Year(Strict):
    """The whole arrangement of one year."""

    year: int = Field(ge=1949, le=2200)
    source: str = ""
    holiday: tuple[Holiday, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        off = [day for holiday in self.holiday for day in holiday.days()]
        worked = [day for holiday in self.holiday for day in holiday.work]
        if len(set(off)) != len(off) or len(set(worked)) != len(worked):
            raise ValueError(f"{self.year} 年各节日日期不重复的安排")
        if both := sorted(set(off) & set(worked)):
            raise ValueError(f"放假与上班不冲突的安排，现 {both[0]} 两处都有")
        # 元旦 may begin in the old year and be made up for in it, so a neighbour year is allowed.
        if any(abs(day.year - self.year) > 1 for day in (*off, *worked)):
            raise ValueError(f"{self.year} 年的日期")
        if odd := next((day for day in worked if day.weekday() < SATURDAY), None):
            raise ValueError(f"周末的日期（work 是调休上班日），现 {odd} 不是周末")
        return self


class WorkdaysFile(Strict):
    """The file workdays.toml. ``off`` and ``work`` are single days of this office, before all else."""

    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    year: tuple[Year, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if both := sorted(set(self.off) & set(self.work)):
            raise ValueError(f"off 与 work 不冲突的日期，现 {both[0]} 两处都有")
        years = [table.year for table in self.year]
        if len(set(years)) != len(years):
            raise ValueError("每年只写一次的 [[year]]")
        return self


@dataclass(frozen=True, slots=True)
class Workdays:
    """Answers what a working day is. ``special`` are days of listed years and of the office."""

    special: Mapping[date, bool] = field(default_factory=dict)
    listed: frozenset[int] = frozenset()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the office's table.

        Raises:
            ConfigError: as :func:`intake.config.toml.load_toml`.
        """
        return cls.of(load_toml(path, WorkdaysFile))

    @classmethod
    def of(cls, file: WorkdaysFile) -> Self:
        """The same from a file that is already read."""
        special: dict[date, bool] = {}
        for table in file.year:
            for holiday in table.holiday:
                special |= dict.fromkeys(holiday.days(), False)
                special |= dict.fromkeys(holiday.work, True)
        special |= dict.fromkeys(file.off, False)
        special |= dict.fromkeys(file.work, True)
        return cls(special, frozenset(table.year for table in file.year))

    def is_workday(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        if day in self.special:
            return self.special[day]
        if day.year not in self.listed and _is_in_package(day.year):
            import chinese_calendar

            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < SATURDAY

    def known_year(self, year: int) -> bool:
        """Whether the holidays of a year are known; if not, Monday to Friday is an assumption."""
        return year in self.listed or _is_in_package(year)

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days whose holidays are not known: to be shown to a person."""
        return tuple(year for year in range(first.year, last.year + 1) if not self.known_year(year))

    def next_workday(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.nth_workday_after(day, 1)

    def nth_workday_after(self, day: date, n: int) -> date:
        """The n-th working day after ``day``; ``day`` itself does not count.

        Raises:
            ValueError: ``n`` is less than 1, or there is no such day in sight.
        """
        return self._nth(day, n, DAY)

    def workdays_before(self, day: date, n: int) -> date:
        """The n-th working day before ``day``; before Monday 10 August 2015 the first is Friday the 7th.

        Raises:
            ValueError: as :meth:`nth_workday_after`.
        """
        return self._nth(day, n, -DAY)

    def workdays_until(self, today: date, last_day: date) -> int:
        """How many working days are left before a deadline's last day, 0 on it and after it.

        The inverse of :meth:`workdays_before`. Today does not count, the last day does; when the
        last day is a holiday it is the other way round, for then the office's last chance is the
        working day before it.
        """
        if today >= last_day:
            return 0
        days = (today + n * DAY for n in range((last_day - today).days + 1))
        count = sum(self.is_workday(day) for day in days)
        return count - (self.is_workday(today) and self.is_workday(last_day))

    def _nth(self, day: date, n: int, step: timedelta) -> date:
        if n < 1:
            raise ValueError(f"n must be at least 1: {n}")
        found, looked = day, 0
        while n:
            found, looked = found + step, looked + 1
            if self.is_workday(found):
                n, looked = n - 1, 0
            elif looked > LONGEST:
                raise ValueError(f"no working day within {LONGEST} days of {day}")
        return found


def _is_in_package(year: int) -> bool:
    from chinese_calendar.constants import holidays

    return date(year, 10, 1) in holidays  # the one day that is off in every year
