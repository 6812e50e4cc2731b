"""BIFF workbooks: kinds of records, strings broken over records, broken streams."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.read import read_document
from intake.documents.sheet import xls as sheet_xls
from intake.documents.sheet.workbook import read_sheet
from intake.model.case import Attachment
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError, Unsupported
from tests.files.ole_files import make_ole
from tests.files.sheet_files import (
    FORM,
    LIMITS,
    LIST,
    read,
)
from tests.files.xls_files import Tab, lock, make_biff, make_old, make_xls, record
from tests.properties import examples


def test_excel_5_in_a_code_page() -> None:
    assert (
        read(make_old({(0, 0): "案例名称", (0, 1): "楼道议事会", (1, 1): "丰县"})).text
        == "案例名称\t楼道议事会\n丰县"
    )
    assert read(make_old({(0, 0): "案例名稱"}, "cp950", 950)).text == "案例名稱"


def formula(place: tuple[int, int], result: bytes) -> bytes:
    return record(0x06, struct.pack("<HHH", *place, 0) + result + struct.pack("<HIH", 0, 0, 0))


def test_formulas_errors_labels_and_boxes() -> None:
    text = "意见：同意。"
    extra = (
        formula((0, 0), struct.pack("<d", 42.0))
        + formula((0, 1), b"\0\0\0\0\0\0\xff\xff") + record(0x207, struct.pack("<HB", 2, 1) + "结果".encode("utf-16-le"))
        + formula((0, 2), b"\1\0\1\0\0\0\xff\xff")
        + formula((0, 3), b"\2\0\x2a\0\0\0\xff\xff")
        + formula((0, 4), b"\3\0\0\0\0\0\xff\xff")
        + record(0x205, struct.pack("<HHHBB", 0, 5, 0, 0x07, 1))
        + record(0x204, struct.pack("<HHHHB", 0, 6, 0, 2, 1) + "旧字".encode("utf-16-le"))
        + record(0xBD, struct.pack("<HHHIHIH", 1, 0, 0, 7 << 2 | 2, 0, (250 << 2 | 3), 1))
        + record(0x1B6, struct.pack("<HH6xHH4x", 0, 0, len(text), 16)) + record(0x3C, b"\1" + text.encode("utf-16-le")) + record(0x3C, b"\0" * 16)
    )  # fmt: skip
    document = read(make_xls([Tab("a", extra=extra)]))
    assert document.text == "42\t结果\tTRUE\t#N/A\t#DIV/0!\t旧字\n7\t2.5\n意见：同意。"


def test_rich_and_phonetic_strings() -> None:
    parts = [
        struct.pack("<HBH", 2, 1 | 8, 1) + "网格".encode("utf-16-le") + b"\0" * 4,
        struct.pack("<HBI", 2, 1 | 4, 6) + "社区".encode("utf-16-le") + b"\0" * 6,
        struct.pack("<HBHI", 3, 4 | 8, 1, 6) + b"abc" + b"\0" * 10,
    ]
    table = record(0xFC, struct.pack("<II", 3, 3) + b"".join(parts))
    stream = make_biff([Tab("a", {(0, 0): "一", (0, 1): "二", (0, 2): "三"})])
    old = record(0xFC, b"")[:2]
    at = stream.index(old + struct.pack("<H", 8 + 3 * 5))
    length = 4 + 8 + 3 * 5
    padded = table[:2] + struct.pack("<H", len(table) - 4) + table[4:]
    moved = stream[:at] + padded + stream[at + length :]
    bound = moved.index(struct.pack("<H", 0x85)) + 4
    (offset,) = struct.unpack_from("<I", moved, bound)
    moved = moved[:bound] + struct.pack("<I", offset + len(padded) - length) + moved[bound + 4 :]
    assert read(make_ole({"Workbook": moved})).text == "网格\t社区\tabc"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (make_ole({"Workbook": b""}), Damaged),
        (make_ole({"Other": b"x"}), Damaged),
        (make_ole({"Workbook": record(0x809, b"\0\6")}), Damaged),
        (make_ole({"Workbook": record(0x409, b"\0\4\x10\0")}), Unsupported),
        (
            make_ole({"Workbook": make_biff([Tab("a", {(0, 0): "甲"})], head=record(0x2F, b"\1\0" * 27))}),
            Encrypted,
        ),
        (make_ole({"Workbook": make_biff([Tab("a", {(0, 0): "甲"})])})[:700], Damaged),
        (b"PK\3\4", Damaged),
    ],
)
def test_unreadable(content: bytes, error: type[ReadingError]) -> None:
    with pytest.raises(error):
        read_sheet(content, LIMITS)


def test_the_end_is_missing() -> None:
    stream = make_biff([LIST])
    document = read(make_ole({"Workbook": stream[: len(stream) - 90].ljust(len(stream), b"\0")}))
    assert [doubt.code for doubt in document.doubts] in ([], ["partial"])
    assert document.text.startswith("丰县优秀案例汇总表")


def test_limits_of_biff(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab("a", {(row, column): "字" * 20 for row in range(50) for column in range(50)})
    small = replace(LIMITS, text_chars=5000)
    assert {d.code for d in read_document(Attachment("a.xls", make_xls([tab])), small).doubts} == {"partial"}
    monkeypatch.setattr(sheet_xls, "MOST_RECORDS", 1000)
    with pytest.raises(OverLimit):
        read_sheet(make_xls([Tab("a", extra=record(0x3C) * 1000)]), LIMITS)


@settings(max_examples=examples(60))
@given(st.data())
def test_mutilated_streams_end(data: st.DataObject) -> None:
    stream = bytearray(make_biff([LIST, FORM]))
    for _ in range(data.draw(st.integers(1, 6))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_sheet(make_ole({"Workbook": bytes(stream)}), LIMITS)
    except ReadingError:
        return


def test_locked_workbooks() -> None:
    tabs = [Tab("表", {(row, 0): f"案例{row}" for row in range(300)})]
    assert read_sheet(lock(tabs, "VelvetSweatshop"), LIMITS) == read_sheet(make_xls(tabs), LIMITS)
    with pytest.raises(Encrypted):
        read_sheet(lock(tabs, "123456"), LIMITS)
