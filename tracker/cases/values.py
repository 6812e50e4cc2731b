"""Values of a case as people write them and as they read them, against those the ledger stores.

Stored are: theme and secondary as numbers, level as its key, county as the official name, a chosen
version as its number.
"""

from __future__ import annotations

import re

from intake.campaign.campaign import Campaign
from intake.text.numerals import read_number
from tracker.cases.fields import CORRECTABLE, FIELD_WORDS, STATUS_NAMES, STATUS_WORDS
from tracker.errors import OrderError
from tracker.ledger.cases import IN_TIME, TOO_LATE

_STATUSES = {word: status for status, names in STATUS_NAMES.items() for word in (status.value, *names)}
_THEME_NUMBER = re.compile(r"(?:主题|类别)?第?（?([一二三四五六七八九十]|\d{1,2})）?(?:类|个|号)?(?:主题)?")
_VERSION = re.compile(r"(?:第?([一二三四五六七八九十]|\d{1,3})[稿版]?)|(?:最新|最后)(?:一?[稿版])?|")
_PHONE = re.compile(r"[\d\s\-—－()（）+转、,，/]{7,40}")


def parse_value(campaign: Campaign, field: str, text: str) -> str:
    """A value as the ledger stores it, from a value as people write it.

    Raises:
        OrderError: the field cannot be corrected or the value makes no sense; says what would.
    """
    text = _unwrap(text.strip())
    if field not in CORRECTABLE:
        raise OrderError(
            f"没有“{field}”这个字段；可更正的有：{'、'.join(FIELD_WORDS[name] for name in CORRECTABLE)}"
        )
    match field:
        case "theme" | "secondary":
            return _theme(campaign, text, may_be_empty=field == "secondary")
        case "level":
            return _level(campaign, text)
        case "county":
            return _county(campaign, text)
        case "on_time" if text not in (IN_TIME, TOO_LATE):
            raise OrderError(f"是否按期应为“{IN_TIME}”或“{TOO_LATE}”，现为“{text}”")
        case "status":
            return _status(text)
        case "version":
            return _version(text)
    return _plain(field, text)


def _unwrap(text: str) -> str:
    """Without the marks that stand round the whole value; “红色圆桌”连起一条街 keeps its own."""
    for first, last in ("“”", "《》", '""', "''"):
        inner = text[1:-1]
        if (
            len(text) > 2
            and text[0] == first
            and text[-1] == last
            and first not in inner
            and last not in inner
        ):
            return inner.strip()
    return text


def _plain(field: str, text: str) -> str:
    if field == "phone" and text and not _PHONE.fullmatch(text):
        raise OrderError(f"联系电话“{text}”不是电话号码")
    if field == "title" and not text:
        raise OrderError("案例名称不能为空")
    if len(text) > 300:
        raise OrderError(f"“{text[:10]}…”过长，不超过300字")
    return text


def _status(text: str) -> str:
    if text not in _STATUSES:
        active, withdrawn, duplicate = STATUS_WORDS.values()
        raise OrderError(f"处理状态应为“{active}”“{withdrawn}”或“{duplicate}”，现为“{text}”")
    return _STATUSES[text]


def _version(text: str) -> str:
    """The number of the version that a person chose, ``""`` for the newest."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise OrderError(f"用稿应写明第几稿，如“第1稿”或“最新”，现为“{text}”")
    return str(read_number(found[1])) if found[1] else ""


def theme_label(campaign: Campaign, number: str) -> str:
    """（三）服务体系 for 3; ``""`` for none, and for one that the call has no more."""
    if not number.isdecimal() or not 1 <= int(number) <= len(campaign.themes):
        return ""
    theme = campaign.theme(int(number))
    return f"{theme.label}{theme.name}"


def show_value(campaign: Campaign, field: str, value: str) -> str:
    """A stored value as people read it: “四” of a theme as （四）协商民主."""
    if field in ("theme", "secondary"):
        return theme_label(campaign, value) or value
    if field == "level":
        return campaign.level_name(value) or value
    if field == "status":
        return STATUS_WORDS.get(value, value)
    if field in ("version", "final"):
        return f"第{value}稿" if value else "最新一稿"
    return value


def _theme(campaign: Campaign, text: str, *, may_be_empty: bool) -> str:
    if not text and may_be_empty:
        return ""
    plain = text.replace("(", "（").replace(")", "）")
    number = _THEME_NUMBER.fullmatch(plain)
    for theme in campaign.themes:
        if number is not None and read_number(number[1]) == theme.number:
            return str(theme.number)
        rest = plain.removeprefix(theme.label).strip("、 ")
        if rest in (theme.name, theme.title) or (plain.startswith(theme.label) and theme.name in rest):
            return str(theme.number)
    known = "、".join(f"{theme.label}{theme.name}" for theme in campaign.themes)
    raise OrderError(f"没有主题“{text}”；可用的有：{known}")


def _level(campaign: Campaign, text: str) -> str:
    for level in campaign.levels:
        if text in (level.key, level.name, level.name.removesuffix("级"), *level.aliases):
            return level.key
    known = "、".join(level.name for level in campaign.levels)
    raise OrderError(f"没有层级“{text}”；可用的有：{known}")


def _county(campaign: Campaign, text: str) -> str:
    for unit in campaign.units:
        if text in (unit.name, unit.key, *unit.aliases, *unit.former):
            return unit.name
    known = "、".join(unit.name for unit in campaign.active_units())
    raise OrderError(f"没有报送单位“{text}”；可用的有：{known}")
