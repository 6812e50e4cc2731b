"""Statements that the databases say differently; all other SQL of the ledger is the same for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Connection, Table, Text, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


def put_row(
    connection: Connection, table: Table, row: Mapping[str, Any], anew: Mapping[str, Any] | None = None
) -> None:
    """Insert a row. Where one with its primary key is there already, change only the columns ``anew``."""
    statement: Any  # the two constructs have the same methods, and no common type that has them
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        statement = sqlite.insert(table).values(**row)
    else:
        from sqlalchemy.dialects import postgresql

        statement = postgresql.insert(table).values(**row)
    if anew:
        statement = statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=dict(anew))
    else:
        statement = statement.on_conflict_do_nothing()
    connection.execute(statement)


class _Holds(GenericFunction[bool]):
    """A text holds another, letter by letter."""

    type = Boolean()
    inherit_cache = True
    name = "holds"


@compiles(_Holds, "sqlite")
def _instr(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)}) > 0"


@compiles(_Holds, "postgresql")
def _strpos(element: _Holds, compiler: SQLCompiler, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)}) > 0"


def holds(whole: ColumnElement[Any], part: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the stored text ``whole`` (of a JSON column: as it is written) holds ``part``."""
    return _Holds(cast(whole, Text), part)
