"""The day that a clause names."""

from __future__ import annotations

import calendar
import re
from datetime import MINYEAR, date, timedelta

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.numbers import HANZI, number_of
from tracker.orders.understand.spans import Kind

_N = rf"(\d{{1,2}}|[{HANZI}]{{1,3}})"
_FULL = re.compile(rf"(?:(\d{{4}})[年./-])?{_N}月{_N}[日号]?")
_POINT = re.compile(r"(?<!\d)(?:(\d{4})[年./-])?(\d{1,2})[./-](\d{1,2})")
_WEEKDAY = re.compile(r"(下下|下|本|这)个?(?:周|星期|礼拜)([一二三四五六日天])")
_BARE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_COMING = re.compile(r"(大后|后|明)天")
_MONTH_END = re.compile(rf"(?:(下)个?|{_N})?月底")
_THIS_MONTH = ("本月", "这月", "这个月")
_DAY = re.compile(rf"{_N}[号日]?")
_LATER = re.compile(rf"(?:两|{_N})个?(?:工作日|天|日|周|星期|礼拜)")
_WEEKS = {"本": 0, "这": 0, "下": 1, "下下": 2}
_AHEAD = {"明": 1, "后": 2, "大后": 3}


def read_day(clause: Clause, context: Context) -> date | None:
    """15号, 8月15日, 8.15, 下周五, 本月十三日: the last that is named."""
    days = clause.said(Kind.DATE)
    return day_of(clause.folded[days[-1].start : days[-1].end], context.names.today) if days else None


def read_later(clause: Clause) -> str:
    """So many days or weeks more, as written: 3天, 一周, 5个工作日; ``""`` when none are named."""
    found = _LATER.search(clause.folded)
    return found[0].replace("两", "二") if found else ""


def day_of(text: str, today: date) -> date | None:
    """The day that words name, as seen from today; None where they name none."""
    text = re.sub(r"\s+", "", text)  # 9 月 25 日
    if found := _MONTH_END.search(text):
        number = number_of(found[2]) if found[2] else today.month % 12 + 1 if found[1] else today.month
        year = today.year + (number < today.month)
        return _day(year, number, calendar.monthrange(year, number)[1]) if 1 <= number <= 12 else None
    if found := _FULL.search(text):
        return _day(int(found[1] or today.year), number_of(found[2]), number_of(found[3]))
    if found := _POINT.search(text):
        return _day(int(found[1] or today.year), int(found[2]), int(found[3]))
    if found := _WEEKDAY.search(text):
        monday = today - timedelta(days=today.weekday())
        return monday + timedelta(weeks=_WEEKS[found[1]], days=min("一二三四五六日天".index(found[2]), 6))
    if found := _BARE_WEEKDAY.search(text):  # 周五: the next that comes
        ahead = min("一二三四五六日天".index(found[1]), 6) - today.weekday()
        return today + timedelta(days=ahead if ahead > 0 else ahead + 7)
    if found := _COMING.search(text):
        return today + timedelta(days=_AHEAD[found[1]])
    if found := _DAY.search(text):
        number = number_of(found[1])
        month = today
        if (number <= today.day and not text.startswith(_THIS_MONTH)) or text.startswith("下"):
            month = date(today.year + today.month // 12, today.month % 12 + 1, 1)
        return _day(month.year, month.month, number)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if year >= MINYEAR and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None
