"""How hard the property tests look.

``make test`` tries the same examples at each run, so that a red run is red again; ``make properties``
sets ZHENGJI_PROPERTIES and tries that many times as many, at random.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("ZHENGJI_PROPERTIES", "0"))
# No test may depend on how busy the machine is, so there is no deadline and no look at slowness.
_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def examples(count: int) -> int:
    """How many examples to try where ``make test`` tries ``count``."""
    return count * max(TIMES, 1)


def load_profile() -> None:
    """Let every property test of this process look as hard as was asked."""
    settings.register_profile("same", _CALM, derandomize=True)
    settings.register_profile("random", _CALM, max_examples=examples(100), print_blob=True)
    settings.load_profile("random" if TIMES else "same")
