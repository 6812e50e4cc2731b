"""What the workbook showed, edition by edition, and the columns that coordinators added.

A row is kept only where a case shows something new, so that a season of editions costs about as
much as its changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, func, insert, select

from tracker.cases.fields import OWN
from tracker.ledger.events import get_note, set_note
from tracker.ledger.schema import issued
from tracker.sheet.columns import OwnColumn

EDITION = "sheet.edition"
OWN_COLUMNS = "sheet.own"  # [[field, heading, shown]]
CHUNK = 500

Shown = dict[str, str]


def take_edition(connection: Connection, now: datetime) -> int:
    """The number of the next edition; every workbook that goes out has its own."""
    number = int(get_note(connection, EDITION, 0)) + 1
    set_note(connection, EDITION, number, now)
    return number


def record_issue(connection: Connection, edition: int, cases: Iterable[tuple[int, Shown]]) -> None:
    """Keep what an edition shows of each case where it differs from the edition before."""
    waiting = iter(cases)
    while chunk := list(islice(waiting, CHUNK)):
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
    if edition > int(get_note(connection, EDITION, 0)):
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


def own_columns(connection: Connection) -> tuple[OwnColumn, ...]:
    """The columns that coordinators added and still want, in order."""
    return tuple(OwnColumn(name, heading) for name, heading, kept in _listed(connection) if kept)


def keep_own_columns(
    connection: Connection, headings: Iterable[str], dropped: Iterable[str], now: datetime
) -> dict[str, str]:
    """Give headings their fields, new ones included; ``dropped`` are fields no longer shown.

    Returns heading → field.
    """
    listed = [list(entry) for entry in _listed(connection)]
    gone = set(dropped)
    for entry in listed:
        entry[2] = entry[2] and entry[0] not in gone
    by_heading = {entry[1]: entry for entry in listed}
    for heading in headings:
        if heading in by_heading:
            by_heading[heading][2] = True
        else:
            by_heading[heading] = [f"{OWN}{len(listed) + 1}", heading, True]
            listed.append(by_heading[heading])
    if listed != [list(entry) for entry in _listed(connection)]:
        set_note(connection, OWN_COLUMNS, listed, now)
    return {str(entry[1]): str(entry[0]) for entry in listed}


def _listed(connection: Connection) -> list[tuple[str, str, bool]]:
    return [(name, heading, kept) for name, heading, kept in get_note(connection, OWN_COLUMNS, [])]
