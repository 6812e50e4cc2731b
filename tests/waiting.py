"""Waiting for what another process does: until it is so, never for a length of time."""

import time
from collections.abc import Callable


def wait_for(ready: Callable[[], bool], what: str = "it was ready", seconds: float = 150) -> None:
    """Return as soon as ``ready()`` holds; fail when it does not for so long that it never will."""
    limit = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < limit, f"it took too long until {what}"
        time.sleep(0.1)
