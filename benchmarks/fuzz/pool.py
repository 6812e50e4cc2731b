"""Give inputs to workers that can be killed, and report what became of each."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from intake.model.limits import Limits
from intake.worker.pool import CallFiles

ROOT = Path(__file__).parents[2]
FILES = CallFiles(
    campaign=ROOT / "config" / "campaigns" / "xuzhou-2015.toml",
    places=ROOT / "config" / "places" / "xuzhou.toml",
    lexicon=ROOT / "config" / "lexicon" / "xuzhou-2015.toml",
)
SHARE = 8  # inputs of a batch for which the time of one is waited
GRACE = 10.0  # seconds over the limit of a mail: starting, a crowded machine


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input; ``breach`` says which promise was broken."""

    number: int
    name: str
    ending: str
    seconds: float
    breach: str = ""


Task = Callable[[int, range], list[Outcome]]  # seed, numbers of the inputs → what became of them


class Runner:
    """Gives inputs to workers that can be killed."""

    def __init__(self, seed: int, jobs: int, task: Task, start: Callable[[int], None]) -> None:
        from pebble import ProcessPool

        limits = Limits()
        self._seed = seed
        self._task = task
        self._ahead = 2 * jobs
        self._limit = limits.mail_seconds + GRACE
        self._pool = ProcessPool(
            max_workers=jobs,
            initializer=start,
            initargs=(limits.worker_bytes,),
            context=get_context("spawn"),
        )

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.stop()
        self._pool.join()

    def run(self, numbers: Iterator[range]) -> Iterator[Outcome]:
        """Outcomes, in no strict order; a batch that died is run again one by one."""
        waiting: list[tuple[range, Future[Any]]] = []
        for batch in numbers:
            waiting.append((batch, self._schedule(batch)))
            if len(waiting) > self._ahead:
                yield from self._finish(*waiting.pop(0))
        for batch, future in waiting:
            yield from self._finish(batch, future)

    def _schedule(self, batch: range) -> Future[Any]:
        future: Future[Any] = self._pool.schedule(
            self._task, args=(self._seed, batch), timeout=self._limit * (1 + len(batch) / SHARE)
        )
        return future

    def _finish(self, batch: range, future: Future[Any]) -> Iterator[Outcome]:
        try:
            yield from future.result()
        except Exception as error:  # noqa: BLE001 - a worker that died or hung: find out on which input
            if len(batch) == 1:
                hung = isinstance(error, (TimeoutError, FutureTimeoutError))
                why = "did not end in time" if hung else f"killed the reader ({type(error).__name__})"
                yield Outcome(batch[0], "", "broken", self._limit, why)
                return
            for number in batch:
                one = range(number, number + 1)
                yield from self._finish(one, self._schedule(one))


def batches(first: int, count: int, seconds: float, size: int) -> Iterator[range]:
    """The numbers of ``count`` inputs in batches of a size, for so many seconds; 0: to the end."""
    end = time.monotonic() + seconds if seconds else float("inf")
    for number in range(first, first + count, size):
        if time.monotonic() > end:
            return
        yield range(number, min(number + size, first + count))


def report(outcomes: list[Outcome], elapsed: float, words: str) -> int:
    """Print what became of the inputs; ``words`` of the command make the same run. Returns the exit code."""
    limits = Limits()
    firsts = {outcome.ending: outcome for outcome in reversed(outcomes)}
    for ending, count in Counter(outcome.ending for outcome in outcomes).most_common():
        example = f"  (--only {firsts[ending].number}: {firsts[ending].name})" if "(" in ending else ""
        print(f"{count:8}  {ending}{example}")
    slow = [outcome for outcome in outcomes if outcome.seconds > limits.mail_seconds]
    broken = [outcome for outcome in outcomes if outcome.breach] + [o for o in slow if not o.breach]
    for outcome in broken:
        what = outcome.breach or f"took {outcome.seconds:.0f} s"
        print(f"BROKEN  {words} --only {outcome.number}  {outcome.name}: {what}")
    slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
    print(
        f"{words}: {len(outcomes)} inputs in {elapsed:.0f} s, slowest {slowest:.1f} s, {len(broken)} broken promises"
    )
    return 1 if broken else 0
