"""Two readers, one answer: the frames, and the model that learned from what many hands wrote.

Where both read the same, it is done. Where the frames alone understood, it is done unless the model
finds that very unlikely; where the model alone did, it is done when the model is sure, else asked.
What the frames refused for a reason (a condition, a question, two ways) the model cannot overrule.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.orders.understand import read
from tracker.orders.understand.fold import fold
from tracker.orders.understand.frames.found import (
    CASE_UNCLEAR,
    CASE_UNCLEAR_VALUE,
    MAIL_UNCLEAR,
    UNSURE,
    WHICH_CASE,
    WHICH_OTHER,
)
from tracker.orders.understand.items import Piece, items, sentences
from tracker.orders.understand.model.judge import LONGEST, Model, Reading, readings_of, text_of
from tracker.orders.understand.model.parts import label_of
from tracker.orders.understand.names import Names
from tracker.orders.understand.order import LOOKS, Guess, Intent, Understanding, Wish, deeds_of
from tracker.orders.understand.words import Lexicon

# Guesses of the frames that only say that something was not understood.
OPEN = (CASE_UNCLEAR, MAIL_UNCLEAR, WHICH_CASE, WHICH_OTHER, UNSURE, CASE_UNCLEAR_VALUE[:4])
# Logarithms of chances, chosen on hands that had no part in the learning (docs/orders.md).
UNLIKELY = -4.5  # a reading of the frames below this is asked
NEAR = 0.7  # the model's own reading may be this much likelier than that of the frames
SURE = -0.7  # the model's own reading is done above this …
ALONE = 0.85  # … and with this share of all its readings
SEEMLY = -1.0  # … or above this where nothing would be changed
MOST_LABELS = 2  # of more in one sentence, the hands wrote too few to learn from
ANSWERS = (Intent.YES, Intent.NO)
FORMAL = (Intent.ADDRESS,)  # an address beside a unit says enough; the hands wrote too few to learn from
POSSIBLE = -4.0  # below this its reading is not even a guess


def understand(text: str, names: Names, lexicon: Lexicon, model: Model) -> Understanding:
    """Read every order in the new text of a mail."""
    framed = read.understand(text, names, lexicon)
    if any(wish.intent in ANSWERS for wish in framed.wishes) and len(framed.wishes) == 1:
        return framed
    piece = fold(text, names, lexicon)
    units = _units(piece)
    found: list[Understanding] = []
    left = framed
    cases: tuple[int, ...] = ()
    for unit in units:
        own, left = (left, Understanding()) if len(units) == 1 else _share(left, unit)
        found.append(_decide(own, unit, (names, lexicon, model), cases))
        cases = next((wish.cases for wish in reversed(found[-1].wishes) if wish.cases), cases)
    found.append(left)
    return Understanding(
        tuple(dict.fromkeys(wish for one in found for wish in one.wishes)),
        tuple(guess for one in found for guess in one.guesses),
        tuple(words for one in found for words in one.unread),
    )


def _units(piece: Piece) -> list[Piece]:
    """What is judged at once: a short text, else each of its sentences."""
    parts = list(items(piece))
    if len(parts) == 1 and len(parts[0].folded.strip()) <= LONGEST:
        return parts
    return [sentence for part in parts for sentence in sentences(part)]


def _share(whole: Understanding, unit: Piece) -> tuple[Understanding, Understanding]:
    """What was read from one sentence, and the rest."""

    def own(words: str) -> bool:
        return bool(words) and words in unit.written

    return (
        Understanding(
            tuple(w for w in whole.wishes if own(w.text)),
            tuple(g for g in whole.guesses if own(g.text)),
            tuple(u for u in whole.unread if own(u)),
        ),
        Understanding(
            tuple(w for w in whole.wishes if not own(w.text)),
            tuple(g for g in whole.guesses if not own(g.text)),
            tuple(u for u in whole.unread if not own(u)),
        ),
    )


def _decide(
    framed: Understanding, unit: Piece, parts: tuple[Names, Lexicon, Model], cases: tuple[int, ...]
) -> Understanding:
    names, lexicon, model = parts
    learned = [wish for wish in framed.wishes if _is_learned(wish, model)]
    if _is_beyond(framed, learned) or not re.search(r"\w", unit.folded):
        return framed
    ours = text_of(unit, model, names, lexicon, cases).score(learned)
    readings = readings_of(unit, model, names, lexicon, cases)
    best = readings[0] if readings else Reading((), -math.inf)
    share = 1 / sum(math.exp(reading.score - best.score) for reading in readings) if readings else 0.0
    sure = best.score > SURE and share > ALONE
    if ours.deeds:
        return _beside(framed, ours, best)
    if not best.deeds or not _is_open(framed):
        return framed
    answers = any(wish.intent in ANSWERS for wish in best.wishes)
    if sure or (best.score > SEEMLY and _changes_nothing(best.wishes)):
        return Understanding(best.wishes)
    return framed if answers or best.score < POSSIBLE else _asked(framed, best.wishes)


def _is_learned(wish: Wish, model: Model) -> bool:
    """Whether the hands wrote such orders."""
    return wish.intent not in FORMAL and all(label_of(deed) in model.wants.labels for deed in deeds_of(wish))


def _is_beyond(framed: Understanding, learned: Sequence[Wish]) -> bool:
    """Whether the model has nothing to say: orders it never saw, many at once, her words for others."""
    labels = {label_of(deed) for wish in learned for deed in deeds_of(wish)}
    passed_on = any(wish.words and wish.intent is not Intent.EXTEND for wish in framed.wishes)
    return passed_on or len(labels) > MOST_LABELS or bool(framed.wishes and not learned)


def _is_open(framed: Understanding) -> bool:
    """Whether the frames only did not understand: what they refused for a reason is refused."""
    only = all(guess.why.startswith(OPEN) for guess in framed.guesses)
    return bool(framed.guesses or framed.unread) and only


def _beside(framed: Understanding, ours: Reading, best: Reading) -> Understanding:
    """The frames understood: done, or asked where the model finds another reading much likelier."""
    likelier = best.score - ours.score
    if ours.deeds == best.deeds or _changes_nothing(framed.wishes):
        return framed
    if best.deeds == {
        deed for wish in framed.wishes if wish.intent not in ANSWERS for deed in deeds_of(wish)
    }:
        return framed  # a yes beside an order (沛县不用再催，确认) makes neither unlikely
    if not best.deeds:
        return framed if ours.score > UNLIKELY else _asked(framed, framed.wishes)
    if best.deeds < ours.deeds and likelier > 0:
        return _asked(framed, best.wishes)
    return framed if likelier < NEAR else _asked(framed, best.wishes)


def _changes_nothing(wishes: Iterable[Wish]) -> bool:
    return all(wish.intent in LOOKS for wish in wishes)


def _asked(framed: Understanding, wishes: Sequence[Wish]) -> Understanding:
    """Each as a question back; what was not understood of the same text is said by it."""
    guesses = tuple(Guess(wish.text, UNSURE, wish) for wish in wishes)
    return replace(framed, wishes=(), guesses=guesses, unread=())
