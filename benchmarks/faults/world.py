"""An office on two hosts, its servers, its ledger on one of two databases, and the doors between them."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import URL

from benchmarks.faults.door import Door
from benchmarks.faults.network import Network, network
from benchmarks.faults.servers import CLOCK, INBOX, SENT, write_whole
from tests.paths import CORPUS, ROOT
from tests.postgres import Server
from tracker.office.folder import DataDir
from tracker.office.secret import write_private
from tracker.run.init import init_data

BUREAU, LI = "bureau@example.cn", "limin@example.cn"
BEGIN = datetime(2015, 7, 8, 1, tzinfo=UTC)  # by the office's clock: a Wednesday, nine o'clock
OFFICES, SERVERS = ("first", "second"), ("imap", "smtp")
CASES = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()]


@dataclass
class World:
    """Everything there is. Use as a context manager; all processes end with it."""

    folder: Path
    root: Path  # the office's data folder, perhaps on a small disk
    rng: random.Random
    postgres: Server | None
    mails: list[bytes] = field(default_factory=list)
    deaths: int = 0
    doors: dict[str, Door] = field(default_factory=dict)
    network: Network | None = None  # the hosts and doors stand in it where there can be one
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> World:
        for name in (INBOX, SENT):
            (self.folder / name).mkdir()
        self.set_clock((BEGIN - datetime.now(UTC)).total_seconds())
        self.database: URL | None = self.postgres.create() if self.postgres else None
        ways = self._ways()
        self.network = self._stack.enter_context(network((*OFFICES, *ways)))
        for name, connect in ways.items():
            listener = self.network.listen(name) if self.network else None
            self.doors[name] = self._stack.enter_context(Door(connect, listener))
        self._found()
        self._stack.callback(self._end)
        for name in (*SERVERS, *OFFICES):
            self.start(name)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _ways(self) -> dict[str, Callable[[], socket.socket]]:
        def to_port(name: str) -> Callable[[], socket.socket]:
            return lambda: socket.create_connection(
                ("127.0.0.1", int((self.folder / f"{name}.port").read_text())), 5
            )

        ways = {name: to_port(name) for name in SERVERS}
        return {**ways, "database": self._to_database} if self.postgres else ways

    def _to_database(self) -> socket.socket:
        assert self.postgres is not None
        found = socket.socket(socket.AF_UNIX)
        found.connect(str(self.postgres.socket / ".s.PGSQL.5432"))
        return found

    def _found(self) -> None:
        data = DataDir(self.root)
        self.root.mkdir(mode=0o700)
        write_private(data.secrets, 'main = "auth-code"\n')
        init_data(self.root)
        url = ""
        if self.database is not None:
            door = self.doors["database"]
            url = f'[ledger]\nurl = "postgresql://{self.database.username}@{door.host}:{door.port}/{self.database.database}"\n'
        imap, smtp = self.doors["imap"], self.doors["smtp"]
        data.settings.write_text(
            f'[[mailboxes]]\nname = "main"\nhost = "{imap.host}"\n'
            f'port = {imap.port}\nuser = "bumen@163.com"\ntls = "plain-for-tests"\n'
            'junk = ""\nsent = "Sent"\nconnect_timeout = 3\nread_timeout = 5\n'
            f'[smtp]\nhost = "{smtp.host}"\nport = {smtp.port}\ntls = "none-for-tests"\n'
            f'from_address = "{BUREAU}"\ntimeout = 5\nseconds_between = 0\n'
            f"per_hour = 100000\nper_day = 100000\nstrangers_per_day = 50000\n[reading]\nocr = false\n{url}",
            encoding="utf-8",
        )
        with data.campaign.open("a", encoding="utf-8") as file:
            file.write(f'\n[[coordinators]]\nname = "李敏"\nemail = "{LI}"\n')

    @property
    def place(self) -> Path | URL:
        """Where the ledger is, past every door."""
        return self.database or DataDir(self.root).ledger

    def start(self, name: str) -> None:
        """Start an office or a server, unless it lives."""
        if name in self.processes and self.processes[name].poll() is None:
            return
        words = (
            ["benchmarks.faults.office", str(self.root), str(self.folder / CLOCK)]
            if name in OFFICES
            else ["benchmarks.faults.servers", name, str(self.folder)]
        )
        there = self.network.on(name) if self.network and name in OFFICES else []
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*there, sys.executable, "-m", *words],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
            )

    def kill(self, *names: str) -> None:
        """SIGKILL, and nobody starts it again before the next :meth:`start`."""
        for name in names:
            self.processes[name].kill()
            self.processes[name].wait()
            self.deaths += 1

    def signal(self, name: str, number: signal.Signals) -> None:
        """To one process."""
        os.kill(self.processes[name].pid, number)

    def keep_alive(self) -> None:
        """What a supervisor does: who has ended is started again."""
        for name in self.processes:
            self.start(name)

    def set_clock(self, offset: float) -> None:
        """How many seconds the office's clock is ahead of the machine's."""
        self._offset = offset
        write_whole(self.folder / CLOCK, f"{offset:.3f}".encode())

    def pass_time(self, time_span: timedelta) -> None:
        """By the office's clock; into the past where it is negative."""
        self.set_clock(self._offset + time_span.total_seconds())

    def deliver(self, count: int) -> None:
        """As many mails reach the inbox; one of them from somebody whose server takes nothing."""
        slow = self.rng.randrange(count)
        for number in range(count):
            sender = f"{'slow' if number == slow else 'clerk'}{len(self.mails) + 1}@county.example.cn"
            self.mails.append(_mail(len(self.mails) + 1, sender))
            write_whole(self.folder / INBOX / f"{len(self.mails):06d}.eml", self.mails[-1])

    def accepted(self) -> Sequence[bytes]:
        """Every letter that the SMTP server took."""
        return [path.read_bytes() for path in sorted((self.folder / SENT).glob("*.eml"))]

    def logs(self) -> str:
        """The end of what the offices said."""
        found = [(self.folder / f"{name}.log").read_text("utf-8", "replace")[-1500:] for name in OFFICES]
        return "\n".join(found)

    def _end(self) -> None:
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait()


def _mail(number: int, sender: str) -> bytes:
    """A text of the corpus, so altered that no two are alike."""
    case, message = CASES[number % len(CASES)], EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, BUREAU, "案例材料"
    message["Message-ID"] = f"<m{number}@county.example.cn>"
    message["Date"] = "Tue, 07 Jul 2015 09:30:00 +0800"
    title, unit = f"{case['title']}之{number}", case["unit"]
    message.set_content("\n".join([title, unit, *(f"{text}（{number}）" for text in case["body"])]))
    return message.as_bytes()


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to be so in time."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True
