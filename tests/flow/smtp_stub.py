"""A recording SMTP server that misbehaves as it is told. One thread, loopback only."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field


@dataclass
class SmtpStub:
    """``script`` maps a command (EHLO, MAIL, RCPT, DATA, DOT) to replies used in turn.

    A reply of ``drop`` closes the connection; ``hang`` answers nothing until the client gives up.
    What was accepted after the final dot is in ``letters``, even if the reply was then dropped.
    """

    script: dict[str, list[str]] = field(default_factory=dict)
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    ended: int = 0

    def __enter__(self) -> SmtpStub:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Closing alone would leave the other thread waiting in accept().
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.settimeout(10)
            with connection:
                try:
                    self._talk(connection, connection.makefile("rb"))
                except OSError:
                    continue
                finally:
                    self.ended += 1

    def wait_for_end(self, seconds: float = 15.0) -> None:
        """Until nobody talks to it any more: what a client that died had handed over is in ``letters`` then."""
        end = time.monotonic() + seconds
        while self.ended < self.connections:
            if time.monotonic() > end:
                raise TimeoutError("a client keeps its connection")
            time.sleep(0.01)

    def _talk(self, connection: socket.socket, lines) -> None:
        if not self._reply(connection, "GREET", "220 stub"):
            return
        for line in lines:
            word = line.split()[0].upper().decode("ascii", "replace") if line.split() else ""
            if word == "QUIT":
                connection.sendall(b"221 bye\r\n")
                return
            default = {"DATA": "354 go on"}.get(word, "250 OK")
            if word == "RCPT":
                self.recipients.append(line.decode("ascii").partition("<")[2].partition(">")[0])
            if not self._reply(connection, word, default):
                return
            if word == "DATA" and self._last.startswith("354") and not self._take(connection, lines):
                return

    def _take(self, connection: socket.socket, lines) -> bool:
        content = b""
        for line in lines:
            if line == b".\r\n":
                self.letters.append(content)
                return self._reply(connection, "DOT", "250 taken")
            content += line[1:] if line.startswith(b".") else line
        return False

    def _reply(self, connection: socket.socket, word: str, default: str) -> bool:
        waiting = self.script.get(word, [])
        self._last = waiting.pop(0) if waiting else default
        if self._last == "drop":
            return False
        if self._last == "hang":
            connection.recv(1)
            return False
        connection.sendall(self._last.encode() + b"\r\n")
        return True
