"""Score sheets as they go out: a workbook and a Word table. How they are read when they come back, see returned.py.

Validation in the workbook helps whoever types; nothing relies on it, as pasting goes past it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from intake.campaign.review import ReviewRules
from tracker.publications.office_paper import add_list, add_title, open_paper, paper_bytes
from tracker.review.marks.rows import AVOID, COMMENT, NUMBER, TITLE

# Printed above the table; by them a sheet is known when it comes back.
SHEET: Final = "专家评阅表"
READER: Final = "评阅人"
FORM: Final = "表号"


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
        return (NUMBER, TITLE, *(criterion.name for criterion in self.rules.criteria), AVOID, COMMENT)

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
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        _write_head(book, page, sheet)
        first = len(sheet.guide) + 3
        _write_rows(book, page, sheet, first)
        _limit_cells(page, sheet, first)
        page.protect("", {"format_columns": True, "format_rows": True})
    return out.getvalue()


def write_docx(sheet: Sheet) -> bytes:
    """The same as a Word table, to be printed and filled in by hand or returned."""
    from docx.enum.section import WD_ORIENT
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
    paper.add_paragraph("评阅人签名：　　　　　　　　　　日期：　　　　年　　月　　日")
    return paper_bytes(paper)


def _write_head(book: Any, page: Any, sheet: Sheet) -> None:
    wide = len(sheet.headings) - 1
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    note = book.add_format({"text_wrap": True, "valign": "top", "font_size": 10})
    page.merge_range(0, 0, 0, wide, sheet.heading, title)
    page.merge_range(1, 0, 1, wide, f"{READER}：{sheet.expert}　　{sheet.mark}", note)
    for place, line in enumerate(sheet.guide, 2):
        page.merge_range(place, 0, place, wide, line, note)


def _write_rows(book: Any, page: Any, sheet: Sheet, first: int) -> None:
    head = book.add_format({"bold": True, "border": 1, "align": "center", "bg_color": "#DDE6F0"})
    fixed = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    free = book.add_format({"border": 1, "locked": False, "valign": "vcenter", "text_wrap": True})
    page.write_row(first - 1, 0, sheet.headings, head)
    for place, (number, title) in enumerate(sheet.rows, first):
        page.set_row(place, 30)  # room for a title of two lines, or for a hand
        page.write_string(place, 0, number, fixed)
        page.write_string(place, 1, title, fixed)
        for column in range(2, len(sheet.headings)):
            page.write_blank(place, column, None, free)
    page.set_column(0, 0, 8)
    page.set_column(1, 1, 44)
    page.set_column(2, len(sheet.headings) - 2, 10)
    page.set_column(len(sheet.headings) - 1, len(sheet.headings) - 1, 40)
    page.freeze_panes(first, 2)
    page.repeat_rows(first - 1)


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
