"""The weekly 进度通报 as a Word draft for the coordinator to change and forward.

On the weekday that the campaign names, at the digest's hour; on the next working day when that is
a holiday. Its text is a template (mail/progress_draft.txt.j2); the table is made here. Units stand
in official order; only the setting ``ranking`` puts them by number of cases.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from intake.campaign.campaign import Campaign
from tracker.cases.deadlines import time_left
from tracker.cases.standing import Standing, UnitStanding, stand_now
from tracker.ledger.events import get_note, set_note
from tracker.ledger.records import LetterKind
from tracker.letters.writing.draft import DOCX, Draft, Enclosure
from tracker.letters.writing.post import post_to
from tracker.letters.writing.render import render_text
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.zipped import copy_timeless

LATEST = timedelta(hours=18)  # a draft later than this is left to the next week
DRAFT = "mail/progress_draft.txt.j2"
TITLE_MARK, TABLE_MARK, SIGN_MARK = "[标题]", "[表]", "[落款]"
WIDTHS = {"序号": 15, "单位": 45, "最近报送": 26}  # mm; other columns share the rest
TEXT_WIDTH = 156  # mm


def put_progress(parts: Parts) -> int:
    """Queue this week's draft for every coordinator who gets the digest; returns how many."""
    now = parts.clock.now()
    day = due_progress(parts, now)
    if day is None:
        return 0
    mark = f"progress:{day.isoformat()}"
    with parts.ledger.begin() as connection:
        if get_note(connection, mark) is not None:
            return 0
        desk = Desk(connection, parts, now)
        standing = stand_now(parts.campaign, connection)
        values = progress_values(desk, standing)
        draft = write_draft(parts.campaign, draft_text(desk, values), standing, now)
        queued = _put(desk, day, values, draft)
        set_note(connection, mark, {"queued": queued}, now)
    return queued


def due_progress(parts: Parts, now: datetime) -> date | None:
    """The day whose draft is due now, or None; None also where the campaign wants no drafts."""
    weekly = parts.campaign.digest.weekly
    if weekly is None:
        return None
    today = now.astimezone(parts.campaign.zone).date()
    for back in range(14):
        named = today - timedelta(days=back)
        if named.isoweekday() != weekly or named < parts.campaign.opening:
            continue
        day = named if parts.workdays.is_workday(named) else parts.workdays.next_workday(named)
        local = datetime.combine(day, parts.campaign.digest.at, parts.campaign.zone)
        at = local.astimezone(UTC)
        if at <= now < at + LATEST:
            return day
    return None


def progress_values(desk: Desk, standing: Standing) -> dict[str, Any]:
    """Everything the draft's template may use."""
    return {
        "campaign": desk.campaign,
        "signature": desk.campaign.signature,
        "standing": standing,
        "missing": standing.missing,
        **time_left(desk),
        "now": desk.now,
    }


def sample_draft(campaign: Campaign, values: dict[str, Any], templates: tuple[Path, ...]) -> bytes:
    """The draft from given values, for previews."""
    text = render_text(DRAFT, values, templates, campaign.timezone)
    return write_draft(campaign, text, values["standing"], values["now"])


def draft_text(desk: Desk, values: dict[str, Any]) -> str:
    """The draft, one paragraph a line; marks say which are title and signature, and where the table is."""
    return render_text(DRAFT, values, desk.parts.templates, desk.campaign.timezone)


def table_rows(campaign: Campaign, standing: Standing) -> list[list[str]]:
    """Head, one row a unit, and the sum."""
    units: Sequence[UnitStanding] = standing.units
    if campaign.digest.ranking:
        units = sorted(units, key=lambda unit: -unit.cases)
    head = ["序号", "单位", "应报", "已报", *(level.name for level in campaign.levels), "最近报送"]
    rows = [head]
    for number, unit in enumerate(units, 1):
        levels = [str(unit.levels.get(level.key, 0)) for level in campaign.levels]
        last = unit.last_sent.astimezone(campaign.zone) if unit.last_sent else None
        shown = f"{last.month}月{last.day}日" if last else "—"
        rows.append([str(number), unit.unit.name, str(unit.unit.minimum), str(unit.cases), *levels, shown])
    sums = [str(standing.levels[level.key]) for level in campaign.levels]
    minimum = sum(unit.unit.minimum for unit in units)
    rows.append(["", "合计", str(minimum), str(sum(unit.cases for unit in units)), *sums, ""])
    return rows


def write_draft(campaign: Campaign, text: str, standing: Standing, now: datetime) -> bytes:
    """The draft as .docx: title, paragraphs, table; A4, in the fonts of the campaign."""
    from docx import Document

    document = Document()
    _set_page(document)
    stamp = now.astimezone(UTC).replace(tzinfo=None)
    document.core_properties.created = document.core_properties.modified = stamp
    document.core_properties.author = campaign.organizer
    title_font, body_font, _ = campaign.fonts
    title, body, sign = (
        _Look(title_font, 22, 1),
        _Look(body_font, 16, 3, indent=True),
        _Look(body_font, 16, 2),
    )
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(TITLE_MARK):
            _write(document, line.removeprefix(TITLE_MARK), title)
        elif line == TABLE_MARK:
            _write_table(document, table_rows(campaign, standing), body_font)
        elif line.startswith(SIGN_MARK):
            _write(document, line.removeprefix(SIGN_MARK), sign)
        else:
            _write(document, line, body)
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    copy_timeless(written, out)
    return out.getvalue()


def _set_page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin, section.bottom_margin = Mm(35), Mm(30)  # as GB/T 9704 sets official letters


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph is set."""

    font: str
    size: int  # points
    align: int  # WD_ALIGN_PARAGRAPH: 1 centred, 2 right, 3 justified
    indent: bool = False  # the first line, by two characters


def _write(document: Any, text: str, look: _Look) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = look.align
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(max(28, look.size + 8))
    if look.indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * look.size)
    _set_font(paragraph.add_run(text), look.font, look.size)


def _write_table(document: Any, rows: list[list[str]], font: str) -> None:
    from docx.shared import Mm, Pt

    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment = 1
    table.autofit = False
    rest = (TEXT_WIDTH - sum(WIDTHS.values())) / (len(rows[0]) - len(WIDTHS))
    widths = [Mm(WIDTHS.get(name, rest)) for name in rows[0]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # LibreOffice and WPS read the grid, Word the cells
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.alignment = 0 if place == 1 and number else 1
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
            run = paragraph.add_run(text)
            run.font.bold = number == 0
            _set_font(run, font, 12)
    _repeat_head(table)


def _repeat_head(table: Any) -> None:
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_font(run: Any, font: str, size: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.size = Pt(size)
    run.font.name = "Times New Roman"  # figures; Chinese takes the font below
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _put(desk: Desk, day: date, values: dict[str, Any], draft: bytes) -> int:
    enclosure = Enclosure(f"进度通报草稿{day:%Y%m%d}.docx", draft, DOCX, f"jindu-{day:%Y%m%d}.docx")
    letter = Draft(
        LetterKind.PROGRESS,
        f"progress:{desk.campaign.id}:{day.isoformat()}:",
        values=values,
        enclosures=(enclosure,),
    )
    return post_to(desk, (person for person in desk.campaign.coordinators if person.digest), letter)
