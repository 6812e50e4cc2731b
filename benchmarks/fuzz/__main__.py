"""Spoil files and mails at random, give them to the product, and report what became of each.

Through reading, input must end in text or a stated doubt, inside the limits of time and memory.
Through an office, mails with odd heads must be filed and answered and stop nothing else. Anything
else is printed with the words that make it again, and kept as a file::

    python -m benchmarks.fuzz                             about a minute, half of it each
    python -m benchmarks.fuzz --count 100000 --seconds 0  the long run, no limit of time
    python -m benchmarks.fuzz --through office --seed 7 --only 1234

Input I of seed S is the same everywhere. The exit code is 1 if anything broke a promise.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.fuzz import office, read
from benchmarks.fuzz.heads import head_seeds
from benchmarks.fuzz.pool import Outcome, Runner, Task, batches, report
from benchmarks.fuzz.seeds import Seed, make_seeds

READ_TOGETHER = 50


@dataclass(frozen=True, slots=True)
class Way:
    """A way through the product: what its workers do, and how an input of it is made again."""

    name: str
    task: Task
    start: Callable[[int], None]
    make: Callable[[int, int], Seed]
    together: int  # inputs given to a worker at once


def main() -> int:
    """Run from the command line."""
    options = _options()
    ways = [way for way in _ways(options) if options.through in (way.name, "both")]
    return max([_run(way, options, options.seconds / len(ways)) for way in ways])


def _ways(options: argparse.Namespace) -> list[Way]:
    def spoiled(seed: int, number: int) -> Seed:
        return read.make_input(seed, number, make_seeds(options.more))

    def odd(seed: int, number: int) -> Seed:
        return office.make_head(seed, number, head_seeds())

    reading = partial(read.start, parts=options.parts, more=options.more)
    return [
        Way("reading", read.run, reading, spoiled, READ_TOGETHER),
        Way("office", office.run, office.start, odd, office.DAY),
    ]


def _run(way: Way, options: argparse.Namespace, seconds: float) -> int:
    first, count = (options.first, options.count) if options.only is None else (options.only, 1)
    begun = time.monotonic()
    outcomes: list[Outcome] = []
    with Runner(options.seed, options.jobs, way.task, way.start) as runner:
        for outcome in runner.run(batches(first, count, seconds, way.together)):
            outcomes.append(outcome)
            if outcome.breach or options.only is not None:
                _keep(options.keep, way, options.seed, outcome.number)
    return report(outcomes, time.monotonic() - begun, f"--through {way.name} --seed {options.seed}")


def _keep(folder: Path, way: Way, seed: int, number: int) -> None:
    name, data = way.make(seed, number)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{way.name}-{seed}-{number}{Path(name).suffix}").write_bytes(data)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--through", choices=("reading", "office", "both"), default="both")
    parser.add_argument("--count", type=int, default=5000, help="inputs of each way (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=2015, help="which run (default: %(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="stop after so long; 0: never (default: %(default)s)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="workers (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--only", type=int, help="one input, by its number")
    parser.add_argument(
        "--parts", action="store_true", help="reading: open and read mails, but do not understand them"
    )
    parser.add_argument("--more", type=Path, help="reading: spoil the files of this folder, too")
    parser.add_argument(
        "--keep",
        type=Path,
        default=Path("fuzz-failures"),
        help="where inputs that broke a promise are written (default: %(default)s)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
