"""What the ledger knows about the address a mail claims to come from, before it is read."""

from __future__ import annotations

from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import parseaddr

from sqlalchemy import Connection, select

from intake.campaign.call import Sender
from intake.mail.passwords import find_passwords
from tracker.cases.addresses import known_unit
from tracker.ledger.schema import case, fact, mail, version
from tracker.office.parts import Parts

HEAD = 64 * 1024  # bytes of a mail in which its headers are looked for
EARLIER = 20


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
        earlier=earlier_titles(connection, email),
        own=(parts.writer.email.lower(),),
        passwords=told_passwords(connection, email),
    )


def told_passwords(connection: Connection, email: str) -> tuple[str, ...]:
    """Passwords that an address has told in mails of their own, newest first."""
    rows = connection.execute(
        select(mail.c.subject, mail.c.body)
        .where(mail.c.from_email == email, mail.c.intent == "password")
        .order_by(mail.c.id.desc())
        .limit(EARLIER)
    ).all()
    return find_passwords(text for row in rows for text in (row.body, row.subject))


def earlier_titles(connection: Connection, email: str) -> tuple[str, ...]:
    """Titles of the cases that an address has sent, newest first."""
    if not email:
        return ()
    rows = connection.execute(
        select(fact.c.value)
        .join(version, version.c.id == fact.c.version_id)
        .join(case, case.c.id == version.c.case_id)
        .join(mail, mail.c.id == version.c.mail_id)
        .where(mail.c.from_email == email, fact.c.field == "title")
        .order_by(version.c.id.desc())
        .limit(EARLIER)
    )
    return tuple(dict.fromkeys(row.value for row in rows if row.value))
