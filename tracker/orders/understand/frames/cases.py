"""Frames about cases: what is done to those that a clause, or one before it, names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.frames.asks import read_original, read_question
from tracker.orders.understand.frames.fields import FREE
from tracker.orders.understand.frames.found import (
    CASE_UNCLEAR,
    CASE_UNCLEAR_VALUE,
    ROW_GIVEN,
    UNSURE,
    WHICH_CASE,
    WHICH_KEPT,
    Found,
)
from tracker.orders.understand.frames.merging import read_merge, read_version
from tracker.orders.understand.frames.values import read_values
from tracker.orders.understand.intents import Guess, Intent, Wish
from tracker.orders.understand.numbers import read_phone
from tracker.orders.understand.spans import Kind
from tracker.orders.understand.words import Cue

Frame = Callable[[Clause, Context, tuple[int, ...]], Found]
LONGEST_VALUE = 8  # characters of words that are named as not understood
NEVER_EMPTY = frozenset(("theme", "level", "county", "title"))
_ALSO = re.compile(
    r"(?:也|同样|一样)(?:是|改|算|按|要|不要了|作废|撤|发来|发我|转来|转我|寄来|给我)?(?:这样|一样|的|办理|处理)?\s*$"
)
_AND = re.compile(r"\s*(?:还有|再加上?|连同|外加|以及)\S{1,12}?的?\s*")  # …的原稿发我，还有4号的
_STANDS = re.compile(
    r"(?:没错|没问题|没毛病|对着[呢来嘞]?|不动|别动|没变)[了的啊，,。\s]*$"
)  # 类别是第二类没错
_STILL = re.compile(r"还是|仍|照旧")  # 2号还是村级不动
_COMPARE = re.compile(r"比较(?!合适|好|妥)|对比|比对|对照|改了什么|有什么(?:不同|区别|差别)|(?:差|区别)在哪")
_ATTRIBUTE = re.compile(r"的(?!是)|错|早")  # 此前剔除的22号
_SWAPPED = re.compile(
    r"颠倒|对调|互换|互相换|换过来|弄反|写反|填反|搞反|说反"
)  # each of two gets what the other has
_HELD = re.compile(
    r"(?:先别|别|不要|不该|不用|不必|不准|不许|不能|不可|无需|无须|毋须|甭|没必要|不|没|勿|切勿|暂勿)(?:再)?(?:给)?(?:撤|删|作废|动|合|归并)"
)


def read_cases(clause: Clause, context: Context) -> Found:
    """The first frame that fits the clause decides."""
    named = clause.all(Kind.CASES)
    numbers = clause.numbers() or context.cases
    if clause.all(Kind.ROW) and not named:
        return _row_given(clause, context)
    if (
        clause.all(Kind.THAT)
        and not named
        and not context.cases
        and clause.means("set", "withdraw", "merge", "confirm", "clear", "restore")
    ):
        return Guess(clause.text, WHICH_CASE)
    if not numbers:
        return _contact(clause) or _no_case(clause)
    if len(numbers) > 1 and _SWAPPED.search(clause.folded):
        return Guess(clause.text, CASE_UNCLEAR, about=(numbers, ""))
    for frame in FRAMES:
        found = frame(clause, context, numbers)
        if found is not None:
            return found
    return None


def _row_given(clause: Clause, context: Context) -> Found:
    """A row of the sheet: its first column has the case's number today, an older print may not."""
    numbers = tuple(number for span in clause.all(Kind.ROW) for number in span.numbers)
    meant = clause.folded[clause.all(Kind.ROW)[0].start :].startswith("序号")
    for frame in FRAMES if meant else ():
        found = frame(clause, context, numbers)
        if isinstance(found, list) and found:
            return Guess(clause.text, ROW_GIVEN, found[0])
    return Guess(clause.text, ROW_GIVEN)


_WHOSE = re.compile(r"([\u4e00-\u9fff·]{2,6}?)的(?:联系)?(?:电话|手机)")


def _contact(clause: Clause) -> Found:
    """张三的电话改为…: the telephone of all that person's cases."""
    whose, phones = _WHOSE.search(clause.folded), clause.said(Kind.PHONE)
    if whose is None or not phones or clause.all(Kind.UNIT, Kind.THAT):
        return None
    return [Wish(Intent.CONTACT, clause.text, field=whose[1], value=read_phone(phones[-1].value))]


def _no_case(clause: Clause) -> Found:
    """No case is named: say so where something was to be done to one."""
    deed = clause.means("withdraw", "merge", "restore", "confirm", "some") and clause.unexplained() <= 8
    named = clause.all(Kind.FIELD, Kind.THEME, Kind.LEVEL, Kind.PHONE) and clause.means("set", "clear")
    numeral = clause.all(Kind.NUMERAL, Kind.ORDINAL) and clause.means("set")
    return Guess(clause.text, WHICH_CASE) if deed or named or numeral else None


def _compare(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    del context
    if clause.numbers() and _COMPARE.search(clause.folded):
        return [Wish(Intent.COMPARE, clause.text, numbers)]
    return None


def _also(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    """12号也是: what was just done to the case before."""
    last = context.last()
    said = _ALSO.search(clause.folded) or (_AND.fullmatch(clause.folded) and len(clause.spans) == 1)
    if last is None or not clause.numbers() or not said:
        return None
    same = [wish for wish in context.wishes if wish.cases == last.cases and wish.cases]
    return [replace(wish, cases=numbers, text=clause.text) for wish in same] or None


def _keep(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("keep"):
        return None
    if clause.means("into") and context.did(Intent.MERGE):
        return None  # 留38: which one stays
    gone = {number for wish in context.wishes if wish.intent is Intent.WITHDRAW for number in wish.cases}
    if gone and clause.numbers() and not gone & set(numbers):
        return []  # 9、10撤掉，11留着: as it is
    if context.did(Intent.KEEP):
        both = re.search(r"都|均|两[篇个]", clause.folded) and not clause.numbers()
        return [Wish(Intent.KEEP, clause.text, context.cases)] if both else []
    context.wishes[:] = [
        w for w in context.wishes if w.intent is not Intent.MERGE or not set(w.cases) & set(numbers)
    ]
    return [Wish(Intent.KEEP, clause.text, numbers)]


def _restore(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("restore") or clause.all(Kind.VERSION) or clause.means("remind"):
        return None
    if context.did(Intent.RESTORE, numbers):
        return None
    context.wishes[:] = [w for w in context.wishes if w.intent is not Intent.WITHDRAW or w.cases != numbers]
    wishes = [Wish(Intent.RESTORE, clause.text, numbers)]
    values = read_values(clause, context)
    return (
        [*wishes, *_corrections(clause, numbers, values)]
        if values and not isinstance(values, Guess)
        else wishes
    )


def _clear(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    cue = clause.cue("clear") or (clause.cue("withdraw") if clause.all(Kind.FIELD) else None)
    if cue is None or clause.means("rest") or re.search(r"写错|不对|少一位|多了|句号", clause.folded):
        return None
    values = read_values(clause, context)
    fields = [span.value for span in clause.all(Kind.FIELD)]
    if (
        not fields
        and context.field
        and not clause.numbers()
        and len(cue.text) > 1
        and not context.did(Intent.CLEAR)
    ):
        fields = [context.field]
    if not isinstance(values, Guess):
        values = {name: value for name, value in values.items() if cue.text not in value}
    names = [name for name in dict.fromkeys(fields) if name not in NEVER_EMPTY]
    if not isinstance(values, Guess):
        names = [name for name in names if name not in values or _is_emptied(name, cue, clause)]
        values = {name: value for name, value in values.items() if name not in names}
    if not names or (cue.text in ("没有", "取消") and not clause.folded.rstrip().endswith(cue.text)):
        return None
    if isinstance(values, Guess):
        return values
    if cue.text == "无" and re.search(r"原无|无误|无人", clause.folded):
        return None
    # What stands before the word is what it empties: 删镇, 镇空 and 村删
    return [
        *_corrections(clause, numbers, values),
        *(Wish(Intent.CLEAR, clause.text, numbers, field=name) for name in names[-3:]),
    ]


def _is_emptied(name: str, cue: Cue, clause: Clause) -> bool:
    """次要主题（四）删去: what stands there is taken out, nothing put in."""
    rest = clause.lexicon.patterns["filler"].sub("", clause.folded[cue.end :]).strip(" ，,。")
    return name not in FREE and not rest and not clause.means("set")


def _correct(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if clause.means("same"):
        return []
    if _STANDS.search(clause.folded) and (
        clause.all(Kind.FIELD) or not clause.means("set") or _STILL.search(clause.folded)
    ):
        return []
    if clause.asks():
        return None
    values = read_values(clause, context)
    if isinstance(values, Guess):
        return values
    if not values:
        return None
    found = _corrections(clause, numbers, values)
    confirm = clause.cue("confirm")
    if (
        confirm is not None
        and confirm.text in clause.lexicon.lists["plainly"]
        and confirm.end >= len(clause.folded.rstrip())
    ):
        found.append(Wish(Intent.CONFIRM, clause.text, numbers))
    return found


def _corrections(clause: Clause, numbers: tuple[int, ...], values: dict[str, str]) -> list[Wish]:
    return [
        Wish(Intent.CORRECT, clause.text, numbers, field=name, value=value) for name, value in values.items()
    ]


def _withdraw(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("withdraw") or context.did(Intent.WITHDRAW, numbers):
        return None
    cue = clause.cue("withdraw")
    if cue is not None and _ATTRIBUTE.match(clause.folded[cue.end :]):
        return None
    if (
        cue is not None
        and cue.text == "不要"
        and clause.lexicon.patterns["filler"].sub("", clause.folded[cue.end :]).strip()
    ):
        return "hold"  # 不要改
    if clause.all(Kind.FIELD):
        return Guess(clause.text, CASE_UNCLEAR)
    if (
        cue is not None
        and "clear" in cue.meanings
        and (
            clause.unexplained()
            or clause.all(Kind.FIELD, Kind.VERSION)
            or (context.field and not clause.numbers())
        )
    ):
        return Guess(clause.text, CASE_UNCLEAR, Wish(Intent.WITHDRAW, clause.text, numbers))
    if _HELD.search(clause.folded) and not clause.folded.rstrip().endswith("不要了"):
        return "hold"
    if clause.lexicon.patterns["into"].search(clause.folded) and "留" in clause.folded:
        return Guess(clause.text, WHICH_KEPT)
    if not clause.numbers() and any(w.cases == numbers for w in context.wishes):
        return None
    return [Wish(Intent.WITHDRAW, clause.text, numbers)]


def _confirm(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("confirm") or re.search(r"不对|有问题|不妥|不准", clause.folded):
        return None
    cue = clause.cue("confirm")
    if clause.text in clause.lexicon.lists["asides"] or clause.folded.rstrip(" 了吧的").endswith("就行"):
        return None
    if cue is not None and cue.text == "不用改" and context.wishes:
        return []  # 41号改县级，43号不用改
    touched = any(w.intent is not Intent.MERGE and set(w.cases) & set(numbers) for w in context.wishes)
    if (
        cue is None
        or clause.all(Kind.FIELD)
        or (touched and not clause.numbers() and cue.text not in clause.lexicon.lists["plainly"])
    ):
        return None
    if (len(cue.text) < 2 or cue.text == "可以") and (
        clause.unexplained() > 3 or cue.end < len(clause.folded.rstrip(" 了吧的"))
    ):
        return None
    if clause.all(Kind.THEME, Kind.LEVEL, Kind.PHONE):  # 17号认成（三）是对的: one value, not the case
        return Guess(clause.text, UNSURE, Wish(Intent.CONFIRM, clause.text, numbers))
    return [Wish(Intent.CONFIRM, clause.text, numbers)]


def _unclear(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    del context
    meant = (
        clause.means("set", "merge", "some", "hold")
        or clause.all(Kind.FIELD, Kind.FOREIGN)
        or "不对" in clause.folded
    )
    if not clause.numbers():
        meant = clause.all(Kind.FIELD) and (clause.means("set") or ":" in clause.folded)
    if not meant or clause.unexplained() > 12:
        return None
    field = clause.all(Kind.FIELD)[-1].value if clause.all(Kind.FIELD) else ""
    said = clause.folded[clause.all(Kind.CASES)[-1].end :] if clause.numbers() else ""
    value = clause.lexicon.patterns["set"].sub("", said).strip()
    why = (
        f"{CASE_UNCLEAR_VALUE.format(value)}"
        if value and not field and len(value) <= LONGEST_VALUE
        else CASE_UNCLEAR
    )
    return Guess(clause.text, why, about=(numbers, field))


FRAMES: tuple[Frame, ...] = (
    _also, _compare, read_original, read_question, _keep, _restore, read_version, read_merge, _clear, _correct, _withdraw,
    _confirm, _unclear,
)  # fmt: skip
