"""The moment at which something is to be done: 明早9点, 8号下班前, 周五, 三天后."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from intake.text.numerals import read_number
from tracker.orders.understand.frames.days import day_of
from tracker.orders.understand.message.daily.words import daily_words
from tracker.orders.understand.names import Names

_N: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_NAMED: Final = rf"(?:\d{{4}}年)?{_N}月{_N}[日号]|(?:下下|下|本|这)个?(?:周|星期|礼拜)[一二三四五六日天]|(?:周|星期|礼拜)[一二三四五六日天]|{_N}日(?![报期])"
_DAY: Final = (
    rf"(?P<named>{_NAMED})|(?P<number>{_N})号(?=的?(?:一大?早|早|上|中|下|傍|晚|\d{{1,2}}[点时:]|[一二两三四五六七八九十]{{1,3}}[点时]))"
    rf"|(?P<near>今天|今晚|今日|今(?=早|上午|下午)|明天|明日|明(?=一?大?早|晚|上午|下午)|大后天|后天)|(?:再?过)?(?P<after>{_N})(?P<unit>天|日|个?星期|个?礼拜|周)(?:以后|之后|后)|再?过(?P<after2>{_N})(?P<unit2>天|个?星期|个?礼拜|周)(?=[再催提把给])"
    r"|(?P<last>截止(?:日期?|时间)?(?:的)?(?:前一天|前一日|当天|当日|那天))|(?P<past>昨天|昨晚|昨|前天|上周[一二三四五六日天]?)"
)
_CLOCK: Final = rf"(?P<hour>{_N})(?:[点时](?:钟|整)?(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>\d{{1,2}}|[一二三四五][十零]?[一二三四五六七八九]?)分?)?|:(?P<colon>\d\d))"
_BEFORE: Final = "前"
_NIGHT: Final = frozenset(("晚上", "晚"))
_EVENING: Final = 5  # hour (p.m.) from which one says 晚上
_AFTERNOON: Final = frozenset(("下午", "傍晚", "晚上", "晚", "下班前", "下班"))


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as it was said; ``at`` None where it has passed or its hour is none."""

    start: int
    end: int
    at: datetime | None  # local, without zone
    until: bool = False  # 前: not at, but before it
    is_hourless: bool = False  # the day is to come, the hour none that a clock has (25点, 晚上1点)


@cache
def _pattern() -> re.Pattern[str]:
    parts = "|".join(sorted(filter(None, daily_words().hours), key=len, reverse=True))
    part = rf"(?P<part>{parts})(?!级)"
    # a day, a part of it and an hour, of which one at least is said; an hour alone needs a part of the day
    return re.compile(
        rf"(?:(?P<day>{_DAY})的?(?:{part})?的?(?:{_CLOCK})?|{part.replace('part', 'part2', 1)}的?(?:{_CLOCK.replace('?P<', '?P<o')})?"
        rf"|(?:{_CLOCK.replace('?P<', '?P<q')})(?=[，,把将催提给发再就]))(?P<until>之?前|以前)?(?:的时候|左右|钟)?"
    )


def find_moment(text: str, names: Names) -> Moment | None:
    """The first moment that a folded text names; None where there is none."""
    found = _pattern().search(text)
    if found is None:
        return None
    said = found.groupdict()
    day = None if said["past"] else _day(found, names)
    start, end, until = found.start(), found.end(), bool(said["until"])
    hour = said["hour"] or said["ohour"] or said["qhour"]
    today = (said["near"] or "今天")[0] == "今" and not (
        said["named"] or said["number"] or said["after"] or said["after2"]
    )
    if today and not (
        hour or said["past"] or said["last"] or (said["near"] and (said["part"] or said["near"] == "今晚"))
    ):
        return None  # 今天到几家了, 下班前要汇总表: now, or when something else is
    if day is None:
        return Moment(start, end, None, until)
    clock = _clock(said)
    if clock is None:
        return Moment(start, end, None, until, is_hourless=True)
    return Moment(start, end, datetime.combine(day, time()) + clock, until)


def _day(found: re.Match[str], names: Names) -> date | None:
    today = names.today
    if found["named"]:
        return day_of(found["named"], today)
    if found["number"]:
        return day_of(found["number"] + "日", today)
    if after := found["after"] or found["after2"]:
        days = 1 if (found["unit"] or found["unit2"]) in ("天", "日") else 7
        return today + timedelta(days=days * read_number(after.replace("两", "二")))
    if found["last"]:
        return names.last_day - timedelta(days=1 if _BEFORE in found["last"] else 0)
    near = re.sub("[天日晚]", "", found["near"] or "今")
    return today + timedelta(days={"今": 0, "明": 1, "后": 2, "大后": 3}[near])


def _clock(said: dict[str, str | None]) -> timedelta | None:
    """The hour that was said, or that of the part of the day, since midnight; None for one that no clock has."""
    part = said["part"] or said["part2"] or ("晚" if said["near"] == "今晚" else "")
    hour = said["hour"] or said["ohour"] or said["qhour"]
    if hour is None:
        usual = time.fromisoformat(daily_words().hours[part])
        return timedelta(hours=usual.hour, minutes=usual.minute)

    def one(name: str) -> str:
        return said[name] or said["o" + name] or said["q" + name] or ""

    minute = 30 if one("half") else 15 * read_number(one("quarter")) if one("quarter") else 0
    minute = minute or read_number(one("minute") or one("colon") or "0")
    return clock_of(read_number(hour.replace("两", "二")), minute, part)


def clock_of(hour: int, minute: int, part: str) -> timedelta | None:
    """An hour as it is said in a part of the day, since midnight: 下午3点 is 15:00, 晚上12点 is 24:00.

    None for one that no clock has, and for 晚上1点: this night or the next, nobody can say.
    """
    if part in _NIGHT and (hour == 12 or hour < _EVENING):
        hour = 24 if hour == 12 else -1
    elif (part in _AFTERNOON and hour < 12) or (part == "中午" and hour < 11):
        hour += 12
    is_hour = 0 <= hour < 24 or (hour, minute) == (24, 0)
    return timedelta(hours=hour, minutes=minute) if is_hour and minute < 60 else None


def read_clock(text: str) -> time | None:
    """早上8点, 下午五点半, 17:30 as a time of day; None where no such time is."""
    found = re.match(rf"(?P<part>[^\d一二两三四五六七八九十]{{0,3}}){_CLOCK}", text)
    if found is None:
        return None
    said = found.groupdict()
    minute = 30 if said["half"] else 15 * read_number(said["quarter"]) if said["quarter"] else 0
    minute = minute or read_number(said["minute"] or said["colon"] or "0")
    clock = clock_of(read_number(said["hour"].replace("两", "二")), minute, said["part"])
    if clock is None or clock.days:
        return None
    return time(clock.seconds // 3600, clock.seconds // 60 % 60)
