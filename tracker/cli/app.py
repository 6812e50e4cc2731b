"""The command ``zhengji``: declares the commands and puts the real parts together.

Everything heavy is imported inside the command that needs it, so that ``--help`` is quick.
Errors that a person can do something about end in one Chinese line and exit status 2.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="zhengji",
    help="征集：用一个邮箱办好案例征集，收件、登记、回执、催报、汇总。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
places = typer.Typer(help="地名资料。", no_args_is_help=True)
themes = typer.Typer(help="主题判别。", no_args_is_help=True)
letters = typer.Typer(help="信函模板。", no_args_is_help=True)
sheet = typer.Typer(help="汇总表。", no_args_is_help=True)
app.add_typer(places, name="places")
app.add_typer(themes, name="themes")
app.add_typer(letters, name="letters")
app.add_typer(sheet, name="sheet")

Data = Annotated[Path, typer.Option("--data", help="数据目录。", envvar="ZHENGJI_DATA")]
HERE = Path("zhengji-data")


@app.command()
def init(
    data: Data = HERE,
    campaign: Annotated[str, typer.Option(help="征集活动模板。")] = "xuzhou-2015",
) -> None:
    """建立数据目录，写入带说明的设置文件。"""
    from tracker.cli import setup

    setup.init(data, campaign)


@app.command()
def doctor(
    data: Data = HERE,
    send_test: Annotated[str, typer.Option(help="向此地址试发一封邮件。")] = "",
) -> None:
    """逐项检查邮箱、发信、磁盘、模板和截止时间，并说明如何处理。"""
    from tracker.cli import setup

    setup.doctor(data, send_test)


@app.command()
def run(data: Data = HERE) -> None:
    """启动服务：收件、登记、回执、催报、日报，直到按 Ctrl+C 停止。"""
    from tracker.cli import run as serve

    serve.run(data)


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help=".eml 文件夹、Maildir 或 mbox。")],
    data: Data = HERE,
    arrivals: Annotated[Path | None, typer.Option(help="到达时间表（JSON 行）。")] = None,
) -> None:
    """从文件夹收取邮件（不能用 IMAP 的单位）。"""
    from tracker.cli import run as serve

    serve.import_folder(path, data, arrivals)


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(help=".eml 文件夹。")],
    data: Data,
    since: Annotated[str, typer.Option("--from", help="模拟开始时间，如 2015-07-07T08:00。")],
    until: Annotated[str, typer.Option("--until", help="模拟结束时间。")],
    arrivals: Annotated[Path | None, typer.Option(help="到达时间表（JSON 行）。")] = None,
    campaign: Annotated[Path | None, typer.Option(help="征集活动文件。")] = None,
) -> None:
    """用一个文件夹的邮件重演整个征集期，信件写入 DIR/sent。"""
    from tracker.cli import replay as season

    season.replay(folder, data, since, until, arrivals, campaign)


@app.command()
def read(
    paths: Annotated[list[Path], typer.Argument(help="邮件或文档。")],
    as_json: Annotated[bool, typer.Option("--json", help="每件输出一行 JSON。")] = False,
    campaign: Annotated[Path | None, typer.Option(help="征集活动文件。")] = None,
) -> None:
    """读取邮件或文档，显示文字、要素和疑点，不写台账。"""
    from tracker.cli import read as reading

    reading.read(paths, as_json=as_json, campaign=campaign)


@app.command()
def export(
    data: Data = HERE,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="每行一个 JSON 对象。")] = True,
    with_text: Annotated[bool, typer.Option("--with-text", help="附案例正文。")] = False,
    letters_: Annotated[bool, typer.Option("--letters", help="改为输出信件。")] = False,
) -> None:
    """导出台账。"""
    from tracker.cli import ledger as books

    del jsonl
    books.export(data, with_text=with_text, letters=letters_)


@app.command()
def status(data: Data = HERE) -> None:
    """显示报送进度、待办和系统情况。"""
    from tracker.cli import ledger as books

    books.status(data)


@app.command()
def cases(
    data: Data = HERE,
    search: Annotated[str, typer.Option(help="按正文词语查找。")] = "",
) -> None:
    """列出案例。"""
    from tracker.cli import ledger as books

    books.cases(data, search)


@app.command()
def show(
    number: Annotated[str, typer.Argument(help="案例编号，如 3 或 XZ-003。")], data: Data = HERE
) -> None:
    """显示一个案例的各项内容和依据。"""
    from tracker.cli import ledger as books

    books.show(number, data)


@app.command()
def compare(
    number: Annotated[str, typer.Argument(help="案例编号，如 3 或 XZ-003。")],
    other: Annotated[str, typer.Argument(help="另一案例的编号；不写则与本案例的前一稿比较。")] = "",
    data: Data = HERE,
) -> None:
    """并列两个案例（或一个案例的前后两稿）不同的句子。"""
    from tracker.cli import ledger as books

    books.compare(number, other, data)


@app.command()
def backup(
    target: Annotated[Path | None, typer.Argument(help="备份文件；默认写入数据目录的 backup。")] = None,
    data: Data = HERE,
) -> None:
    """备份台账、原件和设置到一个文件。"""
    from tracker.cli import setup

    setup.backup(data, target)


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="备份文件。")], data: Data = HERE) -> None:
    """从备份文件恢复到空的数据目录。"""
    from tracker.cli import setup

    setup.restore(source, data)


@app.command()
def correct(
    number: Annotated[str, typer.Argument(help="案例编号。")],
    changes: Annotated[list[str], typer.Argument(help="字段=值，如 theme=4 town=张集镇。")],
    data: Data = HERE,
    reason: Annotated[str, typer.Option(help="理由。")] = "",
    who: Annotated[str, typer.Option(help="更正人。")] = "",
) -> None:
    """更正案例；人工更正优先，重读不会覆盖。"""
    from tracker.cli import correct as words

    words.correct(number, changes, data, reason, who)


@app.command()
def confirm(
    number: Annotated[str, typer.Argument(help="案例编号。")],
    fields: Annotated[list[str] | None, typer.Argument(help="字段；不写则确认整条。")] = None,
    data: Data = HERE,
    reason: Annotated[str, typer.Option(help="理由。")] = "",
    who: Annotated[str, typer.Option(help="确认人。")] = "",
) -> None:
    """确认案例内容无误。"""
    from tracker.cli import correct as words

    words.confirm(number, fields or [], data, reason, who)


@app.command()
def reread(
    data: Data = HERE,
    apply: Annotated[bool, typer.Option("--apply", help="写入台账；不写则只列出变化。")] = False,
) -> None:
    """用现在的程序重读全部原件，列出变化；人工确认过的不变。"""
    from tracker.cli import correct as words

    words.reread(data, apply=apply)


@places.command("check")
def places_check(
    path: Annotated[Path | None, typer.Argument(help="地名文件；默认检查本活动所用。")] = None,
    data: Data = HERE,
) -> None:
    """检查地名资料。"""
    from tracker.cli import read as reading

    reading.check_places(path, data)


@themes.command("report")
def themes_report(data: Data = HERE) -> None:
    """显示主题判别与人工确认的对照表和每月准确率。"""
    from tracker.cli import correct as words

    words.themes_report(data)


@letters.command("preview")
def letters_preview(
    kind: Annotated[str, typer.Argument(help="信函种类；all 为全部。")],
    out: Annotated[Path, typer.Option(help="写入此文件夹。")] = Path("letters-preview"),
    data: Data = HERE,
    recipients: Annotated[bool, typer.Option("--recipients", help="只列出提醒现在会发给谁。")] = False,
) -> None:
    """用示例内容生成信函预览（文本和网页）；或列出提醒的发送名单。"""
    from tracker.cli import letters as mailing
    from tracker.commands import writing

    if recipients:
        mailing.show_recipients(data)
    else:
        writing.preview(kind, out, data)


@letters.command("held")
def letters_held(data: Data = HERE) -> None:
    """列出待放行的信件。"""
    from tracker.cli import letters as mailing

    mailing.show_held(data)


@letters.command("log")
def letters_log(
    data: Data = HERE,
    unit: Annotated[str, typer.Option(help="只看一个报送单位，如 丰县。")] = "",
    kind: Annotated[str, typer.Option(help="只看一种信函，如 提醒。")] = "",
) -> None:
    """列出已写的信：何时、何种、发给谁、结果如何。"""
    from tracker.cli import letters as mailing

    mailing.show_log(data, unit, kind)


@letters.command("release")
def letters_release(
    numbers: Annotated[list[str], typer.Argument(help="信件编号；all 为全部。")], data: Data = HERE
) -> None:
    """放行待发的信件。"""
    from tracker.cli import letters as mailing

    mailing.settle_held(numbers, data, release=True)


@letters.command("drop")
def letters_drop(
    numbers: Annotated[list[str], typer.Argument(help="信件编号；all 为全部。")], data: Data = HERE
) -> None:
    """决定不发待放行的信件。"""
    from tracker.cli import letters as mailing

    mailing.settle_held(numbers, data, release=False)


@letters.command("check")
def letters_check(data: Data = HERE) -> None:
    """检查信函模板：每种情形都能生成，没有不宜使用的词语。"""
    from tracker.cli import letters as mailing

    mailing.check(data)


@sheet.command("build")
def sheet_build(
    out: Annotated[Path | None, typer.Argument(help="写入此文件；默认数据目录的 out。")] = None,
    data: Data = HERE,
) -> None:
    """立即生成汇总表。"""
    from tracker.cli import sheet as sheets

    sheets.build(out, data)


@sheet.command("import")
def sheet_import(
    path: Annotated[Path, typer.Argument(help="改过的汇总表（.xlsx 或 .xls）。")],
    data: Data = HERE,
    by: Annotated[str, typer.Option("--by", help="修改人姓名。")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会怎样处理，不写台账。")] = False,
    prefer_sheet: Annotated[
        bool, typer.Option("--prefer-sheet", help="台账与表中都有改动时，以表为准。")
    ] = False,
) -> None:
    """读回改过的汇总表，逐格列出采用、未采用和有冲突的内容。"""
    from tracker.cli import sheet as sheets

    sheets.import_sheet(path, data, by, dry_run=dry_run, prefer_sheet=prefer_sheet)


@sheet.command("undo")
def sheet_undo(data: Data = HERE, by: Annotated[str, typer.Option("--by", help="修改人姓名。")] = "") -> None:
    """撤销此人最近一次的更正。"""
    from tracker.cli import sheet as sheets

    sheets.undo(data, by)


@sheet.command("county")
def sheet_county(
    names: Annotated[list[str] | None, typer.Argument(help="县(市)区；不写则全部。")] = None,
    data: Data = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="写入此文件。")] = None,
    phones: Annotated[bool, typer.Option("--phones", help="显示完整电话。")] = False,
) -> None:
    """生成按县(市)区合并的打印件。"""
    from tracker.cli import sheet as sheets

    sheets.county(data, names or [], out, phones=phones)


@sheet.command("bulletin")
def sheet_bulletin(
    data: Data = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="写入此文件。")] = None,
) -> None:
    """生成报送情况通报。"""
    from tracker.cli import sheet as sheets

    sheets.bulletin(data, out)


@sheet.command("csv")
def sheet_csv(
    data: Data = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="写入此文件。")] = None,
    encoding: Annotated[str, typer.Option("--encoding", help="gb18030 或 utf-8（带 BOM）。")] = "gb18030",
) -> None:
    """把案例汇总表存为 CSV。"""
    from tracker.cli import sheet as sheets

    sheets.csv(data, out, encoding)


@sheet.command("originals")
def sheet_originals(
    data: Data = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="写入此空文件夹。")] = None,
) -> None:
    """按县(市)区整理案例原件，附未报送单位名单。"""
    from tracker.cli import sheet as sheets

    sheets.originals(data, out)


def main() -> None:
    """Entry point of the command."""
    from intake.model.errors import IntakeError
    from tracker.cli.chinese import run_in_chinese
    from tracker.errors import TrackerError

    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may have a narrow encoding; Chinese must come out whole.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        raise SystemExit(run_in_chinese(app, "zhengji"))
    except (IntakeError, TrackerError) as error:
        typer.echo(f"错误：{error}", err=True)
        raise SystemExit(2) from error
    except OSError as error:  # no permission, disk full, a folder where a file should be
        typer.echo(f"错误：无法读写 {error.filename or ''}：{error.strerror or error}", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
