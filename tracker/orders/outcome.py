"""One order tried: what became of it, with nothing left behind where it could not be done."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.errors import OrderError
from tracker.orders.acts.later import plan
from tracker.orders.acts.look import name_cases
from tracker.orders.carry_out import carry_out, record_order
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order; ``done`` is False when it was refused."""

    text: str
    outcome: str
    done: bool
    about: str = ""  # the cases that the words name by number only, with their titles


def try_order(deed: Deed, order: Order) -> Outcome:
    """One order in a savepoint: done, or kept until its time."""
    savepoint = deed.connection.begin_nested()
    steps = len(deed.steps)
    try:
        done = plan(deed, order) if order.at else carry_out(deed, order)
        outcome = Outcome(order.text, done, done=True, about=_about(deed, order))
    except OrderError as error:
        savepoint.rollback()
        del deed.steps[steps:]
        outcome = Outcome(order.text, f"未执行：{error.detail or error}", done=False)
    else:
        savepoint.commit()
    record_order(deed, order, outcome.outcome)
    return outcome


def _about(deed: Deed, order: Order) -> str:
    shown = (Verb.SHOW, Verb.TELL)
    return "" if order.is_of_mails or order.verb in shown else name_cases(deed, order)
