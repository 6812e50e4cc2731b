"""An office in which nothing has happened yet, in each database, and its ledger in a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.office import Office


@pytest.fixture
def office(tmp_path: Path, place: object) -> Iterator[Office]:
    made = Office(tmp_path, place=place).at("08-05 10:00")
    yield made
    made.close()


@pytest.fixture
def ledger(office: Office) -> Iterator[Connection]:
    with office.parts.ledger.begin() as connection:
        yield connection
