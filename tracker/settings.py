"""Settings of the machine, read once into one frozen value (config/settings.toml documents them)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from intake.limits import MIB, Limits
from intake.source.account import ImapAccount
from intake.toml import Strict, load_toml
from tracker.datadir import DataDir


class MailboxSettings(Strict):
    """One mailbox that is polled. Times in seconds."""

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    host: str
    port: int = Field(default=993, ge=1, le=65535)
    tls: Literal["tls", "starttls", "plain-for-tests"] = "tls"
    user: str
    folders: tuple[str, ...] = ("INBOX",)
    junk: str | None = None
    sent: str | None = None
    since: date | None = None
    connect_timeout: float = Field(default=20.0, gt=0)
    read_timeout: float = Field(default=60.0, gt=0)
    poll_deadline: float = Field(default=900.0, gt=0)
    ca_file: Path | None = None

    def account(self, oversize_bytes: int, zone: ZoneInfo) -> ImapAccount:
        """The account as the source wants it."""
        since = None
        if self.since is not None:
            since = datetime(self.since.year, self.since.month, self.since.day, tzinfo=zone).astimezone(UTC)
        return ImapAccount(
            name=self.name,
            host=self.host,
            user=self.user,
            port=self.port,
            tls=self.tls,
            folders=self.folders,
            junk=self.junk,
            sent=self.sent,
            since=since,
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            poll_deadline=self.poll_deadline,
            oversize_bytes=oversize_bytes,
            ca_file=self.ca_file,
        )


class SmtpSettings(Strict):
    """The server that letters go out by, and how fast. No host: letters stay queued."""

    host: str = ""
    port: int = Field(default=465, ge=1, le=65535)
    tls: Literal["ssl", "starttls", "none-for-tests"] = "ssl"
    user: str = ""
    from_address: str = "zhengji@localhost.localdomain"
    from_name: str = ""
    timeout: float = Field(default=60.0, gt=0)
    seconds_between: float = Field(default=10.0, ge=0)
    per_hour: int = Field(default=60, ge=1)
    per_day: int = Field(default=200, ge=1)
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if "@" not in self.from_address:
            raise ValueError("from_address 为完整的邮箱地址")
        if self.host and self.tls == "none-for-tests" and self.host not in ("127.0.0.1", "localhost", "::1"):
            raise ValueError("不加密的发信仅限本机测试，请用 ssl 或 starttls")
        return self


class ReadingSettings(Strict):
    """How mail is read."""

    workers: int = Field(default=1, ge=1, le=16)
    mail_megabytes: int = Field(default=50, ge=1)
    pages: int = Field(default=200, ge=1)
    mail_seconds: float = Field(default=60.0, gt=0)
    file_seconds: float = Field(default=15.0, gt=0)
    worker_megabytes: int = Field(default=1536, ge=256)


class ScheduleSettings(Strict):
    """When the office ticks."""

    poll_minutes: int = Field(default=5, ge=1, le=1440)
    work_seconds: int = Field(default=20, ge=1)
    workbook_minutes: int = Field(default=10, ge=0)
    backup_hour: int = Field(default=2, ge=0, le=23)


class SecuritySettings(Strict):
    """Whose word about a sender is believed."""

    trusted_authserv: str = ""


class LogSettings(Strict):
    """What the log keeps."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Settings(Strict):
    """Everything a machine may set."""

    mailboxes: tuple[MailboxSettings, ...] = ()
    smtp: SmtpSettings = SmtpSettings()
    reading: ReadingSettings = ReadingSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    security: SecuritySettings = SecuritySettings()
    log: LogSettings = LogSettings()

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        names = [box.name for box in self.mailboxes]
        if len(set(names)) != len(names):
            raise ValueError("各邮箱名称不重复")
        return self

    def limits(self) -> Limits:
        """The limits inside which mail is read."""
        reading = self.reading
        return Limits(
            mail_bytes=reading.mail_megabytes * MIB,
            pages=reading.pages,
            mail_seconds=reading.mail_seconds,
            file_seconds=reading.file_seconds,
            worker_bytes=reading.worker_megabytes * MIB,
        )


def load_settings(root: Path) -> Settings:
    """The settings of a data folder.

    Raises:
        ConfigError: missing, not TOML, or a key is unknown or wrong.
    """
    return load_toml(DataDir(root).settings, Settings)
