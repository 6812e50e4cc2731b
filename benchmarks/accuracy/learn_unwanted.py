"""Learn how adverts and fraud differ from persons' mails: ``python -m benchmarks.accuracy.learn_unwanted``.

Reads the examples in config/kinds and writes config/kinds/unwanted.json.gz, the same bytes for the same
examples. A logistic regression: steps after Duchi et al. (AdaGrad, 2011), mean of the later half of the rounds.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from intake.understand.mail_kind.learned import EXAMPLES
from intake.understand.mail_kind.sales_likeness import FEW, MAILS, WEIGHTS, pieces_of, shipped_mails
from intake.understand.mail_kind.unwanted import Said

CONFIG = Path(__file__).parents[2] / "config"
ROUNDS, STEP, SHRINK = 12, 0.5, 0.03
GAIN = 8.0  # what weights are learned in units of, so that steps and shrinking are of one size
LEAST = 2  # examples that a piece must stand in
SEED = 1


def main() -> None:
    """Learn and write."""
    weights = learn(shipped_mails())
    stored = {
        "examples": examples_hash(),
        "weights": {piece: round(1000 * weight) for piece, weight in weights.items()},
    }
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (CONFIG / WEIGHTS).write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{len(weights)} pieces in {(CONFIG / WEIGHTS).stat().st_size} bytes")


def examples_hash() -> str:
    """SHA-256 of the examples that are learned from."""
    return hashlib.sha256(b"".join((CONFIG / name).read_bytes() for name in (MAILS, EXAMPLES))).hexdigest()


def learn(mails: Iterable[tuple[Said, bool]]) -> dict[str, float]:
    """Piece to how much it speaks for adverts and fraud, as ``sales_likeness.likeness`` takes it."""
    examples = [(sorted(pieces_of(said)), float(unwanted)) for said, unwanted in mails]
    seen = Counter(piece for pieces, _ in examples for piece in pieces)
    names = sorted(piece for piece, count in seen.items() if count >= LEAST)
    place = {name: at for at, name in enumerate(names)}
    rows = [([place[one] for one in pieces if one in place], truth) for pieces, truth in examples]
    weights, squares, total = [0.0] * len(names), [1e-8] * len(names), [0.0] * len(names)
    chosen = random.Random(SEED)
    for turn in range(ROUNDS):
        chosen.shuffle(rows)
        for at, truth in rows:
            _step(weights, squares, at, truth)
        if turn >= ROUNDS // 2:
            total = [one + weight for one, weight in zip(total, weights, strict=True)]
    scale = GAIN / (ROUNDS - ROUNDS // 2)
    return {name: weight * scale for name, weight in zip(names, total, strict=True)}


def _step(weights: list[float], squares: list[float], at: list[int], truth: float) -> None:
    unit = GAIN / math.sqrt(len(at) + FEW)
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, unit * sum([weights[one] for one in at])))))
    miss = (chance - truth) * unit
    for one in at:
        slope = miss + SHRINK * weights[one]
        squares[one] += slope * slope
        weights[one] -= STEP * slope / math.sqrt(squares[one])


if __name__ == "__main__":
    main()
