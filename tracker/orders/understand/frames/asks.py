"""Frames that only look: lists, the workbook, how things stand, one case. They can do no harm."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.frames.found import Found
from tracker.orders.understand.intents import Intent, Wish
from tracker.orders.understand.spans import Kind
from tracker.orders.understand.words import PHRASES

THINGS = ("workbook", "volume", "names", "missing", "original")  # what may be asked for in the next clause
NAMED = {"workbook": Intent.WORKBOOK, "volume": Intent.VOLUME, "names": Intent.NAMES}
HERE = (Kind.CASES, Kind.MAIL, Kind.ROW)


@dataclass(frozen=True, slots=True)
class Look:
    """What is asked for: every group of ``needs`` must show, none of ``lacks`` may."""

    intent: Intent
    needs: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...] = ()
    unit: bool = False  # whether units must be named


LOOKS = (
    Look(Intent.UNWANTED, (("unwanted",), ("show", "list", "give", "names", "question")), lacks=("withdraw", "done")),
    Look(Intent.WORKBOOK, (("workbook",), ("give", "show", "original")), lacks=("returned",)),
    Look(Intent.VOLUME, (("volume",), ("give", "show", "original")), lacks=("returned", "set")),
    Look(Intent.MISSING, (("missing",), ("names",), ("tell",)), lacks=("remind",)),
    Look(Intent.NAMES, (("names",), ("give", "show"))),
    Look(Intent.MISSING, (("missing",), ("names", "tell")), lacks=("remind",)),
    Look(Intent.MISSING, (("missing",), ("who", "names", "question")), lacks=("remind",)),
    Look(Intent.LIST, (("list", "progress"),), lacks=("missing", "remind"), unit=True),
    Look(Intent.LIST, (("give",), ("all",)), lacks=("missing", "remind", "workbook", "set", "withdraw"), unit=True),
    Look(Intent.LIST, (("list",), ("all", "give", "show")), lacks=("missing", "remind", "set", "workbook")),
    Look(Intent.PROGRESS, (("progress",),), lacks=("remind", "extend", "done")),
)  # fmt: skip


def read_looks(clause: Clause, context: Context) -> Found:
    """Every look that a clause asks for; one of a kind."""
    listing = clause.means("names") and clause.means("give")
    if clause.all(*HERE) or (
        clause.all(Kind.FIELD, Kind.THAT)
        and not (clause.asks() or listing)
        and not clause.means("progress", "list", "missing")
    ):
        return None
    if chosen := _chosen(clause, context):
        return chosen
    units = clause.units() or (() if context.wishes else context.units or _theirs(clause, context))
    found: list[Wish] = []
    pending = context.pending if clause.means("give") else frozenset()
    for look in LOOKS[context.about_mails :]:  # 收件11卖打印机的，怎么广告都发到这里: of that mail alone
        fits = all(clause.means(*group) or pending & set(group) for group in look.needs) and not clause.means(
            *look.lacks
        )
        if look.intent is Intent.LIST and not units and context.did(Intent.LIST):
            continue
        if not fits or (look.unit and not units) or (found and look.intent in (Intent.LIST, Intent.PROGRESS)):
            continue
        if (
            any(wish.intent in (look.intent, Intent.NAMES, Intent.MISSING) for wish in found)
            and look.intent is not Intent.WORKBOOK
        ):
            continue
        found.append(Wish(look.intent, clause.text, units=units if look.unit else ()))
    last = context.last()
    if (
        found
        and last is not None
        and last.intent is Intent.MISSING
        and any(w.intent is Intent.NAMES for w in found)
    ):
        context.wishes.pop()  # 欠报单位的名册，送我一份
    if not clause.means("give", "show"):
        context.pending = frozenset(meaning for meaning in THINGS if clause.means(meaning))
    bare = (
        clause.means("workbook", "volume")
        and not clause.spans
        and not clause.loose()
        and len(clause.cues) == 1
    )
    if not found and (bare or (clause.means("workbook", "volume", "names") and _follows(context))):
        intent = next(intent for word, intent in NAMED.items() if clause.means(word))
        found.append(Wish(intent, clause.text))
    return found or None


def _theirs(clause: Clause, context: Context) -> tuple[str, ...]:
    """泉山和云龙下周要来座谈。把他们的清单给我: the units of the sentence before."""
    return context.spoken if "他们" in clause.folded or "这两家" in clause.folded else ()


def _chosen(clause: Clause, context: Context) -> Found:
    """主题三的有哪些, 镇级的一共几篇: the cases of a theme or a level."""
    themes, levels = clause.said(Kind.THEME), clause.said(Kind.LEVEL)
    if (
        len(themes) + len(levels) != 1
        or not clause.means("list", "progress", "who")
        or clause.means("remind", "withdraw")
        or context.cases
    ):
        return None
    field, value = ("theme", themes[0].value) if themes else ("level", levels[0].value)
    return [Wish(Intent.LIST, clause.text, field=field, value=value)]


def _follows(context: Context) -> bool:
    """进度和汇总表: the second of two things asked for needs no verb of its own."""
    return any(
        context.did(intent)
        for intent in (
            Intent.ORIGINAL,
            Intent.PROGRESS,
            Intent.WORKBOOK,
            Intent.VOLUME,
            Intent.NAMES,
            Intent.MISSING,
            Intent.LIST,
        )
    )


def read_original(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    """原件 of cases that are named."""
    if clause.asks():
        return None
    if clause.means("original") and not clause.means("give", "show", "set"):
        context.pending = frozenset(("original",))
    only = len(clause.spans) == len(clause.cues) == 1 and not clause.loose()  # 3号原件
    if clause.means("original") and clause.all(Kind.CASES) and only:
        return [Wish(Intent.ORIGINAL, clause.text, numbers)]
    original = clause.means("original") or "original" in context.pending
    if original and clause.means("give", "show") and not clause.all(Kind.FIELD, Kind.VERSION):
        found = [Wish(Intent.ORIGINAL, clause.text, numbers)]
        return [*found, Wish(Intent.WORKBOOK, clause.text)] if clause.means("workbook") else found
    bare = clause.all(Kind.CASES) and clause.means("give") and len(clause.spans) == 1
    if bare and not clause.means(
        "show", "list", "set_other", "withdraw", "confirm", "question", "names", "workbook"
    ):
        only = all(cue.meanings & {"give", "transfer", "attach", "all"} for cue in clause.cues)
        if only and clause.unexplained() <= 1 and any(len(cue.text) > 1 for cue in clause.cues):
            return [Wish(Intent.ORIGINAL, clause.text, numbers)]
    return None


def read_question(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    """A question about cases is answered by showing them."""
    told = clause.asks() and (PHRASES.it.search(clause.folded) if context.wishes else not clause.spans)
    if not clause.all(Kind.CASES) and not told:
        return None
    doing = clause.means("set", "confirm", "withdraw", "restore", "merge", "clear") or clause.all(
        Kind.FIELD, Kind.LEVEL, Kind.THEME
    )
    if clause.asks() or (clause.means("show") and not doing):
        context.cases = ()  # which of them is meant next, the question leaves open
        return [Wish(Intent.SHOW, clause.text, numbers)]
    return None
