"""What is important: cases, mails or units that she marks, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tracker.errors import OrderError
from tracker.ledger import cases, mails
from tracker.ledger.people.wishes import mark, marked
from tracker.letters.unsent import name_subject
from tracker.orders.acts.look import name_cases, rows_of
from tracker.orders.acts.mails import mails_of
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb

CASE, MAIL, UNIT = "case", "mail", "unit"
MOST_LISTED: Final = 100  # of a kind in a letter


def mark_important(deed: Deed, order: Order) -> str:
    """Mark cases, mails or units, or take the mark from them.

    Raises:
        OrderError: there is no such case or mail, or nothing is named.
    """
    important = order.verb is Verb.MARK
    named = list(_named(deed, order))
    if not named:
        raise OrderError("请写明哪一篇、哪封来信或哪个单位")
    for kind, which, _ in named:
        if mark(deed.connection, kind, which, deed.now, important=important):
            deed.can_undo("mark", kind=kind, which=which, was=not important)
    names = "、".join(name for _, _, name in named)
    return f"{names}{'已标为重点，回复“重点有哪些”可查' if important else '不再标为重点'}"


def _named(deed: Deed, order: Order) -> Iterator[tuple[str, int | str, str]]:
    if order.is_of_mails:
        yield from ((MAIL, row.id, f"收件{row.id}") for row in mails_of(deed, order))
    else:
        yield from ((CASE, row.serial, f"{row.serial}号") for row in rows_of(deed, order))
    yield from ((UNIT, unit.key, unit.name) for unit in deed.campaign.units if unit.name in order.units)


def list_marked(deed: Deed, order: Order) -> str:
    """Everything that is marked."""
    del order
    connection = deed.connection
    serials = tuple(one for one in marked(connection, CASE) if cases.get_case(connection, one) is not None)
    rows = [row for one in marked(connection, MAIL) if (row := mails.get_mail(connection, one)) is not None]
    keys = set(marked(connection, UNIT))
    shown = [
        name_cases(deed, Order(Verb.SHOW, "", serials[:MOST_LISTED])),
        "、".join(f"收件{row.id}“{name_subject(row)}”" for row in rows[:MOST_LISTED]),
        "、".join(unit.name for unit in deed.campaign.units if unit.key in keys),
    ]
    found = "；".join(filter(None, shown))
    return f"标为重点的：{found}" if found else "还没有标为重点的"
