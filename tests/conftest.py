"""What holds for every test."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from intake.campaign.places import gazetteer
from tests.properties import load_profile

load_profile()


def pytest_configure() -> None:
    """Places of the same bytes are worked out once: that takes 50 ms, and a thousand offices are opened."""
    load = gazetteer.load_places
    worked_out: dict[tuple[bytes, ...], gazetteer.Gazetteer] = {}

    def load_once(path: Path, villages: Path | None = None) -> gazetteer.Gazetteer:
        files = [file for file in (path, villages) if file is not None]
        if not all(file.is_file() for file in files):
            return load(path, villages)
        content = tuple(file.read_bytes() for file in files)
        if content not in worked_out:
            worked_out[content] = load(path, villages)
        return worked_out[content]

    pytest.MonkeyPatch().setattr(gazetteer, "load_places", load_once)


def pytest_unconfigure() -> None:
    """A database server that a test has started ends with the tests; workers of xdist know no atexit."""
    if (postgres := sys.modules.get("tests.postgres")) is not None:
        postgres.remove_server()


def pytest_collection_finish() -> None:
    """What was imported stays to the end: looking it through again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
