"""SQLite: one file in the data folder.

In WAL mode with synchronous=FULL: a commit survives a power cut. Write transactions begin with BEGIN
IMMEDIATE, so that a writer waits at the start and never fails half way.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from tracker.errors import LedgerBusy, LedgerError, LedgerFull
from tracker.ledger.engines.database import ACCESS, Access

# What SQLite says, in words that never change → why, and what to do.
_REFUSALS = (
    ("unable to open", "不能打开，请核对路径和目录权限"),
    ("readonly", "不能写入，请检查文件和目录的权限"),
    ("disk I/O", "读写出错，请检查磁盘"),
    ("no such ", "内容不完整，请用 zhengji restore 从备份恢复"),
    ("already exists", "不是征集的台账，请移走这个文件，或核对 --data"),
)


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A ledger in the file at ``path``."""

    path: Path

    def connect(self, busy_seconds: float) -> Engine:
        """An engine on the file; see :class:`~tracker.ledger.engines.database.Database`."""
        engine = create_engine(
            f"sqlite:///{self.path}", connect_args={"timeout": busy_seconds, "check_same_thread": False}
        )
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine

    def prepare(self, connection: Connection) -> None:
        """Nothing: a new file is as every other."""

    def is_whole(self, connection: Connection) -> bool:
        """Whether the pages of the file are in order."""
        return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok")

    def weigh(self, connection: Connection) -> int:
        """Of the file, without what SQLite keeps beside it."""
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())

    def tidy(self, connection: Connection) -> None:
        """Nothing. Without statistics SQLite takes an index wherever there is one.

        With them it goes by averages (https://sqlite.org/fileformat2.html#stat1tab): where nearly every
        letter is sent, it would read through all of them to find the two that wait.
        """

    def still_writes(self, connection: Connection) -> bool:
        """Not after a full disk: SQLite may have taken everything back, and would store each word by itself from then on."""
        driver = connection.connection.driver_connection
        return driver is not None and bool(driver.in_transaction)

    def explain(self, error: DBAPIError) -> LedgerError | None:
        """Held by another program, not to be opened, or damaged."""
        text = str(error.orig)
        if isinstance(error, OperationalError):
            if "locked" in text or "busy" in text:
                return LedgerBusy("请关闭正在使用台账的其他程序后重试")
            if "is full" in text:
                return LedgerFull(f"{self.path} 所在磁盘空间不足，请清理后重试")
            said = next((said for words, said in _REFUSALS if words in text), f"不能使用（{text}）")
            return LedgerError(f"{self.path} {said}")
        if isinstance(error, DatabaseError) and ("not a database" in text or "malformed" in text):
            return LedgerError("台账文件已损坏，请用 zhengji restore 从备份恢复")
        return None


def _set_up(connection: Any, _record: object) -> None:
    # The driver's own implicit BEGIN is switched off; _begin decides.
    connection.isolation_level = None
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()  # the pool forgets a connection that was not prepared, and leaves it open
        raise


def _begin(connection: Connection) -> None:
    access = connection.get_execution_options().get(ACCESS, Access.READ)
    connection.exec_driver_sql("BEGIN" if access is Access.READ else "BEGIN IMMEDIATE")
