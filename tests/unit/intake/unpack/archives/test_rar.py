"""Rar archives made by hand after the format's description: stored entries are read without any program."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model.case import Attachment, Doubt
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError, ToolMissing
from intake.model.limits import Limits
from intake.unpack.archives import programs
from intake.unpack.archives.rar import open_rar
from intake.unpack.contents import Budget, Contents

MARK = b"Rar!\x1a\x07\x00"
UNICODE, LOCKED, AFTER, BEFORE, FOLDER = 0x200, 0x04, 0x02, 0x01, 0xE0
STORED, PACKED = 0x30, 0x33
LINK = 0o120777


@pytest.fixture(autouse=True)
def none_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "TOOLS", ())


def u16(number: int) -> bytes:
    return number.to_bytes(2, "little")


def u32(number: int) -> bytes:
    return number.to_bytes(4, "little")


def block(kind: int, flags: int, body: bytes, data: bytes = b"") -> bytes:
    head = bytes((kind,)) + u16(flags) + u16(7 + len(body)) + body
    return u16(zlib.crc32(head) & 0xFFFF) + head + data


@dataclass(frozen=True)
class Entry:
    name: bytes
    content: bytes
    flags: int = 0
    method: int = STORED
    mode: int = 0o100644
    check: int | None = None
    size: int | None = None

    def written(self) -> bytes:
        size = len(self.content) if self.size is None else self.size
        check = zlib.crc32(self.content) if self.check is None else self.check
        body = u32(len(self.content)) + u32(size) + b"\3" + u32(check) + u32(0) + bytes((29, self.method))
        body += u16(len(self.name)) + u32(self.mode) + self.name
        return block(0x74, 0x8000 | self.flags, body, self.content)


def rar(*entries: Entry, flags: int = 0) -> bytes:
    return (
        MARK
        + block(0x73, flags, b"\0" * 6)
        + b"".join(one.written() for one in entries)
        + block(0x7B, 0x4000, b"")
    )


def opened(content: bytes, **limits: int) -> Contents:
    return open_rar((content,), Budget(Limits(**limits)))


CASE = "小板凳议事会".encode() * 5
A, B = Entry(b"a.doc", CASE), Entry(b"b.doc", CASE[::-1])


def test_stored_entries_with_their_folders() -> None:
    found = opened(
        rar(A, Entry(b"x\\y\\b.doc", b"2"), Entry(b"x", b"", FOLDER, mode=0o040755), Entry(b"empty.txt", b""))
    )
    assert found == Contents(
        (Attachment("a.doc", CASE), Attachment("b.doc", b"2", path=("x/y",)), Attachment("empty.txt", b""))
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("宋楼镇社区治理案例.doc".encode("gb18030"), "宋楼镇社区治理案例.doc"),
        ("案例\\宋楼镇社区治理案例.doc".encode("gb18030"), "案例/宋楼镇社区治理案例.doc"),
        ("宋楼镇社区治理案例.doc".encode(), "宋楼镇社区治理案例.doc"),
    ],
)
def test_names_without_unicode_are_not_western(name: bytes, shown: str) -> None:
    (found,) = opened(rar(Entry(name, CASE))).attachments
    assert found.shown == shown


@pytest.mark.parametrize(
    "other",
    [
        Entry(b"..\\evil.doc", CASE),
        Entry(b"x\\..\\..\\evil.doc", CASE),
        Entry(b"C:\\evil.doc", CASE),
        Entry(b"\\evil.doc", CASE),
        Entry(b"link.doc", b"/etc/passwd", mode=LINK),
    ],
)
def test_paths_that_lead_out_and_links_are_not_opened(other: Entry) -> None:
    assert opened(rar(A, other)) == Contents(
        (Attachment("a.doc", CASE),), (Doubt("partial", detail="含有越界路径或链接，未打开"),)
    )


def test_what_systems_leave_is_passed_over_without_a_word() -> None:
    junk = (Entry(b"__MACOSX\\._a.doc", b"x"), Entry(b"Thumbs.db", b"x"), Entry(b"x\\~$a.doc", b"x"))
    assert opened(rar(*junk, A)) == Contents((Attachment("a.doc", CASE),))


def test_an_entry_whose_bytes_are_spoilt_is_named_and_the_others_are_given() -> None:
    spoilt = Entry("坏的案例.doc".encode("gb18030"), CASE, check=1)
    assert opened(rar(A, spoilt, B)) == Contents(
        (Attachment("a.doc", CASE), Attachment("b.doc", CASE[::-1])), (Doubt("damaged", "坏的案例.doc"),)
    )
    with pytest.raises(Damaged):
        opened(rar(spoilt))


def test_more_than_is_allowed_is_not_read() -> None:
    with pytest.raises(OverLimit, match="解压后过大"):
        opened(rar(A, B), unpacked_bytes=2 * len(CASE) - 1)
    with pytest.raises(OverLimit, match="文件超过1个"):
        opened(rar(A, B), archive_entries=1)
    assert len(opened(rar(A, B), unpacked_bytes=2 * len(CASE), archive_entries=2).attachments) == 2


def test_a_size_that_lies_is_never_believed() -> None:
    with pytest.raises(OverLimit):
        opened(rar(Entry(b"a.doc", CASE, size=0xFFFF_FFFF)))


@pytest.mark.parametrize("flags", [AFTER, BEFORE, AFTER | BEFORE])
def test_a_volume_by_itself_is_said_to_be_one(flags: int) -> None:
    with pytest.raises(Damaged, match="需要全部分卷"):
        opened(rar(A, Entry(b"b.doc", CASE, flags)))


def test_what_is_packed_needs_a_program() -> None:
    with pytest.raises(ToolMissing, match="请安装"):
        opened(rar(A, Entry(b"b.doc", CASE, method=PACKED)))


def test_what_is_locked_needs_a_password_first_and_then_a_program() -> None:
    locked = rar(Entry(b"a.doc", CASE, LOCKED))
    with pytest.raises(Encrypted):
        opened(locked)
    with pytest.raises(ToolMissing):
        open_rar((locked,), Budget(Limits(), ("secret",)))


@pytest.mark.parametrize("content", [b"", MARK, MARK[:4], b"PK\x03\x04", MARK + b"\xff" * 100, rar(A)[:30]])
def test_what_is_no_archive_is_damaged_or_needs_a_program(content: bytes) -> None:
    with pytest.raises((Damaged, ToolMissing)):
        opened(content)


def test_a_cut_archive_gives_what_stands_before_the_cut() -> None:
    whole = rar(A, B)
    found = opened(whole[: len(rar(A, Entry(b"b.doc", b""))) - 7])
    assert found.attachments[:1] == (Attachment("a.doc", CASE),)


@given(st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_spoilt_anywhere_it_gives_whole_files_only(at: int, spoilt: bytes) -> None:
    whole = rar(A, B)
    try:
        found = opened(whole[:at] + spoilt + whole[at + len(spoilt) :])
    except ReadingError:
        return
    assert {one.content for one in found.attachments} <= {CASE, CASE[::-1], b""}
