"""A ledger carried row by row into another: the same rows, wherever it broke off, and what tells that it did."""

from contextlib import closing

import pytest
from sqlalchemy import delete, select, update

from tests.ledgers import SQLITE, make_ledger
from tests.office import Office, case
from tracker.ledger.engines import copy
from tracker.ledger.engines.copy import copy_rows, count_rows, is_unfinished, weigh
from tracker.ledger.engines.store import Ledger
from tracker.ledger.schema import case as case_table
from tracker.ledger.schema import lease, mail, metadata


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A ledger with mails, cases, letters, and rows that point to later ones of their table."""
    folder = tmp_path_factory.mktemp("source")
    office = Office(folder, place=make_ledger(folder, SQLITE))
    office.at("08-04 09:00").mail("fx@example.cn", case("一张清单管到底"))
    office.mail("px@example.cn", case("院落议事", "沛县"), case("楼道公约", "沛县"))
    office.mail("fx@example.cn", case("一张清单管到底", edition=2))
    office.tick()
    with office.parts.ledger.begin() as connection:
        connection.execute(update(case_table).where(case_table.c.id == 1).values(duplicate_of=3))
        connection.execute(update(mail).where(mail.c.id == 1).values(copy_of=3))
    yield office.parts.ledger
    office.close()


@pytest.fixture
def target(ledger):
    return ledger


def look(ledger):
    with ledger.read() as connection:
        return weigh(connection)


def carry(source, target, told=lambda _table, _rows: None):
    indexed = []
    with source.read() as connection:
        copy_rows(connection, target.begin, lambda _from, _to, version: indexed.append(version), told)
    return indexed


def test_both_hold_the_same_and_every_version_is_made_findable_once(source, target):
    assert carry(source, target) == [1, 2, 3, 4]
    assert look(target) == look(source)
    with source.read() as one, target.read() as other:
        assert count_rows(one) == count_rows(other)
        assert not is_unfinished(other)
        pointing = select(case_table.c.id, case_table.c.duplicate_of).order_by(case_table.c.id)
        assert other.execute(pointing).all() == one.execute(pointing).all() == [(1, 3), (2, None), (3, None)]


@pytest.mark.parametrize("chunk", [1, 3])
def test_the_rows_are_the_same_however_many_go_at_once(source, target, chunk, monkeypatch):
    monkeypatch.setattr(copy, "CHUNK", chunk)
    said = []
    carry(source, target, lambda table, rows: said.append((table, rows)))
    assert look(target) == look(source)
    assert all(0 < rows <= chunk for _, rows in said)
    sums = {
        table.name: sum(rows for name, rows in said if name == table.name) for table in metadata.sorted_tables
    }
    with source.read() as connection:
        assert {name: n for name, n in sums.items() if name != "lease"} == {
            name: n for name, n in count_rows(connection).items() if name != "lease"
        }


@pytest.mark.parametrize("stop", [0, 5])
def test_a_copy_that_broke_off_counts_for_nothing_and_goes_on_where_it_was(source, target, stop, monkeypatch):
    monkeypatch.setattr(copy, "CHUNK", 4)
    left = [stop]

    def breaking(_table, _rows):
        left[0] -= 1
        if left[0] < 0:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        carry(source, target, breaking)
    with target.read() as connection:
        assert is_unfinished(connection)
        assert count_rows(connection)["lease"] == 0
    carry(source, target)
    assert look(target) == look(source)
    with target.read() as connection:
        assert not is_unfinished(connection)


def test_an_empty_ledger_carried_is_an_empty_ledger(tmp_path, target):
    (tmp_path / "empty").mkdir()
    with closing(Ledger.open(make_ledger(tmp_path / "empty", SQLITE))) as empty:
        before = look(empty)
        assert carry(empty, target) == []
        assert look(target) == before
        assert {holding.rows for holding in before if holding.table not in ("series", "tally")} <= {0, 1}


def test_one_letter_more_or_a_row_less_is_another_weight(source, target):
    carry(source, target)
    before = {holding.table: holding for holding in look(target)}
    with target.begin() as connection:
        connection.execute(update(mail).where(mail.c.id == 2).values(subject="案例材料。"))
    changed = {holding.table: holding for holding in look(target)}
    assert {name for name in before if before[name] != changed[name]} == {"mail"}
    assert changed["mail"].rows == before["mail"].rows
    with target.begin() as connection:
        connection.execute(delete(lease))


def test_texts_weigh_the_same_with_and_without_the_sign_that_one_database_cannot_keep(source):
    with source.begin() as connection:
        connection.execute(update(mail).where(mail.c.id == 1).values(trouble="甲乙"))
    plain = look(source)
    with source.begin() as connection:
        connection.execute(update(mail).where(mail.c.id == 1).values(trouble="甲\0乙"))
    assert look(source) == plain
