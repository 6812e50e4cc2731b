"""``review …``: experts, who reads what, papers out, how the round stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, By, Data, Reason
from tracker.errors import OrderError

if TYPE_CHECKING:
    from tracker.ledger.review.experts import ExpertRow
    from tracker.office.desk import Desk

ExpertName = Annotated[str, typer.Argument(help="专家姓名或邮箱。")]
RoundName = Annotated[str, typer.Option("--round", help="哪一轮评阅；不写则为最近一轮。")]


def experts(
    listed: Annotated[
        Path | None, typer.Argument(help="名单文件（Excel、Word、文本），第一行为栏名。")
    ] = None,
    data: Data = HERE,
) -> None:
    """登记专家名单，或列出已登记的专家。"""
    from tracker.cli.volume import lines_of
    from tracker.ledger.review.experts import list_experts, put_expert
    from tracker.review.experts.people import read_people
    from tracker.review.progress import described

    lines = lines_of(data, listed) if listed is not None else None
    with writing(data) as desk:
        if lines is not None:
            people = read_people(lines, desk.campaign)
            for expert in people.experts:
                put_expert(desk.connection, expert, desk.now)
            for remark in people.remarks:
                typer.echo(remark)
        known = list_experts(desk.connection)
        for expert in known:
            typer.echo(described(desk, expert))
        typer.echo(f"共{len(known)}位专家")


def open_round(
    name: Annotated[str, typer.Argument(help="这一轮的名称，如 初评。")],
    listed: Annotated[
        Path | None, typer.Option("--list", help="只评名单文件中的案例；不写则评全部有效案例。")
    ] = None,
    data: Data = HERE,
    by: By = "",
) -> None:
    """开始一轮评阅，给案例编印号。"""
    from tracker.cli.volume import lines_of
    from tracker.ledger.cases import list_cases
    from tracker.publications.volume.choice import by_lines
    from tracker.review.progress import ends, opening_remarks
    from tracker.review.rounds import begin_round, look_at

    lines = lines_of(data, listed) if listed is not None else None
    with writing(data) as desk:
        cases = list_cases(desk.connection)
        if lines is not None:
            wanted = by_lines(desk, lines)
            for remark in wanted.remarks:
                typer.echo(remark)
            cases = list(wanted.cases)
        begin_round(desk, name, cases, named_person(by))
        table = look_at(desk, name)
        for line in opening_remarks(desk, table):
            typer.echo(f"请注意：{line}")
        typer.echo(f"已开始“{name}”，共{len(table.numbers)}篇，印号{ends(list(table.numbers.values()))}")
        typer.echo("下一步：zhengji review plan 看分配方案")


def plan(
    data: Data = HERE,
    round_name: RoundName = "",
    save: Annotated[bool, typer.Option("--save", help="采用这一方案；不写则只显示。")] = False,
    by: By = "",
) -> None:
    """分配案例：显示各位专家的篇数、缺额和回避；已定的不变。"""
    from tracker.review.progress import plan_lines
    from tracker.review.rounds import keep_plan, look_at, propose

    with writing(data) as desk:
        table = look_at(desk, round_name)
        found = propose(table)
        for line in plan_lines(table, found):
            typer.echo(line)
        if save:
            keep_plan(desk, table, found, named_person(by))
            typer.echo("已采用。下一步：zhengji review papers 目录 生成隐名材料和评分表")
        else:
            typer.echo("以上为方案，未写入；采用请加 --save")


def pair(
    expert: ExpertName,
    number: Annotated[str, typer.Argument(help="印号，如 A07。")],
    data: Data = HERE,
    round_name: RoundName = "",
    drop: Annotated[bool, typer.Option("--drop", help="改为收回这一篇。")] = False,
    by: By = "",
    reason: Reason = "",
) -> None:
    """人工给一位专家加一篇，或收回一篇；须写理由。"""
    from intake.text.fold import simplify
    from tracker.review.progress import ends
    from tracker.review.rounds import look_at, pair_by_hand, take_back

    if not reason.strip():
        raise OrderError("人工调整请用 --reason 写明理由")
    with writing(data) as desk:
        table = look_at(desk, round_name)
        who = find_named(desk, expert)
        found = {word: case for case, word in table.numbers.items()}
        number = simplify(number).strip()
        if number.upper() not in found:
            raise OrderError(f"没有印号{number}；印号为{ends(list(table.numbers.values()))}")
        change = take_back if drop else pair_by_hand
        change(desk, table, (who.id, found[number.upper()]), reason, named_person(by))
        typer.echo(f"{who.name}：{number.upper()}已{'收回' if drop else '加上'}")


def withdraw(
    expert: ExpertName, data: Data = HERE, round_name: RoundName = "", by: By = "", reason: Reason = ""
) -> None:
    """一位专家不再参加：未评的案例收回待重新分配，已交的评分保留。"""
    from tracker.review.progress import plan_lines
    from tracker.review.rounds import look_at, propose
    from tracker.review.rounds import withdraw as let_go

    with writing(data) as desk:
        who = find_named(desk, expert)
        let_go(desk, look_at(desk, round_name), who.id, reason, named_person(by))
        for line in plan_lines(table := look_at(desk, round_name), propose(table)):
            typer.echo(line)
        typer.echo(f"{who.name}已退出；采用以上方案请运行 zhengji review plan --save")


def invite(
    experts: Annotated[
        list[str] | None, typer.Argument(help="专家姓名或邮箱；不写则为全部未邀请的。")
    ] = None,
    data: Data = HERE,
    round_name: RoundName = "",
) -> None:
    """发信邀请专家；回信“愿意，最多10篇，回避某县”自动登记。"""
    from tracker.review.mail.letters import invite as invite_experts
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        table = look_at(desk, round_name)
        chosen = [find_named(desk, word) for word in experts] if experts else list(table.experts.values())
        typer.echo(f"已生成{invite_experts(desk, table, chosen)}封邀请信，上班时间发出")


def send(
    experts: Annotated[list[str] | None, typer.Argument(help="专家姓名或邮箱；不写则为全部。")] = None,
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
) -> None:
    """把隐名材料和评分表用邮件发给专家；没有邮箱或用纸质的除外。"""
    from tracker.review.mail.letters import send_papers
    from tracker.review.rounds import look_at

    prepare(data)
    with writing(data) as desk:
        table = look_at(desk, round_name)
        chosen = [find_named(desk, word) for word in experts] if experts else list(table.experts.values())
        typer.echo(f"已生成{send_papers(desk, table, chosen, named_person(by))}封，上班时间发出")
        on_paper = [e.name for e in chosen if (e.paper or not e.email) and table.of(e.id)]
        if on_paper:
            typer.echo(f"用纸质的：{'、'.join(on_paper)}，请运行 zhengji review papers 目录")


def papers(
    folder: Annotated[Path, typer.Argument(help="写入此目录，每位专家一个子目录。")],
    experts: Annotated[list[str] | None, typer.Argument(help="专家姓名或邮箱；不写则为全部。")] = None,
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
) -> None:
    """生成每位专家的隐名材料和评分表；自此这一轮的计分规则不再改变。"""
    from tracker.review.copies.papers import hide_cases, known_names, sheet_for, write_copies
    from tracker.review.copies.search import checked
    from tracker.review.copies.sheets import write_docx, write_xlsx
    from tracker.review.rounds import leave_house, look_at

    prepare(data)
    with writing(data) as desk:
        table = look_at(desk, round_name)
        only = {find_named(desk, word).id for word in experts or ()}
        readers = sorted({expert for expert, _ in table.standing if not only or expert in only})
        if not readers:
            raise OrderError("还没有分配案例，请先运行 zhengji review plan --save")
        leave_house(desk, table, readers, named_person(by))
        table = look_at(desk, round_name)
        names = known_names(desk)
        doubts: dict[str, tuple[str, ...]] = {}
        for expert in readers:
            name = table.experts[expert].name
            place = folder / _file_name(name)
            place.mkdir(parents=True, exist_ok=True)
            sheet = sheet_for(desk, table, expert)
            copies = hide_cases(desk, table, table.of(expert).values())
            doubts |= {copy.number: copy.doubts for copy in copies if copy.doubts}
            (place / f"评阅{desk.campaign.item}.docx").write_bytes(
                write_copies(copies, desk.campaign.short, names)
            )
            (place / "评分表.xlsx").write_bytes(checked(write_xlsx(sheet), names, *sheet.known))
            (place / "评分表.docx").write_bytes(checked(write_docx(sheet), names, *sheet.known))
            typer.echo(f"{name}：{len(copies)}篇，{place}")
        for number, words in sorted(doubts.items()):
            typer.echo(f"请核对{number}中是否有名称：{'、'.join(words[:8])}{'……' if len(words) > 8 else ''}")
        if table.round.due is not None:
            typer.echo(f"请各位专家于{table.round.due.month}月{table.round.due.day}日前返回评分表")


def bound(
    file: Annotated[Path, typer.Argument(help="装订本写入此文件：.docx，或 .pdf（需装有 LibreOffice）。")],
    expert: Annotated[str, typer.Argument(help="专家姓名或邮箱；不写则为本轮全部。")] = "",
    data: Data = HERE,
    round_name: RoundName = "",
) -> None:
    """本轮或一位专家的隐名材料合为一册（装订本），连续编页，供打印；不影响计分规则。"""
    from tracker.review.copies.papers import write_bound
    from tracker.review.rounds import look_at

    prepare(data)
    with writing(data) as desk:
        table = look_at(desk, round_name)
        only = find_named(desk, expert).id if expert else None
        content, copies = write_bound(desk, table, only, pdf=file.suffix.lower() == ".pdf")
    file.write_bytes(content)
    typer.echo(f"已生成 {file}，{len(copies)}篇")
    for copy in copies:
        if copy.doubts:
            typer.echo(f"请核对{copy.number}中是否有名称：{'、'.join(copy.doubts[:8])}")


def extend(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="新的截止日，如 2015-09-15。")],
    data: Data = HERE,
    round_name: RoundName = "",
    expert: Annotated[str, typer.Option("--expert", help="只延这一位专家的；不写则为全部。")] = "",
    by: By = "",
) -> None:
    """评阅截止日改到另一天，全体或一位专家；有邮箱的去信告知。"""
    from tracker.review.amend import extend_round
    from tracker.review.mail.letters import tell_change
    from tracker.review.rounds import look_at
    from tracker.review.words import day_words

    with writing(data) as desk:
        only = find_named(desk, expert).id if expert else 0
        last = day.date()
        concerned = extend_round(desk, look_at(desk, round_name), last, named_person(by), only)
        table = look_at(desk, round_name)
        notices = dict.fromkeys(concerned, f"评阅截止时间改为{day_words(last)}。")
        silent = tell_change(desk, table, f"{last}", notices)
        typer.echo(f"评阅截止时间改为{day_words(last)}，涉及{len(concerned)}位专家")
        _echo_silent(silent)


def add(
    numbers: Annotated[list[str], typer.Argument(help="案例编号，如 5 或 5号。")],
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
) -> None:
    """一轮中加入案例，编下一个印号；规则不变。"""
    from tracker.review.amend import put_in
    from tracker.review.decide.chosen import named_cases
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        rows = named_cases(desk, numbers)
        given = put_in(desk, look_at(desk, round_name), rows, named_person(by))
        for row, number in zip(rows, given, strict=True):
            typer.echo(f"{row.number}　印号{number}　{row['title']}")
        typer.echo("下一步：zhengji review plan --save，只补新加入的，已定的不动")


def remove(
    numbers: Annotated[list[str], typer.Argument(help="印号，如 A07。")],
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
    reason: Reason = "",
) -> None:
    """一轮中撤出案例：告知评它的专家，所收评分留档不计。"""
    from tracker.review.amend import take_out
    from tracker.review.mail.letters import tell_change
    from tracker.review.rounds import look_at, printed_cases

    with writing(data) as desk:
        table = look_at(desk, round_name)
        rows = printed_cases(table, numbers)
        told = take_out(desk, table, rows, reason, named_person(by))
        notices = {key: f"{'、'.join(own)}不再评阅，请不必评分。" for key, own in told.items()}
        silent = tell_change(desk, look_at(desk, round_name), "out:" + ",".join(numbers), notices)
        typer.echo(f"已撤出{'、'.join(table.numbers[row.id] for row in rows)}，涉及{len(told)}位专家")
        _echo_silent(silent)


def _echo_silent(names: list[str]) -> None:
    if names:
        typer.echo(f"用纸质或没有邮箱的请电话告知：{'、'.join(names)}")


def status(data: Data = HERE, round_name: RoundName = "") -> None:
    """评阅进度：谁还有哪几篇没有返回。"""
    from tracker.review.progress import progress_lines
    from tracker.review.rounds import look_at

    with writing(data) as desk:
        for line in progress_lines(desk, look_at(desk, round_name)):
            typer.echo(line)


def find_named(desk: Desk, word: str) -> ExpertRow:
    """The listed expert of this name or address."""
    from intake.text.fold import fold
    from tracker.ledger.review.experts import find_expert

    found = find_expert(desk.connection, fold(word).text)
    if found is None:
        raise OrderError(f"名单中没有“{word}”，请用 zhengji review experts 查看")
    return found


def prepare(data: Path) -> None:
    """Read what the cases are made of, before anything is written."""
    from tracker.review.copies.content import prepare_copies
    from tracker.run.open import open_office, open_readers

    with open_office(data) as parts, open_readers(parts) as readers:
        prepare_copies(parts, readers)


def _file_name(name: str) -> str:
    from intake.mail.filenames import clean_name

    return clean_name(name) or "专家"


def named_person(by: str) -> str:
    """Who does it: the name given, else the login."""
    import getpass

    return by.strip() or getpass.getuser()


@contextmanager
def writing(data: Path) -> Iterator[Desk]:
    """A desk at the office in a folder, one transaction."""
    from tracker.office.desk import Desk
    from tracker.run.open import open_office

    with open_office(data) as parts, parts.ledger.begin() as connection:
        yield Desk(connection, parts, parts.clock.now())
