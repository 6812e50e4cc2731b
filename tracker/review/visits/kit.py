"""What a team takes along for a case, in Word: the form, the figures to check, the questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.ledger.records import CaseRow
from tracker.publications.office_paper import (
    add_list,
    add_signature,
    add_table,
    add_title,
    centre,
    open_paper,
    paper_bytes,
)
from tracker.review.visits.figures import MOST, Figure
from tracker.review.words import day_words

LEVELS: Final = ("满意", "基本满意", "不太满意", "不满意")
TRUTHS: Final = ("属实", "基本属实", "存疑")
_TALLY: Final = "发放　　份，回收　　份，有效　　份；" + "，".join(f"{level}　　份" for level in LEVELS)


@dataclass(frozen=True, slots=True)
class Kit:
    """A case to be visited."""

    row: CaseRow
    day: date | None
    figures: Sequence[Figure]
    office: str


def write_kit(kit: Kit) -> bytes:
    """Form, check list and questionnaire as one document."""
    paper = open_paper(12)
    _write_form(paper, kit)
    paper.add_page_break()
    _write_figures(paper, kit)
    paper.add_page_break()
    _write_survey(paper, kit)
    return paper_bytes(paper)


def _write_form(paper: Any, kit: Kit) -> None:
    from docx.shared import Mm

    row = kit.row
    place = "".join(dict.fromkeys((row["county"], row["town"], row["community"])))
    day = day_words(kit.day) if kit.day else "　　　　年　　月　　日"
    add_title(paper, "实地察看记录表", 16)
    head = add_table(
        paper,
        [
            ("编号", row.number, "察看日期", day),
            ("题目", row["title"], "所在地", place),
            ("察看人（不少于2人签名）", "", "陪同人", ""),
            ("察看点", "", "核查的资料", ""),
        ],
        (30, 50, 26, 44),
    )
    for row_, height in zip(head.rows, (9, 9, 16, 12), strict=True):  # room to sign
        row_.height = Mm(height)
    centre(head)
    boxes = (
        ("真实性", "　".join(f"□{word}" for word in TRUTHS), 22),
        ("实施成效", "（对照后附数据逐条核对）", 40),
        ("群众满意度", f"（汇总后附问卷）{_TALLY}", 22),
        ("察看中的问题", "", 34),
        ("照片", "（张数、编号）", 14),
        ("结论", "", 30),
    )
    paper.add_paragraph()
    table = add_table(paper, [(heading, hint) for heading, hint, _ in boxes], (32, 118))
    for row_, (_, _, height) in zip(table.rows, boxes, strict=True):
        row_.height = Mm(height)
    centre(table)


def _write_figures(paper: Any, kit: Kit) -> None:
    add_title(paper, f"{kit.row.number} 文中数据核对表", 16)
    if not kit.figures:
        paper.add_paragraph("文中没有可逐条核对的数据，请查阅台账和现场资料。")
        return
    rows = [("序号", "数据", "文中所述", "核对依据", "是否相符")]
    rows += [(str(place), one.value, one.clause, "", "") for place, one in enumerate(kit.figures, 1)]
    add_list(paper, rows, (15, 30, 52, 31, 22))
    if len(kit.figures) == MOST:
        paper.add_paragraph(f"表中只列前{MOST}处，其余数据请对照原文核对。")


def _write_survey(paper: Any, kit: Kit) -> None:
    add_title(paper, "群众满意度问卷", 16)
    paper.add_paragraph(
        f"您好！我们正在了解《{kit.row['title']}》的实际效果，请您谈谈看法。不记名，大约一分钟。"
    )
    for place, question in enumerate(
        ("您是否知道这项做法？　□知道　□听说过　□不知道", "您或家人是否参加过、受益过？　□是　□否"), 1
    ):
        paper.add_paragraph(f"{place}. {question}")
    paper.add_paragraph("3. 总的来说，您对这项做法：　" + "　".join(f"□{level}" for level in LEVELS))
    paper.add_paragraph("4. 您有什么意见和建议？")
    for _ in range(3):
        paper.add_paragraph("　")
    paper.add_paragraph("（以下由调查人填写）方式：□街头　□入户　地点：　　　　时间：　　　　调查人：")
    add_signature(paper, kit.office)
