"""One attachment to one document: what no reader takes is told for what it is."""

from __future__ import annotations

import pytest

from intake.documents.read import read_document
from intake.model.case import Attachment, Document, Doubt, Format
from intake.model.limits import Limits

NOISE = bytes(range(256)) * 8


@pytest.mark.parametrize(
    ("name", "content", "found", "doubt"),
    [
        ("案例.doc", NOISE, Format.UNKNOWN, "damaged"),
        ("案例.WPS", NOISE, Format.UNKNOWN, "damaged"),
        ("汇总.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, Format.UNKNOWN, "damaged"),
        ("视频.mp4", NOISE, Format.UNKNOWN, "unsupported"),
        ("", NOISE, Format.UNKNOWN, "unsupported"),
        ("案例.doc", b"", Format.EMPTY, "empty"),
        ("案例.docx", b"PK\x03\x04" + NOISE, Format.ZIP, "unsupported"),
    ],
)
def test_bytes_of_no_kind(name: str, content: bytes, found: Format, doubt: str) -> None:
    document = read_document(Attachment(name, content), Limits())
    assert (document.format, document.text, document.doubts) == (found, "", (Doubt(doubt, name),))


def test_errors_of_any_kind_become_doubts(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_with(error: BaseException) -> Document:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr("intake.documents.plain.text.read_text", fail)
        return read_document(Attachment("a.txt", "社区治理".encode()), Limits())

    assert read_with(MemoryError()).doubts == (Doubt("over-limit", "a.txt"),)
    assert read_with(RecursionError()).doubts == (Doubt("over-limit", "a.txt"),)
    assert read_with(KeyError("x")).doubts == (Doubt("damaged", "a.txt", "KeyError"),)
    assert read_with(SystemExit(2)).doubts == (Doubt("damaged", "a.txt", "SystemExit"),)  # a library's
