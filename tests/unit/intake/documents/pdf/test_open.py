"""Streams of PDF files inflated inside a budget: every filter, every fault, every limit (ISO 32000-1, 7.4)."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.psparser import LIT

from intake.documents.pdf.open import CHUNK, BoundedStream, Budget, open_document
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits

TEXT = b"".join(
    b"BT /F1 12 Tf 72 %d Td (line %d) Tj ET\n" % (800 - number, number * 7919) for number in range(400)
)


def budget(stream_bytes: int = 10**7, bytes_left: int = 10**8) -> Budget:
    made = Budget.of(Limits())
    made.stream_bytes, made.bytes_left = stream_bytes, bytes_left
    return made


def decoded(raw: bytes, *filters: str, within: Budget | None = None, **parameters: int) -> bytes:
    attributes: dict[str, Any] = {"Filter": [LIT(name) for name in filters]} if filters else {}
    if parameters:
        attributes["DecodeParms"] = [parameters]
    stream = BoundedStream(attributes, raw)
    stream.budget = within or budget()
    return bytes(stream.get_data())


def run_lengths(data: bytes) -> bytes:
    """Runs of one byte as such, all else as it is."""
    out, at = b"", 0
    while at < len(data):
        run = 1
        while run < 128 and data[at : at + run + 1] == data[at : at + 1] * (run + 1):
            run += 1
        out += bytes((257 - run,)) + data[at : at + 1] if run > 1 else b"\0" + data[at : at + 1]
        at += run
    return out + b"\x80"


FILTERS = {
    "FlateDecode": zlib.compress,
    "Fl": zlib.compress,
    "RunLengthDecode": run_lengths,
    "RL": run_lengths,
    "ASCII85Decode": lambda data: base64.a85encode(data) + b"~>",
    "ASCIIHexDecode": lambda data: data.hex().encode() + b">",
    "AHx": lambda data: b"\n".join(bytes((code,)) for code in data.hex().upper().encode()) + b">",
}


@pytest.mark.parametrize("name", FILTERS)
@given(data=st.binary(min_size=1, max_size=300))
def test_what_a_filter_packed_comes_back(name: str, data: bytes) -> None:
    assert decoded(FILTERS[name](data), name) == data


def test_filters_one_after_the_other() -> None:
    packed = FILTERS["ASCII85Decode"](zlib.compress(run_lengths(TEXT)))
    assert decoded(packed, "ASCII85Decode", "FlateDecode", "RunLengthDecode") == TEXT
    assert decoded(TEXT) == TEXT


@pytest.mark.parametrize("name", ["DCTDecode", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "Nonsense"])
def test_what_is_no_filter_for_text_is_said(name: str) -> None:
    with pytest.raises(Damaged, match="编码方式不支持"):
        decoded(b"x", name)


PACKED = zlib.compress(TEXT)


def broken(packed: bytes, share: float) -> bytes:
    """What was packed with other bits from some place on, which no longer can be unpacked."""
    at = int(len(packed) * share)
    return packed[:at] + bytes(code ^ 0x55 for code in packed[at:])


@pytest.mark.parametrize(
    ("raw", "least"),
    [
        (PACKED[:-4], len(TEXT)),  # the sum is missing
        (PACKED[:-4] + b"\0\0\0\0", len(TEXT)),  # the sum is another
        (b"\0\0" + PACKED[2:], len(TEXT)),  # the head is broken
        (PACKED + b"\r\nendstream garbage", len(TEXT)),
        (PACKED[: len(PACKED) // 2], len(TEXT) // 3),  # cut
        (broken(PACKED, 0.75), len(TEXT) // 2),  # broken after three quarters
    ],
)
def test_what_comes_before_a_damage_is_kept(raw: bytes, least: int) -> None:
    found = decoded(raw, "FlateDecode")
    assert len(found) >= least
    assert found[:least] == TEXT[:least]


def test_a_damage_behind_the_first_chunk_costs_nothing_before_it() -> None:
    text = b"".join(b"%d %d Td (%d) Tj\n" % (n % 600, n % 800, n * 7919) for n in range(30_000))
    assert len(text) > 2 * CHUNK
    found = decoded(broken(zlib.compress(text), 0.9), "FlateDecode")
    least = len(text) * 8 // 10
    assert found[:least] == text[:least]


@pytest.mark.parametrize("raw", [b"", b"\0", b"x\x9c", b"\xff" * 100, b"no zlib at all"])
def test_what_was_never_packed_is_nothing(raw: bytes) -> None:
    assert len(decoded(raw, "FlateDecode")) <= 1


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (zlib.compress(bytes(100_001)), "FlateDecode"),
        (b"\0\0" + zlib.compress(bytes(100_001))[2:], "FlateDecode"),
        (run_lengths(bytes(100_001)), "RunLengthDecode"),
        (bytes(100_001).hex().encode() + b">", "ASCIIHexDecode"),
    ],
)
def test_a_stream_that_inflates_too_far_is_stopped(raw: bytes, name: str) -> None:
    with pytest.raises(OverLimit, match="解压后的内容过大"):
        decoded(raw, name, within=budget(100_000))
    assert len(decoded(raw, name, within=budget(100_001))) == 100_001


def test_all_streams_together_have_a_budget() -> None:
    within = budget(100, 250)
    for _ in range(2):
        decoded(zlib.compress(bytes(100)), "FlateDecode", within=within)
    with pytest.raises(OverLimit):
        decoded(zlib.compress(bytes(100)), "FlateDecode", within=within)


def test_a_file_that_takes_too_long_is_stopped() -> None:
    late = budget()
    late.deadline = 0.0
    with pytest.raises(OverLimit, match="读取时间过长"):
        late.tick()
    with pytest.raises(OverLimit, match="读取时间过长"):
        decoded(b"x", within=late)


def test_rows_said_by_their_difference_come_back() -> None:
    rows = [b"abcd", b"abce", b"bbce"]
    up = b"".join(
        b"\2" + bytes((code - above) & 255 for code, above in zip(row, before, strict=True))
        for row, before in zip(rows, [bytes(4), *rows], strict=False)
    )
    assert decoded(zlib.compress(up), "FlateDecode", Predictor=12, Columns=4) == b"".join(rows)
    plain = b"".join(b"\0" + row for row in rows)
    assert decoded(zlib.compress(plain), "FlateDecode", Predictor=15, Columns=4) == b"".join(rows)
    assert decoded(zlib.compress(TEXT), "FlateDecode", Predictor=1) == TEXT


@pytest.mark.parametrize(
    "parameters",
    [
        {"Colors": 0},
        {"Colors": 33},
        {"Columns": 0},
        {"Columns": (1 << 20) + 1},
        {"BitsPerComponent": 3},
        {"Columns": -5},
    ],
)
def test_parameters_that_no_program_writes_are_damage(parameters: dict[str, int]) -> None:
    with pytest.raises(Damaged, match="参数不合规范"):
        decoded(zlib.compress(TEXT), "FlateDecode", Predictor=12, **parameters)


def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A file of these objects, numbered from 1, with a table that finds them."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % at for at in places)
    return (
        out
        + table
        + b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, len(out))
    )


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def test_a_chain_of_references_is_followed_and_a_ring_is_nothing() -> None:
    content = pdf(CATALOG, PAGES, b"4 0 R", b"5 0 R", b"42", b"7 0 R", b"6 0 R", b"8 0 R")
    document = open_document(content, "", budget())
    assert [document.getobj(number) for number in (3, 4, 5, 6, 7, 8)] == [42, 42, 42, None, None, None]


def test_streams_of_a_file_share_its_budget() -> None:
    packed = zlib.compress(bytes(1000))
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed)
    document = open_document(pdf(CATALOG, PAGES, stream, stream), "", budget(1000, 1999))
    assert len(document.getobj(3).get_data()) == 1000
    with pytest.raises(OverLimit):
        document.getobj(4).get_data()


def test_a_table_that_points_at_itself_ends() -> None:
    content = pdf(CATALOG, PAGES)
    at = content.rindex(b"xref\n0")
    looped = content.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)
    assert open_document(looped, "", budget()).getobj(2)["Count"] == 0
