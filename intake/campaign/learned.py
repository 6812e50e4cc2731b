"""What confirmed cases taught about the themes, kept beside the ledger (learned.json).

The seeds (the notice's definitions, the lexicon's words and passages) are always known; what people
confirmed is added as counts, so that an edited lexicon and old confirmations work together.
Training on a season's cases takes about a second.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from intake.campaign.siblings import Signature, signature
from intake.model.errors import ConfigError
from intake.text.bayes import Counts, Weights, complement, count
from intake.text.fold import plain

FORMAT = 2
COUNTS_ALONE = 1  # the format before cases were kept: good until the next confirmation writes a new one
SMOOTHING = 0.5
LONG = 150  # pieces: a longer example counts as much as one of this length
TELLING = 0.6  # a piece that speaks less than this for one theme against another is left out


@dataclass(frozen=True, slots=True)
class Example:
    """A case whose theme a person confirmed."""

    theme: int
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ThemeModel:
    """What confirmed cases taught: piece → how often in each theme, the number of cases, and what tells each."""

    counts: dict[str, tuple[float, ...]] = field(repr=False)
    examples: tuple[int, ...]
    cases: tuple[tuple[int, Signature], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Seed:
    """Words or a passage that belong to a theme from the start."""

    theme: int
    text: str
    weight: float = 1.0


def pieces(text: str) -> set[str]:
    """The one- and two-character pieces of a plain text, without punctuation and space."""
    clean = "".join(c if c.isalnum() else " " for c in text)
    found = {a + b for a, b in pairwise(clean)}
    found.update(clean)
    return {piece for piece in found if " " not in piece}


def train(examples: Iterable[Example], themes: int) -> ThemeModel:
    """Learn from confirmed cases of so many themes. Equal examples give an equal model, in any order."""
    counts: Counts = {}
    seen = [0] * themes
    cases = []
    for example in examples:
        seen[example.theme - 1] += 1
        whole = f"{example.title}\n{example.text}"
        cases.append((example.theme, signature(whole)))
        found = pieces(plain(whole))
        count(counts, found, example.theme - 1, themes, _share(found))
    rounded = {piece: tuple(round(n, 4) for n in row) for piece, row in sorted(counts.items())}
    return ThemeModel(rounded, tuple(seen), tuple(sorted(cases, key=lambda case: (case[0], list(case[1])))))


def weigh(seeds: Iterable[Seed], learned: ThemeModel | None, themes: int) -> Weights:
    """How much each telling piece speaks for each theme; the weights of a piece add up to zero."""
    counts: Counts = {}
    if learned is not None and len(learned.examples) == themes:
        counts = {piece: list(row) for piece, row in learned.counts.items()}
    for seed in seeds:
        found = pieces(seed.text)
        count(counts, found, seed.theme - 1, themes, seed.weight * _share(found))
    weights: Weights = {}
    for piece, row in complement(counts, themes, SMOOTHING).items():
        if max(row) - min(row) >= TELLING:
            mean = sum(row) / themes
            weights[piece] = tuple(value - mean for value in row)
    return weights


def _share(found: Collection[str]) -> float:
    return min(1.0, LONG / max(1, len(found)))


def save_learned(path: Path, model: ThemeModel) -> None:
    """Write a model beside its final name and put it in place in one step."""
    data = {"version": FORMAT, "examples": model.examples, "counts": model.counts, "cases": model.cases}
    beside = path.with_name(path.name + ".new")
    beside.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    beside.replace(path)


def load_learned(path: Path) -> ThemeModel:
    """Read a model that :func:`save_learned` wrote.

    Raises:
        ConfigError: the file cannot be read or is not such a model.
    """
    try:
        return _from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"主题学习文件 {path} 无法使用，可删除后重新学习") from error


def _from_json(data: dict[str, Any]) -> ThemeModel:
    if data["version"] not in (FORMAT, COUNTS_ALONE):
        raise ValueError("version")
    examples = tuple(int(n) for n in data["examples"])
    counts = {str(piece): tuple(float(n) for n in row) for piece, row in data["counts"].items()}
    if any(len(row) != len(examples) for row in counts.values()):
        raise ValueError("themes")
    cases = tuple(
        (int(theme), {str(pair): float(weight) for pair, weight in own.items()})
        for theme, own in data.get("cases", ())
    )
    if any(not 1 <= theme <= len(examples) for theme, _ in cases):
        raise ValueError("themes")
    return ThemeModel(counts, examples, cases)
