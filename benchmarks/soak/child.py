"""The office of the soak: a process of its own that works when it is told to, and may be killed at any instruction.

It does what a tick of the service does (tracker/run/live/service.py), with the real parts, at the time it is
given: that time may lie before the last one.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from time import monotonic

from benchmarks.fuzz.here import HereReaders
from intake import failpoints
from tracker.office.parts import Parts
from tracker.run.backup import back_up_daily
from tracker.run.duties import Outside, duty, work_through
from tracker.run.open import open_office, open_readers, open_route
from tracker.run.polling import Mailbox, open_mailboxes, poll_mailboxes, sent_letters, sent_lookup

LONGEST = (
    1800.0  # seconds of a tick: where others crowd the machine, each reading process starts for a minute
)


class WallClock:
    """A clock that is set by others, backwards too, as a machine's is."""

    def __init__(self, start: datetime) -> None:
        self.time = start.astimezone(UTC)

    def now(self) -> datetime:
        """The present instant."""
        return self.time

    def wait(self, seconds: float) -> None:
        """Time that passes between two letters."""
        self.time += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Tick:
    """What the office is told: what its clock says, and whether the daily backup is due."""

    at: datetime
    backup: bool = False


def serve(root: Path, pipe: Connection, failpoint: str, *, workers: bool) -> None:
    """Work at each tick until there is none; tells the end of each by the time it is then, or by its trouble."""
    os.environ[failpoints.VARIABLE] = failpoint
    importlib.reload(failpoints)  # reads the variable as at the start of a process
    clock = WallClock(datetime(2015, 7, 7, tzinfo=UTC))
    try:
        with ExitStack() as stack:
            parts = stack.enter_context(open_office(root, clock=clock))
            readers = stack.enter_context(open_readers(parts) if workers else HereReaders(parts.call))
            mailboxes, route = open_mailboxes(parts), open_route(parts)
            stack.callback(route.close)
            parts.archive.sweep()
            outside = Outside(
                readers, route, clock.wait, sent_lookup(mailboxes), sent_since=sent_letters(mailboxes)
            )
            while (tick := pipe.recv()) is not None:
                clock.time = tick.at
                _work(parts, mailboxes, outside, backup=tick.backup)
                pipe.send((clock.now(), dict(parts.health)))
    except Exception as error:  # noqa: BLE001 - an office that cannot start on a full disk says so and ends
        pipe.send((clock.now(), {"office": f"{type(error).__name__}: {error}"}))


def _work(parts: Parts, mailboxes: list[Mailbox], outside: Outside, *, backup: bool) -> None:
    with duty(parts, "poll"):
        poll_mailboxes(parts, mailboxes)
    work_through(parts, outside)
    if backup:
        with duty(parts, "backup"):
            back_up_daily(parts)


class Child:
    """The office's process as the world sees it: started, told to work, killed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([__name__])
        self._process: multiprocessing.process.BaseProcess | None = None
        self._lasted: deque[float] = deque([1.0], maxlen=15)  # seconds of the last ticks
        self.usual = 1.0  # their median

    def start(self, failpoint: str = "", *, workers: bool = False) -> None:
        """A process, if there is none."""
        if self._process is not None and self._process.is_alive():
            return
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(
            target=serve, args=(self._root, theirs, failpoint), kwargs={"workers": workers}
        )
        self._process.start()
        theirs.close()

    def work(self, tick: Tick, kill_after: float | None = None) -> tuple[datetime, dict[str, str]] | None:
        """The time and troubles after a tick; None when it died in it.

        ``kill_after`` is the share of a usual tick after which the process is killed.

        Raises:
            TimeoutError: the tick had no end.
        """
        self.start()
        begun = monotonic()
        try:
            self._pipe.send(tick)
            if not self._pipe.poll(LONGEST if kill_after is None else kill_after * self.usual):
                self.kill()
                if kill_after is None:
                    raise TimeoutError("a tick had no end")
                return None
            told: tuple[datetime, dict[str, str]] = self._pipe.recv()
        except (EOFError, ConnectionError):
            self.kill()
            return None
        self._lasted.append(monotonic() - begun)
        self.usual = median(self._lasted)
        if "office" in told[1]:
            self.kill()
        return told

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
            self._pipe.close()

    def stop(self) -> None:
        """A clean end."""
        if self._process is None:
            return
        try:
            self._pipe.send(None)
            self._process.join(60)
        except (OSError, EOFError):
            pass
        self.kill()
