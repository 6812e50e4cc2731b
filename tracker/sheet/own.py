"""The columns that coordinators added: their fields in the ledger, and which are still wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from tracker.cases.fields import OWN
from tracker.ledger.events import get_note, set_note
from tracker.sheet.columns import OwnColumn

OWN_COLUMNS = "sheet.own"  # [[field, heading, shown]]


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
