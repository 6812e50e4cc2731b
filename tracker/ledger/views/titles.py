"""The titles by which cases are named in letters, forms and lists."""

from __future__ import annotations

from sqlalchemy import Connection, select

from tracker.ledger.records import CaseStatus
from tracker.ledger.schema import case, fact, version


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
