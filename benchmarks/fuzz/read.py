"""Spoil files and mails at random, read them, and report what became of each.

Reading must end in text or a stated doubt, inside the limits of time and memory. Anything else is
printed with the number that makes it again::

    python -m benchmarks.fuzz                             about a minute, as CI runs it
    python -m benchmarks.fuzz --count 100000 --seconds 0  the long run, no limit of time
    python -m benchmarks.fuzz --seed 7 --only 1234 --keep out

Input I of seed S is the same everywhere. The exit code is 1 if anything broke a promise.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.fuzz.mutate import mutate
from benchmarks.fuzz.seeds import Seed, make_seeds
from intake.campaign.call import Call, Sender
from intake.model.case import Attachment, Doubt
from intake.model.doubts import DOUBTS
from intake.model.limits import Limits
from intake.worker.pool import CallFiles

ROOT = Path(__file__).parents[2]
FILES = CallFiles(
    campaign=ROOT / "config" / "campaigns" / "xuzhou-2015.toml",
    places=ROOT / "config" / "places" / "xuzhou.toml",
    lexicon=ROOT / "config" / "lexicon" / "xuzhou-2015.toml",
)
BATCH = 25  # inputs given to a worker at once
GRACE = 10.0  # seconds over the limit of a mail: starting, a crowded machine


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input; ``breach`` says which promise was broken."""

    number: int
    name: str
    ending: str
    seconds: float
    breach: str = ""


def make_input(seed: int, number: int, seeds: list[list[Seed]]) -> Seed:
    """Input ``number`` of the run ``seed``."""
    rng = random.Random(f"{seed}:{number}")
    name, data = rng.choice(rng.choice(seeds))
    return name, mutate(rng, data, rng.choice(rng.choice(seeds))[1])


# Below: runs inside the worker process.
_seeds: list[list[Seed]] = []
_call: Call | None = None


def _start(limit: int, *, parts: bool, more: Path | None = None) -> None:
    global _call  # noqa: PLW0603 - one process, one call
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    _seeds.extend(make_seeds(more))
    _call = None if parts else FILES.load()


def _run(seed: int, numbers: range) -> list[Outcome]:
    return [_try_one(seed, number) for number in numbers]


def _try_one(seed: int, number: int) -> Outcome:
    name, data = make_input(seed, number, _seeds)
    start = time.perf_counter()
    try:
        ending, breach = _read_mail(data) if name.endswith(".eml") else _read_file(name, data)
    except BaseException as error:  # noqa: BLE001 - finding these is the purpose
        ending, breach = "raised", f"{type(error).__name__}: {error}"[:200]
    return Outcome(number, name, ending, time.perf_counter() - start, breach)


def _read_mail(data: bytes) -> tuple[str, str]:
    if _call is None:
        from intake.mail.open import open_mail

        opened = open_mail(data, Limits())
        return _read_files(opened.attachments, opened.passwords, (*opened.doubts,), opened.body.new, "mail: ")
    from intake.pipeline import read_mail

    reading = read_mail(data, _call, Sender())
    longest = max((len(document.text) for document in reading.documents), default=0)
    return f"mail: {reading.kind}", _breach(reading.doubts, longest)


def _read_file(name: str, data: bytes) -> tuple[str, str]:
    ending, breach = _read_files((Attachment(name, data),))
    return ending, breach or ("neither text nor a doubt" if ending == "nothing" else "")


def _read_files(
    attachments: tuple[Attachment, ...],
    passwords: tuple[str, ...] = (),
    doubts: tuple[Doubt, ...] = (),
    text: str = "",
    what: str = "",
) -> tuple[str, str]:
    from intake.documents.read import read_document
    from intake.unpack.containers import unpack

    limits = Limits()
    unpacked = unpack(attachments, limits, passwords)
    documents = [read_document(attachment, limits) for attachment in unpacked.attachments]
    doubts = (*doubts, *unpacked.doubts, *(doubt for document in documents for doubt in document.doubts))
    longest = max((len(document.text) for document in documents), default=0)
    needs_ocr = any(document.needs_ocr for document in documents)
    return what + _ending(doubts, longest + len(text), needs_ocr=needs_ocr), _breach(doubts, longest)


def _ending(doubts: tuple[Doubt, ...], characters: int, *, needs_ocr: bool) -> str:
    if characters:
        return "text with doubts" if doubts else "text"
    for doubt in doubts:
        unforeseen = doubt.code == "damaged" and doubt.detail.isascii() and doubt.detail.isidentifier()
        return f"doubt: damaged ({doubt.detail})" if unforeseen else f"doubt: {doubt.code}"
    return "waits for recognition" if needs_ocr else "nothing"


def _breach(doubts: tuple[Doubt, ...], characters: int) -> str:
    unknown = {doubt.code for doubt in doubts} - set(DOUBTS)
    if unknown:
        return f"unknown doubts {unknown}"
    return "more characters than allowed" if characters > Limits().text_chars else ""


# Below: runs in the parent.


class Runner:
    """Gives inputs to workers that can be killed."""

    def __init__(self, seed: int, jobs: int, limits: Limits, start: Callable[[int], None]) -> None:
        from pebble import ProcessPool

        self._seed = seed
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
        future: Future[Any] = self._pool.schedule(_run, args=(self._seed, batch), timeout=self._limit * 2)
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


def _batches(first: int, count: int, seconds: float) -> Iterator[range]:
    end = time.monotonic() + seconds if seconds else float("inf")
    for number in range(first, first + count, BATCH):
        if time.monotonic() > end:
            return
        yield range(number, min(number + BATCH, first + count))


def _report(outcomes: list[Outcome], elapsed: float, seed: int, limits: Limits) -> int:
    firsts = {outcome.ending: outcome for outcome in reversed(outcomes)}
    for ending, count in Counter(outcome.ending for outcome in outcomes).most_common():
        example = f"  (--only {firsts[ending].number}: {firsts[ending].name})" if "(" in ending else ""
        print(f"{count:8}  {ending}{example}")
    slow = [outcome for outcome in outcomes if outcome.seconds > limits.mail_seconds]
    broken = [outcome for outcome in outcomes if outcome.breach] + [o for o in slow if not o.breach]
    for outcome in broken:
        what = outcome.breach or f"took {outcome.seconds:.0f} s"
        print(f"BROKEN  --seed {seed} --only {outcome.number}  {outcome.name}: {what}")
    slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
    print(
        f"{len(outcomes)} inputs in {elapsed:.0f} s, slowest {slowest:.1f} s, {len(broken)} broken promises"
    )
    return 1 if broken else 0


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzz", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--count", type=int, default=5000, help="inputs (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=2015, help="which run (default: %(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=60.0, help="stop after so long; 0: never (default: %(default)s)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="workers (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--only", type=int, help="one input, by its number")
    parser.add_argument(
        "--parts", action="store_true", help="open and read mails, but do not understand them"
    )
    parser.add_argument("--more", type=Path, help="spoil the files of this folder, too")
    parser.add_argument("--keep", type=Path, help="write the inputs that broke a promise into this folder")
    options = parser.parse_args()
    first, count = (options.first, options.count) if options.only is None else (options.only, 1)
    limits = Limits()
    start = time.monotonic()
    initializer = partial(_start, parts=options.parts, more=options.more)
    with Runner(options.seed, options.jobs, limits, initializer) as runner:
        outcomes = list(runner.run(_batches(first, count, options.seconds)))
    if options.keep:
        _keep(options.keep, options, outcomes)
    return _report(outcomes, time.monotonic() - start, options.seed, limits)


def _keep(folder: Path, options: argparse.Namespace, outcomes: list[Outcome]) -> None:
    seeds = make_seeds(options.more)
    folder.mkdir(parents=True, exist_ok=True)
    for outcome in outcomes:
        if outcome.breach or options.only is not None:
            name, data = make_input(options.seed, outcome.number, seeds)
            (folder / f"{options.seed}-{outcome.number}{Path(name).suffix}").write_bytes(data)
