"""One instance a data folder: a second one is told so and does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from tracker.errors import AlreadyRunning
from tracker.office.folder import DataDir
from tracker.office.private import FILE_MODE


@contextmanager
def only_one(root: Path) -> Iterator[None]:
    """Hold the data folder's lock; the system frees it when the process dies, however it dies.

    Raises:
        AlreadyRunning: another process holds it.
    """
    lock = FileLock(DataDir(root).lock, mode=FILE_MODE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AlreadyRunning(str(root)) from error
    try:
        yield
    finally:
        lock.release()
