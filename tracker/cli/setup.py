"""``init``, ``doctor``, ``backup``, ``restore``: making and keeping a data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import HERE, Data
from tracker.errors import OrderError, SettingsError

CORRECTION, EXTENSION = "更正", "延期"
STATE_WORDS = {"ok": "正常", "warn": "注意", "fail": "未通过"}


def init(
    folder: Annotated[Path | None, typer.Argument(help="数据目录；不写则用 --data。")] = None,
    data: Data = HERE,
    campaign: Annotated[str, typer.Option(help="征集活动模板。")] = "",
) -> None:
    """建立数据目录，写入带说明的设置文件。"""
    from tracker.run.init import init_data

    chosen = folder or data
    for path in init_data(chosen, campaign):
        typer.echo(f"已建立 {path}")
    typer.echo("")
    typer.echo("下一步：")
    typer.echo(f"1. 在 {chosen / 'settings.toml'} 中填写收件邮箱和发信服务器；")
    typer.echo(f"2. 在 {chosen / 'secrets.toml'} 中填写授权码；")
    typer.echo(f"3. 在 {chosen / 'campaign.toml'} 中核对截止时间、报送单位和经办人；")
    typer.echo(f"4. 运行 zhengji doctor --data {chosen} 逐项检查；")
    typer.echo(f"5. 运行 zhengji run --data {chosen} 开始工作。")


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
    from tracker.run.backup import write_backup

    folder = DataDir(data)
    if not folder.ledger.exists():
        raise SettingsError(f"{data} 中没有台账，请检查 --data")
    chosen = target or folder.backup / "zhengji-manual.zip"
    write_backup(folder, chosen)
    typer.echo(f"已备份到 {chosen}")


def restore(source: Annotated[Path, typer.Argument(help="备份文件。")], data: Data = HERE) -> None:
    """从备份文件恢复到空的数据目录。"""
    from tracker.office.folder import DataDir
    from tracker.run.backup import restore_backup

    count = restore_backup(source, DataDir(data))
    typer.echo(f"已恢复{count}个文件到 {data}；授权码不在备份中，请重新填写 secrets.toml")
    typer.echo("原目录的 secret.key 如还在，请一并放回；否则此前信件的回信不再能证明是本人。")
    typer.echo("待发的信先与发件箱核对，已发的不再发；无法核对的，请查看 zhengji letters held 后放行。")
