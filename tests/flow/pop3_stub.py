"""A POP3 server on loopback that misbehaves on request; poplib of the standard library is its peer."""

from __future__ import annotations

import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Pop3Stub:
    """``mails`` are (UIDL, bytes); ``broken`` mails answer -ERR to RETR, ``cut`` ones end the connection in it."""

    mails: list[tuple[str, bytes]] = field(default_factory=list)
    password: str = "auth-code"
    has_uidl: bool = True
    broken: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)

    def __enter__(self) -> Pop3Stub:
        stub = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):
                    stub.serve(self)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def said(self, word: str) -> list[str]:
        return [command for command in self.commands if command.startswith(word)]

    def serve(self, handler: socketserver.StreamRequestHandler) -> None:
        write = handler.wfile.write
        write(b"+OK ready\r\n")
        while line := handler.rfile.readline():
            command = line.decode().strip()
            self.commands.append(command)
            word, *rest = command.split()
            if word == "QUIT":
                write(b"+OK bye\r\n")
                return
            if word in ("RETR", "TOP") and self.mails[int(rest[0]) - 1][0] in self.cut and word == "RETR":
                write(b"+OK follows\r\nFrom: a@ex")
                return
            write(self._answer(word, rest))

    def _answer(self, word: str, rest: list[str]) -> bytes:
        match word:
            case "USER":
                return b"+OK\r\n"
            case "PASS":
                good = rest == [self.password]
                return b"+OK\r\n" if good else b"-ERR Unable to log on\r\n"
            case "UIDL" if self.has_uidl:
                return _several(f"{n} {uidl}".encode() for n, (uidl, _) in enumerate(self.mails, 1))
            case "LIST":
                return _several(f"{n} {len(raw)}".encode() for n, (_, raw) in enumerate(self.mails, 1))
            case "RETR" | "TOP":
                uidl, raw = self.mails[int(rest[0]) - 1]
                if word == "RETR" and uidl in self.broken:
                    return b"-ERR cannot read message\r\n"
                shown = raw if word == "RETR" else raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                return _several(shown.split(b"\r\n")[:-1])
        return b"-ERR not for a reading client\r\n"


def _several(lines) -> bytes:
    stuffed = (b"." + line if line.startswith(b".") else line for line in lines)
    return b"+OK\r\n" + b"".join(line + b"\r\n" for line in stuffed) + b".\r\n"
