"""``correct``, ``confirm``, ``reread``, ``themes report``: a person's word against the machine's."""

from __future__ import annotations

import getpass
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, Data, Reason
from tracker.errors import OrderError

if TYPE_CHECKING:
    from tracker.ledger.people.corrections import Word
    from tracker.office.desk import Desk
    from tracker.office.parts import Parts


def correct(
    number: Annotated[str, typer.Argument(help="案例编号。")],
    changes: Annotated[
        list[str],
        typer.Argument(
            help='字段=值，如 主题=四 层级=村级；字段写汇总表的表头，也可写 theme=4。含括号、空格的加引号，如 "村(社区)=王庄村"。'
        ),
    ],
    data: Data = HERE,
    reason: Reason = "",
    who: Annotated[str, typer.Option(help="更正人。")] = "",
) -> None:
    """更正案例；人工更正优先，重读不会覆盖。"""
    from tracker.cases.corrections import correct_case, show_change
    from tracker.cases.fields import find_field
    from tracker.cases.values import parse_value
    from tracker.cli.ledger import find_case
    from tracker.office.desk import Desk
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        row = find_case(connection, number)
        wanted = {}
        for change in changes:
            name, mark, value = change.replace("＝", "=").partition("=")
            if not mark:
                raise OrderError(f"“{change}”的写法应为 字段=值，如 主题=四")
            field = find_field(name)
            wanted[field] = parse_value(parts.campaign, field, value)
        desk = Desk(connection, parts, parts.clock.now())
        done = correct_case(desk, row, wanted, _word(desk, who, reason))
    for made in done:
        typer.echo(show_change(parts.campaign, made))


def confirm(
    number: Annotated[str, typer.Argument(help="案例编号。")],
    fields: Annotated[list[str] | None, typer.Argument(help="字段；不写则确认整条。")] = None,
    data: Data = HERE,
    reason: Reason = "",
    who: Annotated[str, typer.Option(help="确认人。")] = "",
) -> None:
    """确认案例内容无误。"""
    from tracker.cases.corrections import confirm_case
    from tracker.cases.fields import FIELD_WORDS, find_field
    from tracker.cli.ledger import find_case
    from tracker.office.desk import Desk
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        row = find_case(connection, number)
        desk = Desk(connection, parts, parts.clock.now())
        done = confirm_case(desk, row, [find_field(name) for name in fields or ()], _word(desk, who, reason))
    typer.echo(f"已确认{row.serial}号：{'、'.join(FIELD_WORDS.get(c.field, c.field) for c in done)}")


def _word(desk: Desk, who: str, reason: str) -> Word:
    """What the person at this machine says, under a batch of its own."""
    from tracker.cases.corrections import make_batch
    from tracker.ledger.people.corrections import Word

    person = who or getpass.getuser()
    return Word(person, "command", reason, make_batch(desk, person))


def reread_archive(
    data: Data = HERE,
    apply: Annotated[bool, typer.Option("--apply", help="写入台账；不写则只列出变化。")] = False,
) -> None:
    """用现在的程序重读全部原件，列出变化；人工确认过的不变。"""
    from tracker.filing.reread import reread
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        count = 0
        for change in reread(parts, readers, apply=apply):
            count += 1
            case = f"{change.serial}号" if change.serial else f"收件{change.mail_id}"
            case += f" 第{change.version}稿" if change.version else ""
            before, after = (
                _show_reading(parts, change.field, value) for value in (change.before, change.after)
            )
            typer.echo(f"{case} {_field_word(change.field)}：{before} → {after}")
        typer.echo(f"已更新{count}处。" if apply else f"共{count}处变化，未写入；加 --apply 写入。")


def _field_word(field: str) -> str:
    from tracker.cases.fields import FIELD_WORDS

    others = {"text": "正文", "case": "案例", "doubt": "疑点", "kind": "来信类别"}
    return FIELD_WORDS.get(field) or others.get(field, field)


def _show_reading(parts: Parts, field: str, value: str) -> str:
    from tracker.cases.values import show_value
    from tracker.sheet.out.pages import KIND_WORDS

    if field == "kind":
        return KIND_WORDS.get(value, value)
    if field == "text" and value:
        return f"{value}字"
    return show_value(parts.campaign, field, value) or "（无）"


def report_themes(data: Data = HERE) -> None:
    """显示主题判别与人工确认的对照表和每月准确率。"""
    from tracker.ledger.views.themes import settled_themes
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.read() as connection:
        settled = settled_themes(connection)
        table = Counter((one.settled, one.guessed) for one in settled)
        months: dict[str, list[bool]] = {}
        for one in settled:
            month = one.at.astimezone(parts.campaign.zone).strftime("%Y-%m")
            months.setdefault(month, []).append(one.settled == one.guessed)
        numbers = [str(theme.number) for theme in parts.campaign.themes]
        typer.echo("人工＼系统\t" + "\t".join([*numbers, "待定"]))
        for value in numbers:
            typer.echo("\t".join([value, *(str(table[value, guess]) for guess in (*numbers, ""))]))
        for month, hits in sorted(months.items()):
            typer.echo(f"{month}：{sum(hits)}/{len(hits)} = {sum(hits) / len(hits):.0%}")
        if not months:
            typer.echo("尚无人工确认的主题。")


def suggest_themes(data: Data = HERE) -> None:
    """从各主题的定义和人工确认过的案例中找出可写入主题词库的词，并列出依据。"""
    from intake.campaign.lexicon import Lexicon
    from intake.campaign.suggest import suggest_words
    from tracker.cases.learning import confirmed_examples
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.read() as connection:
        call = parts.call
        examples = confirmed_examples(connection)
        # Without a file of its own the call is judged by the very words of its definitions.
        lexicon = call.lexicon if call.lexicon.id else Lexicon(id="", themes=())
        found = suggest_words(call.campaign, lexicon, examples)
        typer.echo(
            f"# 依据：各主题的定义，人工确认过的案例{len(examples)}篇。词后为：本主题篇数/其他主题篇数"
        )
        for theme in call.campaign.themes:
            rows = [row for row in found if row.theme == theme.number]
            typer.echo(f"\n# {theme.label}{theme.name}" + ("" if rows else "：没有可增加的词"))
            for row in rows:
                source = "定义" if row.defined else "案例"
                typer.echo(f'"{row.word}", # {source}　{row.own}/{row.others}')
