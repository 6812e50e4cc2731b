"""What holds for every test."""

from __future__ import annotations

import gc

from tests.properties import load_profile

load_profile()


def pytest_collection_finish() -> None:
    """What was imported stays to the end: looking it through again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
