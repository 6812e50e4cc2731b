"""The archive: what is stored survives, what fails leaves nothing behind."""

import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from intake.failpoints import POINTS, VARIABLE
from intake.model.errors import ArchiveError
from intake.source.archive.folder import TEMPORARY
from intake.source.archive.mails import Archive

RAW = "From: 张三 <a@example.cn>\r\nSubject: 丰县案例\r\n\r\n正文\r\n".encode()
SHA = hashlib.sha256(RAW).hexdigest()


def files_below(root: Path) -> list[str]:
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "原件")


def test_stores_under_its_hash_and_gives_the_same_bytes_back(archive: Archive) -> None:
    assert archive.store(RAW) == SHA
    assert files_below(archive.place.root) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}.eml"]
    assert archive.load(SHA) == RAW
    assert (archive.exists(SHA), archive.exists("0" * 64)) == (True, False)


@pytest.mark.parametrize(
    "raw", [b"", b"\0", b"\r\n", b"x" * 3_000_000], ids=["empty", "nul", "newline", "3 MB"]
)
def test_any_bytes_come_back(archive: Archive, raw: bytes) -> None:
    assert archive.load(archive.store(raw)) == raw


def test_storing_again_writes_nothing(archive: Archive) -> None:
    archive.store(RAW)
    before = archive.path(SHA).stat()
    assert archive.store(RAW) == SHA
    after = archive.path(SHA).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


@pytest.mark.parametrize("damage", [RAW[:-3], b"", RAW[:-1] + b"\0"], ids=["cut off", "emptied", "one byte"])
def test_damage_is_noticed_and_healed_by_the_next_store(archive: Archive, damage: bytes) -> None:
    archive.store(RAW)
    archive.path(SHA).write_bytes(damage)
    with pytest.raises(ArchiveError, match="已损坏"):
        archive.load(SHA)
    archive.store(RAW)
    assert archive.load(SHA) == RAW
    assert len(files_below(archive.place.root)) == 1


def test_missing_original_is_named(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match=f"原件存档失败：找不到原件 {SHA[:12]}"):
        archive.load(SHA)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA.upper(), SHA + "0", SHA[:-1] + "/", SHA + "\n"])
def test_only_a_hash_makes_a_path(archive: Archive, name: str) -> None:
    with pytest.raises(ArchiveError, match="不是有效的校验值"):
        archive.path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_originals_are_private(archive: Archive) -> None:
    archive.store(RAW)
    assert archive.path(SHA).stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_full_disk_is_said_in_words_and_leaves_nothing(archive: Archive) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))  # the kernel then refuses to write on
    try:
        with pytest.raises(ArchiveError, match="磁盘空间不足，请清理"):
            archive.store(b"x" * 200_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files_below(archive.place.root) == []
    archive.store(RAW)
    assert archive.load(SHA) == RAW


def test_a_file_in_the_way_is_an_archive_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(ArchiveError, match="原件存档失败："):
        Archive(tmp_path / "taken").store(RAW)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission_is_said_in_words(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ArchiveError, match="读写权限"):
            Archive(tmp_path / "a").store(RAW)
    finally:
        tmp_path.chmod(0o700)


def test_many_at_once_store_one_file(archive: Archive) -> None:
    threads = [threading.Thread(target=archive.store, args=(RAW,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files_below(archive.place.root) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}.eml"]


def test_sweep_takes_old_temporaries_only(archive: Archive) -> None:
    archive.store(RAW)
    old, young = (archive.path(SHA).parent / f"{name}{TEMPORARY}" for name in ("old", "young"))
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert archive.sweep() == 1
    assert (old.exists(), young.exists(), archive.exists(SHA)) == (False, True, True)
    assert Archive(archive.place.root / "nowhere").sweep() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("point", sorted(p for p in POINTS if p.startswith("archive.")))
def test_killed_at_any_point_it_stores_whole_or_not_at_all(archive: Archive, point: str) -> None:
    script = (
        "from pathlib import Path\nfrom intake.source.archive.mails import Archive\n"
        f"Archive(Path({str(archive.place.root)!r})).store({RAW!r})"
    )
    killed = subprocess.run([sys.executable, "-c", script], env={**os.environ, VARIABLE: point}, check=False)
    assert killed.returncode == -9
    assert archive.exists(SHA) == (point in {"archive.renamed", "archive.stored"})
    if archive.exists(SHA):
        assert archive.load(SHA) == RAW
    assert archive.store(RAW) == SHA
    archive.sweep(older_than=-1)
    assert files_below(archive.place.root) == [f"{SHA[:2]}/{SHA[2:4]}/{SHA}.eml"]
