"""The live office: APScheduler ticks, one instance a data folder, clean stop on SIGTERM.

The schedule only ticks; what is due is computed from the ledger (tracker/run/duties.py). Duties share
one lock: they are short, and one writer keeps their order simple. They are done under leases: of several
services on one ledger one works, the others stand by and take over when it falls silent.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

import structlog

from tracker.ledger import mails
from tracker.ledger.engines.bell import SEND
from tracker.ledger.engines.leases import Lease, last_holder
from tracker.ledger.texts.documents import free_scans
from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.run.backup import back_up_daily
from tracker.run.duties import Outside, duty, recognise, work_through
from tracker.run.live.leases import DUTY, LIVE, give_back, refresh, take
from tracker.run.polling import Mailbox, poll_mailboxes
from tracker.run.watch.alarms import DUTIES
from tracker.run.watch.pulse import give_pulse, read_pulse
from tracker.run.watch.tell import watch_over

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

CHARGE = (DUTY, SEND)  # the leases under which one service does everything
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
        self.parts = parts
        self.pace = LIVE
        self.held: dict[str, Lease] = {}
        self._stands_by = False
        self._outside = outside
        self._mailboxes = mailboxes
        self._turn = threading.Lock()
        self._told: dict[str, str] = {}  # troubles that stand in the log
        self.stopping = stopping or threading.Event()

    def run(self) -> None:
        """Tick until SIGTERM, SIGINT or :meth:`stop`; the duty in hand is finished first."""
        from apscheduler.schedulers.background import BackgroundScheduler

        scheduler = BackgroundScheduler(
            timezone=self.parts.campaign.timezone,
            job_defaults={"misfire_grace_time": GRACE_SECONDS, "coalesce": True, "max_instances": 1},
        )
        scheduler.add_job(self._renew, "interval", seconds=self.pace.beat)
        self._catch_signals()
        self._go_on()
        self.parts.archive.sweep()
        scheduler.start()
        self._tick("poll", self._poll_and_work)()
        self._add_ticks(scheduler)
        log.info("started", mailboxes=len(self._mailboxes))
        self.stopping.wait()
        scheduler.shutdown(wait=True)
        self._give_up()
        self._outside.readers.close()
        if self._outside.route is not None:
            self._outside.route.close()
        with Shield("pulse"):
            give_pulse(self.parts, stopped=True)
        log.info("stopped")

    def _add_ticks(self, scheduler: BackgroundScheduler) -> None:
        schedule = self.parts.settings.schedule
        scheduler.add_job(self._tick("poll", self._poll_and_work), "interval", minutes=schedule.poll_minutes)
        scheduler.add_job(self._tick("work", self._work), "interval", seconds=schedule.work_seconds)
        scheduler.add_job(self._tick("recognise", self._recognise), "interval", seconds=RECOGNISE_SECONDS)
        scheduler.add_job(self._tick("backup", self._back_up), "cron", hour=schedule.backup_hour)
        scheduler.add_job(self._tick("watch", self._watch), "interval", minutes=schedule.poll_minutes)

    def stop(self) -> None:
        """Ask :meth:`run` to return after the duty in hand."""
        self.stopping.set()

    def _tick(self, name: str, work: Callable[[Parts], None]) -> Callable[[], None]:
        def run() -> None:
            if self.stopping.is_set():
                return
            with self._turn:
                with duty(self.parts, f"tick-{name}"):
                    if (parts := self._take_charge()) is not None:
                        work(parts)
                with Shield("log"):
                    self._log_health()
                with Shield("pulse"):
                    give_pulse(self.parts)

        return run

    def _take_charge(self) -> Parts | None:
        """The office under its leases; None while another host has one of them: then this one stands by."""
        with self.parts.ledger.read() as connection:
            before = last_holder(connection, DUTY)
        leases = [lease for name in CHARGE if (lease := self.held.get(name) or take(self, name)) is not None]
        if len(leases) < len(CHARGE):
            self._give_up()
            self._stand_by()
            return None
        if before not in ("", self.parts.holder):
            with self.parts.ledger.begin() as connection:
                freed = mails.free_claims(connection, before) + free_scans(connection, before)
            log.info("took over", holder=before, freed=freed)
        self._stands_by = False
        refresh(self.parts)
        return replace(self.parts, ledger=self.parts.ledger.under(*leases))

    def _stand_by(self) -> None:
        if not self._stands_by:
            self._stands_by = True
            self.parts.health.clear()  # what another host does is no trouble of this one
            self.parts.failing.clear()
            log.info("standing by")

    def _renew(self) -> None:
        """A sign of life for what is held, also in the middle of a long tick."""
        for name in list(self.held):
            with Shield("lease"):
                take(self, name)

    def _give_up(self) -> None:
        for name in list(self.held):
            give_back(self, name)

    def _log_health(self) -> None:
        """Troubles that began, changed or ended since the last tick, a line each."""
        now = dict(self.parts.health)
        for name in sorted(now.keys() | self._told.keys()):
            if name not in now:
                log.info("trouble over", duty=name)
            elif now[name] != self._told.get(name):
                log.warning("trouble", duty=name, what=now[name])
        self._told = now

    def _go_on(self) -> None:
        """A restart does not forget since when a duty has failed."""
        if (before := read_pulse(self.parts.data.pulse)) is not None:
            self.parts.done.update(before.done)
            self.parts.failing.update((name, at) for name, at in before.failing.items() if name in DUTIES)

    def _poll_and_work(self, parts: Parts) -> None:
        with duty(parts, "poll"):
            poll_mailboxes(parts, self._mailboxes)
        work_through(parts, self._outside)

    def _work(self, parts: Parts) -> None:
        work_through(parts, self._outside)

    def _recognise(self, parts: Parts) -> None:
        with duty(parts, "recognise"):
            recognise(parts, self._outside)

    def _back_up(self, parts: Parts) -> None:
        with duty(parts, "tidy"):
            parts.ledger.tidy()
        with duty(parts, "backup"):
            back_up_daily(parts)

    def _watch(self, parts: Parts) -> None:
        with duty(parts, "watch"):
            watch_over(parts)

    def _catch_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return

        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
