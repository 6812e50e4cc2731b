"""Outlines of OFD paths (GB/T 33190-2016, 9.1): only straight runs matter, as ruling lines."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

OPERANDS: Final = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
MOST_TOKENS: Final = 20_000

Point = tuple[float, float]


def outlines(data: str) -> Iterator[list[Point]]:
    """Runs of corner points joined by straight lines; a curve ends one run and begins another."""
    points: list[Point] = []
    start: Point | None = None
    for name, operands in _steps(data):
        if name == "C":
            if start is not None and points:
                points.append(start)
            continue
        end = (operands[-2], operands[-1])
        if name in {"M", "S"}:
            start = end
        if name != "L":
            if len(points) > 1:
                yield points
            points = []
        points.append(end)
    if len(points) > 1:
        yield points


def _steps(data: str) -> Iterator[tuple[str, list[float]]]:
    name = ""
    operands: list[float] = []
    for token in data[: MOST_TOKENS * 12].replace(",", " ").split()[:MOST_TOKENS]:
        if token in OPERANDS:
            name, operands = token, []
            if not OPERANDS[token]:
                yield token, []
            continue
        try:
            number = float(token)
        except ValueError:
            return
        if not math.isfinite(number) or not OPERANDS.get(name):
            return
        operands.append(number)
        if len(operands) == OPERANDS[name]:
            yield name, operands
            operands = []
