"""A folder of mails beside a dictionary, whatever is done in whatever order; and every fault in words."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from intake.model.errors import ArchiveAway, ArchiveError
from intake.source.archive import folder
from intake.source.archive.fetched import Fetched
from intake.source.archive.folder import TEMPORARY, Folder, write_whole
from intake.source.archive.mails import Archive, name_of

RAW = b"Subject: case\r\n\r\ntext\r\n"
SHA = hashlib.sha256(RAW).hexdigest()
NAME = name_of(SHA)
MAILS = [b"", b"\0", RAW, RAW + b" ", bytes(range(256)) * 9]
MAIL = st.sampled_from(MAILS)


class Beside(RuleBasedStateMachine):
    """The archive and a dictionary; damage, restarts and processes that died come in between."""

    @initialize(place=st.just(None))
    def begin(self, place: None) -> None:
        del place
        self.held = tempfile.TemporaryDirectory(prefix="zhengji-archive-")
        self.root = Path(self.held.name, "原件")
        self.archive = Archive(self.root)
        self.known: dict[str, bytes] = {}
        self.spoilt: set[str] = set()

    @rule(raw=MAIL)
    def store(self, raw: bytes) -> None:
        sha = self.archive.store(raw)
        assert sha == hashlib.sha256(raw).hexdigest()
        self.known[sha] = raw
        self.spoilt.discard(sha)

    @rule(raw=MAIL, damage=st.sampled_from([b"", b"\0" * 3, RAW[:-1]]))
    def spoil(self, raw: bytes, damage: bytes) -> None:
        sha = hashlib.sha256(raw).hexdigest()
        if sha in self.known and damage != raw:
            self.archive.path(sha).write_bytes(damage)
            self.spoilt.add(sha)

    @rule(raw=MAIL)
    def lose(self, raw: bytes) -> None:
        sha = hashlib.sha256(raw).hexdigest()
        self.archive.path(sha).unlink(missing_ok=True)
        self.known.pop(sha, None)
        self.spoilt.discard(sha)

    @rule(raw=MAIL, age=st.sampled_from([0, 7200]))
    def die_while_writing(self, raw: bytes, age: int) -> None:
        place = self.archive.path(hashlib.sha256(raw).hexdigest()).parent
        place.mkdir(parents=True, exist_ok=True)
        left = place / f"half-{age}{TEMPORARY}"
        left.write_bytes(raw[: len(raw) // 2])
        os.utime(left, (left.stat().st_mtime - age,) * 2)

    @rule()
    def sweep(self) -> None:
        old = list(self.root.rglob(f"half-7200{TEMPORARY}"))
        assert self.archive.sweep() == len(old)
        assert not list(self.root.rglob(f"half-7200{TEMPORARY}"))

    @rule()
    def reopen(self) -> None:
        self.archive = Archive(self.root)

    @invariant()
    def says_what_the_dictionary_says(self) -> None:
        if not hasattr(self, "archive"):
            return
        assert sorted(self.archive.list()) == sorted(self.known)
        for raw in MAILS:
            sha = hashlib.sha256(raw).hexdigest()
            assert self.archive.exists(sha) is (sha in self.known)
            if sha in self.known and sha not in self.spoilt:
                assert self.archive.load(sha) == raw
            else:
                with pytest.raises(ArchiveError, match="已损坏" if sha in self.known else "找不到原件"):
                    self.archive.load(sha)

    def teardown(self) -> None:
        if hasattr(self, "held"):
            self.held.cleanup()


TestBesideADictionary = Beside.TestCase
TestBesideADictionary.settings = settings(max_examples=8, stateful_step_count=15, deadline=None)


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, ArchiveAway, "磁盘空间不足，请清理"),
        (errno.EDQUOT, ArchiveAway, "磁盘空间不足，请清理"),
        (errno.EFBIG, ArchiveAway, "磁盘空间不足，请清理"),
        (errno.EACCES, ArchiveError, "没有 .* 的读写权限"),
        (errno.EROFS, ArchiveError, "没有 .* 的读写权限"),
        (errno.EIO, ArchiveAway, "原件："),
        (errno.ESTALE, ArchiveAway, "原件："),
        (errno.ETIMEDOUT, ArchiveAway, "原件："),
        (errno.ENAMETOOLONG, ArchiveError, "原件："),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "open", "replace"])
def test_every_fault_is_said_and_leaves_nothing(
    number: int, kind: type[ArchiveError], words: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    root = tmp_path / "原件"
    Folder(root).put_if_absent(name_of("0" * 64), b"before")
    (root / NAME).parent.mkdir(parents=True)
    if step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(folder.os, step, fail)
    with pytest.raises(ArchiveError, match=words) as caught:
        Folder(root).put_if_absent(NAME, RAW)
    monkeypatch.undo()
    assert type(caught.value) is kind
    assert [path.name for path in root.rglob("*") if path.is_file()] == ["0" * 64 + ".eml"]
    assert Folder(root).put_if_absent(NAME, RAW) is True


def test_an_interruption_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "mail", RAW)
    assert list(tmp_path.iterdir()) == []


def test_what_stands_under_the_name_is_untouched_until_the_new_bytes_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mail"
    write_whole(path, b"old")
    seen = []
    monkeypatch.setattr(folder.os, "fsync", lambda _: seen.append(path.read_bytes()))
    write_whole(path, b"new")
    assert (seen, path.read_bytes()) == ([b"old"], b"new")
    seen.clear()
    write_whole(path, b"a copy", durable=False)
    assert (seen, path.read_bytes()) == ([], b"a copy")


def test_other_files_in_the_folder_are_no_mails(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.store(RAW)
    place = archive.path(SHA).parent
    for name in ("readme.txt", f"{SHA}.eml.bak", f"{SHA[:-1]}.eml", f"{SHA.upper()}.eml", f"x{TEMPORARY}"):
        (place / name).write_bytes(b"")
    (tmp_path / f"{SHA}.eml").write_bytes(b"")
    assert list(archive.list()) == [SHA]
    assert list(Archive(tmp_path / "nothing").list()) == []
    assert Archive(tmp_path / "nothing").sweep() == 0


@pytest.mark.parametrize(
    "sha", ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64, "../" + "0" * 61, "0" * 63 + "\n", "０" * 64]
)
def test_only_a_hash_in_lower_case_is_a_name(sha: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for ask in (archive.load, archive.exists, archive.path):
        with pytest.raises(ArchiveError, match="编号不是有效的校验值"):
            ask(sha)


class Far(Folder):
    """A store of which nothing lies on this machine; counts what is fetched."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.fetched = 0

    def file(self, name: str) -> None:  # type: ignore[override]
        del name

    def get(self, name: str) -> bytes:
        self.fetched += 1
        return super().get(name)


def test_a_copy_is_only_made_of_whole_bytes(tmp_path: Path) -> None:
    far = Far(tmp_path / "far")
    archive = Archive(far, tmp_path / "copies")
    archive.store(RAW)
    (far.root / NAME).write_bytes(RAW[:-1])
    with pytest.raises(ArchiveError, match="已损坏"):
        archive.path(SHA)
    assert not (tmp_path / "copies").exists()
    archive.store(RAW)
    assert archive.path(SHA).read_bytes() == RAW


def test_a_copy_that_was_thrown_away_is_fetched_again(tmp_path: Path) -> None:
    far = Far(tmp_path / "far")
    archive = Archive(far, tmp_path / "copies")
    archive.store(RAW)
    archive.path(SHA).unlink()
    assert archive.path(SHA).read_bytes() == RAW
    assert far.fetched == 2


def test_without_a_place_for_copies_it_is_said(tmp_path: Path) -> None:
    archive = Archive(Far(tmp_path))
    archive.store(RAW)
    with pytest.raises(ArchiveError, match="没有存放原件"):
        archive.path(SHA)
    assert archive.load(SHA) == RAW


def test_no_room_for_a_copy_blames_no_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ArchiveAway):
        Fetched(tmp_path / "copies").keep(NAME, RAW)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def ages(tmp_path: Path, *seconds: float) -> Fetched:
    """Copies a, b, c of ten bytes, asked for so many seconds ago."""
    copies = Fetched(tmp_path)
    for name, ago in zip("abcdef", seconds, strict=False):
        path = copies.keep(name, b"x" * 10)
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - ago))
    return copies


@pytest.mark.parametrize(
    ("most", "in_use", "left"),
    [
        (30, 0, "abc"),
        (29, 0, "ab"),
        (20, 0, "ab"),
        (19, 0, "a"),
        (0, 0, ""),
        (0, 150, "a"),  # asked for since: it may still be read
        (0, 1e9, "abc"),
    ],
)
def test_copies_go_by_when_they_were_asked_for(most: int, in_use: float, left: str, tmp_path: Path) -> None:
    ages(tmp_path, 100, 200, 300).shrink(most, in_use)
    assert "".join(sorted(path.name for path in tmp_path.iterdir())) == left


def test_a_copy_that_is_not_there_is_none(tmp_path: Path) -> None:
    copies = ages(tmp_path, 500)
    assert copies.find("b") is None
    before = (tmp_path / "a").stat().st_mtime
    assert copies.find("a") == tmp_path / "a"
    assert (tmp_path / "a").stat().st_mtime > before  # it counts as asked for now
    copies.shrink(0, 100)
    assert copies.find("a") is not None
