"""Frames about units: reminding them, sparing them, giving them more time, where they are written to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.frames.days import read_day, read_later
from tracker.orders.understand.frames.found import (
    EXCEPTED,
    QUESTION,
    UNSURE,
    WHICH_DAY,
    WHICH_UNIT,
    WHICH_UNIT_REMINDED,
    WHOSE_TIME,
    Found,
)
from tracker.orders.understand.intents import Guess, Intent, Wish
from tracker.orders.understand.spans import Kind
from tracker.orders.understand.words import Cue, Lexicon

FARTHEST = timedelta(days=120)  # beyond the deadline that rules
_NEGATED = re.compile(
    r"(?:不|(?<![分特个区级类])别(?!的)|勿|莫|毋|无需|无须|毋须|毋庸|没必要|甭|免)[要用必须得再]{0,3}[^，。]{0,6}$"
)
_FOR_NOW = re.compile(r"(?:先|暂|今天|这两天|暂时)(?:时)?(?:别|不要|不用|不|勿)再?(?:催|提醒)")
_FOR_GOOD = re.compile(r"再|以后|今后|了")
_AS_BEFORE = re.compile(r"仍|照旧|照常|照样|照催")
_FROM_ON = re.compile(r"从.{1,8}起")
_PAST = re.compile(r"过|完了|了他们|得")


def read_extend(clause: Clause, context: Context) -> Found:
    """More time for units or for all."""
    repaired = context.repairing and context.did(Intent.EXTEND)
    going_on = (
        repaired
        or context.field == "extend"
        or (context.did(Intent.EXTEND) and clause.units() and clause.means("transfer", "set"))
    )
    extending = clause.cue("extend")
    if extending is None and not (going_on and clause.all(Kind.DATE)):
        return None
    if extending is not None and _denied(clause, extending.start):
        return None
    everyone = clause.means("rest") and not clause.units()
    spoken = context.spoken if "他" in clause.folded else ()  # 睢宁人手紧。给他们宽三天
    units = clause.units() or (() if everyone else context.units or spoken)
    if not units and names_person(clause.folded, clause.lexicon):
        return Guess(clause.text, WHOSE_TIME)
    if clause.means("same"):
        return None
    day = None if _lasts(clause, extending) else read_day(clause, context)
    if day is None:
        return _no_day(clause, context, units)
    words = clause.piece.written[clause.said(Kind.DATE)[-1].start :].strip()
    if (
        clause.folded.rstrip().endswith(("截止了", "截稿", "截止"))
        and not clause.means("set", "rest")
        and not units
    ):
        if clause.folded.rstrip().endswith("了"):
            return None  # how things are, not an order
        return Guess(
            clause.text,
            UNSURE,
            Wish(Intent.EXTEND, clause.text, value=day.isoformat(), units=units, words=words),
        )
    context.field, context.units = "", units
    if not _is_sensible(day, context):
        far = Wish(Intent.EXTEND, clause.text, value=words, units=units)
        return Guess(clause.text, "日期已过或太远", far)
    wish = Wish(Intent.EXTEND, clause.text, value=day.isoformat(), units=units, words=words)
    return Guess(clause.text, QUESTION, wish) if clause.asks() else [wish]


def names_person(text: str, lexicon: Lexicon) -> bool:
    """张老师宽限到本周五, 催一下王老师: where no unit is named, somebody is meant who is neither one nor all."""
    return bool(lexicon.patterns["persons"].search(text) and not lexicon.patterns["rest"].search(text))


def _lasts(clause: Clause, extending: Cue | None) -> bool:
    """延期五日: days right behind the word are how long, not until when."""
    days = clause.said(Kind.DATE)
    if extending is None or not days or extending.text.endswith(("到", "至")):
        return False
    text = clause.folded[days[-1].start : days[-1].end]
    right_before = any(cue.end == days[-1].start for cue in clause.cues if "extend" in cue.meanings)
    return text.endswith("日") and "月" not in text and right_before


def _no_day(clause: Clause, context: Context, units: tuple[str, ...]) -> Found:
    if clause.all(Kind.CASES) or clause.all(Kind.MAIL):
        return None
    context.field, context.units = "extend", units
    days = clause.said(Kind.DATE)  # one that no calendar has: who does it says so
    later = clause.folded[days[-1].start : days[-1].end] if days else read_later(clause)
    wish = Wish(Intent.EXTEND, clause.text, value=later, units=units) if later else None
    return Guess(clause.text, WHICH_DAY, wish)


def _is_sensible(day: date, context: Context) -> bool:
    return context.names.today < day <= context.names.last_day + FARTHEST


def _denied(clause: Clause, start: int) -> bool:
    return bool(_NEGATED.search(clause.folded[:start]))


def read_address(clause: Clause, context: Context) -> Found:
    """An address that speaks for a unit: said itself, or as that of a mail (收件40那个邮箱是鼓楼的)."""
    written = clause.all(Kind.ADDRESS)
    if clause.all(Kind.CASES) or not (written or (clause.mails() and clause.means("address"))):
        return None
    units = clause.units() or context.units
    value = written[0].value if len(written) == 1 else ""
    if len(written) > 1 or len(units) != 1:
        return Guess(clause.text, WHICH_UNIT)
    wish = Wish(Intent.ADDRESS, clause.text, value=value, units=units, mails=() if value else clause.mails())
    refused = _NEGATED.search(clause.folded) or clause.means("mute", "withdraw", "pause")
    if refused:
        return Guess(clause.text, UNSURE)
    return Guess(clause.text, QUESTION, wish) if clause.asks() or clause.means("hedge") else [wish]


def read_remind(clause: Clause, context: Context) -> Found:
    """Remind now, remind no more, remind again."""
    units = clause.units()
    context.spared = context.spared or clause.means("even")
    cue = clause.cue("remind", "mute")
    if context.did(Intent.ADDRESS) and not units:
        return []  # 新邮箱 …，催报发这里: what the address is for
    if cue is None and units and clause.means("urge"):
        cue = clause.cue("urge")
    spared = _not_now(clause, context, cue) if cue is not None else None
    context.units = units or context.units
    if spared is not None:
        return spared
    context.everyone = context.everyone or (clause.means("missing", "rest") and not units)
    if cue is None or clause.all(Kind.CASES):
        return _narrowed(clause, context, units)
    if _PAST.match(clause.folded[cue.end :]) or (context.did(Intent.REMIND) and not units):
        return None
    if (
        context.did(Intent.EXTEND)
        and not context.did(Intent.REMIND)
        and cue.text in clause.lexicon.lists["telling"]
    ):
        return []  # 丰县延到18号，函告该县: whoever gets more time is told
    if any(clause.is_exception(span) for span in clause.all(Kind.UNIT)):
        return Guess(clause.text, EXCEPTED)
    return _reminder(clause, context, units)


def _not_now(clause: Clause, context: Context, cue: Cue) -> Found:
    """Remind no more, or again from now on; a question and a delay are asked back."""
    units = clause.units()
    if clause.means("question"):
        return Guess(clause.text, QUESTION, Wish(Intent.REMIND, clause.text, units=units))
    if not clause.all(Kind.CASES):
        if clause.means("hold") and units:
            return Guess(clause.text, UNSURE, Wish(Intent.MUTE, clause.text, units=units))
        if clause.means("mute", "pause") or _denied(clause, cue.start):
            return _mute(clause, context, units)
        if clause.means("again") and context.did(Intent.MUTE) and units and _AS_BEFORE.search(clause.folded):
            return []  # 邳州不用催了；丰县仍旧照催: as it has been
        if units and _FROM_ON.search(clause.folded):
            return Guess(clause.text, UNSURE, Wish(Intent.UNMUTE, clause.text, units=units))
        if clause.means("again", "unmute") and (units or context.units):
            return [Wish(Intent.UNMUTE, clause.text, units=units or context.units)]
    return None


def _reminder(clause: Clause, context: Context, units: tuple[str, ...]) -> Found:
    if not units and not context.everyone:
        units = context.units or (() if clause.means("all") else context.spoken)
        if not units and (clause.unexplained() > 3 or clause.all(Kind.THAT)):
            return None
        if not units and _of_some(clause):
            return Guess(clause.text, WHICH_UNIT_REMINDED)
        if not units and names_person(clause.folded, clause.lexicon) and not clause.means("missing"):
            return Guess(clause.text, WHICH_UNIT_REMINDED)
    return [Wish(Intent.REMIND, clause.text, units=units)]


def _of_some(clause: Clause) -> bool:
    """顺便催他们一次: of those spoken of, who are not named here."""
    everyone = clause.means("missing", "rest", "all", "who")
    return not everyone and any(word in clause.folded for word in clause.lexicon.lists["some_of_them"])


def _narrowed(clause: Clause, context: Context, units: tuple[str, ...]) -> Found:
    """催一下没报的，就是丰县和沛县: units named after the reminder."""
    last = context.last()
    if (
        units
        and last is not None
        and last.intent is Intent.REMIND
        and not last.units
        and clause.means("missing")
    ):
        context.wishes[-1] = replace(last, units=units)
        return []
    return None


def _mute(clause: Clause, context: Context, units: tuple[str, ...]) -> Found:
    if not units and clause.means("rest") and context.did(Intent.REMIND):
        return []  # 别家不用催
    units = units or context.units
    if units and context.did(Intent.REMIND) and not _FOR_GOOD.search(clause.folded):
        return Guess(
            clause.text, UNSURE, Wish(Intent.MUTE, clause.text, units=units)
        )  # perhaps only this time
    if any(w.intent is Intent.REMIND and not w.units for w in context.wishes):
        context.spared = True
        return None
    if units:
        wish = Wish(Intent.MUTE, clause.text, units=units)
        # 先别催铜山: perhaps only today
        today = _FOR_NOW.search(clause.folded) and clause.folded.rstrip()[-1:] != "了"
        return Guess(clause.text, UNSURE, wish) if today else [wish]
    return (
        Guess(clause.text, "请写明不再提醒哪个单位")
        if clause.means("remind") and not clause.means("done")
        else None
    )
