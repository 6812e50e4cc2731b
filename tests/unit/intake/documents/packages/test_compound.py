"""Compound files: streams in one piece and in many, small ones, broken chains."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.packages.compound import Compound
from intake.model.errors import Damaged
from tests.files.ole_files import SECTOR, make_ole
from tests.properties import examples

FREE, END = 0xFFFF_FFFF, 0xFFFF_FFFE
ROOT, STORAGE, STREAM = 5, 1, 2


def entry(name: str, kind: int, start: int, size: int, right: int = FREE, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", FREE, right, child)
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IIxxxx", start, size)
    )


def make_scattered(data: bytes, order: list[int], small: bytes = b"") -> bytes:
    """A file whose stream ``Data`` stands in sectors in this order; ``small`` is a small stream beside it.

    Sector 0 is the table, 1 the directory, 2 the table of small sectors, 3 the small sectors.
    """
    table = [FREE] * 128
    table[:4] = [0xFFFF_FFFD, END, END, END]
    for at, following in zip(order, [*order[1:], END], strict=True):
        table[at] = following
    count = -(-len(small) // 64)
    chain = [*range(1, count), END] if count else []
    directory = (
        entry("Root Entry", ROOT, 3, 64 * count, child=1)
        + entry("Data", STREAM, order[0] if order else END, len(data), right=2)
        + entry("Small", STREAM, 0 if small else END, len(small), right=3)
        + entry("Macros", STORAGE, 0, 0)
    )
    sectors = {
        0: struct.pack("<128I", *table),
        1: directory,
        2: struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff"),
        3: small,
    }
    for number, at in enumerate(order):
        sectors[at] = data[SECTOR * number : SECTOR * (number + 1)]
    head = bytearray(make_ole({"x": b""})[:SECTOR])
    struct.pack_into("<I", head, 44, 1)  # sectors of the table
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<II", head, 60, 2, 1)
    struct.pack_into("<I", head, 76, 0)
    struct.pack_into("<I", head, 80, FREE)
    body = b"".join(sectors.get(at, b"").ljust(SECTOR, b"\0") for at in range(max(sectors) + 1))
    return bytes(head) + body


@settings(max_examples=examples(50))
@given(st.permutations(range(4, 20)), st.integers(1, SECTOR), st.binary(max_size=SECTOR))
def test_streams_come_back_however_they_are_scattered(order: list[int], last: int, small: bytes) -> None:
    data = b"".join(bytes([at]) * SECTOR for at in order)[: SECTOR * (len(order) - 1) + last]
    found = Compound(make_scattered(data, order, small))
    assert (found.read("data"), found.read("small")) == (data, small)
    assert list(found.entries) == ["data", "small", "macros"]
    assert found.read("macros") == found.read("none") == b""


@pytest.mark.parametrize(
    ("order", "after", "kept"),
    [
        (list(range(4, 14)), 4, 4096),  # the chain bites its tail: as much as is stated
        (list(range(4, 14)), 99, 10 * SECTOR),  # leads out of the file: what there is
        (list(range(4, 14)), FREE, 10 * SECTOR),
    ],
)
def test_chains_that_end_wrongly(order: list[int], after: int, kept: int) -> None:
    data = b"".join(bytes([at]) * SECTOR for at in order)
    content = bytearray(make_scattered(data, order))
    struct.pack_into("<I", content, SECTOR + 4 * order[-1], after)
    assert Compound(bytes(content)).read("data")[:kept] == data[:kept]


def test_a_file_that_is_cut_gives_what_is_left() -> None:
    data = bytes(range(256)) * 20
    content = make_scattered(data, list(range(4, 14)))
    assert Compound(content[: 6 * SECTOR + 100]).read("data") == data[: SECTOR + 100]
    assert Compound(content[: 2 * SECTOR]).entries == {}


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\3\4" + bytes(600)])
def test_no_compound_file(content: bytes) -> None:
    with pytest.raises(Damaged):
        Compound(content)


@settings(max_examples=examples(60))
@given(st.lists(st.tuples(st.integers(24, 4 * SECTOR), st.binary(min_size=1, max_size=8)), max_size=12))
def test_any_damage_ends(damage: list[tuple[int, bytes]]) -> None:
    content = bytearray(make_scattered(bytes(5120), list(range(4, 14)), b"small"))
    for at, raw in damage:
        content[at : at + len(raw)] = raw
    try:
        found = Compound(bytes(content))
    except Damaged:
        return
    assert all(len(found.read(name)) <= len(content) for name in found.entries)


def make_nested(*entries: bytes) -> bytes:
    """A file of these directory entries; its sectors 2 to 9 are one stream of 4,096 bytes."""
    table = [0xFFFF_FFFD, END, 3, 4, 5, 6, 7, 8, 9, END, *[FREE] * 118]
    head = bytearray(make_ole({"x": b""})[:SECTOR])
    struct.pack_into("<II", head, 44, 1, 1)
    struct.pack_into("<I", head, 76, 0)
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    return bytes(head) + struct.pack("<128I", *table) + directory + bytes(range(256)) * 16


def test_streams_of_storages_in_storages() -> None:
    found = Compound(
        make_nested(
            entry("Root Entry", ROOT, END, 0, child=1),
            entry("附件", STORAGE, 0, 0, child=2),
            entry("Data", STREAM, 2, 4096, right=3),
            entry("附件", STORAGE, 0, 0, child=1),  # leads back to what was seen
        )
    )
    streams = found.streams()
    assert list(streams) == [("附件", "Data")]
    entry_of = streams["附件", "Data"]
    assert found.read_entry(entry_of) == bytes(range(256)) * 16
    assert found.read_entry(entry_of, 700) == (bytes(range(256)) * 3)[:700]
    assert found.read("附件") == found.read("data") == b""
