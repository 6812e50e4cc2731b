"""Copies for paper: the merged copy per county and the 通报 table. Telephones are masked unless asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from intake.campaign.notice import Campaign
from tracker.cases.standing import Standing, UnitStanding
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.office.redact import mask
from tracker.sheet.columns import Context, minute, theme_label
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.layout import HEAD_ROW, close_page, height, open_page, safe, write_total
from tracker.sheet.out.styles import Styles

HEADINGS = ("序号", "{first}", "{second}", "层级", "案例名称", "主题", "字数", "报送单位", "联系人", "联系电话", "发送时间", "备注")  # fmt: skip
WIDTHS = (5.0, 12, 14, 7, 34, 16, 7, 22, 9, 14, 11, 14)
UNPLACED = "所属待核"
FORBIDDEN_IN_TAB = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_county_copies(
    edition: Edition, path: Path, counties: Sequence[str] = (), *, phones: bool = False
) -> int:
    """The printable copy: all counties with their cells merged, then one page a county.

    ``counties`` (official names) limits it to these. Returns the number of cases shown.
    """
    import xlsxwriter

    active = [row for row in edition.cases if row.status is CaseStatus.ACTIVE]
    groups = _by_county(edition.campaign, active)
    if counties:
        groups = [(name, rows) for name, rows in groups if name in counties]
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    _set_properties(book, edition)
    styles = Styles(book, edition.campaign)
    every = [row for _, rows in groups for row in rows]
    if not counties:
        _write_copy(book, styles, edition, "全市", "县(市)区", groups, phones=phones)
    for name, rows in groups:
        towns = [(town, list(found)) for town, found in groupby(rows, key=lambda row: row["town"])]
        _write_copy(book, styles, edition, name, "镇(街道)", towns, phones=phones)
    if not groups:
        _write_copy(book, styles, edition, "全市", "县(市)区", [], phones=phones)
    book.close()
    return len(every)


def _set_properties(book: Any, edition: Edition) -> None:
    campaign = edition.campaign
    book.set_properties({"title": campaign.title, "author": campaign.organizer, "created": edition.made_at})


def _by_county(campaign: Campaign, rows: Sequence[CaseRow]) -> list[tuple[str, list[CaseRow]]]:
    names = {unit.key: unit.name for unit in campaign.units}
    groups = [
        (names.get(key, UNPLACED), list(found)) for key, found in groupby(rows, key=lambda row: row.unit_key)
    ]
    return [(name, sorted(found, key=_place)) for name, found in groups]


def _place(row: CaseRow) -> tuple[int, str, int]:
    """County level first, then by town, so that cells of one town can be merged."""
    return int(bool(row["town"])), row["town"], row.serial


def _write_copy(
    book: Any,
    styles: Styles,
    edition: Edition,
    name: str,
    first: str,
    groups: Sequence[tuple[str, Sequence[CaseRow]]],
    *,
    phones: bool,
) -> None:
    sheet = book.add_worksheet(name.translate(FORBIDDEN_IN_TAB)[:31])
    place = "" if name == "全市" else name
    title = f"{place}{edition.campaign.title}案例汇总表"
    second = "村(社区)" if place else "镇(街道)、村(社区)"
    headings = [heading.format(first=first, second=second) for heading in HEADINGS]
    open_page(sheet, styles, edition.campaign, edition.made_at, title, headings, WIDTHS)
    context = Context.of(edition.campaign, {})  # names of files are not on paper
    row = HEAD_ROW
    total = 0
    for label, cases in groups:
        start = row + 1
        for row, case in enumerate(cases, start):
            total += case.characters
            where = case["community"] if place else case["town"] + case["community"]
            _write_case(sheet, styles, row, case, where, context, phones=phones)
        if row > start:
            sheet.merge_range(start, 1, row, 1, safe(label), styles.middle)
        elif row == start:
            sheet.write_string(row, 1, safe(label), styles.middle)
    count = row - HEAD_ROW
    write_total(sheet, styles, row + 1, 1, {0: count, 6: total}, len(headings))
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet)


def _write_case(
    sheet: Any, styles: Styles, row: int, case: CaseRow, where: str, context: Context, *, phones: bool
) -> None:
    campaign = context.campaign
    title = f"{case['title']}——{case['subtitle']}" if case["subtitle"] else case["title"]
    phone = case["phone"] if phones else mask(case["phone"])
    texts = {
        2: where, 3: campaign.level_name(case["level"]), 4: title,
        5: theme_label(campaign, case["theme"]), 7: case["unit"], 8: case["contact"], 9: phone,
        10: minute(case.sent_at, context.zone), 11: case["remark"],
    }  # fmt: skip
    sheet.set_row(row, height([(text, WIDTHS[column]) for column, text in texts.items()]))
    sheet.write_number(row, 0, row - HEAD_ROW, styles.number)
    for column, text in texts.items():
        sheet.write_string(row, column, safe(text), styles.text if column in (4, 7, 11) else styles.middle)
    sheet.write_number(row, 6, case.characters, styles.number)


def write_bulletin(edition: Edition, path: Path) -> None:
    """The 通报 table: counts in words, units in official order, no ranking."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    _set_properties(book, edition)
    styles = Styles(book, edition.campaign)
    sheet = book.add_worksheet("报送情况通报")
    campaign, standing = edition.campaign, edition.standing
    headings = ["序号", "单位", "应报数", "已报数", "完成率", *(level.name for level in campaign.levels), "最近报送时间"]  # fmt: skip
    widths = [6.0, 26, 9, 9, 10, *[9] * len(campaign.levels), 20]
    open_page(sheet, styles, campaign, edition.made_at, f"{campaign.title}报送情况通报", headings, widths)
    row = HEAD_ROW
    for row, unit in enumerate(standing.units, HEAD_ROW + 1):
        _write_unit(sheet, styles, campaign, row, unit)
    sums = [sum(unit.unit.minimum for unit in standing.units), sum(unit.cases for unit in standing.units)]
    levels = [sum(unit.levels.get(level.key, 0) for unit in standing.units) for level in campaign.levels]
    totals = {2: sums[0], 3: sums[1], **dict(enumerate(levels, 5))}
    write_total(sheet, styles, row + 1, 1, totals, len(headings))
    last = len(headings) - 1
    paragraph = book.add_format(
        {"font_name": styles.body_font, "font_size": 12, "text_wrap": True, "valign": "top"}
    )
    for offset, text in enumerate(bulletin_words(campaign, standing, edition.made_at, edition.cutoff), 3):
        sheet.merge_range(row + offset, 0, row + offset, last, safe(text), paragraph)
        sheet.set_row(row + offset, height([(text, sum(widths) * 0.85)]) + 4)
    close_page(sheet)
    book.close()


def _write_unit(sheet: Any, styles: Styles, campaign: Campaign, row: int, unit: UnitStanding) -> None:
    due = unit.unit.minimum
    share = f"{min(100, round(100 * unit.cases / due))}%" if due else "—"
    sheet.set_row(row, 24)
    sheet.write_number(row, 0, row - HEAD_ROW, styles.number)
    sheet.write_string(row, 1, unit.unit.name, styles.text)
    sheet.write_number(row, 2, due, styles.number)
    sheet.write_number(row, 3, unit.cases, styles.number)
    sheet.write_string(row, 4, share, styles.middle)
    for column, level in enumerate(campaign.levels, 5):
        sheet.write_number(row, column, unit.levels.get(level.key, 0), styles.number)
    last = 5 + len(campaign.levels)
    sheet.write_string(row, last, minute(unit.last_sent, campaign.zone), styles.middle)


def bulletin_words(campaign: Campaign, standing: Standing, when: datetime, cutoff: str) -> list[str]:
    """The sentences under the table: overall, units complete, units still awaited, whom to ask."""
    local = when.astimezone(campaign.zone)
    overall = (
        f"截至{local.month}月{local.day}日{local.hour}时，应报单位{len(standing.units)}个，"
        f"已报送{standing.reported}个，共收到案例{standing.cases}篇。截止时间为{cutoff}。"
    )
    lines = [overall]
    complete = [unit.unit.name for unit in standing.units if unit.cases and not unit.is_short]
    short = [unit.unit.name for unit in standing.units if unit.cases and unit.is_short]
    none = [unit.unit.name for unit in standing.missing if not unit.cases]
    if complete:
        lines.append(f"已按要求完成报送的单位：{'、'.join(complete)}。")
    if short:
        lines.append(f"尚需补充报送的单位：{'、'.join(short)}。")
    if none:
        lines.append(f"尚未收到材料的单位：{'、'.join(none)}，请抓紧报送；如已寄出，请与我处核对。")
    if standing.unplaced:
        lines.append(f"另有{standing.unplaced}篇所属单位正在核实，未计入上表。")
    signature = campaign.signature
    contact = "　".join(filter(None, (signature.contact and f"联系人：{signature.contact}",
                                      signature.phone and f"电话：{signature.phone}")))  # fmt: skip
    return [*lines, *([contact] if contact else [])]
