"""How far a reading can be trusted: learned from readings that were right and readings that were not.

A reading is described by who found it (the frames, the model, both), how likely it is beside the others,
what the text says that it does not use, and which words in the text turn orders round. What is learned
from these is the chance that the reading is just what was meant, by hands that had no part in learning
the readings themselves.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.orders.understand.clause import WRONG_BEHIND
from tracker.orders.understand.frames.found import (
    CASE_UNCLEAR,
    CASE_UNCLEAR_VALUE,
    CONDITION,
    MAIL_UNCLEAR,
    QUESTION,
    TWO_WAYS,
    UNSURE,
    WHICH_CASE,
    WHICH_DAY,
    WHICH_OTHER,
    WHICH_UNIT_REMINDED,
    WHOSE_TIME,
)
from tracker.orders.understand.intents import Deed, Intent, Understanding, Wish, deeds_of
from tracker.orders.understand.model import features
from tracker.orders.understand.model.judge import Reading, Text
from tracker.orders.understand.model.parts import label_of, parts_in, used_by
from tracker.orders.understand.words import Lexicon

RIGHT: Final = "right"
REASONS: Final = (
    CASE_UNCLEAR, CASE_UNCLEAR_VALUE[:4], CONDITION, MAIL_UNCLEAR, QUESTION, TWO_WAYS, UNSURE, WHICH_CASE, WHICH_DAY,
    WHICH_OTHER,
)  # fmt: skip
# Said of a person, who is neither one unit nor all of them.
OF_PERSONS: Final = {WHOSE_TIME: Intent.EXTEND, WHICH_UNIT_REMINDED: Intent.REMIND}
# Words that turn an order round, or make it none.
TURNING: Final = (
    "hypothetical", "reported", "hold", "question", "either", "hedge", "same", "recent", "some", "returned", "part",
)  # fmt: skip
_STEPS: Final = (0.05, 0.15, 0.3, 0.5, 0.8, 1.2, 1.8, 2.5, 3.5, 5.0, 7.0, 10.0)
_NOT: Final = re.compile(r"[不没未别勿莫毋]")
_DIGITS: Final = re.compile(r"[\d-]{7,20}")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_MEASURE: Final = re.compile(r"[张位家次天遍趟项种处户条]")
_MORE: Final = re.compile(
    r"(?!就|吧|这|那|一文|两个字|[一二三四五六七八九十]个字|即可|为宜|更|比|好|了|的|，)[\u4e00-\u9fff]{2}"
)
_SAID: Final = re.compile(r"[\u4e00-\u9fff]{2}")  # two characters side by side
MOST_COUNTED: Final = 5
COUNTING: Final = "CNOMUDVPTLSWQE"  # marks of what an order may use
# Words of doing: one that none of the orders stands for is likely another order.
DOING: Final = frozenset(
    (
        "withdraw", "restore", "merge", "keep", "confirm", "clear", "remind", "mute", "extend", "done", "attach", "say", "undo",
        "volume", "workbook", "names", "original", "show", "list", "progress", "missing", "urge", "unwanted",
    )
)  # fmt: skip
VALUES: Final = frozenset(("theme", "secondary", "level", "county", "town", "title"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading that may be done: its orders, who found it, and its place among the readings of the model."""

    reading: Reading
    frames: str  # what the frames made of it: sure, part, guess, other, none
    place: int  # of the model's readings; -1 for none of them


def candidates_of(
    framed: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> list[Candidate]:
    """Every reading worth weighing: those of the frames, then the likeliest of the model."""
    sure = _deeds(framed.wishes)
    guessed = tuple(guess.wish for guess in framed.guesses if guess.wish is not None and not guess.choices)
    told = bool(framed.guesses or framed.unread)
    own: dict[frozenset[Deed], tuple[Sequence[Wish], str]] = {}
    if sure:
        own[sure] = (framed.wishes, "part" if told else "sure")
    if guessed:
        both = (*framed.wishes, *guessed)
        own.setdefault(_deeds(both), (both, "guess"))
    otherwise = "other" if sure else "none" if not guessed else "asked"
    places = {reading.deeds: place for place, reading in enumerate(readings)}
    found = [
        Candidate(text.score(wishes), state, places.get(deeds, -1)) for deeds, (wishes, state) in own.items()
    ]
    found += [
        Candidate(reading, otherwise, place)
        for place, reading in enumerate(readings[:MOST_COUNTED])
        if reading.deeds and reading.deeds not in own
    ]
    found = [one for one in found if is_possible(one.reading, text, lexicon)]
    refused = {intent for why, intent in OF_PERSONS.items() if any(why == g.why for g in framed.guesses)}
    return [one for one in found if not any(w.intent in refused and not w.units for w in one.reading.wishes)]


def leaves(candidate: Candidate, text: Text) -> bool:
    """Whether the text names something that the reading has no use for."""
    parts = parts_in(text.tokens.mentions, used_by(candidate.reading.deeds), text.names)
    named = zip(text.tokens.mentions, parts, strict=True)
    return any(not part and mention.mark in COUNTING for mention, part in named)


def is_possible(reading: Reading, text: Text, lexicon: Lexicon) -> bool:
    """Whether no field of a case gets two values, or one that the text denies (别写成社区级).

    A case that goes into another is not corrected as well.
    """
    fields = [deed[1:3] for deed in reading.deeds if deed[0] == "correct"]
    gone = {deed[1] for deed in reading.deeds if deed[0] == "merge"}
    if len(fields) > len(set(fields)) or gone & {case for case, _ in fields}:
        return False
    if fields and _only_empties(text.piece.folded, lexicon):
        return False
    if _counts(reading, text) or any(_goes_on(deed, text) or _is_wrong(deed, text) for deed in reading.deeds):
        return False
    parts = parts_in(text.tokens.mentions, used_by(reading.deeds), text.names)
    return not any(
        part in VALUES and lexicon.denies(text.piece.folded[: mention.start].rstrip(" “《"))
        for mention, part in zip(text.tokens.mentions, parts, strict=True)
    )


def _counts(reading: Reading, text: Text) -> bool:
    """三张表前面加上…: a numeral that counts things, taken for a case."""
    cases = used_by(reading.deeds).cases
    named = [mention for mention in text.tokens.mentions if set(mention.numbers) & cases]
    return bool(named) and all(
        mention.mark == "N" and _MEASURE.match(text.piece.folded, mention.end) for mention in named
    )


def _is_wrong(deed: Deed, text: Text) -> bool:
    """电话13800001111是错的，改…: a telephone that is said to be the wrong one."""
    if deed[0] not in ("correct", "contact") or not _DIGITS.fullmatch(str(deed[-1])):
        return False
    at = text.piece.folded.find(str(deed[-1]))
    return at >= 0 and bool(WRONG_BEHIND.match(text.piece.folded, at + len(str(deed[-1]))))


def _goes_on(deed: Deed, text: Text) -> bool:
    """应该叫“乡贤调解室”进村来: a title that begins in quotes and goes on behind them."""
    if deed[0] != "correct" or deed[2] != "title":
        return False
    at = text.piece.written.find(f"“{deed[3]}”")
    return at >= 0 and bool(_MORE.match(text.piece.written, at + len(str(deed[3])) + 2))


def _only_empties(folded: str, lexicon: Lexicon) -> bool:
    """89号次要主题（四）删去: it ends in a word of emptying, and nothing is said of what is to stand there."""
    text = folded.rstrip(" 。！!")
    cues = lexicon.cues(text, 0, len(text))
    empties = bool(cues) and cues[-1].end == len(text) and "clear" in cues[-1].meanings
    return empties and not any("set" in cue.meanings for cue in cues)


def _deeds(wishes: Sequence[Wish]) -> frozenset[Deed]:
    return frozenset(deed for wish in wishes for deed in deeds_of(wish))


def describe(
    candidate: Candidate, framed: Understanding, text: Text, readings: Sequence[Reading], lexicon: Lexicon
) -> frozenset[str]:
    """What is looked at to say whether a candidate is right."""
    state, place = candidate.frames, min(candidate.place, 3)
    labels = {label_of(deed) for deed in candidate.reading.deeds}
    others = [one.score for one in readings if one.deeds != candidate.reading.deeds]
    best = max((one.score for one in readings), default=-math.inf)
    own = readings[candidate.place].score if candidate.place >= 0 else candidate.reading.score
    gap = _step(own - max(others, default=-20.0))
    found = {
        "bias",
        f"by:{state}",
        f"place:{place}",
        f"by:{state}{place}",
        f"gap:{gap}",
        f"by:{state} gap:{gap}",
    }
    found |= {f"score:{_step(own)}", f"by:{state} score:{_step(own)}", f"behind:{_step(own - best)}"}
    reasons = {reason for guess in framed.guesses for reason in REASONS if guess.why.startswith(reason)}
    found |= {f"why:{reason}" for reason in reasons} | {f"why:{reason} by:{state}" for reason in reasons}
    found |= {"unread", f"unread by:{state}"} if framed.unread else set()
    found |= {f"wants:{label}" for label in labels} | {f"wants:{label} by:{state}{place}" for label in labels}
    found |= {f"labels:{len(labels)}", f"deeds:{min(len(candidate.reading.deeds), MOST_COUNTED)}"}
    least = min((text.chances.get(label, 0.0) for label in labels), default=0.0)
    more = max((p for label, p in text.chances.items() if label not in labels), default=0.0)
    found |= {f"least:{int(least * 10)}", f"more:{int(more * 10)}"}
    return frozenset(
        found
        | set(_left_over(candidate, text))
        | set(_of_words(text, lexicon, state))
        | set(_of_the_unknown(candidate, text, lexicon))
    )


def _left_over(candidate: Candidate, text: Text) -> Iterator[str]:
    """What the text names and the reading does not use."""
    parts = parts_in(text.tokens.mentions, used_by(candidate.reading.deeds), text.names)
    left = [mention.mark for mention, part in zip(text.tokens.mentions, parts, strict=True) if not part]
    yield f"left:{min(len(left), MOST_COUNTED)}"
    for mark in set(left):
        yield f"left:{mark}"
        yield f"left:{mark} by:{candidate.frames}"


def _of_words(text: Text, lexicon: Lexicon, state: str) -> Iterator[str]:
    """Words that turn an order round, and how long the text is."""
    folded = text.piece.folded
    meanings = {meaning for cue in lexicon.cues(folded, 0, len(folded)) for meaning in cue.meanings}
    for meaning in meanings.intersection(TURNING):
        yield f"says:{meaning}"
        yield f"says:{meaning} by:{state}"
    if _NOT.search(folded):
        yield "says:not"
        yield f"says:not by:{state}"
    if lexicon.patterns["deny"].search(folded):
        yield "says:deny"
    yield f"long:{min(len(_HAN.findall(folded)) // 5, 8)}"


def _of_the_unknown(candidate: Candidate, text: Text, lexicon: Lexicon) -> Iterator[str]:
    """How much of the text no hand wrote, and words of doing that belong to none of the orders."""
    seen = features.of_text(text.tokens, text.piece, lexicon)
    pieces = [one for one in seen if _SAID.fullmatch(one)]
    new = sum(one not in text.model.wants.weights for one in pieces)
    share = min(int(10 * new / max(1, len(pieces))), 6)
    yield f"new:{share}"
    yield f"new:{share} by:{candidate.frames}"
    yield f"news:{min(new // 2, 8)}"
    folded = text.piece.folded
    own = {str(wish.intent) for wish in candidate.reading.wishes}
    found = {
        meaning
        for cue in lexicon.cues(folded, 0, len(folded))
        if len(cue.text) > 1
        for meaning in cue.meanings
    }
    for meaning in found & DOING - own:
        yield f"beside:{meaning}"
        yield f"beside:{meaning} {'+'.join(sorted(own))}"


def _step(value: float) -> int:
    """A logarithm in steps, signed."""
    size = sum(abs(value) >= step for step in _STEPS)
    return size if value >= 0 else -size
