"""Tests that have passed on a bare machine are not run again where everything is installed.

``ZHENGJI_PASSED_TO`` names a file to which the names of passed tests are written, ``ZHENGJI_PASSED`` one whose
tests are left out, but for those of a file in which anything was skipped there for want of a package or
program, and those that look harder in CI.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pytest

PLACE = os.environ.get("ZHENGJI_PASSED_TO", "")
BEFORE = os.environ.get("ZHENGJI_PASSED", "")


def note(report: pytest.TestReport) -> None:
    """Write down that a test passed, or that it was skipped; a failed one is not written."""
    whole = report.when == "call" or report.skipped
    if PLACE and whole and not report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        with Path(PLACE).open("a", encoding="utf-8") as file:
            file.write(f"{report.outcome} {report.nodeid}\n")


def leave_out(items: list[pytest.Item], config: pytest.Config) -> None:
    """Leave those out that have passed before."""
    if not BEFORE:
        return
    passed, again = split(Path(BEFORE).read_text(encoding="utf-8").splitlines())
    left = [
        item
        for item in items
        if item.nodeid in passed
        and item.nodeid.split("::")[0] not in again
        and item.get_closest_marker("hypothesis") is None
    ]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]


def split(lines: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Names of tests that passed; files in which something was skipped."""
    words = [line.split(" ", 1) for line in lines]
    passed = frozenset(name for outcome, name in words if outcome == "passed")
    return passed, frozenset(name.split("::")[0] for outcome, name in words if outcome == "skipped")
