"""``letters held``, ``release``, ``drop``, ``check`` and who a reminder would go to."""

from __future__ import annotations

from pathlib import Path

import typer

from tracker.cases.values import parse_value
from tracker.errors import OrderError, RenderError
from tracker.ledger.letters import list_letters
from tracker.ledger.records import LetterRow
from tracker.letters.reminders import next_occasion, preview_reminders
from tracker.letters.writing.words import KIND_WORDS, STATE_WORDS
from tracker.office.assets import config_dir, templates_dir
from tracker.office.folder import DataDir
from tracker.office.parts import Parts
from tracker.outbox.held import drop_letters, held_letters, release_letters
from tracker.run.open import open_office
from tracker.run.preview.check import check_templates

PERSON = "命令行"


def show_held(data: Path) -> None:
    """List the letters that wait for a person's look."""
    with open_office(data) as parts, parts.ledger.read() as connection:
        rows = held_letters(connection)
    if not rows:
        typer.echo("没有待放行的信件。")
        return
    for row in rows:
        typer.echo(f"{row.id}　{KIND_WORDS[row.kind]}　{row.recipient}　{row.subject}")
    typer.echo(f"共{len(rows)}封。放行：zhengji letters release 编号…，或 zhengji letters release all")


def show_log(data: Path, unit: str, kind: str) -> None:
    """Who was written to, when and with what end.

    Raises:
        OrderError: there is no such unit or kind.
    """
    kinds = {word: kind for kind, word in KIND_WORDS.items()} | {str(kind): kind for kind in KIND_WORDS}
    if kind and kind not in kinds:
        raise OrderError(f"没有信函“{kind}”；可用的有：{'、'.join(KIND_WORDS.values())}")
    with open_office(data) as parts:
        key = parse_unit(parts, unit) if unit else ""
        with parts.ledger.read() as connection:
            rows = list_letters(connection)
        zone = parts.campaign.zone
    for row in rows:
        if (kind and row.kind is not kinds[kind]) or (key and row.unit != key):
            continue
        at = (row.sent_at or row.created_at).astimezone(zone)
        typer.echo(
            f"{at:%Y-%m-%d %H:%M}　{KIND_WORDS[row.kind]}　{row.recipient}　{STATE_WORDS[row.state]}　{row.response}"
        )


def parse_unit(parts: Parts, text: str) -> str:
    """The key of a unit that somebody names.

    Raises:
        OrderError: there is no such unit.
    """
    found = parts.campaign.unit(parse_value(parts.campaign, "county", text))
    return found.key if found else ""


def settle_held(numbers: list[str], data: Path, *, release: bool) -> None:
    """Release or drop held letters by number, or ``all``.

    Raises:
        OrderError: a number is not that of a held letter.
    """
    with open_office(data) as parts, parts.ledger.begin() as connection:
        chosen = _choose(held_letters(connection), numbers)
        settle = release_letters if release else drop_letters
        done = settle(connection, chosen, PERSON, parts.clock.now())
    typer.echo(f"已放行{done}封，服务运行时陆续发出。" if release else f"{done}封不再发送。")


def _choose(rows: list[LetterRow], numbers: list[str]) -> list[LetterRow]:
    if numbers == ["all"]:
        return rows
    held = {str(row.id): row for row in rows}
    if unknown := [number for number in numbers if number not in held]:
        raise OrderError(f"没有待放行的信件“{unknown[0]}”，编号见 zhengji letters held")
    return [held[number] for number in numbers]


def check(data: Path) -> None:
    """Render every template in every state and look for words that a letter must not contain.

    Raises:
        RenderError: something is wrong; every finding has been printed.
    """
    from intake.campaign.notice import load_campaign

    folder = DataDir(data)
    shipped = config_dir() / "campaigns" / "xuzhou-2015.toml"
    campaign = load_campaign(folder.campaign if folder.campaign.exists() else shipped)
    templates = tuple(path for path in (folder.templates, templates_dir()) if path.is_dir())
    problems = check_templates(campaign, templates)
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise RenderError(f"信函模板有{len(problems)}处问题")
    typer.echo("信函模板均可正常生成，没有不宜使用的词语。")


def show_recipients(data: Path) -> None:
    """Who would be reminded if reminders went out now, and when they next do."""
    with open_office(data) as parts:
        mailing = preview_reminders(parts)
        _show_next(parts)
    typer.echo(f"如现在发送提醒：发信{len(mailing.told)}封，电话联系{len(mailing.silent)}个单位。")
    for unit, address in mailing.told:
        typer.echo(f"  发信　{unit.unit.name}　{address}　已报{unit.cases}篇")
    for unit in mailing.silent:
        contact = f"{unit.unit.contact or '联系人未登记'}　{unit.unit.phone or '电话未登记'}"
        typer.echo(f"  电话　{unit.unit.name}　{contact}　已报{unit.cases}篇")
    for unit in mailing.spared:
        typer.echo(f"  不发　{unit.unit.name}　已来信待核，或已设为不再催报")


def _show_next(parts: Parts) -> None:
    upcoming = next_occasion(parts, parts.clock.now())
    if upcoming is None:
        typer.echo("本次征集没有待发的提醒。")
    else:
        local = upcoming.astimezone(parts.campaign.zone)
        typer.echo(f"下一次提醒：{local.year}年{local.month}月{local.day}日{local.hour}:{local.minute:02d}")
