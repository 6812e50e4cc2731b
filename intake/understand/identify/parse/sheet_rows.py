"""The rows of a 汇总表 that came along: evidence for the cases, and a check of what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from intake.model.case import Document, DocumentKind, Doubt
from intake.understand.identify.parse.labels import LABELS
from intake.understand.identify.parse.title import split_title, title_likeness

SAME_TITLE = 0.75
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
