"""A day of 3,000 counties and 43,000 towns before one office, as much of it as the machine does in the time.

The mails come as in the last hour before a deadline, 27 a second, 2 in 100 of them scans, into Dovecot where it is
installed, else the tests' own server; the ledger is PostgreSQL where that is installed; letters go to a sink::

    python make.py national                              what this machine does in ten minutes
    python make.py national --share 0.002 --minutes 5    a five-hundredth of the day, five minutes at most

Prints how many are in the mailbox, read and answered every few seconds, then the throughput, the longest queue, how
long a receipt took, and how long the whole day would take at this pace.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from benchmarks.faults.__main__ import has_postgres
from benchmarks.national.crowd import A_SECOND, COUNTIES, TOWNS, make_crowd
from benchmarks.national.stage import Stage
from tests.postgres import Server
from tracker.ledger.records import MailState

DAY = COUNTIES + TOWNS
SLOWEST = 0.5  # mails a second that the smallest machine reads: the usual share fits its time
EVERY = 5.0  # seconds between two lines


@dataclass
class Course:
    """What was seen: when each mail was delivered, when the first and last were filed, the longest queue."""

    delivered: dict[str, float] = field(default_factory=dict)
    filed: int = 0
    letters: int = 0
    queue: int = 0
    began: float = 0.0
    ended: float = 0.0


def main() -> int:
    """Run from the command line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # no process of ours stays behind
    options = _options()
    share = options.share or options.minutes * 60 * SLOWEST / DAY
    count = max(1, round(DAY * share))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhengji-national-")))
        postgres = Server(durable=True) if has_postgres() else None
        if postgres is not None:
            stack.callback(postgres.remove)
        crowd = list(make_crowd(count, options.seed))
        stage = stack.enter_context(Stage(folder, postgres, options.workers, options.paced))
        print(
            f"{count} mails, {share:.2%} of a day of {DAY}, {sum(len(raw) for _, raw in crowd) >> 20} MiB; "
            f"{'Dovecot' if stage.dovecot else 'embedded IMAP server'}, "
            f"{'PostgreSQL' if postgres else 'SQLite'}, {options.workers} reading processes, {os.cpu_count()} processors",
            flush=True,
        )
        stage.open_office()
        stage.wait_for_office()  # its start is no part of the day
        course = _play(stage, crowd, options.minutes * 60)
        _tell(stage, course, count)
        if course.filed < count:
            print((folder / "office.log").read_text("utf-8", "replace")[-1000:])
    return 0 if course.filed == count else 1


def _play(stage: Stage, crowd: Sequence[tuple[str, bytes]], seconds: float) -> Course:
    """Deliver at the pace of the last hour, watch until all are answered or the time is over."""
    course = Course(began=time.time())
    print("    s   delivered   read   letters   waiting")
    line, waiting = 0.0, list(crowd)
    while time.time() - course.began < seconds:
        due = int((time.time() - course.began) * A_SECOND) - len(course.delivered)
        for address, raw in waiting[:due]:
            stage.deliver(raw)
            course.delivered[address] = time.time()
        del waiting[:due]
        if time.time() - course.began >= line:
            line += EVERY
            if _look(stage, course) and not waiting:
                break
        time.sleep(0.05)
    course.ended = time.time()
    return course


def _look(stage: Stage, course: Course) -> bool:
    """One line of the table; whether everybody who wrote has a letter."""
    states = stage.states()
    course.filed = states[MailState.FILED] + states[MailState.QUARANTINED]
    course.letters = stage.letters()
    queue = len(course.delivered) - course.filed
    course.queue = max(course.queue, queue)
    print(
        f"{time.time() - course.began:5.0f}   {len(course.delivered):9d}   {course.filed:4d}   {course.letters:7d}   {queue:7d}",
        flush=True,
    )
    # the office's own digest is a letter, too: the files are read only when the count could be enough
    return (
        course.letters >= len(course.delivered) > 0
        and queue == 0
        and stage.receipts().keys() >= course.delivered.keys()
    )


def _tell(stage: Stage, course: Course, count: int) -> None:
    spent = course.ended - course.began
    receipts = stage.receipts()
    waits = sorted(receipts[who] - at for who, at in course.delivered.items() if who in receipts)
    print(f"read {course.filed} of {count} in {spent:.0f} s: {course.filed / spent:.2f} a second")
    print(f"longest queue {course.queue}; letters {course.letters}")
    if len(waits) > 1:
        cuts = quantiles(waits, n=20)
        print(
            f"receipts {len(waits)}: half within {cuts[9]:.0f} s, 19 of 20 within {cuts[18]:.0f} s, last {waits[-1]:.0f} s"
        )
    if course.filed:
        pace = course.filed / spent
        print(
            f"the whole day at this pace: {DAY / pace / 3600:.1f} h; for 27 a second: {A_SECOND / pace:.0f} such machines"
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python make.py national", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--share", type=float, default=0.0, help="of the day (default: what fits the time)")
    parser.add_argument("--minutes", type=float, default=10.0, help="at most (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=max(1, os.cpu_count() or 1), help="reading processes")
    parser.add_argument("--seed", type=int, default=1, help="(default: %(default)s)")
    parser.add_argument("--paced", action="store_true", help="keep the limit of answers an hour")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
