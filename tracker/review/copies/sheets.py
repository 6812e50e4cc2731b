"""Score sheets as they go out: a workbook and a Word table. How they are read when they come back, see returned.py.

Validation in the workbook helps whoever types; nothing relies on it, as pasting goes past it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from intake.campaign.review import ReviewRules
from tracker.publications.office_paper import add_list, add_title, number_pages, open_paper, paper_bytes
from tracker.review.marks.rows import AVOID, COMMENT, NUMBER, TITLE

# Printed above the table; by them a sheet is known when it comes back.
SHEET: Final = "专家评阅表"
READER: Final = "评阅人"
FORM: Final = "表号"
SIGNED: Final = "评阅人签名：　　　　　　　　　　日期：　　　　年　　月　　日"

_FONT: Final = "宋体"
_POINTS: Final = 12  # of the workbook; on A4 it is not shrunk, so that it can be read and written on
_LINE: Final = 58  # characters of a note across the page
_NARROW, _TITLE, _WIDE, _LEAST_WIDE = 8, 36, 34, 16  # columns in characters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet for one expert."""

    round_id: int
    expert_id: int
    heading: str  # 2015年优秀案例专家评阅表
    expert: str
    due: date | None
    rules: ReviewRules
    rows: tuple[tuple[str, str], ...]  # printed number and title, without names

    @property
    def mark(self) -> str:
        """Printed on it, so that one expert's sheet is not taken for another's."""
        return f"{FORM}：P{self.round_id}-Z{self.expert_id}"

    @property
    def known(self) -> tuple[str, ...]:
        """What stands on it that is no secret, though it may hold a name of the ledger."""
        return (self.heading, self.expert)

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the columns."""
        # The number stands here too: a table is often copied without what is above it.
        last = f"{COMMENT}（{self.mark}）"
        return (NUMBER, TITLE, *(criterion.name for criterion in self.rules.criteria), AVOID, last)

    @property
    def guide(self) -> tuple[str, ...]:
        """How to fill it in, and what marks mean."""
        rules = self.rules
        bands = "；".join(f"{band.low}—{band.high}分{band.words}" for band in rules.bands)
        asks = [f"{one.name}（{one.weight}%）：{one.asks}" for one in rules.criteria if one.asks]
        due = f"请于{self.due.month}月{self.due.day}日前返回。" if self.due else ""
        return (
            f"各项满分{rules.scale}分{f'：{bands}' if bands else ''}。",
            *asks,
            "与本人或本单位有关、能看出是哪一家的，请在“回避”栏写“回避”，不必打分。",
            f"填好后直接作为附件回复，也可在回信中逐行写“编号 {' '.join('分数' for _ in rules.criteria)}”。{due}",
        )


def write_xlsx(sheet: Sheet) -> bytes:
    """The sheet as a workbook: only cells that are to be filled in are unlocked; no password."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"author": "", "title": sheet.heading, "comments": sheet.mark})
        page = book.add_worksheet("评分表")
        _set_page(page, sheet)
        _write_head(book, page, sheet)
        first = len(sheet.guide) + 3
        _write_rows(book, page, sheet, first)
        _write_foot(book, page, sheet, first + len(sheet.rows) + 1)
        _limit_cells(page, sheet, first)
        page.protect("", {"format_columns": True, "format_rows": True})
    return out.getvalue()


def write_docx(sheet: Sheet) -> bytes:
    """The same as a Word table, to be printed and filled in by hand or returned."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    paper = open_paper(11)
    page = paper.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(18)
    add_title(paper, sheet.heading, 18)
    for line in (f"{READER}：{sheet.expert}　　{sheet.mark}", *sheet.guide):
        paper.add_paragraph(line).paragraph_format.space_after = Pt(2)
    marks = len(sheet.rules.criteria)
    widths = [16, 88, *[min(20, 66 / marks)] * marks, 18, 60]
    empty = ("",) * (marks + 2)
    table = add_list(paper, [sheet.headings, *((*row, *empty) for row in sheet.rows)], widths)
    for row in table.rows:
        row.height = Mm(11)  # high enough to write in by hand
        for place, cell in enumerate(row.cells):
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            if place != 1 and place < len(sheet.headings) - 1:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_paragraph(SIGNED).paragraph_format.space_before = Pt(12)
    number_pages(paper)
    return paper_bytes(paper)


def _set_page(page: Any, sheet: Sheet) -> None:
    """A4 across, its columns as wide as the paper, the head on every page."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{sheet.mark}&R第&P页，共&N页")
    between = len(sheet.headings) - 3  # criteria and 回避
    page.set_column(0, 0, _NARROW)
    page.set_column(1, 1, _TITLE)
    page.set_column(2, 1 + between, _NARROW)
    spare = _WIDE - _NARROW * (between - 4)
    page.set_column(2 + between, 2 + between, max(_LEAST_WIDE, spare))


def _write_head(book: Any, page: Any, sheet: Sheet) -> None:
    wide = len(sheet.headings) - 1
    title = book.add_format({"bold": True, "font_size": 18, "font_name": _FONT, "align": "center"})
    note = book.add_format({"text_wrap": True, "valign": "vcenter", "font_size": 11, "font_name": _FONT})
    page.set_row(0, 30)
    page.merge_range(0, 0, 0, wide, sheet.heading, title)
    page.merge_range(1, 0, 1, wide, f"{READER}：{sheet.expert}　　{sheet.mark}", note)
    for place, line in enumerate(sheet.guide, 2):
        page.set_row(place, 16 * (1 + len(line) // _LINE))
        page.merge_range(place, 0, place, wide, line, note)


def _write_rows(book: Any, page: Any, sheet: Sheet, first: int) -> None:
    look = {"border": 1, "font_name": _FONT, "font_size": _POINTS, "valign": "vcenter", "text_wrap": True}
    head = book.add_format({**look, "bold": True, "align": "center", "bg_color": "#DDE6F0"})
    number_look = book.add_format({**look, "align": "center"})
    fixed = book.add_format(look)
    mark = book.add_format({**look, "locked": False, "align": "center"})
    words = book.add_format({**look, "locked": False})
    page.set_row(first - 1, 24)
    page.write_row(first - 1, 0, sheet.headings, head)
    last = len(sheet.headings) - 1
    for place, (number, title) in enumerate(sheet.rows, first):
        page.set_row(place, 34)  # room for a title of two lines, or for a hand
        page.write_string(place, 0, number, number_look)
        page.write_string(place, 1, title, fixed)
        for column in range(2, last):
            page.write_blank(place, column, None, mark)
        page.write_blank(place, last, None, words)
    page.freeze_panes(first, 2)
    page.repeat_rows(first - 1)


def _write_foot(book: Any, page: Any, sheet: Sheet, row: int) -> None:
    """Where a printed sheet is signed."""
    look = book.add_format({"font_name": _FONT, "font_size": _POINTS, "locked": False})
    page.set_row(row, 30)
    page.merge_range(row, 0, row, len(sheet.headings) - 1, SIGNED, look)


def _limit_cells(page: Any, sheet: Sheet, first: int) -> None:
    last = first + max(1, len(sheet.rows)) - 1
    scale, marks = sheet.rules.scale, len(sheet.rules.criteria)
    page.data_validation(
        first, 2, last, 1 + marks,
        {
            "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": scale,
            "error_title": "分数", "error_message": f"请填0至{scale}之间的数",
        },
    )  # fmt: skip
    page.data_validation(first, 2 + marks, last, 2 + marks, {"validate": "list", "source": ["回避"]})
