"""What holds of the ledger holds in every database: tests that ask for ``ledger`` or ``office`` run in each."""

from __future__ import annotations

import pytest

from tests.ledgers import POSTGRES, SQLITE, make_ledger
from tracker.ledger.engines.store import Ledger


@pytest.fixture(params=[SQLITE, POSTGRES])
def place(request, tmp_path):
    return make_ledger(tmp_path, request.param)


@pytest.fixture
def ledger(place):
    ledger = Ledger.open(place)
    yield ledger
    ledger.close()
