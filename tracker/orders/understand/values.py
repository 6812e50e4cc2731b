"""Which fields of a case a clause sets, and to what."""

from __future__ import annotations

import re

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.order import Guess
from tracker.orders.understand.spans import Kind, Span, number_of

_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6})?")
_NO_NAME = re.compile(r"空着|不对|删|清|换|改|错|没|无|调走|姓")
_FREE = ("title", "subtitle", "unit", "remark", "opinion")
_EMPTY = frozenset(("无", "空", "没有", "空着", "空白"))
_ENDS = {"town": ("镇", "街道", "乡", "街道办事处"), "community": ("村", "社区", "居委会", "村委会", "居")}
Values = dict[str, str]


def read_values(clause: Clause, context: Context) -> Values | Guess:
    """Field → value, as the ledger's commands take them; empty where the clause sets nothing."""
    fields = clause.all(Kind.FIELD)
    values: Values = {}
    for index, span in enumerate(fields):
        end = fields[index + 1].start if index + 1 < len(fields) else len(clause.folded)
        found = _value(span, clause, span.end, end, context)
        if isinstance(found, Guess):
            return found
        if found and span.value not in values:
            values[span.value] = found
    if fields and not values:
        context.field = fields[-1].value
        found = _before(fields[-1], clause, context)
        if found:
            values[fields[-1].value] = found
    elif not fields and context.field and not clause.all(Kind.THEME, Kind.LEVEL):
        values = _carried(clause, context)
    bare = _bare(clause, context, values)
    if isinstance(bare, Guess):
        return bare
    return {**bare, **values}


def _before(field: Span, clause: Clause, context: Context) -> str:
    """A value in front of its field: nothing but quotes do that."""
    del field, context
    quotes = clause.said(Kind.QUOTE)
    return quotes[-1].value if quotes and clause.means("set") else ""


def _carried(clause: Clause, context: Context) -> Values:
    """A clause that gives the value of the field before it: 县区写错了，应该是新沂市."""
    field = context.field
    text = _rest(clause, 0, len(clause.folded))
    if field in ("town", "community"):
        whole = text in context.names.towns if field == "town" else text.endswith(_ENDS["community"])
        found = _place(text, field, context) if whole else ""
        return {field: found} if found and clause.means("set") else {}
    if field == "phone" and (phones := clause.said(Kind.PHONE)):
        return {field: phones[-1].value}
    if field == "contact" and _NAME.fullmatch(text) and not clause.all(Kind.UNIT, Kind.CASES):
        return {field: text}
    if field in ("title", "subtitle") and (quotes := clause.said(Kind.QUOTE)) and clause.means("set"):
        return {field: quotes[-1].value}
    if field == "title" and clause.means("set") and text and not clause.all(Kind.CASES):
        return {field: text}
    return {}


def _value(field: Span, clause: Clause, start: int, end: int, context: Context) -> str | Guess:
    inside = [span for span in clause.spans if start <= span.start < end and not clause.denied(span)]
    name = field.value
    match name:
        case "theme" | "secondary":
            return _theme(inside, context)
        case "level":
            return next((span.value for span in inside if span.kind is Kind.LEVEL), "")
        case "county":
            return next((span.value for span in reversed(inside) if span.kind is Kind.UNIT), "")
        case "phone":
            return next((span.value for span in reversed(inside) if span.kind is Kind.PHONE), "")
    quote = next((span for span in inside if span.kind is Kind.QUOTE), None)
    if quote is not None and name in _FREE:
        quotes = [span for span in inside if span.kind is Kind.QUOTE and _set_after(clause, start, span.start + 1)]
        if not quotes:
            return ""
        text = _rest(clause, start, end)
        outside = text.replace(clause.piece.written[quotes[-1].start : quotes[-1].end].strip("“”\"《》"), "").strip("“”\"《》。，的了吧 ")
        whole = clause.piece.written[start:end].lstrip(" :：")
        return whole.strip(" 。，") if outside and whole.startswith("“") and len(quotes) == 1 else quotes[-1].value
    text = _rest(clause, start, end)
    if text in _EMPTY or not context.lexicon.filler.sub("", text) or re.match(r"\d+号", text):
        return ""
    if name == "town":
        town = next((span.value for span in inside if span.kind is Kind.TOWN), "")
        return town or (_place(text, name, context) if _set_after(clause, start, end) else "")
    if name == "community":
        return (quote.value if quote else _place(text, name, context)) if _set_after(clause, start, end) else ""
    if name == "contact":
        if _NO_NAME.search(text) and not clause.all(Kind.PHONE):
            text = _NO_NAME.split(text)[-1] if False else ""
        found = _NAME.match(text)
        return found[0] if found and len(text) <= 6 else ""
    return text if _set_after(clause, start, end) and len(text) > 1 else ""


def _set_after(clause: Clause, start: int, end: int) -> bool:
    if re.match(r"\s*[:：]", clause.folded[start:]):
        return True
    return any(start <= cue.start < end and "set" in cue.meanings for cue in clause.cues)


def _rest(clause: Clause, start: int, end: int) -> str:
    """What stands behind the last setting word, as written."""
    at = start
    for cue in clause.cues:
        if start <= cue.start < end and "set" in cue.meanings:
            at = cue.end
            break
    text = clause.piece.written[at:end]
    return text.strip(" \t:：,，.。、；;“”\"《》—-的了吧")


def _theme(inside: list[Span], context: Context) -> str | Guess:
    for span in reversed(inside):
        if span.kind in (Kind.THEME, Kind.NUMERAL, Kind.NUMBER, Kind.ORDINAL):
            number = int(span.value) if span.kind is Kind.THEME else span.numbers[0]
            if not 1 <= number <= context.names.last_theme:
                return Guess("", f"没有第{number}个主题")
            return str(number)
        if span.kind is Kind.QUOTE:
            for name, number in context.names.themes.items():
                if name in span.value or span.value in name:
                    return str(number)
    return ""


def _owners(clause: Clause) -> list[Span]:
    """Units that a case is said to belong to: behind the case, or right behind a word of setting."""
    cases = clause.all(Kind.CASES)
    found = []
    for span in clause.said(Kind.UNIT):
        before = clause.folded[: span.start].rstrip()
        cued = any(cue.end >= len(before) and cue.meanings & {"set", "transfer"} for cue in clause.cues if cue.end <= span.start)
        alone = clause.folded[: span.start].strip() == "" and clause.folded[span.end :].strip() == "的"
        if cued or alone or (cases and span.start > cases[-1].start):
            found.append(span)
    return found


def _place(text: str, field: str, context: Context) -> str:
    text = text.strip("“”\"《》 ")
    if field == "town" and text in context.names.towns:
        return context.names.towns[text]
    if not re.fullmatch(r"[\u4e00-\u9fff()（）]{2,12}", text):
        return ""
    if field == "community" and not text.endswith(_ENDS["community"]):
        return text + "村" if len(text) <= 4 else text
    return text


def _bare(clause: Clause, context: Context, known: Values) -> Values | Guess:
    """Values that say themselves which field they are: 村级, 主题四, 铜山的, 张集镇."""
    found: Values = {}
    setting = clause.means("set", "transfer") or clause.unexplained(context.lexicon) <= 3
    for span in clause.said(Kind.LEVEL):
        found["level"] = span.value
    themes = clause.said(Kind.THEME)
    if themes and "theme" not in known:
        later = [s for s in clause.said(Kind.NUMERAL, Kind.NUMBER, Kind.ORDINAL) if s.start > themes[-1].end]
        number = later[-1].numbers[0] if later and clause.means("set") else int(themes[-1].value)
        if not 1 <= number <= context.names.last_theme:
            return Guess(clause.text, f"没有主题{number}")
        found["theme"] = str(number)
    elif not known and not clause.all(Kind.FIELD):
        single = clause.said(Kind.NUMERAL, Kind.NUMBER, Kind.ORDINAL)
        quotes = [s for s in clause.said(Kind.QUOTE) if clause.means("set")]
        if single and clause.unexplained(context.lexicon) <= 1 and (clause.all(Kind.CASES) or context.cases) and not clause.all(Kind.UNIT, Kind.LEVEL):
            number = single[-1].numbers[0]
            if len({span.numbers[0] for span in single}) > 2:
                return Guess(clause.text, "没有看懂")
            if "或" in clause.folded:
                return Guess(clause.text, "写了两个主题")
            if not 1 <= number <= context.names.last_theme:
                return Guess(clause.text, f"没有主题{number}")
            found["theme"] = str(number)
        for quote in quotes:
            for name, number in context.names.themes.items():
                if name in quote.value or quote.value in name:
                    found["theme"] = str(number)
    if "county" not in known and (units := _owners(clause)) and setting and "unit" not in known and "title" not in known and "subtitle" not in known:
        found["county"] = units[-1].value
    if "town" not in known and (towns := clause.said(Kind.TOWN)) and setting and not set(known) & {"title", "subtitle", "unit", "community"}:
        found["town"] = towns[-1].value
        after = re.match(r"[\u4e00-\u9fff]{1,6}(?:村|社区)", clause.folded[towns[-1].end :])
        if after and not after[0].startswith(("的", "是")):
            found["community"] = after[0]
    phones = clause.said(Kind.PHONE)
    if phones and "phone" not in known and (known or clause.means("set") or clause.all(Kind.CASES) or context.cases):
        found["phone"] = phones[-1].value
    return found
