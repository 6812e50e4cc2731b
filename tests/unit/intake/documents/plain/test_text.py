"""Plain text reads in any charset, cleaned, with a doubt where characters are not certain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.plain.text import read_text
from intake.model.case import Doubt
from intake.model.limits import Limits

TEXT = "一核引领 多元共治\n——云龙区的实践\n近年来，老城改造和新区建设同步推进。"
FILE = TEXT.replace("\n", "\r\n\r\n\u3000\u3000")


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("claimed", ["", "gb2312", "utf-8", "us-ascii"])
def test_every_charset_reads_alike(codec: str, claimed: str) -> None:
    text = read_text(FILE.encode(codec), Limits(), claimed)

    assert (text.text, text.doubts, text.reader) == (TEXT, (), "text")


def test_mojibake_saved_as_utf8_is_repaired() -> None:
    saved = TEXT.encode("gbk").decode("latin-1").encode()

    assert read_text(saved, Limits()).text == TEXT


def test_bytes_that_fit_nowhere_are_doubted() -> None:
    broken = TEXT.encode("gbk")[:41] + b"\xff\xff" + TEXT.encode("gbk")[41:]
    text = read_text(broken, Limits())

    assert text.text.startswith("一核引领 多元共治")
    assert text.doubts == (Doubt("partial", detail="个别文字的编码无法确定"),)


def test_no_more_is_decoded_than_wanted() -> None:
    text = read_text(("案" * 1000).encode("utf-16"), replace(Limits(), text_chars=10))

    assert len(text.text) <= 40


@given(st.binary(max_size=300))
def test_any_bytes_read(content: bytes) -> None:
    assert read_text(content, Limits()).text.encode() is not None
