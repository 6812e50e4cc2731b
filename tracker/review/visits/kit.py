"""What a team takes along for a case, in Word: the form, the figures to check, the questionnaire."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.ledger.records import CaseRow
from tracker.review.visits.figures import Figure

LEVELS: Final = ("满意", "基本满意", "不太满意", "不满意")
TRUTHS: Final = ("属实", "基本属实", "存疑")


@dataclass(frozen=True, slots=True)
class Kit:
    """A case to be visited."""

    row: CaseRow
    day: date | None
    figures: Sequence[Figure]
    office: str


def write_kit(kit: Kit) -> bytes:
    """Form, check list and questionnaire as one document."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    document.core_properties.author = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    _write_form(document, kit)
    document.add_page_break()
    _write_figures(document, kit)
    document.add_page_break()
    _write_survey(document, kit)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_form(document: Any, kit: Kit) -> None:
    from docx.shared import Mm

    row = kit.row
    place = "".join(dict.fromkeys((row["county"], row["town"], row["community"])))
    day = f"{kit.day.year}年{kit.day.month}月{kit.day.day}日" if kit.day else "　　　　年　　月　　日"
    _title(document, "实地察看记录表")
    _table(
        document,
        [
            ("编号", row.number, "察看日期", day),
            ("案例", row["title"], "所在地", place),
            ("察看人（不少于2人签名）", "", "陪同人", ""),
            ("察看点", "", "核查的资料", ""),
        ],
        (32, 54, 26, 38),
    )
    boxes = (
        ("真实性", "　".join(f"□{word}" for word in TRUTHS), 22),
        ("实施成效", "（对照后附数据逐条核对）", 40),
        ("群众满意度", "（见后附问卷）发放　　份，回收　　份，有效　　份", 16),
        ("察看中的问题", "", 34),
        ("照片", "（张数、编号）", 14),
        ("结论", "", 30),
    )
    document.add_paragraph()
    table = _table(document, [(heading, hint) for heading, hint, _ in boxes], (32, 118))
    for row_, (_, _, height) in zip(table.rows, boxes, strict=True):
        row_.height = Mm(height)


def _write_figures(document: Any, kit: Kit) -> None:
    _title(document, f"{kit.row.number} 文中数据核对表")
    if not kit.figures:
        document.add_paragraph("文中没有可逐条核对的数据，请查阅台账和现场资料。")
        return
    rows = [("序号", "数据", "文中所述", "核对依据", "是否相符")]
    rows += [(str(place), one.value, one.clause, "", "") for place, one in enumerate(kit.figures, 1)]
    _table(document, rows, (12, 30, 58, 32, 18))


def _write_survey(document: Any, kit: Kit) -> None:
    _title(document, "群众满意度问卷")
    document.add_paragraph(
        f"您好！我们正在了解“{kit.row['title']}”的实际效果，请您谈谈看法。不记名，大约一分钟。"
    )
    for place, question in enumerate(
        ("您是否知道这项做法？　□知道　□听说过　□不知道", "您或家人是否参加过、受益过？　□是　□否"), 1
    ):
        document.add_paragraph(f"{place}. {question}")
    document.add_paragraph("3. 总的来说，您对这项做法：　" + "　".join(f"□{level}" for level in LEVELS))
    document.add_paragraph("4. 您有什么意见和建议？")
    for _ in range(3):
        document.add_paragraph("　")
    document.add_paragraph("（以下由调查人填写）方式：□街头　□入户　地点：　　　　时间：　　　　调查人：")
    document.add_paragraph(
        "汇总：发放　　份，回收　　份，有效　　份；" + "，".join(f"{level}　　份" for level in LEVELS) + "。"
    )
    document.add_paragraph(f"　　　　　　　　　　　　　　　　{kit.office}")


def _title(document: Any, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(16)


def _table(document: Any, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Any:
    """A table with columns of these widths in mm."""
    from docx.shared import Mm

    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for values in rows:
        for cell, text, width in zip(table.add_row().cells, values, widths, strict=True):
            cell.text, cell.width = text, Mm(width)
    return table
