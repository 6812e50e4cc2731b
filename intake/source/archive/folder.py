"""Raw mails in a folder: of this machine, or one that several hosts share (NFS, SMB).

A mail counts as stored only when it survives a power cut: temporary file in the same directory,
flush, fsync, rename, fsync of the directory. No locks: those of network folders are not to be trusted, and
whoever writes a name writes the same bytes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from intake.failpoints import hit
from intake.model.errors import ArchiveAway, ArchiveError
from intake.model.system import why

TEMPORARY = ".tmp"  # suffix of a file that is still being written
STALE_SECONDS = 3600.0  # a temporary file this old belongs to a process that died
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
# A network folder whose server is away, or was put back from a copy.
_AWAY = frozenset(
    getattr(errno, name)
    for name in ("EIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "EHOSTUNREACH", "ETIMEDOUT", "ENETUNREACH")
    if hasattr(errno, name)
)
_NO_DIRECTORY_SYNC = frozenset({errno.EINVAL, errno.EBADF, errno.ENOTSUP})  # SMB: renames are the server's


class Folder:
    """The folder at ``root``; made when the first mail is stored."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put_if_absent(self, name: str, content: bytes) -> bool:
        """Keep ``content`` under ``name``; see :class:`~intake.source.archive.store.Store`."""
        path = self.root / name
        try:
            fresh = not _holds(path, content)
            if fresh:
                _make_directory(path.parent)
                write_whole(path, content)
            # Also when the file was there: an earlier run may have died between rename and here.
            _sync_directory(path.parent)
        except OSError as error:
            raise self._explain(error) from error
        return fresh

    def get(self, name: str) -> bytes:
        """The bytes under ``name``."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise self._explain(error) from error

    def exists(self, name: str) -> bool:
        """Whether a file stands under ``name``."""
        return (self.root / name).is_file()

    def list(self) -> Iterator[str]:
        """Every name below the two levels of directories."""
        for path in self.root.glob("??/??/*"):
            if path.suffix != TEMPORARY:
                yield path.relative_to(self.root).as_posix()

    def file(self, name: str) -> Path:
        """The file itself, there or not."""
        return self.root / name

    def sweep(self, older_than: float = STALE_SECONDS) -> int:
        """Remove temporary files of processes that died; those of ``older_than`` seconds, by the folder's clock."""
        stale = list(self.root.glob(f"??/??/*{TEMPORARY}"))
        if not stale:
            return 0
        removed = 0
        latest = self._now() - older_than
        for path in stale:
            with contextlib.suppress(OSError):  # gone already, or open on Windows: next time
                if path.stat().st_mtime <= latest:
                    path.unlink()
                    removed += 1
        return removed

    def _now(self) -> float:
        """The time of whoever dates the files here: of a shared folder that is its server, not this host."""
        probe = self.root / f"{secrets.token_hex(4)}{TEMPORARY}"
        try:
            probe.touch(exist_ok=False)
            return probe.stat().st_mtime
        except OSError:
            return time.time()
        finally:
            with contextlib.suppress(OSError):
                probe.unlink()

    def _explain(self, error: OSError) -> ArchiveError:
        if error.errno in _FULL:
            return ArchiveAway(f"磁盘空间不足，请清理 {self.root} 所在磁盘后重试")
        if error.errno in _FORBIDDEN:
            return ArchiveError(f"没有 {self.root} 的读写权限")
        kind = ArchiveAway if error.errno in _AWAY else ArchiveError
        return kind(f"{self.root}：{why(error)}")


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file whole or not at all; ``durable``: its bytes survive a power cut, its name not yet."""
    temporary = path.parent / f"{path.stem[:16]}-{secrets.token_hex(4)}{TEMPORARY}"
    try:
        # 0600: raw mail holds names and telephone numbers.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(content)
            file.flush()
            hit("archive.written")
            if durable:
                os.fsync(file.fileno())
        hit("archive.synced")
        _rename(temporary, path, content)
        hit("archive.renamed")
    except BaseException:  # also on interruption: no partial file stays behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _holds(path: Path, content: bytes) -> bool:
    """Whether the file has these bytes; the size decides most cases without reading."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _rename(temporary: Path, path: Path, content: bytes) -> None:
    try:
        temporary.replace(path)
    except (PermissionError, FileNotFoundError):
        # Windows refuses while another process reads the target, which is the same mail. A server of NFS
        # that is asked twice, because its first answer was lost, no longer finds what it renamed.
        if not _holds(path, content):
            raise
        temporary.unlink(missing_ok=True)


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
    except OSError as error:
        if error.errno not in _NO_DIRECTORY_SYNC:
            raise
    finally:
        os.close(handle)
