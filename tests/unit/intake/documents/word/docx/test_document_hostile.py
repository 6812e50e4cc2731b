"""Hostile, broken and mutilated Word files end in text or in a stated doubt, soon and in little memory."""

from __future__ import annotations

import io
import json
import random
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.packages import xml
from intake.documents.read import read_document
from intake.documents.word.docx.document import read_docx
from intake.model.case import Attachment, Document
from intake.model.doubts import DOUBTS
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError, Unsupported
from intake.model.limits import Limits
from tests.files.docx_files import NAMESPACES, SHAPES, make_docx, para
from tests.paths import CORPUS
from tests.properties import examples

CASE = json.loads((CORPUS / "cases.jsonl").read_text("utf-8").splitlines()[0])
LIMITS = Limits()


def read(content: bytes, name: str = "案例.docx") -> Document:
    return read_document(Attachment(name, content), LIMITS)


def codes(document: Document) -> list[str]:
    return [doubt.code for doubt in document.doubts]


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def document(body: str, head: str = "") -> bytes:
    return f"{head}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()


def packed(data: bytes) -> bytes:
    return zipped({"word/document.xml": data, "[Content_Types].xml": b"<Types/>"})


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip


ATTACKS = {
    "one text of 50 MB": (lambda: packed(document(para("x" * 50_000_000))), "over-limit"),
    "two million paragraphs": (lambda: packed(document("<w:p/>" * 2_000_000)), "over-limit"),
    "billion laughs": (lambda: packed(document(para(inner="<w:r><w:t>&j;</w:t></w:r>"), LAUGHS)), "damaged"),
    "cut in the first tag": (lambda: packed(b"<w:document"), "damaged"),
    "empty main part": (lambda: packed(b""), "damaged"),
    "zeros for XML": (lambda: packed(b"\0" * 1000), "damaged"),
    "no main part": (
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<x/>"}),
        "damaged",
    ),
    "6,000 parts": (
        lambda: zipped({"[Content_Types].xml": b"", **{f"word/{number}.xml": b"" for number in range(6000)}}),
        "over-limit",
    ),
    "cut after 60 bytes": (lambda: packed(document(para("甲")))[:60], "damaged"),
    "header only": (lambda: b"PK\x03\x04", "unsupported"),
    "nothing": (lambda: b"", "empty"),
    "blanks": (lambda: b" \r\n", "empty"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_end_in_a_stated_doubt_within_seconds(name: str) -> None:
    make, code = ATTACKS[name]
    content = make()
    started = time.monotonic()
    found = read(content)

    assert (codes(found), found.text) == ([code], "")
    assert time.monotonic() - started < 8


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("口令")
    head = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'

    assert "口令" not in read(packed(document(para(inner="<w:r><w:t>甲&a;</w:t></w:r>"), head))).text


@pytest.mark.parametrize("depth", [300, 3000, 30_000])
@pytest.mark.parametrize(
    "tag", ["w:sdt", "w:sdtContent", "w:p", "w:r", "w:tbl", "w:ins", "mc:AlternateContent"]
)
def test_deep_nesting_ends(tag: str, depth: int) -> None:
    body = f"<{tag}>" * depth + para("甲") + f"</{tag}>" * depth
    found = read(packed(document(para("开头") + body)))

    assert found.text == "" or found.text.startswith("开头")
    assert set(codes(found)) <= {"over-limit", "partial", "damaged"}


def test_nested_tables_within_reason_are_read() -> None:
    body = para("里")
    for _ in range(25):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"

    assert read(packed(document(body))).text == "里"


def test_headers_that_lie_about_size_do_not_help() -> None:
    content = bytearray(packed(document(para("x" * 3_000_000))))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(signature)
        content[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
    small = replace(LIMITS, xml_part_bytes=1_000_000)

    with pytest.raises(OverLimit):
        read_docx(bytes(content), small)


def test_ratio_and_total_are_checked_before_unpacking() -> None:
    content = zipped({"word/document.xml": document(para("甲")), "word/media/a.bin": b"\0" * 40_000_000})

    with pytest.raises(OverLimit):
        read_docx(content, replace(LIMITS, unpacked_bytes=30_000_000))
    with pytest.raises(OverLimit):
        xml.open_package(content, LIMITS).read("word/media/a.bin", 50_000_000)


@pytest.mark.parametrize("junk", [b"\r\n\r\n", b"junk" * 100])
def test_junk_around_the_zip_is_ignored(junk: bytes) -> None:
    content = make_docx(para("甲"))

    assert read(junk + content).text == "甲"
    assert read(content + junk).text == "甲"


def test_lost_directory_still_gives_the_text_and_a_doubt() -> None:
    content = SHAPES["plain"](CASE)
    found = read(content[: content.rindex(b"PK\x05\x06") - 20])

    assert found.text.endswith(CASE["body"][-1])
    assert codes(found) == ["cut-off"]


def test_cut_text_gives_its_beginning_and_a_doubt() -> None:
    content = make_docx("".join(map(para, CASE["body"])), {"word/z.bin": b"z"})
    at = content.index(b"word/document.xml")
    found = read(content[: at + 1500])

    assert CASE["body"][0].startswith(found.text[:40])
    assert len(found.text) > 100
    assert codes(found) == ["cut-off"]


def test_invalid_characters_in_the_xml_cost_little() -> None:
    found = read(packed(document(para("甲") + "<w:p><w:r><w:t>乙&#x1F;丙</w:t></w:r></w:p>" + para("丁"))))

    assert (found.text.split("\n")[0], found.text.split("\n")[-1]) == ("甲", "丁")
    assert codes(found) == ["partial"]


def test_zip_passwords_and_rare_methods_are_named() -> None:
    content = bytearray(packed(document(para("甲"))))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        content[at + offset] |= 1

    with pytest.raises(Encrypted):
        read_docx(bytes(content), LIMITS)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", document(para("甲")))
    with pytest.raises(Unsupported):
        read_docx(target.getvalue(), LIMITS)


def test_parts_are_missed_by_name() -> None:
    package = xml.open_package(packed(document("")), LIMITS)

    with pytest.raises(Damaged):
        package.read("word/absent.xml")
    with pytest.raises(OverLimit):
        package.read("word/document.xml", 10)
    with pytest.raises(Damaged):
        xml.rescue_xml(b"")


def test_an_entity_among_the_relations_costs_nothing() -> None:
    """`&a;` between two relations is a node without attributes."""
    parts = unzipped(make_docx(para("甲")))
    rels = parts["_rels/.rels"].replace(b"<Relationships", b"<!DOCTYPE r [<!ENTITY a 'x'>]><Relationships", 1)
    parts["_rels/.rels"] = rels.replace(b"<Relationship ", b"&a;<!-- --><Relationship ", 1)

    assert read(zipped(parts)).text == "甲"


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_fallback_by_python_docx_would_read_nothing_more() -> None:
    """What our walk refuses, python-docx refuses too: so there is no second reader."""
    import docx

    refused = 0
    for content in _mutants(SHAPES["in_table"](CASE), 300, seed=3):
        try:
            read_docx(content, LIMITS)
        except ReadingError:
            refused += 1
            with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it likes to raise
                docx.Document(io.BytesIO(content))
    assert refused


def _mutants(content: bytes, count: int, seed: int) -> list[bytes]:
    """The file with bytes changed, cut out, doubled or swapped: mostly in the zip's structure."""
    chance = random.Random(seed)
    mutants = []
    for _ in range(count):
        data = bytearray(content)
        for _ in range(chance.choice((1, 1, 2, 8, 40))):
            at = chance.randrange(len(data))
            kind = chance.randrange(5)
            if kind == 0:
                data[at] = chance.randrange(256)
            elif kind == 1:
                data[at] ^= 1 << chance.randrange(8)
            elif kind == 2:
                del data[at : at + chance.randrange(1, 64)]
            elif kind == 3:
                data[at:at] = data[at : at + chance.randrange(1, 64)]
            else:
                data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
            if not data:
                break
        mutants.append(bytes(data))
    return mutants


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_mutated_files_never_raise(shape: str) -> None:
    for content in _mutants(SHAPES[shape](CASE), 60, seed=len(shape)):
        found = read(content)

        assert found.text or found.doubts or found.needs_ocr
        assert all(doubt.code in DOUBTS for doubt in found.doubts)


def test_mutated_xml_never_raises() -> None:
    with zipfile.ZipFile(io.BytesIO(SHAPES["tracked"](CASE))) as archive:
        data = archive.read("word/document.xml")
    for mutant in _mutants(data, 300, seed=9):
        found = read(packed(mutant))

        assert found.text or found.doubts


@settings(max_examples=examples(150))
@given(st.binary(max_size=400), st.sampled_from(["a.docx", "a.doc", "a.wps", "a.txt", "", "\0"]))
def test_any_bytes_become_a_document(content: bytes, name: str) -> None:
    found = read(b"PK\x03\x04" + content, name)

    assert found.sha256
    assert all(doubt.code in DOUBTS for doubt in found.doubts)
