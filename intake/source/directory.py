"""Mails from a folder of .eml files, a Maildir or an mbox, for offices without IMAP and for replay.

Only read, never changed. Lines of an arrivals file (JSON: ``{"file": …, "arrival": …}``) say when
a mail came; without one the topmost Received stamp does, then the Date header, then the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from intake.model.errors import FolderUnreadable
from intake.model.system import what_to_do, why
from intake.source.arrival import arrival_of, parse_stamp

MAILDIR = ("cur", "new")
_MBOX_START = re.compile(rb"^From [^\r\n]*\r?\n", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """One mail: ``name`` is its path inside the folder (with ``#n`` in an mbox), ``arrived`` in UTC."""

    name: str
    raw: bytes = field(repr=False)
    arrived: datetime


def open_folder(path: Path, arrivals: Path | None = None) -> Iterator[Found]:
    """The mails of a folder, Maildir or mbox, in order of name.

    Raises:
        FolderUnreadable: nothing there, not readable, or the arrivals file is wrong.
    """
    times = read_arrivals(arrivals) if arrivals else {}
    try:
        if path.is_file():
            yield from _open_file(path, path.name, times)
            return
        if not path.is_dir():
            raise FolderUnreadable(f"找不到 {path}")
        for file in _files(path):
            yield from _open_file(file, file.relative_to(path).as_posix(), times)
    except OSError as error:
        raise FolderUnreadable(
            f"无法读取 {error.filename or path}：{why(error)}，{what_to_do(error)}"
        ) from error


def read_arrivals(path: Path) -> dict[str, datetime]:
    """Arrival times by file name; a time without zone is UTC.

    Raises:
        FolderUnreadable: a line is not as described.
    """
    found: dict[str, datetime] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FolderUnreadable(f"无法读取到达时间表 {path}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            when = datetime.fromisoformat(entry["arrival"])
            name = str(entry["file"])
        except (ValueError, KeyError, TypeError) as error:
            expected = '{"file": "a.eml", "arrival": "2015-07-08T09:00:00+08:00"}'
            raise FolderUnreadable(f"{path} 第{number}行应为 {expected}") from error
        found[name] = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return found


def _files(root: Path) -> list[Path]:
    """Mail files below ``root``; a Maildir's tmp and every hidden file are left out."""
    if all((root / name).is_dir() for name in MAILDIR):
        # A Maildir++ keeps its further folders in directories that begin with a dot.
        folders = [root, *(child for child in root.iterdir() if (child / MAILDIR[0]).is_dir())]
        found = [file for folder in folders for name in MAILDIR for file in (folder / name).glob("*")]
        return sorted(file for file in found if file.is_file() and not file.name.startswith("."))
    below = (file for file in root.rglob("*") if file.suffix.lower() in {".eml", ".mbox", ".mbx"})
    return sorted(
        file
        for file in below
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(root).parts)
    )


def _open_file(file: Path, name: str, times: Mapping[str, datetime]) -> Iterator[Found]:
    with file.open("rb") as stream:
        first = stream.read(5)
    if first != b"From " or file.suffix.lower() == ".eml":
        raw = file.read_bytes()
        if file.suffix.lower() == ".eml" and first == b"From ":
            raw = raw.partition(b"\n")[2]  # some programs export one mail with its mbox line
        yield Found(name, raw, _arrival(raw, name, file, times))
        return
    for number, (raw, stamp) in enumerate(_mbox_mails(file.read_bytes()), 1):
        shown = f"{name}#{number}"
        yield Found(shown, raw, times.get(shown) or arrival_of(raw) or stamp or _written(file))


def _mbox_mails(content: bytes) -> Iterator[tuple[bytes, datetime | None]]:
    """Mails of an mbox (RFC 4155) with the time of their From_ line.

    A line that begins with "From " inside a mail counts as a start only after an empty line, as
    writers are required to quote it there.
    """
    starts = [
        match
        for match in _MBOX_START.finditer(content)
        if match.start() == 0 or content.endswith((b"\n\n", b"\r\n\r\n"), 0, match.start())
    ]
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        end = following.start() if following else len(content)
        raw = content[match.end() : end]
        for blank in (b"\r\n\r\n", b"\n\n"):
            if following and raw.endswith(blank):
                raw = raw[: -len(blank) // 2]
                break
        stamp = match[0].split(b" ", 2)[-1]
        yield _QUOTED_FROM.sub(rb"\1", raw), parse_stamp(_asctime(stamp))


def _asctime(stamp: bytes) -> bytes:
    """``Wed Jul  8 09:00:00 2015`` with its parts as a mail header orders them."""
    parts = stamp.split()
    if len(parts) < 5 or b":" not in parts[3]:
        return stamp
    return b" ".join((parts[2], parts[1], parts[4], parts[3]))


def _arrival(raw: bytes, name: str, file: Path, times: Mapping[str, datetime]) -> datetime:
    return times.get(name) or times.get(file.name) or arrival_of(raw) or _written(file)


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
