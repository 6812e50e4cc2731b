"""A person's word on a case: checked, recorded, undone. The same for every way it comes in.

Values are what the ledger stores: theme and secondary as numbers, level as its key, county as
the official name. :func:`parse_value` takes them as people write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from intake.campaign import Campaign
from tracker.errors import OrderError
from tracker.ledger import cases, doubts, letters
from tracker.ledger.events import record_event
from tracker.ledger.schema import correction, doubt
from tracker.records import CaseRow, CaseStatus

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
)
# Doubts that a word on a field settles.
SETTLES: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "county": ("county", "county-conflict", "repaired"),
    "town": ("town", "repaired"),
    "community": ("community", "repaired"),
    "level": ("level",),
    "theme": ("theme", "theme-differs"),
    "contact": ("contact", "contact-conflict"),
    "phone": ("phone", "phone-odd", "phone-conflict"),
    "status": ("near-copy", "same-practice", "maybe-not-case", "withdrawal", "sheet-row-gone"),
}
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
    "status": "处理状态",
    "opinion": "初审意见",
    "remark": "备注",
    "on_time": "是否按期",
}
_THEME_NUMBER = re.compile(r"(?:主题|类别)?第?（?([一二三四五六七八九十]|\d{1,2})）?(?:类|个|号)?(?:主题)?")
_PHONE = re.compile(r"[\d\s\-—－()（）+转、,，/]{7,40}")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one case, before and after."""

    serial: int
    field: str
    before: str
    after: str


def parse_value(campaign: Campaign, field: str, text: str) -> str:
    """A value as the ledger stores it, from a value as people write it.

    Raises:
        OrderError: the field cannot be corrected or the value makes no sense; says what would.
    """
    text = _unwrap(text.strip())
    if field not in CORRECTABLE:
        raise OrderError(f"没有“{field}”这个字段；可更正的有：{'、'.join(FIELD_WORDS.values())}")
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


def correct_case(
    connection: Connection,
    campaign: Campaign,
    row: CaseRow,
    changes: dict[str, str],
    *,
    who: str,
    how: str,
    reason: str,
    now: datetime,
    batch: str,
) -> list[Change]:
    """Record a person's words on a case. Values are as :func:`parse_value` returns them.

    The address the case came from is learned for its unit: a person has vouched for it.
    """
    done = []
    for field, value in changes.items():
        before = _before(row, field)
        if field == "status":
            _set_status(connection, row, value, now)
        cases.add_correction(
            connection,
            row.id,
            field,
            value,
            before=before,
            who=who,
            how=how,
            reason=reason,
            at=now,
            batch=batch,
        )
        if field == "county":
            unit = campaign.unit(value)
            cases.set_case(connection, row.id, now, unit_key=unit.key if unit else "")
        doubts.settle_doubts(connection, now, who, case_id=row.id, codes=SETTLES.get(field, ()))
        record_event(
            connection,
            "case.corrected",
            now,
            who=who,
            case_id=row.id,
            detail={"field": field, "before": before, "value": value, "how": how, "reason": reason},
        )
        done.append(Change(row.serial, field, before, value))
    if how != "sender":
        _learn(connection, campaign, row.id)
    return done


def confirm_case(
    connection: Connection,
    campaign: Campaign,
    row: CaseRow,
    fields: Iterable[str],
    *,
    who: str,
    how: str,
    reason: str,
    now: datetime,
    batch: str,
) -> list[Change]:
    """Say that fields (all, when none is named) are right as they stand."""
    wanted = tuple(fields)
    named = wanted or tuple(name for name in row.values if name in CORRECTABLE and row[name])
    unknown = [name for name in named if name not in CORRECTABLE]
    if unknown:
        raise OrderError(f"没有“{unknown[0]}”这个字段")
    changes = {name: row[name] for name in named}
    done = correct_case(
        connection, campaign, row, changes, who=who, how=how, reason=reason, now=now, batch=batch
    )
    if not wanted:
        cases.set_case(connection, row.id, now, confirmed_at=now)
        doubts.settle_doubts(connection, now, who, case_id=row.id)
    return done


def undo_batch(
    connection: Connection, campaign: Campaign, batch: str, who: str, now: datetime
) -> list[Change]:
    """Take back every correction of a batch; what counted before counts again."""
    rows = connection.execute(
        select(correction).where(correction.c.batch == batch, correction.c.undone_at.is_(None))
    ).all()
    connection.execute(update(correction).where(correction.c.batch == batch).values(undone_at=now))
    done = []
    for row in rows:
        shown = cases.list_cases(connection, [row.case_id])[0]
        counts = _counts_again(connection, row)
        if row.field == "status":
            _set_status(connection, shown, counts, now)
        if row.field == "county":
            unit = campaign.unit(shown["county"])
            cases.set_case(connection, row.case_id, now, unit_key=unit.key if unit else "")
        connection.execute(
            update(doubt)
            .where(
                doubt.c.case_id == row.case_id,
                doubt.c.code.in_(SETTLES.get(row.field, ())),
                doubt.c.settled_at == row.made_at,
            )
            .values(state="open", settled_at=None, settled_by="")
        )
        record_event(
            connection,
            "case.undone",
            now,
            who=who,
            case_id=row.case_id,
            detail={"field": row.field, "value": row.value, "back_to": counts},
        )
        done.append(Change(shown.serial, row.field, row.value, counts))
    return done


def _counts_again(connection: Connection, undone: Row[Any]) -> str:
    """The value that counts after a correction was taken back: a later word, or an earlier one
    that stands, or what was there before the words that were taken back since.
    """
    words = connection.execute(
        select(correction)
        .where(correction.c.case_id == undone.case_id, correction.c.field == undone.field)
        .order_by(correction.c.id.desc())
    ).all()
    before = str(undone.before)
    for word in words:
        if word.undone_at is None and (word.id > undone.id or word.value == before):
            return str(word.value)
        if word.id < undone.id and word.value == before:
            before = str(word.before)
    return before


def show_change(campaign: Campaign, change: Change) -> str:
    """3号主题：（三）服务体系 → （四）协商民主"""
    before, after = (show_value(campaign, change.field, value) for value in (change.before, change.after))
    name = f"{change.serial}号{field_word(change.field)}"
    if before == after:
        return f"{name}：{after or '（无）'}，与原登记一致"
    return f"{name}：{before or '（无）'} → {after or '（无）'}"


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
    return value


def _before(row: CaseRow, field: str) -> str:
    if field == "status":
        return row.status
    if field == "on_time" and not row["on_time"] and row.on_time is not None:
        return cases.IN_TIME if row.on_time else cases.TOO_LATE
    return row[field]


def _set_status(connection: Connection, row: CaseRow, status: str, now: datetime) -> None:
    cases.set_case(connection, row.id, now, status=CaseStatus(status))


def _learn(connection: Connection, campaign: Campaign, case_id: int) -> None:
    row = cases.list_cases(connection, [case_id])[0]
    unit = campaign.unit(row["county"])
    if row.sender and unit is not None:
        letters.learn_address(connection, row.sender, unit.key)


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


def make_batch(now: datetime, who: str, connection: Connection) -> str:
    """A name under which corrections made together can be undone together."""
    count = len(connection.execute(select(correction.c.id).where(correction.c.made_at == now)).all())
    return f"{now:%Y%m%d%H%M%S}-{count}-{who[:20]}"
