"""Small tools of the benchmarks: medians, peak memory, tables."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


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


def peak_mib() -> float:
    """Highest resident memory of this process so far, in MiB.

    Linux hands ``ru_maxrss`` on to the children of a large process; what the kernel knows of the
    program itself (VmHWM, proc(5)) begins anew with it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def table(rows: list[Row]) -> str:
    """A Markdown table."""
    lines = ["| What | Measured | Limit | |", "|---|---|---|---|"]
    lines += [f"| {r.what} | {r.measured} | {r.limit} | {'ok' if r.ok else '**over**'} |" for r in rows]
    return "\n".join(lines)
