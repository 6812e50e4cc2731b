"""The live office: APScheduler ticks, one instance a data folder, clean stop on SIGTERM.

The schedule only ticks; what is due is computed from the ledger (tracker/run/duties.py). Duties share
one lock: they are short, and one writer keeps their order simple.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

import structlog

from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.run.backup import back_up_daily
from tracker.run.duties import Outside, duty, recognise, work_through
from tracker.run.polling import Mailbox, poll_mailboxes
from tracker.run.watch.alarms import DUTIES
from tracker.run.watch.pulse import give_pulse, read_pulse
from tracker.run.watch.tell import watch_over

log = structlog.get_logger("service")
RECOGNISE_SECONDS = 5  # how often the process beside is asked whether its scan is read
GRACE_SECONDS = 6 * 3600  # a tick that fell due while the machine slept still runs


class Service:
    """Runs the duties on their ticks until it is told to stop."""

    def __init__(
        self,
        parts: Parts,
        outside: Outside,
        mailboxes: list[Mailbox],
        stopping: threading.Event | None = None,
    ) -> None:
        """``stopping`` is set when the service shall stop; whoever waits for it wakes at once."""
        self._parts = parts
        self._outside = outside
        self._mailboxes = mailboxes
        self._turn = threading.Lock()
        self._told: dict[str, str] = {}  # troubles that stand in the log
        self.stopping = stopping or threading.Event()

    def run(self) -> None:
        """Tick until SIGTERM, SIGINT or :meth:`stop`; the duty in hand is finished first."""
        from apscheduler.schedulers.background import BackgroundScheduler

        schedule = self._parts.settings.schedule
        scheduler = BackgroundScheduler(
            timezone=self._parts.campaign.timezone,
            job_defaults={"misfire_grace_time": GRACE_SECONDS, "coalesce": True, "max_instances": 1},
        )
        scheduler.add_job(self._tick("poll", self._poll_and_work), "interval", minutes=schedule.poll_minutes)
        scheduler.add_job(self._tick("work", self._work), "interval", seconds=schedule.work_seconds)
        scheduler.add_job(self._tick("recognise", self._recognise), "interval", seconds=RECOGNISE_SECONDS)
        scheduler.add_job(self._tick("backup", self._back_up), "cron", hour=schedule.backup_hour)
        scheduler.add_job(self._tick("watch", self._watch), "interval", minutes=schedule.poll_minutes)
        self._catch_signals()
        self._go_on()
        self._parts.archive.sweep()
        self._tick("poll", self._poll_and_work)()
        scheduler.start()
        log.info("started", mailboxes=len(self._mailboxes))
        self.stopping.wait()
        scheduler.shutdown(wait=True)
        self._outside.readers.close()
        if self._outside.route is not None:
            self._outside.route.close()
        with Shield("pulse"):
            give_pulse(self._parts, stopped=True)
        log.info("stopped")

    def stop(self) -> None:
        """Ask :meth:`run` to return after the duty in hand."""
        self.stopping.set()

    def _tick(self, name: str, work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            if self.stopping.is_set():
                return
            with self._turn:
                with duty(self._parts, f"tick-{name}"):
                    work()
                with Shield("log"):
                    self._log_health()
                with Shield("pulse"):
                    give_pulse(self._parts)

        return run

    def _log_health(self) -> None:
        """Troubles that began, changed or ended since the last tick, a line each."""
        now = dict(self._parts.health)
        for name in sorted(now.keys() | self._told.keys()):
            if name not in now:
                log.info("trouble over", duty=name)
            elif now[name] != self._told.get(name):
                log.warning("trouble", duty=name, what=now[name])
        self._told = now

    def _go_on(self) -> None:
        """A restart does not forget since when a duty has failed."""
        if (before := read_pulse(self._parts.data.pulse)) is not None:
            self._parts.done.update(before.done)
            self._parts.failing.update((name, at) for name, at in before.failing.items() if name in DUTIES)

    def _poll_and_work(self) -> None:
        with duty(self._parts, "poll"):
            poll_mailboxes(self._parts, self._mailboxes)
        work_through(self._parts, self._outside)

    def _work(self) -> None:
        work_through(self._parts, self._outside)

    def _recognise(self) -> None:
        with duty(self._parts, "recognise"):
            recognise(self._parts, self._outside)

    def _back_up(self) -> None:
        with duty(self._parts, "tidy"):
            self._parts.ledger.tidy()
        with duty(self._parts, "backup"):
            back_up_daily(self._parts)

    def _watch(self) -> None:
        with duty(self._parts, "watch"):
            watch_over(self._parts)

    def _catch_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
