"""Orders about proofs: a round to be made or sent to the units, what differs, a place to be corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.errors import OrderError
from tracker.ledger.events import record_event
from tracker.ledger.published.rounds import drop_corrections, list_corrections, store_correction
from tracker.orders.deed import Deed
from tracker.orders.order import Order
from tracker.orders.sending.book import take_book
from tracker.orders.sending.choice import put_in, put_out
from tracker.orders.understand.frames.rounds import Act
from tracker.publications.volume.choice import chosen_cases
from tracker.publications.volume.rounds.lines import read_line
from tracker.publications.volume.rounds.outcome import why_open
from tracker.publications.volume.rounds.take import Reader, newest_round, show_correction, take_corrections
from tracker.publications.volume.words import round_name

SENT = "校样已发出，不能撤销"
NO_DAY = "请写明哪天之前返回，如：二校发各单位，9月20日前返回"


def carry_out_proofs(deed: Deed, order: Order) -> str:
    """Do what an order about proofs says; returns what was done.

    Raises:
        OrderError: there is no such round, no case is chosen, the day is past, or the line fits nowhere.
    """
    return ACTS[Act(order.field)](deed, order)


def describe_proofs(deed: Deed, order: Order) -> str:
    """What an order about proofs would do."""
    from tracker.letters.volume.proofs import plan_round  # writers of Word files come with it

    match Act(order.field):
        case Act.SEND:
            name, day = round_name(_number(deed, order)), _day(deed, order)
            plan = [one for one in plan_round(deed) if one.email]
            told = "、".join(dict.fromkeys(one.addressee or one.email for one in plan))
            return f"出{name}并发信给{len(plan)}处（{told}）核对，{day.month}月{day.day}日前返回"
        case Act.MAKE:
            return f"出{round_name(_number(deed, order))}"
        case Act.COMPARE:
            return f"看与{round_name(newest_round(deed, int(order.value or 0)).number)}的不同"
        case Act.CORRECT:
            return f"更正校样：{order.text}"
        case Act.TAKE:
            return "采用返回书稿中的改动"
        case Act.DROP:
            return f"去掉更正{order.value}"
        case Act.IN | Act.OUT:
            about = f"{order.value}号" if order.value else "要求撤回的一篇"
            return f"{about}{'编入' if order.field == Act.IN else '不编入'}汇编"


def _make(deed: Deed, order: Order) -> str:
    number = _number(deed, order)
    deed.papers.append(("proof", number))
    deed.cannot_undo(SENT)
    return f"{round_name(number)}生成后另函发送" + ("，并附与上一校的改动对照" if number > 1 else "")


def _send(deed: Deed, order: Order) -> str:
    number, day = _number(deed, order), _day(deed, order)
    deed.papers.extend([("proof", number), ("proof-due", day.toordinal())])
    deed.cannot_undo(SENT)
    return f"{round_name(number)}生成后发各单位核对，{day.month}月{day.day}日前返回；同时另函发送给您"


def _compare(deed: Deed, order: Order) -> str:
    before = newest_round(deed, int(order.value or 0))
    other = newest_round(deed, int(order.words)) if order.words else None
    deed.papers.extend([("compare", before.number), ("against", other.number if other else 0)])
    deed.cannot_undo("改动对照已发出，不能撤销")
    return f"{round_name(other.number) if other else '现稿'}与{round_name(before.number)}的改动对照另函发送"


def _correct(deed: Deed, order: Order) -> str:
    said = read_line(order.text)
    if said is None:
        raise OrderError("没有看懂要改什么，写法如：第3页第2行“甲”改为“乙”")
    reader = Reader(deed.who, deed.mail.id if deed.mail else 0)
    (one,) = take_corrections(deed, newest_round(deed), (said,), reader)
    if one.id:
        deed.can_undo("proof-correction", id=one.id)
    if why := why_open(deed, one):
        listed = f"已列为更正{one.id}" if one.id else "此前已列入更正"
        return f"未能照改，{listed}：{show_correction(one)}，{why.removeprefix('没有改：')}"
    return f"下一校照改：{show_correction(one)}"


def _drop(deed: Deed, order: Order) -> str:
    wanted = [int(number) for number in order.value.split("、")]
    known = {one.id for one in list_corrections(deed.connection)}
    if missing := [str(number) for number in wanted if number not in known]:
        raise OrderError(f"没有更正{'、'.join(missing)}，各条更正见各校情况")
    gone = drop_corrections(deed.connection, wanted, deed.now)
    for one in gone:
        detail = {"id": one.id, "old": one.old, "new": one.new}
        record_event(
            deed.connection,
            "volume.correction-dropped",
            deed.now,
            who=deed.who,
            case_id=one.case_id or None,
            detail=detail,
        )
        deed.can_undo("proof-dropped", correction=store_correction(one))
    return "；".join(f"更正{one.id}已去掉：{show_correction(one)}" for one in gone)


def _number(deed: Deed, order: Order) -> int:
    """The number of the round that is to be made.

    Raises:
        OrderError: it is not its turn, or no case is chosen.
    """
    from tracker.letters.volume.proofs import next_round

    if not chosen_cases(deed):
        raise OrderError("汇编中还没有案例，请先选定编入汇编的案例")
    return next_round(deed, int(order.value or 0))


def _day(deed: Deed, order: Order) -> date:
    if not order.words:
        raise OrderError(NO_DAY)
    day = date.fromisoformat(order.words)
    if day < deed.now.astimezone(deed.campaign.zone).date():
        raise OrderError(f"{day.month}月{day.day}日已经过去")
    return day


ACTS: dict[Act, Callable[[Deed, Order], str]] = {
    Act.MAKE: _make,
    Act.SEND: _send,
    Act.COMPARE: _compare,
    Act.CORRECT: _correct,
    Act.DROP: _drop,
    Act.IN: put_in,
    Act.OUT: put_out,
    Act.TAKE: take_book,
}
