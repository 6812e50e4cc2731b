"""``review papers``, ``bound``, ``send``: cases without names and score sheets go out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import HERE, By, Data
from tracker.cli.review.at import RoundName, find_named, named_person, prepare, writing
from tracker.errors import OrderError


def papers(
    folder: Annotated[Path, typer.Argument(help="写入此目录，每位专家一个子目录。")],
    experts: Annotated[list[str] | None, typer.Argument(help="专家姓名或邮箱；不写则为全部。")] = None,
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
) -> None:
    """生成每位专家的隐名材料和评分表；自此这一轮的计分规则不再改变。"""
    from tracker.review.copies.papers import heading_of, hide_cases, known_names, sheet_for, write_copies
    from tracker.review.copies.search import checked
    from tracker.review.copies.sheets import write_docx, write_xlsx
    from tracker.review.rounds import leave_house, look_at, unclear_words

    prepare(data)
    with writing(data) as desk:
        table = look_at(desk, round_name)
        only = {find_named(desk, word).id for word in experts or ()}
        readers = sorted({expert for expert, _ in table.standing if not only or expert in only})
        if not readers:
            raise OrderError("还没有分配案例，请先运行 zhengji review plan --save")
        for expert in [] if only else [one for one in readers if one in table.unclear]:
            typer.echo(f"请注意：{unclear_words(table, expert)}")
            readers.remove(expert)
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
                write_copies(copies, heading_of(desk.campaign), names)
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
    from tracker.review.copies.bound import write_bound
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


def send(
    experts: Annotated[list[str] | None, typer.Argument(help="专家姓名或邮箱；不写则为全部。")] = None,
    data: Data = HERE,
    round_name: RoundName = "",
    by: By = "",
) -> None:
    """把隐名材料和评分表用邮件发给专家；没有邮箱或用纸质的除外。"""
    from tracker.review.mail.letters import send_papers
    from tracker.review.rounds import look_at, unsent

    prepare(data)
    with writing(data) as desk:
        table = look_at(desk, round_name)
        chosen = [find_named(desk, word) for word in experts] if experts else list(table.experts.values())
        typer.echo(f"已生成{send_papers(desk, table, chosen, named_person(by))}封，上班时间发出")
        waiting = unsent(table)
        on_paper = [e.name for e in chosen if (e.paper or not e.email) and e.id in waiting]
        if on_paper:
            typer.echo(f"用纸质的：{'、'.join(on_paper)}，请运行 zhengji review papers 目录")


def _file_name(name: str) -> str:
    from intake.mail.filenames import clean_name

    return clean_name(name) or "专家"
