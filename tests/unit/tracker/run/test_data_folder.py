"""init, backup and restore: a data folder is made whole, copied whole and never overwritten."""

import os
import zipfile
from pathlib import Path

import pytest

from tracker.errors import AlreadyRunning, SettingsError, TrackerError
from tracker.ledger.events import record_event
from tracker.ledger.store import Ledger
from tracker.office.folder import DataDir
from tracker.office.lock import only_one
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
        "workdays.toml",
    ]
    assert len(made) == 7
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
