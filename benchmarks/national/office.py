"""The office before the crowd: polls and works without pause, reads in real worker processes.

``python -m benchmarks.national.office ROOT CLOCK WORKERS PACED``. Unless ``PACED`` is 1, the limit of answers composed in an hour
(tracker/letters/pace.py) is lifted: it would hide what the machine can do.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.faults.office import FileClock, keep_working
from intake.worker.pool import Readers
from tracker.letters import pace
from tracker.run.open import call_files, open_office

PAUSE = 0.1  # seconds between two ticks


def work(root: Path, clock: FileClock, workers: int) -> None:
    """Be an office for ever, with so many reading processes."""
    with open_office(root, clock=clock) as parts:
        files = call_files(parts.data, None, parts.settings.limits())
        with Readers(files, workers) as readers:
            keep_working(parts, readers, PAUSE)


if __name__ == "__main__":
    if sys.argv[4] != "1":
        pace.TOTAL_HOUR_LIMIT = 10**9
    work(Path(sys.argv[1]), FileClock(Path(sys.argv[2])), int(sys.argv[3]))
