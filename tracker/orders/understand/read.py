"""A coordinator's words to orders: the main flow."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from tracker.orders.understand.agree import what_stands
from tracker.orders.understand.clause import Clause, Context, is_denied, read_clause
from tracker.orders.understand.evidence import leaves_out, says_more
from tracker.orders.understand.fold import fold
from tracker.orders.understand.frames.asks import read_looks
from tracker.orders.understand.frames.cases import read_cases
from tracker.orders.understand.frames.fields import FREE
from tracker.orders.understand.frames.found import (
    TWO_WAYS,
    UNSURE,
    Found,
)
from tracker.orders.understand.frames.mails import read_mails
from tracker.orders.understand.frames.passed_on import read_passed_on
from tracker.orders.understand.frames.units import read_address, read_extend, read_remind
from tracker.orders.understand.intents import CAREFUL, LOOKS, Guess, Intent, Understanding, Wish
from tracker.orders.understand.items import Piece, clauses_of, items, sentences
from tracker.orders.understand.names import Names
from tracker.orders.understand.spans import Kind, Span, find_spans
from tracker.orders.understand.words import Cue, Lexicon

_MARKS = re.compile(r"[\s，。！？、；：,.!?;:~…]+")
_OPEN = re.compile(r"[不没未别勿莫毋]")  # in what is not understood, it may turn the meaning round
MOST_LOOSE = 9  # characters of a clause that may be unknown
MOST_LOOSE_CAREFUL = 6  # the same for what is hard to take back
UNTURNED = frozenset(
    (Intent.MUTE, Intent.UNDO, Intent.PAUSE, Intent.ADVERT)
)  # their words are negations themselves
DEEDS = frozenset(("withdraw", "restore", "merge", "keep", "confirm", "remind"))
STATES = frozenset((Intent.WITHDRAW, Intent.RESTORE, Intent.MERGE, Intent.REMIND))
_ALIKE = re.compile(r"(?:都|也|是|很)?(?:一样|相同|相近|像)")  # 题目一样，是先后两稿
_SENT_BACK = re.compile(r"退回.{0,4}(?:让|叫|请|给)|(?:材料|稿|篇|件|给).{0,8}退回")
_ASKING = "？?呢啊呀吗 "
_OR = re.compile("还是|或者?|要么")
_EITHER = re.compile(rf"\s*(?:{_OR.pattern})\s*")
_DONE_BEFORE = re.compile(r"(?:既|已|已经)$")


def understand(text: str, names: Names, lexicon: Lexicon) -> Understanding:
    """Read every order in a text."""
    piece = fold(text, names, lexicon)
    if whole := _whole(piece.folded, lexicon) or _refusal(piece.folded, names, lexicon):
        return Understanding((Wish(whole, text.strip()),))
    wishes: list[Wish] = []
    guesses: list[Guess] = []
    unread: list[str] = []
    head: tuple[int, ...] = ()
    for item in items(piece):
        context = Context(names, lexicon, head)
        passed, rest = read_passed_on(item, lexicon)
        context.answered = tuple(number for wish in passed for number in wish.mails)
        for sentence in sentences(rest):
            if answer := _answer(sentence, context, first=not (wishes or context.wishes)):
                context.wishes.append(answer)
                continue
            before = len(context.wishes)
            found = _read_sentence(sentence, context)
            guesses += found
            if not found and len(context.wishes) <= before and not _is_polite(sentence, lexicon):
                unread.append(sentence.written.strip())
        wishes += [*context.wishes, *passed]
        if item.folded.rstrip().endswith((":", "：")):  # 36号三处：一、… 二、…
            head = context.cases
    return Understanding(tuple(dict.fromkeys(wishes)), tuple(guesses), tuple(unread))


def _is_polite(sentence: Piece, lexicon: Lexicon) -> bool:
    bare = _MARKS.sub("", sentence.folded)
    return not re.search(r"\w", bare) or lexicon.is_whole("polite", bare)


def _whole(folded: str, lexicon: Lexicon) -> Intent | None:
    """Yes or no, where the whole text says nothing else."""
    bare = _MARKS.sub("", folded).lower()
    if bare in lexicon.lists["polite"]:
        return None
    first = _MARKS.split(folded.strip(), 1)[0]
    if first in lexicon.lists["answers"] and len(first) < len(bare) <= 12:
        return Intent.YES
    # “不”is longer inside its words than “好”: refusals are looked for first
    if lexicon.is_whole("no", bare):
        return Intent.NO
    if lexicon.is_whole("resume", bare):
        return Intent.RESUME
    return Intent.YES if lexicon.is_whole("yes", bare) else None


def _refusal(folded: str, names: Names, lexicon: Lexicon) -> Intent | None:
    """不中，这个方案科长没批: a no with its reason, in a text that names nothing an order could be about."""
    first, *rest = _MARKS.split(folded.strip(), 1)
    named = any(span.kind is not Kind.THAT for span in find_spans(folded, names))
    set_to = lexicon.patterns["set"].search(rest[0]) if rest else None
    if not rest or named or (set_to and not lexicon.patterns["hold"].search(rest[0])):
        return None
    return Intent.NO if lexicon.is_whole("no", first) else None


def _answer(sentence: Piece, context: Context, *, first: bool) -> Wish | None:
    """A yes or no before other orders (好，按你说的来。另外26号主题六), a 恢复 that speaks of no case."""
    intent = _whole(sentence.folded, context.lexicon)
    stands = first if intent in (Intent.YES, Intent.NO) else intent is Intent.RESUME and not context.cases
    return Wish(intent, sentence.written.strip()) if intent and stands else None


def _words_added(sentence: Piece, lexicon: Lexicon) -> tuple[Piece, str]:
    """What is to be said in a reminder is cut off: it is no order. 催一下丰县，注明本周五前报齐."""
    remind = lexicon.patterns["remind"].search(sentence.folded)
    if remind is None:
        return sentence, ""
    head = lexicon.patterns["quote_from"].search(sentence.folded, remind.end())
    colon = re.compile(r"[:：]").search(sentence.folded, remind.end())
    marks = [found for found in (head, colon) if found]
    if not marks:
        return sentence, ""
    first = min(marks, key=lambda found: found.start())
    words = sentence.written[first.end() :].lstrip(":： ，,").strip(' “”"。')
    return sentence.cut(0, first.start()), words


def _read_sentence(sentence: Piece, context: Context) -> list[Guess]:
    """Its orders go to the context; returns what is unsure."""
    sentence, words = _words_added(sentence, context.lexicon)
    before = len(context.wishes)
    context.spoken = context.units
    context.units = context.mails = context.excepted = ()
    context.field, context.fields, context.spared, context.everyone = "", (), False, False
    context.doubtful = context.asked = context.about_mails = False
    read = _read_clauses(sentence, context, before)
    new = context.wishes[before:]
    if read is None or (context.left and not _touches_others(context.left, new)):
        del context.wishes[before:]
        return []
    guesses, missed = read
    if words:
        context.wishes[before:] = new = [
            replace(w, words=words) if w.intent is Intent.REMIND else w for w in new
        ]
    standing, unsure = what_stands(sentence.written.strip(), context, (new, guesses))
    context.wishes[before:] = _with_reasons(sentence, standing) if standing else []
    return [*unsure, *missed] if standing else unsure


def _read_clauses(sentence: Piece, context: Context, before: int) -> tuple[list[Guess], list[Guess]] | None:
    """What is unsure, and what is told beside what was understood; None where the sentence orders nothing."""
    guesses: list[Guess] = []
    missed: list[Guess] = []
    context.left = ()
    for piece in clauses_of(sentence, context.names, context.lexicon):
        clause = read_clause(piece, context)
        if clause.means("reported"):
            return None
        if piece.folded.strip() in context.lexicon.lists["release"] and not context.cases:
            context.wishes.append(Wish(Intent.YES, piece.written.strip()))
            continue
        context.doubtful = context.doubtful or clause.means("hypothetical")
        found = _read_clause(clause, context)
        context.asked = context.asked or (found is None and not clause.spans and clause.asks())
        if found == "hold":
            new = context.wishes[before:]
            if not _spares_other(clause, context, new) or (guesses and not new):
                return None
        elif isinstance(found, Guess):
            guesses.append(found)
        elif found is None and says_more(clause):
            missed.append(Guess(clause.text, UNSURE))
        elif found:
            context.wishes += found
    return guesses, missed


def _spares_other(clause: Clause, context: Context, wishes: Sequence[Wish]) -> bool:
    """3号主题改四，4号别动 (or 电话先别动): what is to be left as it is, is none of what is ordered.

    What is ordered may follow: 4号别动，5号改成镇级.
    """
    numbers, fields = set(clause.numbers()), {span.value for span in clause.all(Kind.FIELD)}
    if not wishes:
        context.left = (*context.left, *clause.numbers())
        return bool(numbers)
    if numbers and numbers.isdisjoint(number for wish in wishes for number in wish.cases):
        return True
    return bool(fields) and fields.isdisjoint(wish.field for wish in wishes)


def _touches_others(left: tuple[int, ...], wishes: Sequence[Wish]) -> bool:
    """Whether something is ordered, and nothing of the cases that are to be left as they are."""
    return bool(wishes) and not any({*left} & {*wish.cases} for wish in wishes)


def _with_reasons(sentence: Piece, wishes: list[Wish]) -> list[Wish]:
    """What stands behind the only order of a sentence is its reason: 4号按期，因对方服务器故障."""
    texts = {wish.text for wish in wishes}
    at = sentence.written.find(wishes[0].text) if len(texts) == 1 else -1
    if at < 0:
        return wishes
    text = sentence.written[at:].strip(" ，,。")
    return [replace(wish, text=text) for wish in wishes]


def _read_clause(clause: Clause, context: Context) -> Found:
    """What a clause orders, if anything."""
    repairs = context.lexicon.patterns["repair"].match(clause.piece.written.strip())
    if context.lexicon.is_whole("repair", _MARKS.sub("", clause.piece.written)):
        context.repairing = True
        return None
    context.repairing = context.repairing or bool(repairs and len(repairs[0]) > 1)
    context.excepted = clause.excepted() or context.excepted
    numbers = tuple(number for number in clause.numbers() if number not in context.excepted)
    if numbers and numbers != context.cases:
        context.earlier, context.cases = context.cases, numbers
    if fields := clause.all(Kind.FIELD):
        context.field = "" if _ALIKE.match(clause.folded, fields[-1].end) else fields[-1].value
        context.fields = tuple(span.value for span in fields)
    context.spared = context.spared or any(clause.is_exception(span) for span in clause.all(Kind.UNIT))
    if either := _either(clause):
        choices = _each(clause, either, context)
        context.cases = ()
        return Guess(clause.text, TWO_WAYS, next(iter(choices), None), choices=choices)
    if moved := _other_case(clause, context):
        return moved
    if _tells_what_was_wrong(clause, context):
        return []
    for frame in FRAMES:
        found = frame(clause, context)
        if found is not None:
            return _repaired(_sure(_without(found, context.excepted), clause, context), context)
    return None


def _without(found: Found, excepted: tuple[int, ...]) -> Found:
    if not isinstance(found, list) or not excepted:
        return found
    left = [(wish, tuple(n for n in wish.cases if n not in excepted)) for wish in found]
    return [replace(wish, cases=cases) for wish, cases in left if cases or not wish.cases]


def _sure(found: Found, clause: Clause, context: Context) -> Found:
    """A deed is done only where nothing that was not understood may turn it round."""
    if not isinstance(found, list) or not found or found[0].intent in LOOKS:
        return found
    if found[0].intent in UNTURNED or any(wish.field in FREE for wish in found):
        return found
    if clause.means("either") or (clause.means("hedge") and not _meant(clause)):
        return Guess(clause.text, TWO_WAYS, found[0])
    if any(_turned(cue, clause) for cue in clause.cues):
        return Guess(clause.text, UNSURE, found[0])
    if found[0].intent in STATES and any(_past(cue, clause) for cue in clause.cues):
        return None
    of_mails = context.about_mails and not clause.mails() and found[0].intent in CAREFUL
    if of_mails or leaves_out(found, clause, context.names):
        return Guess(clause.text, UNSURE, found[0])
    most = MOST_LOOSE_CAREFUL if found[0].intent in CAREFUL else MOST_LOOSE
    loose = clause.loose()
    if len(loose.replace(" ", "")) > most or _OPEN.search(loose):
        return Guess(clause.text, UNSURE, found[0])
    return found


def _turned(cue: Cue, clause: Clause) -> bool:
    """Whether a word of doing is denied right before it: 不予保留, 未确认."""
    return bool(cue.meanings & DEEDS and is_denied(cue, clause.folded))


def _past(cue: Cue, clause: Clause) -> bool:
    """Whether it tells what has been done: 既已复原."""
    return bool(cue.meanings & DEEDS and _DONE_BEFORE.search(clause.folded[: cue.start]))


def _meant(clause: Clause) -> bool:
    """我觉得3号放主题二合适 is an order, 3号好像是村级 is none: a word of doing stands in it."""
    return any(
        "set" in cue.meanings and cue.text not in clause.lexicon.lists["stating"] for cue in clause.cues
    ) or clause.means("remind", "keep", "restore")


def _either(clause: Clause) -> tuple[Span, Span] | None:
    """4号还是10号, 放丰县还是沛县: two of which one is meant."""
    pairs = (
        (first, second)
        for kind in (Kind.CASES, Kind.UNIT, Kind.THEME, Kind.LEVEL, Kind.TOWN)
        for first, second in pairwise(clause.all(kind))
    )
    return next(
        (pair for pair in pairs if _EITHER.fullmatch(clause.folded[pair[0].end : pair[1].start])), None
    )


def _each(clause: Clause, pair: tuple[Span, Span], context: Context) -> tuple[Wish, ...]:
    """What is ordered with one and with the other of two, where each makes one order; of more it is only asked."""
    if len(_OR.findall(clause.folded)) > 1:
        return ()  # each side would be parted again: twice as many readings with every one more
    first, second = pair
    lead = "" if clause.all(Kind.CASES) else "、".join(f"{number}号" for number in context.cases)
    written = clause.piece.written
    sides = (written[: first.end] + written[second.end :], written[: first.start] + written[second.start :])
    read = [
        understand(f"{lead}{side.rstrip(_ASKING)}", context.names, context.lexicon).wishes for side in sides
    ]
    if any(len(wishes) != 1 for wishes in read):
        return ()
    return tuple(replace(wishes[0], text=clause.text) for wishes in read)


def _repaired(found: Found, context: Context) -> Found:
    """After “不对，” a value replaces the last one of its field, a case the last case."""
    last = context.last()
    if context.repairing and isinstance(found, list) and found and last is not None:
        context.repairing = False
        if last.intent == found[0].intent and (
            last.field == found[0].field or last.intent is not Intent.CORRECT
        ):
            context.wishes.pop()
    return found


def _other_case(clause: Clause, context: Context) -> Found:
    """撤15号……打错了，是16号: after a repair, a clause that only names a case says which was meant."""
    last = context.last()
    if not context.repairing or last is None or not last.cases or not clause.numbers():
        return None
    bare = len(clause.spans) == 1 and all(cue.text in clause.lexicon.lists["stating"] for cue in clause.cues)
    if not bare or clause.loose():
        return None
    context.repairing = False
    context.wishes.pop()
    return [replace(last, cases=clause.numbers())]


def _tells_what_was_wrong(clause: Clause, context: Context) -> bool:
    """是王集村，不是汪集村; 应是大许镇，你填的是大庙镇: behind the right value, the wrong one."""
    last = context.last()
    if last is None or last.intent is not Intent.CORRECT or clause.numbers():
        return False
    return bool(clause.lexicon.patterns["wrong_value"].match(clause.folded.strip()))


def _hold(clause: Clause, context: Context) -> Found:
    sparing = clause.means("remind") and (clause.all(Kind.UNIT) or context.units)
    return "hold" if clause.means("hold") and not sparing else None


def _undo(clause: Clause, context: Context) -> Found:
    if context.did(Intent.UNDO) or clause.all(Kind.MAIL, Kind.UNIT):
        return None
    recent = clause.means("recent") and clause.means("undo", "taken_back") and not clause.means("restore")
    again = (
        clause.means("recent")
        and not clause.all(Kind.CASES)
        and clause.means("restore", "undo", "taken_back")
    )
    bare = clause.means("undo") and not clause.all(Kind.CASES)
    if bare and not (recent or again) and _SENT_BACK.search(clause.folded):
        return Guess(clause.text, UNSURE)  # 退回去让他们重写: to the unit, not an order taken back
    return [Wish(Intent.UNDO, clause.text)] if recent or again or bare else None


def _state(clause: Clause, context: Context) -> Found:
    if (
        clause.all(Kind.CASES, Kind.UNIT, Kind.MAIL)
        or clause.means("original", "workbook")
        or not re.search(r"发信|发送|发邮件|停发|不发|信[^，,]{0,6}(?:停|别往?外?发|不要发)", clause.folded)
    ):
        return None
    if clause.means("pause") or re.search(r"(?:不要|别|不)发", clause.folded):
        if context.units and not context.did(Intent.MUTE):  # 铜山区嫌提醒太多，请即停发: not to everybody
            return Guess(clause.text, UNSURE, Wish(Intent.MUTE, clause.text, units=context.units))
        return [Wish(Intent.PAUSE, clause.text)]
    return [Wish(Intent.RESUME, clause.text)] if clause.means("again") else None


FRAMES: tuple[Callable[[Clause, Context], Found], ...] = (
    _state, _hold, _undo, read_address, read_mails, read_extend, read_remind, read_looks, read_cases,
)  # fmt: skip
