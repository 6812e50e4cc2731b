"""``init``, ``doctor``, ``backup``, ``restore``: making and keeping a data folder."""

from __future__ import annotations

from pathlib import Path

import typer

from tracker.errors import SettingsError
from tracker.office.folder import DataDir
from tracker.run.backup import restore_backup, write_backup
from tracker.run.init import init_data

STATE_WORDS = {"ok": "正常", "warn": "注意", "fail": "未通过"}


def init(data: Path, campaign: str) -> None:
    """Make a data folder and say what to do next."""
    for path in init_data(data, campaign):
        typer.echo(f"已建立 {path}")
    typer.echo("")
    typer.echo("下一步：")
    typer.echo(f"1. 在 {data / 'settings.toml'} 中填写收件邮箱和发信服务器；")
    typer.echo(f"2. 在 {data / 'secrets.toml'} 中填写授权码；")
    typer.echo(f"3. 在 {data / 'campaign.toml'} 中核对截止时间、报送单位和经办人；")
    typer.echo(f"4. 运行 zhengji doctor --data {data} 逐项检查；")
    typer.echo(f"5. 运行 zhengji run --data {data} 开始工作。")


def doctor(data: Path, send_test: str) -> None:
    """Check everything for real; exit status 1 when something fails."""
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


def backup(data: Path, target: Path | None) -> None:
    """Write a backup now."""
    folder = DataDir(data)
    if not folder.ledger.exists():
        raise SettingsError(f"{data} 中没有台账，请检查 --data")
    chosen = target or folder.backup / "zhengji-manual.zip"
    write_backup(folder, chosen)
    typer.echo(f"已备份到 {chosen}")


def restore(source: Path, data: Path) -> None:
    """Restore a backup into an empty data folder."""
    count = restore_backup(source, DataDir(data))
    typer.echo(f"已恢复{count}个文件到 {data}；授权码不在备份中，请重新填写 secrets.toml")
