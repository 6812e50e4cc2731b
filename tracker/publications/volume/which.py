"""Which text was printed? What every run took of one case, and what stands in the ledger now."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from tracker.errors import OrderError
from tracker.ledger.published.volume import Printed, Run, list_choices, list_runs
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.volume.choice import by_lines
from tracker.publications.volume.content.store import load_volume_file


def tell_which(parts: Parts, connection: Connection, number: str) -> Iterator[str]:
    """What is known of the printing of a case, a line each.

    Raises:
        OrderError: there is no such case.
    """
    named = by_lines(Desk(connection, parts, parts.clock.now()), [f"{number.strip('号')}号"])
    if not named.cases:
        raise OrderError("，".join(named.remarks))
    row = named.cases[0]
    choice = list_choices(connection).get(row.id)
    final = f"，定稿第{choice.final}稿" if choice is not None and choice.final else ""
    yield f"{row.number}《{row['title']}》：现用第{row.version}稿{final}，{'已' if choice else '未'}编入汇编"
    runs = [(run, case) for run in list_runs(connection) for case in run.cases if case.number == row.number]
    if not runs:
        yield "还没有排印过"
    for run, case in runs:
        yield from _of_run(parts, run, case)


def _of_run(parts: Parts, run: Run, case: Printed) -> Iterator[str]:
    local = run.at.astimezone(parts.campaign.zone)
    yield f"{local:%Y-%m-%d %H:%M}《{run.title}》（{run.name}）：第{case.version}稿，题为《{case.title}》"
    yield f"  排印内容校验码 {case.sha256[:16]}，内容文件 {parts.data.volumes / run.name}"
    try:
        volume = load_volume_file(parts.data.volumes / run.name)
    except OrderError as error:
        yield f"  {error}"
        return
    printed = next((found for found in volume.cases if found.number == case.number), None)
    for original in printed.originals if printed is not None else ():
        yield f"  原件 {original.name}（SHA-256 {original.sha256[:16]}）"
