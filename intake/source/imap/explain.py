"""Exceptions of sockets, TLS, imaplib and IMAPClient as our errors, each with a Chinese sentence."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Callable
from typing import cast

from imapclient.exceptions import LoginError

from intake.model.errors import SourceError, SourceTimeout
from intake.model.system import why
from intake.source.imap.account import ImapAccount
from intake.source.tls import explain_refusal


class CommandRefused(SourceError):
    """The server answered a command with NO or BAD; the connection is still good."""

    message = "服务器拒绝了请求"


def explain(error: Exception, account: ImapAccount) -> SourceError:
    """One of our errors for anything that a command may raise."""
    if isinstance(error, SourceError):
        return error
    place = f"{account.host}:{account.port}"
    if isinstance(error, TimeoutError):
        return SourceTimeout(place)
    if isinstance(error, imaplib.IMAP4.error):
        return _explain_protocol(error, place)
    for kind, say in _SENTENCES:
        if isinstance(error, kind):
            return SourceError(say(error, account, place))
    return SourceError(f"{place} 的应答无法识别（{type(error).__name__}）")


def _explain_tls(error: Exception, account: ImapAccount, place: str) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{place} 的证书未通过校验：{explain_refusal(error, _section(account))}"
    if getattr(error, "library", "") == "X509":  # reading our own file, not talking to the server
        return f"{account.ca_file} 不是 PEM 格式的证书，请核对 {_section(account)}中的 ca_file"
    return f"与 {place} 建立加密连接失败，请核对端口和加密方式（{_section(account)}中的 port 和 tls）"


def _section(account: ImapAccount) -> str:
    """Where the account stands in the settings of the machine."""
    return f'settings.toml 的 [[mailboxes]]（name = "{account.name}"）'


# The first that fits; the types get wider downwards.
_SENTENCES: tuple[tuple[type[Exception], Callable[[Exception, ImapAccount, str], str]], ...] = (
    (ssl.SSLError, _explain_tls),
    (socket.gaierror, lambda _, account, __: f"找不到服务器 {account.host}，请检查地址和网络"),
    (ConnectionRefusedError, lambda _, __, place: f"{place} 没有接受连接，请核对地址和端口"),
    (ConnectionError, lambda _, __, place: f"{place} 中断了连接"),
    (
        FileNotFoundError,
        lambda _, account, __: f"找不到证书文件 {account.ca_file}，请核对 {_section(account)}中的 ca_file",
    ),
    (OSError, lambda error, _, place: f"{place}：{why(cast('OSError', error))}"),
)


def _explain_protocol(error: imaplib.IMAP4.error, place: str) -> SourceError:
    if isinstance(error, LoginError) and isinstance(error.__context__, imaplib.IMAP4.abort):
        return SourceError(f"{place} 在登录时中断了连接")
    if isinstance(error, imaplib.IMAP4.abort):
        return SourceError(f"{place} 中断了连接（{_shorten(error)}）")
    if type(error) in (imaplib.IMAP4.error, LoginError):
        return CommandRefused(_shorten(error))
    return SourceError(f"{place} 的应答不符合规范（{type(error).__name__}）")


def _shorten(error: Exception) -> str:
    """The server's words; imaplib hands them over as bytes, sometimes as their repr."""
    words = error.args[0] if error.args else ""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    found = re.fullmatch(r"b(['\"])(.*)\1", text, re.DOTALL)
    return " ".join((found.group(2) if found else text).split())[:200]
