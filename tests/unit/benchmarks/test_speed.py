"""Every benchmark of speed runs with the smallest size: what it calls is still there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.made.ledger import grow
from benchmarks.speed import ledger, volume
from tests.office import notice
from tracker.ledger.engines.store import Ledger
from tracker.ledger.schema import case, metadata
from tracker.ledger.shown import recount

LINKED = "PRAGMA foreign_key_check"


def count(connection, table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture
def made(tmp_path):
    opened = Ledger.open(tmp_path / "ledger.db")
    yield opened
    opened.close()


def test_a_large_ledger_is_whole(made):
    grow(made, notice(), 20)
    with made.begin() as connection:
        counts = {table.name: count(connection, table) for table in metadata.sorted_tables}
        assert {name: number for name, number in counts.items() if number} == {
            "mail": 24, "attachment": 22, "document": 46, "case_": 20, "version": 22, "submission": 22, "fact": 286, "band": 528,
            "correction": 4, "doubt": 20, "shown": 20, "letter": 26, "answer": 24, "event": 122, "sighting": 24, "cursor": 1, "series": 1,
        }  # fmt: skip
        assert connection.exec_driver_sql(LINKED).all() == []
        assert recount(connection) == 0


@pytest.mark.slow  # a thousand cases row by row, then copies of them
def test_a_ledger_grows_by_copies_of_its_first_thousand(made):
    grow(made, notice(), 1000)
    grow(made, notice(), 3000)
    with made.begin() as connection:
        assert count(connection, case) == 3000
        assert connection.exec_driver_sql(LINKED).all() == []
        assert recount(connection) == 0


def test_each_step_of_the_ledger_runs(tmp_path: Path):
    root = tmp_path / "tiny"
    ledger.fill(root, ledger.TINY)
    for name in ("mail", "status", "digest", "lists", "export", "letters", "backup"):
        assert ledger.STEP[name](root) > 0


@pytest.mark.parametrize("kind", ["docx", "python-docx", "proof", "typst"])
def test_the_volume_is_measured(kind):
    if kind in ("proof", "typst"):
        pytest.importorskip("typst")
    cost = volume.measure(kind, 3)

    assert cost.seconds > 0
    assert cost.memory > 20
    assert (cost.pages > 10) is (kind == "proof")
