"""What the ledger knows about the address a mail claims to come from, before it is read."""

from __future__ import annotations

from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parseaddr

from sqlalchemy import Connection

from intake.campaign.call import Sender
from intake.mail.passwords import find_passwords
from tracker.cases.addresses import known_unit
from tracker.ledger import cases, mails
from tracker.office.parts import Parts

HEAD = 64 * 1024  # bytes of a mail in which its headers are looked for
EARLIER = 20  # newest titles and passwords of an address that are looked at
PASSWORD = "password"  # noqa: S105 - an intent of intake.understand.mail_kind.kind


def claimed_address(head: bytes) -> str:
    """The From address in the headers, lower case, ``""`` when there is none."""
    end = min((i for i in (head.find(b"\r\n\r\n"), head.find(b"\n\n")) if i >= 0), default=len(head))
    message = BytesHeaderParser(policy=compat32).parsebytes(head[:end])
    return parseaddr(str(message.get("From", "")))[1].strip().lower()


def know_sender(connection: Connection, parts: Parts, email: str, arrived: datetime) -> Sender:
    """Everything about an address that helps to read its mail."""
    unit = known_unit(connection, parts.campaign, email)
    return Sender(
        unit=unit,
        confirmed=bool(unit),
        coordinator=any(c.orders and c.email.lower() == email for c in parts.campaign.coordinators),
        arrived=arrived,
        earlier=cases.sent_titles(connection, email, EARLIER),
        own=(parts.writer.email.lower(),),
        passwords=find_passwords(mails.told_in(connection, email, PASSWORD, EARLIER)),
    )
