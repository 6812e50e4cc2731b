"""Cases as the commands name them: by numbers, a list in a file, or the best of a round."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.errors import OrderError

if TYPE_CHECKING:
    from tracker.ledger.records import CaseRow
    from tracker.office.desk import Desk

Listed = Annotated[Path | None, typer.Option("--list", help="名单文件，一行一篇，写编号或题目。")]
Top = Annotated[int | None, typer.Option("--top", help="按最近一轮评阅取前几名。")]


def lines_named(data: Path, numbers: list[str] | None, listed: Path | None) -> list[str]:
    """Lines that name cases: of the file, or a number each."""
    from tracker.cli.volume import lines_of

    if listed is not None:
        return lines_of(data, listed)
    return [f"{number.strip().strip('号')}号" for number in numbers or []]


def find_cases(desk: Desk, lines: list[str], top: int | None, *, decides: bool = False) -> list[CaseRow]:
    """The cases that lines name, or the best of the last round; to decide on them their places must stand.

    Raises:
        OrderError: a line names none, or nothing was named.
    """
    from tracker.review.decide.chosen import best_cases, named_cases, settled_best

    if lines:
        return named_cases(desk, lines)
    if top is None:
        raise OrderError("请写案例编号，或用 --list、--top 指明")
    if decides:
        return settled_best(desk, top)
    best = best_cases(desk, top)
    for remark in best.remarks:
        typer.echo(f"请注意：{remark}")
    return list(best.rows)
