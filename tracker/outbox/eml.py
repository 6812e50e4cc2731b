"""Letters as files instead of sending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tracker.outbox.smtp import Confirm


@dataclass(slots=True)
class FolderRoute:
    """Writes letters as .eml files instead of sending: replay and offices without SMTP."""

    folder: Path
    count: int = 0

    @property
    def name(self) -> str:
        """The folder's name."""
        return f"folder:{self.folder.name}"

    def deliver(self, sender: str, recipient: str, content: bytes, confirm: Confirm) -> str:
        """Write the letter; the file name is made of its Message-ID alone, so twice is once."""
        del sender, recipient
        confirm()
        self.folder.mkdir(parents=True, exist_ok=True)
        found = re.search(rb"^Message-ID: <zj\.([0-9a-f]+)@", content, re.MULTILINE)
        name = found.group(1).decode("ascii") if found else f"{self.count:06d}"
        (self.folder / f"{name}.eml").write_bytes(content)
        self.count += 1
        return "250 written"

    def close(self) -> None:
        """Nothing to close."""
