"""Secrets: from the environment, a file only its owner can read, or the system keyring.

Never from settings, never into ledger, log or output. :class:`Secret` prints as ``***``.
"""

from __future__ import annotations

import os
import secrets
import stat
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from tracker.datadir import DataDir
from tracker.errors import SettingsError

PREFIX = "ZHENGJI_PASSWORD_"  # ZHENGJI_PASSWORD_SMTP, ZHENGJI_PASSWORD_MAIN
SERVICE = "zhengji"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Secret:
    """A password that does not show itself."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The password itself."""
        return self._value

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__


def read_secret(name: str, root: Path) -> Secret:
    """The secret called ``name`` (``smtp``, or a mailbox's name).

    Raises:
        SettingsError: it is nowhere, or the file can be read by others.
    """
    value = os.environ.get(PREFIX + name.upper().replace("-", "_"), "")
    value = value or _from_file(name, DataDir(root).secrets) or _from_keyring(name)
    if not value:
        raise SettingsError(
            f"没有“{name}”的授权码，请写入 {DataDir(root).secrets} 或环境变量 {PREFIX}{name.upper()}"
        )
    return Secret(value)


def hmac_key(root: Path) -> bytes:
    """The key of this office's Message-IDs; made once.

    Raises:
        SettingsError: the file can be read by others, or is damaged.
    """
    path = DataDir(root).key
    if not path.exists():
        make_private(path, secrets.token_hex(KEY_BYTES))
    refuse_if_open(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} 已损坏，请从旧数据目录恢复此文件") from error
    if len(key) < KEY_BYTES:
        raise SettingsError(f"{path} 已损坏，请从旧数据目录恢复此文件")
    return key


def make_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read from the first byte on; an existing one stays."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def refuse_if_open(path: Path) -> None:
    """Refuse a secret file that others may read.

    On Windows permissions are inherited from the folder; keep the data folder in the user's own.

    Raises:
        SettingsError: group or others have access.
    """
    if os.name == "nt":
        return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise SettingsError(f"{path} 可被其他用户读取，请执行 chmod 600 {path}")


def _from_file(name: str, path: Path) -> str:
    if not path.exists():
        return ""
    refuse_if_open(path)
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig")).get(name, "")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # The decoder's own words could quote the line that holds the secret.
        raise SettingsError(f'{path} 格式有误，每行写法如：smtp = "授权码"') from error
    return found if isinstance(found, str) else ""


def _from_keyring(name: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, name) or ""
    except KeyringError:
        return ""
