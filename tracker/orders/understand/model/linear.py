"""A linear model of many yes-or-no questions over named features, learned and asked in pure Python.

Logistic regression, one question a label, learned with AdaGrad steps (Duchi, Hazan, Singer 2011).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

STEP = 0.3
ROUNDS = 8
SURE = 0.04  # an answer nearer to the truth teaches nothing
SCALE = 100  # a weight is kept in hundredths
SHRINK = 0.0006  # of a weight's size, taken from each step


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature: a label's place and its weight in hundredths, the next label's place and weight …"""

    labels: tuple[str, ...]
    weights: Mapping[str, Sequence[int]]

    def chances(self, features: Iterable[str]) -> dict[str, float]:
        """The chance of each label, each by itself."""
        sums = [0] * len(self.labels)
        for row in map(self.weights.get, features):
            for at, weight in zip(row[::2], row[1::2], strict=True) if row else ():
                sums[at] += weight
        return {label: chance(total / SCALE) for label, total in zip(self.labels, sums, strict=True)}


def chance(total: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def learn(examples: Sequence[tuple[frozenset[str], frozenset[str]]], least: int = 2) -> Linear:
    """Weights from examples: features and labels of each; features seen in fewer than ``least`` are left out."""
    seen = Counter(feature for features, _ in examples for feature in features)
    labels = tuple(sorted({label for _, chosen in examples for label in chosen}))
    count = len(labels)
    weights: dict[str, list[float]] = {f: [0.0] * count for f, n in seen.items() if n >= least}
    squares: dict[str, list[float]] = {f: [1e-2] * count for f in weights}
    kept = [
        (sorted(f for f in features if f in weights), [1.0 if label in chosen else 0.0 for label in labels])
        for features, chosen in examples
    ]
    for turn in range(ROUNDS):
        order = kept if turn % 2 else kept[::-1]
        for features, truth in order:
            rows = [weights[f] for f in features]
            sums = [sum(column) for column in zip(*rows, strict=True)] or [0.0] * count
            misses = [
                (at, miss)
                for at, (total, target) in enumerate(zip(sums, truth, strict=True))
                if abs(miss := chance(total) - target) > SURE
            ]
            if not misses or not rows:
                continue
            for feature, row in zip(features, rows, strict=True):
                grown = squares[feature]
                for at, miss in misses:
                    slope = miss + SHRINK * row[at]
                    grown[at] += slope * slope
                    row[at] -= STEP * slope / math.sqrt(grown[at])
    return Linear(labels, rounded(weights))


def rounded(weights: Mapping[str, Sequence[float]]) -> dict[str, list[int]]:
    """In hundredths, without what is nothing."""
    found = {}
    for feature, row in weights.items():
        pairs = [(at, round(weight * SCALE)) for at, weight in enumerate(row)]
        if kept := [number for pair in pairs if pair[1] for number in pair]:
            found[feature] = kept
    return found
