"""The one reply that settles a doubt, in the coordinator's own plain words: shown beside it in the digest."""

from __future__ import annotations

import re
from typing import Final

from intake.model.case import Doubt
from intake.text.numerals import read_number

# Of a case: what she writes behind its number. What is not here is settled by saying that the case is right.
_OF_CASE: Final = {
    "near-copy": "有效",
    "same-practice": "有效",
    "not-counted": "有效",
    "pinned": "用最新稿",
    "other-sender": "用最新稿",
    "replacement": "用最新稿",
    "after-final": "用最新稿",
    "withdrawal": "撤回",
}
RIGHT: Final = "确认"
OPEN: Final = "……"  # what only she knows
_ANSWERED: Final = frozenset(("question", "extension"))  # somebody waits for her words
_NUMBERED: Final = re.compile(r"(\d{1,4})号《")
_DAY: Final = re.compile(
    r"(?:(\d{1,2}|[一二三四五六七八九十]{1,3}|下个?)月)?(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
)


def reply_to_mail(doubt: Doubt, handle: str, unit: str, month: int, only: int = 0) -> str:
    """Of a mail (收件8): more time for its unit, its sender's only case out, photos to their case, her words, or that it needs nothing."""
    if doubt.code == "withdrawal" and only:
        return f"{only}号{_OF_CASE[doubt.code]}"
    if doubt.code == "extension" and unit and (day := _DAY.search(doubt.detail)):
        return f"{unit}延到{_month(day[1] or '', month)}月{read_number(day[2])}日"
    if doubt.code == "visit-photo":
        named = _NUMBERED.match(doubt.detail)
        return f"{handle}的照片放到{named[1] if named else OPEN}号"
    return f"{handle}回复：{OPEN}" if doubt.code in _ANSWERED else f"{handle}已处理"


def _month(said: str, month: int) -> int:
    """The month that is meant: 8, 下 (the next one), or none: that of the last day."""
    if said.startswith("下"):
        return month % 12 + 1
    return read_number(said) if said else month


def reply_to_case(doubt: Doubt, handle: str, theme: str, county: str) -> str:
    """Of a case (3号): the likeliest value where one is doubted, else what is done with it."""
    choice = doubt.choices[0] if doubt.choices else ""
    if doubt.code in ("theme", "theme-none", "theme-differs"):
        return f"{handle}主题改{choice or theme or OPEN}"
    if doubt.code in ("county", "county-conflict"):
        return f"{handle}属{choice or county or OPEN}"
    return f"{handle}{_OF_CASE.get(doubt.code, RIGHT)}"
