"""Move the ledger between the data folder and a database of PostgreSQL, and prove that nothing was lost.

What is copied stays where it was, under another name, until a person removes it. The settings change
last: an interrupted move leaves the office as it was, and the next one goes on where it stopped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import URL, Connection

from intake.source.archive.mails import Archive
from tracker.errors import LedgerError, SettingsError
from tracker.ledger.engines.copy import Holding, copy_rows, count_rows, is_unfinished, weigh
from tracker.ledger.engines.store import Ledger
from tracker.ledger.texts.versions import index_copied
from tracker.ledger.views.status import list_mails
from tracker.office.folder import DataDir
from tracker.office.lock import only_one
from tracker.office.private import keep_private
from tracker.office.settings import LedgerPlace, load_settings
from tracker.run.open import database_url, ledger_place, open_archive

FILE = "sqlite"  # the word for the file in the data folder
MOVED = ".moved"  # ends the name of a ledger that was copied into a database
PART = ".part"  # of a ledger that is being copied back
_SECTION = re.compile(r"\s*\[ledger\]\s*(?:#.*)?")
_KEY = re.compile(r"\s*+(?:#\s*+)?url\s*+=")

Told = Callable[[str, int], None]  # name of a table, rows just copied


@dataclass(frozen=True, slots=True)
class Plan:
    """What a move would do: rows of each table, and how many of them are in the target already."""

    rows: dict[str, int]
    there: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Move:
    source: Path | URL
    target: Path | URL


def plan_move(root: Path, to: str) -> Plan:
    """Look at both databases and change neither.

    Raises:
        AlreadyRunning: the office is at work.
        SettingsError, LedgerError: the move would fail; says why.
    """
    data = DataDir(root)
    with only_one(root):
        move = _find_move(data, to)
        with closing(Ledger.open(move.source)) as source, source.read() as connection:
            rows = count_rows(connection)
        if not Ledger.exists(move.target):
            return Plan(rows, dict.fromkeys(rows, 0))
        with closing(Ledger.open(move.target)) as target, target.read() as connection:
            _check_free(connection)
            return Plan(rows, count_rows(connection))


def move_ledger(root: Path, to: str, told: Told) -> list[Holding]:
    """Copy the ledger to a database (``postgresql://…``) or back to the file (``sqlite``), prove it, use it.

    Returns what each table holds. Done already, it does only what is left to do.

    Raises:
        AlreadyRunning: the office is at work.
        SettingsError: there is nothing to move, or the target holds another ledger.
        LedgerError: a database cannot be used, or the copy differs from what was copied.
    """
    data = DataDir(root)
    with only_one(root), keep_private(data):
        move = _find_move(data, to)
        with (
            closing(Ledger.open(move.source)) as source,
            closing(Ledger.open(move.target)) as target,
            source.read() as reading,
        ):
            holdings = copy_whole(reading, target, told)
            target.tidy()
        _use(data, move, to)
    return holdings


def copy_originals(root: Path) -> tuple[int, int]:
    """Copy every raw mail of the data folder to the place that [archive] names; returns how many, and how many anew.

    Nothing is removed here. Broken off, it goes on where it stopped; then the ledger says what must be there.

    Raises:
        AlreadyRunning: the office is at work.
        SettingsError: [archive] names no other place, or a mail of the ledger is in neither.
        ArchiveError: a mail cannot be read or stored.
    """
    data = DataDir(root)
    with only_one(root), keep_private(data):
        settings = load_settings(root)
        if not settings.archive.place:
            raise SettingsError(f"请先在 {data.settings} 的 [archive] 中填写 place")
        own, chosen = Archive(data.archive), open_archive(settings, data)
        there = set(chosen.list())
        missing = sorted(set(own.list()) - there)
        for sha256 in missing:
            chosen.store(own.load(sha256))
        with closing(Ledger.open(ledger_place(settings, data))) as ledger, ledger.read() as connection:
            wanted = {row.sha256 for row in list_mails(connection)}
    lost = sorted(wanted - there - set(missing))
    if lost:
        raise SettingsError(f"{len(lost)}封来信的原件两处都没有，如 {lost[0][:12]}，请先从备份恢复")
    return len(there | set(missing)), len(missing)


def copy_whole(source: Connection, target: Ledger, told: Told = lambda _table, _rows: None) -> list[Holding]:
    """Copy a ledger into one without rows, or go on with a copy that broke off; returns what both hold now.

    Raises:
        SettingsError: the target holds another ledger.
        LedgerError: the copy differs from what was copied.
    """
    with target.read() as connection:
        copied = not is_unfinished(connection) and any(count_rows(connection).values())
    if not copied:
        copy_rows(source, target.begin, index_copied, told)
    wanted = weigh(source)
    with target.read() as connection:
        found = weigh(connection)
    different = [one.table for one, other in zip(wanted, found, strict=True) if one != other]
    if different and copied:
        raise SettingsError(_TAKEN)
    if different:
        raise LedgerError(f"复制后 {'、'.join(different)} 与原台账不一致，原台账未改动；请清空目标后重新迁移")
    return wanted


_TAKEN = "目标中已有另一份台账，未迁移；请另建一个空库（或移开目标文件）后再试"


def _find_move(data: DataDir, to: str) -> _Move:
    settings = load_settings(data.root)
    part = data.ledger.with_name(data.ledger.name + PART)
    if to == FILE:
        if not settings.ledger.url:
            raise SettingsError(f"台账已经在 {data.ledger}，不需要迁移")
        if data.ledger.exists():
            raise SettingsError(
                f"{data.ledger} 已经存在：已迁回的，删去 [ledger] 的 url 即可；不用的请先移开"
            )
        return _Move(database_url(settings.ledger.url, data), part)
    checked_url(to, f"--to 应为 {FILE}，或 ")
    if settings.ledger.url and not data.ledger.exists():
        raise SettingsError(
            f"台账已经在数据库中；要换一个数据库，请先 zhengji migrate --to {FILE}，再迁往新库"
        )
    if not data.ledger.exists():
        raise SettingsError(f"{data.root} 中没有 ledger.db，没有可以迁移的台账")
    return _Move(data.ledger, database_url(to, data))


def checked_url(written: str, expected: str) -> str:
    """The address of a database as a person wrote it.

    Raises:
        SettingsError: it is none, or has a password in it; ``expected`` begins the sentence.
    """
    try:
        return LedgerPlace(url=written or "?").url  # nothing would be the setting for the file
    except ValidationError as error:
        raise SettingsError(f"{expected}{error.errors()[0]['msg'].removeprefix('Value error, ')}") from None


def _check_free(connection: Connection) -> None:
    if any(count_rows(connection).values()) and not is_unfinished(connection):
        raise SettingsError(_TAKEN)


def _use(data: DataDir, move: _Move, to: str) -> None:
    """The settings first: two ledgers are refused until this is done again, no ledger would found a new one."""
    if isinstance(move.source, Path):
        write_url(data, to)
        move.source.replace(move.source.with_name(move.source.name + MOVED))
    elif isinstance(move.target, Path):
        move.target.replace(data.ledger)
        write_url(data, "")


def write_url(data: DataDir, url: str) -> None:
    """Name the database in settings.toml, or no longer; every other line stays as it is."""
    lines = data.settings.read_text(encoding="utf-8-sig").splitlines()
    line = f"url = {json.dumps(url, ensure_ascii=False)}" if url else '# url = ""'
    start = next((n for n, text in enumerate(lines) if _SECTION.fullmatch(text)), None)
    if start is None:
        lines += ["", "[ledger]", line]
    else:
        end = next(
            (n for n, text in enumerate(lines) if n > start and text.lstrip().startswith("[")), len(lines)
        )
        known = [n for n in range(start, end) if _KEY.match(lines[n])]
        # A line that counts goes before an example behind a #.
        chosen = min(known, key=lambda n: lines[n].lstrip().startswith("#"), default=None)
        if chosen is None:
            lines.insert(start + 1, line)
        else:
            lines[chosen] = line
    beside = data.settings.with_name(f".{data.settings.name}{PART}")
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    beside.replace(data.settings)
