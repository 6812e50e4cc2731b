"""Small tools of the benchmarks: medians, peak memory, tables."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the published table."""

    what: str
    measured: str
    limit: str
    ok: bool


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best_of(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several calls: the one that other programs disturbed least."""
    return min(seconds(work) for _ in range(times))


def median_of(work: Callable[[], object], times: int = 5) -> float:
    """The median of several calls."""
    return statistics.median(seconds(work) for _ in range(times))


def peak_mib(who: int = resource.RUSAGE_SELF) -> float:
    """Highest resident memory so far, in MiB."""
    peak = resource.getrusage(who).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def table(rows: list[Row]) -> str:
    """A Markdown table."""
    lines = ["| What | Measured | Limit | |", "|---|---|---|---|"]
    lines += [f"| {r.what} | {r.measured} | {r.limit} | {'ok' if r.ok else '**over**'} |" for r in rows]
    return "\n".join(lines)
