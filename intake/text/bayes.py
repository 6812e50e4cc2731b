"""The learned part of the themes: a complement naive Bayes over one- and two-character pieces.

It always knows the seeds (the notice's definitions, the lexicon's words and passages); what people
confirmed is added as counts, so that an edited lexicon and old confirmations work together. Pure
Python: training on a season's cases takes about a second, and nothing heavy is imported.

The weighting is that of Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text
Classifiers" (2003), on the presence of pieces instead of their frequency.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.model.errors import ConfigError

if TYPE_CHECKING:
    from intake.campaign.call import Call

FORMAT = 1
SMOOTHING = 0.5
LONG = 150  # pieces: a longer example counts as much as one of this length
TELLING = 0.6  # a piece that speaks less than this for one theme against another is left out
Weights = dict[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Example:
    """A case whose theme a person confirmed."""

    theme: int
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class ThemeModel:
    """What confirmed cases taught: piece → how often in each theme, and the number of cases."""

    counts: dict[str, tuple[float, ...]] = field(repr=False)
    examples: tuple[int, ...]


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


def train(examples: Iterable[Example], call: Call) -> ThemeModel:
    """Learn from confirmed cases. Equal examples give an equal model, in any order."""
    from intake.campaign.lexicon import plain

    number = len(call.campaign.themes)
    counts: dict[str, list[float]] = {}
    seen = [0] * number
    for example in examples:
        seen[example.theme - 1] += 1
        _count(counts, pieces(plain(f"{example.title}\n{example.text}")), example.theme - 1, number, 1.0)
    rounded = {piece: tuple(round(n, 4) for n in row) for piece, row in sorted(counts.items())}
    return ThemeModel(rounded, tuple(seen))


def weigh(seeds: Iterable[Seed], learned: ThemeModel | None, themes: int) -> Weights:
    """How much each piece speaks for each theme; the weights of a piece add up to zero."""
    counts: dict[str, list[float]] = {}
    if learned is not None and len(learned.examples) == themes:
        counts = {piece: list(row) for piece, row in learned.counts.items()}
    for seed in seeds:
        _count(counts, pieces(seed.text), seed.theme - 1, themes, seed.weight)
    return _complement(counts, themes)


def _count(
    counts: dict[str, list[float]], found: Collection[str], theme: int, themes: int, weight: float
) -> None:
    share = weight * min(1.0, LONG / max(1, len(found)))
    for piece in found:
        counts.setdefault(piece, [0.0] * themes)[theme] += share


def _complement(counts: dict[str, list[float]], themes: int) -> Weights:
    size = SMOOTHING * max(1, len(counts))
    totals = [sum(column) for column in zip(*counts.values(), strict=True)] or [0.0] * themes
    everything = sum(totals)
    rest = [math.log(everything - total + size) for total in totals]
    weights: Weights = {}
    for piece, row in counts.items():
        whole = sum(row) + SMOOTHING
        raw = [rest[theme] - math.log(whole - row[theme]) for theme in range(themes)]
        mean = sum(raw) / themes
        if max(raw) - min(raw) >= TELLING:
            weights[piece] = tuple(value - mean for value in raw)
    return weights


def save_learned(path: Path, model: ThemeModel) -> None:
    """Write a model beside its final name and put it in place in one step."""
    data = {"version": FORMAT, "examples": model.examples, "counts": model.counts}
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
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(f"主题学习文件 {path} 无法使用，可删除后重新学习") from error


def _from_json(data: dict[str, Any]) -> ThemeModel:
    if data["version"] != FORMAT:
        raise ValueError("version")
    examples = tuple(int(n) for n in data["examples"])
    counts = {str(piece): tuple(float(n) for n in row) for piece, row in data["counts"].items()}
    if any(len(row) != len(examples) for row in counts.values()):
        raise ValueError("themes")
    return ThemeModel(counts, examples)
