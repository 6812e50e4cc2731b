"""Which order a clause is: one function a frame, the first that fits decides.

A frame looks at what the clause names and at the meanings of its cues, never at whole sentences. It
returns wishes, a guess where something is missing, ``"hold"`` where the sentence takes itself back,
or None where the clause is not its own.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.order import Guess, Intent, Wish
from tracker.orders.understand.spans import Kind, number_of
from tracker.orders.understand.values import read_values

MAIL_UNCLEAR, CASE_UNCLEAR = "没有看懂要对这封来信做什么", "没有看懂要改什么"
Found = list[Wish] | Guess | Literal["hold"] | None
Frame = Callable[[Clause, Context], Found]


def read_frame(clause: Clause, context: Context) -> Found:
    """What a clause orders, if anything."""
    numbers = clause.numbers()
    if re.match(r"\s*(?:哦|啊|呃)?不(?:对)?\s*(?:$|[,，])", clause.folded) or clause.folded.strip() in ("不对", "哦不", "不", "说错了", "错了"):
        context.repairing = True
        return None
    context.excepted = clause.excepted() or context.excepted
    numbers = tuple(number for number in numbers if number not in context.excepted)
    if numbers:
        context.cases = numbers
    if re.search(r"除了?", clause.folded) and clause.all(Kind.UNIT):
        context.spared = True
    if fields := clause.all(Kind.FIELD):
        context.field = fields[-1].value
    if re.match(r"\s*(?:你|系统|机器)(?!们)", clause.folded) and not numbers:
        return None
    for frame in FRAMES:
        found = frame(clause, context)
        if found is not None:
            return _repaired(_sure(found, clause, context), context)
    return None


CAREFUL = (Intent.WITHDRAW, Intent.MERGE, Intent.REMIND, Intent.EXTEND)
LOOKS = (Intent.SHOW, Intent.LIST, Intent.MISSING, Intent.NAMES, Intent.WORKBOOK, Intent.PROGRESS, Intent.COMPARE)
DEFINITE = (Intent.UNDO, Intent.ATTACH, Intent.DONE, Intent.ANSWER)


def _sure(found: Found, clause: Clause, context: Context) -> Found:
    """A deed is done only where the clause holds little that was not understood."""
    if not isinstance(found, list) or not found or found[0].intent in (*LOOKS, *DEFINITE):
        return found
    free = any(wish.field in ("title", "subtitle", "unit", "remark", "opinion", "contact", "community") or wish.words for wish in found)
    left = 0 if free else clause.unexplained(context.lexicon)
    most = 1 if found[0].intent in CAREFUL else 3
    if re.search(r"或者?|要么|还是[^用按要].{0,6}[?？]?$", clause.folded) and not free:
        return Guess(clause.text, "写了不止一种", found[0])
    if left > most or (left and re.search(r"没[^问错毛重意交报动来]", clause.folded) and not clause.means("missing", "keep", "confirm")):
        return Guess(clause.text, "没有全看懂", found[0]) if _new(clause) or found[0].intent in CAREFUL else None
    return found


def _repaired(found: Found, context: Context) -> Found:
    """After “不对，” a value replaces the last one of its field, a case the last case."""
    if context.repairing and isinstance(found, list) and context.wishes:
        context.repairing = False
        last = context.wishes[-1]
        if last.intent == found[0].intent and (last.field == found[0].field or last.intent is not Intent.CORRECT):
            context.wishes.pop()
    return found


def _undo(clause: Clause, context: Context) -> Found:
    if clause.means("undo") and not clause.all(Kind.CASES, Kind.MAIL, Kind.UNIT):
        if any(wish.intent is Intent.UNDO for wish in context.wishes):
            return None
        return [Wish(Intent.UNDO, clause.text)]
    return None


def _hold(clause: Clause, context: Context) -> Found:
    if clause.means("hold"):
        return "hold" if not clause.means("unmute") else None
    return None


def _attach(clause: Clause, context: Context) -> Found:
    mails = clause.all(Kind.MAIL)
    numbers = clause.numbers()
    if not mails or not numbers or not clause.means("things"):
        return None
    return [Wish(Intent.ATTACH, clause.text, cases=numbers, mails=_mails(clause))]


def _done(clause: Clause, context: Context) -> Found:
    mails = _mails(clause) or (() if clause.numbers() else context.mails)
    if not mails:
        return None
    context.mails = mails
    if clause.means("done"):
        context.mails = ()
        return [Wish(Intent.DONE, clause.text, mails=mails)]
    if clause.means("ask", "show"):
        return Guess(clause.text, "来信的内容见每日报送情况")
    if not _mails(clause):
        return None
    return Guess(clause.text, MAIL_UNCLEAR, Wish(Intent.DONE, clause.text, mails=mails))


def _mails(clause: Clause) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for span in clause.all(Kind.MAIL) for n in span.numbers))


def _units(clause: Clause) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.value for span in clause.said(Kind.UNIT)))


def _extend(clause: Clause, context: Context) -> Found:
    if not clause.means("extend") and not (clause.means("transfer") and clause.all(Kind.DATE) and any(w.intent is Intent.EXTEND for w in context.wishes)) and not (clause.all(Kind.DATE) and context.field == "extend"):
        return None
    if re.search(r"不再?延|不延期|不推迟|先不", clause.folded):
        return None
    units = _units(clause) or (() if re.search(r"全市|统一|别的|其他|其余", clause.folded) else context.units)
    day = read_day(clause, context)
    if "截止" in clause.folded and not clause.all(Kind.DATE) and not clause.all(Kind.CASES) and not clause.means("set"):
        return None
    if re.search(r"(?:号|日)?就?截止了", clause.folded):
        return None
    if day is None:
        context.field, context.units = "extend", units
        return Guess(clause.text, "没有写明延到哪一天") if clause.means("extend") else None
    context.field = ""
    if day <= context.names.today or day > context.names.last_day + timedelta(days=120):
        return Guess(clause.text, "日期已过或太远")
    return [Wish(Intent.EXTEND, clause.text, value=day.isoformat(), units=units)]


def read_day(clause: Clause, context: Context) -> date | None:
    """The day that a clause names: 15号, 8月15日, 8.15, 下周五."""
    today = context.names.today
    text = clause.folded
    if found := re.search(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]?", text) or re.search(r"()(?<![\d.])(\d{1,2})\.(\d{1,2})(?![\d.])", text):
        return _day(int(found[1] or today.year), int(found[2]), int(found[3]))
    if found := re.search(r"(下下|下|本|这)个?(?:周|星期|礼拜)([一二三四五六日天])", text):
        weeks = {"本": 0, "这": 0, "下": 1, "下下": 2}[found[1]]
        return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks, days=min("一二三四五六日天".index(found[2]), 6))
    if found := re.search(r"(大后|后|明)天", text):
        return today + timedelta(days={"明": 1, "后": 2, "大后": 3}[found[1]])
    if found := re.search(r"(?:到|至|为|成|给|改|期|截止)?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})[号日]", text):
        number = number_of(found[1])
        month = today if number > today.day else date(today.year + today.month // 12, today.month % 12 + 1, 1)
        return _day(month.year, month.month, number)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _remind(clause: Clause, context: Context) -> Found:
    units = _units(clause)
    if clause.means("unmute") and units:
        return [Wish(Intent.UNMUTE, clause.text, units=units)]
    if clause.means("mute"):
        units = units or context.units
        if any(w.intent is Intent.REMIND and not w.units for w in context.wishes):
            context.spared = True
            return None
        return [Wish(Intent.MUTE, clause.text, units=units)] if units else Guess(clause.text, "没有写明不再提醒哪个单位")
    if units:
        context.units = units
    if not clause.means("remind"):
        last = context.wishes[-1] if context.wishes else None
        if units and last is not None and last.intent is Intent.REMIND and not last.units and clause.means("missing"):
            context.wishes[-1] = replace(last, units=units)
            return []
        return None
    if any(w.intent is Intent.REMIND for w in context.wishes) and not units:
        return None
    words = _added_words(clause, context)
    if re.search(r"除了|除.{2,8}外", clause.folded):
        return Guess(clause.text, "有例外的单位，请写明提醒哪些", Wish(Intent.REMIND, clause.text))
    if units:
        return [Wish(Intent.REMIND, clause.text, units=units, words=words)]
    if clause.means("missing") or clause.unexplained(context.lexicon) <= 2:
        if context.units and not clause.means("missing"):
            return [Wish(Intent.REMIND, clause.text, units=context.units, words=words)]
        return [Wish(Intent.REMIND, clause.text, words=words)]
    return Guess(clause.text, "没有看懂提醒哪些单位", Wish(Intent.REMIND, clause.text))


def _added_words(clause: Clause, context: Context) -> str:
    del context
    found = re.search(r"(?:加一句|就说|说一?声?|说是)\s*[:：]?\s*(.+)|[:：]\s*(.+)", clause.piece.written)
    return (found[1] or found[2]).strip() if found else ""


def _ask_for(clause: Clause, context: Context) -> Found:
    """Lists, the workbook, how things stand: what names no case."""
    if clause.all(Kind.CASES, Kind.MAIL, Kind.ROW, Kind.THAT):
        return None
    units = _units(clause)
    found: list[Wish] = []
    if clause.means("workbook") and clause.means("give") and not clause.all(Kind.FIELD):
        found.append(Wish(Intent.WORKBOOK, clause.text))
    elif clause.means("workbook") and any(w.intent in (Intent.PROGRESS, Intent.WORKBOOK) for w in context.wishes) and not clause.all(Kind.FIELD):
        found.append(Wish(Intent.WORKBOOK, clause.text))
    if (clause.means("names") or "做个表" in clause.folded) and clause.means("give"):
        found.append(Wish(Intent.MISSING if "没交的名单" in clause.folded else Intent.NAMES, clause.text))
    elif clause.means("missing") and clause.means("who"):
        found.append(Wish(Intent.MISSING, clause.text))
    elif "动静" in clause.folded and "谁" in clause.folded:
        found.append(Wish(Intent.MISSING, clause.text))
    if found:
        return found
    if units and clause.means("list", "progress") and not clause.means("set_only"):
        return [Wish(Intent.LIST, clause.text, units=units)]
    if clause.means("list") and clause.unexplained(context.lexicon) <= 3:
        return [Wish(Intent.LIST, clause.text)]
    if clause.means("progress") and not clause.means("remind", "extend"):
        return [Wish(Intent.PROGRESS, clause.text)]
    return None


def _case(clause: Clause, context: Context) -> Found:
    """Everything that is done to cases."""
    numbers = clause.numbers() or context.cases
    if clause.all(Kind.ROW) and not clause.all(Kind.CASES):
        return Guess(clause.text, "写的是表中的序号，请写案例编号")
    if clause.all(Kind.THAT) and not clause.all(Kind.CASES) and not context.cases and _acts(clause):
        return Guess(clause.text, "没有写明是哪一篇，请写案例编号")
    if not numbers:
        return _no_case(clause, context)
    for frame in CASE_FRAMES:
        found = frame(clause, context, numbers)
        if found is not None:
            return found
    return None


def _acts(clause: Clause) -> bool:
    return clause.means("set", "withdraw", "merge", "confirm", "clear", "restore")


def _no_case(clause: Clause, context: Context) -> Found:
    """No case is named: say so where something was to be done to one."""
    if clause.all(Kind.ORDINAL) and clause.means("set"):
        return Guess(clause.text, "没有写明是哪一篇，请写案例编号")
    strong = clause.means("withdraw", "merge", "restore") and clause.unexplained(context.lexicon) <= 6
    named = clause.all(Kind.FIELD, Kind.THEME, Kind.LEVEL, Kind.PHONE) and clause.means("set", "clear")
    numeral = clause.all(Kind.NUMERAL) and clause.means("set") and clause.unexplained(context.lexicon) == 0
    if strong or named or numeral:
        return Guess(clause.text, "没有写明是哪一篇，请写案例编号")
    return None


def _new(clause: Clause) -> bool:
    return bool(clause.all(Kind.CASES))


CaseFrame = Callable[[Clause, Context, tuple[int, ...]], Found]


def _original(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if clause.means("original") and clause.means("give") and not clause.all(Kind.FIELD):
        found = [Wish(Intent.ORIGINAL, clause.text, numbers)]
        return [*found, Wish(Intent.WORKBOOK, clause.text)] if clause.means("workbook") else found
    if _new(clause) and re.fullmatch(r"\s*(?:把)?[^，]{1,20}(?:发我|发给我|转我|发来|给我发一份)(?:一下|看看)?\s*", clause.folded) and not clause.all(Kind.FIELD):
        return [Wish(Intent.ORIGINAL, clause.text, numbers)]
    return None


def _question(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not _new(clause):
        return None
    asks = clause.folded.rstrip().endswith(("?", "？", "吗", "么")) or clause.means("ask")
    if re.search(r"要不要|到底", clause.folded):
        return Guess(clause.text, "像是在问，没有照办")
    if asks or (clause.means("show") and not clause.means("set_strong") and not clause.all(Kind.FIELD) and not clause.means("confirm")):
        return [Wish(Intent.SHOW, clause.text, numbers)]
    return None


def _keep(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("keep"):
        return None
    if any(w.intent is Intent.KEEP and w.cases == numbers for w in context.wishes):
        return []
    if "不是同一个" in clause.folded or "不是一个" in clause.folded:
        numbers = numbers[:1] if len(numbers) == 2 and "与" in clause.folded else numbers
    return [Wish(Intent.KEEP, clause.text, numbers)]


def _restore(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("restore") or clause.all(Kind.VERSION):
        return None
    if any(w.intent is Intent.RESTORE and w.cases == numbers for w in context.wishes):
        return None
    wishes = [Wish(Intent.RESTORE, clause.text, numbers)]
    values = read_values(clause, context)
    return [*wishes, *_corrections(clause, numbers, values)] if values else wishes


def _merge(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if (draft := re.search(r"是", clause.folded)) and len(clause.all(Kind.CASES)) == 2 and clause.all(Kind.VERSION):
        first, second = clause.all(Kind.CASES)
        if first.end <= draft.start() < second.start:
            return [Wish(Intent.MERGE, clause.text, first.numbers, value=str(second.numbers[-1]))]
    if not clause.means("merge"):
        if any(w.intent is Intent.MERGE for w in context.wishes) and re.search(r"留|为准", clause.folded) and _new(clause):
            last = context.wishes.pop()
            together = tuple(dict.fromkeys((*last.cases, int(last.value))))
            keep = numbers[0]
            return [Wish(Intent.MERGE, last.text, tuple(n for n in together if n != keep), value=str(keep))]
        return None
    found = clause.all(Kind.CASES)
    previous = next((w for w in reversed(context.wishes) if w.intent is Intent.MERGE), None)
    if previous is not None and not found:
        return []
    if previous is not None and len(found) == 1 and len(found[0].numbers) == 1:
        context.wishes.remove(previous)
        together = tuple(dict.fromkeys((*previous.cases, int(previous.value))))
        keep = found[0].numbers[0]
        return [Wish(Intent.MERGE, previous.text, tuple(n for n in together if n != keep), value=str(keep))]
    every = tuple(dict.fromkeys(n for span in found for n in span.numbers)) or numbers
    version = re.search(r"的(?:第.{1,2}稿|修改稿)", clause.folded)
    if len(every) < 2:
        if version or clause.means("merge") and len(every) == 1:
            return Guess(clause.text, "没有写明和哪一篇合并")
        return None
    if len(found) >= 2:  # 12号并到9号里, 21、24都是25的重复
        if re.search(r"[跟和与]\s*$", clause.folded[: found[1].start]) and not re.search(r"[到入给进]\s*$", clause.folded[: found[1].start]):
            keep = found[0].numbers[0]
            if re.search(r"重复|一样", clause.folded) or "合" in clause.folded or True:
                keep = every[0] if "合并" in clause.folded or "是" in clause.folded else every[-1]
        else:
            keep = found[-1].numbers[-1]
    else:
        keep = every[-1] if re.search(r"内容一样|重复了", clause.folded) else every[0]
    stays = re.search(r"(?:保?留|以)\s*(\d{1,5})", clause.folded)
    if stays:
        keep = int(stays[1])
    return [Wish(Intent.MERGE, clause.text, tuple(n for n in every if n != keep), value=str(keep))]


def _version(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    versions = clause.said(Kind.VERSION)
    if not versions:
        return None
    if re.search(r"别用|不用|不要用", clause.folded):
        return []
    if any(w.intent in (Intent.VERSION, Intent.MERGE) and w.cases for w in context.wishes) and not _new(clause):
        return [] if not clause.means("version") else _version_of(clause, numbers, versions[-1].value, context)
    if clause.means("version", "set", "transfer") or clause.unexplained(context.lexicon) <= 1:
        return _version_of(clause, numbers, versions[-1].value, context)
    return None


def _version_of(clause: Clause, numbers: tuple[int, ...], word: str, context: Context) -> Found:
    context.wishes[:] = [w for w in context.wishes if not (w.intent is Intent.VERSION and w.cases == numbers)]
    numbered = re.match(r"第.{1,4}[次稿版]|\S{1,3}[稿版]|v\d", word)
    number = number_of(word) if numbered and not re.match(r"[最新后旧老初前原]", word) else 0
    if not number and not re.search(r"新|最|后", word):
        number = 1
    return [Wish(Intent.VERSION, clause.text, numbers, value=str(number or ""))]


def _clear(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    fields = [span for span in clause.all(Kind.FIELD)]
    cue = clause.cue("clear")
    if cue is None:
        return None
    values = read_values(clause, context)
    if not fields:
        if context.field in ("community", "town", "contact", "phone", "subtitle") and cue.text in ("清掉", "清空", "空着", "空着就行") and not values:
            return [Wish(Intent.CLEAR, clause.text, numbers, field=context.field)]
        return None
    if values and cue.text not in ("清空", "清掉"):
        return None
    if cue.text in ("不要", "没有", "无") and cue.text != "无" and not clause.folded.strip().endswith(("不要", "没有", "写" + fields[-1].value)):
        if cue.text == "没有":
            return None
    if re.search(r"写错|空着不对|少一位|去掉句号|最后多", clause.folded):
        return None
    names = tuple(dict.fromkeys(span.value for span in fields if span.value not in ("theme", "level", "county", "title")))
    if not names:
        return None
    return [Wish(Intent.CLEAR, clause.text, numbers, field=name) for name in names]


def _correct(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    values = read_values(clause, context)
    if not values:
        return None
    if isinstance(values, Guess):
        return values
    return _corrections(clause, numbers, values)


def _corrections(clause: Clause, numbers: tuple[int, ...], values: object) -> list[Wish]:
    return [Wish(Intent.CORRECT, clause.text, numbers, field=name, value=value) for name, value in dict(values).items()]  # type: ignore[call-overload]


def _also(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    """12号也是: what was just done to the case before."""
    if not _new(clause) or not re.search(r"(?:也|同样|一样)(?:是|改|算|按|要|不要了|作废|撤)?(?:这样|一样|的)?\s*$", clause.folded) or not context.wishes:
        return None
    last = context.wishes[-1]
    same = [wish for wish in context.wishes if wish.cases == last.cases and wish.cases]
    return [replace(wish, cases=numbers, text=clause.text) for wish in same] or None


def _withdraw(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("withdraw") or any(w.intent is Intent.WITHDRAW and w.cases == numbers for w in context.wishes):
        return None
    if "留" in clause.folded:
        return Guess(clause.text, "没有写明留哪一篇")
    if re.search(r"(?:先别|别|不要|不该|不|没)(?:再)?(?:撤|删|作废|动)", clause.folded) and "不要了" not in clause.folded:
        return "hold"
    if not _new(clause) and any(w.cases == numbers for w in context.wishes):
        return None
    return [Wish(Intent.WITHDRAW, clause.text, numbers)]


def _confirm(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if not clause.means("confirm") or any(w.intent is not Intent.MERGE and set(w.cases) & set(numbers) for w in context.wishes):
        return None
    if re.search(r"空着不对|不对|有问题", clause.folded):
        return None
    return [Wish(Intent.CONFIRM, clause.text, numbers)]


def _unclear(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    if _new(clause) and (clause.means("set") or clause.all(Kind.FIELD) or clause.all(Kind.FOREIGN) or "不对" in clause.folded or clause.means("merge")):
        if clause.unexplained(context.lexicon) > 12:
            return None
        return Guess(clause.text, CASE_UNCLEAR)
    return None


def _state(clause: Clause, context: Context) -> Found:
    del context
    if re.search(r"暂停发信|停发|先别发信|停止发信", clause.folded):
        return [Wish(Intent.PAUSE, clause.text)]
    if re.search(r"(?:恢复|继续)(?:发信|发送)", clause.folded):
        return [Wish(Intent.RESUME, clause.text)]
    return None


def _compare(clause: Clause, context: Context) -> Found:
    numbers = clause.numbers()
    if numbers and re.search(r"比较|对比|比对|改了什么|有什么(?:不同|区别)", clause.folded):
        return [Wish(Intent.COMPARE, clause.text, numbers)]
    return None


FRAMES: tuple[Frame, ...] = (
    _state, _compare, _hold, _undo, _attach, _done, _extend, _remind, _ask_for, _case,
)  # fmt: skip
CASE_FRAMES: tuple[CaseFrame, ...] = (
    _also, _original, _question, _keep, _restore, _merge, _version, _clear, _correct, _withdraw, _confirm, _unclear,
)  # fmt: skip
