"""Odd ways in which files set a text: its parts stand where a reader sees them."""

from __future__ import annotations

import pytest

from intake.documents.read import read_blocks, read_document
from intake.model.blocks import Block, Caption, Cell, ListItem, Paragraph, Picture, Table
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import make_docx, para

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
PNG = "data:image/png;base64,iVBORw0KGgo="


def read(content: bytes, name: str) -> tuple[str, tuple[Block, ...]]:
    attachment = Attachment(name, content)
    return read_document(attachment, Limits()).text, read_blocks(attachment, Limits()).blocks


def cell(text: str) -> Cell:
    return Cell((Paragraph(text),))


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    def row(*texts: str, before: int = 0) -> str:
        properties = f'<w:trPr><w:gridBefore w:val="{before}"/></w:trPr>' if before else ""
        return f"<w:tr>{properties}{''.join(f'<w:tc>{para(text)}</w:tc>' for text in texts)}</w:tr>"

    text, blocks = read(
        make_docx(f"<w:tbl>{row('甲', '乙', '丙')}{row('丁', before=2)}</w:tbl>"), "案例.docx"
    )

    assert text == "甲\t乙\t丙\n丁"
    assert blocks == (Table(((cell("甲"), cell("乙"), cell("丙")), (Cell((), 2), cell("丁")))),)


def test_so_it_does_in_rich_text() -> None:
    rows = (
        r"\trowd\trleft0\cellx1000\cellx2000\cellx3000\intbl a\cell b\cell c\cell\row"
        r"\trowd\trleft2000\cellx3000\intbl d\cell\row"
    )
    text, blocks = read((r"{\rtf1\ansi " + rows + r"\pard x\par}").encode(), "案例.rtf")

    assert text == "a\tb\tc\nd\nx"
    assert blocks[0] == Table(((cell("a"), cell("b"), cell("c")), (Cell((), 2), cell("d"))))


def item(text: str, *, is_deleted: bool = False) -> str:
    ended = '<w:rPr><w:del w:id="1"/></w:rPr>' if is_deleted else ""
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{ended}</w:pPr>'
    run = f"<w:r><w:{'delText' if is_deleted else 't'}>{text}</w:{'delText' if is_deleted else 't'}></w:r>"
    kept = f'<w:del w:id="2">{run}</w:del>' if is_deleted else run
    return f"<w:p>{properties}{kept}</w:p>"


def test_a_deleted_paragraph_counts_in_no_list() -> None:
    body = item("议事") + item("旧的", is_deleted=True) + item("协商")
    text, blocks = read(make_docx(body, {"word/numbering.xml": NUMBERING}), "案例.docx")

    assert text == "1.议事\n2.协商"
    assert blocks == (ListItem("议事", 0, "1."), ListItem("协商", 0, "2."))


@pytest.mark.parametrize("kind", ["drop", "margin"])
def test_a_first_letter_in_a_frame_stands_at_its_word(kind: str) -> None:
    first = f'<w:p><w:pPr><w:framePr w:dropCap="{kind}" w:lines="2"/></w:pPr><w:r><w:t>社</w:t></w:r></w:p>'
    text, blocks = read(make_docx(first + para("区是家园。") + para("末段。")), "案例.docx")

    assert text == "社区是家园。\n末段。"
    assert blocks == (Paragraph("社区是家园。"), Paragraph("末段。"))


@pytest.mark.parametrize("legend", ["图1 现场", "居民在议事亭里开会，大家都说好。", "长" * 60])
@pytest.mark.parametrize("is_below", [True, False])
def test_the_legend_of_a_figure_is_its_caption(legend: str, is_below: bool) -> None:
    parts = [f'<img src="{PNG}">', f"<figcaption>{legend}</figcaption>"]
    figure = f"<figure>{''.join(parts if is_below else parts[::-1])}</figure>"
    text, blocks = read(f"<p>前文一句。</p>{figure}<p>后文一句。</p>".encode(), "案例.html")

    assert text == f"前文一句。\n{legend}\n后文一句。"
    assert [block.caption for block in blocks if isinstance(block, Picture)] == [legend]
    assert Caption(legend) in blocks


def test_the_caption_of_a_table_is_read() -> None:
    page = (
        "<p>前文。</p><table><caption>表1 事项</caption><tr><td>甲</td><td>乙</td></tr></table><p>后文。</p>"
    )
    text, blocks = read(page.encode(), "案例.html")

    assert text == "前文。\n表1 事项\n甲\t乙\n后文。"
    assert blocks[1:3] == (Caption("表1 事项"), Table(((cell("甲"), cell("乙")),), "表1 事项"))


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ('<ol start="3"><li>甲</li><li value="7">乙</li><li>丙</li></ol>', "3.甲\n7.乙\n8.丙"),
        ("<ol reversed><li>甲</li><li>乙</li><li>丙</li></ol>", "3.甲\n2.乙\n1.丙"),
        ('<ol reversed start="9"><li>甲</li><li>乙</li></ol>', "9.甲\n8.乙"),
        ('<ol type="A"><li value="2">甲</li><li value="x">乙</li></ol>', "B.甲\nC.乙"),
        ('<ul><li value="5">甲</li></ul>', "甲"),
    ],
)
def test_items_are_counted_as_their_list_says(items: str, text: str) -> None:
    assert read(f"<p>清单</p>{items}".encode(), "案例.html")[0] == f"清单\n{text}"
