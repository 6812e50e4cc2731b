"""The columns of 案例汇总表: one table that building and reading back share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from intake.campaign.campaign import Campaign
from tracker.cases.fields import CONFIRMED, FIELD_WORDS, REGISTERED, STATUS_WORDS, TO_CHECK
from tracker.ledger.cases import IN_TIME, TOO_LATE
from tracker.ledger.records import CaseRow, CaseStatus

CASES = "案例汇总表"
STANDING = "县区报送情况"
CROSS = "主题×县区"
MISSING = "未报送单位"
PENDING = "待核事项"
FLOW = "收件流水"
REVIEWED = "评阅结果"
COVER = "封面"
BASE = "_base"  # hidden: lists for the drop-downs, and the values as issued
LISTS = ("town", "county", "theme", "level", "status", "on_time")  # their columns there, from A on
BASE_COLUMN = len(LISTS) + 1  # where the values as issued begin
EVIDENCE = "依据："  # our comments begin with it
OURS = "（系统批注）"  # and end with it, so that hers beside it are told apart


@dataclass(frozen=True, slots=True)
class Context:
    """What a column needs besides the case."""

    campaign: Campaign
    files: dict[int, str]  # version id → names of its files
    zone: ZoneInfo
    themes: dict[str, str]  # number → label and name
    levels: dict[str, str]  # key → name

    @classmethod
    def of(cls, campaign: Campaign, files: dict[int, str]) -> Context:
        """The context of a call; looked up once, because it is asked for every cell."""
        themes = {str(theme.number): f"{theme.label}{theme.name}" for theme in campaign.themes}
        levels: dict[str, str] = {level.key: level.name for level in campaign.levels}
        return cls(campaign, files, campaign.zone, themes, levels)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: heading, width in characters, value, and the field an edit corrects."""

    heading: str
    width: float
    value: Callable[[CaseRow, Context], str | int]
    field: str = ""  # field of the case; "" when the column is not editable
    key: str = ""  # names the column where it is not editable
    is_number: bool = False
    is_middle: bool = False  # short words are centred

    @property
    def name(self) -> str:
        """What the column is called in notes: its field, else its key."""
        return self.field or self.key


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that a coordinator added herself; ``field`` keeps its values in the ledger."""

    field: str
    heading: str

    def as_column(self) -> Column:
        """The column as the next edition shows it: editable, at the end."""
        field = self.field
        return Column(self.heading, 14, lambda row, _context: row[field], field)


def status_word(row: CaseRow) -> str:
    """The handling state of a case as one word."""
    if row.status is not CaseStatus.ACTIVE:
        return STATUS_WORDS[row.status]
    if row.waiting:
        return TO_CHECK
    return CONFIRMED if row.confirmed else REGISTERED


def minute(value: datetime | None, zone: ZoneInfo) -> str:
    """2015-08-03 10:25 in local time; text, so that no program turns it into a number."""
    return "" if value is None else value.astimezone(zone).isoformat(" ", "minutes")[:16]


def _title(row: CaseRow, _context: Context) -> str:
    return f"{row['title']}——{row['subtitle']}" if row["subtitle"] else row["title"]


def _on_time(row: CaseRow, _context: Context) -> str:
    return {True: IN_TIME, False: TOO_LATE, None: ""}[row.on_time]


def _of(
    field: str,
    width: float,
    value: Callable[[CaseRow, Context], str] | None = None,
    *,
    is_middle: bool = False,
) -> Column:
    """The column of a field of the case, shown as it is stored unless ``value`` says otherwise."""
    shown = value or (lambda row, _context: row[field])
    return Column(FIELD_WORDS[field], width, shown, field, is_middle=is_middle)


COLUMNS: tuple[Column, ...] = (
    Column("案例编号", 9, lambda row, _: row.number, key="number", is_middle=True),
    _of("county", 9, is_middle=True),
    _of("town", 10, is_middle=True),
    _of("community", 10, is_middle=True),
    _of("level", 7, lambda row, c: c.levels.get(row["level"], ""), is_middle=True),
    _of("title", 30, _title),
    _of("theme", 13, lambda row, c: c.themes.get(row["theme"], "")),
    _of("secondary", 13, lambda row, c: c.themes.get(row["secondary"], "")),
    Column(FIELD_WORDS["characters"], 6, lambda row, _: row.characters, key="characters", is_number=True),
    _of("unit", 18),
    _of("contact", 8, is_middle=True),
    _of("phone", 14, is_middle=True),
    Column("发送时间", 11, lambda row, c: minute(row.sent_at, c.zone), key="sent", is_middle=True),
    _of("on_time", 8, _on_time, is_middle=True),
    Column("附件情况", 18, lambda row, c: c.files.get(row.version_id, ""), key="files"),
    Column("稿次", 5, lambda row, _: row.version, key="version", is_number=True),
    _of("status", 8, lambda row, _: status_word(row), is_middle=True),
    _of("opinion", 11),
    _of("remark", 11),
)
DONE = "办理情况"  # the column of 待核事项 in which she says that something is settled
DONE_WORD = "已处理"
MISSING_REMARK = "备注"
SERIAL = "序号"
TOTAL = "合计"
STAMP = "版本戳"  # hidden column after the last one: serial.version.edition
ON_TIME_WORDS = (IN_TIME, TOO_LATE)
STATUS_CHOICES = (
    TO_CHECK,
    CONFIRMED,
    REGISTERED,
    STATUS_WORDS[CaseStatus.DUPLICATE],
    STATUS_WORDS[CaseStatus.WITHDRAWN],
)


def make_stamp(row: CaseRow, edition: int) -> str:
    """3.2.17: case 3, second version, edition 17."""
    return f"{row.serial}.{row.version}.{edition}"
