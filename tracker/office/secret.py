"""Secrets: passwords from the environment, a private file or the system keyring; the office's key.

Never in settings, the ledger, the log or a backup.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from intake.model.system import what_to_do, why
from tracker.errors import SettingsError
from tracker.office.folder import DataDir

SERVICE = "zhengji"  # under this name passwords lie in the system keyring
COMMAND_SECONDS = 30  # for a command that renews a token
KEEPERS = "keyring"  # the word of secrets.toml that allows the system keyring
OWN_VARIABLES = {
    "smtp": "ZHENGJI_SMTP_PASSWORD",
    "ledger": "ZHENGJI_LEDGER_PASSWORD",
    "archive": "ZHENGJI_ARCHIVE_SECRET",
}
RESERVED = frozenset({*OWN_VARIABLES, KEEPERS})  # no mailbox may have these names
KEY_BYTES = 32
MASK = "***"


class Secret:
    """A password that does not show itself: only :meth:`reveal` gives it, and it does not pickle."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The password itself; hand it straight to whoever needs it."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    def __format__(self, _spec: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    __hash__ = None  # type: ignore[assignment]  # a hash would be a trace of the value

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


def variable(name: str) -> str:
    """The environment variable of a password: ``ZHENGJI_PASSWORD_MAIN``, ``ZHENGJI_SMTP_PASSWORD``."""
    return OWN_VARIABLES.get(name) or f"ZHENGJI_PASSWORD_{name.upper().replace('-', '_')}"


def read_secret(name: str, data_dir: Path, environ: Mapping[str, str] | None = None) -> Secret:
    """The password called ``name`` (of a mailbox, or ``smtp``), asked for anew each time.

    Raises:
        SettingsError: it is nowhere, or the file may be read by others; says what to do.
    """
    found = find_secret(name, data_dir, environ)
    if found is None:
        raise SettingsError(
            f'没有“{name}”的授权码，请在 {DataDir(data_dir).secrets} 中填写 {name} = "授权码"，'
            f"或设置环境变量 {variable(name)}"
        )
    return found


def find_secret(name: str, data_dir: Path, environ: Mapping[str, str] | None = None) -> Secret | None:
    """The password called ``name``, None where it is nowhere.

    The environment goes before ``secrets.toml`` in the data folder, that before the system
    keyring, which is asked only when the file says ``keyring = true``. Instead of the password the file may
    say where it is: ``{ file = "path" }``, or ``{ command = ["program", "argument"] }`` whose first line it is, as
    access tokens want that are renewed every hour.

    Raises:
        SettingsError: the file may be read by others, or is damaged; says what to do.
    """
    given = (os.environ if environ is None else environ).get(variable(name), "").strip()
    if given:
        return Secret(given)
    path = DataDir(data_dir).secrets
    stored = _read_file(path)
    value = stored.get(name, "")
    if isinstance(value, dict):
        value = _from_elsewhere(path, name, value)
    if not isinstance(value, str):
        raise SettingsError(f"{path}：{name} 应为文字（加引号）")
    if not value.strip() and stored.get(KEEPERS) is True:
        value = _from_keyring(name)
    return Secret(value.strip()) if value.strip() else None


def hmac_key(data_dir: Path) -> bytes:
    """The key that makes this office's Message-IDs unguessable; made at the first call.

    With another key, replies to earlier letters no longer prove who sent them.

    Raises:
        SettingsError: the file may be read by others and that cannot be changed, or it is damaged.
    """
    path = DataDir(data_dir).key
    try:
        text = _read_private(path, mend=True)
    except FileNotFoundError:
        text = _make_key(path)
    except UnicodeDecodeError:
        text = ""
    except OSError as error:
        raise SettingsError(f"不能读取 {path}：{why(error)}，{what_to_do(error)}") from error
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{path} 已损坏；如有备份请放回原文件，否则删除后由系统重新生成")
    return key


def write_private(path: Path, text: str) -> bool:
    """Create a file that only its owner may read, whole or not at all; False when it is there already."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        return _name_new(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def is_exposed(path: Path) -> bool:
    """Whether group or others may read a file. Always False on Windows, where ACLs rule."""
    return os.name == "posix" and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _make_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = secrets.token_hex(KEY_BYTES) + "\n"
    # Another process may have been first; its key counts.
    return text if write_private(path, text) else _read_private(path, mend=True)


def _name_new(beside: Path, path: Path) -> bool:
    """Give the finished file its name unless that is taken."""
    try:
        os.link(beside, path)  # unlike a rename, never replaces a file
    except FileExistsError:
        return False
    except OSError:  # FAT and some network shares have no links
        if path.exists():
            return False
        beside.replace(path)
    return True


def _read_private(path: Path, *, mend: bool = False) -> str:
    if mend and path.is_file() and is_exposed(path):
        try:
            path.chmod(0o600)
        except OSError as error:
            raise SettingsError(_exposed(path)) from error
    with path.open(encoding="utf-8-sig") as file:
        # The open file is asked, not the name: they could be two files.
        if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise SettingsError(_exposed(path))
        return file.read()


def _exposed(path: Path) -> str:
    return (
        f"{path} 可被本机其他用户读取，已停止使用。请执行 chmod 600 {path}；"
        "如怀疑已被他人看到，请在邮箱网页上更换授权码"
    )


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read_private(path))
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise SettingsError(f"{path} 不是 UTF-8 编码，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError:
        # The parser's own words could quote the password.
        raise SettingsError(f'{path} 的写法有误，应为每行一个 名称 = "授权码"') from None
    except PermissionError as error:
        raise SettingsError(f"无权读取 {path}，请用建立该目录的用户运行") from error
    except OSError as error:
        raise SettingsError(f"不能读取 {path}：{why(error)}，{what_to_do(error)}") from error


def _from_elsewhere(path: Path, name: str, where: dict[str, Any]) -> str:
    """A secret from a file that only its owner may read, or the first line that a command prints."""
    match where:
        case {"file": str(file), **rest} if not rest:
            try:
                source = Path(file).expanduser()
                return _first_line(_read_private(source if source.is_absolute() else path.parent / source))
            except OSError as error:
                raise SettingsError(f"{path}：{name} 所写的文件 {file} 不能读取（{why(error)}）") from error
            except (ValueError, RuntimeError):  # not UTF-8, no path at all, or the home of nobody
                raise SettingsError(
                    f"{path}：{name} 所写的文件 {file!r} 不是 UTF-8 文字，或路径有误"
                ) from None
        case {"command": [str(), *_] as command, **rest} if not rest and all(
            isinstance(w, str) for w in command
        ):
            return _first_line(_ask_command(path, name, command))
    raise SettingsError(
        f'{path}：{name} 应为文字，或写为 {{ file = "文件" }} 或 {{ command = ["程序", "参数"] }}'
    )


def _ask_command(path: Path, name: str, command: list[str]) -> str:
    import subprocess

    try:
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:  # no UTF-8, or no name of a program
        raise SettingsError(
            f"{path}：{name} 的命令 {command[0]} 不能运行（{type(error).__name__}）"
        ) from error
    if ended.returncode:
        raise SettingsError(f"{path}：{name} 的命令 {command[0]} 出错退出（{ended.returncode}）")
    return ended.stdout


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _from_keyring(name: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError as error:
        raise SettingsError(
            "secrets.toml 要求使用系统钥匙串，但未安装 keyring 组件（zhengji[keyring]）"
        ) from error
    try:
        return keyring.get_password(SERVICE, name) or ""
    except KeyringError as error:
        raise SettingsError(f"系统钥匙串无法使用（{type(error).__name__}），请改用 secrets.toml") from error
