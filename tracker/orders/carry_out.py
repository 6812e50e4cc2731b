"""Do what an order says and tell in one line what changed and how to take it back.

Each verb has one function; :data:`ACTIONS` is the table. Orders that move the deadline or send
many letters only answer what they would do; :mod:`tracker.orders.reply` keeps them until “确认”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, time, timedelta

from intake.campaign.notice import Campaign, Deadline
from intake.text.numerals import read_number
from tracker.cases.addresses import addresses_of
from tracker.cases.compare import compare_cases, compare_versions, show_difference
from tracker.cases.corrections import confirm_case, correct_case, show_change
from tracker.cases.standing import stand
from tracker.cases.values import parse_value
from tracker.errors import OrderError
from tracker.ledger import cases, doubts, mails
from tracker.ledger.events import MUTED, STOPPED, get_note, record_event, set_note
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.letters.extension import extend_deadline
from tracker.letters.original import put_original
from tracker.orders.deed import Deed
from tracker.orders.grammar import Order, Verb
from tracker.orders.undo import undo_last

_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?(?:(\d{1,2})[时点:](?:(\d{1,2})分?)?)?")
_SPAN = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,3})(天|日|周|个?星期|个?工作日)")
_WEEKDAY = re.compile(r"(下下|下|本|这)(?:周|星期)([一二三四五六日天])")
WEEKS = {"本": 0, "这": 0, "下": 1, "下下": 2}
_PLACE = re.compile(
    r"(?P<town>[\u4e00-\u9fff()]{1,10}?(?:镇|街道|乡))?(?:办事处)?(?P<community>[\u4e00-\u9fff()]{1,12}(?:村|社区|居))?"
)
HALF_A_YEAR = timedelta(days=183)
TOLD_APART = 0.3  # texts less alike have hardly a sentence in common
MOST_CHANGES, SENTENCE = 12, 60  # of a comparison in a letter: changes, characters of a sentence


def needs_yes(order: Order) -> bool:
    """Whether the order moves the deadline or sends many letters, so that “确认” comes first."""
    return order.verb is Verb.EXTEND


def carry_out(deed: Deed, order: Order) -> str:
    """Carry out one order; returns what was done in one Chinese line.

    Raises:
        OrderError: it cannot be done; says why. Nothing of it was done.
    """
    return ACTIONS[order.verb](deed, order)


def describe(deed: Deed, order: Order) -> str:
    """What an order that needs a yes would do."""
    deadline = read_deadline(deed, order.value)
    units = deed.campaign.active_units()
    told = [unit.name for unit in units if addresses_of(deed.connection, unit)]
    silent = [unit.name for unit in units if unit.name not in told]
    text = f"截止时间改为{deed.campaign.cutoff_text(deadline)}"
    text += f"，并发信通知{len(told)}个单位（{'、'.join(told)}）" if told else "，没有可以发信通知的单位"
    return text + (f"；另有{len(silent)}个单位未登记邮箱，请电话通知：{'、'.join(silent)}" if silent else "")


def read_deadline(deed: Deed, text: str) -> Deadline:
    """A new version of the deadline: 8月20日, 2015年8月20日18时, 一周 more, 下周五.

    Raises:
        OrderError: no such day, or it is not after today.
    """
    today = deed.now.astimezone(deed.campaign.zone).date()
    try:
        last, cutoff = _named_day(text, today) or (_later_day(deed, text, today), None)
    except (ValueError, OverflowError) as error:
        raise OrderError(f"没有“{text}”这一天") from error
    if last is None:
        raise OrderError(f"没有看懂日期“{text}”，写法如：截止延到8月20日")
    if last < today:
        raise OrderError(f"“{text}”已经过去")
    return Deadline(last_day=last, announced=today, cutoff=cutoff, reason=f"{deed.who}延期")


def _named_day(text: str, today: date) -> tuple[date, time | None] | None:
    found = _DAY.search(text)
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()
    last = date(int(year or today.year), int(month), int(day))
    if not year and today - last > HALF_A_YEAR:
        last = last.replace(year=today.year + 1)  # January, said in December
    return last, time(int(hour), int(minute or 0)) if hour and int(hour) < 24 else None


def _later_day(deed: Deed, text: str, today: date) -> date | None:
    """So many days or weeks after the deadline that rules now, or a day of a coming week."""
    ruling = deed.campaign.deadline_at(deed.now).last_day
    if found := _WEEKDAY.search(text):
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(weeks=WEEKS[found[1]], days=min("一二三四五六日天".index(found[2]), 6))
    if found := _SPAN.search(text):
        number, unit = read_number(found[1]), found[2]
        if unit.endswith("工作日"):
            return deed.parts.workdays.nth_workday_after(ruling, number)
        return ruling + timedelta(days=number * (1 if unit in ("天", "日") else 7))
    return None


def _rows(deed: Deed, order: Order) -> list[CaseRow]:
    found = []
    for serial in order.serials:
        row = cases.get_case(deed.connection, serial)
        if row is None:
            raise OrderError(f"没有{serial}号案例")
        found.append(row)
    return found


def _correct(deed: Deed, order: Order) -> str:
    value = parse_value(deed.campaign, order.field, order.value)
    return _apply(deed, order, _rows(deed, order), {order.field: value})


def _place(deed: Deed, order: Order) -> str:
    """“属…”: the value itself says which field is meant."""
    campaign = deed.campaign
    for field in ("level", "county", "theme"):
        try:
            value = parse_value(campaign, field, order.value)
        except OrderError:
            continue
        return _apply(deed, order, _rows(deed, order), {field: value})
    if places := _places(campaign, order.value):
        return _apply(deed, order, _rows(deed, order), places)
    if re.search(r"[县市区]$", order.value):
        parse_value(campaign, "county", order.value)  # says which units there are
    raise OrderError(f"没有看懂“{order.value}”指哪一项，写法如：3号镇改{order.value}")


def _places(campaign: Campaign, text: str) -> dict[str, str]:
    """睢宁县邱集镇王庄村 as county, town and community; what is not named is left out."""
    found: dict[str, str] = {}
    names = sorted(
        ((name, unit.name) for unit in campaign.units for name in (unit.name, *unit.aliases, *unit.former)),
        key=lambda pair: -len(pair[0]),
    )
    for name, official in names:
        if text.startswith(name):
            found["county"], text = official, text.removeprefix(name)
            break
    parts = _PLACE.fullmatch(text)
    if parts is None:
        return {}
    named = {"town": parts["town"] or "", "community": parts["community"] or ""}
    return found | {field: value for field, value in named.items() if value}


def _apply(deed: Deed, order: Order, rows: Iterable[CaseRow], changes: dict[str, str]) -> str:
    done = [change for row in rows for change in correct_case(deed, row, changes, deed.word(order.text))]
    return "；".join(show_change(deed.campaign, change) for change in done)


def _confirm(deed: Deed, order: Order) -> str:
    for row in _rows(deed, order):
        deed.can_undo("confirm", case=row.id, was=row.confirmed)
        confirm_case(deed, row, (), deed.word(order.text))
    return f"{_serials(order)}已确认"


def _merge(deed: Deed, order: Order) -> str:
    keep = int(order.value)
    kept = cases.get_case(deed.connection, keep)
    others = [row for row in _rows(deed, order) if row.serial != keep]
    if kept is None or not others:
        raise OrderError("请写明哪几号是同一篇、留哪一号，如：5、6是同一篇，留6")
    for row in others:
        _apply(deed, order, [row], {"status": CaseStatus.DUPLICATE})
        cases.set_case(deed.connection, row.id, deed.now, duplicate_of=kept.id)
        deed.can_undo("merge", case=row.id)
    return f"{'、'.join(f'{row.serial}号' for row in others)}并入{keep}号，不再单独计数"


def _withdraw(deed: Deed, order: Order) -> str:
    return _apply(deed, order, _rows(deed, order), {"status": CaseStatus.WITHDRAWN})


def _restore(deed: Deed, order: Order) -> str:
    return _apply(deed, order, _rows(deed, order), {"status": CaseStatus.ACTIVE})


def _contact(deed: Deed, order: Order) -> str:
    value = parse_value(deed.campaign, "phone", order.value)
    rows = [row for row in cases.list_cases(deed.connection) if row["contact"] == order.field]
    if not rows:
        raise OrderError(f"台账中没有联系人“{order.field}”")
    return _apply(deed, order, rows, {"phone": value})


def _extend(deed: Deed, order: Order) -> str:
    deadline = read_deadline(deed, order.value)
    campaign = deed.campaign
    before = campaign.deadline_at(deed.now).last_day
    told = extend_deadline(deed, deadline, deed.who)
    deed.cannot_undo(
        f"截止时间已通知各单位，不能撤销；如需改回，请回复“截止改到{before.month}月{before.day}日”"
    )
    text = campaign.cutoff_text(deadline)
    stopped = get_note(deed.connection, STOPPED)
    news = f"恢复发信后通知{told}个单位（现已暂停发信）" if stopped else f"已通知{told}个单位"
    return f"截止时间已改为{text}，{news}，按期情况已重新计算"


def _mute(deed: Deed, order: Order) -> str:
    campaign = deed.campaign
    named = [part for part in re.split(r"[、,和及与]", order.value) if part]
    names = [parse_value(campaign, "county", part) for part in named]
    muted = set(get_note(deed.connection, MUTED, []))
    for unit in (unit for unit in campaign.units if unit.name in names):
        deed.can_undo("mute", unit=unit.key, was=unit.key in muted)
        muted = muted | {unit.key} if order.verb is Verb.MUTE else muted - {unit.key}
    set_note(deed.connection, MUTED, sorted(muted), deed.now)
    return f"{'、'.join(names)}{'不再催报' if order.verb is Verb.MUTE else '恢复催报'}"


def _original(deed: Deed, order: Order) -> str:
    for row in _rows(deed, order):
        put_original(deed, row, deed.email)
        deed.cannot_undo("原件已发出，不能撤销")
    return f"{_serials(order)}原件另函发送"


def _compare(deed: Deed, order: Order) -> str:
    first, *others = _rows(deed, order)
    if len(others) > 1:
        raise OrderError("一次只能比较两篇，如：比较3、5号")
    if others:
        found = compare_cases(deed.connection, first, others[0])
    else:
        found = compare_versions(deed.connection, first)
    if found.alike < TOLD_APART:
        return f"{found.head}，多不相同，不逐句列出"
    lines = [show_difference(change, SENTENCE) for change in found.changes[:MOST_CHANGES]]
    left = len(found.changes) - len(lines)
    return "；".join((found.head, *lines, *([f"另有{left}处"] if left else [])))


def _pause(deed: Deed, order: Order) -> str:
    stopped = order.verb is Verb.PAUSE
    deed.can_undo("pause", was=bool(get_note(deed.connection, STOPPED)))
    set_note(deed.connection, STOPPED, stopped, deed.now)
    return "已暂停向各单位发信，回复“恢复”后继续" if stopped else "已恢复发信"


def _reviewed(deed: Deed, order: Order) -> str:
    for mail_id in order.serials:
        found = mails.get_mail(deed.connection, mail_id)
        if found is None:
            raise OrderError(f"没有收件{mail_id}")
        deed.can_undo("review", mail=mail_id, was=found.needs_person)
        mails.update_mail(deed.connection, mail_id, reviewed_at=deed.now, needs_person=False)
        open_ones = doubts.list_doubts(deed.connection, mail_id=mail_id)
        ids = [doubt.id for doubt in open_ones if doubt.case_id is None]
        doubts.settle_doubts(deed.connection, deed.now, deed.who, ids=ids)
    return f"收件{'、'.join(map(str, order.serials))}已标为处理完毕"


def _undo(deed: Deed, order: Order) -> str:
    del order
    return undo_last(deed)


def _report(deed: Deed, order: Order) -> str:
    del order
    standing = stand(deed.campaign, cases.list_cases(deed.connection))
    missing = "、".join(unit.unit.name for unit in standing.missing) or "无"
    return f"已报{standing.reported}/{len(standing.units)}个单位，共{standing.cases}篇；未报送：{missing}"


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
    Verb.PLACE: _place,
    Verb.CONFIRM_CASE: _confirm,
    Verb.MERGE: _merge,
    Verb.WITHDRAW: _withdraw,
    Verb.RESTORE: _restore,
    Verb.CONTACT: _contact,
    Verb.EXTEND: _extend,
    Verb.MUTE: _mute,
    Verb.UNMUTE: _mute,
    Verb.ORIGINAL: _original,
    Verb.COMPARE: _compare,
    Verb.PAUSE: _pause,
    Verb.RESUME: _pause,
    Verb.REVIEWED: _reviewed,
    Verb.UNDO: _undo,
    Verb.REPORT: _report,
}
