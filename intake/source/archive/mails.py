"""Write-once archive of raw mail, each under the hash of its bytes: ``ab/cd/abcd….eml``.

Where that is (a folder, a folder that hosts share, a bucket) is known to the store alone. What a mail means
is not decided here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from intake.failpoints import hit
from intake.model.errors import ArchiveError
from intake.source.archive.fetched import Fetched
from intake.source.archive.folder import STALE_SECONDS, Folder
from intake.source.archive.store import Store

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})\.eml")


class Archive:
    """The archive in a store, or in the folder at a path, which is made when the first mail is stored."""

    def __init__(self, place: Path | Store, fetched: Path | None = None) -> None:
        """Copies of what only the store can give lie in ``fetched``, which is needed for such a store."""
        self.place = Folder(place) if isinstance(place, Path) else place
        self._fetched = Fetched(fetched) if fetched is not None else None

    def store(self, raw: bytes) -> str:
        """Keep ``raw`` for good and return its sha256 (hex). Storing it again does nothing,
        except that a damaged or cut-off copy is replaced by the good bytes in hand.

        Raises:
            ArchiveError: no room, no permission or another fault; no partial file is left.
        """
        sha256 = hashlib.sha256(raw).hexdigest()
        self.place.put_if_absent(name_of(sha256), raw)
        hit("archive.stored")
        return sha256

    def load(self, sha256: str) -> bytes:
        """The bytes stored under this hash.

        Raises:
            ArchiveError: not there, unreadable, or the bytes no longer have this hash.
        """
        try:
            raw = self.place.get(name_of(sha256))
        except FileNotFoundError as error:
            raise ArchiveError(f"找不到原件 {sha256[:12]}") from error
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise ArchiveError(f"原件 {sha256[:12]} 已损坏，请从备份恢复")
        return raw

    def exists(self, sha256: str) -> bool:
        """Whether something is stored under this hash; its bytes are not checked."""
        return self.place.exists(name_of(sha256))

    def path(self, sha256: str) -> Path:
        """A file in which a process of this machine reads the mail: the archive's own, or a copy fetched now.

        A copy is whole when this returns and stays for hours; the archive's own file is not looked at.

        Raises:
            ArchiveError: not a sha256 in lower-case hex, or it cannot be fetched.
        """
        name = name_of(sha256)
        own = self.place.file(name)
        if own is not None:
            return own
        if self._fetched is None:
            raise ArchiveError(f"没有存放原件 {sha256[:12]} 副本的目录")
        return self._fetched.find(name) or self._fetched.keep(name, self.load(sha256))

    def list(self) -> Iterator[str]:
        """The hash of every mail that is stored, in no order."""
        return (match[1] for name in self.place.list() if (match := _NAME.fullmatch(name)))

    def sweep(self, older_than: float = STALE_SECONDS) -> int:
        """Remove what a killed process left half written; returns how many files.

        ``older_than`` is in seconds: younger ones may belong to a process at work.
        """
        return self.place.sweep(older_than)


def name_of(sha256: str) -> str:
    """The name under which a store keeps the mail with this hash.

    Raises:
        ArchiveError: not a sha256 in lower-case hex.
    """
    if not _SHA256.fullmatch(sha256):
        raise ArchiveError(f"编号不是有效的校验值：{sha256[:70]!r}")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.eml"
