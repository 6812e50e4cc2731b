"""The titles by which cases are named in letters, forms and lists."""

from __future__ import annotations

from sqlalchemy import Connection, select

from tracker.ledger.records import CaseStatus
from tracker.ledger.schema import case, fact, mail, version


def active_titles(connection: Connection) -> dict[int, str]:
    """Case id → the title of its current version, as read; cases that count only."""
    rows = connection.execute(
        select(case.c.id, fact.c.value)
        .join(version, (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version))
        .join(fact, (fact.c.version_id == version.c.id) & (fact.c.field == "title"))
        .where(case.c.status == CaseStatus.ACTIVE, fact.c.value != "")
        .order_by(case.c.id)
    )
    return {row.id: row.value for row in rows}


def sent_titles(connection: Connection, email: str, most: int) -> tuple[str, ...]:
    """Titles of the versions that an address has sent, newest first, as they were read."""
    if not email:
        return ()
    newest = (  # chosen first: by way of the facts it would be every title there is
        select(version.c.id)
        .join(mail, mail.c.id == version.c.mail_id)
        .where(mail.c.from_email == email)
        .order_by(version.c.id.desc())
        .limit(most)
    )
    rows = connection.execute(
        select(fact.c.value)
        .where(fact.c.version_id.in_(newest), fact.c.field == "title")
        .order_by(fact.c.version_id.desc())
    )
    return tuple(dict.fromkeys(value for value in rows.scalars() if value))
