"""Papers of an office: lists that go over pages, and what stays together."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.programs import need
from tracker.publications.office_paper import add_list, keep_together, open_paper, paper_bytes
from tracker.publications.volume.word.render import render_pdf

ROWS = [("序号", "题目"), *((str(number), f"第{number}个做法") for number in range(1, 60))]


def test_a_list_names_its_columns_on_every_page_and_tears_no_row() -> None:
    paper = open_paper(12)
    add_list(paper, ROWS, (20, 140))
    table = Document(io.BytesIO(paper_bytes(paper))).tables[0]

    assert [[cell.text for cell in row.cells] for row in table.rows] == [list(row) for row in ROWS]
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, *[False] * (len(ROWS) - 1)]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [bool(run.bold) for cell in table.rows[1].cells for run in cell.paragraphs[0].runs] == [False] * 2
    assert [bool(run.bold) for cell in table.rows[0].cells for run in cell.paragraphs[0].runs] == [True] * 2


@pytest.mark.slow  # LibreOffice prints
def test_an_ending_stands_on_one_page_with_its_signature(tmp_path: Path) -> None:
    """Filled line by line: on no page does 专家签名 stand without the table before it."""
    need("soffice")
    for lines in (22, 24, 26):
        paper = open_paper(12)
        for number in range(lines):
            paper.add_paragraph(f"第{number}行")
        end = len(list(paper.iter_inner_content()))
        paper.add_paragraph("各位专家评分情况")
        add_list(paper, [("专家", "篇数"), ("王建国", "3"), ("李卫东", "4")], (40, 30))
        paper.add_paragraph("专家签名：")
        paper.add_paragraph("某市民政局")
        keep_together(paper, end)
        (tmp_path / f"{lines}.docx").write_bytes(paper_bytes(paper))
        printed = render_pdf(tmp_path / f"{lines}.docx", tmp_path)
        assert printed is not None
        pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed)]
        assert [("各位专家评分情况" in page, "某市民政局" in page) for page in pages] in (
            [(True, True)],
            [(False, False), (True, True)],
        )
