"""Do what was ordered for a time that has come: once, whatever restarts, and say in a letter what became of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from tracker.cases.addresses import coordinator_of
from tracker.cases.corrections import make_batch
from tracker.ledger.events import record_event
from tracker.ledger.people.planned import Planned, drop_planned, list_planned
from tracker.ledger.records import LetterKind
from tracker.letters.digest.planned import say_moment
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.office.isolation import (
    MOST_ATTEMPTS,
    PLANNED,
    Shield,
    count_failure,
    forget_failures,
    why_failed,
)
from tracker.office.parts import Parts
from tracker.orders.acts.later import order_of_planned
from tracker.orders.deed import Deed
from tracker.orders.outcome import Outcome, try_order
from tracker.orders.sending.send import ask_for_papers
from tracker.orders.undo import keep_deed

LATEST: Final = timedelta(hours=24)  # what could not be done by then is only told


def carry_out_due(parts: Parts) -> int:
    """Do every order whose time has come; returns how many. One that fails keeps no other back."""
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        due = [planned for planned in list_planned(connection) if planned.at <= now]
    done = 0
    for planned in due:
        with Shield(PLANNED, partial(_put_off, parts, planned)), parts.ledger.begin() as connection:
            done += _do(Desk(connection, parts, parts.clock.now()), planned)
    return done


def _do(desk: Desk, planned: Planned) -> int:
    if not drop_planned(desk.connection, [planned.number], desk.now):
        return 0  # called off, or done by another host
    forget_failures(desk, PLANNED, str(planned.number))
    person = coordinator_of(desk.campaign, planned.email)
    if person is None:  # gives orders no more
        detail = {"number": planned.number, "text": planned.text}
        record_event(desk.connection, "order.lapsed", desk.now, who=planned.email, detail=detail)
        return 0
    if desk.now - planned.at > LATEST:
        late = f"未执行：应于{say_moment(desk, planned.at)}办理，当时系统没有运行；仍要办的，请再写一次"
        _tell(desk, planned, Outcome(planned.text, late, done=False), undoable=False)
        return 1
    deed = Deed(
        desk.connection, desk.parts, desk.now, planned.who, planned.email, make_batch(desk, planned.who)
    )
    outcome = try_order(deed, order_of_planned(planned))
    undoable = keep_deed(deed)
    ask_for_papers(deed, f"planned:{planned.number}")
    _tell(desk, planned, outcome, undoable=undoable)
    return 1


def _put_off(parts: Parts, planned: Planned, error: Exception) -> None:
    """It is tried again at the next round; after the last attempt she is told why not."""
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        if count_failure(desk, PLANNED, str(planned.number), error) < MOST_ATTEMPTS:
            return
        drop_planned(connection, [planned.number], desk.now)
        failed = Outcome(planned.text, f"未执行：{why_failed(error)}", done=False)
        _tell(desk, planned, failed, undoable=False)


def _tell(desk: Desk, planned: Planned, outcome: Outcome, *, undoable: bool) -> None:
    person = coordinator_of(desk.campaign, planned.email)
    if person is None:
        return
    values = {
        "person": person,
        "outcomes": [outcome],
        "waiting": [],
        "unclear": (),
        "examples": (),
        "undoable": undoable,
    }
    key = f"order:planned:{planned.number}"
    post(desk, Draft(LetterKind.ORDER, key, planned.email, values, reason="coordinator"))
