"""Headers as real mailers write them: encoded words, raw bytes, parameters; never an exception."""

import base64
import email.header
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.headers import decode_base64, decode_header, read_headers, read_parameters
from intake.text.clean import clean_text

TITLE = "关于报送丰县优秀案例的函"
GB = TITLE.encode("gb18030")
UTF = TITLE.encode()


def b64(charset: str, data: bytes) -> bytes:
    return b"=?" + charset.encode() + b"?B?" + base64.b64encode(data) + b"?="


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"plain", "plain"),
        (b" folded\r\n  over\r\n\tlines", "folded over lines"),
        (b64("gb2312", GB), TITLE),
        (b64("GB18030", "𬭎镕喆".encode("gb18030")), "𬭎镕喆"),
        (b64("gb2312", "镕喆".encode("gb18030")), "镕喆"),  # gb2312 that is more than gb2312
        (b"=?utf-8?Q?=E4=B8=B0=E5=8E=BF_1?=", "丰县 1"),
        (b"=?utf-8*zh?Q?=E4=B8=B0?=", "丰"),
        (b64("utf-8", UTF[:7]) + b"\r\n " + b64("utf-8", UTF[7:]), TITLE),  # cut inside a character
        (b64("gbk", GB[:5]) + b" " + b64("gb2312", GB[5:]), TITLE),
        (b"=?gbk?B?" + base64.b64encode(GB).rstrip(b"=") + b"?=", TITLE),
        (b"=?gbk?B?" + base64.b64encode(GB), TITLE),  # the end is missing
        (b"Re: " + b64("gbk", GB) + b" (2)", f"Re: {TITLE} (2)"),
        (GB, TITLE),  # raw
        (UTF, TITLE),
        (b64("utf-8", b64("utf-8", UTF)), TITLE),  # twice
        (b64("utf-8", b"a\r\nBcc: x@y"), "a Bcc: x@y"),  # no line can be smuggled in
        (b64("utf-8", "甲\u202egpj.exe".encode()), "甲gpj.exe"),
        (b"=?unknown-charset?B?" + base64.b64encode(UTF) + b"?=", TITLE),
        (b"=?=?=?", "=?=?=?"),
    ],
)
def test_decode_header(value: bytes, text: str) -> None:
    assert decode_header(value) == text


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs", "Mn"]),
        max_size=60,
    )
)
def test_what_the_standard_library_encodes_is_read_back(text: str) -> None:
    encoded = email.header.Header(text, "utf-8").encode().encode()
    assert decode_header(encoded).replace(" ", "") == clean_text(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_header(data: bytes) -> None:
    text = decode_header(data)
    assert "\n" not in text
    assert "\r" not in text
    read_parameters(data)
    headers, end = read_headers(data, 0, len(data))
    assert 0 <= end <= len(data)
    assert all(name == name.lower() for name, _ in headers.fields)


@pytest.mark.parametrize(
    ("raw", "fields", "body"),
    [
        (b"A: 1\r\nB: 2\r\n\r\nbody", [("a", b" 1"), ("b", b" 2")], b"body"),
        (b"A: 1\nB:\n 2\n\nbody", [("a", b" 1"), ("b", b"\n 2")], b"body"),
        (b"From me Wed Jul  8 2015\r\nA: 1\r\n\r\nb", [("a", b" 1")], b"b"),
        (b"just text\r\nmore", [], b"just text\r\nmore"),
        (b"Subject: one\r\nlost blank\r\nFrom: a@b\r\n\r\nx", [("subject", b" one\n lost blank"), ("from", b" a@b")], b"x"),
        (b"A: 1\r\nno field here\r\nand text", [("a", b" 1")], b"no field here\r\nand text"),
        (b"A : 1\r\n\r\n", [("a", b" 1")], b""),
        (b"", [], b""),
    ],
)  # fmt: skip
def test_read_headers(raw: bytes, fields: list[tuple[str, bytes]], body: bytes) -> None:
    headers, end = read_headers(raw, 0, len(raw))
    assert (list(headers.fields), raw[end:]) == (fields, body)


NAME = "丰县材料（定稿）.doc"


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (b'attachment; filename="a.doc"', ["a.doc"]),
        (b"attachment; filename=a.doc", ["a.doc"]),
        (b"attachment; filename*=utf-8''" + quote(NAME).encode(), [NAME]),
        (b"attachment; filename*=GBK''" + quote(NAME.encode("gbk")).encode(), [NAME]),
        (
            b"attachment; filename*0*=utf-8''" + quote(NAME)[:17].encode() + b"; filename*1*=" + quote(NAME)[17:].encode(),
            [NAME],
        ),  # split inside an escape's character
        (b'attachment; filename="' + b64("gbk", NAME.encode("gbk")) + b'"', [NAME]),
        (b'attachment; filename="' + NAME.encode("gbk") + b'"', [NAME]),
        (b'attachment; filename="' + NAME.encode() + b'"', [NAME]),
        (b'attachment; filename="' + quote(NAME).encode() + b'"', [NAME]),
        (b'attachment; filename="a.doc"; filename*=utf-8\'\'' + quote(NAME).encode(), [NAME, "a.doc"]),
        (b'attachment; filename="unclosed.doc', ["unclosed.doc"]),
        (b'attachment; filename="' + "许\\".encode("gbk") + b'.doc"', ["许\\.doc"]),
        (b"attachment", []),
    ],
)  # fmt: skip
def test_names_in_parameters(value: bytes, names: list[str]) -> None:
    found = read_parameters(value)
    assert (found.main, found.readings("filename")) == ("attachment", names)


@pytest.mark.parametrize(
    ("value", "main", "charset"),
    [
        (b"text/plain; charset=GB2312", "text/plain", "GB2312"),
        (b'TEXT/HTML;charset="utf-8"', "text/html", "utf-8"),
        (b"text/plain;; charset = gbk ;", "text/plain", "gbk"),
        (b"text", "text", ""),
        (b"; charset=gbk", "", "gbk"),
        (b"charset=gbk", "", "gbk"),
        (b"", "", ""),
    ],
)
def test_content_types(value: bytes, main: str, charset: str) -> None:
    found = read_parameters(value)
    assert (found.main, found.token("charset")) == (main, charset)


@given(st.binary(max_size=200), st.integers(0, 3), st.integers(1, 80))
def test_base64_survives_padding_and_folds(data: bytes, cut: int, width: int) -> None:
    encoded = base64.b64encode(data)
    folded = b"\r\n".join(encoded[at : at + width] for at in range(0, len(encoded), width))
    assert decode_base64(folded) == data
    assert decode_base64(encoded.rstrip(b"=")) == data
    assert data.startswith(decode_base64(encoded[: max(0, len(encoded) - 4 * cut)]))


def test_several_base64_texts_in_a_row() -> None:
    assert decode_base64(b"YQ==\r\nYmM=\r\nZGVm") == b"abcdef"
