"""What holds for every test."""

from __future__ import annotations

import gc
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from threading import Lock

import pytest
from sqlalchemy import Engine

from intake.campaign.places import gazetteer
from tests import passed
from tests.properties import load_profile
from tracker.ledger.engines import sqlite, store
from tracker.ledger.engines.database import Database

load_profile()


def pytest_configure() -> None:
    """A thousand offices are opened, each as if it were the first: what is the same for all is made once."""
    _work_places_out_once()
    _compile_statements_once()
    _lay_ledgers_out_once()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """What passed on a bare machine is written down there."""
    passed.note(report)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """And is left out where everything is installed."""
    passed.leave_out(items, config)


def _compile_statements_once() -> None:
    """SQL is kept for the process, not for each engine: a tenth of all time went into writing it again."""
    connect, written = sqlite.Sqlite.connect, _Written()

    def connect_with(database: sqlite.Sqlite, busy_seconds: float) -> Engine:
        return connect(database, busy_seconds).execution_options(compiled_cache=written)

    pytest.MonkeyPatch().setattr(sqlite.Sqlite, "connect", connect_with)


class _Written(dict[tuple[object, ...], object]):
    """Compiled statements by all of their key but the engine's own dialect: all are SQLite's."""

    def get(self, key: tuple[object, ...], default: object = None) -> object:
        return super().get(key[1:], default)

    def __setitem__(self, key: tuple[object, ...], compiled: object) -> None:
        super().__setitem__(key[1:], compiled)


def _lay_ledgers_out_once() -> None:
    """A new ledger is a copy of the first one that the migrations made."""
    migrate, made, one_at_a_time = (
        store._migrate,
        sqlite3.connect(":memory:", check_same_thread=False),
        Lock(),
    )

    def lay_out(engine: Engine, database: Database) -> None:
        if not isinstance(database, sqlite.Sqlite):
            migrate(engine, database)
            return
        with one_at_a_time, closing(engine.raw_connection()) as raw:
            new = raw.driver_connection
            assert isinstance(new, sqlite3.Connection)
            if _has_tables(new):
                migrate(engine, database)
            elif _has_tables(made):
                made.backup(new)
            else:
                migrate(engine, database)
                new.backup(made)

    pytest.MonkeyPatch().setattr(store, "_migrate", lay_out)


def _has_tables(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


def _work_places_out_once() -> None:
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
    """Servers that a test has started end with the tests; workers of xdist know no atexit."""
    if (postgres := sys.modules.get("tests.postgres")) is not None:
        postgres.remove_server()
    if (buckets := sys.modules.get("tests.buckets")) is not None:
        buckets.remove_server()


def pytest_collection_finish() -> None:
    """What was imported stays to the end: looking it through again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
