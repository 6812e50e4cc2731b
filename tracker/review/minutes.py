"""The minutes of a round (评审意见) in Word: the rule, the table, how strictly each expert marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.ledger.review.decided import Visit, list_decisions, list_visits
from tracker.office.desk import Desk
from tracker.publications.office_paper import (
    add_list,
    add_signature,
    add_title,
    keep_together,
    open_paper,
    paper_bytes,
)
from tracker.review.results import CaseResult, ExpertMean, expert_means, remarks, rule_in_words
from tracker.review.rounds import Table, counted_marks, look_for
from tracker.review.rounds import results as count_round
from tracker.review.visits.survey import Survey, read_survey
from tracker.review.words import day_words

_HEADINGS: Final = ("名次", "编号", "印号", "县区", "题目", "得分", "主题内名次", "备注")
_WIDTHS: Final = (15, 20, 14, 23, 37, 16, 13, 22)  # mm


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes say."""

    table: Table
    results: Sequence[CaseResult]
    means: Sequence[ExpertMean]
    title: str
    office: str
    day: date
    item: str = "案例"  # what one thing sent in is called


def minutes_of(desk: Desk, table: Table) -> Minutes:
    """The minutes of a round as it stands."""
    return Minutes(
        table,
        count_round(desk, table),
        expert_means(counted_marks(desk, table), table.rules),
        desk.campaign.title,
        desk.campaign.signature.office,
        desk.now.astimezone(desk.campaign.zone).date(),
        desk.campaign.item,
    )


def write_minutes(minutes: Minutes) -> bytes:
    """The document."""
    paper = open_paper(12)
    add_title(paper, f"{minutes.title}专家评阅意见", 16)
    paper.add_paragraph(_opening(minutes))
    paper.add_paragraph(f"计分办法：{rule_in_words(minutes.table.rules, minutes.item)}")
    add_list(paper, result_lines(minutes), _WIDTHS)
    paper.add_paragraph("")
    end = len(list(paper.iter_inner_content()))
    paper.add_paragraph("各位专家评分情况（供合议参考，不作调整）：")
    names = {key: expert.name for key, expert in minutes.table.experts.items()}
    rows = [(names[one.expert], str(one.cases), str(one.mean)) for one in minutes.means]
    add_list(paper, [("专家", "评阅篇数", "平均分"), *rows], (40, 30, 30))
    paper.add_paragraph("")
    paper.add_paragraph("专家签名：")
    paper.add_paragraph("")
    add_signature(paper, minutes.office, day_words(minutes.day))
    keep_together(paper, end)
    return paper_bytes(paper)


def result_lines(minutes: Minutes) -> list[tuple[str, ...]]:
    """The table as rows of text, heading first."""
    return [_HEADINGS, *(_line(minutes, result) for result in minutes.results)]


def table_lines(desk: Desk) -> list[tuple[str, ...]]:
    """The last round for the coordinator's workbook, heading first: marks, visits, decisions; [] before one.

    Totals of single experts stand in it: it goes to nobody but her.
    """
    table = look_for(desk)
    if table is None:
        return []
    visits = {one.case_id: one for one in list_visits(desk.connection)}
    decisions = {one.case_id: one.chosen for one in list_decisions(desk.connection)}
    criteria = [criterion.name for criterion in table.rules.criteria]
    heading = (
        "名次",
        "编号",
        "印号",
        "县区",
        "题目",
        "得分",
        *criteria,
        "各位专家",
        "备注",
        "实地察看",
        "入选",
    )
    lines = [heading]
    for result in count_round(desk, table):
        row = table.cases[result.case]
        means = [str(mean) for mean in result.criteria] or [""] * len(criteria)
        given = "；".join(f"{table.experts[key].name}{total}" for key, total in result.totals)
        chosen = {True: "入选", False: "不入选", None: ""}[decisions.get(result.case)]
        lines.append(
            (
                str(result.rank or ""),
                row.number,
                table.numbers[result.case],
                row["county"],
                row["title"],
                str(result.mean or ""),
                *means,
                given,
                "；".join(remarks(result)),
                _visited(visits.get(result.case)),
                chosen,
            )
        )
    return lines


def _visited(visit: Visit | None) -> str:
    if visit is None:
        return ""
    survey = read_survey(visit.survey) if visit.survey else ""
    said = survey.said if isinstance(survey, Survey) else ""
    found = "，".join(filter(None, (visit.truth, visit.effect, said)))
    return found or (f"计划{day_words(visit.day)}" if visit.day else "")


def _opening(minutes: Minutes) -> str:
    table = minutes.table
    scored = [result for result in minutes.results if result.mean is not None]
    lacking = [result for result in minutes.results if result.missing]
    held = [result for result in scored if result.alarm or result.tied]
    text = f"本轮评阅（{table.round.name}）共{len(minutes.results)}篇{minutes.item}，{len(minutes.means)}位专家作了评分。"
    if lacking:
        text += f"有{len(lacking)}篇评分份数不足{table.rules.readers}份，名次为暂列。"
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
        "；".join(remarks(result)),
    )
