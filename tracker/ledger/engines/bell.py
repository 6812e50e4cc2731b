"""The bell that wakes workers on other hosts: Procrastinate's queue in the ledger's own database.

What there is to do stands in the ledger alone; a job says only that somebody should look. So jobs may be lost
(a sweep rings again), doubled or thrown away. They are deferred on the ledger's own connection: a bell rings if
and when the transaction that made the work commits. Its tables have a schema of their own in PostgreSQL.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from tracker.errors import LedgerError

if TYPE_CHECKING:
    from procrastinate import App

READ, OCR, SEND = QUEUES = ("read", "ocr", "send")
SCHEMA = "zhengji_bell"
HUNG = "ledger_bell"  # execution option of a connection: whether there is a bell to ring
SILENT = timedelta(seconds=60)  # a worker that gave no sign so long has died


def ring(connection: Connection, queue: str, row_id: int) -> None:
    """Wake a worker of a queue when this transaction commits; without a bell nothing happens.

    ``row_id`` is the row that wants work, for whoever looks at the queue.
    """
    if connection.get_execution_options().get(HUNG):
        _defer(connection, queue, row_id)


def ring_again(connection: Connection, queue: str) -> None:
    """Ring for work that stands in the ledger, unless that was done and nobody has heard it yet."""
    from procrastinate.exceptions import AlreadyEnqueued

    try:
        with connection.begin_nested():
            _defer(connection, queue, 0, queueing_lock=f"{queue}-again")
    except AlreadyEnqueued:
        pass


def forget_dead(connection: Connection) -> None:
    """Drop bells that a worker was answering when it died, and what is remembered of it."""
    silent = f"interval '{int(SILENT.total_seconds())} seconds'"
    connection.exec_driver_sql(
        f"DELETE FROM {SCHEMA}.procrastinate_workers WHERE last_heartbeat < now() - {silent}"  # noqa: S608 - our own names
    )
    connection.exec_driver_sql(
        f"DELETE FROM {SCHEMA}.procrastinate_jobs WHERE status <> 'todo' AND worker_id IS NULL"  # noqa: S608
    )


def is_hung(connection: Connection) -> bool:
    """Whether the ledger has a bell, and this installation can ring it."""
    if connection.dialect.name != "postgresql" or find_spec("procrastinate") is None:
        return False
    return _mark(connection) == _version()


def hang(connection: Connection) -> None:
    """Make the tables of the bell, anew where another version made them; bells not heard are lost.

    Raises:
        LedgerError: the database is not PostgreSQL, or the extra is not installed.
    """
    if connection.dialect.name != "postgresql":
        raise LedgerError("多个工作进程需要放在 PostgreSQL 中的台账，请先运行 zhengji migrate")
    if find_spec("procrastinate") is None:
        raise LedgerError('未安装多机组件，请执行 pip install "zhengji[hosts]"')
    if _mark(connection) == _version():
        return
    from procrastinate.schema import SchemaManager

    driver: Any = connection.connection.driver_connection
    driver.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    driver.execute(f"CREATE SCHEMA {SCHEMA}")
    driver.execute(f"SET LOCAL search_path = {SCHEMA}")
    driver.execute(SchemaManager.get_schema())
    driver.execute("RESET search_path")
    driver.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{_version()}'")


def _defer(connection: Connection, queue: str, row_id: int, **options: Any) -> None:
    driver = connection.connection.driver_connection
    _caller().configure_task(queue, queue=queue, connection=driver, **options).defer(row=row_id)


@cache
def _caller() -> App:
    """Procrastinate without a connection of its own: only callers' connections are used."""
    from procrastinate import App, SyncPsycopgConnector

    return App(connector=SyncPsycopgConnector())


def _mark(connection: Connection) -> str:
    said = "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s"
    return str(connection.exec_driver_sql(said, (SCHEMA,)).scalar() or "")


@cache
def _version() -> str:
    from importlib.metadata import version

    return f"procrastinate {version('procrastinate')}"
