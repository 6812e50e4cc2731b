"""Faults of machines and networks done to an office on two hosts, one after the other, accounted for after each.

Real processes and real time: two offices on one ledger (SQLite, then PostgreSQL), an IMAP and an SMTP server, doors
between them that refuse or swallow everything; where root may (``ip netns``), each host on a cable of its own, which
is pulled out or swallows everything. After each fault everything works again, and nothing may be
lost, doubled or held up::

    python make.py faults                            ten minutes
    python make.py faults --minutes 1 --seed 1       as many faults as fit
    python make.py faults --only still --keep DIR    one kind of fault, and what is left of it
    python make.py faults --ledger SQLite            one ledger; two such runs at a time are two hours in one

Which faults come and how long they last follows from the seed; at which instruction a process is hit does not. In
runs of more than five minutes they last as long as in life: a server down for 20 seconds, a black hole of 40. Of a
letter that went twice, its history in the ledger is printed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from benchmarks.faults.account import COMPARED, account, history, unfinished
from benchmarks.faults.inflict import EVERYWHERE, ON_A_NETWORK, ON_A_SMALL_DISK, ON_POSTGRES, Fault
from benchmarks.faults.world import World
from benchmarks.soak.season import small_disk
from tests.postgres import PLACES, Server
from tracker.run.polling import RECONCILE_EVERY

MAILS = (2, 6)  # a round
LONG, SHORT = 1.0, 0.15  # share of what a fault lasts in life
LEDGERS = ("SQLite", "PostgreSQL")
LASTS = {"black hole": 40.0}
USUALLY = 20.0  # seconds in life
A_WHILE = timedelta(minutes=4)  # of the office's clock, a second of ours, until all is done
PATIENCE = 900.0  # seconds of ours: a machine may be busy with other things


def main() -> int:
    """Run from the command line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # no process of ours stays behind
    options = _options()
    print(
        f"To repeat this run: python make.py faults --seed {options.seed} --minutes {options.minutes:g}",
        flush=True,
    )
    rng, done = random.Random(options.seed), Counter[str]()
    databases = [name for name in LEDGERS if name != "PostgreSQL" or has_postgres()]
    if len(databases) == 1:
        print("PostgreSQL is not installed here: SQLite alone.")
    databases = [name for name in databases if options.ledger in (None, name)]
    share = LONG if options.minutes > 5 else SHORT
    for name in databases:
        end = time.monotonic() + options.minutes * 60 / len(databases)
        with _world(name, rng, options.keep) as (world, every):
            faults = {word: fault for word, fault in every.items() if options.only in word}
            if not faults:
                print(f"{name}: no fault is called {options.only!r}, but: {', '.join(every)}")
                continue
            broken = _run(world, faults, end, share, done, name)
        if broken:
            return 1
    print(f"{done.total()} faults, nothing lost, doubled or held up.")
    return 0 if done else 1


def _run(
    world: World, faults: Mapping[str, Fault], end: float, share: float, done: Counter[str], name: str
) -> bool:
    waiting: list[str] = []
    while time.monotonic() < end or not done[name]:
        waiting = waiting or world.rng.sample(
            sorted(faults), len(faults)
        )  # each comes before one comes again
        fault = waiting.pop()
        begun = time.monotonic()
        print(f"{name}: {fault}; ", end="", flush=True)
        world.deliver(world.rng.randint(*MAILS))
        time.sleep(world.rng.random() * 2)  # it hits them at any stage
        life = next((seconds for word, seconds in LASTS.items() if word in fault), USUALLY)
        faults[fault](world, life * share)
        found = _settle(world)
        found = found or list(account(world.place, world.mails, world.accepted()))
        done[name] += 1
        print(
            f"{len(world.mails)} mails, {len(world.accepted())} letters, "
            f"{time.monotonic() - begun:.0f} s{'' if not found else '  BROKEN'}",
            flush=True,
        )
        if found:
            print("\n".join(f"  {one}" for one in found))
            print("\n".join(history(world.place, world.accepted())))
            print(world.logs())
            return True
    return False


def _settle(world: World) -> list[str]:
    """Let everything work until all is done; what is left when patience ends."""
    end = time.monotonic() + PATIENCE
    while left := unfinished(world.place, len(world.mails)):
        if time.monotonic() > end:
            return ["not done in time:", *left]
        world.keep_alive()
        world.pass_time(RECONCILE_EVERY if left == [COMPARED] else A_WHILE)
        time.sleep(1)
    world.keep_alive()
    return []


@contextmanager
def _world(name: str, rng: random.Random, keep: Path | None) -> Iterator[tuple[World, Mapping[str, Fault]]]:
    """``keep``: everything stays there, so nothing of it lies on a small disk in memory."""
    with ExitStack() as stack:
        if keep is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhengji-faults-")))
            disk = stack.enter_context(small_disk(folder / "disk"))
        else:
            folder, disk = keep.absolute() / name, None
            folder.mkdir(parents=True)
        if disk is None:
            print("No small file system is mounted here: the disk is never full.")
        postgres = Server(durable=True) if name == "PostgreSQL" else None
        if postgres is not None:
            stack.callback(postgres.remove if keep is None else postgres.stop)
        world = stack.enter_context(World(folder, (disk or folder) / "data", rng, postgres))
        if world.network is None:
            print(
                "No hosts in namespaces here (they need root and ip): doors between them do what a network would."
            )
        faults = {
            **EVERYWHERE,
            **(ON_A_NETWORK if world.network else {}),
            **(ON_A_SMALL_DISK if disk else {}),
            **(ON_POSTGRES if postgres is not None else {}),
        }
        yield world, faults


def has_postgres() -> bool:
    """Whether a PostgreSQL of our own can be started."""
    return shutil.which("initdb") is not None or any((place / "initdb").exists() for place in PLACES)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python make.py faults", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument(
        "--minutes", type=float, default=10.0, help="begin no fault after so long (default: 10)"
    )
    parser.add_argument(
        "--ledger", choices=LEDGERS, help="one ledger for the whole time (default: both in turn)"
    )
    parser.add_argument("--only", default="", metavar="WORD", help="only faults whose name has this word")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="leave servers, ledger and logs in this new folder"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
