"""Time as a part that is passed in, so that a season can be replayed in seconds."""

from __future__ import annotations

import time as running
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Protocol

ASK_SECONDS = 5.0


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


class SharedClock:
    """The clock of the database that several hosts share: their own may differ by an hour.

    It is asked every few seconds; between, the time that passes on this machine is added.
    """

    def __init__(self, ask: Callable[[], datetime]) -> None:
        self._ask = ask
        self._asked: tuple[float, datetime] | None = (
            None  # when by this machine's running time, and the answer
        )

    def now(self) -> datetime:
        """The present instant in UTC."""
        before = _running()
        if self._asked is None or before - self._asked[0] > ASK_SECONDS:
            self._asked = (before, self._ask())
        since, then = self._asked
        return then + timedelta(seconds=_running() - since)


def _running() -> float:
    """Seconds this machine has run, those it slept included where the system counts them."""
    clock = getattr(running, "CLOCK_BOOTTIME", None)  # Linux
    return running.monotonic() if clock is None else running.clock_gettime(clock)


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
