"""Which text was printed? What every run took of one case, and what stands in the ledger now."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from tracker.errors import OrderError
from tracker.ledger.published.leaving import left_out
from tracker.ledger.published.volume import Printed, Run, list_choices, list_runs
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.volume.choice import by_lines
from tracker.publications.volume.content.model import Case
from tracker.publications.volume.content.store import content_digest, load_volume_file, printed_hash
from tracker.publications.volume.finals.leaving import show_left_out
from tracker.publications.volume.finals.standing import doubt_place, fallen_case
from tracker.publications.volume.settings import PLACE


def tell_which(parts: Parts, connection: Connection, number: str) -> Iterator[str]:
    """What is known of the printing of a case, a line each.

    Raises:
        OrderError: there is no such case.
    """
    named = by_lines(Desk(connection, parts, parts.clock.now()), [f"{number.strip('号')}号"])
    if not named.cases:
        raise OrderError("，".join(named.remarks))
    row = named.cases[0]
    desk = Desk(connection, parts, parts.clock.now())
    yield f"{row.number}《{row['title']}》：{_now(desk, row)}"
    runs = [(run, case) for run in list_runs(connection) for case in run.cases if case.number == row.number]
    if not runs:
        yield "还没有排印过"
    for run, case in runs:
        yield from _of_run(parts, run, case)


def _now(desk: Desk, row: CaseRow) -> str:
    """How a case stands in the ledger and in the volume."""
    if row.status is not CaseStatus.ACTIVE:
        if row.id in list_choices(desk.connection):
            return f"第{row.version}稿，{fallen_case(desk, row)}"
        return f"第{row.version}稿，已不计入，未编入汇编"
    choice = list_choices(desk.connection).get(row.id)
    if choice is None:
        gone = left_out(desk.connection).get(row.id)
        out = f"，{show_left_out(desk, gone)}" if gone is not None else ""
        return f"现用第{row.version}稿，未编入汇编{out}"
    final = f"，定稿第{choice.final}稿" if choice.final else ""
    return "，".join((f"现用第{row.version}稿{final}，已编入汇编", *doubt_place(desk, row)))


def _of_run(parts: Parts, run: Run, case: Printed) -> Iterator[str]:
    local = run.at.astimezone(parts.campaign.zone)
    yield f"{local:%Y-%m-%d %H:%M}《{run.title}》（{run.name}）：第{case.version}稿，题为《{case.title}》"
    yield f"  排印内容校验码 {case.sha256[:16]}，内容文件 {parts.data.volumes / run.name}"
    try:
        kept = load_volume_file(parts.data.volumes / run.name)
        is_whole = content_digest(parts.data.volumes / run.name) == run.content_sha256
    except OrderError as error:
        yield f"  {error}，无法核对当时的文字；当时的成书文件在 {parts.data.out / PLACE / run.name}"
        return
    printed = next((found for found in kept.cases if found.number == case.number), None)
    if not is_whole:
        yield f"  {_edited(printed, case)}"
    if printed is None or printed_hash(*printed.shown) != case.sha256:
        return
    for original in printed.originals:
        yield f"  原件 {original.name}（SHA-256 {original.sha256[:16]}）"


def _edited(kept: Case | None, case: Printed) -> str:
    """What can still be said where the content file is not as it was written."""
    said = "内容文件在排印之后被改动过"
    if kept is None:
        return f"{said}，其中已没有本篇；当时排印的是第{case.version}稿"
    if printed_hash(*kept.shown) == case.sha256:
        return f"{said}，本篇的文字与当时排印的一致"
    return f"{said}，其中本篇的文字已不是当时排印的，请以印成的文件和第{case.version}稿为准"
