"""What an opened container holds, and how much of it may be unpacked."""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass, field

from intake.mail.filenames import clean_folders, clean_name
from intake.model.case import Attachment, Doubt
from intake.model.errors import OverLimit
from intake.model.limits import MIB, Limits

FREE_BYTES = 20 * MIB  # small archives may be packed as tightly as they like: blank scans are
ALL_ENTRIES_FACTOR = 5  # files of all archives of one mail, in multiples of one archive's limit


@dataclass(frozen=True, slots=True)
class Contents:
    """Files found in a container, ``path`` relative to it; doubts without ``about`` are its own."""

    attachments: tuple[Attachment, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class Budget:
    """What may still be unpacked from one mail. Sizes in bytes."""

    limits: Limits
    passwords: tuple[str, ...] = ()
    bytes_left: int = field(init=False)
    files_left: int = field(init=False)

    def __post_init__(self) -> None:
        self.bytes_left = self.limits.unpacked_bytes
        self.files_left = self.limits.archive_entries * ALL_ENTRIES_FACTOR

    def allow(self, packed: int) -> Allowance:
        """The share of one archive of ``packed`` bytes."""
        most = max(FREE_BYTES, packed * self.limits.ratio)
        return Allowance(self, min(most, self.bytes_left), min(self.limits.archive_entries, self.files_left))


@dataclass(slots=True)
class Allowance:
    """What one archive may still give."""

    budget: Budget
    bytes_left: int
    files_left: int

    def take(self, size: int) -> None:
        """Count one unpacked file.

        Raises:
            OverLimit: it is one too many, or too large.
        """
        if self.files_left <= 0:
            raise OverLimit(f"文件超过{self.budget.limits.archive_entries}个")
        if size > self.bytes_left:
            raise OverLimit("解压后过大")
        self.files_left -= 1
        self.bytes_left -= size
        self.budget.files_left -= 1
        self.budget.bytes_left -= size


_JUNK = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$|\._|\.~lock\.|\.git/|~WRL\d+\.tmp$|\$RECYCLE\.BIN/)",
    re.IGNORECASE,
)


def is_junk(path: str) -> bool:
    """Whether a file was put there by an operating system or by Office, not by a person."""
    return bool(_JUNK.search(path.replace("\\", "/")))


def is_unsafe(path: str) -> bool:
    """Whether a path tries to leave the place where it is unpacked."""
    parts = re.split(r"[/\\]", path)
    return ".." in parts or path.startswith(("/", "\\")) or bool(re.match(r"[A-Za-z]:[/\\]", path))


def is_link(mode: int) -> bool:
    """Whether a Unix mode marks a symbolic link."""
    return stat.S_ISLNK(mode)


def make_member(path: str, content: bytes) -> Attachment:
    """A file of an archive; its folders become the last element of ``path``."""
    whole = path.replace("\\", "/").rstrip("/")
    folder, _, last = whole.rpartition("/")
    folders = clean_folders(folder)
    name = clean_name(last) or "未命名文件"
    return Attachment(name, content, path=("/".join(folders),) if folders else ())


def fingerprint(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
