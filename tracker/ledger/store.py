"""Open the ledger and give out transactions. Queries live in the modules beside this one.

SQLite in WAL mode with synchronous=FULL: a commit survives a power cut. Write transactions begin
with BEGIN IMMEDIATE, so that a writer waits at the start and never fails half way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from tracker.errors import LedgerBusy, LedgerError

BUSY_SECONDS = 30.0
HEAD = "0004"  # newest revision in migrations/versions; a test keeps it true


class Ledger:
    """A handle on one ledger file. Safe to share between threads; one writer at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Ledger:
        """Open the ledger at ``path``, creating or migrating it when needed.

        Raises:
            LedgerBusy: another process holds it longer than ``busy_seconds``.
            LedgerError: the file is not a ledger, is damaged, or is newer than this program.
        """
        engine = create_engine(
            f"sqlite:///{path}", connect_args={"timeout": busy_seconds, "check_same_thread": False}
        )
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
        try:
            with _explained(path):
                current = _revision(engine)
                if current != HEAD:
                    _migrate(engine, current)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A write transaction: commits at the end, rolls back on any error.

        Raises:
            LedgerBusy: another process wrote for too long.
        """
        with _explained(None), self.engine.connect() as connection:
            writer = connection.execution_options(ledger_write=True)
            with writer.begin():
                yield writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read transaction: one consistent picture, never blocks a writer."""
        with _explained(None), self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _prepare(connection: Any, _record: object) -> None:
    # The driver's own implicit BEGIN is switched off; _begin decides.
    connection.isolation_level = None
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()  # the pool forgets a connection that was not prepared, and leaves it open
        raise


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("ledger_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        text = str(error.orig)
        if "locked" in text or "busy" in text:
            raise LedgerBusy("请关闭正在使用台账的其他程序后重试") from error
        raise LedgerError(f"{path or ''} {text}".strip()) from error
    except DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise LedgerError("台账文件已损坏，请用 zhengji restore 从备份恢复") from error
        raise


def _revision(engine: Engine) -> str | None:
    """The stored revision, read without the cost of importing the migration tool."""
    with engine.connect() as connection, connection.begin():
        found = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='table' AND name='alembic_version'"
        ).scalar()
        if not found:
            return None
        revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return revision


def _migrate(engine: Engine, current: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise LedgerError("台账由更新版本的程序建立，请先升级本程序")
    with engine.connect() as connection:
        writer = connection.execution_options(ledger_write=True)
        with writer.begin():
            config.attributes["connection"] = writer
            command.upgrade(config, "head")
