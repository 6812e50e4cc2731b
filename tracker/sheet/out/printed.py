"""Copies for paper: the merged copy per county and the 通报 table. Telephones are masked unless asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from intake.campaign.campaign import Campaign
from tracker.cases.standing import Standing, UnitStanding
from tracker.cases.values import theme_label
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.office.redact import mask
from tracker.sheet.columns import minute
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.layout import (
    HEAD_ROW,
    Head,
    Page,
    Press,
    close_page,
    height,
    open_book,
    open_page,
    safe,
    write_total,
)

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
    active = [row for row in edition.cases if row.status is CaseStatus.ACTIVE]
    groups = _by_county(edition.campaign, active)
    if counties:
        groups = [(name, rows) for name, rows in groups if name in counties]
    copies = [_Copy(name, _by_town(rows), phones) for name, rows in groups]
    if not counties or not groups:
        copies.insert(0, _Copy("", groups, phones))
    with open_book(edition, path) as press:
        for copy in copies:
            _write_copy(press, copy)
    return sum(len(rows) for _, rows in groups)


@dataclass(frozen=True, slots=True)
class _Copy:
    """One page on paper: the cases of a county by towns, or without a county all cases by counties."""

    county: str
    groups: list[tuple[str, list[CaseRow]]]
    phones: bool  # shown in full


def _by_town(rows: list[CaseRow]) -> list[tuple[str, list[CaseRow]]]:
    return [(town, list(found)) for town, found in groupby(rows, key=lambda row: row["town"])]


def _by_county(campaign: Campaign, rows: Sequence[CaseRow]) -> list[tuple[str, list[CaseRow]]]:
    names = {unit.key: unit.name for unit in campaign.units}
    groups = [
        (names.get(key, UNPLACED), list(found)) for key, found in groupby(rows, key=lambda row: row.unit_key)
    ]
    return [(name, sorted(found, key=_place)) for name, found in groups]


def _place(row: CaseRow) -> tuple[int, str, int]:
    """County level first, then by town, so that cells of one town can be merged."""
    return int(bool(row["town"])), row["town"], row.serial


def _write_copy(press: Press, copy: _Copy) -> None:
    name = (copy.county or "全市").translate(FORBIDDEN_IN_TAB)[:31]
    title = f"{copy.county}{press.edition.campaign.title}{press.edition.campaign.item}汇总表"
    first, second = ("镇(街道)", "村(社区)") if copy.county else ("县(市)区", "镇(街道)、村(社区)")
    own = press.edition.campaign.own
    headings = [own(heading).format(first=first, second=second) for heading in HEADINGS]
    page = open_page(press, name, Head(title, headings, WIDTHS))
    sheet, middle = page.sheet, page.styles.middle
    row = HEAD_ROW
    total = 0
    for label, cases in copy.groups:
        start = row + 1
        for row, case in enumerate(cases, start):
            total += case.characters
            _write_case(page, row, case, copy)
        if row > start:
            sheet.merge_range(start, 1, row, 1, safe(label), middle)
        elif row == start:
            sheet.write_string(row, 1, safe(label), middle)
    write_total(page, row + 1, 1, {0: row - HEAD_ROW, 6: total})
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet)


def _write_case(page: Page, row: int, case: CaseRow, copy: _Copy) -> None:
    sheet, styles, campaign = page.sheet, page.styles, page.edition.campaign
    texts = {
        2: case["community"] if copy.county else case["town"] + case["community"],
        3: campaign.level_name(case["level"]),
        4: f"{case['title']}——{case['subtitle']}" if case["subtitle"] else case["title"],
        5: theme_label(campaign, case["theme"]),
        7: case["unit"],
        8: case["contact"],
        9: case["phone"] if copy.phones else mask(case["phone"]),
        10: minute(case.sent_at, campaign.zone),
        11: case["remark"],
    }
    sheet.set_row(row, height([(text, WIDTHS[column]) for column, text in texts.items()]))
    sheet.write_number(row, 0, case.serial, styles.number)  # the number to order by
    for column, text in texts.items():
        sheet.write_string(row, column, safe(text), styles.text if column in (4, 7, 11) else styles.middle)
    sheet.write_number(row, 6, case.characters, styles.number)


def write_bulletin(edition: Edition, path: Path) -> None:
    """The 通报 table: counts in words, units in official order, no ranking."""
    with open_book(edition, path) as press:
        _add_bulletin(press)


def _add_bulletin(press: Press) -> None:
    campaign, standing, styles = press.edition.campaign, press.edition.standing, press.styles
    headings = ["序号", "单位", "应报数", "已报数", "完成率", *(level.name for level in campaign.levels), "最近报送时间"]  # fmt: skip
    widths = [6.0, 26, 9, 9, 10, *[9] * len(campaign.levels), 20]
    page = open_page(press, "报送情况通报", Head(f"{campaign.title}报送情况通报", headings, widths))
    sheet = page.sheet
    row = HEAD_ROW
    for row, unit in enumerate(standing.units, HEAD_ROW + 1):
        _write_unit(page, row, unit)
    sums = [sum(unit.unit.minimum for unit in standing.units), sum(unit.cases for unit in standing.units)]
    levels = [sum(unit.levels.get(level.key, 0) for unit in standing.units) for level in campaign.levels]
    write_total(page, row + 1, 1, {2: sums[0], 3: sums[1], **dict(enumerate(levels, 5))})
    last = len(headings) - 1
    paragraph = press.book.add_format(
        {"font_name": styles.body_font, "font_size": 12, "text_wrap": True, "valign": "top"}
    )
    words = bulletin_words(campaign, standing, press.edition.made_at, press.edition.cutoff)
    for offset, text in enumerate(words, 3):
        sheet.merge_range(row + offset, 0, row + offset, last, safe(text), paragraph)
        sheet.set_row(row + offset, height([(text, sum(widths) * 0.85)]) + 4)
    close_page(sheet)


def _write_unit(page: Page, row: int, unit: UnitStanding) -> None:
    sheet, styles, campaign = page.sheet, page.styles, page.edition.campaign
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
        f"已报送{standing.reported}个，共收到{campaign.item}{standing.cases}篇。截止时间为{cutoff}。"
    )
    lines = [overall]
    complete = [unit.unit.name for unit in standing.units if unit.cases and not unit.is_short]
    short = [unit.unit.name for unit in standing.partial]
    none = [unit.unit.name for unit in standing.silent]
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
