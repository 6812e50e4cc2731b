"""Orders that say something of units: that they send nothing, or do after all; a remark."""

from __future__ import annotations

from typing import Final

from intake.campaign.entries import Unit
from tracker.errors import OrderError
from tracker.ledger.events import record_event
from tracker.ledger.people.reported import count_cases
from tracker.ledger.people.wishes import tell_zero, told_zero
from tracker.ledger.published.issued import add_unit_note, unit_notes
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb

LONGEST: Final = 500  # characters of a remark


def report_zero(deed: Deed, order: Order) -> str:
    """Units send nothing this time and are reminded no more, or are expected to send something again.

    Raises:
        OrderError: no unit is named, or one that sends nothing has cases that count.
    """
    zero = order.verb is Verb.ZERO
    units = units_of(deed, order)
    for unit in units if zero else ():
        if count := count_cases(deed.connection, unit):
            raise OrderError(f"{unit.name}已报{count}篇，不能登记为零报告；确实不报的，请先撤回各篇")
    for unit in units:
        before = told_zero(deed.connection).get(unit.key)
        deed.can_undo(
            "zero", unit=unit.key, was=None if before is None else {"zero": before.zero, "mail": before.mail}
        )
        tell_zero(deed.connection, unit.key, deed.now, zero=zero)
    names = "、".join(unit.name for unit in units)
    if zero:
        return f"{names}登记为零报告，不再催报；再来材料照常登记"
    missing = [unit.name for unit in units if not count_cases(deed.connection, unit)]
    whose = "" if len(missing) == len(units) else "、".join(missing)
    return f"{names}不按零报告处理{f'，{whose}恢复为未报送' if missing else ''}"


def note_units(deed: Deed, order: Order) -> str:
    """A remark on units, behind what is noted of them already; it stands in the workbook.

    Raises:
        OrderError: no unit is named.
    """
    words = order.words[:LONGEST]
    for unit in units_of(deed, order):
        before = unit_notes(deed.connection).get(unit.key, "")
        text = f"{before}；{words}" if before else words
        add_unit_note(deed.connection, unit.key, text, deed.now)
        detail = {"unit": unit.key, "before": before, "value": text}
        record_event(deed.connection, "unit.noted", deed.now, who=deed.who, detail=detail)
        deed.can_undo("unit-note", unit=unit.key, was=before)
    return f"{'、'.join(order.units)}备注：{words}"


def units_of(deed: Deed, order: Order) -> list[Unit]:
    """The units that an order names.

    Raises:
        OrderError: it names none.
    """
    units = [unit for unit in deed.campaign.units if unit.name in order.units]
    if not units:
        raise OrderError("请写明单位")
    return units
