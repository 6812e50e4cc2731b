import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from benchmarks.made.ledger import grow
from tests.office import notice
from tracker.errors import LedgerBusy, LedgerError
from tracker.ledger.cases import add_case
from tracker.ledger.engines.sqlite import Sqlite
from tracker.ledger.engines.store import HEAD, Ledger
from tracker.ledger.events import get_note, record_event, set_note
from tracker.ledger.published.issued import take_edition
from tracker.ledger.schema import event, mail, metadata, named_letter, tally
from tracker.ledger.shown import recount

NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ledger.db"


def test_new_file_is_durable(path):
    with closing(Ledger.open(path)) as ledger, ledger.read() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert found == ["wal", 2, 1]


def test_migrations_make_exactly_the_schema(ledger):
    with ledger.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda _o, name, *_: not name.startswith("search")}
        )
        assert compare_metadata(context, metadata) == []


def test_head_is_the_newest_migration():
    directory = ScriptDirectory("tracker/ledger/schema/migrations")
    assert directory.get_current_head() == HEAD


def test_open_twice_keeps_what_is_there(place, ledger):
    with ledger.begin() as connection:
        set_note(connection, "a", {"b": [1]}, NOW)
    again = Ledger.open(place)

    with again.read() as connection:
        assert get_note(connection, "a") == {"b": [1]}
        assert get_note(connection, "missing", "default") == "default"
    again.close()


def test_failed_transaction_leaves_nothing(ledger):
    def write_and_fail():
        with ledger.begin() as connection:
            set_note(connection, "a", 1, NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()

    with ledger.read() as connection:
        assert get_note(connection, "a") is None


@pytest.mark.parametrize("statement", ["UPDATE event SET who='x'", "DELETE FROM event"])
def test_history_cannot_be_changed(ledger, statement):
    with ledger.begin() as connection:
        record_event(connection, "mail.archived", NOW)

    with pytest.raises(DatabaseError, match="append-only"), ledger.begin() as connection:
        connection.exec_driver_sql(statement)
    with ledger.read() as connection:
        assert [row.what for row in connection.execute(event.select())] == ["mail.archived"]


def test_locked_file_says_so(path):
    Ledger.open(path).close()
    held = sqlite3.connect(path, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    hasty = Ledger.open(path, busy_seconds=0.05)
    try:
        with pytest.raises(LedgerBusy, match="台账正被其他程序占用"), hasty.begin():
            pass
    finally:
        held.execute("ROLLBACK")
        held.close()
        hasty.close()


def test_file_that_is_no_ledger_is_refused(path):
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(LedgerError, match="从备份恢复"):
        Ledger.open(path)


def test_ledger_of_a_newer_program_is_refused(place, ledger):
    with ledger.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    ledger.close()

    with pytest.raises(LedgerError, match="请先升级本程序"):
        Ledger.open(place)


def test_two_writers_take_turns(ledger):
    def write(name: str) -> None:
        for number in range(20):
            with ledger.begin() as connection:
                set_note(connection, f"{name}{number}", number, NOW)

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with ledger.read() as connection:
        assert [get_note(connection, f"{name}{n}") for name in "ab" for n in range(20)] == [*range(20)] * 2


def test_naive_times_are_refused(ledger):
    with pytest.raises(Exception, match="aware times only"), ledger.begin() as connection:
        record_event(connection, "x", datetime(2015, 8, 3))  # noqa: DTZ001 - the naive time is the point


def test_numbers_go_on_where_an_older_ledger_was(path):
    engine = Sqlite(path).connect(1)
    config = Config()
    config.set_main_option("script_location", "tracker/ledger/schema/migrations")
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        connection.exec_driver_sql(
            "INSERT INTO case_ (serial, number, status, unit_key, current_version, pinned, created_at, changed_at)"
            " VALUES (7, 'XZ-007', 'active', '', 1, 0, '2015-08-03T02:25:00Z', '2015-08-03T02:25:00Z')"
        )
        set_note(connection, "sheet.edition", 12, NOW)
    engine.dispose()

    with closing(Ledger.open(path)) as ledger, ledger.begin() as connection:
        assert add_case(connection, "XZ-{serial:03d}", "", NOW) == (2, "XZ-008")
        assert (take_edition(connection), get_note(connection, "sheet.edition")) == (13, None)


def test_what_is_counted_and_named_is_found_in_an_older_ledger(path):
    """Revision 0008: cases were counted one by one, and letters looked for in what mails say."""
    with closing(Ledger.open(path)) as ledger:
        grow(ledger, notice(), 20)
        with ledger.begin() as connection:
            connection.execute(update(mail).where(mail.c.id == 1).values(in_reply_to="<letter3@example.cn>"))
            both = ["<letter3@example.cn>", "<other@example.org>", "<letter4@example.cn>"]
            connection.execute(update(mail).where(mail.c.id == 2).values(references_=both))
            counted = set(connection.execute(select(*tally.c)).tuples())
    engine = Sqlite(path).connect(1)
    config = Config()
    config.set_main_option("script_location", "tracker/ledger/schema/migrations")
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    engine.dispose()

    with closing(Ledger.open(path)) as ledger, ledger.begin() as connection:
        assert set(connection.execute(select(*tally.c)).tuples()) == counted
        assert connection.execute(select(*named_letter.c)).all() == [(3, 1), (3, 2), (4, 2)]
        assert recount(connection) == 0
