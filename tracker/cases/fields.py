"""Every field of a case in one table: its key, its words, how it is stored, what a word on it settles.

The key names the field in the ledger, in exports and on the command line. Workbook, letters and
orders take their words from here; what a mail's forms call a field is reading's own affair
(intake/understand/identify/parse/labels.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from intake.text.fold import nfkc
from tracker.ledger.records import CaseStatus


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a case."""

    key: str
    word: str  # heading in the workbook, name in letters and lists
    names: tuple[str, ...] = ()  # what an order may call it; without any, no order sets it
    common: tuple[str, ...] = ()  # those that are ordinary words too: a word of setting must follow
    settles: tuple[str, ...] = ()  # codes of the doubts that a person's word on it settles
    is_read_only: bool = False
    is_coded: bool = False  # stored otherwise than people write it (tracker/cases/values.py)


FIELDS = (
    Field(
        "title",
        "案例名称",
        names=("名称", "案例名称", "题目", "标题"),
        settles=("title",),
    ),
    Field("subtitle", "副标题", names=("副标题",)),
    Field("unit", "报送单位", names=("报送单位",), common=("单位",)),
    Field(
        "county",
        "县(市)区",
        names=("县(市)区", "所属县区"),
        common=("县区", "县", "区"),
        settles=("county", "county-conflict", "repaired"),
        is_coded=True,
    ),
    Field(
        "town",
        "镇(街道)",
        names=("镇(街道)",),
        common=("镇", "街道", "镇街", "乡镇"),
        settles=("town", "repaired"),
    ),
    Field(
        "community",
        "村(社区)",
        names=("村(社区)",),
        common=("村", "社区", "村社"),
        settles=("community", "repaired"),
    ),
    Field("level", "层级", names=("层级", "级别"), settles=("level",), is_coded=True),
    Field(
        "theme",
        "主题",
        names=("主题", "类别"),
        settles=("theme", "theme-none", "theme-differs"),
        is_coded=True,
    ),
    Field("secondary", "第二主题", names=("第二主题",), is_coded=True),
    Field("contact", "联系人", names=("联系人",), settles=("contact", "contact-conflict")),
    Field(
        "phone",
        "联系电话",
        names=("电话", "联系电话", "手机"),
        settles=("phone", "phone-odd", "phone-conflict"),
    ),
    Field("date", "成文时间"),
    Field("characters", "字数", is_read_only=True),
    Field("on_time", "是否按期", names=("是否按期",), is_coded=True),
    Field("opinion", "初审意见", names=("初审意见",), common=("意见",)),
    Field("remark", "备注", names=("备注",)),
    Field(
        "status",
        "处理状态",
        settles=(
            "near-copy",
            "same-practice",
            "maybe-not-case",
            "withdrawal",
            "sheet-row-gone",
            "not-counted",
        ),
    ),
    Field(
        "version", "用稿", names=("用稿",), settles=("pinned", "replacement", "other-sender", "after-final")
    ),
)
BY_KEY = {field.key: field for field in FIELDS}
FIELD_WORDS = {field.key: field.word for field in FIELDS}
CORRECTABLE = tuple(field.key for field in FIELDS if not field.is_read_only)
BY_NAME = {name: field for field in FIELDS for name in (*field.names, *field.common)}

_KEYS = {name: field.key for field in FIELDS for name in (field.key, field.word, *field.names, *field.common)}

OWN = "x"  # a coordinator's own columns are the fields x1, x2, …
NOTED = "c."  # her comment on the field with key k is the field c.k

# Whether a case counts, as people call it; letters say the first word.
TO_CHECK, REGISTERED, CONFIRMED = (
    "待核",
    "已登记",
    "已确认",
)  # what the workbook tells apart among those that count
STATUS_NAMES = {
    CaseStatus.ACTIVE: ("有效", REGISTERED, CONFIRMED),
    CaseStatus.WITHDRAWN: ("撤回",),
    CaseStatus.DUPLICATE: ("重复",),
}
STATUS_WORDS: dict[str, str] = {status: names[0] for status, names in STATUS_NAMES.items()}


def field_word(key: str) -> str:
    """What people call a field; those of a coordinator's own columns and comments included."""
    if key.startswith(NOTED):
        return f"{FIELD_WORDS.get(key.removeprefix(NOTED), '')}批注"
    return FIELD_WORDS.get(key, "自加栏目")


def find_field(name: str) -> str:
    """The key of a field that is called by its key, its heading or what orders call it; else the name itself."""
    wanted = "".join(nfkc(name).split())
    return _KEYS.get(wanted) or _KEYS.get(wanted.lower()) or name.strip()


def settled_by(key: str) -> tuple[str, ...]:
    """Codes of the doubts that a word on a field settles; none for a coordinator's own columns."""
    field = BY_KEY.get(key)
    return field.settles if field else ()
