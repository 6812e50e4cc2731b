"""Working days of Chinese offices, make-up days (调休) included.

The office's own table comes first, then the packaged holidays of ``chinesecalendar``. A year that
neither knows counts Monday to Friday and says so (:meth:`Workdays.is_known`); it is never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from intake.toml import Strict, load_toml

DAY = timedelta(days=1)


class YearTable(Strict):
    """One year's arrangement as the State Council announced it."""

    year: int = Field(ge=2000, le=2100)
    off: tuple[date, ...] = ()  # weekdays that are free (weekends may be listed, too)
    worked: tuple[date, ...] = ()  # weekend days that are worked

    @model_validator(mode="after")
    def _consistent(self) -> YearTable:
        if any(day.year != self.year for day in (*self.off, *self.worked)):
            raise ValueError(f"日期都在{self.year}年之内")
        if set(self.off) & set(self.worked):
            raise ValueError("放假与上班日期不重复")
        return self


class WorkdaysFile(Strict):
    """config/workdays.toml"""

    years: tuple[YearTable, ...] = ()


@dataclass(frozen=True)
class Workdays:
    """Answers about working days."""

    off: frozenset[date]
    worked: frozenset[date]
    own_years: frozenset[int]

    @classmethod
    def load(cls, path: Path) -> Workdays:
        """Read the office's table.

        Raises:
            ConfigError: the file is wrong.
        """
        tables = load_toml(path, WorkdaysFile).years
        return cls(
            frozenset(day for table in tables for day in table.off),
            frozenset(day for table in tables for day in table.worked),
            frozenset(table.year for table in tables),
        )

    def is_workday(self, day: date) -> bool:
        """Whether offices are open."""
        if day in self.off:
            return False
        if day in self.worked:
            return True
        if day.year in self.own_years:
            return day.weekday() < 5
        off, worked = _packaged(day.year)
        if day in worked:
            return True
        return day.weekday() < 5 and day not in off

    def is_known(self, year: int) -> bool:
        """Whether the year's holidays are known; else Monday to Friday is assumed."""
        return year in self.own_years or bool(_packaged(year)[0])

    def workdays_before(self, day: date, count: int) -> date:
        """The ``count``-th working day before ``day`` (which itself does not count)."""
        if count < 1:
            raise ValueError("count starts at 1")
        while count:
            day -= DAY
            count -= self.is_workday(day)
        return day

    def nth_workday_after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``."""
        if count < 1:
            raise ValueError("count starts at 1")
        while count:
            day += DAY
            count -= self.is_workday(day)
        return day

    def next_workday(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.nth_workday_after(day, 1)

    def workdays_until(self, today: date, last: date) -> int:
        """Working days after ``today`` up to and including ``last``; 0 when it has passed."""
        days = (last - today).days
        return sum(self.is_workday(today + offset * DAY) for offset in range(1, days + 1))


@lru_cache(maxsize=32)
def _packaged(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Holidays and make-up days of a year as the package knows them; empty when it does not."""
    import chinese_calendar.constants as known

    holidays: Mapping[date, Any] = known.holidays
    workdays: Mapping[date, Any] = known.workdays
    return (
        frozenset(day for day in holidays if day.year == year),
        frozenset(day for day in workdays if day.year == year),
    )
