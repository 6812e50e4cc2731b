"""A ledger in PostgreSQL backed up and restored by the server's own tools: the same, elsewhere, and silent."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL
from typer.testing import CliRunner

from tests.ledgers import POSTGRES, make_ledger
from tests.office import Office, case, desk_of
from tests.postgres import PLACES, server
from tests.programs import need
from tracker.cli.app import app
from tracker.errors import LedgerAway, LedgerError, SettingsError
from tracker.ledger.engines import dump
from tracker.ledger.engines.copy import weigh
from tracker.ledger.engines.store import Ledger
from tracker.ledger.letters import list_letters
from tracker.ledger.records import LetterState
from tracker.letters.answer import answer_waiting
from tracker.office.folder import DataDir
from tracker.office.settings import load_settings
from tracker.outbox.restored import WAITS, Handed, settle_restored
from tracker.outbox.sending import send_due
from tracker.run.backup import restore_backup, write_backup
from tracker.run.open import ledger_place

TOOLS = pytest.mark.skipif(os.name != "posix", reason="a shell script stands for the tool")


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, URL]:
    """(a backup, the database it was taken of): one letter has gone, one waits."""
    need("pg_dump", *(str(place / "pg_dump") for place in PLACES))
    folder = tmp_path_factory.mktemp("office")
    place = make_ledger(folder, POSTGRES)
    assert isinstance(place, URL)
    (folder / "settings.toml").write_text(f'[ledger]\nurl = "{place.render_as_string()}"\n', encoding="utf-8")
    with closing(Office(folder, place=place)) as office:
        office.at("08-04 09:00").mail("fx@example.cn", case("一张清单管到底"))
        office.until("08-04 10:00").mail("px@example.cn", case("院落议事", "沛县"))
        office.at("08-04 11:00")
        with office.parts.ledger.begin() as connection:
            answer_waiting(desk_of(connection, office.parts))
        write_backup(DataDir(folder), folder / "b.zip", office.clock, place)
    return folder / "b.zip", place


@pytest.fixture
def empty() -> URL:
    return server().create()


@pytest.fixture
def restored(backup: tuple[Path, URL], empty: URL, tmp_path: Path) -> Iterator[Office]:
    data = DataDir(tmp_path / "new")
    restore_backup(backup[0], data, to=empty.render_as_string())
    office = Office(data.root, place=empty).at("08-05 09:00")
    office.count = 10
    yield office
    office.close()


def holdings(place: URL) -> dict[str, tuple[int, str]]:
    with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
        return {held.table: (held.rows, held.sha256) for held in weigh(connection)}


def test_everything_comes_back_into_another_database(
    backup: tuple[Path, URL], empty: URL, tmp_path: Path
) -> None:
    source, place = backup
    data = DataDir(tmp_path / "new")

    count = restore_backup(source, data, to=empty.render_as_string())

    with zipfile.ZipFile(source) as bundle:
        names = bundle.namelist()
    assert ("ledger.pgdump" in names, "ledger.db" in names, count) == (True, False, len(names))
    before, after = holdings(place), holdings(empty)
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"letter", "note", "event"}  # what waited is held, and that it was restored
    assert ledger_place(load_settings(data.root), data) == empty
    assert not data.ledger.exists()
    assert not list(data.root.rglob("*.pgdump"))


def test_ids_go_on_where_they_were(restored: Office) -> None:
    restored.mail("sn@example.cn", case("新来的一篇", "睢宁县"))

    assert [row.id for row in restored.cases()] == [1, 2, 3]


def test_a_restored_office_sends_nothing_again(restored: Office) -> None:
    settle_restored(restored.parts, lambda _since: None)
    send_due(restored.parts, restored.route, lambda _: None)

    assert restored.route.sent == []
    with restored.parts.ledger.read() as connection:
        states = [(row.recipient, row.state, row.response) for row in list_letters(connection)]
    assert ("fx@example.cn", LetterState.SENT) in [state[:2] for state in states]
    assert ("px@example.cn", LetterState.HELD, WAITS) in states


def test_what_the_sent_folder_has_counts_as_sent_and_the_rest_goes_once(restored: Office) -> None:
    with restored.parts.ledger.read() as connection:
        gone = [row for row in list_letters(connection) if row.sent_at]
    known = tuple(Handed(row.message_id, "", "", row.recipient, restored.clock.now()) for row in gone)
    for _ in range(3):
        settle_restored(restored.parts, lambda _since: known)
        send_due(restored.parts, restored.route, lambda s: restored.clock.advance(timedelta(seconds=s)))

    assert [recipient for recipient, _ in restored.route.sent].count("fx@example.cn") == 0
    assert [recipient for recipient, _ in restored.route.sent].count("px@example.cn") == 1


def test_a_database_with_a_ledger_is_never_overwritten(
    backup: tuple[Path, URL], empty: URL, tmp_path: Path
) -> None:
    """The settings in the backup name the database at work: that is what a hurried person restores into."""
    source, place = backup
    before = holdings(place)
    with pytest.raises(SettingsError, match="中已有台账，未恢复：请另建一个空的数据库，用 --ledger"):
        restore_backup(source, DataDir(tmp_path / "new"))

    assert holdings(place) == before
    assert not (tmp_path / "new" / "settings.toml").exists()
    restore_backup(
        source, DataDir(tmp_path / "new"), to=empty.render_as_string()
    )  # nothing stands in its way


def test_without_the_tools_a_dump_cannot_be_restored(
    backup: tuple[Path, URL], empty: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump, "find_tool", lambda *_: None)
    with pytest.raises(LedgerError, match="没有找到 pg_restore，请安装"):
        restore_backup(backup[0], DataDir(tmp_path / "new"), to=empty.render_as_string())
    assert not Ledger.exists(empty)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("postgresql://a:geheim@b/c", "不含密码的 url"),
        ("mysql://a@b/c", "--ledger 应为 url = "),
        ("postgresql://nobody@127.0.0.1:1/none", "台账所在的数据库暂时无法使用"),
    ],
)
def test_where_it_cannot_go_is_said(backup: tuple[Path, URL], tmp_path: Path, to: str, said: str) -> None:
    result = CliRunner().invoke(
        app, ["restore", str(backup[0]), "--data", str(tmp_path / "new"), "--ledger", to]
    )

    assert said in str(result.exception)
    assert "geheim" not in str(result.exception)
    assert not (tmp_path / "new" / "settings.toml").exists()


def test_a_file_of_a_ledger_goes_into_no_database(tmp_path: Path) -> None:
    with closing(Office(tmp_path, place=make_ledger(tmp_path, "sqlite"))):
        write_backup(DataDir(tmp_path), tmp_path / "b.zip")
    with pytest.raises(SettingsError, match="先不带 --ledger 恢复，再用 zhengji migrate"):
        restore_backup(tmp_path / "b.zip", DataDir(tmp_path / "new"), to="postgresql://a@b/c")
    assert not (tmp_path / "new" / "ledger.db").exists()


def test_a_dump_that_breaks_off_leaves_the_database_empty(
    backup: tuple[Path, URL], empty: URL, tmp_path: Path
) -> None:
    """Its checksum is right: what is wrong was wrong when it was made."""
    with zipfile.ZipFile(backup[0]) as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        content = {name: old.read(name) for name in old.namelist()}
        content["ledger.pgdump"] = content["ledger.pgdump"][: len(content["ledger.pgdump"]) * 2 // 3]
        manifest = json.loads(content["backup.json"])
        manifest["files"]["ledger.pgdump"] = hashlib.sha256(content["ledger.pgdump"]).hexdigest()
        content["backup.json"] = json.dumps(manifest).encode()
        for name, data in content.items():
            new.writestr(name, data)

    with pytest.raises(LedgerError, match="pg_restore 未完成"):
        restore_backup(tmp_path / "bad.zip", DataDir(tmp_path / "new"), to=empty.render_as_string())
    assert not Ledger.exists(empty)
    assert not (tmp_path / "new" / "settings.toml").exists()


def test_a_database_that_is_gone_takes_no_backups_place(backup: tuple[Path, URL], tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"earlier")
    with pytest.raises(LedgerAway):
        write_backup(DataDir(tmp_path), tmp_path / "b.zip", place=backup[1].set(database="none"))
    assert (tmp_path / "b.zip").read_bytes() == b"earlier"


def test_the_password_is_not_on_the_command_line() -> None:
    name, environment = dump._connection(
        URL.create("postgresql", "zhengji", "s3cret", "db.example.cn", 5432, "z")
    )

    assert (name, environment["PGPASSWORD"]) == ("postgresql://zhengji@db.example.cn:5432/z", "s3cret")


def script(folder: Path, name: str, version: str) -> None:
    folder.mkdir(parents=True)
    (folder / name).write_text(f'#!/bin/sh\necho "{version}"\n', encoding="utf-8")
    (folder / name).chmod(0o755)


@TOOLS
@pytest.mark.parametrize(
    ("versions", "at_least", "found"),
    [
        (
            {"14/bin": "pg_dump (PostgreSQL) 14.9", "15/bin": "pg_dump (PostgreSQL) 15.18 (Debian)"},
            15,
            "15/bin",
        ),
        ({"14/bin": "pg_dump (PostgreSQL) 14.9", "9.6/bin": "pg_dump (PostgreSQL) 9.6.24"}, 0, "14/bin"),
        ({"14/bin": "pg_dump (PostgreSQL) 14.9"}, 15, None),
        ({"16/bin": "something else 99"}, 0, None),
        ({}, 0, None),
    ],
)
def test_the_newest_tool_that_is_not_older_than_the_server(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    versions: dict[str, str],
    at_least: int,
    found: str | None,
) -> None:
    for folder, version in versions.items():
        script(tmp_path / folder, "pg_dump", version)
    monkeypatch.setattr(dump, "PLACES", (tmp_path, tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))

    wanted = None if found is None else str(tmp_path / found / "pg_dump")
    assert dump.find_tool("pg_dump", at_least) == wanted
