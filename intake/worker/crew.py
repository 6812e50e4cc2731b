"""Worker processes that can be killed, and the work that was given to them.

The pool beneath ends work that takes too long and reports a worker that dies. It has no answer when a worker
is killed from outside at the wrong instant: while it holds the lock that all of them share, or while nothing
is running and more is on its way. Then nobody would ever be answered, so whether anything goes on is watched here.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, InvalidStateError, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import gettempdir
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from intake.worker.origin import process_context
from intake.worker.start import CallFiles, start_worker

if TYPE_CHECKING:
    from pebble import ProcessPool

GRACE = 60.0  # seconds beyond the longest work's own limit in which something must begin or end
STARVED = 4.0  # times its seconds that work may take by the clock where those of the processor count
LOOK = 1.0  # seconds between two looks at whether anything goes on
PARTING = 10.0  # seconds that a pool which answers nobody has for its end


@dataclass(frozen=True)
class _Work:
    """What the pool was asked for; whoever asked waits for another future, which both the pool's end and ours may set."""

    inner: Future[Any]
    seconds: float  # that it may take by the clock


class WorkerLostError(RuntimeError):
    """The workers answered nobody any more and were given up."""


class Crew:
    """A pool of worker processes with one call. Started by the first work, again after it broke."""

    def __init__(self, files: CallFiles, *, workers: int, recycle: int, threads: bool = False) -> None:
        """``recycle``: works after which a process is replaced, which bounds slow leaks of native libraries.

        ``threads``: whether works use several at once, so that the time of the processor says nothing.
        """
        self._files = files
        self._by_clock = threads or not hasattr(signal, "setitimer")
        self._workers = workers
        self._recycle = recycle
        self._pool: ProcessPool | None = None
        self._open: dict[Future[Any], _Work] = {}
        self._seen: list[tuple[bool, bool]] = []
        self._since = 0.0

    def schedule(self, function: Callable[..., Any], argument: object, seconds: float) -> Future[Any]:
        """Give work to the next worker that is free; it is killed when it runs longer than ``seconds``.

        Where the system can tell, these are seconds of the processor: a machine that is busy with other things is no
        reason to say of a letter that it cannot be read.
        """
        from pebble import ProcessPool

        if self._pool is not None and not self._pool.active:
            self._give_up()
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self._workers,
                max_tasks=self._recycle,
                initializer=start_worker,
                initargs=(self._files, gettempdir()),
                context=process_context(),
            )
        own, clock = (0.0, seconds) if self._by_clock else (seconds, STARVED * seconds)
        inner: Future[Any] = self._pool.schedule(_do, args=(function, argument, own), timeout=clock)
        answer: Future[Any] = Future()
        inner.add_done_callback(lambda done: _pass_on(done, answer))
        self._open = {asked: work for asked, work in self._open.items() if not asked.done()}
        self._open[answer] = _Work(inner, clock)
        return answer

    def result(self, future: Future[Any]) -> Any:
        """What the work gave; waits for it.

        Raises:
            TimeoutError: it ran longer than it may.
            WorkerLostError: no worker answers any more.
            Exception: whatever it raised, or what killed the worker.
        """
        while not wait([future], LOOK).done:
            self._look()
        return future.result()

    def has_ended(self, future: Future[Any], seconds: float) -> bool:
        """Whether the work ended, well or not, within ``seconds``."""
        if not wait([future], max(seconds, 0.0)).done:
            self._look()
        return future.done()

    def close(self) -> None:
        """End every process; whoever waits for what was in work is told that it is lost."""
        pool = self._forget()
        if pool is not None:
            _end(pool)

    def _look(self) -> None:
        """Give the workers up when nothing began or ended in the time in which something must."""
        seen, now = [(work.inner.running(), work.inner.done()) for work in self._open.values()], monotonic()
        if seen != self._seen:
            self._seen, self._since = seen, now
        longest = max((work.seconds for work in self._open.values()), default=0.0)
        broke = self._pool is not None and not self._pool.active
        if broke or now - self._since > longest + GRACE:
            self._give_up()

    def _give_up(self) -> None:
        pool = self._forget()
        if pool is not None:
            parting = Thread(target=_end, args=(pool,), daemon=True)
            parting.start()
            parting.join(PARTING)

    def _forget(self) -> ProcessPool | None:
        """The pool, for its end: nothing is expected of it any more."""
        for answer in self._open:
            with suppress(InvalidStateError):  # ended meanwhile
                answer.set_exception(WorkerLostError("the workers answer nobody any more"))
        pool, self._pool, self._open, self._seen = self._pool, None, {}, []
        return pool


def has_died(error: BaseException) -> bool:
    """Whether a worker ended without an answer: killed from outside, or by native code."""
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired

    return isinstance(error, (ProcessExpired, BrokenProcessPool, WorkerLostError))


def _pass_on(done: Future[Any], answer: Future[Any]) -> None:
    with suppress(InvalidStateError):  # given up meanwhile
        error = done.exception()
        if _is_over(error):
            answer.set_exception(TimeoutError("it took more time than it may"))
        elif error is None:
            answer.set_result(done.result())
        else:
            answer.set_exception(error)


def _end(pool: ProcessPool) -> None:
    pool.stop()
    pool.join()


def _is_over(error: BaseException | None) -> bool:
    """Whether a worker was ended by its own alarm."""
    from pebble import ProcessExpired

    return isinstance(error, ProcessExpired) and error.exitcode == -getattr(signal, "SIGPROF", 0)


# Below: runs inside the worker process.
def _do(function: Callable[..., Any], argument: object, seconds: float) -> Any:
    """What a library ends is this work, neither the worker nor the office that waits."""
    try:
        with _within(seconds):
            return function(argument)
    except SystemExit as error:
        raise RuntimeError("a library asked for the end of the process") from error


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """End this process when it has used so many seconds of the processor; 0 sets no limit."""
    if not seconds:
        yield
        return
    # Its signal ends a process even in the midst of native code.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
