"""A line that is nothing but cases and what stands in their fields: 5号题目改成…，单位是…，电话138….

Read as a form is read, field by field. Only a line of which every character is explained counts; then
there is no other way to understand it. Commas belong to what is noted: 7号初审意见：材料扎实，建议推荐.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from intake.understand.identify.parse.names import SURNAMES
from tracker.orders.understand.intents import Intent, Wish
from tracker.orders.understand.items import Piece
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import number_of, read_numbers, read_phone
from tracker.orders.understand.words import FIELD, Lexicon, one_of

NOTES: Final = ("remark", "opinion")
TEXTS: Final = ("title", "subtitle", "unit")
MOST: Final = 40  # entries of a line
LONGEST: Final = 400  # characters of a line
_LEAD: Final = re.compile(r"\s*(?:请|麻烦你?|帮我|帮忙|劳驾|你)?(?:再|先)?(?:把|将)?\s*")
_CASES: Final = re.compile(
    r"第?\d{1,5}\s*[号#](?:案例|那篇|这篇)?(?:\s*[、，,和与跟及]\s*第?\d{1,5}\s*[号#](?:案例)?)*"
)
_BARE_CASE: Final = re.compile(r"\d{1,3}(?=\s*(?:归到?|算|放到?|改成?)\s*[一二三四五六七八九1-9])")
_SEPARATOR: Final = re.compile(
    r"[\s，,、;；。:：]*(?:另外|还有|同时|顺便|以及|并且|并|和|再|然后)?(?:请)?(?:把|将)?\s*(?:(?:它|这篇|那篇)?的)?[\s，,]*"
)
_SET: Final = re.compile(
    r"\s*(?:也|都|请|要|应该|应|统一)?\s*(?:改成|改为|改威|该为|改城|改|换成|换为|换|写成|写上|写|填成|填上|填|归到|归道|归|算|放到|放|是|为|叫|应为|补上|补|[:：])?\s*(?:为|成|是|[:：])?\s*"
)
_END: Final = re.compile(r"[\s。！!，,~]{0,20}(?:谢谢|多谢|辛苦了?|麻烦了)?[吧了哈啊]?[\s。！!~]{0,20}$")
_EMPTIED: Final = re.compile(
    r"(?:都|全)?(?:清空|清掉|清了|清|删掉|删去|删了|删除|删|去掉|不要了|不要|不填|空着|留空|置空|没有|无)(?:吧|了)?(?=[\s，,;；。！!]|$)"
)
_SAME: Final = re.compile(r"[\u4e00-\u9fff]{0,12}?(?:不变|照旧|不动|没变|不用改|不改)(?=[\s，,;；。！!]|$)")
_THEME: Final = re.compile(
    r"第?\s{0,9}[(（]?\s{0,9}([一二三四五六七八九十]|\d{1,2})\s{0,9}[)）]?\s{0,9}(?:个主题|号主题|主题|个|类)?(?!\d|[号月日年])"
)
_PHONE: Final = re.compile(
    r"[\d零一二三四五六七八九][\d零一二三四五六七八九\s\-—－]{5,20}[\d零一二三四五六七八九]"
)
_PERSON: Final = re.compile(r"[\u4e00-\u9fff]{2,3}")
_COMMUNITY: Final = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:社区居委会|村委会|居委会|社区|村)")
_TOWN: Final = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:街道办事处|街道|镇|乡)")
_QUOTED: Final = re.compile(r"《([^《》\n]{2,80})》|“([^“”\n]{1,80})”|\"([^\"\n]{1,80})\"")
_TEXT: Final = re.compile(r"[^，,;；。\n]{2,80}")
_STOP: Final = re.compile(r"[。；;！!\n]")
_PARTICLE: Final = "了吧的啊哈"
_OFFICE: Final = re.compile(r"(?:局|处|办|科|会|委|院|中心|政府|办事处|站|所)$")
_ENDED: Final = re.compile(r"\s*[，,;；。！!、]|\s*$")
_JOIN: Final = re.compile(r"\s*[、和与跟及]\s*")
_GOES: Final = re.compile(r"\s*(?:归到|归道|归入|归|算作|算|放到|放在|放)\s*")
_BEHIND_PERSON: Final = re.compile(r"[\s，,;；。！!、\d]|$")
_NO_TEXT: Final = re.compile(r"^了|不|别|没|错|了$|吧$|[?？“”《》]")
_SAID: Final = re.compile(r"[改换写填成为是叫上补:：]\s*$")
_AT_PLACE: Final = re.compile(r"\s*(?:属于|属|归属|应属)\s*")


@dataclass(frozen=True, slots=True)
class _Entry:
    intent: Intent
    field: str
    value: str
    end: int


@dataclass(frozen=True, slots=True)
class _Form:
    """A line before the reader, and what its words are read by."""

    text: str
    written: str
    names: Names
    lexicon: Lexicon


def read_entries(line: Piece, names: Names, lexicon: Lexicon) -> tuple[Wish, ...]:
    """The orders of a line that holds nothing but entries, at least two or a note; else none."""
    if len(line.folded) > LONGEST:
        return ()
    form = _Form(line.folded, line.written, names, lexicon)
    wishes = list(_read(form))
    noted = len(wishes) == 1 and wishes[0] is not None and wishes[0].field in NOTES
    if None in wishes or not (len(wishes) > 1 or noted):
        return ()
    return tuple(wish for wish in wishes if wish is not None and wish.field)


def _read(form: _Form) -> Iterator[Wish | None]:
    """The entries from left to right; None where one cannot be read."""
    lead = _LEAD.match(form.text)
    at = lead.end() if lead else 0
    cases: tuple[int, ...] = ()
    for _ in range(MOST):
        named = _CASES.match(form.text, at) or _BARE_CASE.match(form.text, at)
        if named:
            cases = read_numbers(named[0])
            at = _past(form.text, named.end())
        start = at
        entries = _entry(form, at) if cases else []
        if not entries:
            yield None
            return
        at = entries[-1].end
        text = form.written[start:at].strip()
        for entry in entries:
            yield Wish(entry.intent, text, cases, field=entry.field, value=entry.value)
        if _END.match(form.text, at):
            return
        at = _past(form.text, at)
    yield None


def _past(text: str, at: int) -> int:
    between = _SEPARATOR.match(text, at)
    return between.end() if between else at


def _entry(form: _Form, at: int) -> list[_Entry]:
    """One field and its value, several emptied together, or values that say themselves what they are."""
    fields, end = _fields(form, at)
    if not fields or _named(form.names.levels).match(form.text, at):  # 村级 begins with the name of a field
        return _bare(form, at)
    if emptied := _EMPTIED.match(form.text, _set_ends(form, end)) or _EMPTIED.match(form.text, end):
        return [_Entry(Intent.CLEAR, field, "", emptied.end()) for field in fields]
    if len(fields) > 1:
        return []
    if same := _SAME.match(form.text, end):
        return [_Entry(Intent.SHOW, "", "", same.end())]
    value = _value(form, fields[0], _set_ends(form, end))
    return [value] if value else []


def _fields(form: _Form, at: int) -> tuple[list[str], int]:
    """The fields named from here (副标题、备注), and where their names end."""
    found: list[str] = []
    while word := _words(form.lexicon).match(form.text, at):
        found.append(_key(word[0], form.lexicon))
        at = word.end()
        joined = _JOIN.match(form.text, at)
        if joined is None or not _words(form.lexicon).match(form.text, joined.end()):
            break
        at = joined.end()
    return found, at


_NO_NAMES: Final = (
    "类",
    "题",
    "单位落款",
    "次要",
    "落款",
    "落款单位",
    "归属",
    "改名",
    "属地",
    "所属地",
    "兼报",
)


@cache
def _fields_of(words: frozenset[str]) -> re.Pattern[str]:
    return one_of(word for word in (*words, "第二主题") if word not in _NO_NAMES)


def _words(lexicon: Lexicon) -> re.Pattern[str]:
    return _fields_of(lexicon.fields)


def _key(word: str, lexicon: Lexicon) -> str:
    meanings = lexicon.meanings.get(word.lower(), frozenset())
    return next((m.removeprefix(FIELD) for m in meanings if m.startswith(FIELD)), "secondary")


def _set_ends(form: _Form, at: int) -> int:
    found = _SET.match(form.text, at)
    return found.end() if found else at


def _value(form: _Form, field: str, at: int) -> _Entry | None:
    """The value of a field, as far as it goes."""
    if field in NOTES:
        return _note(form, field, at)
    if field in TEXTS:
        return _text(form, field, at)
    read = {
        "theme": _theme, "secondary": _theme, "level": _level, "phone": _phone, "contact": _person,
        "county": _county, "town": _town, "community": _community,
    }.get(field)  # fmt: skip
    found = read(form, at) if read else None
    return _Entry(Intent.CORRECT, field, *found) if found else None


def _note(form: _Form, field: str, at: int) -> _Entry | None:
    """What follows a colon, commas and all, to the end of the sentence or another field with a colon."""
    if form.text[at - 1 : at] not in (":", "："):
        return None
    stop = _STOP.search(form.text, at)
    end = stop.start() if stop else len(form.text.rstrip())
    if nxt := _next_field(form.lexicon).search(form.text, at, end):
        end = nxt.start()
    value = form.written[at:end].strip(" 。；;，,")
    if quoted := _QUOTED.fullmatch(value):
        value = next(filter(None, quoted.groups()))
    return _Entry(Intent.CORRECT, field, value, end) if len(value) > 1 else None


def _next_field(lexicon: Lexicon) -> re.Pattern[str]:
    return _next_of(lexicon.fields)


@cache
def _next_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"[，,;；。]\s*(?:{_fields_of(words).pattern})\s*[:：]")


def _text(form: _Form, field: str, at: int) -> _Entry | None:
    if quoted := _QUOTED.match(form.text, at):
        if not _ENDED.match(form.text, quoted.end()):
            return None
        return _Entry(Intent.CORRECT, field, form.written[at + 1 : quoted.end() - 1], quoted.end())
    found = _TEXT.match(form.text, at)
    if found is None:
        return None
    value = found[0]
    inner = [word for word in _words(form.lexicon).finditer(value) if len(word[0]) > 1 and word.start() > 1]
    if any(_set_ends(form, at + word.end()) > at + word.end() for word in inner):
        return None  # 题目改成红色物业单位是…: where the title ends is not plain
    if _NO_TEXT.search(value):
        return None
    if not _SAID.search(form.text[max(0, at - 3) : at]) and not (field == "unit" and _OFFICE.search(value)):
        return None  # 题目都怪长
    return _Entry(Intent.CORRECT, field, form.written[at : found.end()].strip(), found.end())


def _bare(form: _Form, at: int) -> list[_Entry]:
    """村级, a telephone, 归三, 属铜山区张集镇邓楼村."""
    if level := _named(form.names.levels).match(form.text, _set_ends(form, at)):
        return [_Entry(Intent.CORRECT, "level", form.names.levels[level[0]], level.end())]
    if place := _place(form, at):
        return place
    set_to = _GOES.match(form.text, at)
    if set_to and (theme := _theme(form, set_to.end())):
        return [_Entry(Intent.CORRECT, "theme", *theme)]
    if phone := _phone(form, at):
        return [_Entry(Intent.CORRECT, "phone", *phone)]
    return []


def _place(form: _Form, at: int) -> list[_Entry]:
    start = _AT_PLACE.match(form.text, at)
    if start is None:
        return []
    found: list[_Entry] = []
    end = start.end()
    for field, read in (("county", _county), ("town", _town), ("community", _community)):
        if value := read(form, end):
            found.append(_Entry(Intent.CORRECT, field, *value))
            end = value[1]
    return found


def _theme(form: _Form, at: int) -> tuple[str, int] | None:
    if named := _named(form.names.themes).match(form.text, at):
        return str(form.names.themes[named[0]]), named.end()
    found = _THEME.match(form.text, at)
    number = number_of(found[1]) if found else 0
    return (str(number), found.end()) if found and 1 <= number <= form.names.last_theme else None


def _level(form: _Form, at: int) -> tuple[str, int] | None:
    found = _named({**form.names.levels, **form.names.short_levels}).match(form.text, at)
    known = form.names.levels | form.names.short_levels
    return (known[found[0]], found.end()) if found else None


def _phone(form: _Form, at: int) -> tuple[str, int] | None:
    found = _PHONE.match(form.text, at)
    return (read_phone(found[0]), found.end()) if found else None


def _person(form: _Form, at: int) -> tuple[str, int] | None:
    for length in (3, 2):
        name = form.text[at : at + length]
        rest = form.text[at + length :]
        ends = _BEHIND_PERSON.match(rest) or _words(form.lexicon).match(rest)
        ends = ends or _named(form.names.levels).match(rest)
        if _PERSON.fullmatch(name) and name[0] in SURNAMES and name[-1] not in _PARTICLE and ends:
            return form.written[at : at + length], at + length
    return None


def _county(form: _Form, at: int) -> tuple[str, int] | None:
    found = _named(form.names.units).match(form.text, at)
    return (form.names.units[found[0]], found.end()) if found else None


def _town(form: _Form, at: int) -> tuple[str, int] | None:
    if found := _named(form.names.towns).match(form.text, at):
        return form.names.towns[found[0]], found.end()
    other = _TOWN.match(form.text, at)
    return (form.written[at : other.end()], other.end()) if other and "改" not in other[0] else None


def _community(form: _Form, at: int) -> tuple[str, int] | None:
    found = _COMMUNITY.match(form.text, at)
    if found is None or re.search(r"[改是为叫]", found[0]):
        return None
    return form.written[at : found.end()], found.end()


def _named(names: dict[str, str] | dict[str, int]) -> re.Pattern[str]:
    return _any_of(tuple(names))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return one_of(words)
