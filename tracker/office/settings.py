"""Settings of this machine: mailboxes, sending, reading, rhythm (settings.toml in the data folder).

What belongs to the call (dates, units, letters' signature) is in campaign.toml; passwords are in
neither (tracker/office/secret.py). Sizes in MiB, times in seconds unless the key says otherwise.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from intake.campaign.entries import Address
from intake.config.toml import Strict, load_toml
from intake.model.errors import ConfigError
from intake.model.limits import MIB, Limits
from intake.source.imap.account import Auth, ImapAccount
from tracker.office.folder import DataDir
from tracker.office.secret import RESERVED

# Stands for an address that nobody filled in; the name can never exist (RFC 2606).
PLACEHOLDER = "zhengji@example.invalid"
HOUR_SECONDS = 3600
POP3_PORT, POP3_PLAIN = 995, 110
_DEFAULT = Limits()
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_TLS_WORDS = {"ssl": "tls", "none-for-tests": "plain-for-tests"}

# Mail programs say SSL or TLS for the same thing; both are understood everywhere.
ImapTls = Annotated[
    Literal["tls", "starttls", "plain-for-tests"], BeforeValidator(lambda word: _TLS_WORDS.get(word, word))
]
SmtpTls = Annotated[
    Literal["ssl", "starttls", "none-for-tests"],
    BeforeValidator(lambda word: {new: old for old, new in _TLS_WORDS.items()}.get(word, word)),
]
Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class Mailbox(Strict):
    """One mailbox that is polled. ``junk`` and ``sent`` are found by themselves; "" switches them off."""

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")  # in the ledger and in secrets.toml
    protocol: Literal["imap", "pop3"] = "imap"
    host: str = Field(min_length=1)
    port: Port = 993
    tls: ImapTls = "tls"
    auth: Auth = "password"
    user: str = Field(min_length=1)
    folders: tuple[str, ...] = ("INBOX",)
    junk: str | None = None
    sent: str | None = None
    since: date | None = None  # earlier mail is passed over
    connect_timeout: Seconds = 20.0
    read_timeout: Seconds = 60.0
    poll_deadline: Seconds = 900.0
    ca_file: Path | None = None
    strict_certificates: bool = False

    @model_validator(mode="before")
    @classmethod
    def _port_of_protocol(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("protocol") == "pop3" and "port" not in data:
            return {**data, "port": POP3_PORT if data.get("tls", "ssl") in ("ssl", "tls") else POP3_PLAIN}
        return data

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.protocol == "pop3" and self.auth == "xoauth2":
            raise ValueError('POP3 时的 auth = "password"（XOAUTH2 请用 protocol = "imap"）')
        if self.protocol == "pop3" and (self.folders != ("INBOX",) or self.junk or self.sent):
            raise ValueError(
                '没有 folders、junk、sent 的（POP3 只有收件箱；要读其他文件夹请用 protocol = "imap"）'
            )
        return self

    def account(self, oversize_bytes: int, zone: tzinfo) -> ImapAccount:
        """The mailbox as the source wants it; ``zone`` says when the day of ``since`` began.

        Raises:
            ConfigError: a value cannot be right.
        """
        return ImapAccount(
            name=self.name,
            host=self.host,
            user=self.user,
            port=self.port,
            tls=self.tls,
            folders=self.folders,
            junk=self.junk,
            sent=self.sent,
            since=None if self.since is None else datetime.combine(self.since, time(0), zone),
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
            poll_deadline=self.poll_deadline,
            oversize_bytes=oversize_bytes,
            ca_file=self.ca_file,
            strict_certificates=self.strict_certificates,
            auth=self.auth,
        )


class Smtp(Strict):
    """How letters leave. Without a host they stay queued in the ledger."""

    host: str = ""
    port: Port = 465
    tls: SmtpTls = "ssl"
    auth: Auth = "password"
    user: str = ""
    from_address: Address = PLACEHOLDER
    from_name: str = ""
    timeout: Seconds = 60.0
    seconds_between: float = Field(default=10.0, ge=0, le=3600)
    per_hour: int = Field(default=60, ge=1)
    per_day: int = Field(default=100, ge=1)
    strangers_per_day: int = Field(default=40, ge=1)  # answers to addresses that belong to no unit
    enclosure_mib: int = Field(default=30, ge=1)
    ca_file: Path | None = None
    strict_certificates: bool = False

    @property
    def most_to_strangers(self) -> int:
        """Answers a day to addresses that belong to no unit: never more than half of all letters."""
        return min(self.strangers_per_day, max(1, self.per_day // 2))

    def contradictions(self) -> tuple[str, ...]:
        """Limits of which one makes another meaningless, in words that say what holds then."""
        found = []
        if self.most_to_strangers < self.strangers_per_day:
            found.append(
                f"strangers_per_day（{self.strangers_per_day}）超过 per_day（{self.per_day}）的一半，"
                f"陌生来信每天至多答复{self.most_to_strangers}封"
            )
        if self.per_hour > self.per_day:
            found.append(
                f"per_hour（{self.per_hour}）大于 per_day（{self.per_day}），以每天{self.per_day}封为限"
            )
        if self.per_hour * 24 < self.per_day:
            found.append(
                f"per_hour（{self.per_hour}）一天至多{self.per_hour * 24}封，达不到 per_day（{self.per_day}）"
            )
        if self.per_hour * self.seconds_between > HOUR_SECONDS:
            found.append(
                f"seconds_between（{self.seconds_between:g}秒）一小时至多{HOUR_SECONDS // self.seconds_between:.0f}封，"
                f"达不到 per_hour（{self.per_hour}）"
            )
        return tuple(found)

    def may_enclose(self, content: bytes) -> bool:
        """Whether providers take a letter with this in it: base64 makes it a third longer."""
        return len(content) <= self.enclosure_mib * MIB

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if self.tls == "none-for-tests" and not is_loopback(self.host):
            raise ValueError('加密的连接（tls = "ssl" 或 "starttls"）；不加密仅限本机测试')
        if self.host and self.from_address == PLACEHOLDER:
            raise ValueError("填写了 from_address 的，现仍为示例地址")
        return self


class Reading(Strict):
    """How much one mail may cost."""

    workers: int = Field(default=1, ge=1, le=16)
    mail_mib: int = Field(default=_DEFAULT.mail_bytes // MIB, ge=1)
    unpacked_mib: int = Field(default=_DEFAULT.unpacked_bytes // MIB, ge=1)
    pages: int = Field(default=_DEFAULT.pages, ge=1)
    mail_seconds: Seconds = _DEFAULT.mail_seconds
    file_seconds: Seconds = _DEFAULT.file_seconds
    ocr: bool = True  # recognise scans when the extra is installed
    ocr_page_seconds: Seconds = _DEFAULT.ocr_page_seconds
    worker_mib: int = Field(default=_DEFAULT.worker_bytes // MIB, ge=256)


class Schedule(Strict):
    """How often the service looks."""

    poll_minutes: int = Field(default=5, ge=1, le=120)
    work_seconds: int = Field(default=60, ge=1, le=3600)
    workbook_minutes: int = Field(default=10, ge=0, le=1440)
    backup_hour: int = Field(default=2, ge=0, le=23)


class Paths(Strict):
    """Places outside the data folder."""

    workbook: Path | None = None
    beside: tuple[Path, ...] = ()  # data folders of other calls that share the mailbox; relative to this one
    workbook_for_group: bool = False  # the workbook's folder may be read and written by the owner's group

    @model_validator(mode="after")
    def _is_apart(self) -> Self:
        if self.workbook_for_group and self.workbook is None:
            raise ValueError("同时填写了 workbook 的（数据目录本身不与他人共用）")
        return self


class LedgerPlace(Strict):
    """Where the ledger stands: in the data folder, or in a database that several hosts may share."""

    url: str = ""  # postgresql://user@host:5432/name; the password is in secrets.toml

    @model_validator(mode="after")
    def _is_postgresql(self) -> Self:
        try:
            parts = urlsplit(self.url)
            fits = parts.scheme == "postgresql" and len(parts.path) > 1 and parts.port != 0
        except ValueError:  # a port that is no number
            fits = False
        if self.url and not fits:
            raise ValueError('url = "postgresql://用户@主机:5432/库名"')
        if self.url and parts.password is not None:
            raise ValueError(
                "不含密码的 url（密码请写在 secrets.toml 的 ledger，或环境变量 ZHENGJI_LEDGER_PASSWORD）"
            )
        return self


class ArchivePlace(Strict):
    """Where raw mails are kept: in the data folder, in a folder that hosts share, or in a bucket (S3)."""

    place: str = ""  # "", a folder relative to the data folder, or s3://bucket/prefix
    endpoint: str = ""  # https://host:port of a store of one's own
    region: str = "us-east-1"  # what most stores of one's own go by
    key_id: str = ""  # the secret that belongs to it is in secrets.toml

    @property
    def bucket(self) -> tuple[str, str] | None:
        """Name of the bucket and what all names in it begin with; None for a folder."""
        scheme, _, rest = self.place.partition("://")
        if scheme != "s3" or not rest:
            return None
        name, _, prefix = rest.partition("/")
        return name, prefix.strip("/")

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if "://" in self.place and (self.bucket is None or not _BUCKET.fullmatch(self.bucket[0])):
            raise ValueError('place = "s3://存储桶/前缀"，或一个文件夹')
        if self.bucket is None and (self.endpoint or self.key_id):
            raise ValueError('place = "s3://存储桶/前缀" 时才填写的 endpoint 和 key_id')
        if self.bucket is not None and not self.key_id:
            raise ValueError("填写了 key_id 的（密钥请写在 secrets.toml 的 archive）")
        if self.endpoint:
            parts = urlsplit(self.endpoint)
            if parts.scheme not in ("https", "http") or not parts.hostname or parts.password is not None:
                raise ValueError('endpoint = "https://主机:端口"')
            if parts.scheme == "http" and not is_loopback(parts.hostname):
                raise ValueError("以 https:// 开头的 endpoint；不加密仅限本机测试")
        return self


class Security(Strict):
    """Whose word about a sender is believed."""

    trusted_authserv: str = ""
    vouching_providers: tuple[str, ...] = ()
    proof_days: int = Field(default=30, ge=1, le=366)


class Log(Strict):
    """How much is logged."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Watch(Strict):
    """Who is told when the office itself has stopped working, and after how long."""

    to: tuple[Address, ...] = ()
    silent_hours: int = Field(default=4, ge=1, le=168)  # no poll, no tick, a duty that fails
    waiting_hours: int = Field(default=24, ge=1, le=168)  # a letter that is due and does not go


class Settings(Strict):
    """All settings of this machine; every key has a default."""

    mailboxes: tuple[Mailbox, ...] = ()
    smtp: Smtp = Smtp()
    reading: Reading = Reading()
    schedule: Schedule = Schedule()
    paths: Paths = Paths()
    security: Security = Security()
    log: Log = Log()
    watch: Watch = Watch()
    ledger: LedgerPlace = LedgerPlace()
    archive: ArchivePlace = ArchivePlace()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [mailbox.name for mailbox in self.mailboxes]
        if len(set(names)) != len(names):
            raise ValueError("不重复的邮箱名称（mailboxes 的 name）")
        if taken := next((name for name in names if name in RESERVED), ""):
            raise ValueError(f"{taken} 以外的邮箱名称（该词在 secrets.toml 中另有用处）")
        return self

    def limits(self) -> Limits:
        """The caps on one mail."""
        reading = self.reading
        return Limits(
            mail_bytes=reading.mail_mib * MIB,
            unpacked_bytes=reading.unpacked_mib * MIB,
            pages=reading.pages,
            mail_seconds=reading.mail_seconds,
            file_seconds=reading.file_seconds,
            ocr_page_seconds=reading.ocr_page_seconds,
            worker_bytes=reading.worker_mib * MIB,
        )

    def accounts(self, zone: tzinfo) -> tuple[ImapAccount, ...]:
        """Every mailbox as the source wants it; see :meth:`Mailbox.account`."""
        return tuple(mailbox.account(self.limits().mail_bytes, zone) for mailbox in self.mailboxes)

    def data_dir(self, root: Path) -> DataDir:
        """The data folder's paths with those that the settings move elsewhere."""
        return DataDir(root, self.paths.workbook)


def load_settings(data_dir: Path) -> Settings:
    """Read the settings of a data folder.

    Raises:
        ConfigError: the file is missing or wrong; the text names file, key, found and expected.
    """
    path = DataDir(data_dir).settings
    if not path.exists():
        raise ConfigError(f"找不到 {path}，请先运行 zhengji init --data {data_dir}")
    settings = load_toml(path, Settings)
    try:
        settings.accounts(UTC)
    except ConfigError as error:
        raise ConfigError(f"{path}：{error.detail}") from error
    return settings


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
