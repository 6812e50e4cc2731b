"""``letters preview``, ``held``, ``log``, ``release``, ``drop``, ``export``, ``sent``, ``check``: what goes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, Data
from tracker.errors import OrderError, RenderError

if TYPE_CHECKING:
    from intake.campaign.campaign import Campaign
    from tracker.ledger.records import LetterRow
    from tracker.office.parts import Parts

Numbers = Annotated[list[str], typer.Argument(help="信件编号；all 为全部。")]
PERSON = "命令行"


def preview(
    kind: Annotated[str, typer.Argument(help="信函种类；all 为全部。")],
    out: Annotated[Path, typer.Option(help="写入此文件夹。")] = Path("letters-preview"),
    data: Data = HERE,
    recipients: Annotated[bool, typer.Option("--recipients", help="只列出提醒现在会发给谁。")] = False,
) -> None:
    """用示例内容生成信函预览（文本和网页）；或列出提醒的发送名单。"""
    if recipients:
        show_recipients(data)
    else:
        write_samples(kind, out, data)


def write_samples(kind: str, out: Path, data: Path) -> None:
    """Write every state of a kind of letter (or of ``all``) as .txt and .html.

    Raises:
        OrderError: there is no such kind.
    """
    from tracker.ledger.records import LetterKind
    from tracker.letters.progress import sample_draft
    from tracker.letters.writing.render import render_letter
    from tracker.run.preview.samples import sample_values

    campaign, templates = _call_and_templates(data)
    samples = sample_values(campaign)
    wanted = list(samples) if kind == "all" else [k for k in samples if k == kind]
    if not wanted:
        raise OrderError(
            f"没有信函“{kind}”；可用的有：{'、'.join(k for k in LetterKind if k in samples)}、all"
        )
    out.mkdir(parents=True, exist_ok=True)
    for chosen in wanted:
        for state, values in samples[chosen].items():
            rendered = render_letter(chosen, values, templates, campaign.timezone)
            name = out / f"{chosen}-{state}"
            name.with_suffix(".txt").write_text(
                f"主题：{rendered.subject}\n\n{rendered.text}", encoding="utf-8"
            )
            name.with_suffix(".html").write_text(rendered.html, encoding="utf-8")
            typer.echo(f"{name}.html　{rendered.subject}")
        if chosen is LetterKind.PROGRESS:
            draft = out / "progress-draft.docx"
            draft.write_bytes(sample_draft(campaign, samples[chosen]["draft"], templates))
            typer.echo(f"{draft}　进度通报草稿")


def _call_and_templates(data: Path) -> tuple[Campaign, tuple[Path, ...]]:
    """The office's call and folders of templates; the shipped ones where there is no office yet."""
    from intake.campaign.campaign import load_campaign
    from tracker.office.assets import default_campaign, template_folders
    from tracker.office.folder import DataDir

    folder = DataDir(data)
    campaign = load_campaign(folder.campaign if folder.campaign.exists() else default_campaign())
    return campaign, template_folders(folder)


def show_recipients(data: Path) -> None:
    """Who would be reminded if reminders went out now, and when they next do."""
    from tracker.cases.addresses import contact_of
    from tracker.letters.reminders import preview_reminders
    from tracker.run.open import open_office

    with open_office(data) as parts:
        mailing = preview_reminders(parts)
        _show_next(parts)
    typer.echo(f"如现在发送提醒：发信{len(mailing.told)}封，电话联系{len(mailing.silent)}个单位。")
    for unit, address in mailing.told:
        typer.echo(f"  发信　{unit.unit.name}　{address}　已报{unit.cases}篇")
    for unit in mailing.silent:
        typer.echo(
            f"  电话　{unit.unit.name}　{contact_of(unit.unit) or '联系方式未登记'}　已报{unit.cases}篇"
        )
    for unit in mailing.spared:
        typer.echo(f"  不发　{unit.unit.name}　已来信待核，或已设为不再催报")


def _show_next(parts: Parts) -> None:
    from tracker.letters.reminders import next_occasion

    upcoming = next_occasion(parts, parts.clock.now())
    if upcoming is None:
        typer.echo("本次征集没有待发的提醒。")
    else:
        local = upcoming.astimezone(parts.campaign.zone)
        typer.echo(f"下一次提醒：{local.year}年{local.month}月{local.day}日{local.hour}:{local.minute:02d}")


def list_held(data: Data = HERE) -> None:
    """列出待放行的信件。"""
    from tracker.letters.writing.words import KIND_WORDS
    from tracker.outbox.held import held_letters
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.read() as connection:
        rows = held_letters(connection)
    if not rows:
        typer.echo("没有待放行的信件。")
        return
    for row in rows:
        typer.echo(f"{row.id}　{KIND_WORDS[row.kind]}　{row.recipient}　{row.subject}")
    typer.echo(f"共{len(rows)}封。放行：zhengji letters release 编号…，或 zhengji letters release all")


def list_log(
    data: Data = HERE,
    unit: Annotated[str, typer.Option(help="只看一个报送单位，如 某县。")] = "",
    kind: Annotated[str, typer.Option(help="只看一种信函，如 提醒。")] = "",
) -> None:
    """列出已写的信：何时、何种、发给谁、结果如何。"""
    from tracker.ledger.letters import list_letters
    from tracker.letters.writing.words import KIND_WORDS, STATE_WORDS
    from tracker.run.open import open_office

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
    from tracker.cases.values import parse_value

    found = parts.campaign.unit(parse_value(parts.campaign, "county", text))
    return found.key if found else ""


def release(numbers: Numbers, data: Data = HERE) -> None:
    """放行待发的信件。"""
    from tracker.letters.reminders import in_office_hours
    from tracker.outbox.held import held_letters, release_letters
    from tracker.outbox.restored import end_pending
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        chosen = _choose(held_letters(connection), numbers)
        now = parts.clock.now()
        done = release_letters(connection, chosen, PERSON, now, office_hours=in_office_hours(parts, now))
        if numbers == ["all"]:
            end_pending(connection, parts.clock.now())
    typer.echo(f"已放行{done}封，服务运行时陆续发出。")


def drop(numbers: Numbers, data: Data = HERE) -> None:
    """决定不发待放行的信件。"""
    from tracker.outbox.held import drop_letters, held_letters
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        chosen = _choose(held_letters(connection), numbers)
        done = drop_letters(connection, chosen, PERSON, parts.clock.now())
    typer.echo(f"{done}封不再发送。")


def export(
    folder: Annotated[Path, typer.Argument(help="写入此文件夹。")],
    data: Data = HERE,
) -> None:
    """把没有发出的信写成文件，供人工发出：.eml 可用邮件软件打开，.txt 可复制，附件另存。"""
    from tracker.letters.writing.words import KIND_WORDS, STATE_WORDS
    from tracker.outbox.by_hand import take_out, unsent_letters
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.read() as connection:
        rows = unsent_letters(connection, parts.clock.now())
        if rows:
            folder.mkdir(parents=True, exist_ok=True)
        for row in rows:
            path = take_out(connection, row, folder, f"{row.id:04}-{KIND_WORDS[row.kind]}")
            typer.echo(f"{row.id}　{STATE_WORDS[row.state]}　{row.recipient}　{path}")
    if not rows:
        typer.echo("没有未发出的信件。")
        return
    typer.echo(f"共{len(rows)}封。人工发出后请登记：zhengji letters sent 编号…，或 zhengji letters sent all")


def sent(numbers: Numbers, data: Data = HERE) -> None:
    """登记信件已由人工发出，系统不再发送。"""
    from tracker.outbox.by_hand import mark_sent, unsent_letters
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        now = parts.clock.now()
        rows = unsent_letters(connection, now)
        chosen = _choose(rows, numbers, "没有未发出的信件“{}”，编号见 zhengji letters export")
        done = mark_sent(connection, chosen, now)
    typer.echo(f"已登记{len(done)}封由人工发出。")


def _choose(
    rows: list[LetterRow],
    numbers: list[str],
    unknown_words: str = "没有待放行的信件“{}”，编号见 zhengji letters held",
) -> list[LetterRow]:
    if numbers == ["all"]:
        return rows
    held = {str(row.id): row for row in rows}
    if unknown := [number for number in numbers if number not in held]:
        raise OrderError(unknown_words.format(unknown[0]))
    return [held[number] for number in numbers]


def check(data: Data = HERE) -> None:
    """检查信函模板：每种情形都能生成，没有不宜使用的词语。"""
    from tracker.run.preview.check import check_templates

    problems = check_templates(*_call_and_templates(data))
    for problem in problems:
        typer.echo(problem)
    if problems:
        raise RenderError(f"信函模板有{len(problems)}处问题")
    typer.echo("信函模板均可正常生成，没有不宜使用的词语。")
