"""``export``, ``status``, ``cases``, ``show``: looking at the ledger."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from sqlalchemy import Connection

from intake.model.case import Doubt
from intake.model.doubts import sentence
from tracker.cases.compare import compare_cases, compare_versions
from tracker.cases.standing import stand
from tracker.cases.values import FIELD_WORDS, field_word, show_value
from tracker.errors import OrderError
from tracker.ledger import cases as case_queries
from tracker.ledger import doubts, search
from tracker.ledger.records import CaseRow
from tracker.ledger.views import status as status_queries
from tracker.ledger.views.likeness import like_cases
from tracker.publications import export as exporting
from tracker.run.open import open_office
from tracker.sheet.columns import minute, status_word, theme_label
from tracker.sheet.out.publish import WHERE_WORDS


def export(data: Path, *, with_text: bool, letters: bool) -> None:
    """Print the ledger as JSON lines."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        objects = (
            exporting.letter_objects(connection)
            if letters
            else exporting.mail_objects(connection, with_text=with_text)
        )
        for found in objects:
            typer.echo(json.dumps(found, ensure_ascii=False))


def status(data: Path) -> None:
    """Print where the call stands."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        now = parts.clock.now()
        rows = case_queries.list_cases(connection)
        standing = stand(parts.campaign, rows)
        deadline = parts.campaign.deadline_at(now)
        account = status_queries.reconcile(connection)
        typer.echo(parts.campaign.title)
        typer.echo(f"截止时间：{parts.campaign.cutoff_text(deadline)}")
        typer.echo(f"已报单位：{standing.reported}/{len(standing.units)}　案例：{standing.cases}篇")
        for theme in parts.campaign.themes:
            typer.echo(f"  {theme.label}{theme.name}：{standing.themes[theme.number]}篇")
        typer.echo(f"未报送：{'、'.join(u.unit.name for u in standing.missing) or '无'}")
        typer.echo(
            f"收件{account.total}封 = 含案例{account.with_cases}封 + 其他{account.others}封 "
            f"+ 待处理{account.queue}封，差{account.difference}"
        )
        waiting = status_queries.open_doubts(connection, ("coordinator", "sysadmin"))
        typer.echo(f"待核事项：{len(waiting)}项")
        for letter in status_queries.troubled_letters(connection):
            typer.echo(f"未发出：{letter.kind} → {letter.recipient}　{letter.response}")


def cases(data: Path, query: str) -> None:
    """List cases, or those whose text holds the words of ``query``."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        found = search.find_cases(connection, query) if query else None
        for row in case_queries.list_cases(connection, found):
            theme = theme_label(parts.campaign, row["theme"]) or "主题待核"
            place = "".join(row[name] for name in ("county", "town", "community")) or "所属待核"
            typer.echo(
                f"{row.serial}号　{row.number}　{status_word(row)}　{place}　{theme}　《{row['title']}》"
            )


def show(number: str, data: Path) -> None:
    """Print a case with evidence beside every value."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        row = find_case(connection, number)
        evidence = case_queries.case_evidence(connection, row.version_id)
        typer.echo(f"{row.number}（{row.serial}号）　{status_word(row)}　第{row.version}稿")
        order = list(FIELD_WORDS)
        known = sorted((name for name in row.values if name in FIELD_WORDS), key=order.index)
        for name in [*known, *(name for name in row.values if name not in FIELD_WORDS)]:
            value = row.values[name]
            shown = show_value(parts.campaign, name, value.value)
            marks = "　待核" if value.waits else ""
            if value.person:
                marks += f"　{value.person}更正"
            elif shown:
                marks += f"　可信度{value.confidence:.2f}"
            typer.echo(f"{field_word(name)}：{shown or '（无）'}{marks}")
            for found in evidence.get(name, [])[:3]:
                source = f"（{found['source']}）" if found["source"] else ""
                typer.echo(
                    f"    {WHERE_WORDS.get(found['where'], found['where'])}{source}：{found['quote'][:60]}"
                )
            if value.choices:
                typer.echo(
                    f"    可选：{'、'.join(show_value(parts.campaign, name, c) for c in value.choices)}"
                )
            if value.note:
                typer.echo(f"    说明：{value.note}")
        for doubt in doubts.list_doubts(connection, case_id=row.id):
            typer.echo(f"疑点：{sentence(Doubt(doubt.code, doubt.about, doubt.detail, doubt.choices))}")
        for other in case_queries.list_cases(connection, like_cases(connection, row.id)):
            typer.echo(
                f"相似：{compare_cases(connection, other, row).head}（zhengji compare {other.serial} {row.serial} 并列查看）"
            )
        for version in case_queries.case_versions(connection, row.id):
            when = minute(version.received_at, parts.campaign.zone)
            typer.echo(f"第{version.number}稿　{when}　{version.from_email}　{version.subject}")


def compare(number: str, other: str, data: Path) -> None:
    """Print what differs between two cases, or the last two versions of one, side by side."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        row = find_case(connection, number)
        if other:
            found = compare_cases(connection, row, find_case(connection, other))
        else:
            found = compare_versions(connection, row)
    typer.echo(found.head)
    for place, change in enumerate(found.changes, 1):
        typer.echo(f"{place:>3}　前：{change.before or '（无）'}\n 　　后：{change.after or '（无）'}")


def find_case(connection: Connection, number: str) -> CaseRow:
    """The case that a person names: 3, 3号, XZ-003.

    Raises:
        OrderError: there is none.
    """
    digits = "".join(c for c in number.rpartition("-")[2] if c.isdigit())
    row = case_queries.get_case(connection, int(digits)) if digits else None
    if row is None:
        raise OrderError(f"没有编号为“{number}”的案例，可用 zhengji cases 查看全部编号")
    return row
