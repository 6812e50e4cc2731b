"""How hard tests look: examples of property tests, and how many of many alike.

``make test`` tries the same examples at each run, so that a red run is red again, and CI three times as
many; ``make properties`` sets ZHENGJI_PROPERTIES and tries that many times as many, at random.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("ZHENGJI_PROPERTIES", "0"))
SHARE = 1 if TIMES or os.environ.get("CI") else 3  # of the examples that a test names, at a developer's desk
# No test may depend on how busy the machine is, so there is no deadline and no look at slowness.
_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def examples(count: int) -> int:
    """How many examples to try where CI tries ``count``."""
    return max(count // SHARE, 3) * max(TIMES, 1)


def one_in_three(parameters: Iterable[Any]) -> list[Any]:
    """Parameters of a test that has very many alike: CI tries each, ``make test`` every third."""
    marks = cycle(((), pytest.mark.slow, pytest.mark.slow))
    return [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=mark)
        for value, mark in zip(parameters, marks, strict=False)
    ]


def load_profile() -> None:
    """Let every property test of this process look as hard as was asked."""
    settings.register_profile("same", _CALM, max_examples=examples(100), derandomize=True)
    settings.register_profile("random", _CALM, max_examples=examples(100), print_blob=True)
    settings.load_profile("random" if TIMES else "same")
