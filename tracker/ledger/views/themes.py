"""The themes that persons settled beside those that the machine had found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from tracker.ledger.schema import case, correction, fact, version


@dataclass(frozen=True, slots=True)
class SettledTheme:
    """A case whose theme a person corrected or confirmed; ``guessed`` is empty where none was found."""

    settled: str
    guessed: str
    at: datetime


def settled_themes(connection: Connection) -> list[SettledTheme]:
    """The last word of a person on each case's theme, with the machine's for the present version."""
    last = (
        select(func.max(correction.c.id))
        .where(correction.c.field == "theme", correction.c.undone_at.is_(None))
        .group_by(correction.c.case_id)
    )
    rows = connection.execute(
        select(correction.c.value, func.coalesce(fact.c.value, "").label("guessed"), correction.c.made_at)
        .join(case, case.c.id == correction.c.case_id)
        .join(version, (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version))
        .outerjoin(fact, (fact.c.version_id == version.c.id) & (fact.c.field == "theme"))
        .where(correction.c.id.in_(last))
        .order_by(correction.c.id)
    )
    return [SettledTheme(row.value, row.guessed, row.made_at) for row in rows]
