"""What a file that cannot be a ledger says of itself, in a sentence that tells what to do."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from tests.ledgers import SQLITE, make_ledger
from tracker.errors import LedgerBusy, LedgerError, LedgerFull
from tracker.ledger.engines.sqlite import Sqlite
from tracker.ledger.engines.store import Ledger


@pytest.mark.parametrize(
    ("kind", "said", "made", "words"),
    [
        (OperationalError, "database is locked", LedgerBusy, "请关闭正在使用台账的其他程序后重试"),
        (OperationalError, "database table is locked", LedgerBusy, "请关闭正在使用台账的其他程序后重试"),
        (OperationalError, "database is busy", LedgerBusy, "请关闭正在使用台账的其他程序后重试"),
        (OperationalError, "database or disk is full", LedgerFull, "{} 所在磁盘空间不足，请清理后重试"),
        (OperationalError, "unable to open database file", LedgerError, "{} 不能打开，请核对路径和目录权限"),
        (OperationalError, "attempt to write a readonly database", LedgerError, "{} 不能写入，请检查文件和目录的权限"),
        (OperationalError, "disk I/O error", LedgerError, "{} 读写出错，请检查磁盘"),
        (OperationalError, "no such table: mail", LedgerError, "{} 内容不完整，请用 zhengji restore 从备份恢复"),
        (OperationalError, "no such column: x", LedgerError, "{} 内容不完整，请用 zhengji restore 从备份恢复"),
        (OperationalError, "table note already exists", LedgerError, "{} 不是征集的台账，请移走这个文件，或核对 --data"),
        (OperationalError, "something new", LedgerError, "{} 不能使用（something new）"),
        (DatabaseError, "file is not a database", LedgerError, "台账文件已损坏，请用 zhengji restore 从备份恢复"),
        (DatabaseError, "database disk image is malformed", LedgerError, "台账文件已损坏，请用 zhengji restore 从备份恢复"),
    ],
)  # fmt: skip
def test_what_went_wrong_as_a_person_reads_it(tmp_path, kind, said, made, words):
    explained = Sqlite(tmp_path / "ledger.db").explain(kind("", {}, sqlite3.OperationalError(said)))
    assert type(explained) is made
    assert explained.detail == words.format(tmp_path / "ledger.db")


@pytest.mark.parametrize(
    ("kind", "said"),
    [(IntegrityError, "UNIQUE constraint failed"), (DatabaseError, "something new")],
)
def test_a_mistake_of_the_program_is_not_explained_away(tmp_path, kind, said):
    assert Sqlite(tmp_path / "x").explain(kind("", {}, sqlite3.DatabaseError(said))) is None


def test_a_file_weighs_what_its_pages_take_and_is_whole(tmp_path):
    place = make_ledger(tmp_path, SQLITE)
    with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
        assert ledger.is_whole(connection)
        weight = ledger.weigh(connection)
    assert weight == place.stat().st_size


def test_a_ledger_exists_where_its_file_does_and_looking_makes_none(tmp_path):
    assert [Ledger.exists(tmp_path / "ledger.db"), (tmp_path / "ledger.db").exists()] == [False, False]
    assert Ledger.exists(make_ledger(tmp_path, SQLITE))


def test_a_folder_in_the_place_of_a_ledger_says_so(tmp_path):
    with pytest.raises(LedgerError) as caught:
        Ledger.open(tmp_path)
    assert caught.value.detail == f"{tmp_path} 不能打开，请核对路径和目录权限"


def test_a_file_cut_short_is_said_to_be_damaged(tmp_path):
    place = make_ledger(tmp_path, SQLITE)
    place.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    with pytest.raises(LedgerError) as caught:
        Ledger.open(place)
    assert caught.value.detail == "台账文件已损坏，请用 zhengji restore 从备份恢复"


def test_a_program_that_holds_the_file_is_waited_for_only_so_long(tmp_path):
    place = make_ledger(tmp_path, SQLITE)
    with closing(Ledger.open(place, busy_seconds=0.01)) as ledger, closing(sqlite3.connect(place)) as other:
        other.execute("BEGIN IMMEDIATE")
        with ledger.read() as connection:
            assert ledger.is_whole(connection)
        with pytest.raises(LedgerBusy), ledger.begin():
            pass
        other.rollback()
        with ledger.begin() as connection:
            assert ledger.is_whole(connection)
