"""Read mails in killable worker processes, with limits of time and memory.

A worker that is killed takes nothing with it: the mail is read again piece by piece, and the
attachment that broke the limit becomes a stated doubt. Address space is limited where the system
can (POSIX); on Windows time and size limits hold.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.call import Call, Sender
from intake.limits import Limits
from intake.model import Reading

if TYPE_CHECKING:
    from pebble import ProcessPool

RECYCLE = 500  # mails a worker reads before it is replaced: bounds slow leaks of native libraries
AHEAD = 4  # mails given out ahead of the one being filed, for each worker


@dataclass(frozen=True, slots=True)
class CallFiles:
    """Where a worker finds everything that makes its :class:`Call`."""

    campaign: Path
    places: Path
    lexicon: Path
    learned: Path | None = None
    villages: Path | None = None
    limits: Limits = Limits()

    def load(self) -> Call:
        """Read the files.

        Raises:
            ConfigError: one of them is wrong.
        """
        from intake.campaign import load_campaign
        from intake.lexicon import load_learned, load_lexicon
        from intake.places import load_places

        learned = load_learned(self.learned) if self.learned and self.learned.exists() else None
        return Call(
            campaign=load_campaign(self.campaign),
            places=load_places(self.places, self.villages),
            lexicon=load_lexicon(self.lexicon),
            learned=learned,
            limits=self.limits,
        )


@dataclass(frozen=True, slots=True)
class Failed:
    """A mail that could not be read even piece by piece."""

    why: str


class Readers:
    """A pool of reading processes. Use as a context manager."""

    def __init__(self, files: CallFiles, workers: int = 1) -> None:
        self._files = files
        self._workers = max(1, workers)
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop every worker; a mail in work is simply read again next time."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def reload(self) -> None:
        """Let the next mail be read by workers that load the files afresh."""
        self.close()

    def read_all(self, items: Iterable[tuple[Path, Sender]]) -> Iterator[Reading | Failed]:
        """Read mails from the archive; results come in the order of ``items``."""
        waiting: deque[tuple[tuple[Path, Sender], Any]] = deque()
        for item in items:
            waiting.append((item, self._submit(_read, item)))
            if len(waiting) > AHEAD * self._workers:
                yield self._finish(*waiting.popleft())
        while waiting:
            yield self._finish(*waiting.popleft())

    def read(self, path: Path, sender: Sender) -> Reading | Failed:
        """Read one mail."""
        return next(self.read_all([(path, sender)]))

    def read_files(self, paths: Iterable[Path]) -> Iterator[Reading | Failed]:
        """Read single files, mails or documents, as if each had come alone."""
        for path in paths:
            try:
                reading: Reading = self.run(_read_file, path, self._files.limits.mail_seconds)
            except Exception as error:  # noqa: BLE001 - hostile bytes end in a stated failure
                yield Failed(_why(error))
            else:
                yield reading

    def run(self, function: Callable[..., Any], argument: object, seconds: float) -> Any:
        """Run any pure function of the intake side in a worker.

        Raises:
            TimeoutError: it ran longer than ``seconds``.
            Exception: whatever it raised, or what killed the worker.
        """
        return self._schedule(function, argument, seconds).result()

    def _submit(self, function: Callable[[tuple[Path, Sender]], Reading], item: tuple[Path, Sender]) -> Any:
        return self._schedule(function, item, self._files.limits.mail_seconds)

    def _schedule(self, function: Callable[..., Any], argument: object, seconds: float) -> Any:
        from pebble import ProcessPool

        if self._pool is None or not self._pool.active:
            self._pool = ProcessPool(
                max_workers=self._workers,
                max_tasks=RECYCLE,
                initializer=_start,
                initargs=(self._files,),
                context=get_context("spawn"),
            )
        return self._pool.schedule(function, args=(argument,), timeout=seconds)

    def _finish(self, item: tuple[Path, Sender], future: Any) -> Reading | Failed:
        try:
            reading: Reading = future.result()
        except Exception as error:  # noqa: BLE001 - whatever hostile bytes did, the mail is read piecewise
            return self._read_piecewise(item, error)
        return reading

    def _read_piecewise(self, item: tuple[Path, Sender], first: Exception) -> Reading | Failed:
        """Find the attachments that break a limit, then read the mail without them."""
        seconds = self._files.limits.file_seconds
        try:
            count = int(self.run(_count, item[0], seconds))
            bad = frozenset(i for i in range(count) if not self._probe(item[0], i, seconds))
            if not bad:
                bad = frozenset(range(count))
            reading: Reading = self.run(_read_without, (*item, bad), self._files.limits.mail_seconds)
        except Exception as error:  # noqa: BLE001 - the last resort: a row with an owner
            return Failed(_why(error) or _why(first))
        return reading

    def _probe(self, path: Path, index: int, seconds: float) -> bool:
        try:
            self.run(_probe, (path, index), seconds)
        except Exception:  # noqa: BLE001 - any failure means: not this one
            return False
        return True


def _why(error: Exception) -> str:
    if isinstance(error, (TimeoutError, FutureTimeoutError)):
        return "读取超时"
    if isinstance(error, MemoryError):
        return "读取所需内存超出上限"
    return f"读取程序异常退出（{type(error).__name__}）"


# Below: runs inside the worker process.
_call: Call | None = None


def _start(files: CallFiles) -> None:
    global _call  # noqa: PLW0603 - one process, one call: loaded once, not once a mail
    if sys.platform != "win32":
        import resource

        limit = files.limits.worker_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _call = files.load()


def _loaded() -> Call:
    assert _call is not None
    return _call


def _read(item: tuple[Path, Sender]) -> Reading:
    from intake.pipeline import read_mail

    return read_mail(item[0].read_bytes(), _loaded(), item[1])


def _read_file(path: Path) -> Reading:
    from intake.pipeline import read_file

    return read_file(path.name, path.read_bytes(), _loaded())


def _read_without(item: tuple[Path, Sender, frozenset[int]]) -> Reading:
    from intake.pipeline import read_mail

    return read_mail(item[0].read_bytes(), _loaded(), item[1], refuse=item[2])


def _count(path: Path) -> int:
    from intake.pipeline import count_attachments

    return count_attachments(path.read_bytes(), _loaded())


def _probe(item: tuple[Path, int]) -> int:
    from intake.pipeline import probe_attachment

    return probe_attachment(item[0].read_bytes(), _loaded(), item[1])
