"""PostgreSQL: one database for the ledger, shared by many hosts.

A writer takes an advisory lock for its transaction, so that writers follow each other as with SQLite's
BEGIN IMMEDIATE; a reader has one consistent picture (REPEATABLE READ). A connection that has gone silent
is given up in about half a minute, and the server ends a transaction whose process has stopped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, String, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.compiler import compiles

from tracker.errors import LedgerAway, LedgerBusy, LedgerError
from tracker.ledger.engines.bell import SCHEMA
from tracker.ledger.engines.database import ACCESS, Access

WRITERS = 0x7A68656E676A69  # "zhengji": the advisory lock that every writer takes
IDLE_SECONDS = (
    600  # a transaction in which nothing was asked for so long belongs to a process that has stopped
)
# Parameters of libpq: a host that vanished is noticed by these, not after the two hours of TCP.
PATIENCE = {
    "connect_timeout": 10,  # seconds
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
    "application_name": "zhengji",
    "client_encoding": "utf8",
}
IN_ORDER = ("C", "POSIX", "C.UTF-8", "C.utf8")  # locales that order texts by their characters, as SQLite does
# SQLSTATE, appendix A of the manual.
BUSY = frozenset({"55P03", "40001", "40P01"})  # lock not available, serialization failure, deadlock
AWAY = ("08", "53", "57P")  # connection exception, insufficient resources, the server shuts down
FORBIDDEN = "42501"  # insufficient privilege
CREATE = "createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8"

# What libpq and the server say of a connection that did not come about → what to do.
_REFUSALS = tuple(
    (re.compile(words), said)
    for words, said in (
        ("password authentication failed", "用户名或密码不对，请核对 url 中的用户和 secrets.toml 的 ledger"),
        ("no password supplied", "需要密码，请在 secrets.toml 中填写 ledger"),
        (r"database \"[^\"]*\" does not exist", f"没有这个数据库，请核对库名，或用 {CREATE} 建库"),
        (r"role \"[^\"]*\" does not exist", "没有这个用户，请核对 url 中的用户"),
        ("no pg_hba.conf entry", "数据库不接受来自本机的连接，请数据库管理员放行"),
        ("Connection refused", "没有接受连接，请核对主机和端口，确认数据库已启动"),
        ("[Nn]ame or service not known|resolve host|translate host", "找不到主机，请核对地址和网络"),
        ("timeout|timed out", "没有应答，请检查网络和防火墙"),
        ("invalid (?:URI|connection option)", "地址的写法不对，应如 postgresql://用户@主机:5432/库名"),
    )
)


@dataclass(frozen=True, slots=True)
class Postgres:
    """A ledger in the database at ``url``; a password in it is not shown."""

    url: URL

    def connect(self, busy_seconds: float) -> Engine:
        """An engine on the database; see :class:`~tracker.ledger.engines.database.Database`."""
        options = (
            f"-c lock_timeout={int(busy_seconds * 1000)} "
            f"-c idle_in_transaction_session_timeout={IDLE_SECONDS * 1000} "
            f'-c search_path="$user",public,{SCHEMA}'
        )
        try:
            engine = create_engine(
                self.url.set(drivername="postgresql+psycopg"),
                # A plan for any words is a bad plan for common ones: statements are not prepared.
                connect_args={**PATIENCE, "options": options, "prepare_threshold": None, **self.url.query},
                pool_pre_ping=True,
            )
        except ImportError as error:
            raise LedgerError('未安装 PostgreSQL 组件，请执行 pip install "zhengji[postgres]"') from error
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine

    def prepare(self, connection: Connection) -> None:
        """UTF-8, and an order of texts that is SQLite's."""
        encoding, order = connection.exec_driver_sql(
            "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database"
            " WHERE datname = current_database()"
        ).one()
        if encoding != "UTF8" or order not in IN_ORDER:
            raise LedgerError(
                f"数据库 {self.url.database} 的编码为 {encoding}、排序规则为 {order}，应为 UTF8 和 C.UTF-8，"
                f"请用 {CREATE} {self.url.database} 重新建库"
            )

    def is_whole(self, connection: Connection) -> bool:
        """Always: the server itself refuses to read what is damaged."""
        del connection
        return True

    def weigh(self, connection: Connection) -> int:
        """Of the whole database, indexes and all."""
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())

    def tidy(self, connection: Connection) -> None:
        """Look at a sample of each table, without waiting for the server to do so by itself."""
        connection.exec_driver_sql("ANALYZE")

    def still_writes(self, connection: Connection) -> bool:
        """As long as its connection is there."""
        return not connection.invalidated

    def explain(self, error: DBAPIError) -> LedgerError | None:
        """Held by another process, out of reach, or refused."""
        state = getattr(error.orig, "sqlstate", None) or ""
        if state in BUSY:
            return LedgerBusy("其他进程长时间未完成写入，请稍后重试")
        said = str(error.orig).strip().splitlines() or [""]
        if error.connection_invalidated or state.startswith(AWAY):
            return LedgerAway(f"{self._place()}，恢复后自动继续（{said[0]}）")
        if state == FORBIDDEN:
            return LedgerError(f"{self._place()}：这个用户没有权限，请数据库管理员授权")
        advice = next((say for words, say in _REFUSALS if not state and words.search(str(error.orig))), "")
        if advice or isinstance(error, OperationalError):
            return LedgerAway(f"{self._place()}：{advice or f'请检查网络、库名、用户和密码（{said[-1]}）'}")
        return None

    def _place(self) -> str:
        host = self.url.host or self.url.query.get("host") or "本机"
        return f"{host} 上的 {self.url.database}"


def listening(url: URL) -> tuple[str, dict[str, Any]]:
    """Address and parameters of libpq for a connection that waits for bells."""
    options = {**PATIENCE, "options": f"-c search_path={SCHEMA}", "prepare_threshold": None}
    return url.set(drivername="postgresql").render_as_string(hide_password=False), options


def _set_up(connection: Any, _record: object) -> None:
    from psycopg.types.string import StrDumperUnknown

    class WithoutNul(StrDumperUnknown):
        """PostgreSQL holds no NUL in a text; what a stranger sent is kept without it."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    connection.adapters.register_dumper(str, WithoutNul)


def _begin(connection: Connection) -> None:
    access = connection.get_execution_options().get(ACCESS, Access.READ)
    if access is Access.WRITE:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
    elif access is Access.READ:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@compiles(String, "postgresql")
def _any_length(*_: object, **__: object) -> str:
    """SQLite does not enforce the lengths of the schema; what one database takes the other must take."""
    return "VARCHAR"
