"""Whose an address is, and where a unit can be written to."""

from __future__ import annotations

from sqlalchemy import Connection

from intake.campaign.notice import Campaign, Coordinator, Unit
from tracker.ledger.people import addresses

GAP = "\u3000"  # between two things of a line


def coordinator_of(campaign: Campaign, email: str) -> Coordinator | None:
    """The coordinator with this address (in lower case) who may give orders."""
    return next((c for c in campaign.coordinators if c.orders and c.email.lower() == email), None)


def known_unit(connection: Connection, campaign: Campaign, email: str) -> str:
    """The unit for which an address is confirmed or registered, ``""`` when it is neither."""
    confirmed = addresses.unit_of_address(connection, email)
    registered = (u.key for u in campaign.units if email in {a.lower() for a in u.addresses})
    return confirmed or next(registered, "")


def addresses_of(connection: Connection, unit: Unit) -> tuple[str, ...]:
    """Where a unit can be written to: registered addresses, then those a person confirmed."""
    bad = addresses.bad_addresses(connection)
    return tuple(address for address in addresses.unit_addresses(connection, unit) if address not in bad)


def contact_of(unit: Unit, gap: str = GAP) -> str:
    """Whom to telephone in a unit: 王五　0516-80000002."""
    return f"{unit.contact or '联系人未登记'}{gap}{unit.phone or '电话未登记'}"


def telephone_of(unit: Unit) -> str:
    """The same within a sentence: 沛县 王五 0516-80000002."""
    return f"{unit.name} {contact_of(unit, ' ')}"
