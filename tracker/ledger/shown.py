"""What is counted of each case (table ``shown``), kept equal to the facts, words and mails it comes from.

Whoever changes one of them calls :func:`show_again` for its cases, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, select

from tracker.ledger.records import CaseStatus
from tracker.ledger.schema import case, correction, fact, mail, shown, version

AT_ONCE = 500  # cases that one query asks for by their ids


def show_again(connection: Connection, cases: Collection[int] | Select[Any] | None = None) -> None:
    """Compute the rows of these cases (ids, or a query for them) anew; None: of every case there is."""
    old, new = delete(shown), _effective()
    if cases is not None:
        old, new = old.where(shown.c.case_id.in_(cases)), new.where(case.c.id.in_(cases))
    connection.execute(old)
    connection.execute(insert(shown).from_select(list(shown.c), new))


def recount(connection: Connection) -> int:
    """Compute every row anew; returns how many cases were counted differently before."""
    whole = select(*shown.c)
    before = {tuple(row) for row in connection.execute(whole)}
    show_again(connection)
    after = {tuple(row) for row in connection.execute(whole)}
    return len({row[0] for row in before ^ after})


def _effective() -> Select[Any]:
    """What counts of every case: a person's last word that stands, else what the machine read."""
    return (
        select(
            case.c.id,
            case.c.status,
            case.c.unit_key,
            _value("theme"),
            _value("level"),
            _waits(),
            func.coalesce(mail.c.sent_at, mail.c.arrived_at),
        )
        .join(version, (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version))
        .join(mail, mail.c.id == version.c.mail_id)
    )


def _value(field: str) -> ColumnElement[str]:
    said = (
        select(correction.c.value)
        .where(
            correction.c.case_id == case.c.id, correction.c.field == field, correction.c.undone_at.is_(None)
        )
        .order_by(correction.c.id.desc())
        .limit(1)
        .correlate(case)
        .scalar_subquery()
    )
    read = (
        select(fact.c.value)
        .where(fact.c.version_id == version.c.id, fact.c.field == field)
        .correlate(version)
        .scalar_subquery()
    )
    return func.coalesce(said, read, "")


def _waits() -> ColumnElement[bool]:
    settled = exists().where(
        correction.c.case_id == case.c.id,
        correction.c.field == fact.c.field,
        correction.c.undone_at.is_(None),
    )
    return (
        exists()
        .where(fact.c.version_id == version.c.id, fact.c.waits.is_(True), ~settled.correlate(case, fact))
        .correlate(case, version)
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What a line about a case needs, as it counts now."""

    serial: int
    unit_key: str
    title: str
    theme: str


def name_cases(connection: Connection, ids: Iterable[int]) -> dict[int, Named]:
    """These cases by their ids, without what else is known of them."""
    waiting, found = iter(set(ids)), dict[int, Named]()
    query = select(case.c.id, case.c.serial, case.c.unit_key, _value("title"), _value("theme")).join(
        version, (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version)
    )
    while some := list(islice(waiting, AT_ONCE)):
        rows = connection.execute(query.where(case.c.id.in_(some)))
        found.update((row[0], Named(*row[1:])) for row in rows)
    return found


@dataclass(frozen=True, slots=True)
class Alike:
    """Active cases of one unit, theme and level."""

    unit_key: str
    theme: str
    level: str
    waits: bool
    cases: int
    last_sent: datetime


def count_alike(connection: Connection) -> list[Alike]:
    """The active cases, counted by what they have in common."""
    common = (shown.c.unit_key, shown.c.theme, shown.c.level, shown.c.waits)
    last = func.max(shown.c.sent_at, type_=shown.c.sent_at.type)
    rows = connection.execute(
        select(*common, func.count(), last).where(shown.c.status == CaseStatus.ACTIVE).group_by(*common)
    )
    return [Alike(*row) for row in rows]
