"""``review open``, ``plan``, ``pair``, ``extend``, ``add``, ``remove``, ``status``: a round, and who reads what."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import HERE, By, Data, Reason
from tracker.cli.review.at import ExpertName, RoundName, find_named, named_person, writing
from tracker.errors import OrderError


def open_round(
    name: Annotated[str, typer.Argument(help="这一轮的名称，如 初评。")],
    listed: Annotated[
        Path | None, typer.Option("--list", help="只评名单文件中的案例；不写则评全部有效案例。")
    ] = None,
    data: Data = HERE,
    by: By = "",
) -> None:
    """开始一轮评阅，给案例编印号。"""
    from tracker.cli.volume import lines_of
    from tracker.ledger.cases import list_cases
    from tracker.publications.volume.choice import by_lines
    from tracker.review.progress import ends, opening_remarks
    from tracker.review.rounds import begin_round, look_at

    lines = lines_of(data, listed) if listed is not None else None
    with writing(data) as desk:
        cases = list_cases(desk.connection)
        if lines is not None:
            wanted = by_lines(desk, lines)
            for remark in wanted.remarks:
                typer.echo(remark)
            cases = list(wanted.cases)
        begin_round(desk, name, cases, named_person(by))
        table = look_at(desk, name)
        for line in opening_remarks(desk, table):
            typer.echo(f"请注意：{line}")
        typer.echo(f"已开始“{name}”，共{len(table.numbers)}篇，印号{ends(list(table.numbers.values()))}")
        typer.echo("下一步：zhengji review plan 看分配方案")


def plan(
    data: Data = HERE,
    round_name: RoundName = "",
    save: Annotated[bool, typer.Option("--save", help="采用这一方案；不写则只显示。")] = False,
    by: By = "",
) -> None:
    """分配案例：显示各位专家的篇数、缺额和回避；已定的不变。"""
    from tracker.review.progress import plan_lines
    from tracker.review.rounds import keep_plan, look_at, propose

    with writing(data) as desk:
        table = look_at(desk, round_name)
        found = propose(table)
        for line in plan_lines(table, found):
            typer.echo(line)
        if save:
            keep_plan(desk, table, found, named_person(by))
            typer.echo("已采用。下一步：zhengji review papers 目录 生成隐名材料和评分表")
        else:
            typer.echo("以上为方案，未写入；采用请加 --save")


def pair(
    expert: ExpertName,
    number: Annotated[str, typer.Argument(help="印号，如 A07。")],
    data: Data = HERE,
    round_name: RoundName = "",
    drop: Annotated[bool, typer.Option("--drop", help="改为收回这一篇。")] = False,
    by: By = "",
    reason: Reason = "",
) -> None:
    """人工给一位专家加一篇，或收回一篇；须写理由。"""
    from intake.text.fold import simplify
    from tracker.review.amend import pair_by_hand, take_back
    from tracker.review.marks.take import settle_ties
    from tracker.review.progress import ends
    from tracker.review.rounds import look_at

    if not reason.strip():
        raise OrderError("人工调整请用 --reason 写明理由")
    with writing(data) as desk:
        table = look_at(desk, round_name)
        who = find_named(desk, expert)
        found = {word: case for case, word in table.numbers.items()}
        number = simplify(number).strip()
        if number.upper() not in found:
            raise OrderError(f"没有印号{number}；印号为{ends(list(table.numbers.values()))}")
        change = take_back if drop else pair_by_hand
        change(desk, table, (who.id, found[number.upper()]), reason, named_person(by))
        settle_ties(desk, table, who.id, [number.upper()], named_person(by))
        typer.echo(f"{who.name}：{number.upper()}已{'收回' if drop else '加上'}")


def extend(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="新的截止日，如 2015-09-15。")],
    data: Data = HERE,
    round_name: RoundName = "",
    expert: Annotated[str, typer.Option("--expert", help="只延这一位专家的；不写则为全部。")] = "",
    by: By = "",
) -> None:
    """评阅截止日改到另一天，全体或一位专家；有邮箱的去信告知。"""
    from tracker.review.amend import extend_round
    from tracker.review.mail.letters import tell_change
    from tracker.review.rounds import look_at
    from tracker.review.words import day_words

    with writing(data) as desk:
        only = find_named(desk, expert).id if expert else 0
        last = day.date()
        concerned = extend_round(desk, look_at(desk, round_name), last, named_person(by), only)
        table = look_at(desk, round_name)
        notices = dict.fromkeys(concerned, f"评阅截止时间改为{day_words(last)}。")
        silent = tell_change(desk, table, f"{last}", notices)
        typer.echo(f"评阅截止时间改为{day_words(last)}，涉及{len(concerned)}位专家")
        _echo_silent(silent)


def add(
    numbers: Annotated[list[str], typer.Argument(help="案例编号，如 5 或 5号。")],
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
) -> None:
    """一轮中加入案例，编下一个印号；规则不变。"""
    from tracker.review.amend import put_in
    from tracker.review.decide.chosen import named_cases
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        rows = named_cases(desk, numbers)
        given = put_in(desk, look_at(desk, round_name), rows, named_person(by))
        for row, number in zip(rows, given, strict=True):
            typer.echo(f"{row.number}　印号{number}　{row['title']}")
        typer.echo("下一步：zhengji review plan --save，只补新加入的，已定的不动")


def remove(
    numbers: Annotated[list[str], typer.Argument(help="印号，如 A07。")],
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
    reason: Reason = "",
) -> None:
    """一轮中撤出案例：告知评它的专家，所收评分留档不计。"""
    from tracker.review.amend import take_out
    from tracker.review.mail.letters import tell_change
    from tracker.review.rounds import look_at, printed_cases

    with writing(data) as desk:
        table = look_at(desk, round_name)
        rows = printed_cases(table, numbers)
        told = take_out(desk, table, rows, reason, named_person(by))
        notices = {key: f"{'、'.join(own)}不再评阅，请不必评分。" for key, own in told.items()}
        silent = tell_change(desk, look_at(desk, round_name), "out:" + ",".join(numbers), notices)
        typer.echo(f"已撤出{'、'.join(table.numbers[row.id] for row in rows)}，涉及{len(told)}位专家")
        _echo_silent(silent)


def status(data: Data = HERE, round_name: RoundName = "") -> None:
    """评阅进度：谁还有哪几篇没有返回。"""
    from tracker.review.progress import progress_lines
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        for line in progress_lines(desk, look_at(desk, round_name)):
            typer.echo(line)


def _echo_silent(names: list[str]) -> None:
    if names:
        typer.echo(f"用纸质或没有邮箱的请电话告知：{'、'.join(names)}")
