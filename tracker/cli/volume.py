"""``volume choose`` … ``which``: the volume of the chosen cases, from choice to proofs and print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, By, Data, Number, Reason
from tracker.errors import OrderError

if TYPE_CHECKING:
    from datetime import date

    from tracker.letters.volume.final import Invitation
    from tracker.office.desk import Desk
    from tracker.office.parts import Parts
    from tracker.publications.volume.choice import Wanted

Numbers = Annotated[list[str] | None, typer.Argument(help="案例编号，如 3 或 3号。")]


def choose(
    numbers: Numbers = None,
    data: Data = HERE,
    column: Annotated[str, typer.Option("--column", help="按汇总表此栏：填了字且不是“否”的入选。")] = "",
    listed: Annotated[
        Path | None,
        typer.Option("--list", help="按名单文件（文本、Word、表格均可），一行一篇，写编号或题目。"),
    ] = None,
    in_order: Annotated[
        bool, typer.Option("--in-order", help="篇内按所写次序（栏目中为数字时按数字）排列。")
    ] = False,
    drop: Annotated[bool, typer.Option("--drop", help="改为从汇编中去掉。")] = False,
    only: Annotated[bool, typer.Option("--only", help="此外已选的都去掉。")] = False,
    by: By = "",
    reason: Reason = "",
) -> None:
    """选定编入汇编的案例。"""
    import getpass

    from tracker.publications.volume.choice import By as Chooser
    from tracker.publications.volume.choice import choose_cases, chosen_cases, leave_out

    if bool(numbers) + bool(column) + bool(listed) != 1:
        raise OrderError("请写案例编号，或用 --column、--list 之一指明")
    lines = lines_of(data, listed) if listed is not None else [f"{n.strip('号')}号" for n in numbers or []]
    with _writing(data) as desk:
        wanted = _wanted(desk, lines, column)
        chooser = Chooser(by.strip() or getpass.getuser(), reason, in_order)
        if drop:
            leave_out(desk, wanted.cases, chooser)
            remarks: tuple[str, ...] = ()
        else:
            remarks = choose_cases(desk, wanted.cases, chooser)
            if only:
                kept = {row.id for row in wanted.cases}
                leave_out(desk, [one.row for one in chosen_cases(desk) if one.row.id not in kept], chooser)
        count = len(chosen_cases(desk))
    for remark in (*wanted.told, *wanted.remarks, *remarks):
        typer.echo(remark)
    typer.echo(f"汇编现有{count}篇，查看：zhengji volume list")
    if wanted.remarks:
        raise typer.Exit(1)


def list_chosen(data: Data = HERE) -> None:
    """列出编入汇编的案例，按排印次序。"""
    from tracker.office.desk import Desk
    from tracker.publications.volume.choice import chosen_cases, theme_of
    from tracker.publications.volume.finals.leaving import tell_left_out
    from tracker.publications.volume.finals.standing import fallen_cases, show_final
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.read() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        part = 0
        for one in chosen_cases(desk):
            row = one.row
            if (theme := theme_of(desk, row)) != part:
                part = theme
                themes = parts.campaign.themes
                typer.echo(
                    themes[theme - 1].label + themes[theme - 1].name if theme <= len(themes) else "主题待核"
                )
            shown = show_final(desk, row, one.choice)
            typer.echo(f"  {row.number}　{row['county']}　{row['title'] or '名称待核'}　{shown}")
        fallen = [*fallen_cases(desk), *tell_left_out(desk)]
        for line in fallen:
            typer.echo(line)
        if not part and not fallen:
            typer.echo("汇编中还没有案例，请用 zhengji volume choose 选定")


def _wanted(desk: Desk, lines: list[str], column: str) -> Wanted:
    from tracker.cases.fields import FIELD_WORDS
    from tracker.publications.volume.choice import by_column, by_lines
    from tracker.sheet.own import own_columns

    if not column:
        return by_lines(desk, lines)
    own = {one.heading: one.field for one in own_columns(desk.connection)}
    known = {**{word: key for key, word in FIELD_WORDS.items()}, **own}
    if column not in known:
        raise OrderError(f"汇总表没有“{column}”一栏；自加的栏目有：{'、'.join(own) or '无'}")
    return by_column(desk, known[column])


def lines_of(data: Path, listed: Path) -> list[str]:
    """The lines of a list, whatever kind of file it is."""
    from intake.worker.start import Failed
    from tracker.run.open import open_office, open_readers

    if not listed.is_file():
        raise OrderError(f"找不到 {listed}")
    with open_office(data) as parts, open_readers(parts) as readers:
        found = next(iter(readers.read_files([listed])))
    if isinstance(found, Failed) or not found.documents:
        raise OrderError(f"“{listed.name}”未能读取")
    return [line for document in found.documents for line in document.text.splitlines()]


@contextmanager
def _writing(data: Path) -> Iterator[Desk]:
    from tracker.office.desk import Desk
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        yield Desk(connection, parts, parts.clock.now())


def make(
    data: Data = HERE,
    design: Annotated[str, typer.Option("--design", help="公文版或书刊版；不写则按 volume.toml。")] = "",
    county: Annotated[str, typer.Option("--county", help="只编此县(市)区。")] = "",
    theme: Annotated[int, typer.Option("--theme", help="只编此主题（序号）。")] = 0,
    booklet: Annotated[
        bool, typer.Option("--booklet", help="另出小册子拼版：办公打印机双面打印、短边翻转，对折装订。")
    ] = False,
    paper: Annotated[str, typer.Option("--paper", help="小册子用纸：A4 或 A3。")] = "A4",
    for_print: Annotated[
        bool, typer.Option("--print", help="另出付印文件：封面（含书脊、封底和出血）和补足页数的内文。")
    ] = False,
) -> None:
    """生成汇编：内容文件、Word 稿和校样；每次另存新文件，列出与上次的不同。"""
    from tracker.publications.volume.content.store import PICTURES
    from tracker.publications.volume.papers import write_papers
    from tracker.publications.volume.proof.booklet import check_paper, impose
    from tracker.publications.volume.proof.sheets import write_print
    from tracker.publications.volume.run import Scope, make_volume
    from tracker.publications.volume.settings import load_volume
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        settings = load_volume(parts)
        if design:
            settings = settings.with_design(design)
        scope = Scope(_county(parts, county), _theme(parts, theme))
        if booklet:
            check_paper(paper)
        made = make_volume(parts, readers, settings, scope)
        for line in write_papers(made):
            typer.echo(line)
        if booklet:
            typer.echo(impose(made.pdfs, paper))
        if for_print:
            counted = made.proof or made.printed
            for line in write_print(
                made.volume, made.folder / PICTURES, counted.count if counted else None, made.docx
            ):
                typer.echo(line)


def web(
    data: Data = HERE,
    county: Annotated[str, typer.Option("--county", help="只收此县(市)区。")] = "",
    theme: Annotated[int, typer.Option("--theme", help="只收此主题（序号）。")] = 0,
) -> None:
    """生成网页版：一个文件夹，可查找，不用服务器，供培训用。"""
    from tracker.publications.volume.run import Scope, make_web
    from tracker.publications.volume.settings import load_volume
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        scope = Scope(_county(parts, county), _theme(parts, theme))
        folder, remarks = make_web(parts, readers, load_volume(parts), scope)
    for remark in remarks:
        typer.echo(remark)
    typer.echo(f"已生成 {folder}，打开其中的 index.html；发出前请核对以上各处")


def report(data: Data = HERE) -> None:
    """生成上报材料：函（草稿）、汇总表、定稿文本和原件，装入一个文件夹和一个压缩包；不发送。"""
    from tracker.publications.report.make import make_report
    from tracker.publications.volume.settings import load_volume
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        made = make_report(parts, readers, load_volume(parts))
    for remark in made.remarks:
        typer.echo(remark)
    typer.echo(f"已生成 {made.folder}，定稿{made.count}篇；压缩包 {made.archive.name}")


def which(number: Number, data: Data = HERE) -> None:
    """这篇印的是哪一稿：列出每次汇编所用的稿次、时间和原件。"""
    from tracker.publications.volume.which import tell_which
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.read() as connection:
        for line in tell_which(parts, connection, number):
            typer.echo(line)


def final(
    numbers: Annotated[list[str], typer.Argument(help="案例编号，可写多个，如 3 5 12。")],
    data: Data = HERE,
    version: Annotated[int, typer.Option("--version", help="第几稿；不写为现用稿。")] = 0,
    undo: Annotated[bool, typer.Option("--undo", help="取消定稿。")] = False,
    by: By = "",
) -> None:
    """把案例的某一稿定为定稿：以后收到新稿也照此排印，并在汇编时提示。"""
    import getpass

    from tracker.publications.volume.choice import By as Chooser
    from tracker.publications.volume.choice import by_lines, fix_final

    if version and len(numbers) > 1:
        raise OrderError("--version 一次只用于一篇")
    with _writing(data) as desk:
        named = by_lines(desk, [f"{number.strip('号')}号" for number in numbers])
        if named.remarks:
            raise OrderError("，".join(named.remarks))
        chooser = Chooser(by.strip() or getpass.getuser())
        done = [fix_final(desk, row, None if undo else version, chooser) for row in named.cases]
    for line in done:
        typer.echo(line)


def invite(
    numbers: Numbers = None,
    data: Data = HERE,
    due: Annotated[str, typer.Option("--due", help="哪天之前报来，如 9月20日 或 2015-09-20。")] = "",
    words: Annotated[str, typer.Option("--words", help="信中另加的话。")] = "",
    dry: Annotated[bool, typer.Option("--dry-run", help="只列出发给谁、要哪几篇，不发信。")] = False,
    by: By = "",
) -> None:
    """发信请报送单位报定稿；对方回信所附的文件自动登记为该篇定稿。不写编号则为全部未定稿的。"""
    import getpass

    from tracker.letters.volume.final import Terms, invite_finals, plan_finals
    from tracker.publications.volume.choice import by_lines

    if not due and not dry:
        raise OrderError("请用 --due 写明哪天之前报来，如 --due 9月20日")
    with _writing(data) as desk:
        named = by_lines(desk, [f"{number.strip('号')}号" for number in numbers or []])
        if named.remarks:
            raise OrderError("，".join(named.remarks))
        plan = plan_finals(desk, named.cases)
        for line in _plan_lines(plan):
            typer.echo(line)
        if not plan:
            typer.echo("没有需要约请定稿的案例：汇编中的案例都已定稿，或所写编号未编入汇编")
        elif not dry:
            today = desk.now.astimezone(desk.campaign.zone).date()
            terms = Terms(_day(due, today), words, by.strip() or getpass.getuser())
            typer.echo(f"已生成{invite_finals(desk, plan, terms)}封，上班时间发出；同样的信不重发")


def proof(
    number: Annotated[int, typer.Argument(help="第几校：1 为一校；不写为下一校，写上一校则重出。")] = 0,
    data: Data = HERE,
    due: Annotated[
        str, typer.Option("--due", help="发给各单位核对，哪天之前返回，如 9月20日；不写则不发单位。")
    ] = "",
    words: Annotated[str, typer.Option("--words", help="信中另加的话。")] = "",
    dry: Annotated[bool, typer.Option("--dry-run", help="只列出发给谁、哪几篇，不生成、不发信。")] = False,
    by: By = "",
) -> None:
    """出一校、二校、三校：生成汇编，与上一校逐篇对照，并发给各单位和编辑核对。"""
    import getpass

    from tracker.letters.volume.proofs import Wish, open_round, plan_round
    from tracker.office.desk import Desk
    from tracker.publications.volume.run import tell_standing
    from tracker.publications.volume.settings import load_volume
    from tracker.publications.volume.words import round_name
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        settings = load_volume(parts)
        now = parts.clock.now()
        if dry:
            with parts.ledger.read() as connection:
                desk = Desk(connection, parts, now)
                for line in (*tell_standing(desk), *_plan_lines(plan_round(desk))):
                    typer.echo(line)
            for email in settings.editors:
                typer.echo(f"编辑（{email}）：全书")
            return
        day = _day(due, now.astimezone(parts.campaign.zone).date()) if due else None
        opened = open_round(
            parts, readers, settings, Wish(number, by.strip() or getpass.getuser(), day, words)
        )
    for line in opened.said:
        typer.echo(line)
    name = round_name(opened.round.number)
    typer.echo(
        f"{name}已登记；已生成{opened.letters}封信，上班时间发出"
        if opened.letters
        else f"{name}已登记，没有发信"
    )


def proofs(
    data: Data = HERE,
    drop: Annotated[
        list[int] | None, typer.Option("--drop", help="去掉这条更正（按编号），可写多次。")
    ] = None,
    by: By = "",
) -> None:
    """列出各校：发给谁、限何时返回、收到哪些更正、是否照改。"""
    import getpass

    from tracker.ledger.events import record_event
    from tracker.ledger.published.rounds import drop_corrections
    from tracker.publications.volume.rounds.take import list_returns, show_correction

    with _writing(data) as desk:
        for one in drop_corrections(desk.connection, drop or [], desk.now):
            detail = {"id": one.id, "old": one.old, "new": one.new}
            who = by.strip() or getpass.getuser()
            record_event(
                desk.connection,
                "volume.correction-dropped",
                desk.now,
                who=who,
                case_id=one.case_id or None,
                detail=detail,
            )
            typer.echo(f"已去掉更正{one.id}：{show_correction(one)}")
        lines = list(list_returns(desk))
    for line in lines or ["还没有出过校样，请用 zhengji volume proof"]:
        typer.echo(line)


def compare(
    number: Annotated[int, typer.Argument(help="与第几校相比：1 为一校；不写为最近一校。")] = 0,
    data: Data = HERE,
) -> None:
    """现在的文字与某一校有何不同：逐篇列出删去和新增的文字（Word 和网页），不另出汇编。"""
    from tracker.publications.volume.rounds.show import head_of
    from tracker.publications.volume.rounds.since import compare_since
    from tracker.publications.volume.settings import load_volume
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        comparison, docx = compare_since(parts, readers, load_volume(parts), number)
    typer.echo(comparison.heading)
    for one in comparison.found:
        typer.echo(f"  {head_of(one)}")
    typer.echo(f"已生成 {docx}（另有网页）")


def _plan_lines(plan: Iterable[Invitation]) -> Iterator[str]:
    """Who would get a letter about which cases, a line each."""
    for one in plan:
        titles = "、".join(f"{row.number}《{row['title'] or '名称待核'}》" for row in one.cases)
        yield f"{one.addressee or '单位待核'}（{one.email or '没有邮箱，请电话联系'}）：{titles}"


def _day(text: str, today: date) -> date:
    """A day as people write it; without a year the next one that comes."""
    import re
    from datetime import date as make
    from unicodedata import normalize

    written = r"(?<!\d)(?:(\d{4})\s?[-年/.])?\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})(?!\d)"
    found = re.search(written, normalize("NFKC", text))
    try:
        if found is not None:
            day = make(int(found[1] or today.year), int(found[2]), int(found[3]))
            return day.replace(year=day.year + 1) if not found[1] and (today - day).days > 183 else day
    except ValueError:
        pass  # 9月31日: said below like anything else that is no day
    raise OrderError(f"没有看懂日期“{text}”，写法如 9月20日 或 2015-09-20")


def _county(parts: Parts, name: str) -> str:
    from tracker.cases.values import parse_value

    return parse_value(parts.campaign, "county", name) if name else ""


def _theme(parts: Parts, number: int) -> int:
    if not 0 <= number <= len(parts.campaign.themes):
        raise OrderError(f"没有第{number}个主题，主题共{len(parts.campaign.themes)}个")
    return number
