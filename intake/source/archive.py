"""Write-once store of raw mail, each under the hash of its bytes: ``ab/cd/abcd….eml``.

A mail counts as stored only when it survives a power cut: temporary file in the same directory,
flush, fsync, rename, fsync of the directory. What a mail means is not decided here.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import time
from pathlib import Path

from intake.failpoints import hit
from intake.model.errors import ArchiveError

TEMPORARY = ".tmp"  # suffix of a file that is still being written
STALE_SECONDS = 3600.0  # a temporary file this old belongs to a process that died
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Archive:
    """The archive below ``root``; made when the first mail is stored."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def store(self, raw: bytes) -> str:
        """Keep ``raw`` for good and return its sha256 (hex). Storing it again does nothing,
        except that a damaged or cut-off copy on disk is replaced by the good bytes in hand.

        Raises:
            ArchiveError: disk full, no permission or another fault; no partial file is left.
        """
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path(sha256)
        try:
            if not _holds(path, len(raw), sha256):
                _make_directory(path.parent)
                _write(path, raw)
            # Also when the file was there: an earlier run may have died between rename and here.
            _sync_directory(path.parent)
        except OSError as error:
            raise ArchiveError(self._explain(error)) from error
        hit("archive.stored")
        return sha256

    def load(self, sha256: str) -> bytes:
        """The bytes stored under this hash.

        Raises:
            ArchiveError: not there, unreadable, or the bytes no longer have this hash.
        """
        try:
            raw = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveError(f"找不到原件 {sha256[:12]}") from error
        except OSError as error:
            raise ArchiveError(self._explain(error)) from error
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise ArchiveError(f"原件 {sha256[:12]} 已损坏，请从备份恢复")
        return raw

    def exists(self, sha256: str) -> bool:
        """Whether a file stands under this hash; its bytes are not checked."""
        return self.path(sha256).is_file()

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash are, or would be.

        Raises:
            ArchiveError: not a sha256 in lower-case hex.
        """
        if not _SHA256.fullmatch(sha256):
            raise ArchiveError(f"编号不是有效的校验值：{sha256[:70]!r}")
        return self.root / sha256[:2] / sha256[2:4] / f"{sha256}.eml"

    def sweep(self, older_than: float = STALE_SECONDS) -> int:
        """Remove temporary files that a killed process left; returns how many.

        ``older_than`` is in seconds: younger ones may belong to a process at work.
        """
        removed = 0
        latest = time.time() - older_than
        for stale in self.root.glob(f"??/??/*{TEMPORARY}"):
            with contextlib.suppress(OSError):  # gone already, or open on Windows: next time
                if stale.stat().st_mtime <= latest:
                    stale.unlink()
                    removed += 1
        return removed

    def _explain(self, error: OSError) -> str:
        if error.errno in _FULL:
            return f"磁盘空间不足，请清理 {self.root} 所在磁盘后重试"
        if error.errno in _FORBIDDEN:
            return f"没有 {self.root} 的读写权限"
        return f"{self.root}：{error.strerror or error}"


def _holds(path: Path, size: int, sha256: str) -> bool:
    """Whether the file has these bytes; the size decides most cases without reading."""
    try:
        if path.stat().st_size != size:
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _write(path: Path, raw: bytes) -> None:
    temporary = path.parent / f"{path.stem[:16]}-{secrets.token_hex(4)}{TEMPORARY}"
    try:
        # 0600: raw mail holds names and telephone numbers.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(raw)
            file.flush()
            hit("archive.written")
            os.fsync(file.fileno())
        hit("archive.synced")
        _rename(temporary, path, len(raw))
        hit("archive.renamed")
    except BaseException:  # also on interruption: no partial file stays behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _rename(temporary: Path, path: Path, size: int) -> None:
    try:
        temporary.replace(path)
    except PermissionError:
        # Windows refuses while another process reads the target; that target is the same mail.
        if not _holds(path, size, path.stem):
            raise
        temporary.unlink()


def _make_directory(directory: Path) -> None:
    """Make the two levels, and make their names durable too."""
    if directory.is_dir():
        return
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sync_directory(directory.parent)
    _sync_directory(directory.parent.parent)


def _sync_directory(directory: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a directory for fsync; NTFS journals the rename itself
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
