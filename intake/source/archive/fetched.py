"""Copies of mails that lie in a bucket, for the processes of this machine that read them.

The copies may be thrown away at any time; whoever needs one again fetches it again.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from intake.model.errors import ArchiveAway
from intake.model.system import why
from intake.source.archive.folder import write_whole

MOST_BYTES = 1 << 30
IN_USE_SECONDS = 6 * 3600.0  # a copy asked for since may still be read
LOOK_EVERY = 100  # copies fetched after which the room they take is looked at


class Fetched:
    """The copies below ``root``; shared by the processes of a machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept = 0

    def find(self, name: str) -> Path | None:
        """The copy under this name if it is here; it counts as asked for now."""
        path = self.root / name
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def keep(self, name: str, content: bytes) -> Path:
        """Put a copy here, whole or not at all.

        Raises:
            ArchiveAway: no room.
        """
        path = self.root / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(path, content, durable=False)
        except OSError as error:
            raise ArchiveAway(f"{self.root}：{why(error)}") from error
        if self._kept % LOOK_EVERY == 0:
            self.shrink()
        self._kept += 1
        return path

    def shrink(self, most: int = MOST_BYTES, in_use: float = IN_USE_SECONDS) -> None:
        """Drop the copies that were asked for longest ago until at most ``most`` bytes are left.

        What was asked for in the last ``in_use`` seconds stays.
        """
        found = []
        for path in self.root.rglob("*"):
            with suppress(OSError):  # another process drops it at the same time
                if path.is_file():
                    status = path.stat()
                    found.append((status.st_mtime, status.st_size, path))
        left, latest = sum(size for _, size, _ in found), time.time() - in_use
        for asked, size, path in sorted(found):
            if left <= most or asked > latest:
                return
            with suppress(OSError):
                path.unlink()
                left -= size
