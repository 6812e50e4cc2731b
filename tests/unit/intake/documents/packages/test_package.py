"""Zip packages and XML from strangers: whole, broken, hostile."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.packages.stream import local, relations, stream
from intake.documents.packages.xml import MAX_PARTS, Package, open_package, parse_xml, rescue_xml
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError
from intake.model.limits import Limits


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def opened(parts: dict[str, bytes], **limits: int) -> Package:
    return open_package(packed(parts), Limits(**limits))


PARTS = {"word/document.xml": "<a>丰县</a>".encode(), "mimetype": b"x"}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize("method", METHODS)
def test_parts_by_their_names(method: int) -> None:
    package = open_package(packed(PARTS, method), Limits())
    assert package.names() == tuple(PARTS)
    for name in ("word/document.xml", "/word/document.xml", "Word\\Document.XML"):
        assert package.has(name)
        assert package.read(name) == PARTS["word/document.xml"]
    assert package.xml("word/document.xml").text == "丰县"
    assert not package.has("document.xml")
    with pytest.raises(Damaged, match=r"缺少 word/other\.xml"):
        package.read("word/other.xml")
    assert not package.damaged


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("before", "after"), [(b"", b"junk behind"), (b"junk before", b"")])
def test_junk_around_a_package_does_not_matter(method: int, before: bytes, after: bytes) -> None:
    package = open_package(before + packed(PARTS, method) + after, Limits())
    assert package.read("mimetype") == b"x"


def test_a_package_without_its_directory_is_read_by_its_entries_and_said_to_be_damaged() -> None:
    content = packed(PARTS, zipfile.ZIP_STORED)
    package = open_package(content[: content.index(b"PK\x01\x02")], Limits())
    assert package.damaged
    assert package.names() == tuple(PARTS)
    assert package.read("word/document.xml") == PARTS["word/document.xml"]


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 100, b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package(content: bytes) -> None:
    with pytest.raises(Damaged):
        open_package(content, Limits())


def test_sizes_are_bounded_one_by_one_and_together() -> None:
    parts = {"a": b"1" * 60, "b": b"2" * 60}
    with pytest.raises(OverLimit):
        opened(parts, unpacked_bytes=119)
    with pytest.raises(OverLimit):
        opened(parts, xml_part_bytes=59).read("a")
    package = opened(parts, unpacked_bytes=120)
    assert (package.read("a"), package.read("b", 60)) == (b"1" * 60, b"2" * 60)
    with pytest.raises(OverLimit):  # the same part again counts again
        package.read("a")
    with pytest.raises(OverLimit):
        opened({str(number): b"" for number in range(MAX_PARTS + 1)})


def test_a_size_that_lies_is_found_out_while_unpacking() -> None:
    content = packed({"a": bytes(100_000)})
    at = content.index(b"PK\x01\x02")
    lying = content[: at + 24] + struct.pack("<L", 10) + content[at + 28 :]
    with pytest.raises(OverLimit):
        open_package(lying, Limits()).read("a", 1000)
    assert open_package(lying, Limits()).beginning("a", 1000) == (bytes(1000), False)


def test_the_beginning_of_a_part_however_long() -> None:
    package = opened({"a": b"abcdef"})
    assert [package.beginning("a", most) for most in (3, 6, 7)] == [
        (b"abc", False),
        (b"abcdef", False),
        (b"abcdef", True),
    ]
    assert not package.damaged


def test_a_part_with_a_password() -> None:
    content = bytearray(packed({"a": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    with pytest.raises(Encrypted):
        open_package(bytes(content), Limits()).read("a")


def test_of_a_corrupt_part_the_good_beginning_is_read() -> None:
    data = bytes(range(256)) * 40
    content = bytearray(packed({"a": data}, zipfile.ZIP_STORED))
    at = content.index(data)
    content[at + 5000] ^= 0xFF
    package = open_package(bytes(content), Limits())
    assert (len(package.read("a")), package.damaged) == (len(data), True)


@given(st.integers(0, 2000), st.integers(1, 255), st.sampled_from(METHODS))
def test_any_changed_byte_ends_in_one_of_our_errors(at: int, change: int, method: int) -> None:
    content = bytearray(packed({**PARTS, "b": bytes(range(200)) * 3}, method))
    content[at % len(content)] ^= change
    try:
        package = open_package(bytes(content), Limits())
        for name in package.names():
            package.read(name)
    except ReadingError:
        pass


@pytest.mark.parametrize(
    ("data", "saved"),
    [
        (b"<a><b>1</b><c>", "1"),
        (b"<a>1 & 2</a>", "1"),
        (b"<a>1</a><b/>", "1"),
        (b"<a x='1' x='2'>1</a>", "1"),
    ],
)
def test_broken_xml_is_saved_as_far_as_it_goes(data: bytes, saved: str) -> None:
    with pytest.raises(Damaged):
        parse_xml(data)
    assert "".join(rescue_xml(data).itertext()).startswith(saved)
    package = opened({"a": data})
    assert (package.xml("a").tag, package.damaged) == ("a", True)


@pytest.mark.parametrize("data", [b"", b"plain", b"\xff\xfe\x00", b"<"])
def test_what_is_no_xml_at_all(data: bytes) -> None:
    for read in (parse_xml, rescue_xml):
        with pytest.raises(Damaged):
            read(data)


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = b"<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y SYSTEM 'file:///etc/passwd'>]><a>1&x;&y;2</a>"
    assert "".join(parse_xml(bomb).xpath("//text()")) == "12"
    assert parse_xml(b"<a><!-- no --><?no no?>1</a>").text == "1"


RELS = b"""<Relationships xmlns="x">
<Relationship Id="r1" Type="http://x/image" Target="media/1.png"/>
<Relationship Id="r2" Type="http://x/header" Target="/word/header.xml"/>
<Relationship Id="r3" Type="http://x/theme" Target="../theme/t.xml"/>
<Relationship Id="r4" Type="http://x/link" Target="http://x/" TargetMode="External"/>
<Relationship Id="r5" Type="http://x/none"/>
</Relationships>"""


def test_relations_of_a_part() -> None:
    package = opened({"word/_rels/document.xml.rels": RELS, "_rels/.rels": RELS})
    assert relations(package, "word/document.xml") == {
        "r1": ("image", "word/media/1.png"),
        "r2": ("header", "word/header.xml"),
        "r3": ("theme", "theme/t.xml"),
    }
    assert relations(package, "")["r1"] == ("image", "media/1.png")
    assert relations(package, "word/other.xml") == {}


def walked(data: bytes, **limits: int) -> tuple[list[str], bool, bool]:
    package, seen = opened({"a": data}), []
    whole = stream(
        package,
        "a",
        Limits(**limits),
        lambda name, _: seen.append(f"<{local(name)}>"),
        lambda name: seen.append(f"</{local(name)}>"),
        seen.append,
    )
    return seen, whole, package.damaged


@pytest.mark.parametrize(
    ("data", "seen", "is_damaged"),
    [
        (b"<a><b>1</b></a>", ["<a>", "<b>", "1", "</b>", "</a>"], False),
        (b"<w:a xmlns:w='x'>1</w:a>", ["<a>", "1", "</a>"], False),
        (
            '<?xml version="1.0" encoding="gb2312"?><a>丰县</a>'.encode("gb2312"),
            ["<a>", "丰县", "</a>"],
            False,
        ),
        ('<?xml version="1.0" encoding="no-such"?><a>丰县</a>'.encode(), ["<a>", "丰县", "</a>"], False),
        ('<?xml version="1.0" encoding="UTF-16"?><a>丰</a>'.encode("utf-16"), ["<a>", "丰", "</a>"], False),
        (b"<a>1<b></a>", ["<a>", "1", "<b>"], True),
        (b"", [], True),
    ],
)
def test_a_part_without_a_tree(data: bytes, seen: list[str], is_damaged: bool) -> None:
    assert walked(data) == (seen, True, is_damaged)


def test_a_part_that_is_too_long_is_taken_as_far_as_allowed() -> None:
    seen, whole, damaged = walked(b"<a>" + b"x" * 100 + b"</a>", xml_part_bytes=50)
    assert (seen[0], whole, damaged) == ("<a>", False, False)


def test_a_part_that_defines_entities_is_refused() -> None:
    with pytest.raises(OverLimit, match="含有文档类型定义"):
        walked(b"<!DOCTYPE a [<!ENTITY x 'ha'>]><a>&x;</a>")
