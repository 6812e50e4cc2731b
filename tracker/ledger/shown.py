"""What is counted of each case (tables ``shown`` and ``tally``), kept equal to the facts, words and mails it comes from.

Whoever changes one of them calls :func:`show_again` for its cases, in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from tracker.ledger.engines.dialect import put_row
from tracker.ledger.records import CaseStatus
from tracker.ledger.schema import case, correction, fact, mail, shown, tally, version

AT_ONCE = 500  # cases that one query asks for by their ids


def show_again(connection: Connection, cases: Iterable[int] | None = None) -> None:
    """Compute the rows of these cases anew; None: of every case there is."""
    if cases is None:
        connection.execute(delete(shown))
        connection.execute(insert(shown).from_select(list(shown.c), _effective()))
        connection.execute(delete(tally))
        connection.execute(insert(tally).from_select(list(tally.c), _counted()))
        return
    waiting, said = iter(cases), _said()
    while some := list(islice(waiting, AT_ONCE)):
        these = {"cases": some}
        before = _count(connection, said.counted, these)
        connection.execute(said.forget, these)
        connection.execute(said.show, these)
        after = _count(connection, said.counted, these)
        for group in sorted(before.keys() | after.keys()):
            if more := after[group] - before[group]:
                _add_to(connection, group, more)


def recount(connection: Connection) -> int:
    """Compute every row and every count anew; returns how many cases were counted differently before."""
    whole = select(*shown.c)
    before = {tuple(row) for row in connection.execute(whole)}
    counted = _count(connection, select(*tally.c))
    show_again(connection)
    after = {tuple(row) for row in connection.execute(whole)}
    wrong = len({row[0] for row in before ^ after})
    right = _count(connection, select(*tally.c))
    return wrong or sum(abs(right[group] - counted[group]) for group in right | counted)


Group = tuple[str, str, str, str, bool]  # in the order of KEY
COMMON = (shown.c.status, shown.c.unit_key, shown.c.theme, shown.c.level, shown.c.waits)
KEY = tuple(column.name for column in COMMON)


def _counted() -> Select[Any]:
    return select(*COMMON, func.count()).group_by(*COMMON)


def _count(
    connection: Connection, query: Select[Any], these: dict[str, list[int]] | None = None
) -> Counter[Group]:
    return Counter({(*row[:4], bool(row[4])): row[5] for row in connection.execute(query, these)})


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said to the database of every case that changes, put together once: that took longer than the answers."""

    counted: Select[Any]
    forget: Delete
    show: Insert
    add: Update
    empty: Delete


@cache
def _said() -> _Said:
    these: BindParameter[list[int]] = bindparam("cases", expanding=True)
    mine = and_(*(tally.c[name] == bindparam(f"its_{name}") for name in KEY))
    return _Said(
        counted=_counted().where(shown.c.case_id.in_(these)),
        forget=delete(shown).where(shown.c.case_id.in_(these)),
        show=insert(shown).from_select(list(shown.c), _effective().where(case.c.id.in_(these))),
        add=update(tally).where(mine).values(cases=tally.c.cases + bindparam("more")),
        empty=delete(tally).where(mine, tally.c.cases == 0),
    )


def _add_to(connection: Connection, group: Group, more: int) -> None:
    """Count so many cases more, or fewer, of a group; one of which no case is left goes."""
    key = dict(zip(KEY, group, strict=True))
    its = {f"its_{name}": value for name, value in key.items()}
    add = {**its, "more": more}
    if not connection.execute(_said().add, add).rowcount:
        put_row(connection, tally, {**key, "cases": 0})
        connection.execute(_said().add, add)
    elif more < 0:
        connection.execute(_said().empty, its)


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
    """The active cases, counted by what they have in common: as many rows as there are kinds of them."""
    same = and_(*(tally.c[column.name] == column for column in COMMON))
    last = select(func.max(shown.c.sent_at, type_=shown.c.sent_at.type)).where(same).correlate(tally)
    rows = connection.execute(
        select(
            tally.c.unit_key,
            tally.c.theme,
            tally.c.level,
            tally.c.waits,
            tally.c.cases,
            last.scalar_subquery(),
        ).where(tally.c.status == CaseStatus.ACTIVE)
    )
    return [Alike(*row) for row in rows]
