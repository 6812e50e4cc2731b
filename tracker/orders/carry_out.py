"""Do what an order says and tell in one line what changed and how to take it back.

Each verb has one function; :data:`ACTIONS` is the table. Orders that move the deadline or send
many letters only answer what they would do; :mod:`tracker.orders.reply` keeps them until “确认”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from tracker.cases.corrections import confirm_case, correct_case, show_change, why_unready
from tracker.cases.fields import field_word
from tracker.cases.values import parse_value, show_value
from tracker.errors import OrderError
from tracker.ledger import cases
from tracker.ledger.events import MUTED, STOPPED, get_note, record_event, set_note
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.letters.digest.planned import say_moment
from tracker.letters.extension import extend_deadline
from tracker.letters.mailing import MANY
from tracker.letters.reminders import in_office_hours, say_later
from tracker.orders.acts.deadline import describe_extension, read_deadline
from tracker.orders.acts.digests import wish_digest
from tracker.orders.acts.facts import tell
from tracker.orders.acts.later import call_off, moment_of, show_planned
from tracker.orders.acts.look import (
    compare,
    list_cases,
    list_missing,
    list_unwanted,
    name_cases,
    report,
    rows_of,
    show_cases,
)
from tracker.orders.acts.mails import (
    attach_mails,
    describe_address,
    doubt_address,
    register_address,
    set_aside,
    settle_mails,
    settle_requests,
    take_up,
)
from tracker.orders.acts.marks import list_marked, mark_important
from tracker.orders.acts.phrases import PHRASES, REVIEW_PHRASES
from tracker.orders.acts.split import split
from tracker.orders.acts.units import note_units, report_zero
from tracker.orders.deed import Deed
from tracker.orders.order import Order, Verb
from tracker.orders.sending.forward import forward
from tracker.orders.sending.proofs import carry_out_proofs, describe_proofs
from tracker.orders.sending.send import (
    answer_mails,
    describe_reminder,
    remind,
    send_names,
    send_originals,
    send_volume,
    send_workbook,
    tell_withdrawn,
)
from tracker.orders.understand.frames import rounds
from tracker.orders.understand.frames.days import day_of
from tracker.orders.undo import undo_last
from tracker.review.mail.acts import ASKING, LISTING, Act, Asked
from tracker.review.mail.orders import carry_out_review, listed_cases

DATED = (Act.EXTEND, Act.VISIT_DAY)


def needs_yes(deed: Deed, order: Order) -> bool:
    """Whether the order sends many letters or takes an address from another, so that “确认” comes first."""
    if order.verb is Verb.ADDRESS:
        return bool(doubt_address(deed, order))
    if order.verb is Verb.PROOFS:
        return order.field == rounds.Act.SEND
    return order.verb in (Verb.EXTEND, Verb.REMIND) and not 0 < len(order.units) <= MANY


def carry_out(deed: Deed, order: Order) -> str:
    """Carry out one order; returns what was done in one Chinese line.

    Raises:
        OrderError: it cannot be done; says why. Nothing of it was done.
    """
    return ACTIONS[order.verb](deed, order)


def describe(deed: Deed, order: Order) -> str:
    """What an order would do, in words that follow “将” or “您是要”.

    Raises:
        OrderError: it cannot be done; says why.
    """
    if order.at:
        return f"于{say_moment(deed, moment_of(deed, order))}{describe(deed, replace(order, at=''))}"
    if order.verb is Verb.EXTEND:
        return describe_extension(deed, order)
    if order.verb is Verb.REMIND:
        return describe_reminder(deed, order)
    if order.verb is Verb.ADDRESS:
        return describe_address(deed, order)
    if order.verb is Verb.CORRECT:
        value = show_value(deed.campaign, order.field, parse_value(deed.campaign, order.field, order.value))
        rows_of(deed, order)
        return f"把{name_cases(deed, order)}的{deed.campaign.own(field_word(order.field))}改为{value or '空'}"
    if order.verb is Verb.PROOFS:
        return describe_proofs(deed, order)
    if order.verb is Verb.REVIEW:
        return _describe_review(deed, order)
    serials = "、".join(map(str, order.serials))
    about = "" if order.is_of_mails else name_cases(deed, order)
    if order.serials and not order.is_of_mails:
        rows_of(deed, order)
    mails, units = f"收件{serials}", "、".join(order.units)
    return PHRASES[order.verb].format(
        about=about,
        units=units,
        mails=mails,
        named="、".join(filter(None, (units, mails if order.is_of_mails else about))) or "汇总表",
        value=order.value,
        words=order.words,
        field=order.field,
    )


def _describe_review(deed: Deed, order: Order) -> str:
    best = f"前{order.value}名" if order.value.isdecimal() else order.value
    about = name_cases(deed, order) if order.serials else best
    if order.field in LISTING - {Act.OPEN} and not about:
        raise OrderError("没有写明是哪几篇")
    if order.field == Act.OPEN:
        name = f"“{order.value}”" if order.value else ""
        about = name + (f"，只评{about}" if order.serials else "")
    return REVIEW_PHRASES[Act(order.field)].format(about=about, value=order.value, words=order.words)


def _correct(deed: Deed, order: Order) -> str:
    value = parse_value(deed.campaign, order.field, order.value)
    return _apply(deed, order, rows_of(deed, order), {order.field: value})


def _apply(deed: Deed, order: Order, rows: Iterable[CaseRow], changes: dict[str, str]) -> str:
    done = [change for row in rows for change in correct_case(deed, row, changes, deed.word(order.text))]
    return "；".join(show_change(deed.campaign, change) for change in done)


def _confirm(deed: Deed, order: Order) -> str:
    rows = rows_of(deed, order)
    left = {row.serial: why for row in rows if (why := why_unready(deed.campaign, row))}
    for row in rows:
        if row.serial not in left:
            deed.can_undo("confirm", case=row.id, was=row.confirmed)
            confirm_case(deed, row, (), deed.word(order.text))
    waits = [f"{serial}号{why}" for serial, why in left.items()]
    if len(left) == len(rows):
        raise OrderError("；".join(waits))
    done = "、".join(f"{row.serial}号" for row in rows if row.serial not in left)
    return "；".join((f"{done}已确认", *waits))


def _merge(deed: Deed, order: Order) -> str:
    keep = int(order.value)
    kept = cases.get_case(deed.connection, keep)
    others = [row for row in rows_of(deed, order) if row.serial != keep]
    if kept is None or not others:
        raise OrderError("请写明哪几号是同一篇、留哪一号，如：5、6是同一篇，留6")
    for row in others:
        _apply(deed, order, [row], {"status": CaseStatus.DUPLICATE})
        cases.set_case(deed.connection, row.id, deed.now, duplicate_of=kept.id)
        deed.can_undo("merge", case=row.id)
    return f"{'、'.join(f'{row.serial}号' for row in others)}并入{keep}号，不再单独计数"


def _withdraw(deed: Deed, order: Order) -> str:
    rows = rows_of(deed, order)
    told = tell_withdrawn(deed, rows)
    return _apply(deed, order, rows, {"status": CaseStatus.WITHDRAWN}) + told


def _restore(deed: Deed, order: Order) -> str:
    return _apply(deed, order, rows_of(deed, order), {"status": CaseStatus.ACTIVE})


def _contact(deed: Deed, order: Order) -> str:
    value = parse_value(deed.campaign, "phone", order.value)
    rows = cases.cases_saying(deed.connection, "contact", order.field)
    if not rows:
        raise OrderError(f"台账中没有联系人“{order.field}”")
    return _apply(deed, order, rows, {"phone": value})


def _extend(deed: Deed, order: Order) -> str:
    deadline = read_deadline(deed, order)
    campaign = deed.campaign
    before = campaign.deadline_at(deed.now, *deadline.units[:1]).last_day
    told = extend_deadline(deed, deadline, deed.who)
    settle_requests(deed, deadline.units)
    whose = "、".join(order.units)
    back = f"{whose}延到" if whose else "截止改到"
    deed.cannot_undo(
        f"截止时间已通知{whose or '各单位'}，不能撤销；如需改回，请回复“{back}{before.month}月{before.day}日”"
    )
    text = campaign.cutoff_text(deadline)
    stopped = get_note(deed.connection, STOPPED)
    when = say_later(deed, in_office_hours(deed.parts, deed.now))
    news = f"恢复发信后通知{told}个单位（现已暂停发信）" if stopped else f"已通知{told}个单位{when}"
    return f"{whose}截止时间已改为{text}，{news}，按期情况已重新计算"


def _mute(deed: Deed, order: Order) -> str:
    muted = set(get_note(deed.connection, MUTED, []))
    for unit in (unit for unit in deed.campaign.units if unit.name in order.units):
        deed.can_undo("mute", unit=unit.key, was=unit.key in muted)
        muted = muted | {unit.key} if order.verb is Verb.MUTE else muted - {unit.key}
    set_note(deed.connection, MUTED, sorted(muted), deed.now)
    return f"{'、'.join(order.units)}{'不再催报' if order.verb is Verb.MUTE else '恢复催报'}"


def _pause(deed: Deed, order: Order) -> str:
    stopped = order.verb is Verb.PAUSE
    deed.can_undo("pause", was=bool(get_note(deed.connection, STOPPED)))
    set_note(deed.connection, STOPPED, stopped, deed.now)
    return "已暂停向各单位发信，回复“恢复”后继续" if stopped else "已恢复发信"


def with_list(deed: Deed, order: Order) -> Order:
    """The same order with the cases of an enclosed list by number: whoever says yes to it encloses none.

    Raises:
        OrderError: a line of the list names no case, or several.
    """
    said = order.serials or (order.value and order.field != Act.OPEN)
    if order.verb is not Verb.REVIEW or order.field not in LISTING or said:
        return order
    return replace(order, serials=tuple(row.serial for row in listed_cases(deed, _asked(deed, order))))


def _asked(deed: Deed, order: Order) -> Asked:
    return Asked(
        Act(order.field),
        order.text,
        deed.who,
        deed.email,
        deed.batch,
        order.serials,
        order.value,
        order.words,
        deed.documents,
        deed.mail.id if deed.mail else 0,
        deed.mail.sha256 if deed.mail else "",
        day_of(order.value, deed.now.astimezone(deed.campaign.zone).date()) if order.field in DATED else None,
    )


def _review(deed: Deed, order: Order) -> str:
    asked = _asked(deed, order)
    done = carry_out_review(deed, asked)
    if asked.act not in ASKING:
        deed.cannot_undo("评阅事项不能用“撤销”收回，请写明改成什么，如“3号不入选”")
    return done


def _undo(deed: Deed, order: Order) -> str:
    del order
    return undo_last(deed)


def _serials(order: Order) -> str:
    return "、".join(f"{serial}号" for serial in order.serials)


def record_order(deed: Deed, order: Order, outcome: str) -> None:
    """Keep what was ordered and what came of it in the history."""
    record_event(
        deed.connection,
        f"order.{order.verb}",
        deed.now,
        who=deed.who,
        detail={"text": order.text, "outcome": outcome, "batch": deed.batch},
    )


ACTIONS: dict[Verb, Callable[[Deed, Order], str]] = {
    Verb.CORRECT: _correct,
    Verb.CONFIRM_CASE: _confirm,
    Verb.MERGE: _merge,
    Verb.WITHDRAW: _withdraw,
    Verb.RESTORE: _restore,
    Verb.CONTACT: _contact,
    Verb.EXTEND: _extend,
    Verb.MUTE: _mute,
    Verb.UNMUTE: _mute,
    Verb.ORIGINAL: send_originals,
    Verb.WORKBOOK: send_workbook,
    Verb.VOLUME: send_volume,
    Verb.PROOFS: carry_out_proofs,
    Verb.NAMES: send_names,
    Verb.COMPARE: compare,
    Verb.PAUSE: _pause,
    Verb.RESUME: _pause,
    Verb.REVIEWED: settle_mails,
    Verb.ADVERT: set_aside,
    Verb.GENUINE: take_up,
    Verb.ATTACH: attach_mails,
    Verb.ADDRESS: register_address,
    Verb.REMIND: remind,
    Verb.ANSWER: answer_mails,
    Verb.REVIEW: _review,
    Verb.ZERO: report_zero,
    Verb.EXPECT: report_zero,
    Verb.SPLIT: split,
    Verb.FORWARD: forward,
    Verb.NOTE: note_units,
    Verb.MARK: mark_important,
    Verb.UNMARK: mark_important,
    Verb.MARKED: list_marked,
    Verb.DIGEST: wish_digest,
    Verb.TELL: tell,
    Verb.MEMO: lambda _, order: f"提醒您：{order.words}",
    Verb.PLANNED: show_planned,
    Verb.CANCEL: call_off,
    Verb.UNDO: _undo,
    Verb.REPORT: report,
    Verb.SHOW: show_cases,
    Verb.LIST: list_cases,
    Verb.MISSING: list_missing,
    Verb.UNWANTED: list_unwanted,
}
