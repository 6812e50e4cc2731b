"""OpenDocument text and pages of HTML to blocks."""

from __future__ import annotations

import base64
import zipfile
from email.message import EmailMessage
from io import BytesIO

from PIL import Image

from intake.documents.blocks.flat import text_of
from intake.documents.read import read_blocks, read_document
from intake.model.blocks import (
    Anchor,
    Block,
    Caption,
    Cell,
    Heading,
    Lead,
    ListItem,
    Note,
    Paragraph,
    Picture,
    Table,
)
from intake.model.case import Attachment
from intake.model.limits import Limits

BODY = "社区网格员每天上门走访独居老人，帮助解决买菜、就医、缴费等日常困难，受到居民好评。"


def blocks_of(name: str, content: bytes) -> tuple[Block, ...]:
    attachment = Attachment(name, content)
    blocks = read_blocks(attachment, Limits()).blocks
    assert text_of(blocks) == read_document(attachment, Limits()).text.replace("\f", "")
    return blocks


def png() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (30, 20), "red").save(stream, "png")
    return stream.getvalue()


NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "svg": "svg-compatible",
        "fo": "xsl-fo-compatible",
    }.items()
)
STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="P2" style:family="paragraph"><style:text-properties style:font-name-asian="楷体_GB2312"/></style:style>
"""


def odt(body: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("Pictures/a.png", png())
        archive.writestr(
            "content.xml",
            f'<office:document-content {NAMESPACES} xmlns:xlink="http://www.w3.org/1999/xlink">'
            f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
    return stream.getvalue()


def test_odt() -> None:
    content = odt(
        '<text:p text:style-name="P1">停车怎么办</text:p>'
        f'<text:p text:style-name="P2">{BODY}</text:p>'
        '<text:h text:outline-level="2">起因</text:h>'
        f'<text:p>车多<text:note text:id="ftn1"><text:note-citation>1</text:note-citation><text:note-body>'
        f"<text:p>二百辆</text:p></text:note-body></text:note>位少。{BODY}</text:p>"
        "<text:list><text:list-item><text:p>甲</text:p><text:list><text:list-item><text:p>乙</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        '<text:p><draw:frame svg:width="6cm" svg:height="1.5in"><draw:image xlink:href="Pictures/a.png"/>'
        "</draw:frame></text:p><text:p>图1 现场</text:p>"
    )

    assert blocks_of("案例.odt", content) == (
        Heading("停车怎么办", 0),
        Lead(BODY),
        Heading("起因", 2),
        Paragraph("车多位少。" + BODY, (Anchor(2, "ftn1"),)),
        ListItem("甲"),
        ListItem("乙", 1),
        Picture("a.png", png(), "image/png", 60.0, 38.1, "图1 现场"),
        Caption("图1 现场"),
        Note("ftn1", "二百辆"),
    )


def test_odt_tables_with_covered_cells() -> None:
    content = odt(
        "<table:table>"
        '<table:table-row><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2">'
        "<text:p>甲</text:p></table:table-cell><table:covered-table-cell/>"
        "<table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:covered-table-cell/><table:covered-table-cell/>"
        "<table:table-cell><text:p>丙</text:p></table:table-cell></table:table-row>"
        '<table:table-row><table:table-cell><text:p>丁</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2">'
        "<text:p>戊</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>"
    )

    assert blocks_of("案例.odt", content) == (
        Table(
            (
                (Cell((Paragraph("甲"),), 2, 2), Cell((Paragraph("乙"),))),
                (Cell((Paragraph("丙"),)),),
                (Cell((Paragraph("丁"),)), Cell((Paragraph("戊"),), 2)),
            )
        ),
    )


def test_a_picture_in_a_cell_changes_no_text() -> None:
    frame = (
        '<draw:frame svg:width="6cm" svg:height="4cm"><draw:image xlink:href="Pictures/a.png"/></draw:frame>'
    )
    content = odt(
        "<table:table><table:table-row>"
        f"<table:table-cell><text:p>{frame}</text:p><text:p>甲</text:p></table:table-cell>"
        "<table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table>"
    )
    picture = Picture("a.png", png(), "image/png", 60.0, 40.0)

    assert blocks_of("案例.odt", content) == (
        Table(((Cell((picture, Paragraph("甲"))), Cell((Paragraph("乙"),))),)),
    )
    assert read_document(Attachment("案例.odt", content), Limits()).text == "甲\t乙"


def test_html() -> None:
    source = "data:image/png;base64," + base64.b64encode(png()).decode()
    page = (
        f'<meta charset="utf-8"><h1>停车怎么办</h1><p><b>{BODY}</b></p><h2>起因</h2>'
        f'<p>车多<a href="#_ftn1" name="_ftnref1">[1]</a>位少。{BODY}</p><ul><li>甲<ol><li>乙</li></ol></li></ul>'
        f'<p><img width="227" height="151" src="{source}"></p><p>图1 现场</p>'
        '<p><img width="1" height="1" src="http://example.com/count.gif"></p>'
        '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a>二百辆</p></div>'
    )

    assert blocks_of("案例.html", page.encode()) == (
        Heading("停车怎么办", 1),
        Lead(BODY),
        Heading("起因", 2),
        Paragraph("车多[1]位少。" + BODY, (Anchor(2, "ftn1"),)),
        ListItem("甲"),
        ListItem("乙", 1, "1."),
        Picture("", png(), "image/png", 60.1, 40.0, "图1 现场"),
        Caption("图1 现场"),
        Note("ftn1", "[1]二百辆"),
    )


def test_html_spans_that_lie() -> None:
    page = '<table><tr><td rowspan="9999" colspan="99999">甲<td>乙<tr><td rowspan="0">丙</table>'

    assert blocks_of("案例.html", b'<meta charset="utf-8">' + page.encode()) == (
        Table(((Cell((Paragraph("甲"),), 1, 2), Cell((Paragraph("乙"),))), (Cell((Paragraph("丙"),)),))),
    )


def test_a_saved_page_brings_its_pictures() -> None:
    saved = EmailMessage()
    saved["MIME-Version"] = "1.0"
    saved.set_content(
        '<p>甲</p><img src="cid:one"><img src="file:///C:/x/two.png"><img src="http://example.com/3.png">',
        subtype="html",
        charset="utf-8",
    )
    saved.make_related()
    saved.add_related(png(), "image", "png", cid="<one>")
    saved.add_related(png(), "image", "png", headers=["Content-Location: file:///C:/x/two.png"])
    attachment = Attachment("案例.mht", saved.as_bytes())
    contents = read_blocks(attachment, Limits())

    assert contents.blocks == (
        Paragraph("甲"),
        Picture("cid:one", png(), "image/png"),
        Picture("two.png", png(), "image/png"),
        Picture("3.png", b""),
    )
    assert [doubt.detail for doubt in contents.doubts] == ["有1张图片未能取出"]
