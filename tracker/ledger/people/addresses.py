"""Addresses: whose they are by a person's word, which of them bounce."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select, update

from intake.campaign.entries import Unit
from tracker.ledger.engines.dialect import put_row
from tracker.ledger.events import get_note, set_note
from tracker.ledger.schema import address

UNWANTED = "unwanted:"  # begins the note of an address of which a person said so


def confirmed_addresses(connection: Connection, unit: str) -> tuple[str, ...]:
    """Addresses that a person confirmed for a unit."""
    rows = connection.execute(
        select(address.c.email)
        .where(address.c.unit == unit, address.c.confirmed.is_(True))
        .order_by(address.c.email)
    )
    return tuple(row.email for row in rows)


def confirmed_by_unit(connection: Connection) -> dict[str, list[str]]:
    """Key of a unit → the addresses that a person confirmed for it."""
    found: dict[str, list[str]] = {}
    for row in connection.execute(
        select(address.c.unit, address.c.email).where(address.c.confirmed.is_(True)).order_by(address.c.email)
    ):
        found.setdefault(row.unit, []).append(row.email)
    return found


def all_confirmed(connection: Connection) -> frozenset[str]:
    """Every address that a person confirmed for a unit."""
    rows = connection.execute(select(address.c.email).where(address.c.confirmed.is_(True)))
    return frozenset(rows.scalars())


def named_addresses(connection: Connection, unit: Unit) -> tuple[str, ...]:
    """Addresses that a person named as the unit's, then those that the call registers: the first is written to."""
    said = select(address.c.email).where(address.c.unit == unit.key, address.c.said.is_(True))
    named = connection.execute(said.order_by(address.c.email)).scalars()
    return tuple(dict.fromkeys((*named, *(email.lower() for email in unit.addresses))))


def unit_addresses(connection: Connection, unit: Unit) -> tuple[str, ...]:
    """Every address from which a unit's cases come: those that the call registers, then those a person confirmed."""
    registered = (email.lower() for email in unit.addresses)
    return tuple(dict.fromkeys((*registered, *confirmed_addresses(connection, unit.key))))


def bad_addresses(connection: Connection) -> dict[str, str]:
    """Addresses that bounce, with the reason."""
    rows = connection.execute(
        select(address).where(address.c.bad_since.is_not(None)).order_by(address.c.email)
    )
    return {row.email: row.bad_reason for row in rows}


def mark_bad(connection: Connection, email: str, reason: str, now: datetime) -> None:
    """Remember that an address bounces; reminders go elsewhere and the coordinator is told."""
    found = {"bad_since": now, "bad_reason": reason[:200]}
    put_row(connection, address, {"email": email, **found}, found)


def mark_good(connection: Connection, email: str) -> None:
    """Somebody writes from an address: whatever bounced, or was said to, it lives."""
    alive = {"bad_since": None, "bad_reason": ""}
    known = (address.c.email == email, address.c.bad_since.is_not(None))
    connection.execute(update(address).where(*known).values(alive))


def learn_address(connection: Connection, email: str, unit: str) -> None:
    """A person said whose address this is: it speaks for the unit, and is written to."""
    learned = {"unit": unit, "confirmed": True, "said": True, "bad_since": None, "bad_reason": ""}
    put_row(connection, address, {"email": email, **learned}, learned)


def learn_from_case(connection: Connection, email: str, unit: str) -> None:
    """A person confirmed a case that came from an address: the unit's cases come from there.

    Who sends them may be one of its towns, so that nothing is said of where the unit is written to;
    and of an address that a person named, a case says nothing new.
    """
    if is_named(connection, email):
        return
    learned = {"unit": unit, "confirmed": True, "bad_since": None, "bad_reason": ""}
    put_row(connection, address, {"email": email, **learned}, learned)


def say_unwanted(connection: Connection, email: str, now: datetime, *, unwanted: bool) -> None:
    """A person said of an address whether what comes from there is adverts and fraud."""
    set_note(connection, f"{UNWANTED}{email}", unwanted, now)


def said_unwanted(connection: Connection, email: str) -> bool | None:
    """What a person said of it; None when nobody did."""
    said: bool | None = get_note(connection, f"{UNWANTED}{email}")
    return said


def is_named(connection: Connection, email: str) -> bool:
    """Whether a person said of an address whose it is."""
    said = select(address.c.email).where(address.c.email == email, address.c.said.is_(True))
    return connection.execute(said).first() is not None


def forget_address(connection: Connection, email: str) -> None:
    """No person's word any more that an address speaks for a unit."""
    connection.execute(
        update(address).where(address.c.email == email).values(unit="", confirmed=False, said=False)
    )


def unit_of_address(connection: Connection, email: str) -> str:
    """The unit that a person confirmed for an address, or ``""``."""
    found = connection.execute(
        select(address.c.unit).where(address.c.email == email, address.c.confirmed.is_(True))
    ).scalar()
    return str(found or "")
