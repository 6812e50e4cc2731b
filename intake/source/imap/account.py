"""Settings of one IMAP account, checked when they are made."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from intake.model.errors import ConfigError
from intake.model.limits import MIB, Limits

Tls = Literal["tls", "starttls", "plain-for-tests"]
Auth = Literal["password", "xoauth2"]
_WORD = re.compile(r"[\x21\x23-\x27\x2b-\x5b\x5d-\x7a\x7c\x7e]+")  # atoms of RFC 3501, and "]"


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """One mailbox on one server. Times in seconds, sizes in bytes; no secret is kept here.

    ``folders`` may be Chinese, with “/” between levels; 收件箱 means INBOX. ``junk`` and ``sent``
    are found by themselves unless named; ``""`` switches them off. Mails that arrived before
    ``since`` are passed over unread. ``ca_file`` adds a private certificate authority;
    ``strict_certificates`` is explained in intake/source/tls.py. With ``auth`` xoauth2 the secret is an access token.

    Raises:
        ConfigError: a value cannot be right.
    """

    name: str
    host: str
    user: str
    port: int = 993
    tls: Tls = "tls"
    folders: tuple[str, ...] = ("INBOX",)
    junk: str | None = None
    sent: str | None = None
    since: datetime | None = None
    connect_timeout: float = 20.0
    read_timeout: float = 60.0  # for one read from the network
    poll_deadline: float = 900.0  # for one poll from connect to logout
    batch_bytes: int = 12 * MIB
    batch_mails: int = 50
    oversize_bytes: int = Limits().mail_bytes  # larger mails: header only
    ca_file: Path | None = None
    strict_certificates: bool = False
    auth: Auth = "password"
    client: tuple[tuple[str, str], ...] = (("name", "zhengji"), ("version", "1.0"), ("vendor", "zhengji"))

    def __post_init__(self) -> None:
        where = f"邮箱“{self.name}”"
        if not self.name or not self.host:
            raise ConfigError(f"{where}缺少名称或服务器地址")
        if not _WORD.fullmatch(self.user):
            raise ConfigError(f"{where}的登录名应为邮箱地址，现为“{self.user}”")
        if not 0 < self.port < 65536:
            raise ConfigError(f"{where}的端口应在 1 到 65535 之间，现为 {self.port}")
        if self.tls not in ("tls", "starttls", "plain-for-tests"):
            raise ConfigError(f"{where}的加密方式应为 tls 或 starttls，现为“{self.tls}”")
        if self.tls == "plain-for-tests" and not _is_loopback(self.host):
            raise ConfigError(f"{where}：不加密的连接仅限本机测试，{self.host} 须使用 tls 或 starttls")
        if not self.folders or any(not folder.strip() for folder in self.folders):
            raise ConfigError(f"{where}至少要有一个收件文件夹，且名称不能为空")
        numbers = (self.connect_timeout, self.read_timeout, self.poll_deadline)
        if min(numbers) <= 0 or min(self.batch_bytes, self.batch_mails, self.oversize_bytes) < 1:
            raise ConfigError(f"{where}的超时和批量设置必须大于零")
        if self.since is not None and self.since.tzinfo is None:
            raise ConfigError(f"{where}的起始时间须写明时区")

    @property
    def is_encrypted(self) -> bool:
        """Whether the password travels under TLS."""
        return self.tls != "plain-for-tests"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
