"""Copies of the data folder in one file, and back.

The ledger is copied by SQLite's online backup, so that a running service is no obstacle; the
archive is write-once, so its files are copied as they are. Secrets are never in a backup.
"""

from __future__ import annotations

import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

from tracker.errors import SettingsError
from tracker.office.folder import DataDir
from tracker.office.parts import Parts
from tracker.office.private import keep_private

KEEP = 14  # daily backups
LEDGER = "ledger.db"  # its name in the backup


def back_up_daily(parts: Parts) -> Path:
    """Write today's backup once and drop the oldest; returns its path."""
    day = parts.clock.now().astimezone(parts.campaign.zone)
    target = parts.data.backup / f"zhengji-{day:%Y%m%d}.zip"
    if not target.exists():
        write_backup(parts.data, target)
    for old in sorted(parts.data.backup.glob("zhengji-*.zip"))[:-KEEP]:
        old.unlink()
    return target


def write_backup(data: DataDir, target: Path) -> None:
    """Put ledger, archive and configuration into one zip file, written beside and renamed."""
    with keep_private(data):
        _write_backup(data, target)


def _write_backup(data: DataDir, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".part")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / LEDGER
        _copy_ledger(data.ledger, copy)
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
            bundle.write(copy, LEDGER)
            for path in _files(data):
                bundle.write(path, path.relative_to(data.root).as_posix())
    beside.replace(target)


def restore_backup(source: Path, data: DataDir) -> int:
    """Unpack a backup into an empty data folder; returns how many files.

    Raises:
        SettingsError: the folder already has a ledger, or the file is not a backup.
    """
    if data.ledger.exists():
        raise SettingsError(f"{data.root} 中已有台账，请先改名或另选空目录")
    try:
        with zipfile.ZipFile(source) as bundle:
            names = bundle.namelist()
            if LEDGER not in names:
                raise SettingsError(f"{source} 不是征集的备份文件")
            for name in names:
                _check_name(name, source)
            with keep_private(data):
                bundle.extractall(data.root)
    except (zipfile.BadZipFile, FileNotFoundError) as error:
        raise SettingsError(f"{source} 不存在或不是备份文件") from error
    return len(names)


def _check_name(name: str, source: Path) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
        raise SettingsError(f"{source} 含有不安全的文件名，未恢复")


def _copy_ledger(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)


def _files(data: DataDir) -> Iterator[Path]:
    """Everything a backup holds besides the ledger: what cannot be made again, and no secrets."""
    yield from (path for path in (data.settings, data.campaign, data.workdays) if path.is_file())
    for folder in (data.archive, data.templates, data.places, data.lexicon):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
