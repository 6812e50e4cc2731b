"""Orders about which cases are in the volume: 3号不编入汇编, 3号照常编入, 不撤了."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tracker.cases.corrections import correct_case, show_change
from tracker.errors import OrderError
from tracker.ledger import cases
from tracker.ledger.doubts import Settled, reopen_doubts
from tracker.ledger.published.volume import Choice, drop_choices, list_choices, put_choice
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.orders.deed import Deed
from tracker.orders.order import Order
from tracker.publications.volume.choice import By, choose_cases, leave_out
from tracker.publications.volume.finals.leaving import lift_wishes, open_wishes


def put_in(deed: Deed, order: Order) -> str:
    """The cases are printed; who asked for one back is not heard any more.

    Raises:
        OrderError: there is no such case, it repeats another, or none is named and none is asked back.
    """
    rows = _named(deed, order) or _asked_back(deed)
    done = []
    back = [row for row in rows if row.status is CaseStatus.WITHDRAWN]
    for row in back:
        (change, *_) = correct_case(deed, row, {"status": CaseStatus.ACTIVE}, deed.word(order.text))
        done.append(show_change(deed.campaign, change))
    for row in cases.list_cases(deed.connection, [row.id for row in rows]):
        settled = lift_wishes(deed, row, tuple(open_wishes(deed, row)), (deed.who, None))
        was = _keep_undo(deed, row, settled)
        if was is None:
            remarks = choose_cases(deed, [row], By(deed.who, order.text))
            if row.id not in list_choices(deed.connection):
                raise OrderError("；".join(remarks))
            done += [f"{row.serial}号编入汇编", *remarks]
        else:
            asked = "，此前的撤回要求不再办理" if settled else ""
            done.append(f"{row.serial}号照常编入汇编{asked}")
    return "；".join(done)


def put_out(deed: Deed, order: Order) -> str:
    """The cases are not printed.

    Raises:
        OrderError: there is no such case, or it was not in.
    """
    rows = _named(deed, order)
    choices = list_choices(deed.connection)
    if missing := [f"{row.serial}号" for row in rows if row.id not in choices]:
        raise OrderError(f"{'、'.join(missing)}本来没有编入汇编")
    for row in rows:
        _keep_undo(deed, row, [])
    leave_out(deed, rows, By(deed.who, order.text))
    return f"{'、'.join(f'{row.serial}号' for row in rows)}不编入汇编，案例照常登记"


def undo_choice(deed: Deed, step: dict[str, Any]) -> str:
    """A case is in the volume, or not, as it was before such an order."""
    (row,) = cases.list_cases(deed.connection, [step["case"]])
    for doubt in step["doubts"]:
        reopen_doubts(deed.connection, Settled(id=doubt))
    by = By(deed.who, "撤销")
    if step["was"] is None:
        leave_out(deed, [row], by)
        return f"{row.serial}号不再编入汇编"
    if row.id in list_choices(deed.connection):
        return f"{row.serial}号的撤回要求重新列为待核" if step["doubts"] else ""
    choose_cases(deed, [row], by)
    kept = Choice(**{**step["was"], "at": deed.now})
    drop_choices(deed.connection, [row.id])
    put_choice(deed.connection, kept)
    return f"{row.serial}号仍编入汇编"


def _keep_undo(deed: Deed, row: CaseRow, settled: Sequence[int]) -> Choice | None:
    """Note how a case stood, for 撤销; returns its choice."""
    was = list_choices(deed.connection).get(row.id)
    stored = {key: value for key, value in asdict(was).items() if key != "at"} if was is not None else None
    deed.can_undo("volume-choice", case=row.id, was=stored, doubts=list(settled))
    return was


def _named(deed: Deed, order: Order) -> list[CaseRow]:
    found = []
    for number in order.value.split("、") if order.value else ():
        row = cases.get_case(deed.connection, int(number))
        if row is None:
            raise OrderError(f"没有{number}号")
        found.append(row)
    return found


def _asked_back(deed: Deed) -> list[CaseRow]:
    """The one case of the volume that is asked back."""
    rows = cases.list_cases(deed.connection, list(list_choices(deed.connection)))
    found = [row for row in rows if any(open_wishes(deed, row))]
    if len(found) != 1:
        raise OrderError("没有写明是哪一篇，写法如：3号照常编入")
    return found
