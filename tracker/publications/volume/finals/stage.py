"""What a new text of a case means for the volume at the stage that it has reached: chosen, final, in proof, printed."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.ledger.published.rounds import list_rounds
from tracker.ledger.published.volume import list_choices, list_runs
from tracker.ledger.records import CaseRow
from tracker.office.desk import Desk
from tracker.publications.volume.words import round_name


def tell_stage(desk: Desk, row: CaseRow) -> str:
    """What becomes of the text of a case that counts now; ``""``: the case is not in the volume."""
    choice = list_choices(desk.connection).get(row.id)
    if choice is None:
        return ""
    if choice.final not in (None, row.version):
        return f"汇编现以第{choice.final}稿为定稿，此稿留存，是否改用由我处核定"
    return "；".join(("排印用此稿" if choice.final is None else "以此稿为定稿", *_printed(desk, row)))


def _printed(desk: Desk, row: CaseRow) -> Iterator[str]:
    """That another text was printed last, and when this one is."""
    runs = [(run, case) for run in list_runs(desk.connection) for case in run.cases]
    last = next(((run, case) for run, case in reversed(runs) if case.number == row.number), None)
    if last is None or last[1].version == row.version:
        return
    run, case = last
    number = next((one.number for one in list_rounds(desk.connection) if one.run == run.name), 0)
    day = run.at.astimezone(desk.campaign.zone)
    name = round_name(number) if number else f"{day.month}月{day.day}日"
    yield f"{name}排印的是第{case.version}稿，{'下一校' if number else '下次排印'}改用此稿"
