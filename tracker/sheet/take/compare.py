"""Three-way comparison: what was issued, what the ledger says now, what she wrote.

Pure but for the ledger's values that are handed in. The result is a plan; tracker/sheet/take/take.py
carries it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from intake.campaign.campaign import Campaign
from tracker.cases.fields import NOTED
from tracker.errors import OrderError
from tracker.ledger.published.issued import Shown
from tracker.ledger.records import CaseRow
from tracker.sheet.back.grid import EMPTY, Cell, plain
from tracker.sheet.back.rows import BackRow, Returned, spoiled
from tracker.sheet.columns import COLUMNS
from tracker.sheet.take.merge import merge_words
from tracker.sheet.take.values import CONFIRM, as_stored, spoiled_field

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


def heading_of(ground: Ground, name: str) -> str:
    """The heading over a field's column, comments marked as such."""
    if name.startswith(NOTED):
        return f"{HEADINGS[name[len(NOTED) :]]}（批注）"
    return HEADINGS.get(name) or next((h for h, found in ground.own.items() if found == name), name)


@dataclass(frozen=True, slots=True)
class _Look:
    """A comparison under way: what came back, what it is held against, what was found so far."""

    returned: Returned
    ground: Ground
    plan: Plan

    def refuse(self, row: BackRow, name: str, text: str, reason: str) -> None:
        """One cell is not taken."""
        heading = heading_of(self.ground, name)
        self.plan.refusals.append(Refusal(self.place(row, name), heading, text[:60], reason, row.serial or 0))

    def refuse_row(self, row: BackRow, reason: str) -> None:
        """Nothing of a row is taken."""
        place = self.returned.place(row.row, "number")
        self.plan.refusals.append(Refusal(place, "整行", row.text("title")[:40], reason, row.serial or 0))

    def place(self, row: BackRow, name: str) -> str:
        """Where a cell stands, or the cell that a comment is on."""
        column = name.removeprefix(NOTED)
        return self.returned.place(row.row, column if column in HEADINGS else heading_of(self.ground, name))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row beside the case that it shows, and what an edition made now would show of it."""

    row: BackRow
    case: CaseRow
    now: Shown


def compare(returned: Returned, ground: Ground) -> Plan:
    """What to take, refuse, ask and show of a returned workbook."""
    plan = Plan(remarks=list(returned.remarks))
    look = _Look(returned, ground, plan)
    numbers = {row.number.casefold(): serial for serial, row in ground.cases.items()}
    seen: dict[int, list[BackRow]] = {}
    for row in returned.rows:
        serial = _serial_of(look, row, numbers)
        if serial is None:
            continue
        seen.setdefault(serial, []).append(row)
    for serial, rows in seen.items():
        _compare_case(look, ground.cases[serial], _without_copies(rows, plan))
    _find_scrambled(returned, plan)
    plan.kept.extend(sorted(seen))
    _find_gone(returned, ground, plan, set(seen))
    return plan


def _serial_of(look: _Look, row: BackRow, numbers: dict[str, int]) -> int | None:
    """The case of a row; None for new rows and for rows that cannot be placed."""
    number = plain(row.text("number"))
    by_number = numbers.get(number.casefold())
    if row.serial is not None:
        if number and by_number != row.serial:
            reason = f"案例编号“{number}”与本行隐藏标记（{row.serial}号）不一致，可能只对部分列作了排序"
            look.refuse_row(row, f"{reason}，本行未处理")
            return None
        if row.serial not in look.ground.cases:
            look.refuse_row(row, f"台账中没有{row.serial}号案例")
            return None
        return row.serial
    if by_number is not None:
        if _is_newer(look.returned, look.ground, by_number):
            look.refuse_row(row, f"“{number}”是本表发出以后登记的案例；如系新增案例，请将编号留空")
            return None
        return by_number
    if not any(plain(cell.text) for name, cell in row.cells.items() if name not in ("number", "status")):
        if any(plain(cell.text) for cell in (*row.cells.values(), *row.own.values())):
            look.plan.remarks.append(f"第{row.row}行没有案例名称，未作处理")
        return None
    if number:
        look.refuse_row(row, f"台账中没有编号“{number}”；如系新增案例，请将编号留空")
    else:
        look.plan.typed.append(row)
    return None


def _is_newer(returned: Returned, ground: Ground, serial: int) -> bool:
    """Whether a case was not yet in the edition that came back."""
    known = ground.issued(returned.edition) if returned.edition is not None else None
    return known is not None and ground.cases[serial].id not in known


def _without_copies(rows: list[BackRow], plan: Plan) -> list[BackRow]:
    """A row that was copied, hidden stamp and all, and whose number was cleared is a new one."""
    numbered = [row for row in rows if plain(row.text("number"))]
    if len(rows) == 1 or not numbered:
        return rows
    plan.typed.extend(row for row in rows if not plain(row.text("number")))
    return numbered


def _compare_case(look: _Look, case: CaseRow, rows: list[BackRow]) -> None:
    now = look.ground.shown(case)
    changed = []
    for row in rows:
        part = _Look(look.returned, look.ground, Plan())
        pair = _Pair(row if row.serial else replace(row, serial=case.serial), case, now)
        for name, cell in _cells(look.returned, look.ground, row):
            _compare_cell(part, pair, name, cell)
        _check_locked(part, pair)
        if not part.plan.is_empty:
            changed.append((row, part.plan))
    if len(rows) > 1 and changed:
        for row, _ in changed:
            reason = f"{case.serial}号在表中出现{len(rows)}行，本行未处理；如系新增案例，请将编号留空"
            look.refuse_row(row, reason)
        return
    for _, found in changed:
        look.plan.edits.extend(found.edits)
        look.plan.conflicts.extend(found.conflicts)
        look.plan.refusals.extend(found.refusals)


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


def _compare_cell(look: _Look, pair: _Pair, name: str, cell: Cell) -> None:
    case, shown = pair.case, pair.now.get(name, "")
    hers, current = plain(cell.text), plain(shown)
    base = _base(look, pair, name)
    if hers == current or (base is not None and hers == plain(base)):
        return
    if base is None and hers in {plain(text) for text in look.ground.ever(case.id).get(name, set())}:
        return  # a copy of some earlier edition, nobody knows which: an old value is no edit
    hers_alone = name not in HEADINGS
    if reason := spoiled(cell) or ("" if hers_alone else spoiled_field(name, cell)):
        look.refuse(pair.row, name, cell.text, reason)
        return
    person = case.values[name].person if name in case.values else ""
    alone = plain(base or "") == current or (base is None and not person)  # nobody else has written
    text = cell.text
    try:
        if hers_alone:
            text = text[:LONGEST] if alone else merge_words(base or "", text[:LONGEST], case[name])
            changes = {name: text}
        else:
            changes = as_stored(look.ground.campaign, case, name, text)
    except OrderError as error:
        look.refuse(pair.row, name, text, error.detail or str(error))
        return
    if all(_stands(case, field, value) for field, value in changes.items()):
        return
    edit = Edit(case.id, case.serial, look.place(pair.row, name), name, base or "", text, changes)
    if alone or hers_alone:
        look.plan.edits.append(edit)
    else:
        look.plan.conflicts.append(Conflict(edit, shown, person))


def _stands(case: CaseRow, field: str, value: str) -> bool:
    """Whether the ledger says so already, in other words perhaps (四 for （四）协商民主).

    A value that waits for a person does not stand until she has typed it, even if it is the same.
    """
    if field == CONFIRM:
        return case.confirmed == bool(value)
    if field in case.values and case.values[field].waits:
        return False
    return value == (case.status if field == "status" else case[field])


def _base(look: _Look, pair: _Pair, name: str) -> str | None:
    """What the cell showed when the row was issued; None when that is not known."""
    case, edition = pair.case, pair.row.edition
    if edition is None:
        edition = look.returned.edition
    if edition is not None:
        known = look.ground.issued(edition)
        if known is not None and case.id in known:
            return known[case.id].get(name, "")
    held = look.returned.base.get(case.serial)
    if held is not None:
        return held.get(name, "")
    return "" if name not in HEADINGS and name not in look.ground.ever(case.id) else None


def _check_locked(look: _Look, pair: _Pair) -> None:
    """Columns that only the system fills: a change there is told of, never taken."""
    if pair.row.version != pair.case.version:
        return
    for name in LOCKED:
        text = pair.row.text(name)
        if name in look.returned.columns and plain(text) != plain(pair.now.get(name, "")):
            look.refuse(pair.row, name, text, "此栏由系统登记，不能修改")


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
