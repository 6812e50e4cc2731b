"""Workbooks that come back as files: edited where they were published, or put into the folder ``in``.

A file is read in the killable worker, compared, taken, and kept: one from ``in`` moves to
``in/done`` or ``in/refused``, of one that was edited in place a copy goes to ``in/done``.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from intake.campaign.entries import Coordinator
from intake.worker.pool import Readers
from tracker.ledger.events import get_note, record_event, set_note
from tracker.office.desk import Desk
from tracker.office.isolation import Shield, why_failed
from tracker.office.parts import Parts
from tracker.sheet.back.rows import Returned, read_back
from tracker.sheet.out.publish import NAME, digest, is_known, is_open, remember_file
from tracker.sheet.take.summary import Came, put_summary
from tracker.sheet.take.take import Editor, Taken, take_sheet

SUFFIXES = (".xlsx", ".xls", ".xlsm", ".et", ".xlsb", ".ods", ".csv")
SECONDS = 90.0  # for one workbook in the worker: 100,000 cases take about a third of it
TROUBLE = "sheet.trouble"  # name → [size, mtime in ns, why] of a file that could not be read
NOBODY = "汇总表"


@dataclass(frozen=True, slots=True)
class Found:
    """A returned file; ``published`` when it lies where workbooks are published."""

    path: Path
    key: str  # its name in the notes
    published: bool


def take_returned(parts: Parts, readers: Readers) -> int:
    """Read back every returned file; returns how many were taken.

    A file that cannot be read is refused when it is still the same at the next call: it may have
    been half a copy.
    """
    done = 0
    for found in returned_files(parts):
        with Shield("returned", partial(_set_aside, parts, found)):
            done += _take_file(parts, readers, found)
    _tell_health(parts)
    return done


def _take_file(parts: Parts, readers: Readers, found: Found) -> bool:
    before = _stat(found.path)
    returned = read_bytes(readers, parts, found.path.read_bytes())
    if _stat(found.path) != before:
        return False  # being written while it was read: next time
    if returned.refused and _trouble(parts).get(found.key, [])[:2] != before:
        _note_trouble(parts, found.key, [*before, ""])
        return False
    return not _take(parts, found, returned).refused


def _set_aside(parts: Parts, found: Found, error: Exception) -> None:
    """A file that cannot be taken stays where it is, and is told of until somebody replaces it."""
    if found.path.exists():
        _note_trouble(parts, found.key, [*_stat(found.path), why_failed(error)])


def returned_files(parts: Parts) -> list[Found]:
    """Files that hold something nobody has read yet, none that is open."""
    told = _trouble(parts)
    found = []
    with parts.ledger.read() as connection:
        for path in _files(parts.data.out):
            known = told.get(f"out/{path.name}", [])
            if not path.name.startswith(Path(NAME).stem) or is_known(connection, path):
                continue
            if known[:2] != _stat(path) or not known[2]:
                found.append(Found(path, f"out/{path.name}", published=True))
    return [
        *found,
        *(Found(path, f"in/{path.name}", published=False) for path in _files(parts.data.returned)),
    ]


def read_bytes(readers: Readers, parts: Parts, content: bytes) -> Returned:
    """Read the bytes of a returned workbook in the worker."""
    raised: list[Exception] = []
    with Shield("read back", raised.append):
        returned: Returned = readers.run(read_back, (content, parts.settings.limits()), SECONDS)
        return returned
    late = isinstance(raised[0], TimeoutError)
    return Returned(refused="读取超时，文件可能过大" if late else "读取程序异常退出，文件可能损坏")


def person_of(parts: Parts, editor: str) -> Coordinator | None:
    """Whose edits these are: the coordinator whom the file names, else the only one there is."""
    able = [person for person in parts.campaign.coordinators if person.orders]
    named = [person for person in able if person.name == editor.strip()]
    return named[0] if named else able[0] if len(able) == 1 else None


def _take(parts: Parts, found: Found, returned: Returned) -> Taken:
    now = parts.clock.now()
    person = person_of(parts, returned.editor)
    told = person or next((p for p in parts.campaign.coordinators if p.orders), None)
    name = found.path.name
    editor = Editor(
        person.name if person else returned.editor or NOBODY, told.email.lower() if told else NOBODY
    )
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, now)
        taken = take_sheet(desk, returned, editor)
        if taken.refused:
            record_event(connection, "sheet.unread", now, detail={"file": name, "why": taken.refused})
        if told is not None and not taken.is_empty:
            key = f"sheet:{digest(found.path)[:40]}:{now:%Y%m%d%H%M%S}"
            put_summary(desk, taken, told, Came(name, key))
        if found.published and not taken.refused:
            remember_file(connection, found.path, now)
    _keep(parts, found, taken)
    return taken


def _keep(parts: Parts, found: Found, taken: Taken) -> None:
    """Put the file away, and note why it could not be read."""
    notes = {key: entry for key, entry in _trouble(parts).items() if key != found.key}
    place = parts.data.returned / ("refused" if taken.refused else "done")
    stamp = parts.clock.now().astimezone(parts.campaign.zone)
    target = _free(place / f"{stamp:%Y%m%d-%H%M}-{found.path.name}")
    if not found.published:
        place.mkdir(parents=True, exist_ok=True)
        shutil.move(found.path, target)
        if taken.refused:
            notes[f"in/refused/{target.name}"] = [*_stat(target), taken.refused]
    elif taken.refused:
        notes[found.key] = [*_stat(found.path), taken.refused]
    elif not taken.is_empty:
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found.path, target)
    _set_trouble(parts, notes)


def _free(path: Path) -> Path:
    number = 1
    chosen = path
    while chosen.exists():
        number += 1
        chosen = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return chosen


def _files(folder: Path) -> list[Path]:
    """Workbooks lying in a folder, oldest first; those that are open or hidden are passed over."""
    if not folder.is_dir():
        return []
    found = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith((".", "~"))
        and path.is_file()
        and not path.is_symlink()
        and not is_open(path)
    ]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def _stat(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _trouble(parts: Parts) -> dict[str, list[Any]]:
    with parts.ledger.read() as connection:
        found: dict[str, list[Any]] = get_note(connection, TROUBLE, {})
    return found


def _note_trouble(parts: Parts, key: str, entry: list[Any]) -> None:
    _set_trouble(parts, {**_trouble(parts), key: entry})


def _set_trouble(parts: Parts, notes: dict[str, list[Any]]) -> None:
    if notes != _trouble(parts):
        with parts.ledger.begin() as connection:
            set_note(connection, TROUBLE, notes, parts.clock.now())


def _tell_health(parts: Parts) -> None:
    """A file that could not be read is told of until somebody replaces or removes it."""
    roots = {"out": parts.data.out, "in": parts.data.returned}
    lines = []
    kept = {}
    for key, entry in _trouble(parts).items():
        root, _, name = key.partition("/")
        path = roots[root] / name
        if path.exists():
            kept[key] = entry
            if entry[2] and entry[:2] == _stat(path):
                lines.append(f"“{path.name}”未能读取：{entry[2]}")
    _set_trouble(parts, kept)
    if lines:
        parts.health["sheet-in"] = "；".join(lines)
    else:
        parts.health.pop("sheet-in", None)
