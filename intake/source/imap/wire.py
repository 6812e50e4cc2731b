"""The bytes under an IMAP connection: no read may outlast its deadline, no answer its budget.

A socket timeout bounds one read only, so a server that drips a byte a second holds a client for
ever. Here every read is given the lesser of its own timeout and what is left of the deadline.
"""

from __future__ import annotations

import imaplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from imapclient import IMAPClient

from intake.model.limits import MIB
from intake.source.imap.account import ImapAccount
from intake.source.tls import make_context

ANSWER_BYTES = 64 * MIB  # the most a command may bring that fetches no mail


class Pace:
    """How long reads may take: ``step`` seconds for one, and all of them before the deadline."""

    def __init__(self, seconds: float, step: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.step = step
        self.budget = ANSWER_BYTES  # bytes that the answer to the present command may still bring
        self._monotonic = monotonic
        self._end = monotonic() + seconds
        self._until = self._end

    def left(self) -> float:
        """Seconds left of the whole visit; negative when it is over."""
        return self._end - self._monotonic()

    def allowance(self) -> float:
        """Seconds that the next read may take.

        Raises:
            TimeoutError: none are left.
        """
        left = self._until - self._monotonic()
        if left <= 0:
            raise TimeoutError("deadline passed")
        return min(self.step, left)

    def spend(self, size: int) -> None:
        """Take ``size`` bytes off the budget of the present command.

        Raises:
            imaplib.IMAP4.abort: that is more than was asked for; the connection is useless now.
        """
        self.budget -= size
        if self.budget < 0:
            raise imaplib.IMAP4.abort(f"answer larger than asked for: {size} bytes")

    @contextmanager
    def within(self, seconds: float, budget: int = ANSWER_BYTES) -> Iterator[None]:
        """Bound what happens inside to ``seconds`` and ``budget`` bytes, and to the deadline."""
        self._until = min(self._end, self._monotonic() + seconds)
        self.budget = budget
        try:
            yield
        finally:
            self._until = self._end
            self.budget = ANSWER_BYTES


class _PlainSocket(socket.socket):
    pace: Pace | None = None

    def recv(self, *arguments: Any) -> bytes:
        if self.pace is not None:
            self.settimeout(self.pace.allowance())
        return super().recv(*arguments)

    def recv_into(self, *arguments: Any, **named: Any) -> int:
        if self.pace is not None:
            self.settimeout(self.pace.allowance())
        return super().recv_into(*arguments, **named)


class _TlsSocket(ssl.SSLSocket):
    pace: Pace | None = None

    def recv(self, *arguments: Any) -> bytes:
        if self.pace is not None:
            self.settimeout(self.pace.allowance())
        return super().recv(*arguments)

    def recv_into(self, *arguments: Any, **named: Any) -> int:
        if self.pace is not None:
            self.settimeout(self.pace.allowance())
        return super().recv_into(*arguments, **named)


def paced_context(account: ImapAccount) -> ssl.SSLContext:
    """The context of an account's connections, whose sockets keep its pace.

    Raises:
        OSError: ``ca_file`` cannot be read as certificates (ssl.SSLError is one, too).
    """
    context = make_context(account.ca_file, strict=account.strict_certificates)
    context.sslsocket_class = _TlsSocket
    return context


class Wire(imaplib.IMAP4):
    """imaplib on a paced socket; ``context`` None is for STARTTLS and tests."""

    def __init__(self, host: str, port: int, pace: Pace, context: ssl.SSLContext | None) -> None:
        self._pace = pace
        self._context = context
        super().__init__(host, port)

    # imaplib keeps or prints the last commands, LOGIN with its password among them, and IMAPClient
    # turns that up to level 5, where it also formats whole mails. Both set `debug`; nothing sticks.
    @property
    def debug(self) -> int:
        """Always 0."""
        return 0

    @debug.setter
    def debug(self, level: int) -> None:
        del level

    def _log(self, line: str) -> None:
        """Forget the line: imaplib would keep the last ten, LOGIN included."""

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        del timeout
        plain = socket.create_connection((self.host, self.port), timeout=self._pace.allowance())
        plain.settimeout(self._pace.allowance())
        if self._context is None:
            paced = _PlainSocket(plain.family, plain.type, plain.proto, fileno=plain.detach())
            paced.pace = self._pace
            return paced
        try:
            wrapped = self._context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        assert isinstance(wrapped, _TlsSocket)
        wrapped.pace = self._pace
        return wrapped

    def adopt_pace(self) -> None:
        """Pace the socket that STARTTLS put in place of the first one."""
        if isinstance(self.sock, _TlsSocket):
            self.sock.pace = self._pace

    def read(self, size: int) -> bytes:
        """Read a literal of ``size`` bytes, if the budget has room: imaplib allots it at once."""
        self._pace.spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        """Read a line; one without end leaves the connection useless."""
        try:
            line = super().readline()
        except imaplib.IMAP4.error as error:  # which elsewhere means a mere refusal
            raise imaplib.IMAP4.abort(str(error)) from error
        self._pace.spend(len(line))
        return line


class Client(IMAPClient):  # type: ignore[misc]  # IMAPClient has no types
    """IMAPClient on a :class:`Wire`."""

    def __init__(self, host: str, port: int, pace: Pace, context: ssl.SSLContext | None) -> None:
        self._pace = pace
        self._tls_context = context
        super().__init__(host, port, ssl=context is not None, timeout=pace.step)
        self.normalise_times = False

    def _create_IMAP4(self) -> Wire:  # noqa: N802 - named by IMAPClient
        return Wire(self.host, self.port, self._pace, self._tls_context)

    @property
    def wire(self) -> Wire:
        """The connection below, for commands that IMAPClient does not offer."""
        wire = self._imap
        assert isinstance(wire, Wire)
        return wire
