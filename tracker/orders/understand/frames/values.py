"""Which fields of a case a clause sets, and to what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from intake.understand.identify.parse.names import SURNAMES
from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.frames.fields import (
    FREE,
    NAME,
    NUMBERS,
    READERS,
    inside,
    phone_in,
    rest_of,
    short_level,
    theme_in_quote,
)
from tracker.orders.understand.frames.found import PART_ONLY, UNSURE
from tracker.orders.understand.intents import Guess, Intent, Wish
from tracker.orders.understand.numbers import read_phone
from tracker.orders.understand.spans import Kind, Span

Values = dict[str, str]
PARTED = FREE - {"remark", "opinion"}  # 备注里加一句“…” is the whole of it
_TOWN_AND = re.compile(r"([\u4e00-\u9fff]{2,6}(?:镇|街道|乡))的?([\u4e00-\u9fff]{2,8})")
_COMMUNITY = re.compile(
    r"[\u4e00-\u9fff()]{1,12}?(?:村委会|居委会|村|社区|居)(?![的]?[名级])|[\u4e00-\u9fff]{2,4}$"
)


def read_values(clause: Clause, context: Context) -> Values | Guess:
    """Field → value, as the ledger's commands take them; empty where the clause sets nothing."""
    values = _of_fields(clause, context) if clause.all(Kind.FIELD) else _carried(clause, context)
    if (
        not values
        and any(_is_part(field, clause) for field in clause.all(Kind.FIELD))
        and clause.all(Kind.QUOTE)
    ):
        return Guess(
            clause.text, PART_ONLY, about=(clause.numbers() or context.cases, clause.all(Kind.FIELD)[0].value)
        )
    values = _bare(clause, context, values) | values
    if "phone" in values and _ADDED.search(clause.folded):
        numbers = clause.numbers() or context.cases
        return Guess(
            clause.text,
            UNSURE,
            Wish(Intent.CORRECT, clause.text, numbers, field="phone", value=values["phone"]),
        )
    for name in ("theme", "secondary"):
        if (theme := values.get(name)) and not 1 <= int(theme) <= context.names.last_theme:
            return _impossible(clause, context, name, _written_number(clause) or theme)
    return _divided(values) if values else _unnamed(clause, context)


def _of_fields(clause: Clause, context: Context) -> Values:
    """The value behind each field, up to the next."""
    fields = clause.all(Kind.FIELD)
    values: Values = {}
    taken: set[str] = set()  # 层级：社区 names no field 社区
    for field, following in zip_longest(fields, fields[1:]):
        if _is_part(field, clause) or field.value in taken:
            continue
        ends = following is None or field.value in ("remark", "opinion")  # they take all that follows
        end = len(clause.folded) if ends else following.start
        value = READERS[field.value](clause, field.end, end, context)
        if field.value == "level" and not value:
            value = short_level(clause, field.end, context)
            taken = {"town", "community", "county"} if value else set()
        if value:
            values.setdefault(field.value, value)
    return values or _in_front(clause)


def _in_front(clause: Clause) -> Values:
    """“马学礼”登在联系人一栏: a quote before the field, where no value stands behind."""
    free = next((field for field in clause.all(Kind.FIELD) if field.value in FREE), None)
    quotes = clause.said(Kind.QUOTE)
    if free is None or not quotes or _is_part(free, clause) or quotes[-1].end > free.start:
        return {}
    return {free.value: quotes[-1].value}


def _impossible(clause: Clause, context: Context, field: str, value: str) -> Guess:
    """A value that there is not; what there is, the one who would do it says."""
    numbers = clause.numbers() or context.cases
    return Guess(
        clause.text, "没有这一项", Wish(Intent.CORRECT, clause.text, numbers, field=field, value=value)
    )


def _written_number(clause: Clause) -> str:
    """The last number, as written: 九."""
    found = clause.said(*NUMBERS)
    return clause.piece.written[found[-1].start : found[-1].end].removeprefix("主题").strip() if found else ""


def _unnamed(clause: Clause, context: Context) -> Values | Guess:
    """属柳桥村, 属铜山区: the ending says which field is meant where no list knows the name."""
    named = clause.all(Kind.FIELD, Kind.QUOTE, Kind.UNIT, Kind.TOWN)
    if (
        not named
        and context.cases
        and not clause.spans
        and (found := _ON_TIME.fullmatch(clause.folded.strip()))
    ):
        return {"on_time": "逾期" if found[1] in LATE else "按期"}
    if clause.lexicon.patterns["wrong_value"].search(clause.folded):
        return {}  # 不是丰收村, 21号不是智慧社区
    text = clause.folded.strip()
    place = not named and re.fullmatch(r"[\u4e00-\u9fff]{2,6}(?:村|社区)", text)
    if place and context.cases and context.did(Intent.CORRECT, context.cases):
        return {"community": text}  # 12号补一下：碾庄镇，马集村
    if named or not clause.numbers() or clause.asks() or clause.means("merge", "keep", "withdraw"):
        return {}
    text = rest_of(clause, 0, len(clause.folded))
    if found := _ON_TIME.fullmatch(_behind_case(clause)):
        return {"on_time": "逾期" if found[1] in LATE else "按期"}
    if re.fullmatch(r"[\u4e00-\u9fff]{1,8}(?:村|社区)", text):
        return {"community": text}
    if re.fullmatch(r"[\u4e00-\u9fff]{1,5}[县区市]", text):
        return _impossible(clause, context, "county", text)
    return {}


LATE = ("逾期", "迟报", "晚报", "超期")
_ON_TIME = re.compile(
    r"(?:就|还是|应该?)?(?:按|算作?|应?按照?|是|为|视为|记为?)?(按期|按时|准时|逾期|迟报|晚报|超期)(?:处理|报送|登记|计算|算|的)?(?:吧|了)?"
)


def _behind_case(clause: Clause) -> str:
    return clause.folded[clause.all(Kind.CASES)[-1].end :].strip()


def _is_part(field: Span, clause: Clause) -> bool:
    """Whether only words inside a field are meant: 标题中的“创心”."""
    after = clause.folded[field.end :].lstrip()
    return any(after.startswith(word) for word in clause.lexicon.lists["part"]) and field.value in PARTED


def _divided(values: Values) -> Values:
    """A title with a dash holds its subtitle; a subtitle loses the dash before it."""
    if "subtitle" in values:
        values["subtitle"] = values["subtitle"].lstrip("—－- ")
    elif "——" in values.get("title", ""):
        values["title"], _, values["subtitle"] = values["title"].partition("——")
        values["subtitle"] = values["subtitle"].strip("— ")
    if found := _TOWN_AND.fullmatch(values.get("community", "")):  # 八路镇的后马村
        values["community"] = found[2]
        values.setdefault("town", found[1])
    return values


def _carried(clause: Clause, context: Context) -> Values:
    """A clause that only gives the value of the field named before it: 县区写错了，应该是新沂市."""
    field, end = context.field, len(clause.folded)
    if not field:
        return {}
    if field == "unit" and any(clause.folded[span.start] == "《" for span in clause.said(Kind.QUOTE)):
        field = "title"  # 经报送单位来函，30号更名为《…》
    if field == "phone" and (phone := phone_in(clause, 0, end, context)):
        return {field: phone}
    if not clause.means("set") or (clause.all(Kind.CASES) and field in FREE and not clause.all(Kind.QUOTE)):
        named = "contact" in (field, *context.fields) and not clause.spans and not clause.cues
        if named and NAME.fullmatch(clause.text) and clause.text[0] in SURNAMES:
            return {"contact": clause.text}
        return {}
    reader = READERS.get(field)
    if reader is None or (field in ("theme", "secondary") and clause.all(Kind.UNIT, Kind.TOWN)):
        return {}
    first = clause.cue("set")
    if (
        field in FREE
        and not clause.all(Kind.QUOTE)
        and (first is None or not _LEADS.fullmatch(clause.folded[: first.start].strip()))
    ):
        return {}
    value = reader(clause, 0, end, context)
    return {field: value} if value else {}


# Before the word of setting, in a clause that only gives a value: 村名写的大李庄，人家是小李庄
_LEADS = re.compile(
    r"(?:人家|他们|它|那|这|其实|实际上?|真名|真正的?|正确的?|本来|应该?|请|现在?|都|就|全|得|给我|你|您|再|统一|直接|帮我|帮忙)*"
)
_OF_A_KIND = re.compile(
    r"的?(?:案例)?(?:都|就)?(?:不用|不必|无需|不要求|不填|用不着)"
)  # 镇街级的不用填村: why, not what
_ADDED = re.compile(
    r"再(?:加|添|补)(?:个|一个|上)?|(?:加|添)(?:个|一个)(?:座机|手机|电话|号)"
)  # beside what is there
_BY = re.compile(r"由([\u4e00-\u9fff]{2,3}?)(?:同志)?(?:负责|联系|经办|对接)")  # 45号现在由孙立群负责


def _bare(clause: Clause, context: Context, known: Values) -> Values:
    """Values that say themselves which field they are: 村级, 主题四, 铜山的, 张集镇."""
    found: Values = {}
    taken = set(known)
    if not taken & {"title", "subtitle", "unit", "remark", "opinion"}:
        spans = inside(clause, 0, len(clause.folded), context)
        found |= (
            _bare_theme(clause, spans, context) if "theme" not in taken and "secondary" not in taken else {}
        )
        levels = [
            span.value
            for span in spans
            if span.kind is Kind.LEVEL and not _OF_A_KIND.match(clause.folded, span.end)
        ]
        found |= {"level": levels[-1]} if levels else {}
        found |= _bare_place(clause, "community" in taken)
    if not taken and not found and clause.means("set"):
        found |= _titled(clause, context)
    by = _BY.search(clause.folded)
    if by and by[1][0] in SURNAMES and "contact" not in taken and (clause.numbers() or context.cases):
        found["contact"] = by[1]
    phones = clause.said(Kind.PHONE)
    if phones and (taken or clause.means("set") or clause.all(Kind.CASES)):
        found["phone"] = read_phone(phones[-1].value)
    return found


def _titled(clause: Clause, context: Context) -> Values:
    """3号改成《一核引领》: what stands in the marks of a title is one, unless it is a theme's."""
    marked = [span for span in clause.said(Kind.QUOTE) if clause.folded[span.start] == "《"]
    themes = [name for span in marked for name in context.names.themes if name == span.value.lower()]
    alone = (
        len(marked) == 1 and not themes and not clause.all(Kind.FIELD) and (clause.numbers() or context.cases)
    )
    behind = alone and any("set" in cue.meanings and cue.end == marked[0].start for cue in clause.cues)
    return {"title": marked[0].value} if behind else {}


def _bare_theme(clause: Clause, spans: Sequence[Span], context: Context) -> Values:
    themes = [span for span in spans if span.kind is Kind.THEME]
    later = [span for span in spans if span.kind in NUMBERS and span.kind is not Kind.THEME]
    second = [span for span in themes if _SECOND.match(clause.folded, span.end)]
    if second and (clause.numbers() or context.cases):  # 农村社区建设为主，协商为次
        first = [span for span in themes if span not in second]
        return {"secondary": str(int(second[-1].value))} | (
            {"theme": str(int(first[-1].value))} if first else {}
        )
    if themes:
        after = [span for span in later if span.start > themes[-1].end]
        return {
            "theme": str(after[-1].numbers[0] if after and clause.means("set") else int(themes[-1].value))
        }
    if clause.all(Kind.FIELD, Kind.UNIT, Kind.LEVEL, Kind.TOWN) or not (clause.numbers() or context.cases):
        return {}
    last = len(later) == 1 and not clause.lexicon.patterns["filler"].sub(
        "", clause.folded[later[0].end :]
    ).strip(" 、，,。")
    if last and not clause.unexplained() and (later[0].kind is not Kind.ORDINAL or clause.means("set")):
        return {"theme": str(later[0].numbers[0])}
    quoted = theme_in_quote(clause, context) if clause.means("set") else ""
    return {"theme": quoted} if quoted else {}


def _bare_place(clause: Clause, has_community: bool) -> Values:
    found: Values = {}
    if owners := _owners(clause):
        found["county"] = owners[-1].value
    first = next((span.start for span in clause.all(Kind.CASES)), 0)
    towns = [
        span
        for span in clause.said(Kind.TOWN)
        if span.start >= first
        and not _ASIDE.match(clause.folded, span.end)
        and not _OFFICE.match(clause.folded, span.end)
        and (clause.all(Kind.CASES) or not clause.folded.startswith("是", span.end))  # 江庄是贾汪的
    ]  # before: 大屯街道的那篇是8号
    setting = clause.means("set", "transfer") or clause.unexplained() <= 3
    if towns and setting and not clause.means("keep", "merge") and not has_community:
        found["town"] = towns[-1].value
        after = _COMMUNITY.match(clause.folded[towns[-1].end :])
        if after and after[0].endswith(("村", "社区")) and not after[0].startswith(("的", "是")):
            found["community"] = after[0]
    return found


_SECOND = re.compile(r"为[次辅](?!要)")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{0,8}(?:办|科|政府|办事处|委员会|居委会|村委会)(?![\u4e00-\u9fff])")
_ASIDE = re.compile(
    r"(?:报|那边|那块|那一带|那一片|嘛|附近|一带|旁边|隔壁|交界)"
)  # who sent it, or about where


def _next_span(clause: Clause, span: Span) -> int:
    return next((other.start for other in clause.spans if other.start >= span.end), len(clause.folded))


FARTHEST = 4  # characters of unknown words behind a unit that a case belongs to


def _owners(clause: Clause) -> list[Span]:
    """Units that a case is said to belong to: behind the case, or right behind a word of setting."""
    cases = clause.all(Kind.CASES)
    found = []
    for span in clause.said(Kind.UNIT):
        before = clause.folded[: span.start].rstrip()
        cued = any(
            cue.end >= len(before) and cue.meanings & {"set", "transfer"}
            for cue in clause.cues
            if cue.end <= span.start
        )
        alone = not before and clause.folded[span.end :].strip() == "的"
        after = clause.lexicon.patterns["filler"].sub("", clause.folded[span.end : _next_span(clause, span)])
        if len(re.sub(r"[^\u4e00-\u9fff]", "", after)) > FARTHEST:
            continue  # 睢宁县民政局以全县名义报送: who sent it, not whose it is
        follows = next((other for other in clause.all(Kind.TOWN) if other.start == span.end), None)
        if _OFFICE.match(clause.folded, (follows or span).end) or (
            follows and clause.folded.startswith("报的", follows.end)
        ):
            continue  # 新沂市窑湾镇社会事务办; 是沛县龙固镇报的
        if clause.lexicon.patterns["agent"].match(clause.folded, span.end):
            continue  # 17号丰县来电话说撤回
        if cued or alone or (follows and not cases) or (cases and span.start > cases[-1].start):
            found.append(span)
    return found
