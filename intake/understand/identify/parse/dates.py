"""The date a case carries, as its writer put it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇○零0Oo九][〇○零0O一二三四五六七八九]{2})"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[×xX]{1,2})"
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_DATE = re.compile(
    rf"{_YEAR}\s*年\s*{_NUMBER}\s*月(?:\s*{_NUMBER}\s*[日号])?"
    rf"|(?<!\d)(?:19|20)\d{{2}}\s*([-./．·])\s*{_MONTH}(?:\s*\1\s*{_DAY})?(?!\d)"
)
LABELS = frozenset(
    (
        "日期",
        "时间",
        "填报日期",
        "填报时间",
        "报送日期",
        "报送时间",
        "填表日期",
        "填表时间",
        "上报日期",
        "上报时间",
    )
) | {"撰写时间", "撰写日期", "成文时间", "成文日期", "申报日期", "申报时间"}


def date_of(text: str) -> str:
    """The date in a short text, blanks taken out; ``""`` when there is none."""
    match = _DATE.search(text)
    return re.sub(r"\s+", "", match[0]) if match else ""


def is_date_line(line: str) -> bool:
    """Whether a line holds nothing but a date: （2015年7月）."""
    match = _DATE.search(line)
    if not match:
        return False
    rest = line[: match.start()] + line[match.end() :]
    return not re.sub(r"[\s（）()【】\[\].。日期时间填报送:：]", "", rest)


def last_date(lines: Sequence[str]) -> str:
    """The date of the last line that is a date or carries one beside the unit."""
    for line in reversed(lines):
        if len(line) <= 60 and (found := date_of(line)):
            return found
    return ""
