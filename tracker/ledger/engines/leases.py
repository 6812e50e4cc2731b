"""Named leases: one host at a time does what a name stands for.

They end by the database's clock, never a host's. The fence of a lease rises whenever it changes hands, so that
whoever lost one without noticing (a paused process, a line that broke) can be told apart from its holder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, delete, func, or_, select, update

from tracker.errors import LeaseLost
from tracker.ledger.schema import lease

LONGEST = timedelta(hours=1)  # a lease that ends later was taken under a clock since set back


@dataclass(frozen=True, slots=True)
class Lease:
    """A lease that was taken: ``fence`` is higher than that of every earlier holder."""

    name: str
    holder: str
    fence: int


def database_now(connection: Connection) -> datetime:
    """The present instant in UTC, by the clock of the database; with SQLite that is this machine's."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now.astimezone(UTC)


def take_lease(connection: Connection, name: str, holder: str, term: timedelta) -> Lease | None:
    """Take a lease that nobody holds, or hold one's own for another ``term``; None while somebody else has it."""
    now = database_now(connection)
    statement: Any  # the two constructs have the same methods, and no common type that has them
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        statement = sqlite.insert(lease)
    else:
        from sqlalchemy.dialects import postgresql

        statement = postgresql.insert(lease)
    row = {"holder": holder, "until": now + term}
    statement = statement.values(name=name, fence=1, **row).on_conflict_do_update(
        index_elements=[lease.c.name],
        set_={**row, "fence": case((lease.c.holder == holder, lease.c.fence), else_=lease.c.fence + 1)},
        where=or_(
            lease.c.holder == holder,
            lease.c.until.is_(None),
            lease.c.until < now,
            lease.c.until > now + LONGEST,
        ),
    )
    fence = connection.execute(statement.returning(lease.c.fence)).scalar()
    return None if fence is None else Lease(name, holder, int(fence))


def release_lease(connection: Connection, taken: Lease) -> None:
    """Give a lease back before it ends; one that is lost already stays as it is."""
    connection.execute(update(lease).where(*_is(taken)).values(until=None))


def check_lease(connection: Connection, taken: Lease) -> None:
    """Go on only while the lease is not somebody else's; it cannot change hands before this transaction ends.

    Raises:
        LeaseLost: another host has it.
    """
    held = select(lease.c.fence).where(*_is(taken)).with_for_update(read=True)
    if connection.execute(held).first() is None:
        raise LeaseLost(taken.name)


def holder_of(connection: Connection, name: str) -> str:
    """Who holds a lease now, ``""`` for nobody."""
    held = select(lease.c.holder).where(lease.c.name == name, lease.c.until >= database_now(connection))
    return str(connection.execute(held).scalar() or "")


def last_holder(connection: Connection, name: str) -> str:
    """Who held a lease last, whether it has ended or not; ``""`` for nobody."""
    return str(connection.execute(select(lease.c.holder).where(lease.c.name == name)).scalar() or "")


def end_leases(connection: Connection, host: str) -> None:
    """End what processes of a host held that are known to be dead: nobody has to wait for them."""
    connection.execute(
        update(lease).where(lease.c.holder.startswith(f"{host}:", autoescape=True)).values(until=None)
    )


def ended_leases(connection: Connection, prefix: str) -> list[Lease]:
    """Leases whose name begins so and whose time is over: their holders have died, or stand still."""
    rows = connection.execute(
        select(lease.c.name, lease.c.holder, lease.c.fence)
        .where(
            lease.c.name.startswith(prefix, autoescape=True),
            or_(lease.c.until.is_(None), lease.c.until < database_now(connection)),
        )
        .order_by(lease.c.name)
    )
    return [Lease(row.name, row.holder, row.fence) for row in rows]


def drop_lease(connection: Connection, taken: Lease) -> None:
    """Forget a lease that ended, unless it was taken again meanwhile."""
    connection.execute(
        delete(lease).where(
            *_is(taken), or_(lease.c.until.is_(None), lease.c.until < database_now(connection))
        )
    )


def _is(taken: Lease) -> Sequence[Any]:
    return (lease.c.name == taken.name, lease.c.holder == taken.holder, lease.c.fence == taken.fence)
