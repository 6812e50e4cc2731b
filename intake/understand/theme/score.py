"""How strongly a text speaks for each theme: lexicon words and learned pieces into probabilities.

Everything that does not depend on the text is prepared once for a campaign, a lexicon and a
learned model (:class:`Scales`).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import pairwise

from intake.campaign.campaign import Campaign
from intake.campaign.definitions import pairs_of
from intake.campaign.learned import Seed, ThemeModel, weigh
from intake.campaign.lexicon import Lexicon
from intake.campaign.siblings import Siblings, gather
from intake.text.bayes import Weights
from intake.text.fold import plain

OPENING = 300  # characters
IN_TITLE, IN_OPENING, IN_HEADING = 3.0, 1.5, 1.5  # how often a word counts there

# Fitted on texts whose sub-topic the model had not seen (benchmarks/accuracy/theme.py).
WORDS, PIECES, FLOOR = 1.6, 0.6, 1.0
SEED_WORD, SEED_PASSAGE = 0.75, 1.0
LIKE, PULL = 2.0, 2.0  # likeness to confirmed cases that is no chance; what each deviation beyond it weighs
KNOWN, OUTSIDE = (
    25.0,
    5.6,
)  # weight of the share of pieces that the call knows; below this a text is of another matter
SIBLING = "与已确认案例相近"

# Fitted on 229 works of 17 calls without a lexicon: right 195 of them before, 203 with the pairs, 203 also of a call
# left out; of 561 texts of other calls 2 are taken for settled.
TOLD, PAIRS_A_WORD = 2.0, 2

SHOWN = 6  # words shown as evidence for a theme
QUOTED = 12  # characters: a shorter sentence of the notice may be anybody's own words
TITLES = 3  # so many headings of the notice together are a quotation
_HEADING = re.compile(
    r"^[ \t　]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|【)[^\n]{2,40}", re.M
)
_SENTENCES = re.compile(r"[。;；\n]")


@dataclass(frozen=True, slots=True)
class Weighed:
    """Probabilities by theme, and by theme the words that decided, strongest first."""

    probabilities: tuple[float, ...]
    words: tuple[tuple[str, ...], ...]
    hits: int = 0  # different words of the lexicon found
    outside: bool = False  # of no theme at all, as far as the call's own passages tell


@dataclass(frozen=True, slots=True)
class Scales:
    """What is ready before any text comes. Pickles."""

    campaign: Campaign
    learned: ThemeModel | None
    lexicon: Lexicon
    pieces: Weights = field(repr=False)
    own: Weights = field(repr=False)  # the same before anything was learned
    sparse: dict[str, tuple[tuple[int, float], ...]] = field(repr=False)
    siblings: Siblings = field(repr=False)
    quotations: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    told: dict[str, tuple[int, float]] = field(default_factory=dict, repr=False)  # pairs of definitions

    def weigh(self, title: str, text: str) -> Weighed:
        """Judge one text. Never raises; an empty text gives equal probabilities."""
        head = plain(title)
        whole = f"{head}\n{self._own_words(plain(text))}"
        pairs = [a + b for a, b in pairwise(whole)]
        themes = len(self.campaign.themes)
        scores = [0.0] * themes
        shown: list[list[tuple[float, str]]] = [[] for _ in range(themes)]
        counts = self._count_words(whole, pairs, len(head))
        for word, count in counts.items():
            much = math.log2(1 + count)
            for theme, weight in self.sparse[word]:
                scores[theme] += weight * much
                shown[theme].append((weight * much, word))
        pieces = _weigh_pieces(self.pieces, whole, pairs, len(head)) or [0.0] * themes
        logits = [
            WORDS * math.log(max(score, 0.0) + FLOOR) + PIECES * piece
            for score, piece in zip(scores, pieces, strict=True)
        ]
        words = [tuple(word for _, word in sorted(found, reverse=True)[:SHOWN]) for found in shown]
        nearest = self._nearest(whole)
        if nearest is not None:
            theme, beyond = nearest
            logits[theme] += PULL * beyond
            words[theme] = (*words[theme], SIBLING)
        hits = len(counts)
        if self.told:
            hits = self._add_definitions(logits, words, whole, pairs, len(head))
        outside = nearest is None and self._is_outside(whole, pairs, len(head))
        return Weighed(_softmax(logits), tuple(words), hits, outside)

    def _add_definitions(
        self, logits: list[float], words: list[tuple[str, ...]], whole: str, pairs: list[str], title_end: int
    ) -> int:
        """What pairs of the definitions say; how many words the likeliest theme's are worth."""
        counts: dict[str, float] = {}
        runs: list[list[int]] = []  # theme, start, end of pairs of one theme behind each other
        for at, pair in enumerate(pairs):
            if pair not in self.told:
                continue
            theme = self.told[pair][0]
            much = IN_TITLE if at < title_end else IN_OPENING if at < title_end + OPENING else 1.0
            counts[pair] = counts.get(pair, 0.0) + much
            if runs and runs[-1][0] == theme and runs[-1][2] == at + 1:
                runs[-1][2] = at + 2
            else:
                runs.append([theme, at, at + 2])
        sums, different = [0.0] * len(logits), [0] * len(logits)
        for pair, count in counts.items():
            theme, weight = self.told[pair]
            sums[theme] += weight * math.log2(1 + count)
            different[theme] += 1
        for theme, total in enumerate(sums):
            logits[theme] += TOLD * math.log(1 + total)
            said = dict.fromkeys(whole[start:end] for of, start, end in runs if of == theme)
            more = [word for word in said if not any(word in known for known in words[theme])]
            words[theme] = (*words[theme], *sorted(more, key=len, reverse=True))[:SHOWN]
        return different[max(range(len(logits)), key=logits.__getitem__)] // PAIRS_A_WORD

    def _is_outside(self, whole: str, pairs: list[str], title_end: int) -> bool:
        """Whether a text has little that the call's passages have, and that little tells no theme."""
        if not self.lexicon.examples or not pairs:
            return False
        different = set(pairs)
        share = len(different & self.own.keys()) / len(different)
        strongest = max(_weigh_pieces(self.own, whole, pairs, title_end), default=0.0)
        return strongest + KNOWN * share < OUTSIDE

    def _nearest(self, whole: str) -> tuple[int, float] | None:
        """The theme whose confirmed cases the text is like beyond chance and beyond all others', and how far."""
        pulled = self.siblings.pull(whole, len(self.campaign.themes))
        (theme, most), *others = sorted(enumerate(pulled), key=lambda item: (-item[1], item[0]))
        beyond = most - max(LIKE, others[0][1] if others else 0.0)
        return (theme, beyond) if beyond > 0 else None

    def _own_words(self, text: str) -> str:
        """The text without what it quotes from the notice."""
        for quotation in self.quotations:
            if quotation in text:
                text = text.replace(quotation, "")
        present = [heading for heading in self.headings if heading in text]
        if len(present) >= TITLES:
            for heading in present:
                text = text.replace(heading, "")
        return text

    def _count_words(self, whole: str, pairs: list[str], title_end: int) -> dict[str, float]:
        """How often each word of the lexicon occurs, more where it stands out."""
        opening_end = title_end + OPENING
        headings = [m.span() for m in _HEADING.finditer(whole, opening_end)]
        counts: dict[str, float] = {}
        for start, word in self.lexicon.find(whole, pairs):
            if start < title_end:
                weight = IN_TITLE
            elif start < opening_end:
                weight = IN_OPENING
            else:
                while headings and headings[0][1] <= start:
                    del headings[0]
                weight = IN_HEADING if headings and headings[0][0] <= start else 1.0
            counts[word] = counts.get(word, 0.0) + weight
        return counts


def _weigh_pieces(known: Weights, whole: str, pairs: list[str], title_end: int) -> list[float]:
    """Sum of the weights of a text's pieces by theme, scaled so that long texts do not shout; empty where none is known."""
    found = {*pairs, *whole} & known.keys()
    in_title = {*pairs[:title_end], *whole[:title_end]} & known.keys()
    rows = [known[piece] for piece in found] + [known[piece] for piece in in_title] * int(IN_TITLE - 1)
    if not rows:
        return []
    scale = 1 / math.sqrt(len(rows))
    return [sum(column) * scale for column in zip(*rows, strict=True)]


def _softmax(logits: list[float]) -> tuple[float, ...]:
    top = max(logits)
    powers = [math.exp(value - top) for value in logits]
    total = sum(powers)
    return tuple(power / total for power in powers)


def prepare(campaign: Campaign, lexicon: Lexicon, learned: ThemeModel | None) -> Scales:
    """Make the scales: takes about a tenth of a second, so keep them."""
    sparse = {
        word: tuple((theme, weight) for theme, weight in enumerate(row) if weight)
        for word, row in lexicon.weights.items()
    }
    themes = len(campaign.themes)
    seeds = _seeds(campaign, lexicon)
    return Scales(
        campaign,
        learned,
        lexicon,
        weigh(seeds, learned, themes),
        weigh(seeds, None, themes),
        sparse,
        gather(
            learned.cases if learned is not None and len(learned.examples) == themes else (),
            (passage for passages in lexicon.examples.values() for passage in passages),
        ),
        _quotations(campaign),
        tuple(plain(theme.title) for theme in campaign.themes if len(theme.title) > 3),
        {} if lexicon.id else pairs_of(campaign),
    )


def _seeds(campaign: Campaign, lexicon: Lexicon) -> list[Seed]:
    found = [Seed(t.number, plain(f"{t.title}\n{t.definition}")) for t in campaign.themes]
    for word, row in lexicon.weights.items():
        found += [Seed(n, word, SEED_WORD * weight) for n, weight in enumerate(row, 1) if weight > 0]
    for number, passages in lexicon.examples.items():
        found += [Seed(number, plain(passage), SEED_PASSAGE) for passage in passages]
    return found


def _quotations(campaign: Campaign) -> tuple[str, ...]:
    """Sentences of the notice, longest first."""
    sources = [campaign.notice, *(theme.definition for theme in campaign.themes)]
    sentences = {part.strip() for source in sources for part in _SENTENCES.split(plain(source))}
    return tuple(sorted((s for s in sentences if len(s) >= QUOTED), key=lambda s: (-len(s), s)))
