"""What stands around the office for a day: a mailbox (Dovecot where it is installed), a sink for letters, a ledger."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from sqlalchemy import URL

from benchmarks.faults.servers import INBOX, SENT, write_whole
from benchmarks.faults.world import BEGIN, BUREAU, LI
from tests.flow.dovecot import PASSWORD, PATHS, Dovecot
from tests.paths import ROOT
from tests.postgres import Server
from tests.programs import find
from tracker.errors import LedgerError
from tracker.ledger.engines.store import Ledger
from tracker.ledger.mails import list_cursors
from tracker.ledger.records import MailState
from tracker.ledger.views.figures import mails_by_state
from tracker.office.folder import DataDir
from tracker.office.secret import write_private
from tracker.run.init import init_data

USER = "bumen@163.com"
STARTS_WITHIN = 120.0  # seconds


@dataclass
class Stage:
    """Use as a context manager; everything ends with it."""

    folder: Path
    postgres: Server | None
    workers: int
    paced: bool
    _stack: ExitStack = field(default_factory=ExitStack)
    _count: int = 0

    def __enter__(self) -> Stage:
        for name in (INBOX, SENT):
            (self.folder / name).mkdir()
        binary = find("dovecot", *PATHS)
        self.dovecot = self._stack.enter_context(Dovecot(binary)) if binary else None
        self.client = self._stack.enter_context(self.dovecot.client(USER)) if self.dovecot else None
        self.database: URL | None = self.postgres.create() if self.postgres else None
        for name in ("smtp",) if self.dovecot else ("imap", "smtp"):
            self._start(f"{name}.log", "benchmarks.faults.servers", name, str(self.folder))
        self._found()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open_office(self) -> None:
        """Start the office; its clock says the last morning of the call."""
        write_whole(self.folder / "clock", f"{(BEGIN - datetime.now(UTC)).total_seconds():.3f}".encode())
        words = (str(self.data.root), str(self.folder / "clock"), str(self.workers), str(int(self.paced)))
        self._start("office.log", "benchmarks.national.office", *words)

    def wait_for_office(self) -> None:
        """Until it has polled for the first time.

        Raises:
            TimeoutError: it did not start.
        """
        end = time.monotonic() + STARTS_WITHIN
        while not self._has_polled():
            if time.monotonic() > end:
                raise TimeoutError((self.folder / "office.log").read_text("utf-8", "replace")[-1000:])
            time.sleep(0.5)

    def _has_polled(self) -> bool:
        place = self.database or self.data.ledger
        try:
            if not Ledger.exists(place):
                return False
            with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
                return bool(list_cursors(connection, "main"))
        except LedgerError:
            return False

    def deliver(self, raw: bytes) -> None:
        """A mail reaches the mailbox."""
        self._count += 1
        if self.client is not None:
            self.client.append("INBOX", raw)
        else:
            write_whole(self.folder / INBOX / f"{self._count:06d}.eml", raw)

    def states(self) -> dict[MailState, int]:
        """How far the mails are; nothing yet while the ledger is being made."""
        place = self.database or self.data.ledger
        try:
            with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
                return mails_by_state(connection)
        except LedgerError:
            return dict.fromkeys(MailState, 0)

    def receipts(self) -> dict[str, float]:
        """When each address had its first letter, by the time of the file that holds it."""
        found: dict[str, float] = {}
        for path in sorted((self.folder / SENT).glob("*.eml")):
            to = str(message_from_bytes(path.read_bytes().partition(b"\n\n")[0])["To"])
            found.setdefault(to.rpartition("<")[2].strip("<> "), path.stat().st_mtime)
        return found

    def letters(self) -> int:
        """How many letters the sink has taken."""
        return sum(1 for _ in (self.folder / SENT).glob("*.eml"))

    @property
    def data(self) -> DataDir:
        """The office's folder."""
        return DataDir(self.folder / "data")

    def _found(self) -> None:
        data = self.data
        data.root.mkdir(mode=0o700)
        write_private(data.secrets, f'main = "{PASSWORD}"\n')
        init_data(data.root)
        if self.dovecot:
            box = f'port = {self.dovecot.tls_port}\nca_file = "{self.dovecot.authority}"\n'
        else:
            box = f'port = {self._port("imap")}\ntls = "plain-for-tests"\njunk = ""\nsent = "Sent"\n'
        ledger = (
            f'[ledger]\nurl = "{self.database.render_as_string()}"\n' if self.database is not None else ""
        )
        data.settings.write_text(
            f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nuser = "{USER}"\n{box}'
            f'[smtp]\nhost = "127.0.0.1"\nport = {self._port("smtp")}\ntls = "none-for-tests"\n'
            f'from_address = "{BUREAU}"\nseconds_between = 0\nper_hour = 1000000\nper_day = 1000000\n'
            f"strangers_per_day = 500000\n[reading]\nworkers = {self.workers}\n{ledger}",
            encoding="utf-8",
        )
        with data.campaign.open("a", encoding="utf-8") as file:
            file.write(f'\n[[coordinators]]\nname = "李敏"\nemail = "{LI}"\n')

    def _port(self, name: str) -> int:
        path, end = self.folder / f"{name}.port", time.monotonic() + STARTS_WITHIN
        while not path.exists():
            if time.monotonic() > end:
                raise TimeoutError(f"{name} did not start")
            time.sleep(0.1)
        return int(path.read_text())

    def _start(self, log: str, module: str, *words: str) -> None:
        with (self.folder / log).open("ab") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                cwd=ROOT,
                stdout=file,
                stderr=file,
                stdin=subprocess.DEVNULL,
            )
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)
