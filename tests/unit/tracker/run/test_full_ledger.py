"""A ledger that runs out of room at any page of a mail: all of the mail is filed, or nothing, and no mail is blamed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from tests.ledgers import SQLITE, make_ledger
from tests.office import Office, case
from tests.unit.tracker.run.test_isolation import Readers, archive
from tracker.errors import LedgerError
from tracker.ledger import schema
from tracker.ledger.events import set_note
from tracker.office.desk import Desk
from tracker.office.isolation import FOLLOWING, list_failures, one_by_one
from tracker.run import duties

LEASE = {"lease_by", "lease_until"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path, place=make_ledger(tmp_path, SQLITE)).at("07-10 09:00")
    office.mail("fx@example.cn", case("一张清单管到底"))
    yield office
    office.close()


def everything(office: Office) -> dict[str, list[dict[str, Any]]]:
    """Every row but who has which mail in hand."""
    with office.parts.ledger.read() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if name not in LEASE}
                for row in connection.execute(select(table)).mappings()
            ]
            for table in schema.metadata.sorted_tables
        }


def test_a_mail_is_filed_when_there_is_room_for_all_of_it(office: Office) -> None:
    readers, pages = Readers(), [0]
    archive(office, readers, "px@example.cn")
    waiting = everything(office)
    grown = _pages(office)

    @event.listens_for(office.parts.ledger.engine, "checkout")
    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {grown + pages[0]}")

    refused = 0
    while everything(office)["mail"][-1]["state"] == "archived":
        assert everything(office) == waiting
        office.clock.advance(timedelta(minutes=6))
        pages[0] = refused
        with duties.duty(office.parts, "file"):
            duties.file_archived(office.parts, readers)  # type: ignore[arg-type]
        refused += 1

    assert refused > 2
    with office.parts.ledger.read() as connection:
        assert list_failures(Desk(connection, office.parts, office.clock.now())) == []
    assert [row["recipient"] for row in everything(office)["letter"]][-1] == "px@example.cn"


def _pages(office: Office) -> int:
    with office.parts.ledger.read() as connection:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())


def test_nothing_is_stored_after_the_ledger_took_everything_back(office: Office) -> None:
    taken: list[sqlite3.Connection] = []

    @event.listens_for(office.parts.ledger.engine, "checkout")
    def take(connection: sqlite3.Connection, *_: object) -> None:
        taken[:] = [connection]

    def lose(_item: str) -> None:
        taken[0].execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    def work() -> None:
        with office.parts.ledger.begin() as connection:
            set_note(connection, "half", 1, office.clock.now())
            desk = Desk(connection, office.parts, office.clock.now())
            list(one_by_one(desk, FOLLOWING, ["a", "b"], lose, name=str))

    before = everything(office)
    with pytest.raises(LedgerError):
        work()

    assert everything(office) == before
