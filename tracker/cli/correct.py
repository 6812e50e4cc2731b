"""``correct``, ``confirm``, ``reread``, ``themes report``: a person's word against the machine's."""

from __future__ import annotations

import getpass
from collections import Counter
from pathlib import Path

import typer
from sqlalchemy import select

from tracker.cases.corrections import Change, confirm_case, correct_case, make_batch, show_change
from tracker.cases.values import FIELD_WORDS, parse_value, show_value
from tracker.cli.ledger import find_case
from tracker.errors import OrderError
from tracker.filing import reread as rereading
from tracker.ledger import cases
from tracker.ledger.schema import correction, fact, version
from tracker.office.parts import Parts
from tracker.run.open import open_office, open_readers
from tracker.sheet.out.pages import KIND_WORDS

REREAD_WORDS = {**FIELD_WORDS, "text": "正文", "case": "案例", "doubt": "疑点", "kind": "来信类别"}


def correct(number: str, changes: list[str], data: Path, reason: str, who: str) -> None:
    """Record corrections given as ``field=value``."""
    with open_office(data) as parts, parts.ledger.begin() as connection:
        row = find_case(connection, number)
        wanted = {}
        for change in changes:
            field, mark, value = change.partition("=")
            if not mark:
                raise OrderError(f"“{change}”的写法应为 字段=值，如 theme=4")
            wanted[field.strip()] = parse_value(parts.campaign, field.strip(), value)
        now, person = parts.clock.now(), who or getpass.getuser()
        batch = make_batch(now, person, connection)
        done = correct_case(
            connection,
            parts.campaign,
            row,
            wanted,
            who=person,
            how="command",
            reason=reason,
            now=now,
            batch=batch,
        )
    _say(parts, done)


def confirm(number: str, fields: list[str], data: Path, reason: str, who: str) -> None:
    """Record that values are right as they stand."""
    with open_office(data) as parts, parts.ledger.begin() as connection:
        row = find_case(connection, number)
        now, person = parts.clock.now(), who or getpass.getuser()
        batch = make_batch(now, person, connection)
        done = confirm_case(
            connection,
            parts.campaign,
            row,
            fields,
            who=person,
            how="command",
            reason=reason,
            now=now,
            batch=batch,
        )
    typer.echo(f"已确认{row.serial}号：{'、'.join(FIELD_WORDS.get(c.field, c.field) for c in done)}")


def reread(data: Path, *, apply: bool) -> None:
    """Read the whole archive with today's code; print, and if asked store, what differs."""
    with open_office(data) as parts, open_readers(parts) as readers:
        count = 0
        for change in rereading.reread(parts, readers, apply=apply):
            count += 1
            case = f"{change.serial}号" if change.serial else f"收件{change.mail_id}"
            case += f" 第{change.version}稿" if change.version else ""
            before, after = (
                _read_word(parts, change.field, value) for value in (change.before, change.after)
            )
            typer.echo(f"{case} {REREAD_WORDS.get(change.field, change.field)}：{before} → {after}")
        typer.echo(f"已更新{count}处。" if apply else f"共{count}处变化，未写入；加 --apply 写入。")


def _read_word(parts: Parts, field: str, value: str) -> str:
    if field == "kind":
        return KIND_WORDS.get(value, value)
    if field == "text" and value:
        return f"{value}字"
    return show_value(parts.campaign, field, value) or "（无）"


def themes_report(data: Path) -> None:
    """Confusion table and monthly accuracy of the machine's themes on confirmed cases."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        rows = {row.id: row for row in cases.list_cases(connection)}
        words = connection.execute(
            select(correction.c.case_id, correction.c.value, correction.c.made_at)
            .where(correction.c.field == "theme", correction.c.undone_at.is_(None))
            .order_by(correction.c.id)
        ).all()
        machine = {
            row.version_id: row.value
            for row in connection.execute(
                select(fact.c.version_id, fact.c.value)
                .join(version, version.c.id == fact.c.version_id)
                .where(fact.c.field == "theme")
            )
        }
        table: Counter[tuple[str, str]] = Counter()
        months: dict[str, list[bool]] = {}
        for case_id, value, made_at in {w.case_id: (w.case_id, w.value, w.made_at) for w in words}.values():
            guess = machine.get(rows[case_id].version_id, "")
            table[value, guess] += 1
            month = made_at.astimezone(parts.campaign.zone).strftime("%Y-%m")
            months.setdefault(month, []).append(value == guess)
        numbers = [str(theme.number) for theme in parts.campaign.themes]
        typer.echo("人工＼系统\t" + "\t".join([*numbers, "待定"]))
        for value in numbers:
            typer.echo("\t".join([value, *(str(table[value, guess]) for guess in (*numbers, ""))]))
        for month, hits in sorted(months.items()):
            typer.echo(f"{month}：{sum(hits)}/{len(hits)} = {sum(hits) / len(hits):.0%}")
        if not months:
            typer.echo("尚无人工确认的主题。")


def _say(parts: Parts, done: list[Change]) -> None:
    for change in done:
        typer.echo(show_change(parts.campaign, change))
