"""``sheet import``, ``undo``, ``county``, ``bulletin``, ``csv``, ``originals``."""

from __future__ import annotations

import getpass
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import typer

from intake.source.archive import Archive
from tracker.cases.corrections import make_batch
from tracker.cases.values import parse_value
from tracker.errors import OrderError
from tracker.ledger.events import get_note
from tracker.office.parts import Parts
from tracker.orders.deed import Deed
from tracker.orders.undo import undo_last
from tracker.run.open import open_office, open_readers
from tracker.sheet.back.rows import Returned
from tracker.sheet.out.book import Edition
from tracker.sheet.out.gather import gather_edition, write_edition
from tracker.sheet.out.publish import publish_now
from tracker.sheet.own import EDITION
from tracker.sheet.take.summary import summary_lines
from tracker.sheet.take.take import Taken, take_sheet
from tracker.sheet.take.watch import read_bytes


def build(out: Path | None, data: Path) -> None:
    """Write the workbook as it stands now: published, or into ``out``."""
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


def import_sheet(path: Path, data: Path, by: str, *, dry_run: bool, prefer_sheet: bool) -> None:
    """Take back an edited workbook and say what became of every cell."""
    if not path.is_file():
        raise OrderError(f"找不到 {path}")
    with open_office(data) as parts, open_readers(parts) as readers:
        returned = read_bytes(readers, parts, path.read_bytes())
        who, email = _person(parts, by)
        taken = _take(parts, returned, who, email, dry_run=dry_run, prefer_sheet=prefer_sheet)
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


def _take(
    parts: Parts, returned: Returned, who: str, email: str, *, dry_run: bool, prefer_sheet: bool
) -> Taken:
    with tempfile.TemporaryDirectory() as folder:
        # A trial run leaves nothing behind, not even the archived note of a typed case.
        used = replace(parts, archive=Archive(Path(folder))) if dry_run else parts
        with parts.ledger.begin() as connection:
            savepoint = connection.begin_nested()
            taken = take_sheet(connection, used, returned, who=who, email=email, prefer_sheet=prefer_sheet)
            if dry_run:
                savepoint.rollback()
            else:
                savepoint.commit()
    return taken


def undo(data: Path, by: str) -> None:
    """Take back the last thing this person changed."""
    with open_office(data) as parts, parts.ledger.begin() as connection:
        who, email = _person(parts, by)
        now = parts.clock.now()
        deed = Deed(connection, parts, who, email, now, make_batch(now, who, connection), how="command")
        done = undo_last(deed)
    typer.echo(done or "没有可以撤销的更正")


def county(data: Path, names: list[str], out: Path | None, *, phones: bool) -> None:
    """Write the printable copy per county."""
    from tracker.sheet.out.printed import write_county_copies

    with _edition(data) as (parts, edition):
        chosen = [parse_value(parts.campaign, "county", name) for name in names]
        target = _target(parts, out, f"县区打印件-{_day(parts)}.xlsx")
        count = write_county_copies(edition, target, chosen, phones=phones)
    typer.echo(f"已生成 {target}，共{count}篇")


def bulletin(data: Path, out: Path | None) -> None:
    """Write the 通报 table."""
    from tracker.sheet.out.printed import write_bulletin

    with _edition(data) as (parts, edition):
        target = _target(parts, out, f"报送情况通报-{_day(parts)}.xlsx")
        write_bulletin(edition, target)
    typer.echo(f"已生成 {target}")


def csv(data: Path, out: Path | None, encoding: str) -> None:
    """Write 案例汇总表 as CSV."""
    from tracker.sheet.out.csv import ENCODINGS, csv_bytes

    if encoding.lower() not in ENCODINGS:
        raise OrderError(f"没有编码“{encoding}”；可用的有：gb18030、utf-8")
    with _edition(data) as (parts, edition):
        target = _target(parts, out, f"案例汇总表-{_day(parts)}.csv")
        target.write_bytes(csv_bytes(edition, encoding.lower()))
    typer.echo(f"已生成 {target}")


def originals(data: Path, out: Path | None) -> None:
    """Write the folder of originals with the list of units that have sent nothing."""
    from tracker.sheet.missing import write_missing
    from tracker.sheet.out.originals import MISSING_NAME, copy_originals

    with _edition(data) as (parts, edition), open_readers(parts) as readers:
        folder = out or parts.data.out / f"案例原件-{_day(parts)}-{edition.made_at:%H%M%S}"
        with parts.ledger.read() as connection:
            copied = copy_originals(parts, readers, connection, folder)
        write_missing(edition, folder / MISSING_NAME)
    typer.echo(f"已生成 {folder}：案例{copied.cases}篇，文件{copied.files}个")
    if copied.without:
        typer.echo(f"其中{len(copied.without)}篇没有电子稿，名单在文件夹内")


@contextmanager
def _edition(data: Path) -> Iterator[tuple[Parts, Edition]]:
    """What a new edition would show, without making one."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        number = int(get_note(connection, EDITION, 0))
        edition = gather_edition(connection, parts, number, parts.clock.now())
        yield parts, replace(edition, flow=())


def _target(parts: Parts, out: Path | None, name: str) -> Path:
    target = out or parts.data.out / name
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _day(parts: Parts) -> str:
    return f"{parts.clock.now().astimezone(parts.campaign.zone):%Y%m%d}"


def _person(parts: Parts, by: str) -> tuple[str, str]:
    """Name and the key of this person's undo stack: the coordinator's address where there is one."""
    who = by.strip() or getpass.getuser()
    known = next((person for person in parts.campaign.coordinators if person.name == who), None)
    return who, known.email.lower() if known is not None else f"sheet:{who}"
