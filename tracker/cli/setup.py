"""``init``, ``doctor``, ``backup``, ``restore``: making and keeping a data folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import HERE, Data
from tracker.errors import OrderError, SettingsError

CORRECTION, EXTENSION = "更正", "延期"
OWN_WORDS = ("经办人填写", "经办人确认")  # what a person said has no sentence of the notice
STATE_WORDS = {"ok": "正常", "warn": "注意", "fail": "未通过"}


def init(
    folder: Annotated[Path | None, typer.Argument(help="数据目录；不写则用 --data。")] = None,
    data: Data = HERE,
    campaign: Annotated[str, typer.Option(help="征集活动模板。")] = "",
    notice: Annotated[
        Path | None, typer.Option(help="征集通知（Word、PDF、网页、文本等），据此起草。")
    ] = None,
    where: Annotated[str, typer.Option(help="通知未写明时：省,市 或 省,市,县，如 浙江省,湖州市。")] = "",
    deadline: Annotated[str, typer.Option(help="通知未写明时：截止日期，如 2024-05-31。")] = "",
    confirmed: Annotated[Path | None, typer.Option(help="改好的通知要点核对表，按它重新写入。")] = None,
    again: Annotated[Path | None, typer.Option(help="上一次征集的数据目录：照它再办一次。")] = None,
    opening: Annotated[str, typer.Option(help="再办一次时：开始日期，如 2024-05-31。")] = "",
) -> None:
    """建立数据目录，写入带说明的设置文件；有通知的，据通知起草征集活动。"""
    from intake.campaign.campaign import load_campaign
    from tracker.office.folder import DataDir
    from tracker.run.init import init_data

    chosen = folder or data
    kept = DataDir(chosen).campaign if DataDir(chosen).campaign.exists() else None
    if again is not None:
        made = _init_again(again, chosen, opening, deadline)
    elif notice is not None:
        made = _init_on(notice, chosen, (where, deadline), confirmed)
    elif confirmed is not None:
        raise SettingsError("按核对表写入时请同时写 --notice 通知文件")
    else:
        made = init_data(chosen, campaign)
    for path in made:
        typer.echo(f"已建立 {path}")
    if kept is not None and kept not in made:
        typer.echo(
            f"{kept} 已存在（{load_campaign(kept).title}），照旧使用，没有改动；"
            "要建立另一项征集，请另选一个目录"
        )
    typer.echo("")
    typer.echo("下一步：")
    typer.echo(f"1. 在 {chosen / 'settings.toml'} 中填写收件邮箱和发信服务器；")
    typer.echo(f"2. 在 {chosen / 'secrets.toml'} 中填写授权码；")
    typer.echo(_to_check(chosen, notice))
    typer.echo(f"4. 运行 zhengji doctor --data {chosen} 逐项检查；")
    typer.echo(f"5. 运行 zhengji run --data {chosen} 开始工作。")


def _to_check(folder: Path, notice: Path | None) -> str:
    from tracker.run.founding.found import PAGE

    if notice is None or not (folder / PAGE).exists():
        return f"3. 在 {folder / 'campaign.toml'} 中核对截止时间、报送单位和经办人；"
    page = folder / PAGE
    command = f'zhengji init "{folder}" --notice "{notice}" --confirmed "{page}"'
    return f"3. 打开 {page} 核对，改好保存后运行 {command}；收到来信以后，改动请写在 campaign.toml 中；"


def _init_on(
    notice: Path, folder: Path, answered: tuple[str, str], confirmed: Path | None
) -> tuple[Path, ...]:
    """Show what the notice says, ask for what it does not, found the folder on it.

    ``answered``: the place and the last day of the command line.
    """
    from tracker.run.founding.answers import Answers, read_day, read_region
    from tracker.run.founding.confirm import ask, confirm, read_page
    from tracker.run.founding.found import found_on, make_office, read_facts
    from tracker.run.founding.show import CONTACTS_GO, rows_of

    facts = read_facts(notice)
    where, deadline = answered
    issued = facts.issued.value if facts.issued else None
    said = Answers(read_region(where), read_day(deadline, since=issued))
    if confirmed is not None:
        facts, said = confirm(facts, said, read_page(confirmed))
    for row in rows_of(facts, said):
        typer.echo(f"{row.name}：{row.value}")
        if row.is_said and row.quote != row.value:
            typer.echo(f"    {'' if row.quote in OWN_WORDS else '通知：'}{' '.join(row.quote.split())[:80]}")
    typer.echo("")
    asking = sys.stdin.isatty()
    if asking:
        typer.echo("以下各项通知未写明，请填写；不知道的直接回车，以后再填。")
        answers = ask(facts, said, lambda name: typer.prompt(name, default="", show_default=False))
        facts, said = confirm(facts, said, answers)
    founding, places = found_on(facts, said)
    if asking and not typer.confirm("以上写入数据目录，之后仍可修改。继续吗", default=True):
        raise typer.Exit(1)
    made = make_office(founding, places, folder, confirmed=confirmed is not None)
    if not founding.listed:
        names = "、".join(county.name for county in founding.places.county)
        typer.echo(
            f"全国区划代码中没有{founding.region.city}：报送单位只按通知写了{names}。请在 {folder / 'places'} 和 "
            f"{folder / 'campaign.toml'} 中补写各单位及其镇（街道），运行 zhengji places check 检查。\n"
        )
    typer.echo(f"{CONTACTS_GO}。\n")
    return made


def _init_again(old: Path, folder: Path, opening: str, deadline: str) -> tuple[Path, ...]:
    """Last year's call again; the dates are a person's."""
    from tracker.run.founding.again import Dates, found_again
    from tracker.run.founding.answers import read_day

    if sys.stdin.isatty():
        opening = opening or typer.prompt("这一次的开始日期（如 2024-05-31）")
        deadline = deadline or typer.prompt("这一次的截止日期（如 2024-05-31）")
    first, last = read_day(opening, "开始日期"), read_day(deadline)
    if first is None or last is None:
        raise SettingsError("请写明这一次的日期，如 --opening 2024-05-31 --deadline 2024-06-30")
    return found_again(old, folder, Dates(first, last))


def doctor(
    data: Data = HERE,
    send_test: Annotated[str, typer.Option(help="向此地址试发一封邮件。")] = "",
) -> None:
    """逐项检查邮箱、发信、磁盘、模板和截止时间，并说明如何处理。"""
    from tracker.run.doctor import run_checks

    findings = run_checks(data, send_test=send_test)
    for finding in findings:
        typer.echo(f"[{STATE_WORDS[finding.state]}] {finding.name}：{finding.text}")
        if finding.remedy:
            typer.echo(f"        处理办法：{finding.remedy}")
    failed = sum(finding.state == "fail" for finding in findings)
    typer.echo(
        f"共检查{len(findings)}项，{failed}项未通过。" if failed else f"共检查{len(findings)}项，可以运行。"
    )
    if failed:
        raise typer.Exit(1)


def settle_deadline(
    which: Annotated[str, typer.Argument(help="更正（不通知各单位）或 延期（通知各单位）。")],
    data: Data = HERE,
) -> None:
    """征集文件中的截止时间改动后，说明是更正还是延期。"""
    import getpass

    from tracker.letters.extension import find_edit, take_as_correction, take_as_extension
    from tracker.office.desk import Desk
    from tracker.run.open import open_office

    if which not in (CORRECTION, EXTENSION):
        raise OrderError(f"应为“{CORRECTION}”或“{EXTENSION}”，现为“{which}”")
    with open_office(data) as parts, parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        edit = find_edit(connection, parts.campaign, desk.now)
        if edit is None:
            raise OrderError("征集文件中的截止时间没有待说明的改动")
        if which == CORRECTION:
            take_as_correction(desk, edit, getpass.getuser())
            typer.echo("已按更正处理，不通知各单位，按期情况已重新计算。")
        else:
            told = take_as_extension(desk, edit)
            typer.echo(
                f"已拟好给{told}个单位的通知，服务运行时在工作时间发出；收信单位另函告知经办人，"
                "写有“请确认”的，经办人回复“确认”或运行 zhengji letters release 后发出。"
            )


def backup(
    target: Annotated[Path | None, typer.Argument(help="备份文件；默认写入数据目录的 backup。")] = None,
    data: Data = HERE,
) -> None:
    """备份台账、原件和设置到一个文件。"""
    from tracker.office.folder import DataDir
    from tracker.office.settings import Settings, load_settings
    from tracker.run.backup import write_backup
    from tracker.run.open import ledger_place

    folder = DataDir(data)
    place = ledger_place(load_settings(data) if folder.settings.exists() else Settings(), folder)
    if isinstance(place, Path) and not place.exists():
        raise SettingsError(f"{data} 中没有台账，请检查 --data")
    chosen = target or folder.backup / "zhengji-manual.zip"
    write_backup(folder, chosen, place=place)
    typer.echo(f"已备份到 {chosen}")


def restore(
    source: Annotated[Path, typer.Argument(help="备份文件。")],
    data: Data = HERE,
    ledger: Annotated[
        str,
        typer.Option(
            "--ledger", help="台账在数据库的：恢复到哪个空的数据库，postgresql://…；不写则按备份中的设置。"
        ),
    ] = "",
) -> None:
    """从备份文件恢复到空的数据目录。"""
    from tracker.office.folder import DataDir
    from tracker.run.backup import restore_backup

    count = restore_backup(source, DataDir(data), to=ledger)
    typer.echo(f"已恢复{count}个文件到 {data}；授权码不在备份中，请重新填写 secrets.toml")
    typer.echo("原目录的 secret.key 如还在，请一并放回；否则此前信件的回信不再能证明是本人。")
    typer.echo("待发的信先与发件箱核对，已发的不再发；无法核对的，请查看 zhengji letters held 后放行。")


def migrate(
    to: Annotated[
        str,
        typer.Option("--to", help="postgresql://用户@主机:5432/库名，或 sqlite（回到数据目录中的文件）。"),
    ] = "",
    originals: Annotated[
        bool, typer.Option("--originals", help="把数据目录中的原件复制到 [archive] 所写的位置。")
    ] = False,
    data: Data = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只查看两边情况，什么都不改。")] = False,
) -> None:
    """把台账迁移到 PostgreSQL 数据库，或迁回文件；逐表核对，中断后再运行即可继续。"""
    from tracker.run.migrate import copy_originals, move_ledger, plan_move

    if originals == bool(to):
        raise SettingsError("--to 与 --originals 请写且只写一个")
    if originals:
        count, fresh = copy_originals(data)
        typer.echo(f"原件共{count}封，本次复制{fresh}封，台账中的来信齐全；数据目录中的 archive 可由您移走。")
        return
    if dry_run:
        plan = plan_move(data, to)
        for table, count in plan.rows.items():
            if count:
                there = f"，目标中已有{plan.there[table]}行" if plan.there[table] else ""
                typer.echo(f"{table}：{count}行{there}")
        typer.echo(f"共{sum(plan.rows.values())}行，可以迁移；没有改动任何内容。")
        return
    done: dict[str, int] = {}

    def tell(table: str, count: int) -> None:
        if table not in done:
            typer.echo(f"正在复制 {table} …", err=True)
        done[table] = done.get(table, 0) + count

    holdings = move_ledger(data, to, tell)
    for held in holdings:
        if held.rows:
            typer.echo(f"{held.table}：{held.rows}行，两边一致（SHA-256 {held.sha256[:16]}）")
    typer.echo(
        f"已迁移，共{sum(held.rows for held in holdings)}行，两边逐表一致；settings.toml 已改为新位置。"
    )
