"""Whatever a file says, blocks come in time, within bounds, and what is left out is named."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.blocks.flat import text_of
from intake.documents.blocks.spans import place_cells
from intake.documents.read import blocks_of_text, read_blocks, read_document
from intake.documents.tables.grid import Cell as GridCell
from intake.model.blocks import (
    Block,
    Cell,
    Contents,
    Heading,
    ListItem,
    Paragraph,
    Picture,
    Table,
    all_blocks,
)
from intake.model.case import Attachment, Doubt
from intake.model.limits import Limits

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = "社区网格员每天上门走访独居老人，帮助解决买菜、就医、缴费等日常困难，受到居民好评。"


def packed(body: str) -> Attachment:
    """A .docx of this body."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("[Content_Types].xml", "<Types/>")
    return Attachment("案例.docx", stream.getvalue())


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def read(attachment: Attachment, limits: Limits = Limits()) -> Contents:
    contents = read_blocks(attachment, limits)
    assert text_of(contents.blocks) == read_document(attachment, limits).text.replace("\f", "")
    return contents


def test_a_table_of_three_hundred_columns_is_kept_whole() -> None:
    (table,) = read(packed(f"<w:tbl>{row(*(cell(str(n)) for n in range(300)))}</w:tbl>")).blocks

    assert table == Table((tuple(Cell((Paragraph(str(n)),)) for n in range(300)),))


def test_tables_in_tables_without_end_keep_their_text() -> None:
    body = paragraph("底")
    for _ in range(40):
        body = f"<w:tbl>{row('<w:tc>' + body + '</w:tc>', cell(''))}</w:tbl>"
    blocks = read(packed(body)).blocks

    assert [block for block in all_blocks(blocks) if not isinstance(block, Table)] == [Paragraph("底")]
    assert sum(isinstance(block, Table) for block in all_blocks(blocks)) == 10


@pytest.mark.slow
def test_a_hundred_thousand_paragraphs() -> None:
    attachment = packed(paragraph("一、甲") * 100_000)
    start = time.process_time()
    contents = read_blocks(attachment, Limits())

    assert len(contents.blocks) == 100_000
    assert time.process_time() - start < 20  # three seconds where nothing else runs


def test_what_is_over_the_limit_is_named() -> None:
    contents = read_blocks(packed(paragraph("甲" * 100) * 10), replace(Limits(), text_chars=250))

    assert len(contents.blocks) == 3
    assert contents.doubts == (Doubt("partial", "案例.docx", "只读取了前250字"),)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.docx", b"", "empty"),
        ("坏.docx", b"PK\x03\x04 nothing", "damaged"),
        ("照片.png", b"\x89PNG\r\n\x1a\n nothing", "damaged"),
        ("演示.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, code: str) -> None:
    attachment = Attachment(name, content)

    contents = read_blocks(attachment, Limits())

    assert contents.blocks == ()
    assert contents.doubts == read_document(attachment, Limits()).doubts


def test_text_that_is_no_file() -> None:
    assert blocks_of_text(f"一、背景\n{BODY}\n二、做法\n{BODY}", Limits(), by_layout=True) == Contents(
        (Heading("一、背景", 1), Paragraph(BODY), Heading("二、做法", 1), Paragraph(BODY)), by_layout=True
    )


UP = GridCell(continues=True)
A, B = GridCell(("甲",)), GridCell(("乙",))
GRIDS = {
    "nothing above": ([[UP, A]], [[(0, 1, 1), (1, 1, 1)]]),
    "narrower than the cell above": (
        [[GridCell(("甲",), 2)], [UP, B]],
        [[(0, 2, 1)], [(0, 1, 1), (1, 1, 1)]],
    ),
    "wider than the cell above": (
        [[A, B], [GridCell((), 2, continues=True)]],
        [[(0, 1, 2), (1, 1, 2)], []],
    ),
    "three rows": ([[A, B], [UP, B], [UP, B]], [[(0, 1, 3), (1, 1, 1)], [(1, 1, 1)], [(1, 1, 1)]]),
    "across and down": (
        [[A, GridCell(continues=True, across=True), B], [GridCell((), 2, continues=True), B]],
        [[(0, 2, 2), (2, 1, 1)], [(2, 1, 1)]],
    ),
}


@pytest.mark.parametrize("name", GRIDS)
def test_continuations(name: str) -> None:
    grid, expected = GRIDS[name]

    assert [[(c.column, c.column_span, c.row_span) for c in r] for r in place_cells(grid)] == expected


CELLS = st.builds(
    GridCell, st.just(("甲",)), st.integers(-3, 2000), st.booleans(), st.booleans(), st.booleans()
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_no_place_is_covered_twice(grid: list[list[GridCell]]) -> None:
    rows = place_cells(grid)
    covered = [
        (number + down, column)
        for number, cells in enumerate(rows)
        for cell in cells
        for down in range(cell.row_span)
        for column in cell.columns
    ]

    assert len(rows) == len(grid)
    assert len(covered) == len(set(covered))
    assert sum(bool(c.lines) for cells in rows for c in cells) == sum(
        not (c.continues or c.gap) and not (c.across and number)
        for cells in grid
        for number, c in enumerate(cells)
    )


# --- whatever blocks are written with python-docx are read again -----------------------------------

TEXTS = st.text("社区居民议事协商网格服务老人", min_size=1, max_size=60)
PLAIN = st.builds(Paragraph, TEXTS)
PARTS = st.one_of(
    PLAIN,
    st.builds(Heading, TEXTS, st.integers(0, 9)),
    st.builds(ListItem, TEXTS),
    st.builds(
        lambda texts: Table(tuple(tuple(Cell((Paragraph(text),)) for text in line) for line in texts)),
        st.integers(2, 4).flatmap(
            lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=3)
        ),
    ),
)


def write(blocks: list[Block]) -> Attachment:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        elif isinstance(block, ListItem):
            document.add_paragraph(block.text, style="List Bullet")
        elif isinstance(block, Paragraph):
            document.add_paragraph(block.text)
        elif isinstance(block, Table):
            table = document.add_table(len(block.rows), len(block.rows[0]))
            for cells, line in zip(table.rows, block.rows, strict=True):
                for place, one in zip(cells.cells, line, strict=True):
                    place.text = text_of(one.blocks)
    stream = BytesIO()
    document.save(stream)
    return Attachment("案例.docx", stream.getvalue())


@settings(max_examples=25, deadline=None)
@given(st.lists(PARTS, max_size=8))
def test_blocks_survive_a_docx(blocks: list[Block]) -> None:
    assert read(write(blocks)).blocks == tuple(blocks)


def test_a_lead_in_the_style_of_its_paragraph() -> None:
    document = docx.Document()
    style = document.styles.add_style("导语", 1)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "楷体_GB2312")
    document.add_paragraph(BODY, style="导语")
    document.add_paragraph(BODY)
    stream = BytesIO()
    document.save(stream)

    assert [type(block).__name__ for block in read(Attachment("案例.docx", stream.getvalue())).blocks] == [
        "Lead",
        "Paragraph",
    ]


def test_pictures_without_bytes_are_counted() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId9"/>'
        "</w:drawing></w:r></w:p>"
    )
    contents = read(packed(drawing * 2 + paragraph(BODY)))

    assert contents.blocks == (Picture("", b""), Picture("", b""), Paragraph(BODY))
    assert contents.doubts == (Doubt("partial", "案例.docx", "有2张图片未能取出"),)


def test_a_frame_around_the_whole_text_is_no_table() -> None:
    inside = "".join(map(paragraph, ("一、背景", BODY, "二、做法", BODY)))
    contents = read(packed(f"<w:tbl>{row('<w:tc>' + inside + '</w:tc>')}</w:tbl>{paragraph('附：名单')}"))

    assert contents.blocks == (
        Heading("一、背景", 1),
        Paragraph(BODY),
        Heading("二、做法", 1),
        Paragraph(BODY),
        Paragraph("附：名单"),
    )


def test_a_case_in_a_cell_of_its_form_has_headings() -> None:
    inside = "".join(map(paragraph, ("一、背景", BODY, "二、做法", BODY)))
    contents = read(packed(f"<w:tbl>{row(cell('案例正文'), '<w:tc>' + inside + '</w:tc>')}</w:tbl>"))

    assert contents.blocks == (
        Table(
            (
                (
                    Cell((Paragraph("案例正文"),)),
                    Cell((Heading("一、背景", 1), Paragraph(BODY), Heading("二、做法", 1), Paragraph(BODY))),
                ),
            )
        ),
    )


def test_a_sheet_is_a_table() -> None:
    book = openpyxl.Workbook()
    book.active.append(["案例名称", "单位"])
    book.active.append(["停车", "某社区"])
    stream = BytesIO()
    book.save(stream)

    assert read(Attachment("汇总表.xlsx", stream.getvalue())).blocks == (
        Table(
            (
                (Cell((Paragraph("案例名称"),)), Cell((Paragraph("单位"),))),
                (Cell((Paragraph("停车"),)), Cell((Paragraph("某社区"),))),
            )
        ),
    )
