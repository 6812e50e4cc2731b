"""Three-way comparison: what was issued, what the ledger says now, what she wrote.

Pure but for the ledger's values that are handed in. The result is a plan; tracker/sheet/take/take.py
carries it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from intake.campaign.notice import Campaign
from tracker.cases.fields import NOTED
from tracker.errors import OrderError
from tracker.ledger.records import CaseRow
from tracker.sheet.back.grid import EMPTY, Cell, plain
from tracker.sheet.back.rows import BackRow, Returned, spoiled
from tracker.sheet.columns import COLUMNS, NOTED
from tracker.sheet.take.merge import merge_words
from tracker.sheet.take.values import CONFIRM, as_stored, spoiled_field

Shown = dict[str, str]
HEADINGS = {column.name: column.heading for column in COLUMNS}
LOCKED = tuple(column.name for column in COLUMNS if not column.field and column.name != "number")
LEAST_SCRAMBLE = 3  # cells of one column that only changed places
LONGEST = 2000  # characters of a cell of hers
FEW = 5  # rows whose absence is asked about however small the workbook


@dataclass(frozen=True, slots=True)
class Edit:
    """A valid change of one cell: ``changes`` are fields as the ledger stores them."""

    case_id: int
    serial: int
    place: str
    name: str
    shown: str  # what the cell showed when it was issued
    text: str  # what she wrote
    changes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell or row that was not taken, and why."""

    place: str
    heading: str
    text: str
    reason: str
    serial: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that the ledger has changed since it was issued, and she as well."""

    edit: Edit
    now: str  # what the ledger shows
    who: str  # whose word that is, "" for the machine


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of a summary, as people read it; ``serial`` is 0 where it is about no case."""

    serial: int
    place: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a returned workbook asks for."""

    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    typed: list[BackRow] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)  # serials whose rows were deleted
    kept: list[int] = field(default_factory=list)  # serials whose rows are there
    remarks: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed in the workbook."""
        return not (self.edits or self.conflicts or self.refusals or self.typed or self.gone)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the comparison stands on."""

    campaign: Campaign
    cases: dict[int, CaseRow]  # serial → case as it is now
    shown: Callable[[CaseRow], Shown]  # what an edition made now would show of it
    issued: Callable[[int], dict[int, Shown] | None]  # edition → case id → cells; None when not known
    ever: Callable[[int], dict[str, set[str]]]  # case id → field → every text it was shown with
    own: dict[str, str]  # heading of hers → field


def compare(returned: Returned, ground: Ground) -> Plan:
    """What to take, refuse, ask and show of a returned workbook."""
    plan = Plan(remarks=list(returned.remarks))
    numbers = {row.number.casefold(): serial for serial, row in ground.cases.items()}
    seen: dict[int, list[BackRow]] = {}
    for row in returned.rows:
        serial = _serial_of(row, numbers, ground, returned, plan)
        if serial is None:
            continue
        seen.setdefault(serial, []).append(row)
    for serial, rows in seen.items():
        _compare_case(returned, ground, plan, serial, _without_copies(rows, plan))
    _find_scrambled(returned, plan)
    plan.kept.extend(sorted(seen))
    _find_gone(returned, ground, plan, set(seen))
    return plan


def _serial_of(
    row: BackRow, numbers: dict[str, int], ground: Ground, returned: Returned, plan: Plan
) -> int | None:
    """The case of a row; None for new rows and for rows that cannot be placed."""
    number = plain(row.text("number"))
    by_number = numbers.get(number.casefold())
    if row.serial is not None:
        if number and by_number != row.serial:
            reason = f"案例编号“{number}”与本行隐藏标记（{row.serial}号）不一致，可能只对部分列作了排序"
            _refuse_row(returned, plan, row, f"{reason}，本行未处理")
            return None
        if row.serial not in ground.cases:
            _refuse_row(returned, plan, row, f"台账中没有{row.serial}号案例")
            return None
        return row.serial
    if by_number is not None:
        if _is_newer(returned, ground, by_number):
            reason = f"“{number}”是本表发出以后登记的案例；如系新增案例，请将编号留空"
            _refuse_row(returned, plan, row, reason)
            return None
        return by_number
    if not any(plain(cell.text) for name, cell in row.cells.items() if name not in ("number", "status")):
        if any(plain(cell.text) for cell in (*row.cells.values(), *row.own.values())):
            plan.remarks.append(f"第{row.row}行没有案例名称，未作处理")
        return None
    if number:
        _refuse_row(returned, plan, row, f"台账中没有编号“{number}”；如系新增案例，请将编号留空")
    else:
        plan.typed.append(row)
    return None


def _is_newer(returned: Returned, ground: Ground, serial: int) -> bool:
    """Whether a case was not yet in the edition that came back."""
    known = ground.issued(returned.edition) if returned.edition is not None else None
    return known is not None and ground.cases[serial].id not in known


def _refuse_row(returned: Returned, plan: Plan, row: BackRow, reason: str) -> None:
    place = returned.place(row.row, "number")
    plan.refusals.append(Refusal(place, "整行", row.text("title")[:40], reason, row.serial or 0))


def _without_copies(rows: list[BackRow], plan: Plan) -> list[BackRow]:
    """A row that was copied, hidden stamp and all, and whose number was cleared is a new one."""
    numbered = [row for row in rows if plain(row.text("number"))]
    if len(rows) == 1 or not numbered:
        return rows
    plan.typed.extend(row for row in rows if not plain(row.text("number")))
    return numbered


def _compare_case(returned: Returned, ground: Ground, plan: Plan, serial: int, rows: list[BackRow]) -> None:
    case = ground.cases[serial]
    now = ground.shown(case)
    found = []
    for row in rows:
        part = Plan()
        for name, cell in _cells(returned, ground, row):
            _compare_cell(returned, ground, part, case, now, row, name, cell)
        _check_locked(returned, part, case, now, row)
        found.append((row, part))
    changed = [(row, part) for row, part in found if not part.is_empty]
    if len(rows) > 1 and changed:
        for row, _ in changed:
            reason = f"{serial}号在表中出现{len(rows)}行，本行未处理；如系新增案例，请将编号留空"
            _refuse_row(returned, plan, row, reason)
        return
    for _, part in changed:
        plan.edits.extend(part.edits)
        plan.conflicts.extend(part.conflicts)
        plan.refusals.extend(part.refusals)


def _cells(returned: Returned, ground: Ground, row: BackRow) -> Iterator[tuple[str, Cell]]:
    """Every cell that may be compared: ours that are editable, hers, and comments."""
    for column in COLUMNS:
        if column.field and column.field in returned.columns:
            yield column.field, row.cells.get(column.field, EMPTY)
    for heading in returned.own:
        yield ground.own[heading], row.own.get(heading, EMPTY)
    if returned.has_notes:
        for column in COLUMNS:
            if column.name in returned.columns:
                yield f"{NOTED}{column.name}", Cell(row.notes.get(column.name, ""))


def _compare_cell(
    returned: Returned,
    ground: Ground,
    plan: Plan,
    case: CaseRow,
    now: Shown,
    row: BackRow,
    name: str,
    cell: Cell,
) -> None:
    hers, current = plain(cell.text), plain(now.get(name, ""))
    base = _base(returned, ground, case, row, name)
    if hers == current or (base is not None and hers == plain(base)):
        return
    if base is None and hers in {plain(text) for text in ground.ever(case.id).get(name, set())}:
        return  # a copy of some earlier edition, nobody knows which: an old value is no edit
    place, heading = _place(returned, ground, row, name)
    hers_alone = name not in HEADINGS
    person = case.values[name].person if name in case.values else ""
    if reason := spoiled(cell) or ("" if hers_alone else spoiled_field(name, cell)):
        plan.refusals.append(Refusal(place, heading, cell.text[:60], reason, case.serial))
        return
    alone = plain(base or "") == current or (base is None and not person)  # nobody else has written
    text = cell.text
    try:
        if hers_alone:
            text = text[:LONGEST] if alone else merge_words(base or "", text[:LONGEST], case[name])
            changes = {name: text}
        else:
            changes = as_stored(ground.campaign, case, name, text)
    except OrderError as error:
        plan.refusals.append(Refusal(place, heading, text[:60], error.detail or str(error), case.serial))
        return
    if all(_stands(case, field, value) for field, value in changes.items()):
        return
    edit = Edit(case.id, case.serial, place, name, base or "", text, changes)
    if alone or hers_alone:
        plan.edits.append(edit)
    else:
        plan.conflicts.append(Conflict(edit, now.get(name, ""), person))


def _stands(case: CaseRow, field: str, value: str) -> bool:
    """Whether the ledger says so already, in other words perhaps (四 for （四）协商民主).

    A value that waits for a person does not stand until she has typed it, even if it is the same.
    """
    if field == CONFIRM:
        return case.confirmed == bool(value)
    if field in case.values and case.values[field].waits:
        return False
    return value == (case.status if field == "status" else case[field])


def _base(returned: Returned, ground: Ground, case: CaseRow, row: BackRow, name: str) -> str | None:
    """What the cell showed when the row was issued; None when that is not known."""
    edition = row.edition if row.edition is not None else returned.edition
    if edition is not None:
        known = ground.issued(edition)
        if known is not None and case.id in known:
            return known[case.id].get(name, "")
    held = returned.base.get(case.serial)
    if held is not None:
        return held.get(name, "")
    return "" if name not in HEADINGS and name not in ground.ever(case.id) else None


def _place(returned: Returned, ground: Ground, row: BackRow, name: str) -> tuple[str, str]:
    if name.startswith(NOTED):
        column = name[len(NOTED) :]
        return returned.place(row.row, column), f"{HEADINGS[column]}（批注）"
    if name in HEADINGS:
        return returned.place(row.row, name), HEADINGS[name]
    heading = next((heading for heading, found in ground.own.items() if found == name), name)
    return returned.place(row.row, heading), heading


def _check_locked(returned: Returned, plan: Plan, case: CaseRow, now: Shown, row: BackRow) -> None:
    """Columns that only the system fills: a change there is told of, never taken."""
    if row.version != case.version:
        return
    for name in LOCKED:
        if name in returned.columns and plain(row.text(name)) != plain(now.get(name, "")):
            plan.refusals.append(
                Refusal(
                    returned.place(row.row, name),
                    HEADINGS[name],
                    row.text(name)[:60],
                    "此栏由系统登记，不能修改",
                    case.serial,
                )
            )


def _find_scrambled(returned: Returned, plan: Plan) -> None:
    """A column whose cells only changed places was sorted by itself: nothing of it is believed."""
    by_name: dict[str, list[Edit]] = {}
    for edit in plan.edits:
        if edit.name in HEADINGS:
            by_name.setdefault(edit.name, []).append(edit)
    for name, edits in by_name.items():
        before = Counter(plain(edit.shown) for edit in edits)
        if len(before) < LEAST_SCRAMBLE or before != Counter(plain(edit.text) for edit in edits):
            continue
        reason = "该栏内容只是互换了位置，可能只对这一列作了排序，未采用"
        for edit in edits:
            plan.edits.remove(edit)
        place = f"{returned.sheet}!{returned.columns[name]}列"
        plan.refusals.append(Refusal(place, HEADINGS[name], f"共{len(edits)}处", reason))


def _find_gone(returned: Returned, ground: Ground, plan: Plan, seen: set[int]) -> None:
    """Rows of the edition that are no longer there: to be asked about, never acted on."""
    if returned.edition is None:
        return
    known = ground.issued(returned.edition)
    by_id = {case.id: case for case in ground.cases.values()}
    if known is not None:
        listed = {by_id[case_id].serial for case_id in known if case_id in by_id}
    else:
        listed = set(returned.base) & set(ground.cases)
    untold = {refusal.serial for refusal in plan.refusals}
    gone = sorted(serial for serial in listed - seen - untold if ground.cases[serial].status == "active")
    if len(gone) > max(FEW, len(listed) // 2):
        plan.remarks.append(f"表中只有部分案例，未列出的{len(gone)}篇未作变动")
    else:
        plan.gone.extend(gone)
