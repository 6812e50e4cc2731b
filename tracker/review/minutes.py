"""The minutes of a round (评审意见) in Word: the rule, the table, how strictly each expert marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.review.results import CaseResult, ExpertMean, rule_in_words
from tracker.review.rounds import Table

_HEADINGS = ("名次", "编号", "印号", "县（市、区）", "案例题目", "得分", "主题内名次", "备注")


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say."""

    table: Table
    results: Sequence[CaseResult]
    means: Sequence[ExpertMean]
    title: str
    office: str
    day: date


def write_minutes(minutes: Minutes) -> bytes:
    """The document."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Pt

    document = Document()
    document.core_properties.author = ""
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    document.add_heading(f"{minutes.title}专家评阅意见", 1)
    document.add_paragraph(_opening(minutes))
    document.add_paragraph(f"计分办法：{rule_in_words(minutes.table.rules)}")
    _add_table(document, _HEADINGS, [_line(minutes, result) for result in minutes.results])
    document.add_paragraph("")
    document.add_paragraph("各位专家评分情况（供合议参考，不作调整）：")
    names = {key: expert.name for key, expert in minutes.table.experts.items()}
    rows = [(names[one.expert], str(one.cases), str(one.mean)) for one in minutes.means]
    _add_table(document, ("专家", "评阅篇数", "平均分"), rows)
    document.add_paragraph("")
    document.add_paragraph("专家签名：")
    document.add_paragraph("")
    document.add_paragraph(
        f"{minutes.office}　　{minutes.day.year}年{minutes.day.month}月{minutes.day.day}日"
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def result_lines(minutes: Minutes) -> list[tuple[str, ...]]:
    """The table as rows of text, heading first."""
    return [_HEADINGS, *(_line(minutes, result) for result in minutes.results)]


def _opening(minutes: Minutes) -> str:
    table = minutes.table
    scored = [result for result in minutes.results if result.mean is not None]
    lacking = [result for result in minutes.results if result.missing]
    held = [result for result in scored if result.alarm or result.tied]
    text = (
        f"本轮评阅（{table.round.name}）共{len(minutes.results)}篇案例，{len(minutes.means)}位专家作了评分。"
    )
    if lacking:
        text += f"有{len(lacking)}篇评分份数不足{table.rules.readers}份。"
    if held:
        text += f"有{len(held)}篇需要合议（见备注）。"
    return text


def _line(minutes: Minutes, result: CaseResult) -> tuple[str, ...]:
    row = minutes.table.cases[result.case]
    return (
        str(result.rank) if result.rank else "—",
        row.number,
        minutes.table.numbers[result.case],
        row["county"],
        row["title"],
        str(result.mean) if result.mean is not None else "—",
        str(result.rank_in_theme) if result.rank_in_theme else "—",
        "；".join(_remarks(result)),
    )


def _remarks(result: CaseResult) -> list[str]:
    found = []
    if result.missing:
        found.append(f"缺{result.missing}份评分")
    if result.alarm:
        found.append(f"最高与最低相差{result.spread}分，请合议")
    if result.tied:
        found.append("并列，请合议")
    return found


def _add_table(document: Any, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
    for values in rows:
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
