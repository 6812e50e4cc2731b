"""What a database must offer to hold the ledger."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from tracker.errors import LedgerError

ACCESS = "ledger_access"  # execution option of a connection: an Access, of which READ is the usual one


class Access(Enum):
    """What a transaction is for."""

    READ = "read"  # one consistent picture; blocks nobody
    WRITE = "write"  # alone: what it has read stays true until it has written
    CLAIM = "claim"  # takes rows that nobody else has in hand; waits for no writer where the database can


class Database(Protocol):
    """A place for one ledger. Values of it are small and hold no connection."""

    def connect(self, busy_seconds: float) -> Engine:
        """An engine whose transactions are the ledger's: what each is for stands in its option ``ACCESS``.

        A writer waits at its start until every other writer has finished, at most ``busy_seconds``.

        Raises:
            LedgerError: a part of the installation is missing.
        """
        ...

    def prepare(self, connection: Connection) -> None:
        """Look at a database in which no table stands yet.

        Raises:
            LedgerError: it would not keep the order of texts, or not take every text.
        """
        ...

    def is_whole(self, connection: Connection) -> bool:
        """Whether what is kept can be read, as far as the database can tell."""
        ...

    def weigh(self, connection: Connection) -> int:
        """Bytes that the database takes on its disk."""
        ...

    def tidy(self, connection: Connection) -> None:
        """Let the planner of queries know how large the tables are, where it asks; costs no more in a large ledger."""
        ...

    def still_writes(self, connection: Connection) -> bool:
        """Whether a transaction of which a part failed still stands as a whole."""
        ...

    def explain(self, error: DBAPIError) -> LedgerError | None:
        """What went wrong, as a person reads it; None for a mistake of the program."""
        ...
