"""Every place that may hold raw mails keeps the same contract: folder, shared folder, bucket."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import random
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.model.errors import ArchiveAway, ArchiveError
from intake.source.archive.bucket import Bucket, BucketPlace
from intake.source.archive.fetched import Fetched
from intake.source.archive.folder import TEMPORARY, Folder
from intake.source.archive.mails import Archive, name_of
from intake.source.archive.store import Store
from tests import buckets

RAW = "From: 张三 <a@example.cn>\r\nSubject: 丰县案例\r\n\r\n正文\r\n".encode()
SHA = hashlib.sha256(RAW).hexdigest()
NAME = name_of(SHA)
CONTENTS = [b"", b"\0", b"\r\n", RAW, b"x" * 3_000_000, random.Random(1).randbytes(200_000)]
Reopen = Callable[[], Store]


def no_directory_sync(handle: int) -> None:
    """A share whose server knows no fsync of directories, as those of Windows."""
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        raise OSError(errno.EINVAL, "Invalid argument")


@pytest.fixture(params=["folder", "share", "bucket", "bucket below a prefix"])
def reopen(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Reopen]:
    """Opens the same empty store, each time as another host would."""
    if request.param.startswith("bucket"):
        where = buckets.place(buckets.make_bucket(), "2015/原件" if "prefix" in request.param else "")
        yield lambda: Bucket(where)
        return
    if request.param == "share":
        monkeypatch.setattr(os, "fsync", no_directory_sync)
    yield lambda: Folder(tmp_path / "原件")


@pytest.fixture
def store(reopen: Reopen) -> Store:
    return reopen()


def test_four_verbs(reopen: Reopen) -> None:
    first, second = reopen(), reopen()
    before = (first.exists(NAME), list(first.list()))

    put = (first.put_if_absent(NAME, RAW), second.put_if_absent(NAME, RAW))

    assert before == (False, [])
    assert put == (True, False)
    assert (second.exists(NAME), second.get(NAME), list(second.list())) == (True, RAW, [NAME])


def test_what_is_not_there_is_told_apart_from_what_does_not_answer(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        store.get(NAME)


@pytest.mark.parametrize("content", CONTENTS, ids=["empty", "nul", "newline", "mail", "3 MB", "random"])
def test_any_bytes_come_back(store: Store, content: bytes) -> None:
    name = name_of(hashlib.sha256(content).hexdigest())
    store.put_if_absent(name, content)

    assert store.get(name) == content


def test_every_name_is_listed_once(store: Store) -> None:
    names = {name_of(hashlib.sha256(bytes([n])).hexdigest()) for n in range(12)}
    for name in names:
        store.put_if_absent(name, name.encode())

    found = list(store.list())

    assert (len(found), set(found)) == (12, names)


def test_a_copy_cut_off_is_replaced(store: Store) -> None:
    store.put_if_absent(NAME, RAW[:-3])

    assert store.put_if_absent(NAME, RAW)
    assert store.get(NAME) == RAW


def test_many_put_the_same_at_once(reopen: Reopen) -> None:
    stores = [reopen() for _ in range(6)]
    done: list[bool] = []
    threads = [threading.Thread(target=lambda s=s: done.append(s.put_if_absent(NAME, RAW))) for s in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 6
    assert True in done
    assert (list(stores[0].list()), stores[0].get(NAME)) == ([NAME], RAW)


def test_an_archive_in_any_store_is_the_same_archive(reopen: Reopen, tmp_path: Path) -> None:
    mine, theirs = Archive(reopen(), tmp_path / "a"), Archive(reopen(), tmp_path / "b")
    assert mine.store(RAW) == SHA

    assert theirs.load(SHA) == RAW
    assert theirs.path(SHA).read_bytes() == RAW
    assert (theirs.exists(SHA), theirs.exists("0" * 64), list(theirs.list())) == (True, False, [SHA])
    assert theirs.sweep() == 0
    with pytest.raises(ArchiveError, match="找不到原件 000000000000"):
        theirs.load("0" * 64)


def test_damage_of_a_store_is_noticed(store: Store, tmp_path: Path) -> None:
    store.put_if_absent(NAME, RAW[:-1] + b"\0")

    with pytest.raises(ArchiveError, match=f"原件 {SHA[:12]} 已损坏"):
        Archive(store, tmp_path / "copies").load(SHA)


def _put_all(folder: Path, seed: int) -> None:
    chance, store = random.Random(seed), Folder(folder)
    contents = [bytes([n]) * (n * 1000) for n in range(40)]
    chance.shuffle(contents)
    for content in contents:
        store.put_if_absent(name_of(hashlib.sha256(content).hexdigest()), content)


def test_processes_share_a_folder_without_locks(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    hosts = [context.Process(target=_put_all, args=(tmp_path, seed)) for seed in range(4)]
    for host in hosts:
        host.start()
    for host in hosts:
        host.join()

    archive = Archive(tmp_path)
    assert [host.exitcode for host in hosts] == [0, 0, 0, 0]
    assert sorted(len(archive.load(sha)) for sha in archive.list()) == [n * 1000 for n in range(40)]
    assert list(tmp_path.rglob(f"*{TEMPORARY}")) == []


def test_a_share_that_is_away_blames_no_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(_path: Path) -> bytes:
        raise OSError(errno.ESTALE, "Stale file handle")

    monkeypatch.setattr(Path, "read_bytes", stale)

    with pytest.raises(ArchiveAway, match="共享文件夹已断开"):
        Folder(tmp_path).get(NAME)


def test_a_rename_that_was_done_twice_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of NFS repeats what it was asked when its first answer was lost."""
    rename = Path.replace

    def twice(path: Path, target: Path) -> Path:
        rename(path, target)
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", twice)
    folder = Folder(tmp_path)

    assert folder.put_if_absent(NAME, RAW)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{SHA}.eml"]


def test_age_of_what_was_left_goes_by_the_clock_of_the_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host whose clock is days ahead does not take what another is writing for a leftover."""
    folder = Folder(tmp_path)
    folder.put_if_absent(NAME, RAW)
    (tmp_path / NAME).with_name(f"young{TEMPORARY}").write_bytes(b"half")
    monkeypatch.setattr("time.time", lambda: 4e9)

    assert folder.sweep() == 0


def no_server(secret: Callable[[], str] = lambda: "x") -> BucketPlace:
    return BucketPlace("mails", "", "http://127.0.0.1:9", "us-east-1", "id", secret)


def test_a_bucket_without_server_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("obstore")
    monkeypatch.setattr("intake.source.archive.bucket.RETRIES", 0)

    with pytest.raises(ArchiveAway, match=r"存储桶 mails（http://127\.0\.0\.1:9）没有应答，恢复后自动继续"):
        Bucket(no_server()).put_if_absent(NAME, RAW)


def test_a_bucket_that_nobody_made_is_named() -> None:
    with pytest.raises(ArchiveError, match=r"存储桶 nobody-made.*不存在，请先建立"):
        Bucket(buckets.place("nobody-made")).put_if_absent(NAME, RAW)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [name for name in sys.modules if name.split(".")[0] == "obstore"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.setitem(sys.modules, "obstore.exceptions", None)

    with pytest.raises(ArchiveError, match=r'pip install "zhengji\[hosts\]"'):
        Bucket(no_server()).exists(NAME)


def test_a_place_does_not_show_its_secret() -> None:
    assert "geheim" not in repr(no_server(lambda: "geheim"))


class Counting(Folder):
    """A folder that lies on another machine: only ``get`` gives its bytes, and is counted."""

    fetched = 0

    def file(self, name: str) -> None:  # type: ignore[override]
        del name

    def get(self, name: str) -> bytes:
        self.fetched += 1
        return super().get(name)


def test_a_mail_is_fetched_once_by_all_processes_of_a_machine(tmp_path: Path) -> None:
    store = Counting(tmp_path / "far")
    first, second = Archive(store, tmp_path / "copies"), Archive(store, tmp_path / "copies")
    first.store(RAW)

    paths = [first.path(SHA), first.path(SHA), second.path(SHA)]

    assert {path.read_bytes() for path in paths} == {RAW}
    assert store.fetched == 1


def test_copies_asked_for_longest_ago_go_first(tmp_path: Path) -> None:
    copies = Fetched(tmp_path)
    for age, name in enumerate(("new", "middle", "old")):
        os.utime(copies.keep(name, b"x" * 100), (1e9 - age, 1e9 - age))

    copies.shrink(most=250, in_use=0)
    kept_by_size = sorted(path.name for path in tmp_path.iterdir())
    copies.find("middle")
    copies.shrink(most=0, in_use=3600)

    assert kept_by_size == ["middle", "new"]
    assert [path.name for path in tmp_path.iterdir()] == ["middle"]
