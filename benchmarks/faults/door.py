"""A door between the office and a server: open, refusing, or a black hole that takes everything and answers nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import Enum

BLOCK = 65536


class Way(Enum):
    """What a door does with who comes."""

    OPEN = "open"
    REFUSE = "refuse"  # closes at once, and what goes through
    HOLE = "hole"  # holds everything back for as long as it lasts


class Door:
    """A port that stays the same while the server behind it comes and goes. Use as a context manager."""

    def __init__(self, connect: Callable[[], socket.socket], listener: socket.socket | None = None) -> None:
        """``connect`` reaches the server as it stands now; ``listener`` is the port, if not one of this machine."""
        self._connect = connect
        self._way = Way.OPEN
        self._open = threading.Event()
        self._open.set()
        self._inside: set[socket.socket] = set()
        self._listener = listener or socket.create_server(("127.0.0.1", 0))
        self.host: str
        self.port: int
        self.host, self.port = self._listener.getsockname()

    def __enter__(self) -> Door:
        threading.Thread(target=self._receive, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self.turn(Way.REFUSE)

    def turn(self, way: Way) -> None:
        """From now on."""
        self._way = way
        if way is Way.HOLE:
            self._open.clear()
        else:
            self._open.set()
        if way is Way.REFUSE:
            for one in list(self._inside):
                _close(one)

    def _receive(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        self._open.wait()
        server = None if self._way is Way.REFUSE else self._reach()
        if server is None:
            client.close()
            return
        self._inside |= {client, server}
        threading.Thread(target=self._pump, args=(client, server), daemon=True).start()
        self._pump(server, client)
        self._inside -= {client, server}

    def _reach(self) -> socket.socket | None:
        try:
            return self._connect()
        except OSError:
            return None

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(BLOCK):
                self._open.wait()
                target.sendall(block)
        for one in (source, target):
            _close(one)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
