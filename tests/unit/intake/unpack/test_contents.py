"""What an archive may give, and which of its files a person packed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.case import Attachment
from intake.model.errors import OverLimit
from intake.model.limits import MIB, Limits
from intake.unpack.contents import (
    ALL_ENTRIES_FACTOR,
    FREE_BYTES,
    Budget,
    is_junk,
    is_link,
    is_unsafe,
    make_member,
)


@pytest.mark.parametrize(
    ("path", "junk"),
    [
        ("案例.doc", False),
        ("__MACOSX/案例.doc", True),
        ("报送/__MACOSX/._案例.doc", True),
        ("报送\\Thumbs.db", True),
        ("THUMBS.DB", True),
        ("desktop.ini", True),
        ("~$案例.doc", True),
        (".~lock.案例.doc#", True),
        ("~WRL0001.tmp", True),
        (".git/config", True),
        ("$RECYCLE.BIN/案例.doc", True),
        ("Thumbs.db.doc", False),
        ("关于desktop.ini", False),
        ("案例~$.doc", False),
        ("", False),
    ],
)
def test_what_programs_leave_behind(path: str, junk: bool) -> None:
    assert is_junk(path) is junk


@pytest.mark.parametrize(
    ("path", "unsafe"),
    [
        ("报送/案例.doc", False),
        ("../案例.doc", True),
        ("报送/../../案例.doc", True),
        ("报送\\..\\案例.doc", True),
        ("/etc/passwd", True),
        ("\\\\server\\share", True),
        ("C:/案例.doc", True),
        ("c:\\案例.doc", True),
        ("案例...doc", False),
        ("..案例.doc", False),
        ("", False),
    ],
)
def test_paths_that_lead_outside(path: str, unsafe: bool) -> None:
    assert is_unsafe(path) is unsafe


def test_a_link_is_told_by_its_mode() -> None:
    assert [is_link(mode) for mode in (0o120777, 0o100644, 0o040755, 0)] == [True, False, False, False]


@pytest.mark.parametrize(
    ("path", "member"),
    [
        ("案例.doc", Attachment("案例.doc", b"x")),
        ("报送/丰县/案例.doc", Attachment("案例.doc", b"x", path=("报送/丰县",))),
        ("报送\\丰县\\案例.doc", Attachment("案例.doc", b"x", path=("报送/丰县",))),
        ("报送//案例.doc", Attachment("案例.doc", b"x", path=("报送",))),
        ("案例.doc/", Attachment("案例.doc", b"x")),
        ("", Attachment("未命名文件", b"x")),
        ("报送/", Attachment("报送", b"x")),
    ],
)
def test_a_path_becomes_a_name_and_folders(path: str, member: Attachment) -> None:
    assert make_member(path, b"x") == member


@given(st.text(max_size=60))
def test_no_path_of_a_stranger_stays_one(path: str) -> None:
    member = make_member(path, b"")
    assert member.name
    assert not set("/\\\0") & set(member.name)
    assert len(member.path) <= 1
    assert ".." not in [part for whole in member.path for part in whole.split("/")]
    assert not any(whole.startswith("/") for whole in member.path)


@pytest.mark.parametrize(
    ("packed", "limits", "bytes_left"),
    [
        (10, Limits(), FREE_BYTES),
        (MIB, Limits(), 100 * MIB),
        (10 * MIB, Limits(), 300 * MIB),  # the mail's own limit
        (10, Limits(unpacked_bytes=1000), 1000),
        (MIB, Limits(ratio=50), 50 * MIB),
    ],
)
def test_how_much_an_archive_may_give(packed: int, limits: Limits, bytes_left: int) -> None:
    share = Budget(limits).allow(packed)
    assert (share.bytes_left, share.files_left) == (bytes_left, limits.archive_entries)


@given(st.lists(st.tuples(st.integers(0, 30), st.lists(st.integers(0, 400), max_size=8)), max_size=12))
def test_archives_of_a_mail_never_give_more_than_it_may(archives: list[tuple[int, list[int]]]) -> None:
    budget = Budget(Limits(unpacked_bytes=1000, archive_entries=3))
    taken: list[int] = []
    for packed, sizes in archives:
        share, before = budget.allow(packed), len(taken)
        for size in sizes:
            room = (share.files_left, share.bytes_left)
            try:
                share.take(size)
            except OverLimit:
                assert room[0] == 0 or room[1] < size
                assert (share.files_left, share.bytes_left) == room  # what was refused costs nothing
            else:
                taken.append(size)
        assert len(taken) - before <= 3
    assert (budget.bytes_left, budget.files_left) == (1000 - sum(taken), 3 * ALL_ENTRIES_FACTOR - len(taken))
    assert min(budget.bytes_left, budget.files_left) >= 0
