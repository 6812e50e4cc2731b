"""A whole ledger carried from one database to another, and what shows that both hold the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, literal, select, tuple_, update

from tracker.ledger.engines.dialect import put_row
from tracker.ledger.schema import lease, metadata

CHUNK = 200  # rows that are held in memory and committed at once; a letter may weigh a megabyte
UNFINISHED = ""  # name of a lease, before every other: the ledger is being copied and does not count yet

Begin = Callable[[], AbstractContextManager[Connection]]
Index = Callable[[Connection, Connection, int], None]  # source, target, version: makes a text findable


@dataclass(frozen=True, slots=True)
class Holding:
    """What a table holds: ``sha256`` is of its rows in the order of their keys, whichever database has them."""

    table: str
    rows: int
    sha256: str


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows of every table by its name, the mark of a copy not counted."""
    counts = {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
    }
    counts[lease.name] -= is_unfinished(connection)
    return counts


def is_unfinished(connection: Connection) -> bool:
    """Whether a ledger is being copied into this database, or a copy was broken off."""
    return connection.execute(select(lease.c.name).where(lease.c.name == UNFINISHED)).first() is not None


def copy_rows(source: Connection, begin: Begin, index: Index, told: Callable[[str, int], None]) -> None:
    """Copy every row into a ledger without rows, or into one where a copy was broken off: it goes on there.

    ``source`` must not change meanwhile; ``begin`` gives write transactions of the target; ``told`` hears of
    each chunk. Proof is another step, :func:`weigh`.
    """
    with begin() as target:
        put_row(target, lease, {"name": UNFINISHED})
    for table in metadata.sorted_tables:
        _copy_table(table, source, begin, index, told)
    with begin() as target:
        target.execute(delete(lease).where(lease.c.name == UNFINISHED))


def weigh(connection: Connection) -> list[Holding]:
    """What each table holds, for comparing."""
    found = []
    for table in metadata.sorted_tables:
        count, digest = 0, hashlib.sha256()
        for rows in _chunks(connection, table):
            count += len(rows)
            for row in rows:
                digest.update(_canonical(row))
        found.append(Holding(table.name, count, digest.hexdigest()))
    return found


def _copy_table(
    table: Table, source: Connection, begin: Begin, index: Index, told: Callable[[str, int], None]
) -> None:
    own = [
        column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)
    ]
    with begin() as target:
        done = target.execute(
            select(*_key(table)).order_by(*(c.desc() for c in _key(table))).limit(1)
        ).first()
    for rows in _chunks(source, table, done):
        with begin() as target:
            # A row may point to a later one of its table: those columns are filled when all are there.
            blank = {column.name: None for column in own}
            target.execute(insert(table), [dict(row._mapping) | blank for row in rows])
            if table.name == "version":
                for row in rows:
                    index(source, target, row.id)
        told(table.name, len(rows))
    with begin() as target:
        for column in own:
            pointing = select(table.c.id, column).where(column.is_not(None)).order_by(table.c.id)
            for row_id, value in source.execute(pointing):
                target.execute(update(table).where(table.c.id == row_id).values({column: value}))
        if target.dialect.name == "postgresql" and "id" in table.columns:
            newest = select(func.max(table.c.id)).scalar_subquery()
            target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), newest)))


def _chunks(
    connection: Connection, table: Table, after: Row[Any] | None = None
) -> Iterator[Sequence[Row[Any]]]:
    key = _key(table)
    query = select(table).order_by(*key).limit(CHUNK)
    last = tuple(after) if after is not None else None
    while True:
        rest = query
        if last is not None:
            known = (literal(value, column.type) for value, column in zip(last, key, strict=True))
            rest = query.where(tuple_(*key) > tuple_(*known))
        rows = connection.execute(rest).all()
        if not rows:
            return
        yield rows
        last = tuple(rows[-1]._mapping[column] for column in key)


def _key(table: Table) -> list[Any]:
    return list(table.primary_key)


def _canonical(row: Row[Any]) -> bytes:
    return json.dumps([_plain(value) for value in row], ensure_ascii=True).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    # PostgreSQL keeps texts without NUL.
    return value.replace("\0", "") if isinstance(value, str) else value
