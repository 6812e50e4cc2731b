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
    EXCEPTED,
    MAIL_UNCLEAR,
    PART_ONLY,
    QUESTION,
    UNSURE,
    WHICH_CASE,
    WHICH_OTHER,
    WHICH_UNIT_REMINDED,
    WHOSE_TIME,
)
from tracker.orders.understand.intents import (
    CAREFUL,
    EVERYDAY,
    LOOKS,
    Deed,
    Guess,
    Intent,
    Understanding,
    Wish,
    deeds_of,
)
from tracker.orders.understand.items import Piece, items, sentences
from tracker.orders.understand.model.against import SENT, is_against, is_bare, is_refused
from tracker.orders.understand.model.judge import LONGEST, Model, Reading, Text, readings_of, text_of
from tracker.orders.understand.model.parts import label_of
from tracker.orders.understand.model.talk import without_talk
from tracker.orders.understand.model.trust import (
    RIGHT,
    Candidate,
    candidates_of,
    describe,
    is_possible,
    leaves,
)
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

# Guesses of the frames that only say that something was not understood.
OPEN = (CASE_UNCLEAR, MAIL_UNCLEAR, WHICH_CASE, WHICH_OTHER, UNSURE, CASE_UNCLEAR_VALUE[:4])
# Logarithms of chances, chosen on hands that had no part in the learning (docs/orders.md).
UNLIKELY = -4.5  # a reading of the frames below this is asked
NEAR = 0.7  # the model's own reading may be this much likelier than that of the frames
ASKING = frozenset(
    ("question", "who", "show", "list", "give", "progress", "missing", "names", "workbook", "tell")
)
SURE = -0.7  # the model's own reading is done above this …
ALONE = 0.85  # … and with this share of all its readings
SEEMLY = -1.0  # … or above this where nothing would be changed
MOST_LABELS = 2  # of more in one sentence, the hands wrote too few to learn from
ANSWERS = (Intent.YES, Intent.NO)
# The hands wrote too few of these to learn from.
FEW = frozenset(("correct:on_time", "correct:remark", "correct:opinion", "compare", "unwanted", "pause"))
# An address beside a unit, a telephone beside a name (李四的电话: no case 4) say enough; the hands wrote too few.
FORMAL = (Intent.ADDRESS, Intent.CONTACT)
TRUSTED = 0.65  # a reading that would be asked is done where it is right this surely …
TRUSTED_ODD = 0.7  # … or this surely where the text names more than it uses …
AGREED = 0.5  # … or this surely where it is what both readers find likeliest …
TRUSTED_BARE = 0.8  # … or this surely of a mail, or a case by a bare number …
TRUSTED_CAREFUL = 0.9  # … or this surely where it is hard to take back …
TALKS = 2  # pauses in what is told rather than ordered: 30#的县写错了，岔河是邳州的不是新沂的，这个我都知道
DOUBTED = 0.65  # a reading that would be done is asked below this: one wrong costs as much as ten asked
DOUBTED_PLAIN = 0.5  # … or below this where it is said without pauses, or the model reads the same
CLEAR, APART = -0.4, 1.0  # likeliest above this, and so much likelier than the next, it needs no frames
RIVAL = 0.4  # … and no other is right as surely as this
UNGUESSED = (PART_ONLY, EXCEPTED, WHOSE_TIME, WHICH_UNIT_REMINDED)  # whoever says these must say more
ANSWERED = LOOKS - SENT - {Intent.COMPARE, Intent.UNWANTED} | {
    Intent.NAMES,
    Intent.WORKBOOK,
}  # the answer is all
_LISTED = re.compile(r"(?<!\d)\d{1,4}号?(?:[、和与跟及]\d{1,4}号?)+(?!\d)")
_NUMBER = re.compile(r"\d+")
_PLACES = frozenset(("county", "town", "community"))
_WRITES = re.compile(r"[报写送交]")
_PAUSE = re.compile(r"[，,。；;！!？?]|(?<=\S)\s(?=\S)")
FAINT = -12.0  # below this a reading is not even asked where nothing else was read
BEHIND = 5.0  # … nor where another, if only that nothing is ordered, is so much likelier
NAMED = frozenset("CMU")  # marks of cases, mails and units
POSSIBLE = -4.0  # below this its reading is not even a guess


def understand(text: str, parts: tuple[Names, Lexicon, Model]) -> Understanding:
    """Read every order in a text that stands for itself."""
    names, lexicon, _ = parts
    whole = fold(text, names, lexicon)
    order, talk = without_talk(whole, names, lexicon)
    if talk:
        found = understand(order, parts)
        return replace(found, unread=(*talk, *found.unread)) if found.wishes else _read(text, parts)
    return _read(text, parts)


def _read(text: str, parts: tuple[Names, Lexicon, Model]) -> Understanding:
    names, lexicon, _ = parts
    framed = read.understand(text, names, lexicon)
    if any(wish.intent in ANSWERS for wish in framed.wishes) and len(framed.wishes) == 1:
        return framed
    piece = fold(text, names, lexicon)
    units = units_of(piece)
    found: list[Understanding] = []
    left = framed
    cases: tuple[int, ...] = ()
    for unit in units:
        own, left = (left, Understanding()) if len(units) == 1 else _share(left, unit)
        found.append(_decide(own, unit, parts, cases))
        cases = next((wish.cases for wish in reversed(found[-1].wishes) if wish.cases), cases)
    found.append(left)
    return Understanding(
        tuple(dict.fromkeys(wish for one in found for wish in one.wishes)),
        tuple(guess for one in found for guess in one.guesses),
        tuple(words for one in found for words in one.unread),
    )


def units_of(piece: Piece) -> list[Piece]:
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
    text = text_of(unit, model, names, lexicon, cases)
    readings = [
        one for one in readings_of(unit, model, names, lexicon, cases) if is_possible(one, text, lexicon)
    ]
    found = _by_rules(framed, text, readings, lexicon)
    if found.wishes:
        return _gated(_with_change(found, text, readings, lexicon), framed, text, readings, lexicon)
    if not re.search(r"\w", unit.folded):
        return found
    trusted = None if is_refused(framed, text, lexicon) else _trusted(framed, text, readings, lexicon)
    return trusted or _guessed(found, text, readings, lexicon)


def _guessed(
    found: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> Understanding:
    """What was not understood, with the likeliest order in it to say yes to, however unlikely."""
    if any(guess.wish for guess in found.guesses) or not (found.guesses or found.unread):
        return found
    if not any(mention.mark in NAMED for mention in text.tokens.mentions):
        return found  # talk that names nothing
    if look := _looked(found, text, readings, lexicon):
        return look
    best = _likeliest(text, readings, lexicon)
    if best is None or any(guess.why.startswith(UNGUESSED) for guess in found.guesses):
        return found
    why = found.guesses[0].why if found.guesses else UNSURE
    return replace(found, guesses=tuple(Guess(wish.text, why, wish) for wish in best.wishes), unread=())


def _looked(
    found: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> Understanding | None:
    """What the words most likely ask to see, beside what was not understood: an answer too many costs nothing."""
    order = next((one for one in readings if one.deeds), None)
    if order is None or not all(wish.intent in ANSWERED for wish in order.wishes):
        return None
    cues = lexicon.cues(text.piece.folded, 0, len(text.piece.folded))
    if not any(cue.meanings & ASKING for cue in cues):
        return None  # 20号, above a list of its fields
    likely = order.score > max(FAINT, readings[0].score - BEHIND)
    return replace(found, wishes=order.wishes) if likely else None


def _with_change(
    found: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> Understanding:
    """41号我拿不准，反正都是第三类，就放第三类吧: shown, and asked whether it is to be done."""
    best = _likeliest(text, readings, lexicon)
    looks = _changes_nothing(found.wishes) and not found.guesses
    if not looks or best is None or best.score < SURE:
        return found
    return replace(found, guesses=tuple(Guess(wish.text, QUESTION, wish) for wish in best.wishes))


def _likeliest(text: Text, readings: Sequence[Reading], lexicon: Lexicon) -> Reading | None:
    """The likeliest reading that is worth a question: no look, no answer, not what the words leave as it is."""
    least = max(FAINT, readings[0].score - BEHIND) if readings else 0.0
    return next(
        (
            one
            for one in readings
            if one.deeds
            and one.score > least
            and all(wish.intent not in LOOKS and wish.intent not in ANSWERS for wish in one.wishes)
            and (one.score > SURE or all(wish.cases or wish.mails for wish in one.wishes))
            and (one.score > SURE or not is_against(one.wishes, text, lexicon))
        ),
        None,
    )


def _gated(
    found: Understanding, framed: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> Understanding:
    """What is to be done, asked instead where such readings were too often wrong."""
    # beside what is only looked at, a list of orders
    looks = any(wish.intent in LOOKS for wish in found.wishes)
    answers = any(wish.intent in ANSWERS for wish in found.wishes)
    if looks or answers or not all(_is_learned(w, text.model) for w in found.wishes):
        return found
    deeds = frozenset(deed for wish in found.wishes for deed in deeds_of(wish))
    one = next((c for c in candidates_of(framed, text, readings, lexicon) if c.reading.deeds == deeds), None)
    if one is None:
        return found
    chance = text.model.trust.chances(describe(one, framed, text, readings, lexicon)).get(RIGHT, 1.0)
    plain = len(_PAUSE.findall(text.piece.folded)) < TALKS
    if plain and not any(reading.deeds and reading.deeds != deeds for reading in readings[:1]):
        return found
    least = DOUBTED_PLAIN if plain or one.place == 0 else DOUBTED
    return found if chance >= least else _asked(found, found.wishes)


def _trusted(
    framed: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> Understanding | None:
    """What was only to be asked, done where such readings were right; None where they were not.

    No other reading may be as likely.
    """
    weighed = sorted(
        (
            (text.model.trust.chances(describe(one, framed, text, readings, lexicon))[RIGHT], one)
            for one in candidates_of(framed, text, readings, lexicon)
        ),
        key=lambda pair: -pair[0],
    )
    if not weighed:
        return None
    if (alone := _alone(framed, text, readings)) and not is_against(alone.wishes, text, lexicon):
        return Understanding(alone.wishes)
    (chance, best), *others = weighed
    rival = max((p for p, _ in others), default=0.0)
    careful = any(wish.intent in CAREFUL or wish.intent is Intent.UNDO for wish in best.reading.wishes)
    if is_against(best.reading.wishes, text, lexicon):
        return None
    answer = any(wish.intent in ANSWERS for wish in best.reading.wishes)
    agreed = best.place == 0 and best.frames in ("guess", "part")
    least = AGREED if agreed else TRUSTED_ODD if leaves(best, text) else TRUSTED
    bare = best.frames == "other" or is_bare(best.reading.wishes, text)
    least = TRUSTED_CAREFUL if careful else max(least, TRUSTED_BARE) if bare else least
    if any(wish.intent in EVERYDAY for wish in best.reading.wishes):
        return None
    if answer or chance < least or rival > RIVAL:
        return None
    return Understanding(tuple(best.reading.wishes))


def _alone(framed: Understanding, text: Text, readings: Sequence[Reading]) -> Reading | None:
    """What the model alone reads, plainly and using all that is named, where the frames understood nothing."""
    best = readings[0] if readings else None
    if best is None or not best.deeds or framed.wishes or best.score < CLEAR:
        return None
    if _PLACES & {wish.field for wish in best.wishes} and _WRITES.search(text.piece.folded):
        return None  # 5号镇街级，安国镇报的: who sent it is no value
    near = len(readings) > 1 and best.score - readings[1].score < APART
    kinds = {wish.intent for wish in best.wishes}
    if near or kinds & (CAREFUL | EVERYDAY | {*ANSWERS, Intent.UNDO}) or is_bare(best.wishes, text):
        return None
    return None if leaves(Candidate(best, "none", 0), text) else best


def _by_rules(
    framed: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> Understanding:
    """What both readers together do, ask or leave unread."""
    model, unit = text.model, text.piece
    learned = [wish for wish in framed.wishes if _is_learned(wish, model)]
    if _is_beyond(framed, learned) or not re.search(r"\w", unit.folded):
        return framed
    ours = text.score(learned)
    best = readings[0] if readings else Reading((), -math.inf)
    share = 1 / sum(math.exp(reading.score - best.score) for reading in readings) if readings else 0.0
    sure = best.score > SURE and share > ALONE
    if ours.deeds:
        order = next((reading for reading in readings if reading.deeds), best)
        return _beside(framed, ours, best if best.deeds or order.deeds != ours.deeds else order)
    if not best.deeds or not _is_open(framed):
        return framed
    answers = any(wish.intent in ANSWERS for wish in best.wishes)
    if is_against(best.wishes, text, lexicon):
        return framed
    everyday = any(wish.intent in EVERYDAY for wish in best.wishes)  # said in no way that is known: asked
    if not everyday and (sure or (best.score > SEEMLY and _changes_nothing(best.wishes))):
        return Understanding(best.wishes)
    return framed if answers or best.score < POSSIBLE else _asked(framed, best.wishes)


def _is_learned(wish: Wish, model: Model) -> bool:
    """Whether the hands wrote such orders."""
    labels = set(map(label_of, deeds_of(wish)))
    return wish.intent not in FORMAL and not labels & FEW and labels <= set(model.wants.labels)


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
    if _undirected(ours.deeds) == _undirected(best.deeds) or _changes_nothing(framed.wishes):
        return framed  # which of two cases stays, the frames know better
    if best.deeds == {
        deed for wish in framed.wishes if wish.intent not in ANSWERS for deed in deeds_of(wish)
    }:
        return framed  # a yes beside an order (沛县不用再催，确认) makes neither unlikely
    if not best.deeds:
        return framed if ours.score > UNLIKELY else _asked(framed, framed.wishes)
    if best.deeds < ours.deeds and likelier > 0 and not _is_listed(ours, best, framed):
        return _asked(framed, best.wishes)
    if ours.deeds < best.deeds and _is_of_others(ours, best):
        return framed  # both read this much; of the other cases it is told that nothing was done
    return framed if likelier < NEAR else _asked(framed, best.wishes)


def _is_listed(ours: Reading, best: Reading, framed: Understanding) -> bool:
    """Whether what the frames have beyond the model is the same of a case in one list: 11、22不要了."""
    more = {deed[1] for deed in ours.deeds - best.deeds}
    alike = len({(deed[0], *deed[2:]) for deed in ours.deeds}) == 1
    written = [
        set(map(int, _NUMBER.findall(listed[0])))
        for wish in framed.wishes
        for listed in _LISTED.finditer(wish.text)
    ]
    return alike and any(more < numbers for numbers in written)


def _is_of_others(ours: Reading, best: Reading) -> bool:
    """Whether what one reading has beyond the other is about other cases (13号通过，14号…)."""
    named = {deed[1] for deed in ours.deeds}
    return all(isinstance(deed[1], int) and deed[1] not in named for deed in best.deeds - ours.deeds)


def _undirected(deeds: Iterable[Deed]) -> set[Deed]:
    return {(one[0], *sorted(one[1:])) if one[0] == Intent.MERGE else one for one in deeds}


def _changes_nothing(wishes: Iterable[Wish]) -> bool:
    return all(wish.intent in LOOKS for wish in wishes)


def _asked(framed: Understanding, wishes: Sequence[Wish]) -> Understanding:
    """Each as a question back; what was not understood of the same text is said by it."""
    guesses = tuple(Guess(wish.text, UNSURE, wish) for wish in wishes)
    looks = tuple(wish for wish in framed.wishes if wish.intent in LOOKS and wish not in wishes)
    return replace(framed, wishes=looks, guesses=guesses, unread=())
