"""What is changed while a round runs: its last day, for all or for one; the cases that are in it; who reads one.

The rules stay as they were frozen. A case that is taken out keeps its number and its marks, and counts no
more; one that is put in gets the next number and waits for a plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tracker.errors import OrderError
from tracker.ledger.events import record_event, set_note
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.ledger.review.rounds import PairRow, PairState, add_cases, put_pairs, set_due
from tracker.office.desk import Desk
from tracker.review.rounds import BY_HAND, PREFIX, Table, left_out_mark, own_due_mark
from tracker.review.words import day_words

CASE_ADDED, CASE_REMOVED = "review.case_added", "review.case_removed"  # events
EXTENDED = "review.extended"


def extend_round(desk: Desk, table: Table, day: date, who: str, only: int = 0) -> list[int]:
    """Answers are due on another day, from all experts or from one; ids of those whom it concerns.

    Raises:
        OrderError: nothing has been sent yet, or the day is past.
    """
    if table.round.due is None:
        raise OrderError("评阅材料还没有发出，发出时才起算截止日")
    if day < desk.now.astimezone(desk.campaign.zone).date():
        raise OrderError(f"{day_words(day)}已过，请写以后的日期")
    if only:
        set_note(desk.connection, own_due_mark(table.round.id, only), day.isoformat(), desk.now)
    else:
        set_due(desk.connection, table.round.id, day)
        for expert, own in table.own_due.items():
            if own < day:
                set_note(desk.connection, own_due_mark(table.round.id, expert), None, desk.now)
    detail = {"round": table.round.name, "due": day.isoformat()}
    detail |= {"expert": table.experts[only].name} if only else {}
    record_event(desk.connection, EXTENDED, desk.now, who=who, detail=detail)
    sent = {pair.expert_id for pair in table.pairs if pair.state is PairState.SENT}
    return sorted(sent & {only} if only else sent)


def put_in(desk: Desk, table: Table, rows: Sequence[CaseRow], who: str) -> list[str]:
    """Cases join the round; their printed numbers.

    Raises:
        OrderError: one is in it already, or is not in force.
    """
    for row in rows:
        if row.id in table.numbers:
            raise OrderError(f"{row.serial}号已在“{table.round.name}”中，印号{table.numbers[row.id]}")
        if row.status is not CaseStatus.ACTIVE:
            raise OrderError(f"{row.serial}号已撤回或并入他篇，不能评阅")
    known = {**table.left_out, **table.numbers}
    back = [row for row in rows if row.id in table.left_out]
    fresh = [row for row in rows if row.id not in table.left_out]
    last = max((int(re.sub(r"\D", "", number)) for number in known.values()), default=0)
    width = max((len(number) - len(PREFIX) for number in known.values()), default=2)
    numbers = {row.id: f"{PREFIX}{last + place:0{width}}" for place, row in enumerate(fresh, 1)}
    add_cases(desk.connection, table.round.id, numbers)
    if back:
        _leave_out(desk, table, set(table.left_out) - {row.id for row in back})
    given = [numbers.get(row.id) or table.left_out[row.id] for row in rows]
    for row, number in zip(rows, given, strict=True):
        _record(desk, table, CASE_ADDED, (row.id, number), who)
    return given


def take_out(
    desk: Desk, table: Table, rows: Sequence[CaseRow], reason: str, who: str
) -> dict[int, list[str]]:
    """Cases leave the round; ``{expert id: printed numbers}`` of those who had them from us.

    Raises:
        OrderError: one is not in it.
    """
    for row in rows:
        if row.id not in table.numbers:
            raise OrderError(f"{row.serial}号不在“{table.round.name}”中")
    gone = {row.id for row in rows}
    told: dict[int, list[str]] = {}
    for pair in table.pairs:
        if pair.case_id in gone and pair.state is PairState.SENT:
            told.setdefault(pair.expert_id, []).append(table.numbers[pair.case_id])
    let_go = [
        PairRow(expert, case, PairState.LET_GO, reason, who)
        for expert, case in sorted(table.standing)
        if case in gone
    ]
    put_pairs(desk.connection, table.round.id, let_go, desk.now)
    _leave_out(desk, table, set(table.left_out) | gone)
    for row in rows:
        _record(desk, table, CASE_REMOVED, (row.id, table.numbers[row.id]), who, reason)
    return told


def pair_by_hand(desk: Desk, table: Table, pair: tuple[int, int], reason: str, who: str) -> None:
    """Give an expert a case by hand.

    Raises:
        OrderError: he must not read it; a person who thinks otherwise corrects the case or the list first.
    """
    expert, case = pair
    if why := table.barred.get(pair):
        raise OrderError(f"{table.experts[expert].name}应回避{table.numbers[case]}：{why}")
    _put_by_hand(desk, table, PairRow(expert, case, PairState.PLANNED, reason, who))


def take_back(desk: Desk, table: Table, pair: tuple[int, int], reason: str, who: str) -> None:
    """Take a case from an expert by hand.

    Raises:
        OrderError: he does not have it.
    """
    if pair not in table.standing:
        raise OrderError(f"{table.experts[pair[0]].name}没有{table.numbers[pair[1]]}")
    _put_by_hand(desk, table, PairRow(*pair, PairState.LET_GO, reason, who))


def _put_by_hand(desk: Desk, table: Table, pair: PairRow) -> None:
    """A pair as a person wants it; the history keeps it whatever becomes of the pair."""
    put_pairs(desk.connection, table.round.id, [pair], desk.now)
    detail = {
        "round": table.round.name,
        "id": pair.expert_id,
        "expert": table.experts[pair.expert_id].name,
        "case": pair.case_id,
        "given": pair.state is PairState.PLANNED,
        "reason": pair.reason,
    }
    record_event(desk.connection, BY_HAND, desk.now, who=pair.who, case_id=pair.case_id, detail=detail)


def _leave_out(desk: Desk, table: Table, cases: set[int]) -> None:
    set_note(desk.connection, left_out_mark(table.round.id), sorted(cases), desk.now)


def _record(desk: Desk, table: Table, kind: str, case: tuple[int, str], who: str, reason: str = "") -> None:
    case_id, number = case
    detail = {"round": table.round.name, "number": number, "reason": reason}
    record_event(desk.connection, kind, desk.now, who=who, case_id=case_id, detail=detail)
