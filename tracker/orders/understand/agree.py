"""What of a sentence's orders stands: not under a condition, not said in two ways, not half understood."""

from __future__ import annotations

import re

from tracker.orders.understand.clause import Context
from tracker.orders.understand.frames.found import (
    CASE_UNCLEAR,
    CASE_UNCLEAR_VALUE,
    CONDITION,
    EXCEPTED,
    MAIL_UNCLEAR,
    PART_ONLY,
    QUESTION,
    TOLD,
    TWO_WAYS,
    UNSURE,
    WHICH_CASE,
    WHICH_DAY,
    WHICH_OTHER,
)
from tracker.orders.understand.intents import CAREFUL, LOOKS, Guess, Intent, Wish
from tracker.orders.understand.words import PHRASES

Read = tuple[list[Wish], list[Guess]]
PLACE = ("county", "town", "unit")
_LAST_TIME = re.compile(r"上[回次].{0,30}(?:错|走眼|不该|早了|手滑)|看走眼")
# What was done before the other: 鼓楼的放开催吧，前两天我让停的
TURNS = {
    Intent.MUTE: Intent.UNMUTE,
    Intent.UNMUTE: Intent.MUTE,
    Intent.WITHDRAW: Intent.RESTORE,
    Intent.RESTORE: Intent.WITHDRAW,
}
INTO = frozenset((Intent.MERGE,))
OUT, IN = frozenset((Intent.WITHDRAW,)), frozenset((Intent.KEEP, Intent.RESTORE))
UNCLEAR = (CASE_UNCLEAR, PART_ONLY, MAIL_UNCLEAR, WHICH_CASE, WHICH_OTHER, CASE_UNCLEAR_VALUE[:4])


def what_stands(text: str, context: Context, read: Read) -> Read:
    """The orders of a sentence that are sure, and what is to be asked back."""
    wishes, guesses = read
    first = wishes[0] if wishes else None
    everyone = next((wish for wish in wishes if wish.intent is Intent.REMIND and not wish.units), None)
    if context.spared and everyone:
        return [], [Guess(text, EXCEPTED)]  # not “all”: the one to be left out would be among them
    if context.doubtful:
        return [], [Guess(text, CONDITION, first)]
    if context.asked and first and first.intent not in LOOKS:
        return [], [Guess(text, QUESTION, first)]
    guesses = [guess for guess in guesses if not _settled(guess, wishes)]
    guesses += [Guess(text, TWO_WAYS) for wish in wishes if _is_denied(wish, text)]
    wishes = [wish for wish in wishes if not _is_denied(wish, text)]
    kept, two_ways = _agreeing(_filled(_once(_now(wishes))))
    kept = [wish for wish in kept if not _is_source(wish, kept)]
    kept = [wish for wish in kept if wish.intent is not Intent.UNDO or _is_undone(wish, kept)]
    for numbers in (*_in_and_out(kept), *_into_nothing(wishes)):
        kept = [wish for wish in kept if not (wish.intent in OUT | IN | INTO and numbers & _touched(wish))]
        two_ways.append(Guess(text, TWO_WAYS))
    two_ways += [Guess(text, TOLD, wish) for wish in kept if _is_told(wish)]
    kept = [wish for wish in kept if not _is_told(wish)]
    if guesses:  # a part was not understood: it may be about these
        two_ways += [Guess(wish.text, UNSURE, wish) for wish in kept if wish.intent in CAREFUL]
        kept = [wish for wish in kept if wish.intent not in CAREFUL]
    return kept, [*guesses, *two_ways]


def _once(wishes: list[Wish]) -> list[Wish]:
    """7、9号重复，删9号: what goes into another case need not be taken out as well."""
    merged = {number for wish in wishes if wish.intent is Intent.MERGE for number in wish.cases}
    return [wish for wish in wishes if not (wish.intent is Intent.WITHDRAW and merged.issuperset(wish.cases))]


def _now(wishes: list[Wish]) -> list[Wish]:
    """Without what is told of an earlier day, where its opposite is ordered."""
    return [
        wish
        for wish in wishes
        if not (
            PHRASES.before.search(wish.text)
            and any(
                other.intent is TURNS.get(wish.intent)
                and (other.cases, other.units) == (wish.cases, wish.units)
                for other in wishes
            )
        )
    ]


def _filled(wishes: list[Wish]) -> list[Wish]:
    """62号的电话空着，补报的是13300004406: what is empty and gets a value is not to be emptied."""
    return [
        wish
        for at, wish in enumerate(wishes)
        if wish.intent is not Intent.CLEAR
        or not any(
            other.intent is Intent.CORRECT
            and other.field == wish.field
            and set(other.cases) >= set(wish.cases)
            for other in wishes[at + 1 :]
        )
    ]


def _is_told(wish: Wish) -> bool:
    """上回把6并到26是我看走眼了: what was done before is told, not ordered."""
    return wish.intent in CAREFUL and bool(_LAST_TIME.search(wish.text))


def _is_denied(wish: Wish, text: str) -> bool:
    """14号联系人不是李老师，李老师是执笔人: what is not so is no value."""
    return wish.intent is Intent.CORRECT and wish.field == "contact" and f"不是{wish.value}" in text


def _is_source(wish: Wish, wishes: list[Wish]) -> bool:
    """降为镇街级，实为郑集镇所报: beside a correction of the same case, who wrote it is its reason."""
    if wish.field not in PLACE or not PHRASES.wrote.search(wish.text):
        return False
    return any(other.cases == wish.cases and other.field not in ("", *PLACE) for other in wishes)


def _is_undone(wish: Wish, wishes: list[Wish]) -> bool:
    """原先归第四类，是我弄错了，应归第二类: beside what puts it right, a slip is a reason and no order."""
    return len(wishes) == 1 or bool(PHRASES.takes_back.search(wish.text))


def _into_nothing(wishes: list[Wish]) -> list[set[int]]:
    """66跟65一样，删66, read as 65 into 66: what is kept would be taken out."""
    gone = {number for wish in wishes if wish.intent in OUT for number in wish.cases}
    return [
        _touched(wish)
        for wish in wishes
        if wish.intent is Intent.MERGE and wish.value and int(wish.value) in gone
    ]


def _touched(wish: Wish) -> set[int]:
    return {*wish.cases, *([int(wish.value)] if wish.intent is Intent.MERGE else [])}


def _in_and_out(wishes: list[Wish]) -> list[set[int]]:
    """8号撤了吧，算了还是留着: cases that would be taken out and kept."""
    taken_out = {number for wish in wishes if wish.intent in OUT for number in wish.cases}
    kept = {number for wish in wishes if wish.intent in IN for number in wish.cases}
    return [taken_out & kept] if taken_out & kept else []


def _agreeing(wishes: list[Wish]) -> tuple[list[Wish], list[Guess]]:
    """One value for a field of a case: what was wrong falls away, what is said in two ways is asked."""
    kept: list[Wish] = []
    guesses = []
    for wish in wishes:
        others = [
            other
            for other in kept
            if wish.intent is other.intent is Intent.CORRECT
            and other.field == wish.field
            and other.value != wish.value
            and set(other.cases) & set(wish.cases)
        ]
        kept = [other for other in kept if other not in others]
        if PHRASES.rightly.match(wish.text) or all(PHRASES.wrongly.search(other.text) for other in others):
            kept.append(wish)
        else:
            guesses.append(Guess(wish.text, TWO_WAYS, wish))
    return kept, guesses


def _settled(guess: Guess, wishes: list[Wish]) -> bool:
    """Whether what was unclear in one clause was said in another."""
    if guess.why == WHICH_DAY:
        return any(wish.intent is Intent.EXTEND for wish in wishes)
    if not wishes or not guess.why.startswith(UNCLEAR):
        return False
    numbers, field = guess.about
    same = [wish for wish in wishes if not numbers or set(wish.cases) & set(numbers)]
    return bool(same) and (
        not field or any(wish.field == field for wish in same) or all(not wish.field for wish in same)
    )
