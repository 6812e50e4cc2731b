"""A worker as ``zhengji worker`` starts it, only that it gives signs of life faster: for tests that kill it."""

import sys
from datetime import timedelta
from pathlib import Path
from threading import Event

from tracker.office.logs import start_log
from tracker.run.live.leases import Pace
from tracker.run.live.worker import open_station, parse_queues, stop_on_signals, work

FAST = Pace(beat=0.5, term=timedelta(seconds=8), sweep=1.0, tick=0.2, bell=2.0, again=0.5)


def main(root: str, queues: str) -> None:
    """Work at the office in ``root`` until a signal."""
    stopping = Event()
    with open_station(Path(root), parse_queues(queues), stopping, pace=FAST) as station:
        start_log(Path(root) / "log")
        stop_on_signals(stopping)
        print("ready", flush=True)
        work([station])


if __name__ == "__main__":
    main(*sys.argv[1:])
