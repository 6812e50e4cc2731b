"""The words that speak for each theme (config/lexicon/*.toml) and how they are found in a text.

A bureau edits the file; nothing about any theme stands in code. How words and learning add up to
a judgement is :mod:`intake.understand.theme.classify`; the learned part is
:mod:`intake.campaign.learned`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, PrivateAttr, model_validator

from intake.campaign.campaign import Campaign
from intake.campaign.learned import ThemeModel
from intake.config.toml import Strict, load_toml
from intake.text.fold import plain

Prepared = TypeVar("Prepared")
Term = Annotated[str, Field(min_length=2, max_length=12)]


class TermGroup(Strict):
    """Words that share a weight; a negative weight speaks against the theme."""

    about: str = ""
    weight: float = Field(ge=-5, le=5)
    terms: tuple[Term, ...]


class ThemeWords(Strict):
    """The words of one theme."""

    number: int = Field(ge=1)
    groups: tuple[TermGroup, ...]


class Lexicon(Strict):
    """All words of a campaign's themes.

    ``common`` caps the weight of words that are everywhere, whatever group they stand in.
    ``examples`` are short invented passages, by theme number: the first lessons of the learned part.
    """

    id: str
    common: dict[str, float] = Field(default_factory=dict)
    themes: tuple[ThemeWords, ...]
    examples: dict[int, tuple[str, ...]] = Field(default_factory=dict)
    _kept: tuple[Campaign, ThemeModel | None, Any] | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _numbered(self) -> Self:
        if [theme.number for theme in self.themes] != list(range(1, len(self.themes) + 1)):
            raise ValueError("主题编号从 1 起连续的列表")
        if any(not 1 <= number <= len(self.themes) for number in self.examples):
            raise ValueError("例文所属的主题编号在列表之内")
        return self

    @cached_property
    def weights(self) -> dict[str, tuple[float, ...]]:
        """Term → its weight for each theme, in theme order; terms are normalised by :func:`plain`."""
        count = len(self.themes)
        table: dict[str, list[float]] = {plain(word): [0.0] * count for word in self.common}
        for theme in self.themes:
            for group in theme.groups:
                for word in group.terms:
                    row = table.setdefault(plain(word), [0.0] * count)
                    cap = self.common.get(word, group.weight)
                    row[theme.number - 1] = min(group.weight, cap)
        return {word: tuple(row) for word, row in table.items() if len(word) > 1}

    @cached_property
    def _starts(self) -> dict[str, tuple[str, ...]]:
        """First two characters → terms, longest first."""
        table: dict[str, list[str]] = {}
        for word in self.weights:
            table.setdefault(word[:2], []).append(word)
        return {key: tuple(sorted(words, key=len, reverse=True)) for key, words in table.items()}

    def keep(
        self,
        campaign: Campaign,
        learned: ThemeModel | None,
        prepare: Callable[[Campaign, Lexicon, ThemeModel | None], Prepared],
    ) -> Prepared:
        """What ``prepare`` makes of this lexicon, kept until campaign or learned model change.

        They are compared by identity and held here, so that an address cannot be used twice.
        """
        if self._kept is None or self._kept[0] is not campaign or self._kept[1] is not learned:
            self._kept = (campaign, learned, prepare(campaign, self, learned))
        kept: Prepared = self._kept[2]
        return kept

    def find(self, text: str, pairs: list[str]) -> list[tuple[int, str]]:
        """Every term in ``text`` with its place, leftmost and longest, none inside another.

        ``pairs`` are the overlapping two-character pieces of ``text``: the caller has them anyway.
        """
        starts = self._starts
        found: list[tuple[int, str]] = []
        free = 0
        for start in [i for i, pair in enumerate(pairs) if pair in starts]:
            if start < free:
                continue
            for word in starts[pairs[start]]:
                if text.startswith(word, start):
                    found.append((start, word))
                    free = start + len(word)
                    break
        return found


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    Raises:
        ConfigError: as :func:`intake.config.toml.load_toml`.
    """
    return load_toml(path, Lexicon)
