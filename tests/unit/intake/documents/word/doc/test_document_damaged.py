"""Word 97 files that a broken transfer shortened: the readable part is read and the loss is said."""

import random
import struct

import pytest

from intake.documents.read import read_document
from intake.documents.word.doc.document import read_doc
from intake.model.case import Attachment, Document, Format
from intake.model.errors import Damaged
from intake.model.limits import Limits
from tests.files.ole_files import make_ole

LINES = [f"第{number}户居民说，楼道里的灯修好了，晚上回家心里亮堂。" for number in range(1, 121)]
TEXT = "".join(f"{line}\r" for line in LINES)
START = 2048  # of the text in the main stream
FIRST_SECTOR = 512


def main_stream(text: bytes, characters: int) -> bytes:
    """The main stream of a file that has no table of pieces: its text stands in one run."""
    head = bytearray(START)
    struct.pack_into("<4H", head, 0, 0xA5EC, 0xC1, 0, 0x0804)
    struct.pack_into("<II", head, 24, START, START + len(text))
    struct.pack_into("<i", head, 76, characters)
    return bytes(head) + text


WIDE = main_stream(TEXT.encode("utf-16-le"), len(TEXT))
WHOLE = make_ole({"WordDocument": WIDE})
END_OF_TEXT = FIRST_SECTOR + len(WIDE)


def read(content: bytes, name: str = "案例.doc") -> Document:
    return read_document(Attachment(name, content), Limits())


def test_a_whole_file_without_properties() -> None:
    document = read(WHOLE)
    assert (document.text.split("\n"), document.doubts) == (LINES, ())


@pytest.mark.parametrize("name", ["案例.doc", "案例"])
@pytest.mark.parametrize("size", [END_OF_TEXT, END_OF_TEXT - 500, END_OF_TEXT // 2])
def test_the_directory_is_lost(size: int, name: str) -> None:
    document = read(WHOLE[:size], name)
    found = document.text.split("\n")
    assert (document.format, [doubt.code for doubt in document.doubts]) == (Format.DOC, ["cut-off"])
    assert len(document.text) + 2 >= (size - FIRST_SECTOR - START) // 2
    assert found[:-1] == LINES[: len(found) - 1]
    assert LINES[len(found) - 1].startswith(found[-1])


def test_a_main_stream_that_is_cut_is_still_read_as_wide_characters() -> None:
    content = make_ole({"WordDocument": WIDE[: len(WIDE) // 2]})
    document = read(content)
    assert document.text.split("\n")[:40] == LINES[:40]
    assert [doubt.code for doubt in document.doubts] == ["cut-off"]


def test_text_that_is_shifted_reads_as_garbage_and_is_left_out() -> None:
    at = FIRST_SECTOR + START + 2 * len("".join(LINES[:60])) + 121
    document = read(WHOLE[:at] + WHOLE[at + 1 : END_OF_TEXT])
    assert document.text.split("\n")[:59] == LINES[:59]
    assert "cut-off" in {doubt.code for doubt in document.doubts}
    assert len(document.text) < len("\n".join(LINES[:64]))


def test_other_compound_files_without_a_directory_are_none_of_ours() -> None:
    content = make_ole({"Workbook": b"\x09\x08\x10\0" * 2000})[:5000]
    assert read(content, "汇总表.xls").format == Format.UNKNOWN
    with pytest.raises(Damaged):
        read_doc(content, Limits())


@pytest.mark.parametrize("seed", range(8))
def test_a_sector_of_other_bytes_in_the_text_is_said(seed: int) -> None:
    """The table of sectors still holds, so nothing but the text itself shows the damage."""
    at = FIRST_SECTOR + START + 512 * (1 + seed % 4)
    content = WHOLE[:at] + random.Random(seed).randbytes(512) + WHOLE[at + 512 :]
    document = read(content)
    assert document.text.split("\n")[-1] == LINES[-1]
    assert [(doubt.code, doubt.detail) for doubt in document.doubts] == [
        ("partial", "有一处文字读出后不成文")
    ]
