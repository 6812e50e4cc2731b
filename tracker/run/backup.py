"""Copies of the data folder in one file, and back.

The ledger is copied by SQLite's online backup, or out of one picture of its database (by pg_dump, else row by
row into a file of SQLite), so that a running service is no obstacle; the archive is write-once, so its files are
copied as they are, after the ledger that names them. A backup holds the SHA-256 of everything in it. Secrets are
never in a backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import URL

from intake.source.archive.folder import TEMPORARY
from tracker.errors import SettingsError
from tracker.ledger.engines.dump import dump_database, find_dumper, load_database
from tracker.ledger.engines.store import Ledger
from tracker.office.clock import Clock, SystemClock
from tracker.office.folder import DataDir
from tracker.office.lock import only_one
from tracker.office.parts import Parts
from tracker.office.private import keep_private, owner_only
from tracker.office.settings import load_settings
from tracker.outbox.restored import mark_restored
from tracker.run.migrate import checked_url, copy_whole, write_url
from tracker.run.open import database_url, ledger_place

KEEP = 14  # daily backups
DAILY = "zhengji-*.zip"  # their names
LEDGER = "ledger.db"  # its name in the backup
DUMP = "ledger.pgdump"  # its name where it is a dump of PostgreSQL
MANIFEST = "backup.json"  # {"format", "made_at", "files": name → SHA-256}
FORMAT = "zhengji.backup/1"
PART = ".part"  # of a backup that is being written
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a ledger; another ledger's would ruin ours
BLOCK = 1 << 20  # bytes


def back_up_daily(parts: Parts) -> Path:
    """Write today's backup once and drop the oldest; returns its path."""
    day = parts.clock.now().astimezone(parts.campaign.zone)
    target = parts.data.backup / f"zhengji-{day:%Y%m%d}.zip"
    for left in parts.data.backup.glob(f"zhengji-*{PART}"):  # of a process that died
        left.unlink()
    if not target.exists():
        write_backup(parts.data, target, parts.clock, ledger_place(parts.settings, parts.data))
    for old in sorted(parts.data.backup.glob(DAILY))[:-KEEP]:
        old.unlink()
    return target


def write_backup(
    data: DataDir, target: Path, clock: Clock | None = None, place: Path | URL | None = None
) -> None:
    """Put ledger, archive and configuration into one zip file, written beside and renamed.

    ``place`` is where the ledger stands, if not in the data folder.

    Raises:
        SettingsError: the ledger is damaged; no backup takes the place of an earlier one.
        LedgerError: its database cannot be used.
    """
    made_at = (clock or SystemClock()).now()
    with keep_private(data):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_suffix(PART)
        try:
            _write(data, place or data.ledger, beside, made_at)
            beside.replace(target)
        except BaseException:  # also on interruption: no partial file stays behind
            beside.unlink(missing_ok=True)
            raise


def _write(data: DataDir, place: Path | URL, beside: Path, made_at: datetime) -> None:
    copy = _copy_ledger(place, Path(tempfile.gettempdir()))
    with beside.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
            files = {copy.name: _add(bundle, copy, copy.name)}
            for path in _files(data):
                name = path.relative_to(data.root).as_posix()
                files[name] = _add(bundle, path, name)
            manifest = {"format": FORMAT, "made_at": made_at.isoformat(), "files": files}
            bundle.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False))
        file.flush()
        os.fsync(file.fileno())
    copy.unlink()


def _add(bundle: zipfile.ZipFile, path: Path, name: str) -> str:
    """Put a file into the bundle; returns its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as source, bundle.open(zipfile.ZipInfo.from_file(path, name), "w") as target:
        while block := source.read(BLOCK):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def restore_backup(source: Path, data: DataDir, clock: Clock | None = None, to: str = "") -> int:
    """Unpack a backup into a data folder without a ledger, whatever machine and path; returns how many files.

    A ledger of PostgreSQL goes into the empty database at ``to``, or that of the settings in the backup. Letters that wait in it are held (tracker/outbox/restored.py). Nothing is put in place before everything
    was unpacked and found whole; the ledger comes last.

    Raises:
        AlreadyRunning: the folder's office is at work.
        SettingsError: folder or database already has a ledger, or the file is no backup, or damaged.
        LedgerError: the database cannot be used.
    """
    with owner_only():
        data.root.mkdir(parents=True, exist_ok=True)
    with only_one(data.root), keep_private(data):
        if data.ledger.exists():
            raise SettingsError(f"{data.root} 中已有台账，请先改名或另选空目录")
        # On the same disk as the data folder, so that all is moved into place by renaming.
        place = Path(tempfile.gettempdir())
        try:
            with zipfile.ZipFile(source) as bundle:
                manifest = _read_manifest(bundle, source)
                for name, digest in manifest["files"].items():
                    _unpack(bundle, name, digest, place)
        except (zipfile.BadZipFile, zlib.error, FileNotFoundError, EOFError) as error:
            raise SettingsError(f"{source} 不存在、不完整或不是备份文件，未恢复") from error
        files = tuple(manifest["files"])
        ledger = _load_dump(place, data, to) if DUMP in files else _unpacked(place, to)
        _mark(ledger, datetime.fromisoformat(manifest["made_at"]), clock or SystemClock())
        _put_in_place(place, data, tuple(name for name in files if name != DUMP))
        if to:
            write_url(data, to)
    return len((*manifest["files"], MANIFEST))


def _read_manifest(bundle: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    names = set(bundle.namelist())
    for name in names:
        _check_name(name, source)
    try:
        manifest: dict[str, Any] = json.loads(bundle.read(MANIFEST))
        whole = manifest["format"] == FORMAT and {*manifest["files"], MANIFEST} == names
        datetime.fromisoformat(manifest["made_at"])
    except (KeyError, TypeError, ValueError) as error:
        raise SettingsError(f"{source} 不是征集的备份文件，未恢复") from error
    if not whole or len(names & {LEDGER, DUMP}) != 1:
        raise SettingsError(f"{source} 不完整或由其他版本写成，未恢复")
    return manifest


def _unpack(bundle: zipfile.ZipFile, name: str, digest: str, place: Path) -> None:
    target = place / name
    target.parent.mkdir(parents=True, exist_ok=True)
    found = hashlib.sha256()
    with bundle.open(name) as packed, target.open("wb") as file:
        while block := packed.read(BLOCK):
            found.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if found.hexdigest() != digest:
        raise zipfile.BadZipFile(name)


def _unpacked(place: Path, to: str) -> Path:
    if to:
        raise SettingsError("备份中的台账是文件，请先不带 --ledger 恢复，再用 zhengji migrate 移入数据库")
    return place / LEDGER


def _load_dump(place: Path, data: DataDir, to: str) -> URL:
    """Fill the database that the restored office will use; never one that has a ledger: it may be at work."""
    written = checked_url(to, "--ledger 应为 ") if to else load_settings(place).ledger.url
    if not written:
        raise SettingsError("备份中的台账来自数据库，请用 --ledger 指定一个空的数据库")
    url = database_url(written, data)
    if Ledger.exists(url):
        raise SettingsError(
            f"数据库 {url.database} 中已有台账，未恢复：请另建一个空的数据库，用 --ledger 写明地址"
        )
    load_database(place / DUMP, url)
    return url


def _mark(ledger: Path | URL, made_at: datetime, clock: Clock) -> None:
    """Open the unpacked ledger, which must be whole, and hold its letters."""
    with closing(Ledger.open(ledger)) as opened, opened.begin() as connection:
        mark_restored(connection, made_at, clock.now())
    if isinstance(ledger, URL):
        return
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put_in_place(place: Path, data: DataDir, names: tuple[str, ...]) -> None:
    for suffix in BESIDE:
        left = data.ledger.with_name(f"{LEDGER}{suffix}")
        if left.exists():  # of a ledger that is gone; a person may still want it
            left.replace(data.root / f"{left.name}.left")
    for name in sorted(names, key=lambda name: name == LEDGER):
        target = data.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (place / name).replace(target)


def _check_name(name: str, source: Path) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name:
        raise SettingsError(f"{source} 含有不安全的文件名，未恢复")


def _copy_ledger(source: Path | URL, folder: Path) -> Path:
    """One picture of the ledger, in a file of ours that is named for its kind."""
    if isinstance(source, Path):
        _copy_file(source, folder / LEDGER)
    elif (tool := find_dumper(source)) is not None:
        dump_database(tool, source, folder / DUMP)
        return folder / DUMP
    else:
        _copy_database(source, folder / LEDGER)
    return folder / LEDGER


def _copy_database(source: URL, target: Path) -> None:
    target.unlink(missing_ok=True)
    with (
        closing(Ledger.open(source)) as opened,
        closing(Ledger.open(target)) as copy,
        opened.read() as connection,
    ):
        copy_whole(connection, copy)


def _copy_file(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        try:
            origin.backup(copy)
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise SettingsError(f"{source} 已损坏，未备份，请用 zhengji restore 恢复以前的备份") from error
    if found != "ok":
        raise SettingsError(f"{source} 已损坏，未备份，请用 zhengji restore 恢复以前的备份")


def _files(data: DataDir) -> Iterator[Path]:
    """Everything a backup holds besides the ledger: what cannot be made again, and no secrets."""
    yield from (path for path in (data.settings, data.campaign, data.workdays, data.volume) if path.is_file())
    for folder in (data.archive, data.templates, data.places, data.lexicon, data.volumes):
        found = (path for path in folder.rglob("*") if path.suffix != TEMPORARY and path.is_file())
        yield from sorted(found)
