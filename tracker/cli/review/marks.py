"""``review take``, ``results``, ``audit``: marks come back, what they come to, how it came about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, By, Data
from tracker.cli.review.at import ExpertName, RoundName, find_named, named_person, writing
from tracker.errors import OrderError

if TYPE_CHECKING:
    from tracker.ledger.review.experts import ExpertRow
    from tracker.review.marks.answer import Answer


def take(
    expert: ExpertName,
    sheet: Annotated[Path | None, typer.Argument(help="返回的评分表（Excel、Word、WPS、csv）。")] = None,
    data: Data = HERE,
    round_name: RoundName = "",
    line: Annotated[
        list[str] | None, typer.Option("--line", help="照纸质评分表录入一行，如 “A07 85 90 88”；可写多次。")
    ] = None,
    photo: Annotated[str, typer.Option("--photo", help="纸质评分表照片的文件名，备查。")] = "",
    by: By = "",
) -> None:
    """登记一位专家的评分：读返回的评分表，或录入纸质评分表。"""
    import hashlib

    from tracker.cli.volume import lines_of
    from tracker.review.copies.papers import sheet_for
    from tracker.review.copies.returned import read_sheet
    from tracker.review.mail.photos import settle_shown
    from tracker.review.marks.lines import read_lines
    from tracker.review.marks.take import Came, settle_ties, take_answer
    from tracker.review.rounds import look_at

    if (sheet is None) == (not line):
        raise OrderError("请写评分表文件，或用 --line 录入")
    lines = lines_of(data, sheet) if sheet is not None else []
    with writing(data) as desk:
        table = look_at(desk, round_name)
        who = find_named(desk, expert)
        if table.round.frozen_at is None:
            raise OrderError("评分表还没有发出，请先运行 zhengji review papers")
        if sheet is not None:
            answer = read_sheet(lines, sheet_for(desk, table, who.id), is_his=True)
            came = Came("sheet", hashlib.sha256(sheet.read_bytes()).hexdigest(), named_person(by))
        else:
            answer = read_lines("\n".join(line or ()), table.rules, tuple(table.of(who.id)))
            came = Came("typed", photo, named_person(by))
        taken = take_answer(desk, table, who.id, answer, came)
        settle_ties(desk, table, who.id, [mark.number for mark in answer.marks], named_person(by))
        settle_shown(desk, who, named_person(by))
    _show_answer(who, answer, taken)


def results(
    out: Annotated[Path | None, typer.Argument(help="评审意见写入此 Word 文件；不写则只显示。")] = None,
    data: Data = HERE,
    round_name: RoundName = "",
) -> None:
    """计分：列出名次，生成评审意见。"""
    from tracker.review.minutes import minutes_of, result_lines, write_minutes
    from tracker.review.progress import note_minutes
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        minutes = minutes_of(desk, look_at(desk, round_name))
        for line in result_lines(minutes):
            typer.echo("　".join(line))
        if out is not None:
            out.write_bytes(write_minutes(minutes))
            note_minutes(desk, minutes.table)
            typer.echo(f"已生成 {out}")


def audit(
    number: Annotated[str, typer.Argument(help="印号（如 A07）或案例编号。")],
    data: Data = HERE,
    round_name: RoundName = "",
) -> None:
    """一篇案例的评阅档案：谁评、谁回避及原因、何时以何方式收到、所用规则、人工改动。"""
    from tracker.review.audit import audit_lines
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        for line in audit_lines(desk, look_at(desk, round_name), number):
            typer.echo(line)


def _show_answer(who: ExpertRow, answer: Answer, taken: list[str]) -> None:
    typer.echo(f"{who.name}：登记{len(taken)}篇")
    for line in taken:
        typer.echo(f"  {line}")
    for question in answer.questions:
        typer.echo(f"  未登记：{question.line}　{question.why}")
    if answer.questions:
        raise typer.Exit(1)
