"""Programs of the system that some tests need, beside what pip installs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def find(program: str, *elsewhere: str) -> str | None:
    """Where a program is, on the path or ``elsewhere``."""
    return shutil.which(program) or next((path for path in elsewhere if Path(path).exists()), None)


def need(program: str, *elsewhere: str) -> str:
    """Where a program is; without it the test is skipped, but never in CI, which installs them all."""
    found = find(program, *elsewhere)
    if found is None:
        miss(program)
    return found


def miss(name: str) -> NoReturn:
    """Skip the test for want of a program or package, but never in CI, which installs them all."""
    if os.environ.get("CI"):
        pytest.fail(f"{name} must be installed in CI")
    pytest.skip(f"{name} is not installed")
