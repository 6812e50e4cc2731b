"""Orders for another time: kept with a number, listed, called off. Who does them: tracker/orders/due.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from tracker.errors import OrderError
from tracker.ledger.people.planned import (
    Planned,
    add_planned,
    drop_planned,
    dump_planned,
    list_planned,
    take_planned_number,
)
from tracker.letters.digest.planned import say_moment, tell_planned
from tracker.letters.reminders import in_office_hours
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb

FARTHEST: Final = timedelta(days=183)
_ORDER: Final = TypeAdapter(Order)


def plan(deed: Deed, order: Order) -> str:
    """Keep an order until its time.

    Raises:
        OrderError: the time has passed, or is too far away.
    """
    at = moment_of(deed, order)
    number = take_planned_number(deed.connection)
    stored = _ORDER.dump_python(replace(order, at=""), mode="json")
    add_planned(deed.connection, [Planned(number, at, deed.email, deed.who, order.text, stored)], deed.now)
    deed.can_undo("planned", number=number)
    opens = in_office_hours(deed.parts, at) if order.verb is Verb.REMIND else at
    shut = f"（届时不在工作时间，提醒信{say_moment(deed, opens)}发出）" if opens > at else ""
    return f"定时{number}：{say_moment(deed, at)}办理{shut}；不用了，回复“取消定时{number}”"


def moment_of(deed: Deed, order: Order) -> datetime:
    """When an order is to be done.

    Raises:
        OrderError: the time has passed, or is too far away.
    """
    at = datetime.fromisoformat(order.at).replace(tzinfo=deed.campaign.zone)
    if at <= deed.now:
        raise OrderError(f"{say_moment(deed, at)}已经过去，请另定时间")
    if at > deed.now + FARTHEST:
        raise OrderError(f"{say_moment(deed, at)}太远，请定在半年以内")
    return at


def order_of_planned(planned: Planned) -> Order:
    """What is to be done."""
    return _ORDER.validate_python(planned.order)


def show_planned(deed: Deed, order: Order) -> str:
    """Everything that is still to be done."""
    del order
    known = [tell_planned(deed, planned) for planned in list_planned(deed.connection)]
    return f"定时事项{len(known)}项：{'；'.join(known)}" if known else "没有定时事项"


def call_off(deed: Deed, order: Order) -> str:
    """Call off one by its number, those of a day, or all of hers.

    Raises:
        OrderError: there is none.
    """
    gone = drop_planned(
        deed.connection,
        [one.number for one in list_planned(deed.connection) if _is_meant(deed, order, one)],
        deed.now,
    )
    if not gone:
        raise OrderError("没有这样的定时事项；回复“看一下定时的”可查")
    deed.can_undo("called-off", planned=dump_planned(gone))
    return "；".join(f"定时{one.number}（{say_moment(deed, one.at)}，{one.text}）已取消" for one in gone)


def _is_meant(deed: Deed, order: Order, planned: Planned) -> bool:
    if order.value.isdecimal():
        return planned.number == int(order.value)
    local = planned.at.astimezone(deed.campaign.zone).date().isoformat()
    on_day = order.value in ("", local)
    return on_day and planned.email == deed.email and order.field in ("", planned.order["verb"])
