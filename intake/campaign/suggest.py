"""Words proposed for the lexicon of a call, each with what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intake.campaign.campaign import Campaign
from intake.campaign.definitions import pieces_in, pieces_of
from intake.campaign.learned import Example
from intake.campaign.lexicon import Lexicon
from intake.text.fold import plain

CASES = 3  # confirmed cases of a theme that must have a word
OTHERS = 0.2  # share of all cases with the word that may be of other themes
MOST = 20  # words of a theme, strongest first


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word for a theme: whether the definition has it, and how many confirmed cases of either side do."""

    theme: int
    word: str
    weight: float
    defined: bool
    own: int
    others: int


def suggest_words(campaign: Campaign, lexicon: Lexicon, examples: Sequence[Example]) -> list[Suggestion]:
    """Words that the lexicon has not, by theme, those with most confirmed cases first."""
    known = set(lexicon.weights)
    cases = [
        (example.theme, frozenset(pieces_in(f"{example.title}\n{example.text}"))) for example in examples
    ]
    texts = [(example.theme, plain(f"{example.title}\n{example.text}")) for example in examples]
    found: list[Suggestion] = []
    for theme, pieces in enumerate(pieces_of(campaign), 1):
        defined = {piece.word: piece.weight for piece in pieces}
        common = Counter(word for number, words in cases if number == theme for word in words)
        wanted = dict.fromkeys([*defined, *(word for word, count in common.items() if count >= CASES)])
        rows = [
            Suggestion(
                theme,
                word,
                defined.get(word, 2.0),
                word in defined,
                sum(word in text for number, text in texts if number == theme),
                sum(word in text for number, text in texts if number != theme),
            )
            for word in wanted
            if word not in known
        ]
        clear = [row for row in rows if row.others <= OTHERS * (row.own + row.others)]
        found += sorted(clear, key=lambda row: (-row.own, row.others, not row.defined, row.word))[:MOST]
    return found
