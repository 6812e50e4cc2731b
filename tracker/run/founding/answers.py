"""What a person says of a call where its notice does not: the region, the last day, who runs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from intake.campaign.entries import Coordinator
from intake.campaign.notice.where import Region
from intake.text.fold import nfkc
from tracker.errors import SettingsError

_DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})[日号]?")
_HOUR = re.compile(r"(上午|中午|下午|晚上?)?(\d{1,2})[:时点](半|\d{1,2})?分?")
# 下午5点 is 17, 中午1点 is 13; 晚上12点 is 24, which is no hour of that day.
_LATER = {
    "中午": dict.fromkeys(range(1, 4), 12),
    "下午": dict.fromkeys(range(1, 12), 12),
    "晚": dict.fromkeys(range(1, 13), 12),
    "晚上": dict.fromkeys(range(1, 13), 12),
}
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")
_PHONE = re.compile(r"(?:\(0\d{2,3}\) ?)?(?<!\d)\d(?:[- ]?\d){6,14}(?!\d)")
_SPREAD = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) +([\u4e00-\u9fff])(?![\u4e00-\u9fff])")  # 赵 明
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z·]{2,20}")


@dataclass(frozen=True, slots=True)
class Answers:
    """What is answered; None or empty: nothing."""

    region: Region | None = None
    last_day: date | None = None
    coordinators: tuple[Coordinator, ...] = ()


def read_region(text: str) -> Region | None:
    """浙江省,湖州市 or 浙江省,湖州市,德清县; of a province alone, its cities report.

    Raises:
        SettingsError: it names more than that.
    """
    names = [name for name in re.split(r"[,，、\s]+", text.strip()) if name]
    if not names:
        return None
    if len(names) > 3:
        raise SettingsError(f"地方应写 省,市 或 省,市,县，而不是“{text}”")
    return Region(names[0], names[1] if len(names) > 1 else names[0], names[2] if len(names) > 2 else "")


def read_day(text: str, what: str = "截止日期", since: date | None = None) -> date | None:
    """2024-05-31, 2024年5月31日; 5月31日 is the first from ``since`` on.

    Raises:
        SettingsError: it is no date.
    """
    plain = "".join(nfkc(text).split())
    if not plain:
        return None
    parts = _DAY.fullmatch(plain)
    try:
        if parts and parts[1]:
            return date(*map(int, parts.groups()))
        if parts and since is not None:
            month, day = int(parts[2]), int(parts[3])
            return date(since.year + ((month, day) < (since.month, since.day)), month, day)
    except ValueError:
        pass
    year = "（请写明年份）" if parts and not parts[1] else ""
    raise SettingsError(f"{what}“{text}”不是日期{year}，应如 2024-05-31")


def read_hour(text: str) -> time:
    """17:30, 17时, 下午5点半.

    Raises:
        SettingsError: it is no hour.
    """
    found = _HOUR.fullmatch("".join(nfkc(text).split()))
    if found:
        hour = int(found[2]) + _LATER.get(found[1], {}).get(int(found[2]), 0)
        minute = 30 if found[3] == "半" else int(found[3] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise SettingsError(f"截止时刻“{text}”不是钟点，应如 17:00")


def read_coordinator(text: str) -> Coordinator:
    """王一 wang@example.com 0516-80801234

    Raises:
        SettingsError: name or address is missing.
    """
    plain = nfkc(text)
    mail = _MAIL.search(plain)
    rest = _SPREAD.sub(r"\1\2", plain.replace(mail[0], " ") if mail else plain)
    name, phone = _NAME.search(rest), _PHONE.search(rest)
    if mail is None or name is None:
        raise SettingsError(f"经办人“{text}”应写姓名和邮箱，如 王一 name@example.com 0516-80801234")
    return Coordinator(name=name[0], email=mail[0], phone=phone[0] if phone else "")
