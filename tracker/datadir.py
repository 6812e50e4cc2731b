"""Where everything of one office lies: one folder, to be copied as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataDir:
    """Paths inside a data folder; nothing is made by naming it."""

    root: Path

    @property
    def settings(self) -> Path:
        """Machine settings."""
        return self.root / "settings.toml"

    @property
    def campaign(self) -> Path:
        """The call."""
        return self.root / "campaign.toml"

    @property
    def secrets(self) -> Path:
        """Authorisation codes, readable by their owner only."""
        return self.root / "secrets.toml"

    @property
    def key(self) -> Path:
        """The key of Message-IDs and reply tokens."""
        return self.root / "secret.key"

    @property
    def ledger(self) -> Path:
        """The ledger."""
        return self.root / "ledger.db"

    @property
    def archive(self) -> Path:
        """Raw mail."""
        return self.root / "archive"

    @property
    def out(self) -> Path:
        """The workbook and other files for people."""
        return self.root / "out"

    @property
    def sent(self) -> Path:
        """Letters written as files, in replay."""
        return self.root / "sent"

    @property
    def backup(self) -> Path:
        """Daily backups."""
        return self.root / "backup"

    @property
    def log(self) -> Path:
        """Logs."""
        return self.root / "log"

    @property
    def lock(self) -> Path:
        """Held by the running instance."""
        return self.root / "lock"
