"""Time as a part that is passed in, so that a season can be replayed in seconds."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Protocol


class Clock(Protocol):
    """Tells the time; nothing else in the product may."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is set: for replay and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The instant that was last set."""
        return self._now

    def set(self, when: datetime) -> None:
        """Move to ``when``; time never runs backwards.

        Raises:
            ValueError: ``when`` is earlier than now.
        """
        moved = when.astimezone(UTC)
        if moved < self._now:
            raise ValueError(f"clock may not run backwards: {moved} < {self._now}")
        self._now = moved

    def advance(self, by: timedelta) -> None:
        """Move forward."""
        self.set(self._now + by)


def midnight(now: datetime, zone: tzinfo) -> datetime:
    """The beginning of the day that it is at ``now`` in ``zone``."""
    return datetime.combine(now.astimezone(zone).date(), time(0), zone)
