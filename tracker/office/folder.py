"""Where everything of one office lives: the paths inside its data folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataDir:
    """The paths of one data folder; nothing is made or read here.

    ``workbook`` puts the workbook elsewhere, for instance into a shared folder.
    """

    root: Path
    workbook: Path | None = None

    @property
    def settings(self) -> Path:
        """Machine settings."""
        return self.root / "settings.toml"

    @property
    def campaign(self) -> Path:
        """The call as data."""
        return self.root / "campaign.toml"

    @property
    def workdays(self) -> Path:
        """Working days that differ from Monday to Friday."""
        return self.root / "workdays.toml"

    @property
    def volume(self) -> Path:
        """The volume as data."""
        return self.root / "volume.toml"

    @property
    def volumes(self) -> Path:
        """What each run of the volume printed, a folder a run."""
        return self.root / "volumes"

    @property
    def review(self) -> Path:
        """What cases in a round of review are made of, for copies without names."""
        return self.root / "review"

    @property
    def places(self) -> Path:
        """Folder of places files."""
        return self.root / "places"

    @property
    def lexicon(self) -> Path:
        """Folder of theme lexicons."""
        return self.root / "lexicon"

    @property
    def learned(self) -> Path:
        """What confirmed cases taught."""
        return self.root / "learned.json"

    @property
    def recognised(self) -> Path:
        """Folder of texts that were read out of scans."""
        return self.root / "recognised"

    @property
    def templates(self) -> Path:
        """The office's own templates; a file here goes before the shipped one of that name."""
        return self.root / "templates"

    @property
    def secrets(self) -> Path:
        """Passwords, for the owner's eyes only."""
        return self.root / "secrets.toml"

    @property
    def key(self) -> Path:
        """The key of our Message-IDs."""
        return self.root / "secret.key"

    @property
    def shipped(self) -> Path:
        """Hashes of the copies as they were shipped, to tell an edited copy from an old one."""
        return self.root / "shipped.json"

    @property
    def ledger(self) -> Path:
        """The database of record."""
        return self.root / "ledger.db"

    @property
    def archive(self) -> Path:
        """Raw mail by content."""
        return self.root / "archive"

    @property
    def fetched(self) -> Path:
        """Copies of raw mail that is kept elsewhere; they may be thrown away."""
        return self.root / "fetched"

    @property
    def out(self) -> Path:
        """Where the workbook is published."""
        return self.workbook or self.root / "out"

    @property
    def returned(self) -> Path:
        """Where workbooks that come back as files are put."""
        return self.root / "in"

    @property
    def sent(self) -> Path:
        """Letters written as files instead of being sent."""
        return self.root / "sent"

    @property
    def backup(self) -> Path:
        """Daily copies."""
        return self.root / "backup"

    @property
    def log(self) -> Path:
        """The structured log."""
        return self.root / "log"

    @property
    def tmp(self) -> Path:
        """Copies in passing; emptied of what a process that died has left."""
        return self.root / "tmp"

    @property
    def lock(self) -> Path:
        """Held by the one running instance."""
        return self.root / "lock"

    @property
    def pulse(self) -> Path:
        """The running service's sign of life."""
        return self.root / "service.json"

    @property
    def alarms(self) -> Path:
        """Which alarms were mailed, and when."""
        return self.root / "alarms.json"

    @property
    def readme(self) -> Path:
        """What the folder is, for whoever finds it."""
        return self.root / "README.txt"
