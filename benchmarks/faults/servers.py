"""The mail servers around the office, each a process that may be killed: all they know lies in files.

A folder holds ``mails`` (what is in the inbox, by its number) and ``sent`` (what the SMTP server took, which is also
the Sent folder, as with most providers)::

    python -m benchmarks.faults.servers imap FOLDER
    python -m benchmarks.faults.servers smtp FOLDER

Each writes its port into ``FOLDER/imap.port`` or ``smtp.port``.
"""

from __future__ import annotations

import itertools
import socketserver
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.flow.imap_stub import STAMP, ImapStub, StubFolder

INBOX, SENT, LATER = "mails", "sent", "later"  # a file LATER puts off every letter
SLOW = b"slow"  # begins the address of who is always put off
# After which a silent client is left, as every server does: sooner than the shortest standing still (inflict.py) ends,
# for in it half an hour of the office's clock passes.
IDLE_SECONDS = 3.0
LOOK_SECONDS = 0.05
CLOCK = "clock"  # a file: by how many seconds the office's clock is ahead of the machine's
INTERNALDATE = "%d-%b-%Y %H:%M:%S %z"
PUT_OFF = b"451 4.7.1 try again later"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody sees half of it."""
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.rename(path)


def office_time(folder: Path) -> datetime:
    """The present instant by the clock that the office goes by, which jumps by hours."""
    return datetime.now(UTC) + timedelta(seconds=float((folder / CLOCK).read_text()))


def serve_imap(folder: Path) -> None:
    """An inbox and a Sent folder, filled from files for ever."""
    with ImapStub() as stub:
        stub.searches = True
        stub.folders["Sent"] = StubFolder(flags=r"\Sent")
        known = dict.fromkeys((INBOX, SENT), 0)
        while True:
            for name, target in ((INBOX, stub.inbox), (SENT, stub.folders["Sent"])):
                while (path := folder / name / f"{known[name] + 1:06d}.eml").exists():
                    stamp = STAMP if name == INBOX else office_time(folder).strftime(INTERNALDATE)
                    target.deliver(path.read_bytes(), stamp)
                    known[name] += 1
            if not (port := folder / "imap.port").exists() or port.read_text() != str(stub.port):
                write_whole(
                    port, str(stub.port).encode()
                )  # now that it has all that it had before it was killed
            time.sleep(LOOK_SECONDS)


def serve_smtp(folder: Path) -> None:
    """Takes every letter but those of SLOW, and none while LATER exists."""
    numbers = itertools.count(len(list((folder / SENT).glob("*.eml"))) + 1)
    turn = threading.Lock()

    class Handler(socketserver.StreamRequestHandler):
        timeout = IDLE_SECONDS

        def handle(self) -> None:
            with suppress(OSError):
                self.wfile.write(b"220 sink\r\n")
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"QUIT":
                        self.wfile.write(b"221 bye\r\n")
                        return
                    self.wfile.write(self._answer(word, line) + b"\r\n")

        def _answer(self, word: bytes, line: bytes) -> bytes:
            if word == b"RCPT" and (SLOW in line or (folder / LATER).exists()):
                return PUT_OFF
            if word != b"DATA":
                return b"250 OK"
            self.wfile.write(b"354 go on\r\n")
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                if not line:
                    raise OSError("the client is gone")
                lines.append(line[1:] if line.startswith(b".") else line)
            with turn:
                write_whole(folder / SENT / f"{next(numbers):06d}.eml", b"".join(lines))
            return b"250 taken"

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        write_whole(folder / "smtp.port", str(server.server_address[1]).encode())
        server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    {"imap": serve_imap, "smtp": serve_smtp}[sys.argv[1]](Path(sys.argv[2]))
