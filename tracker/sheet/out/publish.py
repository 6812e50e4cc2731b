"""Publish the workbook after changes: written beside and renamed, never over somebody's edits.

The ledger's notes remember the bytes of every file that was written here or read back. A file
with other bytes holds edits nobody has read yet: it is left alone (tracker/sheet/take/watch.py reads
it), and the new edition goes beside it under a dated name.
"""

from __future__ import annotations

import hashlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from intake.failpoints import hit
from tracker.ledger.events import get_note, newest_event, set_note
from tracker.office.parts import Parts
from tracker.office.private import share
from tracker.sheet.out.gather import write_edition

NAME = "汇总表.xlsx"
PUBLISHED = "sheet.published"  # {"event": id, "at": time, "number": edition}
FILES = "sheet.files"  # name → [size, mtime in ns, sha256] of files written here or read back
DATED_KEPT = 3  # dated copies that nobody touched; older ones are removed


def publish_workbook(parts: Parts) -> bool:
    """Write a new edition when the ledger changed, but no more often than the set interval."""
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        last = get_note(connection, PUBLISHED) or {}
        newest = newest_event(connection)
    if last.get("event") == newest:
        return False
    interval = timedelta(minutes=parts.settings.schedule.workbook_minutes)
    if last and now - datetime.fromisoformat(last["at"]) < interval:
        return False
    publish_now(parts, newest)
    return True


def publish_now(parts: Parts, newest: int | None = None) -> Path:
    """Write a new edition now; returns where it lies."""
    now = parts.clock.now()
    target = parts.data.out / NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.stem}.part.xlsx")
    number = write_edition(parts, beside)
    share_published(parts, beside)
    hit("sheet.built")
    written = _put_in_place(parts, beside, target, now)
    hit("sheet.published")
    with parts.ledger.begin() as connection:
        if newest is None:
            newest = newest_event(connection)
        set_note(connection, PUBLISHED, {"event": newest, "at": now.isoformat(), "number": number}, now)
        remember_file(connection, written, now)
        _prune(connection, target, now)
    if written != target:
        parts.health["sheet"] = f"汇总表正被打开或有修改尚未读入，新一期另存为“{written.name}”"
    else:
        parts.health.pop("sheet", None)
    return written


def share_published(parts: Parts, path: Path) -> None:
    """Let the group at what was written into the published folder, where the settings say so."""
    if parts.settings.paths.workbook_for_group and path.is_relative_to(parts.data.out):
        share(path)


def workbook_bytes(parts: Parts) -> bytes:
    """The workbook as it stands now, as an edition of its own, for a letter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_edition(parts, path)
        return path.read_bytes()


def _put_in_place(parts: Parts, beside: Path, target: Path, now: datetime) -> Path:
    """Rename over the target, unless it is open elsewhere or holds edits."""
    local = now.astimezone(parts.campaign.zone)
    dated = target.with_name(f"{target.stem}-{local:%Y%m%d-%H%M}.xlsx")
    with parts.ledger.read() as connection:
        free = not is_open(target) and (not target.exists() or is_known(connection, target))
        for number in range(2, 100):
            if not dated.exists() or (not is_open(dated) and is_known(connection, dated)):
                break
            dated = target.with_name(f"{target.stem}-{local:%Y%m%d-%H%M}-{number}.xlsx")
    if free:
        try:
            beside.replace(target)
        except PermissionError:  # Windows: the file is open in Excel or WPS
            pass
        else:
            return target
    beside.replace(dated)
    return dated


def is_open(path: Path) -> bool:
    """Excel and WPS leave ``~$name``, LibreOffice ``.~lock.name#``, beside a file that is open.

    Excel puts ~$ in the place of the first one or two characters of a longer name.
    """
    names = (
        f"~${path.name}",
        f"~${path.name[1:]}",
        f"~${path.name[2:]}",
        f".~lock.{path.name}#",
        f".~{path.name}",
    )
    return any(path.with_name(name).exists() for name in names)


def is_known(connection: Connection, path: Path) -> bool:
    """Whether a file is just as it was written here, or as it was when it was read back."""
    known = _files(connection).get(path.name)
    if known is None:
        return False
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns] == known[:2] or known[2] == digest(path)


def remember_file(connection: Connection, path: Path, now: datetime) -> None:
    """Note the bytes of a file that was written here or read back."""
    stat = path.stat()
    files = {**_files(connection), path.name: [stat.st_size, stat.st_mtime_ns, digest(path)]}
    set_note(connection, FILES, files, now)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(connection: Connection) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = get_note(connection, FILES, {})
    return found


def _prune(connection: Connection, target: Path, now: datetime) -> None:
    """Remove old dated copies that nobody has touched, and forget files that are gone."""
    files = _files(connection)
    dated = sorted(name for name in files if name.startswith(f"{target.stem}-"))
    for name in dated[:-DATED_KEPT]:
        path = target.with_name(name)
        if path.exists() and not is_open(path) and is_known(connection, path):
            path.unlink(missing_ok=True)
    kept = {name: entry for name, entry in files.items() if target.with_name(name).exists()}
    if kept != files:
        set_note(connection, FILES, kept, now)
