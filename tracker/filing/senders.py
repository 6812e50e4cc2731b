"""What the ledger knows about the address a mail claims to come from, before it is read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.call import Sender
from intake.mail.open import read_envelope
from intake.mail.own import name_author
from tracker.cases.addresses import coordinator_of, known_unit
from tracker.ledger import mails
from tracker.ledger.people.addresses import said_unwanted
from tracker.ledger.views.titles import sent_titles
from tracker.office.parts import Parts

HEAD = 64 * 1024  # bytes of a mail in which its headers are looked for
EARLIER = 20  # newest titles of an address, and newest mails with passwords, that are looked at
PASSWORD = "password"  # noqa: S105 - an intent of intake.understand.mail_kind.kind


def claimed_address(head: bytes, own: tuple[str, ...]) -> str:
    """Who a mail claims to be from, as reading will see it; ``""`` when it names no address."""
    return name_author(read_envelope(head), own).sender.email


def own_addresses(parts: Parts) -> tuple[str, ...]:
    """The addresses that letters of this office go out from."""
    return (parts.writer.email.lower(),)


def know_sender(connection: Connection, parts: Parts, email: str, arrived: datetime) -> Sender:
    """Everything about an address that helps to read its mail."""
    unit = known_unit(connection, parts.campaign, email)
    return Sender(
        unit=unit,
        confirmed=bool(unit),
        unwanted=said_unwanted(connection, email),
        coordinator=coordinator_of(parts.campaign, email) is not None,
        arrived=arrived,
        earlier=sent_titles(connection, email, EARLIER),
        own=own_addresses(parts),
        told_in=tuple(map(parts.archive.path, mails.told_in(connection, email, PASSWORD, EARLIER))),
    )
