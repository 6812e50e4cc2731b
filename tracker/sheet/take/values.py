"""From what a person typed into a cell to what the ledger stores."""

from __future__ import annotations

import re
from datetime import datetime

from intake.campaign.campaign import Campaign
from intake.documents.sheet.cells import CellKind
from tracker.cases.fields import BY_KEY, CONFIRMED, REGISTERED, STATUS_NAMES, STATUS_WORDS, TO_CHECK
from tracker.cases.values import parse_value
from tracker.errors import OrderError
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.sheet.back.grid import Cell
from tracker.sheet.columns import STATUS_CHOICES

DASH = "——"
CONFIRM = "confirm"  # pseudo field: the whole row is confirmed ("1") or no longer ("")
_MOMENT = re.compile(
    r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?(?::\d{1,2}|分)?)?"
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,3}")
_BOOK = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")  # marks around the whole, not 《甲》与《乙》
_QUOTED = re.compile(r"“([^“”]+)”")


def spoiled_field(name: str, cell: Cell) -> str:
    """Why a cell's value cannot be that of a field, or ``""``: dates and numbers made by a program."""
    if cell.kind is CellKind.DATE:
        return f"被表格程序改成了日期（{cell.text}），请将单元格设为文本后重填"
    if name == "phone" and _SCIENTIFIC.fullmatch(cell.text):
        return "号码变成了科学计数，原号码已不完整，请将单元格设为文本后重填"
    if cell.kind is CellKind.NUMBER and name in ("town", "community", "title", "contact", "unit"):
        return f"是数字（{cell.text}），应为文字"
    return ""


def as_stored(campaign: Campaign, case: CaseRow | None, name: str, text: str) -> dict[str, str]:
    """The fields that a cell's text changes, as the ledger stores them.

    Raises:
        OrderError: the text makes no sense there; says what would.
    """
    text = text.strip()
    if name == "title":
        return _title(campaign, case, text)
    if name == "status":
        return _status(case, text)
    if not text and name in ("theme", "level", "county", "on_time"):
        raise OrderError("不能为空")
    value = parse_value(campaign, name, text)
    return {name: value if BY_KEY[name].is_coded else text}


def _title(campaign: Campaign, case: CaseRow | None, text: str) -> dict[str, str]:
    """Title and, after the dash, subtitle; quotation marks that belong to a title stay."""
    drops_quotes = case is not None and not case["title"].startswith("“")
    if match := _BOOK.fullmatch(text) or (drops_quotes and _QUOTED.fullmatch(text)):
        text = match[1]
    title, _, subtitle = text.partition(DASH)
    title, subtitle = title.strip(), subtitle.strip()
    if match := _BOOK.fullmatch(title):
        title = match[1].strip()
    if not title:
        raise OrderError("案例名称不能为空")
    for part in (title, subtitle):
        if part:
            parse_value(campaign, "title", part)
    changes = {"title": title, "subtitle": subtitle}
    if case is not None:
        changes = {name: value for name, value in changes.items() if value != case[name]}
    return changes


def _status(case: CaseRow | None, text: str) -> dict[str, str]:
    counts = (TO_CHECK, *STATUS_NAMES[CaseStatus.ACTIVE])
    if text not in (*STATUS_CHOICES, *counts):
        raise OrderError(f"处理状态应为{'、'.join(STATUS_CHOICES)}，现为“{text}”")
    inactive = case is not None and case.status is not CaseStatus.ACTIVE
    if text == CONFIRMED:
        return {**({"status": CaseStatus.ACTIVE} if inactive else {}), CONFIRM: "1"}
    if text in counts:
        if case is not None and not inactive and not case.confirmed:
            raise OrderError(f"“{TO_CHECK}”“{REGISTERED}”由系统标注；核定无误请填“{CONFIRMED}”")
        return {"status": CaseStatus.ACTIVE} if inactive else {CONFIRM: ""}
    withdrawn = text == STATUS_WORDS[CaseStatus.WITHDRAWN]
    return {"status": CaseStatus.WITHDRAWN if withdrawn else CaseStatus.DUPLICATE}


def read_moment(campaign: Campaign, text: str, now: datetime) -> datetime:
    """2015-08-03 10:25、2015年8月3日、2015/8/3 as an instant; a day alone counts from its start.

    Raises:
        OrderError: no such time, or it is still to come.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise OrderError(f"没有看懂时间“{text[:30]}”，写法如 2015-08-03 10:25")
    year, month, day, hour, minute = (int(part) if part else 0 for part in match.groups())
    try:
        when = datetime(year, month, day, hour, minute, tzinfo=campaign.zone)
    except ValueError as error:
        raise OrderError(f"没有“{text[:30]}”这个时间") from error
    if when > now:
        raise OrderError(f"“{text[:30]}”晚于现在")
    return when
