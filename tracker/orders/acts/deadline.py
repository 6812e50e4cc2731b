"""A new deadline from the words of an order: 8月20日, 2015-08-20 18:00, 一周 more, 下周五."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, time, timedelta

from intake.campaign.entries import Deadline
from intake.text.numerals import read_number
from tracker.cases.addresses import addresses_of
from tracker.errors import OrderError
from tracker.orders.deed import Deed
from tracker.orders.order import Order

_CLOCK = r"(?:\s*(\d{1,2})[时点:](?:(\d{1,2})分?)?)?"
_DAY = re.compile(rf"(?:(\d{{4}})年)?(\d{{1,2}})月(\d{{1,2}})[日号]?{_CLOCK}|(\d{{4}})-(\d\d)-(\d\d){_CLOCK}")
_SPAN = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,3})(天|日|周|个?星期|个?礼拜|个?工作日)")
_WEEKDAY = re.compile(r"(下下|下|本|这)(?:周|星期)([一二三四五六日天])")
WEEKS = {"本": 0, "这": 0, "下": 1, "下下": 2}
HALF_A_YEAR = timedelta(days=183)


def read_deadline(deed: Deed, order: Order) -> Deadline:
    """A new version of the deadline, for all or for the units of the order.

    Raises:
        OrderError: no such day or hour, or it has passed.
    """
    text = order.value
    local = deed.now.astimezone(deed.campaign.zone)
    today = local.date()
    try:
        last, cutoff = _named_day(text, today) or _later_day(deed, text, today)
    except (ValueError, OverflowError) as error:
        raise OrderError(f"没有“{text}”这一天") from error
    if last is None:
        raise OrderError(f"没有看懂日期“{text}”，写法如：截止延到8月20日")
    if last < today or (last == today and cutoff is not None and cutoff <= local.time()):
        raise OrderError(f"“{text}”已经过去")
    keys = tuple(unit.key for unit in deed.campaign.units if unit.name in order.units)
    return Deadline(last_day=last, announced=today, cutoff=cutoff, reason=f"{deed.who}延期", units=keys)


def describe_extension(deed: Deed, order: Order) -> str:
    """What a new deadline would do: when it is, who is told."""
    deadline = read_deadline(deed, order)
    active = deed.campaign.active_units()
    units = [unit for unit in active if unit.key in deadline.units] or active
    told = [unit.name for unit in units if addresses_of(deed.connection, deed.campaign, unit)]
    silent = [unit.name for unit in units if unit.name not in told]
    words = f"把{'、'.join(order.units)}截止时间改为{deed.campaign.cutoff_text(deadline)}"
    words += f"，并发信通知{len(told)}个单位（{'、'.join(told)}）" if told else "，没有可以发信通知的单位"
    return words + (f"；另有{len(silent)}个单位未登记邮箱，请电话通知：{'、'.join(silent)}" if silent else "")


def _named_day(text: str, today: date) -> tuple[date, time | None] | None:
    found = _DAY.search(text)
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()[:5] if found[2] else found.groups()[5:]
    last = date(int(year), int(month), int(day)) if year else _near_day(int(month), int(day), today)
    is_whole = not hour or (int(hour), int(minute or 0)) == (24, 0)
    return last, None if is_whole else time(int(hour), int(minute or 0))


def _near_day(month: int, day: int, today: date) -> date:
    """The day of this year; of the next where this year has none or it passed long ago (January, said in December).

    Raises:
        ValueError: neither year has such a day.
    """
    for year in (today.year, today.year + 1):
        with suppress(ValueError):
            found = date(year, month, day)
            if today - found <= HALF_A_YEAR:
                return found
    raise ValueError(f"{month}-{day}")


def _later_day(deed: Deed, text: str, today: date) -> tuple[date | None, time | None]:
    """So many days or weeks after the deadline that rules now, at its hour, or a day of a coming week."""
    ruling = deed.campaign.deadline_at(deed.now)
    if found := _WEEKDAY.search(text):
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(
            weeks=WEEKS[found[1]], days=min("一二三四五六日天".index(found[2]), 6)
        ), None
    if found := _SPAN.search(text):
        number, unit = read_number(found[1]), found[2]
        if unit.endswith("工作日"):
            return deed.parts.workdays.nth_workday_after(ruling.last_day, number), ruling.cutoff
        return ruling.last_day + timedelta(days=number * (1 if unit in ("天", "日") else 7)), ruling.cutoff
    return None, None
