"""Entries of a zip found without its directory are those that the directory tells."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.unpack.archives.entries import SPLIT_MARK, walk_entries

MOST = 1 << 20
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Pipe(io.RawIOBase):
    """Takes bytes and cannot go back: sizes then stand behind the data."""

    def __init__(self) -> None:
        self.content = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.content += bytes(data)
        return len(data)


def packed(members: list[tuple[str, bytes]], method: int, *, streamed: bool) -> bytes:
    """An archive written by the standard library."""
    pipe, whole = Pipe(), io.BytesIO()
    with zipfile.ZipFile(pipe if streamed else whole, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return pipe.content if streamed else whole.getvalue()


def facts(entries: list[zipfile.ZipInfo]) -> list[tuple[str, int, int, int, int]]:
    return [
        (one.orig_filename, one.CRC, one.compress_size, one.file_size, one.header_offset) for one in entries
    ]


def listed(content: bytes) -> list[tuple[str, int, int, int, int]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return facts(archive.infolist())


MEMBERS = st.lists(
    st.tuples(st.sampled_from(("a.txt", "报送/案例.doc", "é.pdf", "空")), st.binary(max_size=300)), max_size=6
)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("streamed", [False, True])
@given(members=MEMBERS)
@example(members=[("a.txt", SPLIT_MARK), ("b.txt", SPLIT_MARK * 3 + b"1")])
def test_what_is_walked_is_what_is_listed(
    method: int, streamed: bool, members: list[tuple[str, bytes]]
) -> None:
    content = packed(members, method, streamed=streamed)
    found = walk_entries(content, MOST)
    assert (facts(found.entries), found.cut, found.closed) == (listed(content), None, True)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("streamed", [False, True])
def test_of_an_archive_that_was_cut_the_whole_entries_and_the_broken_one(method: int, streamed: bool) -> None:
    members = [(f"{number}.txt", bytes(range(200)) * 3) for number in range(4)]
    content = packed(members, method, streamed=streamed)
    all_entries = listed(content)
    for number in range(1, 4):
        start = all_entries[number][4]
        found = walk_entries(content[: start + 60], MOST)
        assert facts(found.entries) == all_entries[:number]
        assert found.cut is not None
        assert (found.cut.orig_filename, found.closed) == (f"{number}.txt", False)
        between = walk_entries(content[:start], MOST)
        assert (facts(between.entries), between.cut, between.closed) == (all_entries[:number], None, False)


def test_of_the_directory_a_part_is_enough_to_know_that_all_is_there() -> None:
    content = packed([("a", b"1"), ("b", b"2")], zipfile.ZIP_STORED, streamed=False)
    directory, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    without_end = walk_entries(content[:end], MOST)
    assert (len(without_end.entries), without_end.cut, without_end.closed) == (2, None, False)
    first_only = content[: listed(content)[1][4]] + content[directory:]
    assert not walk_entries(first_only, MOST).closed  # the end counts two


def test_the_mark_of_a_split_archive_and_junk_in_front_are_passed_over() -> None:
    content = packed([("a.txt", b"1234")], zipfile.ZIP_DEFLATED, streamed=False)
    for before in (SPLIT_MARK, b"MZ" + bytes(300)):
        (entry,) = walk_entries(before + content, MOST).entries
        assert (entry.orig_filename, entry.header_offset) == ("a.txt", len(before))


def test_inflating_to_find_an_end_is_bounded() -> None:
    content = packed([("a", bytes(100_000)), ("b", bytes(100_000))], zipfile.ZIP_DEFLATED, streamed=True)
    assert len(walk_entries(content, 300_000).entries) == 2
    assert len(walk_entries(content, 100_000).entries) == 1


def test_a_stored_archive_inside_one_is_one_entry() -> None:
    inner = packed([("a.txt", b"1234"), ("b.txt", SPLIT_MARK)], zipfile.ZIP_STORED, streamed=True)
    content = packed([("案例.zip", inner), ("c.txt", b"5")], zipfile.ZIP_STORED, streamed=True)
    without = content[: content.rindex(b"PK\x05\x06")]
    assert facts(walk_entries(without, MOST).entries) == listed(content)
    cut = walk_entries(content[: len(inner) // 2], MOST)
    assert (cut.entries, cut.cut and cut.cut.orig_filename) == ([], "案例.zip")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04", b"PK\x03\x04" + bytes(20), b"plain text"])
def test_what_holds_no_entry(content: bytes) -> None:
    found = walk_entries(content, MOST)
    assert (found.entries, found.cut) == ([], None)


@given(st.binary(max_size=200))
def test_any_bytes_are_walked_to_an_end(tail: bytes) -> None:
    content = packed([("a.txt", b"1234")], zipfile.ZIP_STORED, streamed=False)
    found = walk_entries(content[: content.index(b"PK\x01\x02")] + tail, MOST)
    assert found.entries[0].orig_filename == "a.txt"
