"""Whose an address is, and where a unit can be written to."""

from __future__ import annotations

from sqlalchemy import Connection

from intake.campaign.notice import Campaign, Coordinator, Unit
from tracker.ledger import letters

NO_CONTACT = "联系人未登记"
NO_PHONE = "电话未登记"


def coordinator_of(campaign: Campaign, email: str) -> Coordinator | None:
    """The coordinator with this address (in lower case) who may give orders."""
    return next((c for c in campaign.coordinators if c.orders and c.email.lower() == email), None)


def known_unit(connection: Connection, campaign: Campaign, email: str) -> str:
    """The unit for which an address is confirmed or registered, ``""`` when it is neither."""
    confirmed = letters.unit_of_address(connection, email)
    registered = (u.key for u in campaign.units if email in {a.lower() for a in u.addresses})
    return confirmed or next(registered, "")


def addresses_of(connection: Connection, unit: Unit) -> tuple[str, ...]:
    """Where a unit can be written to: registered addresses, then those a person confirmed."""
    bad = letters.bad_addresses(connection)
    return tuple(address for address in letters.unit_addresses(connection, unit) if address not in bad)


def telephone_of(unit: Unit) -> str:
    """Whom to telephone in a unit: 沛县 王五 0516-80000002."""
    return f"{unit.name} {unit.contact or NO_CONTACT} {unit.phone or NO_PHONE}"
