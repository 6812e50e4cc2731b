"""A coordinator's words to orders: the main flow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tracker.orders.understand.clause import Context, read_clause
from tracker.orders.understand.frames import CASE_UNCLEAR, MAIL_UNCLEAR, read_frame
from tracker.orders.understand.items import Piece, clauses, items, sentences
from tracker.orders.understand.names import Names
from tracker.orders.understand.order import Guess, Intent, Understanding, Wish
from tracker.orders.understand.passed_on import read_passed_on
from tracker.orders.understand.spans import Kind, find_spans
from tracker.orders.understand.words import Lexicon

LONGEST = 4000  # characters: more is no order
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_FOLD |= dict(zip(map(ord, "歸號題為復認級無發"), map(ord, "归号题为复认级无发"), strict=True))
_MARKS = re.compile(r"[\s，。！？、；：,.!?;:~…]+")


def understand(text: str, names: Names, lexicon: Lexicon) -> Understanding:
    """Read every order in the new text of a mail."""
    piece = Piece(text[:LONGEST].translate(_FOLD), text[:LONGEST])
    if whole := _whole(piece.folded, lexicon):
        return Understanding((Wish(whole, text.strip()),))
    wishes: list[Wish] = []
    guesses: list[Guess] = []
    for item in items(piece):
        context = Context(names, lexicon)
        passed, item = read_passed_on(item, names)  # noqa: PLW2901 - what is passed on is cut off
        for sentence in sentences(item):
            guesses += _read_sentence(sentence, context)
        wishes += [*context.wishes, *passed]
    return Understanding(tuple(dict.fromkeys(wishes)), tuple(guesses))


def _whole(folded: str, lexicon: Lexicon) -> Intent | None:
    """Yes, no or undo, where the whole text says nothing else."""
    bare = _MARKS.sub("", folded).lower()
    first = _MARKS.split(folded.strip(), 1)[0]
    if first in ("对", "是", "是的", "对的", "嗯") and len(bare) > len(first) and len(bare) <= 12:
        return Intent.YES
    for intent, words in ((Intent.YES, lexicon.words.yes), (Intent.NO, lexicon.words.no)):
        if bare in words:
            return intent
    return None


VALUES = (Kind.LEVEL, Kind.THEME, Kind.NUMERAL, Kind.TOWN)


def _clauses(sentence: Piece, context: Context) -> Iterator[Piece]:
    """Clauses, cut neither inside what is named nor behind: a value and then a case begin a new one."""
    spans = find_spans(sentence.folded, context.names)
    edges = [
        after.start
        for before, after in pairwise(spans)
        if after.kind is Kind.CASES and before.kind in VALUES and after.start - before.end <= 1
    ]
    yield from clauses(sentence, [(span.start, span.end) for span in spans], edges)


def _read_sentence(sentence: Piece, context: Context) -> list[Guess]:
    """Its orders go to the context; returns what is unsure."""
    guesses: list[Guess] = []
    before = len(context.wishes)
    context.units = context.mails = context.excepted = ()
    context.field = ""
    doubtful = ""
    for piece in _clauses(sentence, context):
        clause = read_clause(piece, context)
        if clause.means("reported"):
            del context.wishes[before:]
            return []
        if clause.means("hypothetical"):
            doubtful = "附有条件"
        found = read_frame(clause, context)
        if found is None:
            continue
        if isinstance(found, Guess):
            guesses.append(found)
        elif found == "hold":
            del context.wishes[before:]
            guesses.clear()
            return []
        else:
            context.wishes += found
    if context.spared and any(wish.intent is Intent.REMIND and not wish.units for wish in context.wishes[before:]):
        wish = next(wish for wish in context.wishes[before:] if wish.intent is Intent.REMIND)
        del context.wishes[before:]
        return [Guess(sentence.written.strip(), "有例外的单位，请写明提醒哪些", wish)]
    if doubtful and len(context.wishes) > before:
        wish = context.wishes[before]
        del context.wishes[before:]
        return [Guess(sentence.written.strip(), doubtful, wish)]
    if doubtful:
        return [Guess(sentence.written.strip(), doubtful)]
    # What was unclear in one clause and said in the next needs no question.
    said = len(context.wishes) > before
    return [guess for guess in guesses if not (said and guess.why in (CASE_UNCLEAR, MAIL_UNCLEAR))]
