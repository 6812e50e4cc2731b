"""How likely a reading of a text is: what it wants, and the part that each mention plays in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from tracker.orders.understand.intents import Deed, Wish, deeds_of
from tracker.orders.understand.items import SENTENCE, Piece, divide
from tracker.orders.understand.model import features
from tracker.orders.understand.model.assemble import Part, Said, assemble
from tracker.orders.understand.model.linear import Linear
from tracker.orders.understand.model.mentions import Mention, Tokens, find_mentions
from tracker.orders.understand.model.parts import FREE, label_of, parts_in, used_by
from tracker.orders.understand.names import Names
from tracker.orders.understand.words import Lexicon

LIKELY = 0.06  # a label below this is in no reading
MOST_LABELS = 6
TOGETHER = 3  # labels of one reading
UNKNOWN = math.log(0.5)  # of words that were not proposed as a value
LEAST = 0.15  # of a proposal, to be a value
FREE_FIELDS = frozenset(name for names in FREE.values() for name in names)
NOTHING = "nothing"
LONGEST = 120  # characters of a text that is read as a whole
MOST_PARTS = 40
_PART = re.compile(r"[\n。；;！!，,\s]+|(?<=[？?])")


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: what texts want, what parts mentions play, what sentences want of a round
    of review, which readings were right.
    """

    wants: Linear
    plays: Linear
    acts: Linear
    trust: Linear


@dataclass(frozen=True, slots=True)
class Reading:
    """Orders with the logarithm of how likely the text means just them."""

    wishes: tuple[Wish, ...]
    score: float

    @property
    def deeds(self) -> frozenset[Deed]:
        """As single deeds."""
        return frozenset(deed for wish in self.wishes for deed in deeds_of(wish))


def readings_of(
    piece: Piece, model: Model, names: Names, lexicon: Lexicon, cases: tuple[int, ...] = ()
) -> list[Reading]:
    """What a text may mean, likeliest first: read as a whole, and read by its parts; ``cases`` were named before."""
    found = []
    for mark in (None, SENTENCE, _PART):
        parts = [p for p in (divide(piece, mark) if mark else [piece]) if re.search(r"\w", p.folded)]
        if mark and (len(parts) < 2 or len(parts) > MOST_PARTS):
            continue
        if not mark and len(piece.folded) > LONGEST:
            continue
        found += _in_parts(parts, cases, (model, names, lexicon))
    best: dict[frozenset[Deed], Reading] = {}
    for reading in sorted(found, key=lambda reading: -reading.score):
        best.setdefault(reading.deeds, reading)
    return list(best.values())


def _in_parts(
    parts: Sequence[Piece], cases: tuple[int, ...], what: tuple[Model, Names, Lexicon]
) -> list[Reading]:
    if len(parts) == 1:
        return list(text_of(parts[0], *what, cases).readings())
    wishes: list[Wish] = []
    score = 0.0
    for part in parts:
        text = text_of(part, *what, cases)
        best = max(text.readings(), key=lambda reading: reading.score, default=None)
        if best is None:
            return []
        wishes += best.wishes
        score += best.score
        cases = next((m.numbers for m in reversed(text.tokens.mentions) if m.mark == "C"), cases)
        cases = next((wish.cases for wish in reversed(best.wishes) if wish.cases), cases)
    return [Reading(tuple(dict.fromkeys(wishes)), score)]


def text_of(piece: Piece, model: Model, names: Names, lexicon: Lexicon, cases: tuple[int, ...] = ()) -> Text:
    """A text made ready; ``cases`` were named before it."""
    tokens = find_mentions(piece, names, lexicon)
    wants = model.wants.chances(features.of_text(tokens, piece, lexicon))
    return Text(model, names, piece, tokens, wants, cases)


@dataclass(slots=True)
class Text:
    """One text before the model; what was computed is kept."""

    model: Model
    names: Names
    piece: Piece
    tokens: Tokens
    chances: dict[str, float]
    cases: tuple[int, ...] = ()  # named before
    known: dict[tuple[Mention, frozenset[str]], dict[str, float]] = field(default_factory=dict)

    def plays(self, mention: Mention, labels: frozenset[str]) -> dict[str, float]:
        """The chances of each part of a mention, where the text wants ``labels``."""
        key = (mention, labels)
        if key not in self.known:
            self.known[key] = self.model.plays.chances(
                features.of_mention(self.tokens, mention, labels or frozenset((NOTHING,)))
            )
        return self.known[key]

    def wants(self, labels: frozenset[str]) -> float:
        """How likely it is that just these are wanted."""
        missing = sum(math.log(1e-4) for label in labels if label not in self.chances)
        return missing + sum(
            math.log(max(1e-5, p if label in labels else 1 - p)) for label, p in self.chances.items()
        )

    def readings(self) -> Iterator[Reading]:
        """The orders that the labels and parts make, each with its score."""
        likely = sorted((p, label) for label, p in self.chances.items() if p > LIKELY)[-MOST_LABELS:]
        names = [label for _, label in likely]
        for count in range(TOGETHER + 1):
            for some in combinations(names, count):
                if (found := self._read(frozenset(some))) is not None:
                    yield found

    def _read(self, labels: frozenset[str]) -> Reading | None:
        parts: list[Part] = []
        score = self.wants(labels)
        for mention in self.tokens.mentions:
            chances = self.plays(mention, labels)
            best = max(chances, key=lambda part: chances[part])
            if chances[best] > 0.5:
                parts.append(Part(mention, best))
            score += math.log(max(chances[best], 1 - chances[best], 1e-5))
        for name in sorted(label.partition(":")[2] for label in labels if label.startswith("correct:")):
            if name in FREE_FIELDS and not any(part.role == name for part in parts):
                chosen = max(
                    self.tokens.proposals, key=lambda m: self.plays(m, labels).get(name, 0.0), default=None
                )
                if chosen is None or (chance := self.plays(chosen, labels).get(name, 0.0)) < LEAST:
                    return None
                parts.append(Part(chosen, name))
                score += math.log(chance)
        if self.cases and not any(part.role in ("case", "into") for part in parts):
            parts.append(Part(Mention("C", -1, -1, "", self.cases), "case"))
        parts.sort(key=lambda part: part.mention.start)
        wishes = assemble(labels, Said(parts, self.names, self.piece.written.strip()))
        if wishes is None or not _uses(wishes, parts):
            return None
        return Reading(tuple(wishes), score)

    def score(self, wishes: Sequence[Wish]) -> Reading:
        """A reading made elsewhere, with its score."""
        deeds = frozenset(deed for wish in wishes for deed in deeds_of(wish))
        labels = frozenset(map(label_of, deeds))
        score = self.wants(labels)
        wanted = used_by(deeds)
        for mention, part in zip(
            self.tokens.mentions, parts_in(self.tokens.mentions, wanted, self.names), strict=True
        ):
            chances = self.plays(mention, labels)
            score += math.log(max(1e-5, chances.get(part, 1e-4) if part else 1 - max(chances.values())))
        said = parts_in(self.tokens.proposals, wanted, self.names)
        for name in wanted.fields.keys() & FREE_FIELDS:
            chances_of = [
                self.plays(mention, labels).get(name, 1e-3)
                for mention, part in zip(self.tokens.proposals, said, strict=True)
                if part == name
            ]
            quoted = any(part == name for part in parts_in(self.tokens.mentions, wanted, self.names))
            if not quoted:
                score += math.log(max(chances_of)) if chances_of else UNKNOWN
        return Reading(tuple(wishes), score)


def _uses(wishes: Iterable[Wish], parts: Sequence[Part]) -> bool:
    """Whether every part is used: a value of a field that no order sets is a sign of another reading."""
    fields = {wish.field for wish in wishes}
    needed = {part.role for part in parts} - {"case", "into", "unit", "mail", "day", "version", "address"}
    return needed <= fields
