"""The learned weights as one file: config/lexicon/orders.json.gz, written by benchmarks/accuracy/learn_orders.py."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from intake.model.errors import ConfigError
from tracker.orders.understand.model.judge import Model
from tracker.orders.understand.model.linear import Linear

DIGITS = 2  # behind the point
SCALE = 10**DIGITS


@lru_cache(maxsize=2)
def load_model(path: Path) -> Model:
    """Read the weights.

    Raises:
        ConfigError: the file is missing or damaged.
    """
    try:
        stored = json.loads(gzip.decompress(path.read_bytes()))
        return Model(*(_linear(stored[name]) for name in ("wants", "plays")))
    except (OSError, ValueError, EOFError, KeyError, TypeError) as error:
        raise ConfigError(f"{path.name} 缺失或损坏，请恢复随程序安装的文件") from error


def save_model(path: Path, model: Model) -> None:
    """Write the weights, the same bytes for the same weights."""
    stored = {"wants": _stored(model.wants), "plays": _stored(model.plays)}
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _stored(linear: Linear) -> dict[str, object]:
    """Only weights that are not zero when rounded: feature → label's place, weight, label's place …"""
    rows = {}
    for feature, row in linear.weights.items():
        kept = [(at, round(weight * SCALE)) for at, weight in enumerate(row)]
        if pairs := [number for pair in kept if pair[1] for number in pair]:
            rows[feature] = pairs
    return {"labels": linear.labels, "weights": rows}


def _linear(stored: dict[str, Any]) -> Linear:
    labels: tuple[str, ...] = tuple(stored["labels"])
    weights: dict[str, list[float]] = {}
    for feature, pairs in stored["weights"].items():
        row = weights[feature] = [0.0] * len(labels)
        for at, weight in zip(pairs[::2], pairs[1::2], strict=True):
            row[at] = weight / SCALE
    return Linear(labels, weights)
