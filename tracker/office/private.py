"""What an office writes is its owner's alone, and copies in passing lie inside its own folder.

Both are matters of the whole process: libraries that put rows of the workbook aside, unpackers and
reading workers write files, too. On Windows the access lists of the folder rule instead of modes.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from tracker.office.folder import DataDir

FILE_MODE, FOLDER_MODE = 0o600, 0o700
GROUP_FILE, GROUP_FOLDER = 0o660, 0o770
OTHERS = 0o077  # the bits that must not be set


@contextmanager
def owner_only() -> Iterator[None]:
    """Until the end, new files are for the owner's eyes only."""
    mask = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(mask)


@contextmanager
def keep_private(data: DataDir) -> Iterator[None]:
    """:func:`owner_only`, with temporary files in ``data.tmp``.

    Whatever an earlier process that died has left there is removed.
    """
    with owner_only(), _place(data.tmp) as place, _temporary_files_in(place):
        yield


def make_private(data: DataDir) -> None:
    """Take from group and others what earlier versions or a careless copy let them read.

    What belongs to somebody else stays as it is; ``zhengji doctor`` names it.
    """
    for path in exposed_paths(data):
        with suppress(OSError):  # not ours, or gone meanwhile
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)


def exposed_paths(data: DataDir) -> list[Path]:
    """Everything in the data folder that group or others may use; nothing on Windows."""
    if os.name != "posix":
        return []
    return [path for path in (data.root, *data.root.rglob("*")) if _is_exposed(path)]


def share(path: Path) -> None:
    """Let the group read and write a published file, or a folder with all that is in it."""
    inside = path.rglob("*") if path.is_dir() else ()
    for each in (path, *inside):
        each.chmod(GROUP_FOLDER if each.is_dir() else GROUP_FILE)


def _is_exposed(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:  # a temporary file of somebody who is working
        return False
    return not stat.S_ISLNK(mode) and bool(mode & OTHERS)


@contextmanager
def _temporary_files_in(place: Path) -> Iterator[None]:
    """The place is told to this process and, by its environment, to those it starts."""
    before, told = tempfile.tempdir, os.environ.get("TMPDIR")
    tempfile.tempdir = os.environ["TMPDIR"] = str(place)
    try:
        yield
    finally:
        tempfile.tempdir = before
        if told is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = told


@contextmanager
def _place(folder: Path) -> Iterator[Path]:
    """A folder of this process's own; one whose lock nobody holds was left behind by the dead."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock", mode=FILE_MODE):
        for lock in folder.glob("*.lock"):
            _remove_left(lock)
        for left in folder.iterdir():
            if left.is_dir() and not _lock_of(left).exists():  # died between making it and locking it
                shutil.rmtree(left, ignore_errors=True)
        place = Path(tempfile.mkdtemp(prefix="", dir=folder)).absolute()
        held = FileLock(_lock_of(place), mode=FILE_MODE)
        held.acquire()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        held.release()
        _lock_of(place).unlink(missing_ok=True)


def _lock_of(place: Path) -> Path:
    return place.with_name(f"{place.name}.lock")


def _remove_left(lock: Path) -> None:
    with suppress(Timeout), FileLock(lock, timeout=0, mode=FILE_MODE):
        shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
        lock.unlink(missing_ok=True)
