"""A ledger in a file: these tests try very many steps, and what they say holds of it alone or of each database."""

from __future__ import annotations

import pytest

from tests.ledgers import SQLITE, make_ledger
from tracker.ledger.engines.store import Ledger


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.open(make_ledger(tmp_path, SQLITE))
    yield ledger
    ledger.close()
