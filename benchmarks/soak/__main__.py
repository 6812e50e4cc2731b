"""Thirty simulated days of a real office with faults at random, accounted for every evening.

A real data folder on a small disk, servers on loopback, a clock that is set. The office is a process of
its own: killed at any instruction and at named points, its disk full, its clock wrong by hours or a day,
its servers moody, its mailbox flooded, forged and attacked. From 18:30 on nothing goes wrong any more,
and at midnight nothing may be lost, doubled or without a reason::

    python -m benchmarks.soak                        thirty days, ten minutes at most
    python -m benchmarks.soak --minutes 2 --seed 1   as many days as fit

What goes wrong follows from the seed; at which instruction a process is killed does not. A failure
prints the seed, the day and its story; the exit code is 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.soak.peers import Peers
from benchmarks.soak.season import Season, small_disk

DAYS = 30


def main() -> int:
    """Run from the command line."""
    options = _options()
    print(f"To repeat this run: python make.py soak --seed {options.seed}", flush=True)
    end = time.monotonic() + options.minutes * 60
    with (
        tempfile.TemporaryDirectory(prefix="zhengji-soak-") as folder,
        small_disk(Path(folder) / "disk") as disk,
        Peers() as peers,
    ):
        if disk is None:
            print("No file system may be mounted here: the disk is never full.")
        season = Season((disk or Path(folder)) / "data", peers, random.Random(options.seed), disk)
        try:
            return _run(season, options, end)
        finally:
            season.child.kill()


def _run(season: Season, options: argparse.Namespace, end: float) -> int:
    days = 0
    while days < options.days and time.monotonic() < end:
        try:
            account = season.day(days)
            faults = account.faults
        except (RuntimeError, TimeoutError) as error:
            faults = (str(error),)
        days += 1
        if faults:
            print(f"BROKEN  --seed {options.seed}, day {days}:")
            print("\n".join(f"  {fault}" for fault in faults))
            print("What happened on it:")
            print("\n".join(f"  {line}" for line in season.story))
            return 1
        print(
            f"day {days}: {season.done['mails']} mails, {len(season.peers.accepted)} letters, {season.kills} deaths",
            flush=True,
        )
    print(f"{days} days without a fault. What happened: {_told(season.done)}")
    print(f"What follows a rule: {_told(season.explained)}")
    return 0


def _told(counts: Counter[str]) -> str:
    return (
        ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if name != "none") or "nothing"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument(
        "--minutes", type=float, default=10.0, help="begin no day after so long (default: 10)"
    )
    parser.add_argument("--days", type=int, default=DAYS, help="(default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
