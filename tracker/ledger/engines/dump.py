"""A whole database of PostgreSQL in one file and back, by the server's own tools: pg_dump and pg_restore.

They take one picture of a database in use and are many times faster than rows through Python. Where they are
not installed, or older than the server, there is no dump (tracker/run/backup.py copies the rows then).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Connection

from tracker.errors import LedgerError
from tracker.ledger.engines.postgres import PATIENCE
from tracker.ledger.engines.store import Ledger

DUMP, RESTORE = "pg_dump", "pg_restore"
# Debian and the installer for Windows keep the tools of each version off the path.
PLACES = (Path("/usr/lib/postgresql"), Path("C:/Program Files/PostgreSQL"))
_VERSION = re.compile(r"\(PostgreSQL\) (\d{1,4})")


def find_tool(name: str, at_least: int = 0) -> str | None:
    """Where the newest such tool is, of this major version or a later one; None where there is none."""
    folders = [None, *(str(folder) for place in PLACES for folder in place.glob("*/bin"))]
    found = [path for folder in folders if (path := shutil.which(name, path=folder)) is not None]
    version, newest = max(((_major(path), path) for path in found), default=(0, None))
    return newest if version >= max(at_least, 1) else None


def find_dumper(source: URL) -> str | None:
    """The tool that can dump a database, which is never older than its server.

    Raises:
        LedgerAway: the database does not answer.
    """
    ledger = Ledger.open(source)
    try:
        with ledger.read() as connection:
            return find_tool(DUMP, server_version(connection))
    finally:
        ledger.close()


def server_version(connection: Connection) -> int:
    """The major version of the server."""
    return (
        int(connection.exec_driver_sql("SELECT current_setting('server_version_num')").scalar_one()) // 10_000
    )


def dump_database(tool: str, source: URL, target: Path) -> None:
    """Write one picture of the database to a file.

    Raises:
        LedgerError: the tool failed; says what it said.
    """
    name, environment = _connection(source)
    _run(
        [tool, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", f"--dbname={name}"],
        environment,
    )


def load_database(source: Path, target: URL) -> None:
    """Fill a database in which no ledger stands; all of it or nothing.

    Raises:
        LedgerError: there is no tool, or it failed; says what it said.
    """
    tool = find_tool(RESTORE)
    if tool is None:
        raise LedgerError(
            f"没有找到 {RESTORE}，请安装 PostgreSQL 的客户端程序（Debian 为 postgresql-client）后再恢复"
        )
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    name, environment = _connection(target)
    _run([tool, *options, f"--dbname={name}", str(source)], environment)


def _connection(url: URL) -> tuple[str, dict[str, str]]:
    """The address without its password, and the environment with it: other users see a command line."""
    environment = {**os.environ, "PGCONNECT_TIMEOUT": str(PATIENCE["connect_timeout"]), "LC_MESSAGES": "C"}
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    bare = URL.create(
        url.drivername, url.username, host=url.host, port=url.port, database=url.database, query=url.query
    )
    return bare.render_as_string(), environment


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, check=False, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["没有说明原因"]
        raise LedgerError(f"{Path(command[0]).name} 未完成（{said[0]}）")


def _major(path: str) -> int:
    """The major version of a tool; 0 for one that does not run."""
    try:
        said = subprocess.run(
            [path, "--version"], check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = _VERSION.search(said.stdout.decode(errors="replace"))
    return int(found[1]) if found else 0
