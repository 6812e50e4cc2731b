"""Cases, mails and fields that a message names and no order takes up: told, never passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tracker.orders.understand.intents import LOOKS, Understanding, Wish
from tracker.orders.understand.items import Piece, divide
from tracker.orders.understand.names import Names
from tracker.orders.understand.spans import Kind, find_spans
from tracker.orders.understand.words import PHRASES, Lexicon

_CLAUSE: Final = re.compile(r"[，,。；;！!？?\n]+")
_DIGITS: Final = re.compile(r"\d+")
NAMING: Final = (Kind.CASES, Kind.MAIL)
# What is said of these is hardly ever only told: 次要主题就写一.
TELLING: Final = frozenset(("secondary", "subtitle", "remark", "opinion"))
# 28那个, 17撤, 9号: a number that can hardly be anything but a case's.
_CASE: Final = re.compile(
    r"(?<![\d.年月/:：第A-Za-z~\-—])(?<!收件)(?<!收件 )(\d{1,3})(?=\s?号(?![楼院文线路令]|[之以]?[前后外]|[早晚上下中]|[太发到开报起交])|那[个篇]|[归撤改留放划删])"
)


def tell_left_out(found: Understanding, text: Piece, names: Names, lexicon: Lexicon) -> Understanding:
    """The same; clauses about what nothing that was read takes up are told as not understood."""
    if all(wish.intent in LOOKS for wish in found.wishes):
        return found
    wishes = [*found.wishes, *(guess.wish for guess in found.guesses if guess.wish is not None)]
    told = (*found.unread, *(guess.text for guess in found.guesses))
    taken = {*_numbers_of(wishes), *(number for words in told for number in _all(words))}
    fields = {wish.field for wish in wishes}
    left = tuple(
        clause.written.strip()
        for clause in divide(text, _CLAUSE)
        if not PHRASES.untouched.search(clause.folded)
        and not any(wish.text and wish.text.strip() in clause.written for wish in wishes)
        and not any(clause.written.strip() in words for words in told)
        and (not _named(clause, names) <= taken or _fields(clause, lexicon) - fields)
        and not any(clause.written.strip() in (wish.words or wish.value) for wish in wishes)
    )
    return replace(found, unread=(*found.unread, *left)) if left else found


def _named(clause: Piece, names: Names) -> set[int]:
    """The numbers of the cases and mails that a clause names."""
    spans = find_spans(clause.folded, names)
    return {
        *(int(number) for number in _CASE.findall(clause.folded)),
        *(number for span in spans if span.kind in NAMING for number in span.numbers),
    }


def _fields(clause: Piece, lexicon: Lexicon) -> set[str]:
    """The fields that a clause speaks of, of those that are hardly ever only told."""
    cues = lexicon.cues(clause.folded, 0, len(clause.folded))
    return {cue.field for cue in cues if len(cue.text) > 1} & TELLING


def _numbers_of(wishes: list[Wish]) -> Iterator[int]:
    """Every number that an order holds: of cases and mails, in days, values and words to be passed on."""
    for wish in wishes:
        yield from (*wish.cases, *wish.mails)
        yield from _all(f"{wish.value} {wish.words} {wish.at} {' '.join(wish.units)}")


def _all(text: str) -> Iterator[int]:
    yield from (int(digits) for digits in _DIGITS.findall(text) if len(digits) <= 3)
