"""``export``, ``status``, ``cases``, ``show``, ``compare``: looking at the ledger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, Data, Number
from tracker.errors import OrderError

LONGEST_NUMBER = 9  # digits of a case's number; no database counts further than some twice as many

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tracker.ledger.records import CaseRow
    from tracker.ledger.views.status import Waiting


def export(
    data: Data = HERE,
    # Kept for scripts that name it: there is no other format.
    _jsonl: Annotated[bool, typer.Option("--jsonl", help="每行一个 JSON 对象；本就如此，可以不写。")] = True,
    with_text: Annotated[bool, typer.Option("--with-text", help="附案例正文。")] = False,
    letters: Annotated[bool, typer.Option("--letters", help="改为输出信件。")] = False,
) -> None:
    """导出台账。"""
    import json

    from tracker.publications.export import letter_objects, mail_objects
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.read() as connection:
        objects = letter_objects(connection) if letters else mail_objects(connection, with_text=with_text)
        for found in objects:
            typer.echo(json.dumps(found, ensure_ascii=False))


def status(data: Data = HERE) -> None:
    """显示报送进度、待办和系统情况。"""
    from tracker.cases.standing import stand_now, tell_missing
    from tracker.ledger.views.status import count_waiting, reconcile, troubled_letters
    from tracker.office.desk import Desk
    from tracker.review.progress import tell_news
    from tracker.run.open import open_office
    from tracker.run.watch.pulse import tell_service

    with open_office(data) as parts, parts.ledger.read() as connection:
        now = parts.clock.now()
        standing = stand_now(parts.campaign, connection)
        deadline = parts.campaign.deadline_at(now)
        account = reconcile(connection)
        typer.echo(parts.campaign.title)
        typer.echo(f"截止时间：{parts.campaign.cutoff_text(deadline)}")
        typer.echo(
            f"已报单位：{standing.reported}/{len(standing.units)}　{parts.campaign.item}：{standing.cases}篇"
        )
        for theme in parts.campaign.themes:
            typer.echo(f"  {theme.label}{theme.name}：{standing.themes[theme.number]}篇")
        typer.echo(tell_missing(standing))
        typer.echo(
            f"收件{account.total}封 = 含{parts.campaign.item}{account.with_cases}封 + 其他{account.others}封 "
            f"+ 待处理{account.queue}封，差{account.difference}"
        )
        typer.echo(tell_waiting(count_waiting(connection)))
        for line in tell_news(Desk(connection, parts, now)).lines:
            typer.echo(line)
        for line in tell_service(parts, connection):
            typer.echo(line)
        for letter in troubled_letters(connection):
            typer.echo(f"未发出：{letter.kind} → {letter.recipient}　{letter.response}")


def tell_waiting(waiting: Waiting) -> str:
    """How many matters wait: for the office, for the units."""
    parts = (
        f"：待经办人、管理员处理{waiting.office}项，待报送单位答复{waiting.senders}项"
        if waiting.total
        else ""
    )
    return f"待核事项：共{waiting.total}项{parts}"


def cases(
    data: Data = HERE,
    search: Annotated[str, typer.Option(help="按正文词语查找。")] = "",
) -> None:
    """列出案例。"""
    from tracker.cases.values import theme_label
    from tracker.ledger.cases import each_case
    from tracker.ledger.views.search import MOST, find_cases
    from tracker.run.open import open_office
    from tracker.sheet.columns import status_word

    with open_office(data) as parts, parts.ledger.read() as connection:
        found = find_cases(connection, search, MOST + 1) if search else None
        for row in each_case(connection, None if found is None else found[:MOST]):
            theme = theme_label(parts.campaign, row["theme"]) or "主题待核"
            place = "".join(row[name] for name in ("county", "town", "community")) or "所属待核"
            typer.echo(
                f"{row.serial}号　{row.number}　{status_word(row)}　{place}　{theme}　《{row['title']}》"
            )
    if found is not None and not found:
        typer.echo(f"没有正文含“{search}”的{parts.campaign.item}。")
    elif found is not None and len(found) > MOST:
        typer.echo(f"共{MOST}+件，只列最近的{MOST}件；多写一个词（用空格隔开）可缩小范围。")


def show(number: Number, data: Data = HERE) -> None:
    """显示一个案例的各项内容和依据。"""
    from intake.model.case import Doubt
    from intake.model.doubts import sentence
    from tracker.cases.compare import compare_cases
    from tracker.cases.fields import FIELD_WORDS, field_word
    from tracker.cases.values import show_value
    from tracker.ledger.cases import case_evidence, case_versions, list_cases
    from tracker.ledger.doubts import list_doubts
    from tracker.ledger.views.likeness import like_cases
    from tracker.run.open import open_office
    from tracker.sheet.columns import minute, status_word
    from tracker.sheet.out.gather import WHERE_WORDS

    with open_office(data) as parts, parts.ledger.read() as connection:
        row = find_case(connection, number)
        evidence = case_evidence(connection, row.version_id)
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
            typer.echo(f"{parts.campaign.own(field_word(name))}：{shown or '（无）'}{marks}")
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
        for doubt in list_doubts(connection, case_id=row.id):
            typer.echo(f"疑点：{sentence(Doubt(doubt.code, doubt.about, doubt.detail, doubt.choices))}")
        for other in list_cases(connection, like_cases(connection, row.id)):
            typer.echo(
                f"相似：{compare_cases(connection, other, row).head}（zhengji compare {other.serial} {row.serial} 并列查看）"
            )
        for version in case_versions(connection, row.id):
            when = minute(version.received_at, parts.campaign.zone)
            typer.echo(f"第{version.number}稿　{when}　{version.from_email}　{version.subject}")


def compare(
    number: Number,
    other: Annotated[str, typer.Argument(help="另一案例的编号；不写则与本案例的前一稿比较。")] = "",
    data: Data = HERE,
) -> None:
    """并列两个案例（或一个案例的前后两稿）不同的句子。"""
    from tracker.cases.compare import compare_cases, compare_versions
    from tracker.run.open import open_office

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
    from tracker.ledger.cases import get_case

    runs = re.findall(r"\d+", number.rpartition("-")[2])
    digits = runs[0] if len(runs) == 1 else ""  # 3号和5号 is no 35
    row = get_case(connection, int(digits)) if 0 < len(digits) <= LONGEST_NUMBER else None
    if row is None:
        raise OrderError(f"没有编号为“{number}”的案例，可用 zhengji cases 查看全部编号")
    return row


def recount(data: Data = HERE) -> None:
    """按台账中的事实和更正，重新计算各案例的统计（单位、主题、层级、是否待核），并说明原来有几处不符。"""
    from tracker.ledger.shown import recount as count_again
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        wrong = count_again(connection)
    typer.echo(f"已重新计算，改正{wrong}处" if wrong else "已重新计算，没有不符")
