"""init, backup and restore: a data folder is made whole, copied whole and never overwritten."""

import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tracker.errors import AlreadyRunning, SettingsError, TrackerError
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import record_event
from tracker.office.folder import DataDir
from tracker.office.lock import only_one
from tracker.office.private import exposed_paths
from tracker.run.backup import restore_backup, write_backup
from tracker.run.init import init_data
from tracker.run.open import open_office


def tree(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_new_folder_has_everything(tmp_path: Path) -> None:
    made = init_data(tmp_path / "d")
    assert tree(tmp_path / "d") == [
        "README.txt",
        "campaign.toml",
        "lexicon/xuzhou-2015.toml",
        "places/xuzhou.toml",
        "secret.key",
        "secrets.toml",
        "settings.toml",
        "volume.toml",
        "workdays.toml",
    ]
    assert len(made) == 8
    with open_office(tmp_path / "d") as parts:
        assert parts.campaign.id == "xuzhou-2015"
    if os.name == "posix":
        assert (tmp_path / "d" / "secrets.toml").stat().st_mode & 0o777 == 0o600


def test_what_a_person_edited_stays(tmp_path: Path) -> None:
    init_data(tmp_path)
    (tmp_path / "settings.toml").write_text("# mine\n", encoding="utf-8")
    (tmp_path / "workdays.toml").unlink()
    assert [path.name for path in init_data(tmp_path)] == ["workdays.toml"]
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == "# mine\n"


def test_unknown_campaign_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="xuzhou-2015"):
        init_data(tmp_path, "nanjing")


def test_backup_and_restore_give_the_same_folder(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "d")
    init_data(data.root)
    with open_office(data.root) as parts:
        parts.archive.store(b"Subject: x\r\n\r\n")
        with parts.ledger.begin() as connection:
            record_event(connection, "test.done", parts.clock.now())
        write_backup(data, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as backup:
        names = backup.namelist()
    assert not [name for name in names if "secret" in name]

    count = restore_backup(tmp_path / "b.zip", DataDir(tmp_path / "e"))

    assert count == len(names)
    assert set(tree(data.root)) - set(tree(tmp_path / "e")) <= {
        "secrets.toml",
        "secret.key",
        "lock",
        "README.txt",
    }
    ledger = Ledger.open(tmp_path / "e" / "ledger.db")
    with ledger.read() as connection:
        assert connection.exec_driver_sql("select what from event").scalars().all() == ["test.done"]
    ledger.close()


def test_restore_refuses_a_folder_in_use(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "d")
    init_data(data.root)
    with open_office(data.root):
        pass
    write_backup(data, tmp_path / "b.zip")
    with pytest.raises(TrackerError):
        restore_backup(tmp_path / "b.zip", data)


@pytest.mark.parametrize("name", ["../evil", "/abs", "a/../../b"])
def test_restore_never_leaves_the_folder(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as backup:
        backup.writestr(name, b"x")
    with pytest.raises(TrackerError):
        restore_backup(tmp_path / "b.zip", DataDir(tmp_path / "d"))
    assert not (tmp_path / "evil").exists()


def test_not_a_backup(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"no zip")
    with pytest.raises(TrackerError):
        restore_backup(tmp_path / "b.zip", DataDir(tmp_path / "d"))


def test_only_one_instance(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(AlreadyRunning), only_one(tmp_path):
        pass
    with only_one(tmp_path):
        pass


def backed_up(tmp_path: Path) -> Path:
    data = DataDir(tmp_path / "d")
    init_data(data.root)
    with open_office(data.root) as parts:
        parts.archive.store(b"Subject: x\r\n\r\n")
    write_backup(data, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def rewrite(source: Path, target: Path, change: dict[str, bytes | None]) -> None:
    """The backup with other content of some files, or (None) without them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9, 0.999])
def test_a_backup_that_was_cut_off_is_refused(tmp_path: Path, at: float) -> None:
    whole = backed_up(tmp_path).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: int(len(whole) * at)])
    with pytest.raises(SettingsError, match="未恢复"):
        restore_backup(tmp_path / "cut.zip", DataDir(tmp_path / "e"))
    assert tree(tmp_path / "e") == ["lock", "tmp/lock"]


def test_a_backup_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    content = bytearray(backed_up(tmp_path).read_bytes())
    content[len(content) // 3] ^= 0xFF
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(SettingsError, match="未恢复"):
        restore_backup(tmp_path / "bad.zip", DataDir(tmp_path / "e"))
    assert not (tmp_path / "e" / "ledger.db").exists()


@pytest.mark.parametrize(
    "change",
    [{"settings.toml": b"# other"}, {"settings.toml": None}, {"backup.json": None}, {"backup.json": b"[]"}],
)
def test_a_backup_that_was_changed_is_refused(tmp_path: Path, change: dict[str, bytes | None]) -> None:
    rewrite(backed_up(tmp_path), tmp_path / "changed.zip", change)
    with pytest.raises(SettingsError, match="未恢复"):
        restore_backup(tmp_path / "changed.zip", DataDir(tmp_path / "e"))
    assert not (tmp_path / "e" / "ledger.db").exists()


def test_what_another_ledger_left_is_put_aside(tmp_path: Path) -> None:
    source = backed_up(tmp_path)
    other = tmp_path / "e"
    other.mkdir()
    with sqlite3.connect(other / "ledger.db") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("create table t(x)")
        connection.commit()
        wal, shm = ((other / f"ledger.db{suffix}").read_bytes() for suffix in ("-wal", "-shm"))
    connection.close()
    (other / "ledger.db").unlink()
    (other / "ledger.db-wal").write_bytes(wal)
    (other / "ledger.db-shm").write_bytes(shm)

    restore_backup(source, DataDir(other))

    assert (other / "ledger.db-wal.left").read_bytes() == wal
    with open_office(other) as parts, parts.ledger.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("select count(*) from mail").scalar() == 0


def test_a_running_office_is_not_overwritten(tmp_path: Path) -> None:
    source = backed_up(tmp_path)
    (tmp_path / "e").mkdir()
    with only_one(tmp_path / "e"), pytest.raises(AlreadyRunning):
        restore_backup(source, DataDir(tmp_path / "e"))


def test_a_damaged_ledger_takes_no_backups_place(tmp_path: Path) -> None:
    earlier = backed_up(tmp_path).read_bytes()
    ledger = tmp_path / "d" / "ledger.db"
    content = bytearray(ledger.read_bytes())
    content[4096:40960] = b"\xff" * 36864
    ledger.write_bytes(content)
    with pytest.raises(SettingsError, match="已损坏，未备份"):
        write_backup(DataDir(tmp_path / "d"), tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == earlier
    assert not (tmp_path / "b.part").exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows has access lists instead of modes")
def test_what_is_restored_is_the_owners_alone(tmp_path: Path) -> None:
    source = backed_up(tmp_path)
    before = os.umask(0)
    try:
        restore_backup(source, DataDir(tmp_path / "e"))
    finally:
        os.umask(before)
    assert exposed_paths(DataDir(tmp_path / "e")) == []
