"""``make bench``: every measured promise in one run; ``make bench ARGS="NAME …"`` some of them.

Ratios are taken within this run; absolute figures are of this machine.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys

from benchmarks.speed.measure import Row, table

SECTIONS = (
    "startup",
    "intake",
    "judging",
    "polling",
    "likeness_growth",
    "sheet",
    "ledger",
    "archive",
    "reading_speed",
    "assigning",
    "volume",
)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SECTIONS))
    chosen = parser.parse_args().names or SECTIONS
    if unknown := sorted(set(chosen) - set(SECTIONS)):
        parser.error(f"{', '.join(unknown)}: choose from {', '.join(SECTIONS)}")
    rows: list[Row] = []
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"benchmarks.speed.{name}").bench()
    print(f"{platform.system()}, {os.cpu_count()} CPUs, Python {platform.python_version()}\n")
    print(table(rows))
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
