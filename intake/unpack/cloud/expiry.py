"""When a cloud attachment expires, from the words around its link.

Periods differ by provider and year, so only what the mail says counts. Times are Chinese; a day
without a time ends at midnight.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from intake.mail.fields import CHINA, read_date

_TIME = r"(?:日|号)?\s*(?:[（(][^）)]{1,6}[）)])?\s*(?:T?\s*(?P<hour>\d{1,2})\s*[:：时]\s*(?P<minute>\d{2}))?"
_FULL = re.compile(
    rf"(?P<year>20\d\d)\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*(?P<day>\d{{1,2}}){_TIME}"
)
_SHORT = re.compile(rf"(?<!\d)(?P<month>\d{{1,2}})\s*(?:月|[-/])\s*(?P<day>\d{{1,2}}){_TIME}")
_WORD = re.compile(r"到期|过期|失效|有效|截止|expire", re.I)
_AFTER = re.compile(
    r"(?<![\d月/.-])(\d{1,3})\s*(?:天|日)\s*(?:后|内|之内|以内)?\s*(?:将|自动)?\s*(?:过期|到期|失效|有效|删除)"
    r"|(?:有效期|保存期?|保留|剩余|还有)\s*(?:为|是|至|限)?\s*[:：]?\s*(\d{1,3})\s*(?:天|日)"
)
_FOREVER = re.compile(r"无限期|永久|长期有效|永不过期")
_NEAR = 24  # characters between a date and the word that makes it an expiry


def find_expiry(text: str, sent: datetime | None, *, listed: bool = False) -> datetime | None:
    """The moment of expiry that a text names, in UTC; None when it names none.

    ``listed``: the text is a list of file facts (186.4M, 2015年8月24日 17:32), where a date needs
    no word beside it.
    """
    if _FOREVER.search(text):
        return None
    for found in _FULL.finditer(text):
        if listed or _is_marked(text, found):
            return _build(int(found["year"]), found)
    if after := _AFTER.search(text):
        days = int(after.group(1) or after.group(2))
        return sent + timedelta(days=days) if sent is not None and days else None
    for found in _SHORT.finditer(text):
        if _is_marked(text, found):
            return _with_year(found, sent)
    if "xpire" in text:
        return read_date(text)
    return None


def expiry_from_stamp(stamp: str) -> datetime | None:
    """The moment of a Unix time in seconds or milliseconds, None when it is none."""
    if not re.fullmatch(r"1\d{9}(?:\d{3})?", stamp):
        return None
    return datetime.fromtimestamp(int(stamp[:10]), UTC)


def _is_marked(text: str, found: re.Match[str]) -> bool:
    around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
    return bool(_WORD.search(around))


def _with_year(found: re.Match[str], sent: datetime | None) -> datetime | None:
    """A date without a year is the next such day after the mail was sent."""
    if sent is None:
        return None
    year = sent.astimezone(CHINA).year
    expires = _build(year, found)
    if expires is not None and expires < sent - timedelta(days=1):
        return _build(year + 1, found)
    return expires


def _build(year: int, found: re.Match[str]) -> datetime | None:
    hour, minute = (int(found["hour"]), int(found["minute"])) if found["hour"] else (23, 59)
    try:
        local = datetime(year, int(found["month"]), int(found["day"]), hour % 24, minute, tzinfo=CHINA)
    except ValueError:
        return None
    return local.astimezone(UTC)
