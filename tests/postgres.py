"""A private PostgreSQL on a socket of its own, with a database for each ledger under test.

It runs as an ordinary user, because initdb refuses root, and does not wait for the disk.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, create_engine

from tests.programs import miss, need
from tracker.ledger.engines.store import Ledger

USER = "zhengji"
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)  # Debian keeps them off the path
LOCALE = ("--encoding=UTF8", "--locale=C.UTF-8")
_numbers = itertools.count(1)


class Server:
    """One instance; :func:`server` starts it once for all tests of a process."""

    def __init__(self, *, durable: bool = False) -> None:
        """``durable``: what was committed stays when it is killed."""
        self.durable = durable
        self.root = Path(tempfile.mkdtemp(prefix="zj-pg-"))
        self.root.chmod(0o755)
        self.data, self.socket = self.root / "data", self.root / "s"
        self._account = _account()
        for folder in (self.data, self.socket):
            folder.mkdir(mode=0o700)
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)
        self.socket.chmod(0o755)
        self._run("initdb", "--auth=trust", f"--username={USER}", *LOCALE, "--no-sync", "-D", self.data)
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.socket,
            **(
                {}
                if self.durable
                else dict.fromkeys(("fsync", "full_page_writes", "synchronous_commit"), "off")
            ),
            "max_connections": "60",
            "shared_buffers": "32MB",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self._run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.data / "log", "-o", " ".join(options))

    def stop(self, how: str = "fast") -> None:
        """Stop it; ``immediate`` as if the power were cut."""
        self._run("pg_ctl", "stop", "-w", "-m", how, "-D", self.data)

    def remove(self) -> None:
        """Stop it for good."""
        self.stop("immediate")
        shutil.rmtree(self.root, ignore_errors=True)

    def url(self, name: str) -> URL:
        """Where a database is."""
        return URL.create("postgresql", username=USER, database=name, query={"host": str(self.socket)})

    def create(self, template: str = "template0", *options: str) -> URL:
        """A new database, empty or a copy of another."""
        name = f"ledger{os.getpid()}_{next(_numbers)}"
        engine = create_engine(self.url("postgres").set(drivername="postgresql+psycopg"))
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} {' '.join(options)}")
        finally:
            engine.dispose()
        return self.url(name)

    def _run(self, program: str, *arguments: object) -> None:
        found = need(program, *(str(place / program) for place in PLACES))
        done = subprocess.run(
            [found, *map(str, arguments)],
            check=False, user=self._account.pw_uid, group=self._account.pw_gid, extra_groups=[],
            cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")


def _account() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


@cache
def server() -> Server:
    """The instance of this process; skips the test where it cannot run, but never in CI."""
    if find_spec("psycopg") is None:
        miss("psycopg")
    need("initdb", *(str(place / "initdb") for place in PLACES))
    return Server()


def remove_server() -> None:
    """Stop the instance of this process if there is one."""
    if server.cache_info().currsize:
        server().remove()
        server.cache_clear()


@cache
def _fresh() -> str:
    """The database that new ledgers are copied from."""
    url = server().create()
    Ledger.open(url).close()
    assert url.database is not None
    return url.database


def fresh_ledger() -> URL:
    """A ledger in which nothing has happened yet."""
    return server().create(_fresh())
