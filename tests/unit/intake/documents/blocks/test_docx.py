"""A .docx to blocks: what stands in it is written with python-docx and found again."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

from intake.documents.blocks.flat import text_of
from intake.documents.read import read_blocks, read_document
from intake.model.blocks import (
    Anchor,
    Block,
    Caption,
    Cell,
    Contents,
    Heading,
    Lead,
    ListItem,
    Note,
    Paragraph,
    Picture,
    Table,
    all_blocks,
)
from intake.model.case import Attachment
from intake.model.limits import Limits

BODY = "社区网格员每天上门走访独居老人，帮助解决买菜、就医、缴费等日常困难，受到居民好评。"
LEAD = "本案例讲述一个老旧小区怎样通过居民议事会解决停车难题，经过三轮协商达成一致，可供同类小区参考。"


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def blocks_of(document: Document) -> Contents:
    """The blocks, whose text is the text of the document."""
    attachment = Attachment("案例.docx", saved(document))
    contents = read_blocks(attachment, Limits())
    assert text_of(contents.blocks) == read_document(attachment, Limits()).text.replace("\f", "")
    return contents


def png(colour: str = "red") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (30, 20), colour).save(stream, "png")
    return stream.getvalue()


def test_styles_say_what_a_paragraph_is() -> None:
    document = docx.Document()
    document.add_heading("小区停车怎么办", 0)
    document.add_paragraph("").add_run(LEAD).bold = True
    document.add_heading("背景", 1)
    document.add_paragraph(BODY)
    document.add_heading("起因", 2)
    document.add_paragraph("甲", style="List Bullet")
    document.add_paragraph("乙", style="List Number")

    assert blocks_of(document) == Contents(
        (
            Heading("小区停车怎么办", 0),
            Lead(LEAD),
            Heading("背景", 1),
            Paragraph(BODY),
            Heading("起因", 2),
            ListItem("甲"),
            ListItem("乙", 0, "1."),
        )
    )


def numbered(*lines: str) -> tuple[Block, ...]:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return blocks_of(document).blocks


def test_chinese_numbers_head_text_that_stands_below_them() -> None:
    lines = ("一、主要做法", BODY, "（一）议事", BODY, "（二）协商", BODY, "二、取得成效", BODY)

    assert numbered(*lines) == (
        Heading("一、主要做法", 1),
        Paragraph(BODY),
        Heading("（一）议事", 2),
        Paragraph(BODY),
        Heading("（二）协商", 2),
        Paragraph(BODY),
        Heading("二、取得成效", 1),
        Paragraph(BODY),
    )


def test_lines_that_follow_each_other_are_a_list() -> None:
    assert numbered(BODY, "1.居民报名", "2.张榜公布", "3. 抽签决定", BODY) == (
        Paragraph(BODY),
        ListItem("居民报名", 0, "1."),
        ListItem("张榜公布", 0, "2."),
        ListItem("抽签决定", 0, "3. "),
        Paragraph(BODY),
    )


def test_headings_that_end_with_a_full_stop() -> None:
    assert numbered("一、加强领导。", BODY, "二、落实责任。", BODY) == (
        Heading("一、加强领导。", 1),
        Paragraph(BODY),
        Heading("二、落实责任。", 1),
        Paragraph(BODY),
    )


def test_other_numbers_of_lists() -> None:
    assert numbered(BODY, "①居民报名", "②抽签决定", BODY, "1）张榜", "2）公示", BODY) == (
        Paragraph(BODY),
        ListItem("居民报名", 0, "①"),
        ListItem("抽签决定", 0, "②"),
        Paragraph(BODY),
        ListItem("张榜", 0, "1）"),
        ListItem("公示", 0, "2）"),
        Paragraph(BODY),
    )


def test_a_number_alone_proves_nothing() -> None:
    lines = (BODY, "一、二号楼居民代表", BODY, "（三）" + BODY, "2015.7.1", "3.5公里外的车场", BODY)

    assert numbered(*lines) == tuple(map(Paragraph, lines))


def test_a_table_keeps_its_merged_cells_and_its_caption() -> None:
    document = docx.Document()
    document.add_paragraph("表1 车位分配")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "楼号"
    table.cell(0, 2).text = "车位"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "十二"

    assert blocks_of(document).blocks == (
        Caption("表1 车位分配"),
        Table(
            (
                (Cell((Paragraph("楼号"),), 2, 2), Cell((Paragraph("车位"),))),
                (Cell((Paragraph("十二"),), 1, 2),),
                (Cell(), Cell()),
            ),
            "表1 车位分配",
        ),
    )


def test_a_table_inside_a_table() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "甲"
    inner = outer.cell(0, 1).add_table(1, 1)
    inner.cell(0, 0).text = "乙"

    assert blocks_of(document).blocks == (
        Table(
            (
                (
                    Cell((Paragraph("甲"),)),
                    Cell((Table(((Cell((Paragraph("乙"),)),),)),)),
                ),
            )
        ),
    )


def test_pictures_stand_in_their_places_with_size_and_caption() -> None:
    document = docx.Document()
    document.add_paragraph(BODY)
    document.add_picture(BytesIO(png()), width=Mm(60))
    document.add_paragraph("图1 议事会现场")
    document.add_paragraph(BODY)

    assert blocks_of(document).blocks == (
        Paragraph(BODY),
        Picture("image1.png", png(), "image/png", 60.0, 40.0, "图1 议事会现场"),
        Caption("图1 议事会现场"),
        Paragraph(BODY),
    )


def test_a_picture_that_is_none_is_named_and_stops_nothing() -> None:
    document = docx.Document()
    document.add_picture(BytesIO(png()))
    document.add_paragraph(BODY)
    broken = saved(document)
    for part in document.part.package.iter_parts():
        if part.partname.endswith(".png"):
            part._blob = b"no picture"
    broken = saved(document)

    contents = read_blocks(Attachment("案例.docx", broken), Limits())

    assert [(doubt.code, doubt.about, doubt.detail) for doubt in contents.doubts] == [
        ("partial", "案例.docx", "有1张图片格式无法识别")
    ]
    assert [type(block) for block in contents.blocks] == [Picture, Paragraph]


def test_pictures_in_cells() -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.paragraphs[0].add_run().add_picture(BytesIO(png()))
    table = blocks_of(document).blocks[0]

    assert [
        hashlib.sha256(block.content).digest() for block in all_blocks((table,)) if isinstance(block, Picture)
    ] == [hashlib.sha256(png()).digest()]


def test_an_outline_level_makes_a_heading() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("取得成效")
    level = paragraph._p.get_or_add_pPr().makeelement(qn("w:outlineLvl"), {qn("w:val"): "1"})
    paragraph._p.get_or_add_pPr().append(level)
    document.add_paragraph(BODY)

    assert blocks_of(document).blocks == (Heading("取得成效", 2), Paragraph(BODY))


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_notes_say_where_they_are_called() -> None:
    body = (
        f"<w:p>{run('　　车多')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('位少')}"
        f"<w:r><w:br/></w:r>{run('第二行')}<w:r><w:endnoteReference w:id='5'/></w:r></w:p><w:p>{run(BODY)}</w:p>"
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for part, number, text in (("footnote", 2, "二百辆"), ("endnote", 5, "见附表")):
            note = f'<w:{part} w:id="{number}"><w:p>{run(text)}</w:p><w:p>{run("续")}</w:p></w:{part}>'
            archive.writestr(f"word/{part}s.xml", f"<w:{part}s {W}>{note}</w:{part}s>")
    attachment = Attachment("案例.docx", stream.getvalue())
    blocks = read_blocks(attachment, Limits()).blocks

    assert blocks == (
        Paragraph("车多位少", (Anchor(2, "f2"),)),
        Paragraph("第二行", (Anchor(3, "e5"),)),
        Paragraph(BODY),
        Note("f2", "二百辆\n续"),
        Note("e5", "见附表\n续"),
    )
    assert text_of(blocks) == read_document(attachment, Limits()).text


def test_a_vml_picture_has_the_size_of_its_shape() -> None:
    document = docx.Document()
    document.add_picture(BytesIO(png()))
    paragraph = document.paragraphs[0]._p
    relation = paragraph.xpath(".//a:blip")[0].get(qn("r:embed"))
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.append(
        parse_xml(
            f'<w:r {W} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:r="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships"><w:pict><v:shape style="position:relative;width:72pt;height:1.5in">'
            f'<v:imagedata r:id="{relation}"/></v:shape></w:pict></w:r>'
        )
    )

    assert blocks_of(document).blocks == (Picture("image1.png", png(), "image/png", 25.4, 38.1),)
