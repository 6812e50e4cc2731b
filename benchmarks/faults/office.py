"""The office under faults: a process that works without pause until it is killed, by a clock that lies in a file.

``python -m benchmarks.faults.office ROOT CLOCK``. Two of them share one ledger, as on two hosts.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.fuzz.here import HereReaders
from intake.worker.pool import Readers
from tracker.errors import TrackerError
from tracker.office.parts import Parts
from tracker.run.duties import Outside, duty, work_through
from tracker.run.open import open_office, open_route
from tracker.run.polling import open_mailboxes, poll_mailboxes, sent_letters, sent_lookup

PAUSE = 0.2  # seconds between two ticks


@dataclass(frozen=True, slots=True)
class FileClock:
    """The machine's clock, wrong by as many seconds as the file says; everybody who reads it is equally wrong."""

    path: Path

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC) + timedelta(seconds=float(self.path.read_text()))


def work(root: Path, clock: FileClock) -> None:
    """Be an office for ever, reading in this process."""
    with open_office(root, clock=clock) as parts:
        keep_working(parts, HereReaders(parts.call), PAUSE)


def keep_working(parts: Parts, readers: Readers, pause: float) -> None:
    """Poll, file, answer and send for ever, ``pause`` seconds between two ticks; prints each change of what troubles it."""
    mailboxes, route = open_mailboxes(parts), open_route(parts)
    outside = Outside(
        readers,
        route,
        lambda _seconds: None,
        sent_lookup(mailboxes),
        sent_since=sent_letters(mailboxes),
        publishing=False,
    )
    told: dict[str, str] = {}
    while True:
        with duty(parts, "poll"):
            poll_mailboxes(parts, mailboxes)
        work_through(parts, outside)
        if parts.health != told:
            told = dict(parts.health)
            print(told, flush=True)
        time.sleep(pause)


if __name__ == "__main__":
    try:
        work(Path(sys.argv[1]), FileClock(Path(sys.argv[2])))
    except TrackerError as error:
        sys.exit(str(error))
