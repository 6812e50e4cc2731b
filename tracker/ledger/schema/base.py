"""What every table shares: names of constraints, times, the columns of rows that a worker claims."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC text to the second."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text; a naive time is a programming error."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the ledger takes aware times only")
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From text."""
        del dialect
        if value is None:
            return None
        return datetime.fromisoformat(value)


def leased() -> list[Column[Any]]:
    """Columns of a row that one worker at a time works on."""
    return [
        Column("lease_by", String(80)),
        Column("lease_until", Instant),
        Column("attempts", Integer, nullable=False, default=0, server_default="0"),
    ]
