"""SIGKILL at any instruction, by what the office was doing: ``python -m benchmarks.soak.kills --trials 1000``.

Each trial is an office of its own with three mails in its mailbox. It is killed while it works, at a
moment drawn at random over the whole of that work, started again, and accounted for as in the soak.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.soak.audit import audit
from benchmarks.soak.child import Child, Tick
from benchmarks.soak.peers import Peers
from benchmarks.soak.post import Arrival, Post
from benchmarks.soak.season import UNIT, ZONE, make_office

TEN = datetime(2015, 7, 20, 10, 0, tzinfo=ZONE)  # a Monday
FIVE = TEN.replace(hour=17)  # the digest is due
NIGHT = FIVE + timedelta(hours=9)
LATER = (timedelta(minutes=40), timedelta(hours=2))  # leases have ended, an unknown outcome has had its grace
MAILS = 3


@dataclass
class Row:
    """A line of the table."""

    trials: int = 0
    killed: int = 0  # the others had ended before
    again: int = 0  # answers that went twice because their outcome was not known, as the rule says
    waits: int = 0  # other letters whose outcome is not known: a person must look
    usual: float = 3.0  # seconds of the work when nobody kills it
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Work:
    """What the office is doing when it is killed: the ticks before, and the one it is killed in."""

    name: str
    before: tuple[Tick, ...]
    killed_in: Tick
    refused: bool = False  # the server takes nothing in the first tick: letters wait


WORKS = (
    Work("polling, filing, answering, sending", (), Tick(TEN)),
    Work("sending what waited", (Tick(TEN),), Tick(TEN + timedelta(minutes=10)), refused=True),
    Work("digest and workbook", (Tick(TEN),), Tick(FIVE)),
    Work("backing up", (Tick(TEN),), Tick(NIGHT, backup=True)),
)


def main() -> int:
    """Run from the command line."""
    options = _options()
    rng = random.Random(options.seed)
    table = {work.name: Row() for work in WORKS}
    end = time.monotonic() + options.minutes * 60
    with tempfile.TemporaryDirectory(prefix="zhengji-kills-") as folder, Peers() as peers:
        place = Path(folder)
        make_office(place / "fresh", peers)
        for number in range(options.trials):
            if time.monotonic() > end:
                break
            work = WORKS[number % len(WORKS)]
            shutil.copytree(place / "fresh", place / "data")
            try_once(place / "data", peers, work, rng, table[work.name])
            shutil.rmtree(place / "data")
    _print(table, options.seed)
    return 1 if any(row.faults for row in table.values()) else 0


def try_once(root: Path, peers: Peers, work: Work, rng: random.Random, row: Row) -> None:
    """One office, killed once."""
    post = Post(rng, heads=[("", b"")])
    arrivals = [_case(post, TEN - timedelta(minutes=m)) for m in range(MAILS, 0, -1)]
    peers.begin_anew()
    for one in arrivals:
        peers.deliver(one.raw, TEN - timedelta(minutes=1))
    if work.refused:
        peers.smtp.script["MAIL"] = ["451 later"] * MAILS
    child = Child(root)
    try:
        for tick in work.before:
            child.work(tick)
            peers.listen(doubtful=False)
        peers.be_good()
        child.usual = row.usual
        begun = time.monotonic()
        lived = child.work(work.killed_in, rng.random()) is not None
        if lived:
            row.usual = time.monotonic() - begun
        if not lived:
            peers.smtp.wait_for_end()
        peers.listen(doubtful=not lived)
        for after in LATER:
            child.work(Tick(work.killed_in.at + after, backup=work.killed_in.backup))
            peers.listen(doubtful=False)
        child.stop()
    finally:
        child.kill()
    account = audit(root, peers.world(arrivals, frozenset({UNIT}), 1, work.killed_in.at))
    row.trials += 1
    row.killed += not lived
    row.again += account.explained["answer again after an unknown outcome"]
    row.waits += sum(count for name, count in account.explained.items() if name == "letter unknown")
    row.faults += account.faults


def _case(post: Post, at: datetime) -> Arrival:
    made = post.write_case(at)
    assert made is not None
    return made


def _print(table: dict[str, Row], seed: int) -> None:
    heads = ("Killed while", "Trials", "Died in it", "Lost or wrong", "Answers again", "Left to a person")
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for name, row in table.items():
        print(f"| {name} | {row.trials} | {row.killed} | {len(row.faults)} | {row.again} | {row.waits} |")
    for name, row in table.items():
        for fault in row.faults:
            print(f"BROKEN  --seed {seed}, {name}: {fault}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak.kills")
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2015)
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after so long")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
