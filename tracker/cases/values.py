"""Values of a case as people write them and as they read them, against those the ledger stores.

Stored are: theme and secondary as numbers, level as its key, county as the official name, a chosen
version as its number.
"""

from __future__ import annotations

import re

from intake.campaign.notice import Campaign
from tracker.errors import OrderError
from tracker.ledger import cases
from tracker.ledger.records import CaseStatus

NUMERALS = "零一二三四五六七八九十"
CORRECTABLE = (
    "title",
    "subtitle",
    "unit",
    "county",
    "town",
    "community",
    "level",
    "theme",
    "secondary",
    "contact",
    "phone",
    "date",
    "on_time",
    "opinion",
    "remark",
    "status",
    "version",
)
STATUSES = {
    "active": CaseStatus.ACTIVE,
    "有效": CaseStatus.ACTIVE,
    "已登记": CaseStatus.ACTIVE,
    "已确认": CaseStatus.ACTIVE,
    "withdrawn": CaseStatus.WITHDRAWN,
    "撤回": CaseStatus.WITHDRAWN,
    "duplicate": CaseStatus.DUPLICATE,
    "重复": CaseStatus.DUPLICATE,
}
STATUS_WORDS: dict[str, str] = {
    CaseStatus.ACTIVE: "有效",
    CaseStatus.WITHDRAWN: "撤回",
    CaseStatus.DUPLICATE: "重复",
}
FIELD_WORDS = {
    "title": "案例名称",
    "subtitle": "副标题",
    "unit": "报送单位",
    "county": "县(市)区",
    "town": "镇(街道)",
    "community": "村(社区)",
    "level": "层级",
    "theme": "主题",
    "secondary": "第二主题",
    "contact": "联系人",
    "phone": "联系电话",
    "date": "成文时间",
    "characters": "字数",
    "status": "处理状态",
    "opinion": "初审意见",
    "remark": "备注",
    "on_time": "是否按期",
    "version": "用稿",
}
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
        case "on_time" if text not in (cases.IN_TIME, cases.TOO_LATE):
            raise OrderError(f"是否按期应为“按期”或“逾期”，现为“{text}”")
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
    if text not in STATUSES:
        raise OrderError(f"处理状态应为“有效”“撤回”或“重复”，现为“{text}”")
    return STATUSES[text]


def _version(text: str) -> str:
    """The number of the version that a person chose, ``""`` for the newest."""
    found = _VERSION.fullmatch(text)
    if found is None:
        raise OrderError(f"用稿应写明第几稿，如“第1稿”或“最新”，现为“{text}”")
    chosen = found[1] or ""
    return str(NUMERALS.index(chosen)) if chosen and chosen in NUMERALS[1:] else chosen


def field_word(field: str) -> str:
    """What people call a field; those of a coordinator's own columns and comments included."""
    if field.startswith("c."):  # tracker/sheet/columns.py
        return f"{FIELD_WORDS.get(field[2:], '')}批注"
    return FIELD_WORDS.get(field, "自加栏目")


def show_value(campaign: Campaign, field: str, value: str) -> str:
    """A stored value as people read it: “四” of a theme as （四）协商民主."""
    if field in ("theme", "secondary") and value.isdigit():
        theme = campaign.theme(int(value))
        return f"{theme.label}{theme.name}"
    if field == "level":
        return campaign.level_name(value) or value
    if field == "status":
        return STATUS_WORDS.get(value, value)
    if field == "version":
        return f"第{value}稿" if value else "最新一稿"
    return value


def _theme(campaign: Campaign, text: str, *, may_be_empty: bool) -> str:
    if not text and may_be_empty:
        return ""
    plain = text.replace("(", "（").replace(")", "）")
    number = _THEME_NUMBER.fullmatch(plain)
    for theme in campaign.themes:
        numeral = NUMERALS[theme.number] if theme.number < len(NUMERALS) else ""
        if number is not None and number[1] in (str(theme.number), numeral):
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
