"""``review visits``, ``visit``: teams go and see; what they found."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import HERE, By, Data, Number
from tracker.cli.review.at import named_person, writing
from tracker.cli.review.named import Listed, Top, find_cases, lines_named
from tracker.errors import OrderError


def visits(
    folder: Annotated[Path, typer.Argument(help="行程和每篇的材料写入此目录。")],
    numbers: Annotated[list[str] | None, typer.Option("--number", help="案例编号；可写多次。")] = None,
    data: Data = HERE,
    listed: Listed = None,
    top: Top = None,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="从哪天起；不写则为下一工作日。"),
    ] = None,
    a_day: Annotated[int, typer.Option("--a-day", min=1, max=20, help="一天看几篇。")] = 4,
) -> None:
    """安排实地察看：按县区排行程，每篇一份记录表、数据核对表和问卷。"""
    from tracker.review.visits.plan import arrange, write_kits
    from tracker.review.words import day_words

    lines = lines_named(data, numbers, listed)
    with writing(data) as desk:
        cases = find_cases(desk, lines, top)
        planned = arrange(desk, cases, first.date() if first else None, a_day)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in write_kits(desk, cases, planned):
            (folder / name).write_bytes(content)
        rows = {row.id: row for row in cases}
        for one in planned:
            row = rows[one.case_id]
            typer.echo(
                f"{day_words(one.day) if one.day else '日期未定'}　{row['county']}　{row.number}　{row['title']}"
            )
        typer.echo(f"共{len(planned)}篇，材料在 {folder}")


def visit(
    number: Number,
    truth: Annotated[str, typer.Option("--truth", help="真实性：属实、基本属实、存疑。")],
    data: Data = HERE,
    effect: Annotated[str, typer.Option("--effect", help="实施成效。")] = "",
    survey: Annotated[
        str, typer.Option("--survey", help="问卷七个数：发放 回收 有效 满意 基本满意 不太满意 不满意。")
    ] = "",
    notes: Annotated[str, typer.Option("--notes", help="察看中的问题、照片编号等。")] = "",
    by: By = "",
) -> None:
    """登记一篇案例的察看结果。"""
    from intake.text.fold import simplify
    from tracker.review.visits.findings import Findings, record_findings
    from tracker.review.visits.kit import TRUTHS
    from tracker.review.visits.survey import Survey, read_survey

    if truth not in TRUTHS:
        raise OrderError(f"真实性请写{'、'.join(TRUTHS)}之一")
    words = simplify(survey).replace("，", " ").replace(",", " ").split()
    if not all(word.isdecimal() for word in words):
        raise OrderError("问卷请写七个整数，以空格隔开")
    counts = tuple(int(word) for word in words)
    said = read_survey(counts) if counts else ""
    if isinstance(said, str) and said:
        raise OrderError(said)
    with writing(data) as desk:
        (row,) = find_cases(desk, [f"{number.strip('号')}号"], None)
        survey_ = said if isinstance(said, Survey) else None
        typer.echo(record_findings(desk, row, Findings(truth, effect, survey_, notes), named_person(by)))
