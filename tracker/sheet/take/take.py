"""Carry out what a returned workbook asks for, in one transaction, and say what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from sqlalchemy import Connection

from intake.model.case import Doubt
from tracker.cases.corrections import confirm_case, correct_case, make_batch, why_unready
from tracker.cases.fields import NOTED
from tracker.ledger import cases, doubts
from tracker.ledger.events import record_event
from tracker.ledger.published.issued import Shown, ever_shown, shown_in
from tracker.ledger.records import CaseRow
from tracker.ledger.texts.documents import file_names
from tracker.office.desk import Desk
from tracker.orders.deed import Deed
from tracker.orders.undo import keep_deed
from tracker.sheet.back.rows import Returned
from tracker.sheet.columns import COLUMNS, Context
from tracker.sheet.out.layout import safe
from tracker.sheet.own import keep_own_columns, own_columns
from tracker.sheet.take.compare import (
    HEADINGS,
    Conflict,
    Edit,
    Ground,
    Line,
    Plan,
    Refusal,
    compare,
    heading_of,
)
from tracker.sheet.take.side import take_marks
from tracker.sheet.take.typed import take_typed
from tracker.sheet.take.values import CONFIRM

HOW = "sheet"
REASON = "汇总表"
GONE = "sheet-row-gone"


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case made from a typed row, under the title that she gave it."""

    serial: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a returned workbook."""

    refused: str = ""  # why nothing of it was read
    lines: list[Line] = field(default_factory=list)
    new: list[NewCase] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[CaseRow] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)  # headings of hers that are new
    undoable: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the workbook held nothing that she changed."""
        return not (
            self.refused
            or self.lines
            or self.new
            or self.refusals
            or self.conflicts
            or self.gone
            or self.columns
        )


@dataclass(frozen=True, slots=True)
class Editor:
    """Who handed a workbook back; ``email`` names the stack of what can be undone (tracker/orders/undo.py)."""

    name: str
    email: str


def take_sheet(desk: Desk, returned: Returned, editor: Editor, *, prefer_sheet: bool = False) -> Taken:
    """Compare a returned workbook with the ledger and take what may be taken.

    With ``prefer_sheet`` her word wins where both have changed.
    """
    if returned.refused:
        return Taken(refused=returned.refused)
    if returned.campaign and returned.campaign != desk.campaign.id:
        return Taken(refused=f"这是另一次征集（{returned.campaign}）的汇总表")
    batch = make_batch(desk, editor.name)
    deed = Deed(desk.connection, desk.parts, desk.now, editor.name, editor.email, batch, how=HOW)
    before = {column.heading for column in own_columns(desk.connection)}
    own = keep_own_columns(desk.connection, returned.own, _dropped(desk.connection, returned), desk.now)
    ground = _ground(desk, own)
    plan = compare(returned, ground)
    chosen = [*plan.edits, *(conflict.edit for conflict in plan.conflicts if prefer_sheet)]
    taken = Taken(
        refusals=list(plan.refusals),
        conflicts=[] if prefer_sheet else list(plan.conflicts),
        remarks=list(plan.remarks),
        columns=[heading for heading in returned.own if heading not in before],
    )
    _apply_edits(deed, ground, chosen, taken)
    _take_new(deed, returned, ground, plan, taken)
    _ask_about_gone(deed, ground, plan, taken)
    told, refused = take_marks(deed, returned.marks)
    taken.lines.extend(told)
    taken.refusals.extend(refused)
    _record(deed, returned, taken)
    return replace(taken, undoable=keep_deed(deed))


def _take_new(deed: Deed, returned: Returned, ground: Ground, plan: Plan, taken: Taken) -> None:
    """Typed rows become cases, one after the other: the second of two of one name is a twin."""
    known = replace(ground, cases=dict(ground.cases))
    for row in plan.typed:
        made, refusals, remark = take_typed(deed, returned, row, known)
        taken.refusals.extend(refusals)
        if made is not None:
            taken.new.append(NewCase(made.serial, made.number, made["title"]))
            known.cases[made.serial] = made
        if remark:
            taken.remarks.append(remark)


def _dropped(connection: Connection, returned: Returned) -> list[str]:
    """Fields of her columns that the edition had and the returned sheet no longer has."""
    if returned.edition is None:
        return []
    shown = shown_in(connection, returned.edition)
    had = {name for cells in shown.values() for name in cells}
    return [c.field for c in own_columns(connection) if c.field in had and c.heading not in returned.own]


def _ground(desk: Desk, own: dict[str, str]) -> Ground:
    connection = desk.connection
    context = Context.of(desk.campaign, file_names(connection))
    fields = tuple(own.values())

    def shown(row: CaseRow) -> Shown:
        cells = {column.name: safe(f"{column.value(row, context)}") for column in COLUMNS}
        cells.update({name: safe(row[name]) for name in fields})
        cells.update({name: safe(row[name]) for name in row.values if name.startswith(NOTED)})
        return cells

    @lru_cache(maxsize=16)
    def issued(edition: int) -> dict[int, Shown] | None:
        return shown_in(connection, edition) or None

    return Ground(
        campaign=desk.campaign,
        cases={row.serial: row for row in cases.list_cases(connection)},
        shown=shown,
        issued=issued,
        ever=lru_cache(maxsize=4096)(lambda case_id: ever_shown(connection, case_id)),
        own=own,
    )


def _apply_edits(deed: Deed, ground: Ground, edits: list[Edit], taken: Taken) -> None:
    """Corrections first, then what she said of the row as a whole."""
    by_case: dict[int, list[Edit]] = {}
    for edit in edits:
        by_case.setdefault(edit.serial, []).append(edit)
    for serial, found in sorted(by_case.items()):
        case = ground.cases[serial]
        changes = {name: value for edit in found for name, value in edit.changes.items()}
        said = changes.pop(CONFIRM, None)
        if changes:
            correct_case(deed, case, changes, deed.word(REASON))
        stand = found if said is None else _confirm(deed, case.id, found, taken)
        before = ground.shown(case)
        for edit in stand:
            taken.lines.append(
                Line(serial, edit.place, heading_of(ground, edit.name), before.get(edit.name, ""), edit.text)
            )


def _confirm(deed: Deed, case_id: int, edits: list[Edit], taken: Taken) -> list[Edit]:
    """Confirm a row or take its confirmation back; returns the edits that stand."""
    yes = any(edit.changes.get(CONFIRM) for edit in edits)
    case = cases.list_cases(deed.connection, [case_id])[0]
    unready = why_unready(deed.campaign, case)
    if yes and unready:
        for edit in edits:
            if CONFIRM in edit.changes:
                taken.refusals.append(
                    Refusal(edit.place, HEADINGS[edit.name], edit.text, unready, case.serial)
                )
        return [edit for edit in edits if CONFIRM not in edit.changes]
    deed.can_undo("confirm", case=case.id, was=case.confirmed)
    if yes:
        confirm_case(deed, case, (), deed.word(REASON))
    else:
        cases.set_case(deed.connection, case.id, deed.now, confirmed_at=None)
        record_event(deed.connection, "case.unconfirmed", deed.now, who=deed.who, case_id=case.id)
    return edits


def _ask_about_gone(deed: Deed, ground: Ground, plan: Plan, taken: Taken) -> None:
    """A deleted row withdraws nothing: it opens one question, which a row that is back settles."""
    kept = [ground.cases[serial].id for serial in plan.kept]
    open_ones = {
        row.case_id: row.id for row in doubts.list_doubts(deed.connection) if row.code == GONE and row.case_id
    }
    back = [open_ones[case_id] for case_id in kept if case_id in open_ones]
    if back:
        doubts.settle_doubts(deed.connection, deed.now, deed.who, ids=back)
    for serial in plan.gone:
        case = ground.cases[serial]
        taken.gone.append(case)
        if case.id not in open_ones:
            doubt = Doubt(GONE, detail=deed.who)
            doubts.add_doubts(deed.connection, [doubt], deed.now, case_id=case.id)


def _record(deed: Deed, returned: Returned, taken: Taken) -> None:
    """Every cell that was not taken goes into the history too; taken ones are there as corrections."""
    for refusal in taken.refusals:
        detail = {
            "place": refusal.place,
            "heading": refusal.heading,
            "value": refusal.text,
            "why": refusal.reason,
        }
        record_event(deed.connection, "sheet.refused", deed.now, who=deed.who, detail=detail)
    for conflict in taken.conflicts:
        edit = conflict.edit
        detail = {
            "place": edit.place, "field": edit.name, "issued": edit.shown, "ledger": conflict.now,
            "ledger_by": conflict.who, "sheet": edit.text,
        }  # fmt: skip
        record_event(
            deed.connection, "sheet.conflict", deed.now, who=deed.who, case_id=edit.case_id, detail=detail
        )
    for case in taken.gone:
        record_event(deed.connection, "sheet.row-gone", deed.now, who=deed.who, case_id=case.id)
    counts = {
        "edition": returned.edition, "taken": len(taken.lines), "new": len(taken.new),
        "refused": len(taken.refusals), "conflicts": len(taken.conflicts), "gone": len(taken.gone),
        "editor": returned.editor,
    }  # fmt: skip
    if not taken.is_empty:
        record_event(deed.connection, "sheet.taken", deed.now, who=deed.who, detail=counts)


def words_of_gone(case: CaseRow) -> str:
    """3号《一核引领》"""
    return f"{case.serial}号《{case['title']}》" if case["title"] else f"{case.serial}号"
