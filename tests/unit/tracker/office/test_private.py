"""Files of an office are its owner's alone, and temporary ones lie inside its folder, gone at its next start."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tracker.office.folder import DataDir
from tracker.office.private import exposed_paths, keep_private, make_private, share
from tracker.office.settings import Settings
from tracker.run.backup import write_backup
from tracker.run.init import init_data
from tracker.run.open import open_office

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has access lists instead of modes")
KILLED = """
import os, pathlib, signal, sys, tempfile
from tracker.office.folder import DataDir
from tracker.office.private import keep_private

with keep_private(DataDir(pathlib.Path(sys.argv[1]))):
    tempfile.NamedTemporaryFile(delete=False).write(b"copy")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def modes(root: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in (root, *root.rglob("*"))}


@pytest.fixture(autouse=True)
def _open_handed():
    """A user whose files everybody may read and write."""
    before = os.umask(0)
    yield
    assert os.umask(before) == 0  # whoever changed it has put it back


@posix
def test_all_that_is_made_is_the_owners_alone(tmp_path: Path) -> None:
    data = DataDir(tmp_path / "d")
    init_data(data.root)
    with open_office(data.root) as parts:
        parts.archive.store(b"Subject: x\r\n\r\n")
        write_backup(data, data.backup / "b.zip")
        assert {"ledger.db-wal", "ledger.db-shm", "b.zip"} <= modes(data.root).keys()
        assert exposed_paths(data) == []
    write_backup(data, tmp_path / "elsewhere.zip")
    assert (tmp_path / "elsewhere.zip").stat().st_mode & 0o777 == 0o600
    assert exposed_paths(data) == []


@posix
def test_what_others_could_read_is_taken_from_them(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "汇总表.xlsx").write_bytes(b"x")
    (tmp_path / "out" / "link").symlink_to("/etc/hostname")
    assert len(exposed_paths(data)) == 3
    make_private(data)
    assert modes(tmp_path) == {tmp_path.name: 0o700, "out": 0o700, "汇总表.xlsx": 0o600} | {
        "link": Path("/etc/hostname").stat().st_mode & 0o777
    }
    assert exposed_paths(data) == []


@posix
def test_a_shared_workbook(tmp_path: Path) -> None:
    folder = tmp_path / "原件"
    folder.mkdir()
    (folder / "a.docx").write_bytes(b"x")
    share(folder)
    assert modes(folder) == {"原件": 0o770, "a.docx": 0o660}


def test_only_a_folder_apart_is_shared() -> None:
    with pytest.raises(ValueError, match="workbook"):
        Settings.model_validate({"paths": {"workbook_for_group": True}})


def test_temporary_files_lie_in_the_data_folder(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    outside = tempfile.gettempdir()
    with keep_private(data):
        place = Path(tempfile.gettempdir())
        assert place.parent == data.tmp
        child = subprocess.run(
            [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"],
            check=True,
            capture_output=True,
            text=True,
        )
        assert child.stdout.strip() == str(place)
        with keep_private(data):
            assert Path(tempfile.gettempdir()) != place
        assert Path(tempfile.gettempdir()) == place
    assert tempfile.gettempdir() == outside
    assert sorted(path.name for path in data.tmp.iterdir()) == ["lock"]


def test_what_died_before_it_could_be_locked_goes(tmp_path: Path) -> None:
    """Killed between making its folder and locking it; benchmarks.soak.kills found one."""
    data = DataDir(tmp_path)
    (data.tmp / "xc_1bz7_").mkdir(parents=True)
    with keep_private(data):
        assert not (data.tmp / "xc_1bz7_").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_what_a_killed_process_left_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    data = DataDir(tmp_path)
    with keep_private(data):
        mine = Path(tempfile.gettempdir()) / "mine"
        mine.write_bytes(b"x")
        subprocess.run(
            [sys.executable, "-c", KILLED, str(tmp_path)],
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        )
        (left,) = (place for place in data.tmp.iterdir() if place.is_dir() and place != mine.parent)
        assert [path.read_bytes() for path in left.iterdir()] == [b"copy"]
        with keep_private(data):
            assert not left.exists()
            assert mine.exists()
    assert sorted(path.name for path in data.tmp.iterdir()) == ["lock"]
