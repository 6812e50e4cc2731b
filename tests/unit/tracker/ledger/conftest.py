"""What holds of the ledger holds in every database: tests that ask for ``ledger`` or ``office`` run in each."""

from __future__ import annotations

import pytest

from tests.ledgers import POSTGRES, SQLITE, make_ledger
from tests.office import Office, case
from tracker.ledger.engines.store import Ledger


@pytest.fixture(params=[SQLITE, POSTGRES])
def place(request, tmp_path):
    return make_ledger(tmp_path, request.param)


@pytest.fixture
def ledger(place):
    ledger = Ledger.open(place)
    yield ledger
    ledger.close()


@pytest.fixture
def office(tmp_path, place):
    """An office of three cases."""
    made = Office(tmp_path, place=place).at("08-20 09:00")
    for number in range(3):
        made.mail("fx@example.cn", case(f"第{number}个做法值得看"))
    yield made
    made.close()
