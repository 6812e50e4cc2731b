"""The reporting unit of a case as it is written."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.model.case import Evidence, Fact, Where
from intake.text.fold import HAN
from intake.understand.identify.parse.labels import LABELS, values_of
from intake.understand.identify.parse.names import person_of
from intake.understand.identify.seen import Seen

HEAD, TAIL = 6, 6  # lines at either end of a text where its author stands
_NAME = re.compile(rf"[{HAN}（）()“”·]{{4,40}}")
# 申报单位：, but not 推荐单位：or 主管部门：, which name another than the author
_LABEL = re.compile(
    r"[（(]?(?:(?:申报|报送|供稿|作者|实施|创建|填报)?(?:单位|主体|机构|组织|企业)(?:名称)?)\s{0,2}(?:[（(][^（）()]{0,6}章[^（）()]{0,2}[）)])?(?:\s{0,2}[:：]|\t)"
)


def find_unit(seen: Seen) -> Fact:
    """The reporting unit as written: under the title or at the end, in a cell, in the sheet."""
    if organisation := _organisation(seen):
        return organisation
    offices = [unit for unit in seen.layout.units if unit.office] or list(seen.layout.units)
    if offices:
        unit = max(offices, key=lambda u: ("", "county", "town", "village").index(u.depth))
        return Fact(unit.text, 0.95, (Evidence(Where.SIGNATURE, unit.quote, seen.best.name),))
    for label, value, source in seen.pairs:
        if any(values_of([(label, value)], LABELS.unit)):
            return Fact("".join(value.split()), 0.95, (Evidence(Where.FORM, f"{label}：{value}", source),))
    if seen.row is not None and (cell := seen.row.cells.get("unit", "")):
        return Fact(cell, 0.9, (Evidence(Where.SHEET, cell, seen.row.source),))
    for document, name in zip(seen.documents, seen.names, strict=True):
        if name.unit is not None and name.unit.office:
            return Fact(name.unit.text, 0.8, (Evidence(Where.FILE, document.name, document.name),))
    return Fact()


def _organisation(seen: Seen) -> Fact | None:
    """An author of a kind that the call names by the ends of their names: alone on a line, or in its cell."""
    campaign = seen.call.campaign
    if not any(level.endings for level in campaign.levels):
        return None
    for label, value, source in seen.pairs:
        if any(values_of([(label, value)], LABELS.unit)) and campaign.is_author(
            name := "".join(value.split())
        ):
            return Fact(name, 0.95, (Evidence(Where.FORM, f"{label}：{value}", source),))
    lines = [line for line in seen.best.text.splitlines() if line.strip()]
    for line in (*lines[:HEAD], *lines[HEAD:][-TAIL:]):
        before = _LABEL.match(line.strip())
        name = _without_person(line.strip()[before.end() if before else 0 :]).rstrip("）)")
        if _NAME.fullmatch(name) and seen.call.places.author_end(name) == len(name):
            return Fact(name, 0.95, (Evidence(Where.SIGNATURE, line.strip(), seen.best.name),))
    return None


def _without_person(written: str) -> str:
    """The name of an organisation, behind which its author may give his own: 张家山小学 吴晓静."""
    *front, last = written.split() or [""]
    return "".join(front if front and person_of(last) else (*front, last))


def without_author(heading: Fact, unit: Fact) -> Fact:
    """A title or subtitle without the author's name: an organisation's looks like one more line of it."""
    if not unit.value or not heading.value.endswith(unit.value):
        return heading
    rest = heading.value.removesuffix(unit.value)
    return replace(heading, value=rest, waits=False, choices=()) if rest else Fact()
