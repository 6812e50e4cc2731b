"""The learned weights as one file: config/lexicon/orders.json.gz, written by benchmarks/accuracy/learn_orders.py."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path

from intake.model.errors import ConfigError
from tracker.orders.understand.model.judge import Model
from tracker.orders.understand.model.linear import Linear

PARTS = ("wants", "plays", "acts", "trust")


@lru_cache(maxsize=2)
def load_model(path: Path) -> Model:
    """Read the weights.

    Raises:
        ConfigError: the file is missing or damaged.
    """
    try:
        stored = json.loads(gzip.decompress(path.read_bytes()))
        parts = (stored[name] for name in PARTS)
        return Model(*(Linear(tuple(one["labels"]), one["weights"]) for one in parts))
    except (OSError, ValueError, EOFError, KeyError, TypeError) as error:
        raise ConfigError(f"{path.name} 缺失或损坏，请恢复随程序安装的文件") from error


def save_model(path: Path, model: Model) -> None:
    """Write the weights, the same bytes for the same weights."""
    named = zip(PARTS, (model.wants, model.plays, model.acts, model.trust), strict=True)
    stored = {name: {"labels": one.labels, "weights": one.weights} for name, one in named}
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
