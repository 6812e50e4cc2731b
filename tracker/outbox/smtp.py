"""Hand a letter's bytes to a mail server, and say exactly how that ended. SMTP only.

What the outcome means for the letter is decided in tracker/outbox/retry.py; pacing and daily limits in
tracker/outbox/sending.py.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal, Protocol

from intake.failpoints import hit
from intake.model.system import why
from intake.source.tls import explain_refusal
from tracker.errors import SendDeferred, SendError, SendPaused, SendRefused, SendUnknown
from tracker.outbox.retry import LOGIN_REFUSED, classify, classify_login, is_password_wrong

Tls = Literal["ssl", "starttls", "none-for-tests"]
SECTION = "settings.toml 的 [smtp]"
ASK_AGAIN = 6 * 3600.0  # seconds after which a refused password is tried again
Confirm = Callable[[], None]  # raises SendDeferred when a letter must not go now


def at_once() -> None:
    """A letter that is in nobody else's hand: it may go whenever its end is reached."""


class Route(Protocol):
    """A way out for letters."""

    @property
    def name(self) -> str:
        """Name of the server, for leases and limits."""
        ...

    def deliver(self, sender: str, recipient: str, content: bytes, confirm: Confirm) -> str:
        """Hand over one letter; returns the server's last words.

        ``confirm`` is asked when all is said but the final dot, which makes the letter the server's.

        Raises:
            SendDeferred: refused for now, or the connection failed before the final dot.
            SendPaused: the provider wants the whole account to pause.
            SendRefused: refused for good.
            SendUnknown: the connection failed after the final dot.
        """
        ...

    def close(self) -> None:
        """Say goodbye to the server."""
        ...


@dataclass(slots=True)
class SmtpRoute:
    """One SMTP server with one kept connection."""

    host: str
    port: int
    tls: Tls
    user: str
    password: Callable[[], str] = field(repr=False)
    timeout: float = 60.0  # seconds for each reply of the server
    context: ssl.SSLContext | None = None
    auth: Literal["password", "xoauth2"] = "password"
    _kept: smtplib.SMTP | None = None
    _refused: tuple[str, float] | None = field(default=None, repr=False)  # password, when on the clock

    @property
    def name(self) -> str:
        """host:port"""
        return f"{self.host}:{self.port}"

    def deliver(self, sender: str, recipient: str, content: bytes, confirm: Confirm) -> str:
        """See :class:`Route`."""
        server = self._connection()
        try:
            self._open_letter(server, sender, recipient)
            hit("send.before-data")
        except SendError:
            self._reset(server)
            raise
        except ValueError as error:  # an address that cannot be written in ASCII, or that breaks a line
            self._reset(server)
            raise SendRefused("收件地址不能用于发信") from error
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise SendDeferred(_plain(error)) from error
        try:
            _send_content(server, content)
            confirm()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise SendDeferred(_plain(error)) from error
        except BaseException:
            self._drop()
            raise
        try:
            code, text = _end_letter(server)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise SendUnknown(_plain(error)) from error
        hit("send.after-dot")
        if code < 0:  # smtplib's word for a reply that is none
            self.close()
            raise SendUnknown("服务器的答复无法识别")
        if not 200 <= code < 300:
            raise classify(code, text)
        return f"{code} {text}"

    def check(self) -> None:
        """Connect and log in, nothing more.

        Raises:
            SendError: as :meth:`deliver`.
        """
        self._connection()

    def close(self) -> None:
        """End the kept connection."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            try:
                kept.quit()
            except (OSError, smtplib.SMTPException):
                kept.close()

    def _drop(self) -> None:
        """End a connection in the middle of a letter: a QUIT would be read as a line of it."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            kept.close()

    def _connection(self) -> smtplib.SMTP:
        if self._kept is not None:
            try:
                if self._kept.noop()[0] == 250:
                    return self._kept
            except (OSError, smtplib.SMTPException):
                pass
            self.close()
        password = self.password() if self.user else ""
        if self._refused is not None:
            refused, since = self._refused
            if password == refused and monotonic() - since < ASK_AGAIN:
                raise SendPaused(LOGIN_REFUSED, 535, "AUTH")  # the provider locks who goes on trying
        try:
            self._kept = self._connect(password)
        except smtplib.SMTPAuthenticationError as error:
            refusal = classify_login(error.smtp_code, _decode(error.smtp_error))
            if is_password_wrong(refusal):
                self._refused = (password, monotonic())
            raise refusal from error
        except smtplib.SMTPResponseException as error:
            raise classify(error.smtp_code, _decode(error.smtp_error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise SendDeferred(_plain(error)) from error
        self._refused = None
        return self._kept

    def _connect(self, password: str) -> smtplib.SMTP:
        server: smtplib.SMTP
        if self.tls == "ssl":
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=self._trusted())
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            server.ehlo_or_helo_if_needed()
            if self.tls == "starttls":
                # A server without STARTTLS raises here: never go on in the clear.
                server.starttls(context=self._trusted())
                server.ehlo()
            if self.user:
                self._login(server, password)
        except BaseException:
            server.close()
            raise
        return server

    def _trusted(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()

    def _login(self, server: smtplib.SMTP, password: str) -> None:
        if self.auth == "password":
            server.login(self.user, password)
            return
        server.ehlo_or_helo_if_needed()
        first = f"user={self.user}\1auth=Bearer {password}\1\1"

        def answer(challenge: bytes | None = None) -> str:
            return first if challenge is None else ""  # a refusal explains itself in a challenge

        server.auth("XOAUTH2", answer)

    def _open_letter(self, server: smtplib.SMTP, sender: str, recipient: str) -> None:
        _expect(server.mail(sender), 250)
        _expect(server.rcpt(recipient), 250, 251)
        _expect(server.docmd("DATA"), 354)

    def _reset(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            self.close()


def _expect(reply: tuple[int, bytes], *wanted: int) -> None:
    code, text = reply
    if code not in wanted:
        raise classify(code, _decode(text))


def _send_content(server: smtplib.SMTP, content: bytes) -> None:
    """Everything between 354 and the final dot: CRLF lines, dots stuffed.

    What breaks off here was not taken: without the dot there is no letter (RFC 5321 par. 4.1.1.4).
    """
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    stuffed = re.sub(rb"(?m)^\.", b"..", lines)
    if not stuffed.endswith(b"\r\n"):
        stuffed += b"\r\n"
    server.send(stuffed)
    hit("send.before-dot")


def _end_letter(server: smtplib.SMTP) -> tuple[int, str]:
    """The final dot and the server's reply."""
    server.send(b".\r\n")
    hit("send.dot-sent")
    code, text = server.getreply()
    return code, _decode(text)


def _decode(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text


def _plain(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "找不到发信服务器，请检查网络和服务器地址"
    # smtplib turns a socket's timeout into "disconnected" and keeps the cause as context.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "发信服务器响应超时"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"发信服务器的加密证书未通过验证：{explain_refusal(error, SECTION)}"
    if isinstance(error, ssl.SSLError):
        return f"与发信服务器建立加密连接失败，请核对端口和加密方式（{SECTION} 中的 port 和 tls）"
    if isinstance(error, ConnectionRefusedError):
        return "发信服务器没有接受连接，请核对地址和端口"
    known = why(error) if isinstance(error, OSError) and error.errno else type(error).__name__
    return f"与发信服务器的连接中断（{known}）"
