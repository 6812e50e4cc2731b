"""``review decide``, ``publish``, ``object``, ``thanks``: people decide, and the list is made public."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import HERE, By, Data, Reason
from tracker.cli.review.at import named_person, writing
from tracker.cli.review.named import Listed, Top, find_cases, lines_named
from tracker.errors import OrderError

Numbers = Annotated[list[str] | None, typer.Argument(help="案例编号，如 3 或 3号。")]


def decide(
    numbers: Numbers = None,
    data: Data = HERE,
    listed: Listed = None,
    top: Top = None,
    drop: Annotated[bool, typer.Option("--drop", help="改为不入选。")] = False,
    by: By = "",
    reason: Reason = "",
) -> None:
    """登记集体研究的结果：哪些案例入选。"""
    from tracker.review.decide.publish import chosen_rows
    from tracker.review.decide.publish import decide as record

    lines = lines_named(data, numbers, listed)
    with writing(data) as desk:
        cases = find_cases(desk, lines, top, decides=True)
        record(desk, cases, named_person(by), reason, chosen=not drop)
        rows = chosen_rows(desk)
        for row in rows:
            typer.echo(f"{row.number}　{row['county']}　{row['title']}")
        typer.echo(f"入选{len(rows)}篇；公示请运行 zhengji review publish 文件.docx")


def publish(
    out: Annotated[Path, typer.Argument(help="公示写入此 Word 文件。")],
    data: Data = HERE,
    by: By = "",
    which: Annotated[
        int | None, typer.Option("--which", help="重出已发的第几次公示；不写则为最近的名单。")
    ] = None,
) -> None:
    """生成公示：五个工作日，只列单位、题目、层级，不含电话和分数。"""
    from tracker.review.decide.publish import (
        begin_publication,
        change_words,
        chosen_rows,
        published,
        write_public_list,
    )
    from tracker.review.words import day_words

    with writing(data) as desk:
        if which is None:
            days = begin_publication(desk, named_person(by))
            rows = chosen_rows(desk)
        else:
            days, rows = published(desk, which)
        out.write_bytes(write_public_list(desk, rows, days))
        typer.echo(f"公示期{day_words(days.first)}至{day_words(days.last)}，{len(rows)}篇，已生成 {out}")
        if which is None and (words := change_words(desk)):
            typer.echo(f"请注意：{words}")


def thanks(
    folder: Annotated[Path, typer.Argument(help="感谢信写入此目录，一家一份 Word。")], data: Data = HERE
) -> None:
    """生成感谢信：给入选案例的报送单位和评阅专家；荣誉称号按 campaign.toml 的 honour，不写则不提。"""
    from tracker.review.decide.thanks import write_thanks

    with writing(data) as desk:
        letters = write_thanks(desk)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in letters:
            (folder / name).write_bytes(content)
        typer.echo(f"已生成{len(letters)}封，在 {folder}")


def object_(
    said: Annotated[str | None, typer.Argument(help="反映的内容；不写则列出全部。")] = None,
    data: Data = HERE,
    number: Annotated[str, typer.Option("--number", help="所涉案例编号；对名单整体的不写。")] = "",
    person: Annotated[str, typer.Option("--person", help="反映人或单位。")] = "",
    papers: Annotated[str, typer.Option("--papers", help="所附材料的文件名。")] = "",
    settle: Annotated[int | None, typer.Option("--settle", help="第几条已处理；内容写处理结果。")] = None,
) -> None:
    """登记公示期间的异议和处理结果，或列出全部。"""
    from tracker.ledger.review.decided import Objection, add_objection, list_objections, settle_objection

    with writing(data) as desk:
        if settle is not None:
            if not said or not settle_objection(desk.connection, settle, said, desk.now):
                raise OrderError(f"没有第{settle}条异议，或没有写处理结果")
        elif said:
            case_id = find_cases(desk, [f"{number.strip('号')}号"], None)[0].id if number else None
            add_objection(desk.connection, Objection(said, desk.now, case_id, person, papers))
        for one in list_objections(desk.connection):
            state = f"已处理：{one.answer}" if one.settled_at else "待处理"
            typer.echo(f"第{one.id}条　{one.person}　{one.said}　{state}")
