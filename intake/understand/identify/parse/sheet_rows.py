"""The rows of a 汇总表 that came along: evidence for the cases, and a check of what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from intake.model.case import Document, DocumentKind, Doubt
from intake.understand.identify.parse.labels import LABELS
from intake.understand.identify.parse.title import split_title, title_key, title_likeness

SAME_TITLE = 0.75
SHORTEST_UNIT = 3  # characters of a unit that tell it from others
_HEADS = {
    "title": LABELS.title,
    "unit": LABELS.unit,
    "county": LABELS.county,
    "town": LABELS.town,
    "community": LABELS.community,
    "level": LABELS.level,
    "theme": LABELS.theme,
    "contact": LABELS.contact,
    "phone": LABELS.phone,
    "both": LABELS.both,
}
_PLAIN = re.compile(r"[\s（(].*$|[\s：:*]+")
_COUNTY_LEVEL = re.compile(r"^(?:县|区|市)[^镇街村社]*$")
_NO_ROW = re.compile(r"合计|总计|小计|填表|注[：:]|备注")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One case as the 汇总表 lists it; ``cells`` by field."""

    title: str
    subtitle: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What of a case a list may repeat: its titles, and what stands above its text."""

    titles: tuple[str, ...]
    head: str


def rows_of(documents: Iterable[Document]) -> tuple[SheetRow, ...]:
    """The cases listed in the summary sheets of a mail."""
    found: list[SheetRow] = []
    for document in documents:
        if document.kind is DocumentKind.SHEET:
            found.extend(_rows(document))
    return tuple(found)


def _rows(document: Document) -> list[SheetRow]:
    table = [row.cells for row in document.rows] or [
        tuple(line.split("\t")) for line in document.text.split("\n") if "\t" in line
    ]
    columns: dict[str, int] = {}
    found: list[SheetRow] = []
    before: dict[str, str] = {}
    for cells in table:
        heads = _columns(cells)
        if "title" in heads and len(heads) >= 2:
            columns, before = heads, {}
            continue
        if not columns:
            continue
        named = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
        if len(named.get("title", "")) < 3 or _NO_ROW.search(named["title"]):
            continue
        # Merged cells leave the county empty in the rows below the first; a county's own case has no town.
        own = bool(_COUNTY_LEVEL.search(named.get("level", "")))
        for name in ("county",) if own else ("county", "town", "unit"):
            if name in columns and not named.get(name) and name in before:
                named[name] = before[name]
        before = named
        title = split_title(named["title"], named["title"])
        found.append(SheetRow(title.title or named["title"], title.subtitle, named, document.name))
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        plain = re.sub(r"\s+", "", cell)
        for name, pattern in _HEADS.items():
            if name not in found and (pattern.fullmatch(plain) or pattern.fullmatch(_PLAIN.sub("", plain))):
                found[name] = at
                break
    return found


def row_for(titles: Sequence[str], rows: Sequence[SheetRow]) -> SheetRow | None:
    """The row that lists a case with one of these titles."""
    best, found = SAME_TITLE, None
    for row in rows:
        for title in titles:
            alike = max(title_likeness(title, row.title), title_likeness(title, row.title + row.subtitle))
            if alike >= best:
                best, found = alike, row
    return found


def rows_for(cases: Sequence[Listed], rows: Sequence[SheetRow]) -> list[SheetRow | None]:
    """For each case the row that lists it: by title, by a title shortened, by the unit that only these two have."""
    found = [row_for(case.titles, rows) for case in cases]
    for alike in (_is_shortened, _is_of_unit):
        free = [row for row in rows if row not in found]
        pairs = [
            (at, row) for at, case in enumerate(cases) if not found[at] for row in free if alike(case, row)
        ]
        for at, row in pairs:
            if [one for one, _ in pairs].count(at) == 1 and [other for _, other in pairs].count(row) == 1:
                found[at] = row
    return found


def _is_shortened(case: Listed, row: SheetRow) -> bool:
    short = title_key(row.title)
    return any(title_key(title).startswith(short) for title in case.titles)


def _is_of_unit(case: Listed, row: SheetRow) -> bool:
    parts = [row.cells[name] for name in ("county", "town", "community") if row.cells.get(name)]
    unit = title_key(row.cells.get("unit", "") or "".join(parts[-1:]))
    return len(unit) >= SHORTEST_UNIT and unit in title_key(case.head)


def check_sheet(rows: Sequence[SheetRow], cases: Sequence[tuple[str, SheetRow | None]]) -> tuple[Doubt, ...]:
    """What the sheet lists and did not come, and what came and is not listed."""
    if not rows:
        return ()
    matched = [row for _, row in cases if row is not None]
    missing = [Doubt("sheet-missing", row.title) for row in rows if row not in matched]
    surplus = [Doubt("sheet-surplus", title) for title, row in cases if row is None and title]
    if not cases or (not matched and len(rows) > len(cases)):
        return tuple(missing)
    return (*missing, *surplus)
