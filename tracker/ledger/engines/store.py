"""Open the ledger and give out transactions. Queries live in the modules beside this one.

Which database holds it is known to ``engines/`` alone: a file of SQLite in the data folder, or a database
of PostgreSQL. Write transactions follow each other, so that a writer waits at the start and never fails
half way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from tracker.errors import LedgerAway, LedgerBusy, LedgerError, LedgerFull
from tracker.ledger.engines.bell import HUNG, is_hung
from tracker.ledger.engines.database import ACCESS, Access, Database
from tracker.ledger.engines.leases import Lease, check_lease, database_now
from tracker.ledger.engines.sqlite import Sqlite

BUSY_SECONDS = 30.0
HEAD = "0011"  # newest revision in schema/migrations/versions; a test keeps it true


class Ledger:
    """A handle on one ledger. Safe to share between threads; one writer at a time."""

    def __init__(self, engine: Engine, database: Database, leases: tuple[Lease, ...] = ()) -> None:
        self.engine = engine
        self._database = database
        self._leases = leases

    @classmethod
    def open(cls, place: Path | URL, *, busy_seconds: float = BUSY_SECONDS) -> Ledger:
        """Open the ledger in the file or database at ``place``, creating or migrating it when needed.

        Raises:
            LedgerBusy: another process holds it longer than ``busy_seconds``.
            LedgerAway: its database does not answer.
            LedgerError: it is not a ledger, is damaged, or is newer than this program.
        """
        database = _database(place)
        engine = database.connect(busy_seconds)
        try:
            with _explained(database):
                current = _revision(engine)
                if current != HEAD:
                    _migrate(engine, database)
                engine = _with_bell(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, database)

    @staticmethod
    def exists(place: Path | URL) -> bool:
        """Whether a ledger stands there, however old its layout; changes nothing.

        Raises:
            LedgerAway: its database does not answer.
            LedgerError: the database is of no use for a ledger.
        """
        database = _database(place)
        if isinstance(place, Path):
            return place.exists()
        engine = database.connect(BUSY_SECONDS)
        try:
            with _explained(database), engine.connect() as connection, connection.begin():
                found = _revision_in(connection) is not None
                if not found:
                    database.prepare(connection)
                return found
        finally:
            engine.dispose()

    def under(self, *leases: Lease) -> Ledger:
        """The same ledger for work done under leases: nothing is written once another host has one of them."""
        return Ledger(self.engine, self._database, leases)

    def now(self) -> datetime:
        """The present instant by the database's clock, in UTC.

        Raises:
            LedgerAway: the database went away.
        """
        with self.read() as connection:
            return database_now(connection)

    @contextmanager
    def begin(self, *, always: bool = False) -> Iterator[Connection]:
        """A write transaction: commits at the end, rolls back on any error.

        ``always``: what has happened outside is stored, whoever has the lease by now.

        Raises:
            LedgerBusy: another process wrote for too long.
            LedgerAway: the database went away; nothing was written.
            LeaseLost: the lease that this handle is under is another host's.
        """
        with self._transaction(Access.WRITE) as connection:
            if not always:
                self._check(connection)
            yield connection

    @contextmanager
    def claim(self) -> Iterator[Connection]:
        """A write transaction that only claims rows, and need not wait for writers.

        Raises:
            LedgerBusy, LedgerAway, LeaseLost: as :meth:`begin`.
        """
        with self._transaction(Access.CLAIM) as connection:
            self._check(connection)
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A read transaction: one consistent picture, never blocks a writer.

        Raises:
            LedgerAway: the database went away.
        """
        with self._transaction(Access.READ) as connection:
            yield connection

    def _check(self, connection: Connection) -> None:
        for lease in self._leases:
            check_lease(connection, lease)

    @contextmanager
    def _transaction(self, access: Access) -> Iterator[Connection]:
        with _explained(self._database), self.engine.connect() as connection:
            mine = connection.execution_options(**{ACCESS: access})
            with mine.begin():
                yield mine

    def insist(self, connection: Connection, error: Exception) -> None:
        """After a failure behind a savepoint: see that it was not the ledger that refused, and that the rest still counts.

        Raises:
            LedgerError: all of the transaction must be done again.
        """
        explained = _explain(self._database, error)
        if isinstance(explained, LedgerAway | LedgerBusy | LedgerFull) or not self._database.still_writes(
            connection
        ):
            raise explained or LedgerError("写入中断") from error

    def is_whole(self, connection: Connection) -> bool:
        """Whether what the database keeps can be read, as far as it can tell."""
        return self._database.is_whole(connection)

    def weigh(self, connection: Connection) -> int:
        """Bytes that the ledger takes on the disk of its database."""
        return self._database.weigh(connection)

    def tidy(self) -> None:
        """Let the planner of queries know how large the ledger has become: daily, and after much came at once.

        Raises:
            LedgerBusy, LedgerAway: as :meth:`begin`.
        """
        with self.begin() as connection:
            self._database.tidy(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _with_bell(engine: Engine) -> Engine:
    with engine.connect() as connection, connection.begin():
        hung = is_hung(connection)
    return engine.execution_options(**{HUNG: True}) if hung else engine


def _database(place: Path | URL) -> Database:
    if isinstance(place, Path):
        return Sqlite(place)
    from tracker.ledger.engines.postgres import Postgres

    return Postgres(place)


@contextmanager
def _explained(database: Database) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        explained = _explain(database, error)
        if explained is None:
            raise
        raise explained from error


def _explain(database: Database, error: BaseException | None) -> LedgerError | None:
    """What went wrong first: whatever was tried afterwards failed because of it."""
    explained = None
    while error is not None:
        if isinstance(error, DBAPIError):
            explained = database.explain(error) or explained
        error = error.__context__
    return explained


def _revision(engine: Engine) -> str | None:
    """The stored revision, read without the cost of importing the migration tool."""
    with engine.connect() as connection, connection.begin():
        return _revision_in(connection)


def _revision_in(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return revision


def _migrate(engine: Engine, database: Database) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[1] / "schema" / "migrations"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.connect() as connection:
        writer = connection.execution_options(**{ACCESS: Access.WRITE})
        with writer.begin():
            current = _revision_in(writer)  # another process may have migrated while we waited
            if current is None:
                database.prepare(writer)
            elif current not in known:
                raise LedgerError("台账由更新版本的程序建立，请先升级本程序")
            config.attributes["connection"] = writer
            command.upgrade(config, "head")
