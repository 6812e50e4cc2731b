"""One IMAP connection: opened, logged in, identified; every command through one funnel.

A failed command leaves a connection in no known state, so only a plain refusal (NO, BAD) keeps it;
after anything else it is closed for good. Which folder is read and what is tried again is decided
in intake/source/imap/visit.py.
"""

from __future__ import annotations

import contextlib
import imaplib
import logging
import re
from collections.abc import Callable
from typing import TypeVar

from intake.failpoints import hit
from intake.model.errors import LoginRefused, SourceError
from intake.source.imap.account import ImapAccount
from intake.source.imap.explain import CommandRefused, explain
from intake.source.imap.wire import ANSWER_BYTES, Client, Pace, paced_context

T = TypeVar("T")
# RFC 5530: the account is in order, the server is not; trying again later is right.
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|SERVERBUG)\]", re.IGNORECASE)
# NetEase answers this to SELECT and EXAMINE when the client did not say who it is (RFC 2971 ID).
_UNSAFE = re.compile(r"unsafe login", re.IGNORECASE)


class Line:
    """An open connection. Use :func:`open_line`."""

    def __init__(self, account: ImapAccount, pace: Pace) -> None:
        self.account = account
        self.pace = pace
        self.is_open = False
        self.id_reply: tuple[tuple[str, str], ...] = ()
        self.has_identified = False
        self._client: Client | None = None

    def ask(self, call: Callable[[Client], T], seconds: float = 0.0, budget: int = ANSWER_BYTES) -> T:
        """Run one command; ``seconds`` (default: twice the read timeout) bound the whole answer.

        Raises:
            CommandRefused: NO or BAD.
            SourceError: anything else; the line is closed then.
        """
        client = self._client
        if client is None or not self.is_open:
            raise SourceError("连接已断开")
        try:
            with self.pace.within(seconds or 2 * self.account.read_timeout, budget):
                return call(client)
        except Exception as error:  # two parsers, hostile answers: anything can be raised
            explained = explain(error, self.account)
            if not isinstance(explained, CommandRefused):
                self.close()
            raise explained from error

    def close(self, *, politely: bool = False) -> None:
        """Close the connection; ``politely`` says LOGOUT first."""
        client, self._client = self._client, None
        self.is_open = False
        if client is None:
            return
        with contextlib.suppress(Exception):  # the connection is given up: nothing here can matter
            if politely:
                with self.pace.within(min(5.0, self.account.read_timeout)):
                    client.logout()
        with contextlib.suppress(Exception):
            client.shutdown()

    def connect(self) -> None:
        """Connect and begin TLS.

        Raises:
            SourceError: no connection, or not a secure one.
        """
        account = self.account
        _mute_library()
        self.pace.step = account.connect_timeout
        try:
            with self.pace.within(3 * account.connect_timeout):
                first = paced_context(account) if account.tls == "tls" else None
                self._client = Client(account.host, account.port, self.pace, first)
                if account.tls == "starttls":
                    self._client.starttls(paced_context(account))
                    self._client.wire.adopt_pace()
        except Exception as error:  # as in ask()
            self.close()
            explained = explain(error, account)
            if isinstance(explained, CommandRefused):
                explained = SourceError(explained.detail)
            raise explained from error
        self.pace.step = account.read_timeout
        self.is_open = True
        hit("imap.connected")

    def login(self, password: str) -> None:
        """Log in, then say who we are (RFC 2971), then ask again what the server can.

        Raises:
            LoginRefused: wrong password, service switched off, or no login on this port.
            SourceError: the connection broke, or the server is not ready.
        """
        if not password or not password.isascii() or not password.isprintable():
            raise LoginRefused("授权码为空或含有非英文字符，请重新设置")
        try:
            self.ask(lambda client: _login(client, self.account, password))
        except SourceError as error:
            self.close()
            raise _judge_login(error, password) from error.__cause__
        hit("imap.logged-in")
        # Capabilities of the time before login may be a short list (exmail.qq.com).
        if "ID" in self.capabilities():
            self.identify()

    def identify(self) -> None:
        """Send ID. A refusal does not matter here; if it does, EXAMINE says so.

        Raises:
            SourceError: the connection broke.
        """
        # A flat quoted list; aioimaplib's other form was answered with BAD by NetEase.
        words = " ".join(f'"{word}"' for pair in self.account.client for word in pair)
        self.has_identified = True
        with contextlib.suppress(CommandRefused):
            self.id_reply = self.ask(lambda client: _send_id(client, f"({words})"))

    def capabilities(self) -> tuple[str, ...]:
        """What the server can, after login."""
        return tuple(
            word.decode("ascii", "replace") for word in self.ask(lambda client: client.capabilities())
        )


def open_line(account: ImapAccount, password: Callable[[], str], pace: Pace) -> Line:
    """Connect and log in.

    Raises:
        LoginRefused: a person must act; do not try again by yourself.
        SourceError: no connection now.
    """
    line = Line(account, pace)
    try:
        line.connect()
        line.login(password())
    except BaseException:
        line.close()
        raise
    return line


def is_unsafe_login(error: SourceError) -> bool:
    """Whether a refusal is NetEase's way of asking for ID."""
    return bool(_UNSAFE.search(error.detail))


def _login(client: Client, account: ImapAccount, password: str) -> None:
    capabilities = client.capabilities()
    if account.auth == "xoauth2":
        if b"AUTH=XOAUTH2" not in capabilities:
            raise LoginRefused('服务器不支持 XOAUTH2 登录，请改用 auth = "password"')
        client.oauth2_login(account.user, password)
        return
    if b"LOGINDISABLED" not in capabilities:
        client.login(account.user, password)
    elif b"AUTH=PLAIN" in capabilities and account.is_encrypted:
        client.plain_login(account.user, password)
    else:
        raise LoginRefused("服务器在此端口不允许登录，请改用加密端口（通常为 993）")


def _judge_login(error: SourceError, password: str) -> SourceError:
    if not isinstance(error, CommandRefused):
        return error
    detail = error.detail.replace(password, "***")
    return SourceError(detail) if _PASSING.search(detail) else LoginRefused(detail)


def _send_id(client: Client, words: str) -> tuple[tuple[str, str], ...]:
    from imapclient.response_parser import parse_response

    wire = client.wire
    status, data = wire.xatom("ID", words)
    if status != "OK":
        raise imaplib.IMAP4.error(str(data))
    _, answer = wire.response("ID")
    parsed = parse_response([part for part in answer if part is not None])
    flat = parsed[0] if parsed and isinstance(parsed[0], tuple) else ()
    words_back = ["" if word is None else _text(word) for word in flat]
    return tuple(zip(words_back[::2], words_back[1::2], strict=False))


def _text(word: object) -> str:
    return word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word)


def _mute_library() -> None:
    """Keep IMAPClient's debug lines (addresses, commands) out of every log, whatever its level."""
    logging.getLogger("imapclient").setLevel(logging.WARNING)
