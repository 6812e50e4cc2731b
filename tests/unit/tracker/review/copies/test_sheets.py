"""A score sheet on paper: how it looks when it is printed."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from docx import Document

from intake.campaign.review import Criterion, ReviewRules
from tracker.review.copies.sheets import SIGNED, Sheet, write_docx, write_xlsx

LONG = "从“要我搬”到“我要搬”的协商实践与思考——以××城中村改造为例"


def sheet(criteria: int = 3) -> Sheet:
    named = tuple(
        Criterion(name=f"第{'一二三四五六'[place]}性", weight=100 - 10 * (criteria - 1) if place == 0 else 10)
        for place in range(criteria)
    )
    rules = ReviewRules(criteria=named, ties=()) if criteria != 3 else ReviewRules()
    rows = tuple((f"A{number:02}", LONG) for number in range(1, 31))
    return Sheet(1, 2, "2015年优秀案例专家评阅表", "王建国", date(2015, 9, 6), rules, rows)


@pytest.mark.parametrize("criteria", [2, 3, 5, 6])
def test_a_workbook_is_printed_on_a4_across_without_being_shrunk(criteria: int) -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_xlsx(sheet(criteria)))).active
    setup = page.page_setup

    assert (setup.orientation, setup.paperSize, setup.fitToHeight) == ("landscape", 9, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    wide = sum(one.width * (one.max - one.min + 1) for one in page.column_dimensions.values())
    assert wide <= 124  # characters of 2.2 mm on the 272 mm between the margins
    sizes = {cell.font.sz for row in page.iter_rows() for cell in row if cell.value}
    assert min(sizes) >= 11
    head = next(row[0].row for row in page.iter_rows() if row[0].value == "编号")
    assert page.print_title_rows == f"${head}:${head}"
    assert page.oddFooter.left.text == "表号：P1-Z2"
    assert page.oddFooter.right.text == "第&P页，共&N页"
    assert page.cell(head + 1, 2).value == LONG
    assert page.row_dimensions[head + 1].height >= 2 * 16
    assert page.cell(head + 32, 1).value == SIGNED
    assert [cell.protection.locked for cell in page[head + 1]] == [True, True, *[False] * (criteria + 2)]


def test_a_word_sheet_has_its_head_on_every_page_and_rows_for_a_hand() -> None:
    paper = Document(io.BytesIO(write_docx(sheet())))
    (table,) = paper.tables
    head, *rows = table.rows

    assert head._tr.trPr.xpath("w:tblHeader")
    assert {round(row.height.mm) for row in rows} == {11}
    assert all(row._tr.trPr.xpath("w:cantSplit") for row in rows)
    assert paper.paragraphs[-1].text == SIGNED
    assert "PAGE" in paper.sections[0].footer._element.xml
