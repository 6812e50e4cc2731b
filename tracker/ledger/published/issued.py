"""What each edition of the workbook showed, and what was noted beside units between editions.

A row is kept only where a case shows something new, so that a season of editions costs about as
much as its changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, func, insert, select

from tracker.ledger.events import EDITIONS, UNIT_NOTES, get_note, newest_number, set_note, take_number
from tracker.ledger.schema import issued

# UNIT_NOTES: unit key → [[newest edition when it was written, text], …]
AT_ONCE = 500  # cases that are compared with the edition before in one query

Shown = dict[str, str]  # field → text in the cell


def newest_edition(connection: Connection) -> int:
    """The number of the newest edition, 0 before the first."""
    return newest_number(connection, EDITIONS)


def take_edition(connection: Connection) -> int:
    """The number of the next edition; every workbook that goes out has its own."""
    return take_number(connection, EDITIONS)


def record_issue(connection: Connection, edition: int, cases: Iterable[tuple[int, Shown]]) -> None:
    """Keep what an edition shows of each case where it differs from the edition before."""
    waiting = iter(cases)
    while chunk := list(islice(waiting, AT_ONCE)):
        known = latest_shown(connection, [case_id for case_id, _ in chunk])
        rows = [
            {"case_id": case_id, "edition": edition, "cells": shown}
            for case_id, shown in chunk
            if known.get(case_id) != shown
        ]
        if rows:
            connection.execute(insert(issued), rows)


def latest_shown(connection: Connection, case_ids: Sequence[int]) -> dict[int, Shown]:
    """What the newest edition showed of these cases."""
    newest = (
        select(issued.c.case_id, func.max(issued.c.edition).label("edition"))
        .where(issued.c.case_id.in_(case_ids))
        .group_by(issued.c.case_id)
        .subquery()
    )
    joined = select(issued.c.case_id, issued.c.cells).join(
        newest, (issued.c.case_id == newest.c.case_id) & (issued.c.edition == newest.c.edition)
    )
    return {row.case_id: row.cells for row in connection.execute(joined)}


def shown_in(connection: Connection, edition: int) -> dict[int, Shown]:
    """What an edition showed: case id → field → text. Empty when the ledger does not know it."""
    if edition > newest_edition(connection):
        return {}
    query = select(issued.c.case_id, issued.c.cells).where(issued.c.edition <= edition)
    return {row.case_id: row.cells for row in connection.execute(query.order_by(issued.c.edition))}


def ever_shown(connection: Connection, case_id: int) -> dict[str, set[str]]:
    """Every text that any edition showed of a case, by field."""
    found: dict[str, set[str]] = {}
    for cells in connection.execute(select(issued.c.cells).where(issued.c.case_id == case_id)).scalars():
        for name, text in cells.items():
            found.setdefault(name, set()).add(text)
    return found


def unit_notes(connection: Connection, edition: int | None = None) -> dict[str, str]:
    """Remarks on units by their keys, as an edition showed them, or as they are now."""
    found = {}
    for key, entries in get_note(connection, UNIT_NOTES, {}).items():
        for newest, text in entries:
            if edition is None or newest < edition:
                found[key] = text
    return found


def add_unit_note(connection: Connection, key: str, text: str, now: datetime) -> None:
    """Note a remark on a unit; the editions before it show what stood there before."""
    kept = get_note(connection, UNIT_NOTES, {})
    entry = [newest_edition(connection), text]
    set_note(connection, UNIT_NOTES, {**kept, key: [*kept.get(key, []), entry]}, now)
