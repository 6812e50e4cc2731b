"""Embedded servers on loopback: an IMAP mailbox (pymap) and an SMTP server (aiosmtpd)."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from imaplib import IMAP4
from typing import Any

USER, PASSWORD = "demouser", "demopass"
START_SECONDS = 20.0


@dataclass(slots=True)
class MailServer:
    """An IMAP server with one mailbox."""

    port: int
    _client: Any = None

    def deliver(self, raw: bytes, at: datetime) -> None:
        """Put a mail into INBOX with the time at which it arrived."""
        if self._client is None:
            from imapclient import IMAPClient

            self._client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=20)
            self._client.login(USER, PASSWORD)
        self._client.append("INBOX", raw, (), at)

    def close(self) -> None:
        """Log out."""
        if self._client is not None:
            self._client.logout()
            self._client = None


@dataclass  # no slots: aiosmtpd looks at every member, which Debian's Python 3.11.2 cannot bear (gh-102069)
class Outgoing:
    """What the SMTP server accepted, in order."""

    letters: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a letter."""
        self.letters.append(bytes(envelope.content))
        return "250 OK"


@contextmanager
def imap_server() -> Iterator[MailServer]:
    """A pymap server in a process of its own."""
    port = free_port()
    # Python 3.13.5 (Debian 13) collects the task of a connection that waits; a server this small needs no collecting.
    start = "import gc; gc.disable(); from pymap.main import main; main()"
    options = [
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "dict",
        "--demo-user",
        USER,
        "--demo-password",
        PASSWORD,
    ]
    process = subprocess.Popen(
        [sys.executable, "-c", start, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = MailServer(port)
    try:
        wait_until_open(port)
        yield server
    finally:
        with contextlib.suppress(OSError, IMAP4.error):
            server.close()
        process.terminate()
        process.wait(10)


@contextmanager
def smtp_server() -> Iterator[tuple[int, Outgoing]]:
    """An aiosmtpd server in a thread of this process."""
    from aiosmtpd.controller import Controller

    outgoing = Outgoing()
    controller = Controller(outgoing, hostname="127.0.0.1", port=free_port(), decode_data=False)
    controller.start()
    try:
        yield controller.port, outgoing
    finally:
        controller.stop()


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int) -> None:
    """Wait until a server answers.

    Raises:
        TimeoutError: it does not.
    """
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"no server on port {port}")
