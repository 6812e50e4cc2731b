"""A complement naive Bayes over pieces of text: counts by class in, weights by class out.

The weighting is that of Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text
Classifiers" (2003), on the presence of pieces instead of their frequency. Pure Python: what the
product learns from is small, and nothing heavy is imported.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

Counts = dict[str, list[float]]
Weights = dict[str, tuple[float, ...]]


def count(counts: Counts, pieces: Iterable[str], chosen: int, classes: int, weight: float = 1.0) -> None:
    """Add one example of class ``chosen`` (from 0) to ``counts``: ``weight`` to each of its pieces."""
    for piece in pieces:
        counts.setdefault(piece, [0.0] * classes)[chosen] += weight


def complement(counts: Mapping[str, Sequence[float]], classes: int, smoothing: float) -> Weights:
    """How much each piece speaks for each class: the less the other classes have of it, the more."""
    size = smoothing * max(1, len(counts))
    totals = [sum(column) for column in zip(*counts.values(), strict=True)] or [0.0] * classes
    everything = sum(totals)
    rest = [math.log(everything - total + size) for total in totals]
    weights: Weights = {}
    for piece, row in counts.items():
        whole = sum(row) + smoothing
        weights[piece] = tuple(other - math.log(whole - own) for other, own in zip(rest, row, strict=True))
    return weights
