"""``sheet build``, ``import``, ``undo``, ``county``, ``bulletin``, ``csv``, ``originals``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, By, Data, Out
from tracker.errors import OrderError

if TYPE_CHECKING:
    from tracker.office.parts import Parts
    from tracker.sheet.back.rows import Returned
    from tracker.sheet.out.edition import Edition
    from tracker.sheet.take.take import Taken


def build(
    out: Annotated[Path | None, typer.Argument(help="写入此文件；默认数据目录的 out。")] = None,
    data: Data = HERE,
) -> None:
    """立即生成汇总表。"""
    from tracker.run.open import open_office
    from tracker.sheet.out.gather import write_edition
    from tracker.sheet.out.publish import publish_now

    if out is not None and out.is_dir():
        raise OrderError(f"{out} 是文件夹，请写文件名，如 {out / '汇总表.xlsx'}")
    with open_office(data) as parts:
        if out is None:
            written = publish_now(parts)
        else:
            written = out
            out.parent.mkdir(parents=True, exist_ok=True)
            beside = out.with_name(f".{out.name}.part")
            write_edition(parts, beside)
            beside.replace(out)
    typer.echo(f"已生成 {written}")


def import_sheet(
    path: Annotated[Path, typer.Argument(help="改过的汇总表（.xlsx 或 .xls）。")],
    data: Data = HERE,
    by: By = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会怎样处理，不写台账。")] = False,
    prefer_sheet: Annotated[
        bool, typer.Option("--prefer-sheet", help="台账与表中都有改动时，以表为准。")
    ] = False,
) -> None:
    """读回改过的汇总表，逐格列出采用、未采用和有冲突的内容。"""
    from tracker.run.open import open_office, open_readers
    from tracker.sheet.take.summary import summary_lines
    from tracker.sheet.take.watch import read_bytes

    if not path.is_file():
        raise OrderError(f"找不到 {path}")
    with open_office(data) as parts, open_readers(parts) as readers:
        returned = read_bytes(readers, parts, path.read_bytes())
        taken = _take(parts, returned, by, dry_run=dry_run, prefer_sheet=prefer_sheet)
    if taken.refused:
        raise OrderError(f"“{path.name}”未能读取：{taken.refused}")
    for line in summary_lines(taken):
        typer.echo(line)
    if dry_run:
        typer.echo("以上为试运行，台账未作变动。")
        return
    if taken.conflicts:
        typer.echo("如以表中内容为准，请加 --prefer-sheet 重新导入。")
    if taken.gone:
        typer.echo("如需撤回，请运行 zhengji correct 案例号 status=撤回。")
    if taken.undoable:
        typer.echo("如需撤销，请运行 zhengji sheet undo。")


def _take(parts: Parts, returned: Returned, by: str, *, dry_run: bool, prefer_sheet: bool) -> Taken:
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from intake.source.archive.mails import Archive
    from tracker.office.desk import Desk
    from tracker.sheet.take.take import Editor, take_sheet

    with TemporaryDirectory() as folder:
        # A trial run leaves nothing behind, not even the archived note of a typed case.
        used = replace(parts, archive=Archive(Path(folder))) if dry_run else parts
        with parts.ledger.begin() as connection:
            savepoint = connection.begin_nested()
            desk = Desk(connection, used, parts.clock.now())
            taken = take_sheet(desk, returned, Editor(*_person(parts, by)), prefer_sheet=prefer_sheet)
            if dry_run:
                savepoint.rollback()
            else:
                savepoint.commit()
    return taken


def undo(data: Data = HERE, by: By = "") -> None:
    """撤销此人最近一次的更正。"""
    from tracker.cases.corrections import make_batch
    from tracker.office.desk import Desk
    from tracker.orders.deed import Deed
    from tracker.orders.undo import undo_last
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        who, email = _person(parts, by)
        now = parts.clock.now()
        batch = make_batch(Desk(connection, parts, now), who)
        deed = Deed(connection, parts, now, who, email, batch, how="command")
        done = undo_last(deed)
    typer.echo(done or "没有可以撤销的更正")


def county(
    names: Annotated[list[str] | None, typer.Argument(help="县(市)区；不写则全部。")] = None,
    data: Data = HERE,
    out: Out = None,
    phones: Annotated[bool, typer.Option("--phones", help="显示完整电话。")] = False,
) -> None:
    """生成按县(市)区合并的打印件。"""
    from tracker.cases.values import parse_value
    from tracker.sheet.out.printed import write_county_copies
    from tracker.sheet.out.publish import share_published

    with _edition(data) as (parts, edition):
        chosen = [parse_value(parts.campaign, "county", name) for name in names or []]
        target = _target(parts, out, f"县区打印件-{_day(parts)}.xlsx")
        count = write_county_copies(edition, target, chosen, phones=phones)
        share_published(parts, target)
    typer.echo(f"已生成 {target}，共{count}篇")


def bulletin(data: Data = HERE, out: Out = None) -> None:
    """生成报送情况通报。"""
    from tracker.sheet.out.printed import write_bulletin
    from tracker.sheet.out.publish import share_published

    with _edition(data) as (parts, edition):
        target = _target(parts, out, f"报送情况通报-{_day(parts)}.xlsx")
        write_bulletin(edition, target)
        share_published(parts, target)
    typer.echo(f"已生成 {target}")


def csv(
    data: Data = HERE,
    out: Out = None,
    encoding: Annotated[str, typer.Option("--encoding", help="gb18030 或 utf-8（带 BOM）。")] = "gb18030",
) -> None:
    """把案例汇总表存为 CSV。"""
    from tracker.sheet.out.csv import ENCODINGS, csv_bytes
    from tracker.sheet.out.publish import share_published

    if encoding.lower() not in ENCODINGS:
        raise OrderError(f"没有编码“{encoding}”；可用的有：gb18030、utf-8")
    with _edition(data) as (parts, edition):
        target = _target(parts, out, f"{parts.campaign.item}汇总表-{_day(parts)}.csv")
        target.write_bytes(csv_bytes(edition, encoding.lower()))
        share_published(parts, target)
    typer.echo(f"已生成 {target}")


def originals(
    data: Data = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="写入此空文件夹。")] = None,
) -> None:
    """按县(市)区整理案例原件，附未报送单位名单。"""
    from tracker.office.desk import Desk
    from tracker.run.open import open_readers
    from tracker.sheet.out.originals import MISSING_NAME, copy_originals
    from tracker.sheet.out.pages import write_missing
    from tracker.sheet.out.publish import share_published

    with _edition(data) as (parts, edition), open_readers(parts) as readers:
        folder = out or parts.data.out / f"{parts.campaign.item}原件-{_day(parts)}-{edition.made_at:%H%M%S}"
        with parts.ledger.read() as connection:
            copied = copy_originals(Desk(connection, parts, edition.made_at), readers, folder)
        write_missing(edition, folder / MISSING_NAME)
        share_published(parts, folder)
    typer.echo(f"已生成 {folder}：{parts.campaign.item}{copied.cases}篇，文件{copied.files}个")
    if copied.without:
        typer.echo(f"其中{len(copied.without)}篇没有电子稿，名单在文件夹内")


@contextmanager
def _edition(data: Path) -> Iterator[tuple[Parts, Edition]]:
    """What a new edition would show, without making one."""
    from dataclasses import replace

    from tracker.ledger.published.issued import newest_edition
    from tracker.office.desk import Desk
    from tracker.run.open import open_office
    from tracker.sheet.out.gather import gather_edition

    with open_office(data) as parts, parts.ledger.read() as connection:
        number = newest_edition(connection)
        edition = gather_edition(Desk(connection, parts, parts.clock.now()), number)
        yield parts, replace(edition, flow=())


def _target(parts: Parts, out: Path | None, name: str) -> Path:
    target = out or parts.data.out / name
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _day(parts: Parts) -> str:
    return f"{parts.clock.now().astimezone(parts.campaign.zone):%Y%m%d}"


def _person(parts: Parts, by: str) -> tuple[str, str]:
    """Name and the key of this person's undo stack: the coordinator's address where there is one."""
    import getpass

    who = by.strip() or getpass.getuser()
    known = next((person for person in parts.campaign.coordinators if person.name == who), None)
    return who, known.email.lower() if known is not None else f"sheet:{who}"
