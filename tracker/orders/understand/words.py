"""The words by which orders show (config/words/orders.toml), found in what spans leave of a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from intake.campaign.toml import Strict, load_toml


class OrderWords(Strict):
    """The lists of the file, each explained there."""

    set: tuple[str, ...]
    transfer: tuple[str, ...]
    withdraw: tuple[str, ...]
    restore: tuple[str, ...]
    merge: tuple[str, ...]
    keep: tuple[str, ...]
    confirm: tuple[str, ...]
    version: tuple[str, ...]
    clear: tuple[str, ...]
    remind: tuple[str, ...]
    mute: tuple[str, ...]
    unmute: tuple[str, ...]
    extend: tuple[str, ...]
    missing: tuple[str, ...]
    who: tuple[str, ...]
    give: tuple[str, ...]
    names: tuple[str, ...]
    workbook: tuple[str, ...]
    original: tuple[str, ...]
    progress: tuple[str, ...]
    show: tuple[str, ...]
    list: tuple[str, ...]
    done: tuple[str, ...]
    things: tuple[str, ...]
    attach: tuple[str, ...]
    undo: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    hypothetical: tuple[str, ...]
    reported: tuple[str, ...]
    hold: tuple[str, ...]
    ask: tuple[str, ...]
    filler: tuple[str, ...]


WHOLE = frozenset({"yes", "no", "filler"})  # matched against whole texts, not found inside


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the lists, with every meaning it has."""

    text: str
    start: int
    end: int
    meanings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists made ready for finding."""

    words: OrderWords
    meanings: dict[str, frozenset[str]]
    pattern: re.Pattern[str]
    filler: re.Pattern[str]

    def cues(self, text: str, start: int, end: int) -> list[Cue]:
        """The cues between two places, longest first at each."""
        return [
            Cue(found[0], found.start(), found.end(), self.meanings[found[0].lower()])
            for found in self.pattern.finditer(text, start, end)
        ]


@lru_cache(maxsize=2)
def load_words(path: Path) -> Lexicon:
    """Read the lists.

    Raises:
        ConfigError: the file is damaged, or a list is missing or unknown.
    """
    words = load_toml(path, OrderWords)
    meanings: dict[str, set[str]] = {}
    for name in OrderWords.model_fields:
        if name not in WHOLE:
            for word in getattr(words, name):
                meanings.setdefault(word.lower(), set()).add(name)
    return Lexicon(
        words,
        {word: frozenset(found) for word, found in meanings.items()},
        _one_of(meanings),
        _one_of(words.filler),
    )


def _one_of(words: object) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)  # type: ignore[call-overload]
    return re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)
