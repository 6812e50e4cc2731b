"""``review take``, ``results``, ``visits``, ``decide``, ``publish``…: from marks that come back to a public list."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, By, Data, Number, Reason
from tracker.cli.review import ExpertName, RoundName, find_named, named_person, writing
from tracker.errors import OrderError

if TYPE_CHECKING:
    from tracker.ledger.records import CaseRow
    from tracker.ledger.review.experts import ExpertRow
    from tracker.office.desk import Desk
    from tracker.review.marks.answer import Answer

Listed = Annotated[Path | None, typer.Option("--list", help="名单文件，一行一篇，写编号或题目。")]
Top = Annotated[int | None, typer.Option("--top", help="按最近一轮评阅取前几名。")]
Numbers = Annotated[list[str] | None, typer.Argument(help="案例编号，如 3 或 3号。")]


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
    from tracker.review.marks.lines import read_lines
    from tracker.review.rounds import Came, look_at, take_answer

    if (sheet is None) == (not line):
        raise OrderError("请写评分表文件，或用 --line 录入")
    lines = lines_of(data, sheet) if sheet is not None else []
    with writing(data) as desk:
        table = look_at(desk, round_name)
        who = find_named(desk, expert)
        if table.round.frozen_at is None:
            raise OrderError("评分表还没有发出，请先运行 zhengji review papers")
        if sheet is not None:
            answer = read_sheet(lines, sheet_for(desk, table, who.id))
            came = Came("sheet", hashlib.sha256(sheet.read_bytes()).hexdigest(), named_person(by))
        else:
            answer = read_lines("\n".join(line or ()), table.rules, tuple(table.of(who.id)))
            came = Came("typed", photo, named_person(by))
        taken = take_answer(desk, table, who.id, answer, came)
    _show_answer(who, answer, taken)


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

    lines = _lines(data, numbers, listed)
    with writing(data) as desk:
        cases = _cases(desk, lines, top)
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
        (row,) = _cases(desk, [f"{number.strip('号')}号"], None)
        survey_ = said if isinstance(said, Survey) else None
        typer.echo(record_findings(desk, row, Findings(truth, effect, survey_, notes), named_person(by)))


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

    lines = _lines(data, numbers, listed)
    with writing(data) as desk:
        cases = _cases(desk, lines, top)
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
    from tracker.review.decide.publish import begin_publication, chosen_rows, published, write_public_list
    from tracker.review.words import day_words

    with writing(data) as desk:
        if which is None:
            days = begin_publication(desk, named_person(by))
            rows = chosen_rows(desk)
        else:
            days, rows = published(desk, which)
        out.write_bytes(write_public_list(desk, rows, days))
        typer.echo(f"公示期{day_words(days.first)}至{day_words(days.last)}，{len(rows)}篇，已生成 {out}")


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
            case_id = _cases(desk, [f"{number.strip('号')}号"], None)[0].id if number else None
            add_objection(desk.connection, Objection(said, desk.now, case_id, person, papers))
        for one in list_objections(desk.connection):
            state = f"已处理：{one.answer}" if one.settled_at else "待处理"
            typer.echo(f"第{one.id}条　{one.person}　{one.said}　{state}")


def _lines(data: Path, numbers: list[str] | None, listed: Path | None) -> list[str]:
    from tracker.cli.volume import lines_of

    if listed is not None:
        return lines_of(data, listed)
    return [f"{number.strip('号')}号" for number in numbers or []]


def _cases(desk: Desk, lines: list[str], top: int | None) -> list[CaseRow]:
    """The cases that lines name, or the best of the last round.

    Raises:
        OrderError: a line names none, or nothing was named.
    """
    from tracker.review.decide.chosen import best_cases, named_cases

    if lines:
        return named_cases(desk, lines)
    if top is None:
        raise OrderError("请写案例编号，或用 --list、--top 指明")
    best = best_cases(desk, top)
    for row, missing in best:
        if missing:
            typer.echo(f"请注意：{row.number}还缺{missing}份评分，名次未定")
    return [row for row, _ in best]


def results(
    out: Annotated[Path | None, typer.Argument(help="评审意见写入此 Word 文件；不写则只显示。")] = None,
    data: Data = HERE,
    round_name: RoundName = "",
) -> None:
    """计分：列出名次，生成评审意见。"""
    from tracker.review.minutes import minutes_of, result_lines, write_minutes
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        minutes = minutes_of(desk, look_at(desk, round_name))
        for line in result_lines(minutes):
            typer.echo("　".join(line))
        if out is not None:
            out.write_bytes(write_minutes(minutes))
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
