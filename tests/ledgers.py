"""The databases that a ledger under test may stand in.

Where ``ZHENGJI_TEST_LEDGER`` is ``postgres``, every :class:`tests.office.Office` and every season has its ledger in
a PostgreSQL of the tests' own, so that any test of the tracker can be run on either database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import URL

from tracker.ledger.engines.store import Ledger

SQLITE, POSTGRES = "sqlite", "postgres"
USUAL = os.environ.get("ZHENGJI_TEST_LEDGER", SQLITE)


def make_ledger(folder: Path, database: str = USUAL) -> Path | URL:
    """Where a new ledger stands that has every table and no row."""
    return _MAKERS[database](folder)


def settle_ledger(data: Path, database: str = USUAL) -> None:
    """Say in the settings of a data folder where its new ledger stands: PostgreSQL, or nothing for its own file."""
    settings = data / "settings.toml"
    said = settings.read_text("utf-8")
    if database == POSTGRES and "[ledger]" not in said:
        place = make_ledger(data, database)
        assert isinstance(place, URL)
        settings.write_text(f'{said}\n[ledger]\nurl = "{place.render_as_string()}"\n', "utf-8")


def copy_ledger(place: Path | URL, folder: Path) -> Path | URL:
    """Where a copy of a ledger stands; nobody may have it open."""
    if isinstance(place, Path):
        shutil.copyfile(place, folder / place.name)
        return folder / place.name
    from tests.postgres import server

    assert place.database is not None
    return server().create(place.database)


def _sqlite(folder: Path) -> Path:
    shutil.copyfile(_fresh_file(), folder / "ledger.db")
    return folder / "ledger.db"


def _postgres(_folder: Path) -> URL:
    from tests.postgres import fresh_ledger

    return fresh_ledger()


_MAKERS: dict[str, Callable[[Path], Path | URL]] = {SQLITE: _sqlite, POSTGRES: _postgres}


@cache
def _fresh_file() -> Path:
    import atexit
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="zhengji-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Ledger.open(folder / "ledger.db").close()
    return folder / "ledger.db"
