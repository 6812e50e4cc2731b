"""The value of one field, read in the stretch of a clause where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from intake.understand.identify.parse.names import SURNAMES
from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.numbers import read_phone
from tracker.orders.understand.spans import QUOTES, Kind, Span, find_spans
from tracker.orders.understand.words import Cue

FREE = frozenset(("title", "subtitle", "unit", "remark", "opinion", "contact", "community"))
NUMBERS = (Kind.THEME, Kind.NUMERAL, Kind.NUMBER, Kind.ORDINAL)
NAME = re.compile(r"[\u4e00-\u9fff]{2,3}(?:·[\u4e00-\u9fff]{1,6})?")
_TITLED = re.compile(r"^[\u4e00-\u9fff](?:书记|主任|科长|局长|所长|站长|老师|同志)(?=[\u4e00-\u9fff]{2})")
_SPELLED = re.compile(r"(?:[\u4e00-\u9fff]{1,3}的[\u4e00-\u9fff]){1,4}$")  # 张建国，建设的建国家的国
_TOWN = re.compile(r"[\u4e00-\u9fff()]{1,8}(?:镇|街道|乡|街道办事处)$")
_DIGITS = re.compile(r"(?<![\d\s-])[\d\s-]{7,}$")  # 王芳 13300001111
_EDGE = ' \t:：,，.。、；;”"》—-'
_TAIL = re.compile(r"(?:的|了|吧|啊|呀|哈|即可|为宜|为好){1,4}$")
_QUOTED = re.compile(QUOTES)
_NUMBERED = re.compile(r"第?\d{1,4}号")
_AS_COMMUNITY = re.compile(r"社区(?:名称?|的名字)?$")
_A_CASE = re.compile(r"第?\d{1,4}号的?")
_PLACEHOLDER = re.compile(r"[栏姓空无错对删清换改没有误补正填写登变调走掉了不好颠倒反互]+")


def inside(clause: Clause, start: int, end: int, context: Context) -> list[Span]:
    """The spans of a region that are not denied, and those named inside its quotes."""
    found: list[Span] = []
    for span in clause.said(*Kind):
        if start <= span.start < end:
            found += _quoted(span, clause, context) if span.kind is Kind.QUOTE else [span]
    return found


def _quoted(quote: Span, clause: Clause, context: Context) -> list[Span]:
    start = quote.start + 1
    inner = find_spans(clause.folded[start : quote.end - 1], context.names)
    named = (span for span in inner if span.kind in (Kind.THEME, Kind.LEVEL, Kind.UNIT, Kind.TOWN))
    return [replace(span, start=span.start + start, end=span.end + start) for span in named]


def _theme(clause: Clause, start: int, end: int, context: Context) -> str:
    found = [span for span in inside(clause, start, end, context) if span.kind in NUMBERS]
    if not found:
        return theme_in_quote(clause, context)
    last = found[-1]
    return str(int(last.value) if last.kind is Kind.THEME else last.numbers[0])


def theme_in_quote(clause: Clause, context: Context) -> str:
    """The theme whose name stands in quotes, else ``""``."""
    for quote in clause.said(Kind.QUOTE):
        for name, number in context.names.themes.items():
            if name in quote.value or quote.value in name:
                return str(number)
    return ""


def _last_of(kind: Kind) -> Callable[[Clause, int, int, Context], str]:
    def read(clause: Clause, start: int, end: int, context: Context) -> str:
        found = [span.value for span in inside(clause, start, end, context) if span.kind is kind]
        return found[-1] if found else ""

    return read


def _level(clause: Clause, start: int, end: int, context: Context) -> str:
    return _last_of(Kind.LEVEL)(clause, start, end, context) or short_level(clause, start, context)


def short_level(clause: Clause, start: int, context: Context) -> str:
    """镇, 社区 where a level is expected, up to the end of the clause."""
    rest = rest_of(clause, start, len(clause.folded)) or clause.folded[start:]
    text = rest.strip(_EDGE).replace("（", "(").replace("）", ")")
    return context.names.short_levels.get(text, "")


def phone_in(clause: Clause, start: int, end: int, context: Context) -> str:
    """The last telephone of a stretch, else ``""``."""
    del context
    found = [span.value for span in clause.said(Kind.PHONE) if start <= span.start < end]
    return read_phone(found[-1]) if found else ""


def _free(clause: Clause, start: int, end: int, context: Context) -> str:
    """Text as written: what is quoted, where quotes hold all of it, else all behind the word of setting."""
    del context
    spans = [span for span in clause.all(Kind.QUOTE) if start <= span.start < end]
    text = rest_of(clause, start, end)
    empty = (
        not text
        or _PLACEHOLDER.fullmatch(text)
        or _A_CASE.fullmatch(text)
        or not clause.lexicon.patterns["filler"].sub("", text)
    )
    if (
        not text
        and len(spans) == 1
        and spans[0].start == start
        and not clause.denied(spans[0])
        and spans[0].end == end
    ):
        return spans[0].value.strip()  # 副标题“古邳镇乡村治理实践”
    if empty or (spans and all(map(clause.denied, spans))):
        return ""
    quotes = list(_QUOTED.finditer(text))
    said = [span for span in spans if not clause.denied(span)]
    if len(said) < len(spans):
        return said[-1].value.strip()  # 应作“庄许”非“许庄”
    if quotes and not re.search(
        r"[\u4e00-\u9fff]",
        clause.lexicon.patterns["filler"].sub("", _NUMBERED.sub("", _QUOTED.sub("", text))),
    ):
        return quotes[-1][0][1:-1].strip()
    if quotes and quotes[0][0].startswith("《"):
        after = text[quotes[0].end() :]
        return quotes[0][0][1:-1].strip() + (after if after.startswith("——") else "")
    return text if len(text) > 1 else ""


def rest_of(clause: Clause, start: int, end: int) -> str:
    """What stands behind a colon, else behind the first word of setting (a word of two characters first)."""
    colon = _COLON.match(clause.folded, start, end) or _BLANK.match(clause.folded, start, end)
    at = colon.end() if colon else _behind_set(clause, start, end)
    if not at:
        return ""
    text = clause.piece.written[at:end].strip().lstrip(":： ").rstrip("。，,；; ")
    return _TAIL.sub("", text).strip()


_BLANK = re.compile(r"\s{1,20}(?:叫|是)?\s{0,20}(?=[\u4e00-\u9fff]{2,6}\s{0,20}$)")  # 村名 马庄
_COLON = re.compile(r"(?:[^:：“《]{0,8}[:：]|(?:写|记)?一下[,，])\s*")


def _behind_set(clause: Clause, start: int, end: int) -> int:
    cues = [
        cue
        for cue in clause.cues
        if "set" in cue.meanings and start <= cue.start < end and not _misnames(cue, clause)
    ]
    quotes = [span.start for span in clause.all(Kind.QUOTE) if start <= span.start < end]
    if quotes:
        cues = [cue for cue in cues if cue.start < quotes[0]]
    if not cues:
        return 0
    first = next((cue for cue in cues if len(cue.text) > 1), cues[0])
    at = first.end
    for cue in cues:
        if at <= cue.start <= at + 1:  # 应改为, 请登
            at = cue.end
    return at


def _misnames(cue: Cue, clause: Clause) -> bool:
    """Whether it begins 写成 and the like: what follows is what was wrong, if no quote says what is right."""
    if any(span.start == cue.end and not clause.denied(span) for span in clause.all(Kind.QUOTE)):
        return False
    before = clause.folded[: cue.end]
    return any(
        (clause.folded.startswith(word, cue.start) and len(word) >= len(cue.text))
        or (before.endswith(word) and len(word) > len(cue.text))  # 单位写的是民证局
        for word in clause.lexicon.lists["deny"]
    )


def _contact(clause: Clause, start: int, end: int, context: Context) -> str:
    quote = next((s for s in clause.said(Kind.QUOTE) if start <= s.start < end), None)
    if quote is not None:
        given = clause.folded[quote.end : quote.end + 2] if len(quote.value) == 1 else ""  # “闫”芳
        return quote.value + re.sub(r"[^\u4e00-\u9fff].*", "", given)
    del context
    text = rest_of(clause, start, end) or clause.piece.written[start:end].strip(_EDGE + "的")
    text = _TITLED.sub("", _unspelled(_TAIL.sub("", _DIGITS.sub("", text.strip(_EDGE)).strip(_EDGE))))
    found = NAME.match(text)
    tail = re.sub(r"[\d\s\-—,，()（）]|电话|手机", "", text[found.end() :]) if found else ""
    if found is None or (_PLACEHOLDER.search(found[0]) and not _set_in(clause, start, end)):
        return ""
    if found[0][0] not in SURNAMES and "·" not in found[0]:
        return ""
    if len(tail) > 1 or _PLACEHOLDER.fullmatch(found[0]) or found[0].startswith(("姓", "性", "不", "一栏")):
        return ""
    return found[0] + (tail if len(tail) == 1 and len(found[0]) < 3 else "")


def _unspelled(text: str) -> str:
    """张建国建设的建国家的国 → 张建国: said aloud, characters are told apart by words they stand in."""
    found = _SPELLED.search(text)
    while found and found.start() < 2:
        found = _SPELLED.search(text, found.start() + 1)
    for at in range(2, len(text)):
        tail = re.fullmatch(r"(?:[\u4e00-\u9fff]{2}的[\u4e00-\u9fff])+", text[at:])
        if tail and all(char in text[:at] for char in text[at + 3 :: 4]):
            return text[:at]
    return text


def _community(clause: Clause, start: int, end: int, context: Context) -> str:
    said = _free(clause, start, end, context).strip(_EDGE)
    whole = re.match(r"[\u4e00-\u9fff]{2,8}?(?:社区|村)(?=.*的)", said)
    text = whole[0] if whole else _unspelled(said)
    if not re.fullmatch(r"(?!不是|应该?是|别)[\u4e00-\u9fff()（）]{2,12}", text):
        return ""
    if not text.endswith(("村", "社区", "居委会", "村委会", "居")):
        kind = "社区" if _AS_COMMUNITY.search(clause.folded[:start]) else "村"
        return text + kind if len(text) <= 4 else text
    return text


def _town(clause: Clause, start: int, end: int, context: Context) -> str:
    if named := _last_of(Kind.TOWN)(clause, start, end, context):
        return named
    text = _free(clause, start, end, context).strip(_EDGE)
    return text if _TOWN.fullmatch(text) else ""


def _set_in(clause: Clause, start: int, end: int) -> bool:
    if re.match(r"\s*[:：]", clause.folded[start:]):
        return True
    return any(start <= cue.start < end and "set" in cue.meanings for cue in clause.cues)


def _on_time(clause: Clause, start: int, end: int, context: Context) -> str:
    del context
    found = re.search(r"按期|逾期", clause.folded[start:end])
    return found[0] if found else ""


READERS: dict[str, Callable[[Clause, int, int, Context], str]] = {
    "theme": _theme,
    "secondary": _theme,
    "level": _level,
    "county": _last_of(Kind.UNIT),
    "town": _town,
    "community": _community,
    "phone": phone_in,
    "contact": _contact,
    "title": _free,
    "subtitle": _free,
    "unit": _free,
    "remark": _free,
    "opinion": _free,
    "on_time": _on_time,
}
