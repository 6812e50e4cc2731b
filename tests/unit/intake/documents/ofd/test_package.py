"""OFD packages: several documents, lost lists, odd names, attached files, rings; outlines and numbers."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from intake.documents.ofd import page as ofd_page
from intake.documents.ofd.document import read_ofd
from intake.documents.ofd.glyphs import numbers
from intake.documents.ofd.path import outlines
from intake.documents.read import read_document
from intake.documents.scan.recognise import recognise
from intake.model.case import Attachment, Document, Doubt, Format
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits
from tests.files.ofd_files import (
    BODY,
    Manner,
    Sheet,
    Writer,
    lines,
    make_ofd,
    zipped,
)

LIMITS = Limits()


def read(content: bytes) -> Document:
    return read_document(Attachment("案例.ofd", content), LIMITS)


def test_documents_follow_each_other_and_pages_have_a_limit() -> None:
    one = make_ofd([lines("第一份材料正文。")])
    two = make_ofd([lines("第二份材料正文。"), lines("次页。")], Manner(folder="Doc_1"))
    parts: dict[str, bytes] = {}
    bodies = b""
    for content in (one, two):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts |= {name: archive.read(name) for name in archive.namelist()}
            root = archive.read("OFD.xml")
        bodies += root[root.index(b"<ofd:DocBody>") : root.index(b"</ofd:OFD>")]
    parts["OFD.xml"] = b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">' + bodies + b"</ofd:OFD>"
    assert read(zipped(parts)).text == "第一份材料正文。\n\f第二份材料正文。次页。"
    limited = read_document(Attachment("a.ofd", zipped(parts)), replace(LIMITS, pages=2))
    assert limited.doubts == (Doubt("partial", "a.ofd", "页数较多，只读取了前2页"),)


PAGES = [(f"{place}设立调解室。", f"{place}建成。") for place in "东西南北上下左右前后里外"]


def test_lost_lists_of_pages_and_broken_parts() -> None:
    with zipfile.ZipFile(BytesIO(make_ofd([lines(*pair, BODY) for pair in PAGES]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for lost in ("Doc_0/Document.xml", "OFD.xml"):
        document = read(zipped({**parts, lost: b"<x>"}))
        assert "".join(document.text.split()) == "".join(line for pair in PAGES for line in (*pair, BODY))
        assert [doubt.code for doubt in document.doubts] == ["partial"]
    cut = {**parts, "Doc_0/Pages/Page_3/Content.xml": parts["Doc_0/Pages/Page_3/Content.xml"][:-60]}
    document = read(zipped(cut))
    assert PAGES[3][0] in document.text
    assert document.doubts == (Doubt("partial", "案例.ofd", "文件不完整，已读出可读部分"),)


def test_names_of_parts_without_the_mark_of_utf8() -> None:
    content = make_ofd([lines(BODY)], Manner(folder="文档"))
    raw = content.replace("文档".encode(), b"\xce\xc4\xb5\xb5AB")  # GBK, as long as the UTF-8 it replaces
    for at in range(len(raw) - 30):
        if raw[at : at + 4] in {b"PK\x03\x04", b"PK\x01\x02"}:
            place = at + (6 if raw[at + 2] == 3 else 8)
            raw = raw[: place + 1] + bytes([raw[place + 1] & 0xF7]) + raw[place + 2 :]
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>文档AB/Document.xml</DocRoot></DocBody></OFD>".encode(),
    }
    assert "文档AB" in parts["OFD.xml"].decode()
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        assert any(name.encode("cp437").startswith(b"\xce\xc4\xb5\xb5") for name in archive.namelist())
    assert read(raw).text == BODY


def test_attributes_with_prefixes() -> None:
    with zipfile.ZipFile(BytesIO(make_ofd([lines(BODY)]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    prefixed = {name: re.sub(rb" ([A-Z]\w*)=", rb" ofd:\1=", data) for name, data in parts.items()}
    document = read(zipped(prefixed))
    assert (document.text, document.doubts) == (BODY, ())


def test_attached_files_are_told() -> None:
    writer = Writer(Manner())
    listed = writer.root(
        "Attachments", writer.tag("Attachment", 'ID="1" Name="附表"', writer.tag("FileLoc", "", "a.xls"))
    )
    content = writer.write(
        [lines(BODY)],
        parts={"Doc_0/Attachs/Attachments.xml": listed},
        more=writer.tag("Attachments", "", "Attachs/Attachments.xml"),
    )
    assert [doubt.detail for doubt in read(content).doubts] == ["文件内附有1个附件未读"]


def nested_units(depth: int, width: int) -> bytes:
    """Composite units that draw one another: all in a ring."""
    units = ""
    for number in range(depth):
        inner = f'<ofd:CompositeObject ResourceID="{(number + 1) % depth}" Boundary="0 0 9 9"/>' * width
        units += f'<ofd:CompositeGraphicUnit ID="{number}"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>"
    sheet = Sheet(extra=['<ofd:CompositeObject ResourceID="0" Boundary="0 0 9 9"/>'])
    return Writer(Manner()).write([sheet], resources=resources)


def test_units_that_draw_themselves_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd_page, "MOST_OBJECTS", 20_000)
    assert read(nested_units(1, 1)).text == ""
    with pytest.raises(OverLimit):
        read_ofd(nested_units(15, 10), LIMITS)
    with pytest.raises(OverLimit):
        read_ofd(make_ofd([lines(BODY)]), replace(LIMITS, text_chars=10))


@pytest.mark.parametrize(
    "content", [zipped({"OFD.xml": b"<OFD/>"}), zipped({"OFD.xml": b""}), b"PK\x03\x04", b"no zip"]
)
def test_nothing_in_it(content: bytes) -> None:
    with pytest.raises(Damaged):
        read_ofd(content, LIMITS)


@pytest.mark.parametrize(
    ("data", "runs"),
    [
        ("M 0 0 L 5 0 L 5 3 C", [[(0, 0), (5, 0), (5, 3), (0, 0)]]),
        ("S 0 0 M 1 1 L 2 2 M 3 3 L 4,4 L 5 5", [[(1, 1), (2, 2)], [(3, 3), (4, 4), (5, 5)]]),
        ("M 0 0 Q 1 1 2 2 L 3 3", [[(2, 2), (3, 3)]]),
        ("M 0 0 L 1 1 2 2", [[(0, 0), (1, 1), (2, 2)]]),
        ("M 0 0 B 1 1 2 2 3 3 A 1 1 0 0 1 9 9", []),
        ("M 0 0 L nan 3", []),
        ("C L C", []),
        ("", []),
    ],
)
def test_outlines(data: str, runs: list[list[tuple[float, float]]]) -> None:
    assert list(outlines(data)) == runs


def test_numbers() -> None:
    assert numbers("1 2.5,-3e1 x 4") == [1.0, 2.5, -30.0]
    assert numbers("inf 1") == numbers("") == []


def test_one_picture_that_cannot_be_decoded_does_not_cost_the_others() -> None:
    pytest.importorskip("rapidocr")
    image = pytest.importorskip("PIL.Image")
    target = BytesIO()
    image.new("RGB", (400, 300), "white").save(target, "PNG")
    media = "".join(
        f'<ofd:MultiMedia ID="{n}"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
        for n, name in ((66, "a.png"), (67, "b.jb2"))
    )
    pages = [Sheet(extra=[f'<ofd:ImageObject Boundary="0 0 210 297" ResourceID="{n}"/>']) for n in (66, 67)]
    content = Writer(Manner()).write(
        pages,
        parts={"Doc_0/Res/a.png": target.getvalue(), "Doc_0/Res/b.jb2": b"\x97JB2\r\n\x1a\n"},
        resources=f"<ofd:MultiMedias>{media}</ofd:MultiMedias>",
    )
    text = recognise(content, Format.OFD, LIMITS)
    assert [doubt.detail for doubt in text.doubts] == ["有1页未识别"]
