"""Cases that are named by title, place, person or place in a letter (柳桥社区那篇, 上面那个, 第二个), as numbers.

What is meant is written into the text as a number before anything else reads it, and her own words are
put back into what was read. Where more than one case fits, or the words are only like a title, the
likeliest is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tracker.orders.understand.frames.found import WHICH_CASE
from tracker.orders.understand.intents import LOOKS, Guess, Intent, Understanding, Wish
from tracker.orders.understand.message.named.described import (
    QUOTE,
    by_part,
    described,
    titled,
    whole_title,
)
from tracker.orders.understand.message.named.known import SEVERAL_FIT, Known, Meant, choose
from tracker.orders.understand.message.named.nickname import Vocabulary, find_called, vocabulary_of
from tracker.orders.understand.message.named.placed import find_placed
from tracker.orders.understand.message.named.thread import ORDINAL, in_thread, rest_of_letter
from tracker.orders.understand.message.named.topic import topic_of
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon, one_of

Reader = Callable[[str], Understanding]
MOST_READ: Final = 4000  # characters; no longer text is an order
_CLAUSE: Final = re.compile(r"(?<=[，,。；;！!？?\n])")
_LAST: Final = tuple("。；;！!？?\n")  # ends of sentences
_CALLING: Final = re.compile(r"[\u4e00-\u9fff]{2}")
_SERIAL: Final = re.compile(r"\d{1,5}(?=\s?号)")
_WORDS: Final = re.compile(r"\S+")
_THAT_MAIL: Final = re.compile(r"[那这]一?封(?:信件?|邮件|来信)?")
_A_PLACE: Final = re.compile(r"[\u4e00-\u9fff](?:村|社区|镇|街道|乡)的?")


@dataclass(frozen=True, slots=True)
class Referred:
    """A text with numbers for what it names otherwise."""

    text: str
    said: tuple[tuple[str, str], ...] = ()  # (12号, her words)
    doubtful: tuple[tuple[int, str], ...] = ()  # numbers that are guesses, and why
    choices: tuple[tuple[int, ...], ...] = ()  # what each of these may be, itself first, where that is known


@cache
def _number(prefix: str) -> re.Pattern[str]:
    return re.compile(
        rf"\d\s*号|第\s?\d+\s?[号篇](?!案例库)|{prefix or '(?!)'}\s?-?\s?\d|[一二三四五六七八九十]号|编号"
    )


def refers(text: str, names: Names, lexicon: Lexicon) -> bool:
    """Whether a text may name a case otherwise than by number; cheap, and often wrong."""
    patterns = lexicon.patterns
    return bool(
        patterns["that_case"].search(text)
        or patterns["thread"].search(text)
        or QUOTE.search(text)
        or ORDINAL.search(text)
        or any(town in text for town in names.towns)
        or _A_PLACE.search(text)
        or any(_may_call(clause, names, lexicon) for clause in _CLAUSE.split(text[:MOST_READ]))
    )


def _may_call(clause: str, names: Names, lexicon: Lexicon) -> bool:
    """积分制归二: words that are no unit and none of ours, and no number, or a case into which another goes."""
    if _number(names.prefix).search(clause) and not lexicon.patterns["into"].search(clause):
        return False
    if not lexicon.pattern.search(clause):
        return False
    rest = lexicon.patterns["filler"].sub(
        " ", lexicon.pattern.sub(" ", _units(tuple(names.units)).sub(" ", clause))
    )
    return bool(_CALLING.search(rest))


@cache
def _units(forms: tuple[str, ...]) -> re.Pattern[str]:
    return one_of(forms)


def refers_mail(text: str) -> bool:
    """Whether a text may name a mail by who sent it (新城区那封)."""
    return bool(_THAT_MAIL.search(text))


def resolve(text: str, known: Known, names: Names, lexicon: Lexicon) -> Referred:
    """Write the numbers of cases for what names them."""
    if len(text) > MOST_READ:
        return Referred(text)
    text, mails = _named_mails(text, known, names)
    what = vocabulary_of(known.cases, names, lexicon)
    clauses = _CLAUSE.split(text)
    found = _meant_by(clauses, known, what)
    made: list[str] = []
    said: list[tuple[str, str]] = [*mails]
    doubtful: list[tuple[int, str]] = []
    choices = tuple(one.choices for some in found for one in some if one.choices)
    for clause, some in zip(clauses, found, strict=True):
        at = 0
        for one in some:
            said.append((one.number, clause[one.start : one.end]))
            doubtful += [(serial, one.why) for serial in one.serials] if one.why else []
            made += [clause[at : one.start], one.number]
            at = one.end
        made.append(clause[at:])
    return Referred("".join(made), tuple(said), tuple(doubtful), choices)


def _meant_by(clauses: Sequence[str], known: Known, what: Vocabulary) -> list[list[Meant]]:
    """The cases that each clause names otherwise than by number."""
    meant: list[list[Meant]] = []
    named: set[int] = set()  # cases of the clauses before: 这篇 is the last of them
    begun = 0  # where the sentence began
    is_open = True  # it has named no case
    for at, clause in enumerate(clauses):
        rest = rest_of_letter(clause, known.about, named)
        if rest:
            some = [rest]
        else:
            some = [] if _about_mail(clause, what.lexicon) else _meant(clause, known, what, named=bool(named))
            some = [one for one in some if not _within_quote(one, clause)]
        meant.append(some)
        named |= {serial for one in some for serial in one.serials}
        is_open = is_open and not some and not _number(what.names.prefix).search(clause)
        if _number(what.names.prefix).search(clause):
            named |= {0, *(int(number[0]) for number in _SERIAL.finditer(clause))}
        if clause.endswith(_LAST) or at + 1 == len(clauses):
            if is_open and (topic := topic_of(clauses[begun : at + 1], what)):
                meant[begun + topic[0]] = [topic[1]]
                named |= set(topic[1].serials)
            begun, is_open = at + 1, True
    return meant


def _within_quote(meant: Meant, clause: str) -> bool:
    """名字改一下，《双沟夜归人》: a part of a title in its marks names no case."""
    quotes = (found.span() for found in QUOTE.finditer(clause))
    return any(
        start <= meant.start and meant.end <= end and (meant.start > start + 1 or meant.end < end - 1)
        for start, end in quotes
    )


def _named_mails(text: str, known: Known, names: Names) -> tuple[str, list[tuple[str, str]]]:
    """新城区那封: the one mail of a unit that waits, as its number."""
    if not known.waiting or not _THAT_MAIL.search(text):
        return text, []
    said: list[tuple[str, str]] = []
    for name, unit in names.units.items():
        waiting = [mail for mail, whose in known.waiting if whose == unit]
        found = re.search(rf"{re.escape(name)}(?:民政局)?(?:发?来)?的?{_THAT_MAIL.pattern}", text)
        if found and len(waiting) == 1:
            said.append((f"收件{waiting[0]}", found[0]))
            text = f"{text[: found.start()]}收件{waiting[0]}{text[found.end() :]}"
    return text, said


def settle(found: Understanding, referred: Referred) -> Understanding:
    """What was read, in her own words; orders about a guessed case become guesses."""
    why = dict(referred.doubtful)
    sure: list[Wish] = []
    unsure: list[Guess] = []
    for wish in found.wishes:
        numbers = {*wish.cases, *([int(wish.value)] if wish.intent is Intent.MERGE else [])}
        told = replace(wish, text=own_words(wish.text, referred))
        if doubts := numbers & why.keys() if wish.intent not in LOOKS else set():
            unsure.append(Guess(told.text, why[min(doubts)], told, choices=_choices(told, referred)))
        else:
            sure.append(told)
    guesses = (_told(guess, referred) for guess in found.guesses)
    unread = tuple(own_words(words, referred) for words in found.unread)
    return Understanding(tuple(sure), (*guesses, *unsure), unread)


def _told(guess: Guess, referred: Referred) -> Guess:
    """A guess in her own words; where its case is one of several, these are what is asked."""
    told = replace(guess, text=own_words(guess.text, referred))
    if told.wish is None or told.choices or not (choices := _choices(told.wish, referred)):
        return told
    return replace(told, why=SEVERAL_FIT.format(len(choices)), choices=choices)


def _choices(wish: Wish, referred: Referred) -> tuple[Wish, ...]:
    """The same about each case that a guessed one may be."""
    into = int(wish.value) if wish.intent is Intent.MERGE else 0
    among = next((some for some in referred.choices if some[0] in (*wish.cases, into)), ())
    others = {*wish.cases, into} - {*among[:1]}
    return tuple(_instead(wish, among[0], serial) for serial in among if serial not in others)


def _instead(wish: Wish, case: int, other: int) -> Wish:
    """The same about another case."""
    cases = tuple(other if number == case else number for number in wish.cases)
    merged = wish.intent is Intent.MERGE and wish.value == str(case)
    return replace(wish, cases=cases, value=str(other) if merged else wish.value)


def own_words(text: str, referred: Referred) -> str:
    """Her words where a number was put instead of them."""
    for number, words in referred.said:
        text = re.sub(rf"(?<!\d){number}(?!\d)", lambda _, w=words: w, text, count=1)  # type: ignore[misc] # bound now
    return text


def read_referring(text: str, known: Known, referred: Referred, read: Reader) -> Understanding:
    """What a text with numbers in it says; what names no case is asked of the one case of the answered letter."""
    found = settle(read(text), referred)
    if len(known.about) != 1:
        return found
    guesses = [_of_the_letter(guess, known.about[0], read) for guess in found.guesses]
    return replace(found, guesses=tuple(guesses))


def _of_the_letter(guess: Guess, serial: int, read: Reader) -> Guess:
    if guess.wish is not None or not guess.why.startswith(WHICH_CASE):
        return guess
    again = read(f"{serial}号{guess.text}")
    wishes = [*again.wishes, *(one.wish for one in again.guesses if one.wish is not None)]
    own = [wish for wish in wishes if wish.cases == (serial,) and wish.field != "county"]
    return replace(guess, wish=replace(own[0], text=guess.text)) if len(own) == 1 else guess


def _about_mail(clause: str, lexicon: Lexicon) -> bool:
    """Whether her words for a sender stand in it: titles there are no orders."""
    return bool(re.search(r"收件\s?\d", clause)) and not lexicon.patterns["that_case"].search(clause)


def _meant(clause: str, known: Known, what: Vocabulary, *, named: bool) -> list[Meant]:
    """The cases that a clause names otherwise than by number, from left to right."""
    if _number(what.names.prefix).search(clause):
        beside = list(titled(clause, known, what.lexicon, joined=True)) or list(
            _placed(clause, known, what, joined=True)
        )
        return beside or _beside_number(clause, what)
    own = list(_in_words(clause, known, what))
    called = find_called(clause, what)
    if called and _says_more(called, own):
        return called
    return own or list(in_thread(clause, known, what.lexicon, named=named))


def _beside_number(clause: str, what: Vocabulary) -> list[Meant]:
    """5号归二 积分制归三: what stands apart from the number, or is joined to it."""
    parts = list(_WORDS.finditer(clause))
    number = _number(what.names.prefix)
    found = []
    for part in parts:
        joined = len(parts) == 1 or bool(number.search(part[0]))
        found += [
            replace(one, start=one.start + part.start(), end=one.end + part.start())
            for one in find_called(part[0], what, joined=joined)
        ]
    return found


def _says_more(called: Sequence[Meant], own: Sequence[Meant]) -> bool:
    """Whether what is called by words in passing is surer, or more, than what was found in set ways."""
    sure = all(not one.why for one in called)
    if not own:
        return True
    return sure and (len(called) > len(own) or any(one.why for one in own))


def _in_words(clause: str, known: Known, what: Vocabulary) -> Iterator[Meant]:
    """By place, by title, or by words before 那篇."""
    names, lexicon = what.names, what.lexicon
    if placed := list(_placed(clause, known, what, joined=False)):
        yield from placed
    elif quoted := list(titled(clause, known, lexicon, joined=False)):
        yield from quoted
    elif one := described(clause, known, names, lexicon):
        yield one
    elif whole := whole_title(clause, known, lexicon) or by_part(clause, known.cases, names, lexicon):
        yield whole


def _placed(clause: str, known: Known, what: Vocabulary, *, joined: bool) -> Iterator[Meant]:
    """Cases by place or whole title; those of which none counts any more last."""
    for place in find_placed(clause, known.cases, what.names, what.lexicon, joined=joined):
        found = [known.cases[at] for at in place.fitting]
        if meant := choose(found, (place.start, place.end), sure=True):
            yield meant
