"""``review experts``, ``invite``, ``withdraw``: who reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import HERE, By, Data, Reason
from tracker.cli.review.at import ExpertName, RoundName, find_named, named_person, writing


def experts(
    listed: Annotated[
        Path | None, typer.Argument(help="名单文件（Excel、Word、文本），第一行为栏名。")
    ] = None,
    data: Data = HERE,
) -> None:
    """登记专家名单，或列出已登记的专家。"""
    from tracker.cli.volume import lines_of
    from tracker.ledger.review.experts import list_experts
    from tracker.review.experts.declared import put_listed
    from tracker.review.experts.people import read_people
    from tracker.review.progress import described

    lines = lines_of(data, listed) if listed is not None else None
    with writing(data) as desk:
        if lines is not None:
            people = read_people(lines, desk.campaign)
            for remark in (*people.remarks, *put_listed(desk, people.experts)):
                typer.echo(remark)
        known = list_experts(desk.connection)
        for expert in known:
            typer.echo(described(desk, expert))
        typer.echo(f"共{len(known)}位专家")


def invite(
    experts: Annotated[
        list[str] | None, typer.Argument(help="专家姓名或邮箱；不写则为全部未邀请的。")
    ] = None,
    data: Data = HERE,
    round_name: RoundName = "",
) -> None:
    """发信邀请专家；回信“愿意，最多10篇，回避某县”自动登记。"""
    from tracker.review.mail.letters import invite as invite_experts
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        table = look_at(desk, round_name)
        chosen = [find_named(desk, word) for word in experts] if experts else list(table.experts.values())
        typer.echo(f"已生成{invite_experts(desk, table, chosen)}封邀请信，上班时间发出")


def withdraw(
    expert: ExpertName, data: Data = HERE, round_name: RoundName = "", by: By = "", reason: Reason = ""
) -> None:
    """一位专家不再参加：未评的案例收回待重新分配，已交的评分保留。"""
    from tracker.review.progress import plan_lines
    from tracker.review.rounds import look_at, propose
    from tracker.review.rounds import withdraw as let_go

    with writing(data) as desk:
        who = find_named(desk, expert)
        let_go(desk, look_at(desk, round_name), who.id, reason, named_person(by))
        for line in plan_lines(table := look_at(desk, round_name), propose(table)):
            typer.echo(line)
        typer.echo(f"{who.name}已退出；采用以上方案请运行 zhengji review plan --save")
