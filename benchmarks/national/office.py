"""The office before the crowd: polls and works without pause, reads in real worker processes.

``python -m benchmarks.national.office ROOT CLOCK WORKERS PACED``. Unless ``PACED`` is 1, the limit of answers composed in an hour
(tracker/letters/pace.py) is lifted: it would hide what the machine can do.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.faults.office import FileClock
from intake.worker.pool import Readers
from tracker.letters import pace
from tracker.run.duties import Outside, duty, work_through
from tracker.run.open import call_files, open_office, open_route
from tracker.run.polling import open_mailboxes, poll_mailboxes, sent_letters, sent_lookup

PAUSE = 0.1  # seconds between two ticks


def work(root: Path, clock: FileClock, workers: int) -> None:
    """Poll, file, answer and send for ever."""
    with open_office(root, clock=clock) as parts:
        files = call_files(parts.data, None, parts.settings.limits())
        with Readers(files, workers) as readers:
            mailboxes, route = open_mailboxes(parts), open_route(parts)
            outside = Outside(
                readers, route, lambda _seconds: None, sent_lookup(mailboxes),
                sent_since=sent_letters(mailboxes), publishing=False,
            )  # fmt: skip
            told: dict[str, str] = {}
            while True:
                with duty(parts, "poll"):
                    poll_mailboxes(parts, mailboxes)
                work_through(parts, outside)
                if parts.health != told:
                    told = dict(parts.health)
                    print(told, flush=True)
                time.sleep(PAUSE)


if __name__ == "__main__":
    if sys.argv[4] != "1":
        pace.TOTAL_HOUR_LIMIT = 10**9
    work(Path(sys.argv[1]), FileClock(Path(sys.argv[2])), int(sys.argv[3]))
