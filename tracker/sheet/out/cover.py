"""封面: figures, two charts that print in black and white, a legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.cases.values import theme_label
from tracker.sheet.columns import COVER, PENDING
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.layout import Press, close_page
from tracker.sheet.out.styles import Styles

FILL = {"fg_color": "#FFFFFF", "bg_color": "#595959", "pattern": "wide_upward_diagonal"}
WIDTHS = (20, 8, 9, 9, 9, 9, 3, 18, 8, 9, 9, 9, 9)  # half-width characters: A to M
PIXELS = 7  # of one half-width character, with 5 for each column's edges
ROW_POINTS = 24
ROW_PIXELS = 32
FIRST = 6  # heading row of the two tables
LEGEND = (
    "说明",
    "1. 《案例汇总表》中浅黄色单元格可直接修改，改后保存或作为附件回复即可。",
    "2. 橙色加粗为待核内容，批注列有依据；“处理状态”栏同时注明“待核”。",
    "3. 新增案例写在表末空行；自行增加的栏目请加在最右侧，下一期保留。",
    "4. 排序请选中整张表，请勿删除隐藏列；删除整行不会撤回案例，将先询问。",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A table of counts with its chart; ``column`` is where it begins."""

    column: int
    name: str
    counts: list[tuple[str, int]]


def add_cover(press: Press) -> None:
    """Write the cover."""
    sheet, styles, edition = press.book.add_worksheet(COVER), press.styles, press.edition
    campaign = edition.campaign
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    last = len(WIDTHS) - 1
    sheet.set_row(0, 44)
    sheet.merge_range(0, 0, 0, last, campaign.title, styles.title)
    local = edition.made_at.astimezone(campaign.zone)
    when = f"{campaign.item}报送情况（截至{local.year}年{local.month}月{local.day}日{local.hour}时）"
    sheet.set_row(1, 22)
    sheet.merge_range(1, 0, 1, last, when, styles.centred)
    _add_figures(sheet, styles, edition)
    blocks = (Block(0, "县(市)区", _by_unit(edition)), Block(7, "主题", _by_theme(edition)))
    _add_tables(sheet, styles, blocks, tuple(map(campaign.own, LEGEND)))
    for block in blocks:
        _add_chart(press, sheet, block)
    sheet.hide_gridlines(2)
    close_page(sheet, repeat=False, one_page=True)


def _by_unit(edition: Edition) -> list[tuple[str, int]]:
    counts = [(unit.unit.name, unit.cases) for unit in edition.standing.units]
    return [*counts, *([("所属待核", edition.standing.unplaced)] if edition.standing.unplaced else [])]


def _by_theme(edition: Edition) -> list[tuple[str, int]]:
    campaign, standing = edition.campaign, edition.standing
    counts = [
        (theme_label(campaign, str(theme.number)), standing.themes[theme.number]) for theme in campaign.themes
    ]
    return [*counts, *([("主题待核", standing.undecided_themes)] if standing.undecided_themes else [])]


def _add_figures(sheet: Any, styles: Styles, edition: Edition) -> None:
    """Four figures and the cut-off, side by side."""
    standing = edition.standing
    left = f"距截止{edition.workdays_left}个工作日" if edition.workdays_left > 0 else "已截止"
    boxes = (
        ((0, 1), "应报单位", f"{len(standing.units)}"),
        ((2, 3), "已报单位", f"{standing.reported}"),
        ((4, 5), f"{edition.campaign.item}篇数", f"{standing.cases}"),
        ((7, 7), PENDING, f"{len(edition.pending)}"),
        ((8, 12), "截止时间", f"{edition.cutoff}　{left}"),
    )
    sheet.set_row(2, 8)
    sheet.set_row(3, ROW_POINTS)
    sheet.set_row(4, 34)
    sheet.set_row(5, 12)
    for row, part in ((3, 1), (4, 2)):
        for (first, last), *words in boxes:
            style = styles.head if part == 1 else styles.figure
            if first == last:
                sheet.write_string(row, first, words[part - 1], style)
            else:
                sheet.merge_range(row, first, row, last, words[part - 1], style)


def _add_tables(sheet: Any, styles: Styles, blocks: tuple[Block, Block], words: tuple[str, ...]) -> None:
    """Both tables row by row: in constant-memory mode no row is gone back to."""
    units, themes = (len(block.counts) for block in blocks)
    legend = FIRST + themes + 3
    rows = max(units + 2, themes + 3 + len(LEGEND))
    for offset in range(rows):
        row = FIRST + offset
        sheet.set_row(row, ROW_POINTS)
        for block in blocks:
            _add_table_row(sheet, styles, block, offset)
        if legend <= row < legend + len(LEGEND):
            sheet.merge_range(row, 7, row, 12, words[row - legend], styles.plain)


def _add_table_row(sheet: Any, styles: Styles, block: Block, offset: int) -> None:
    """Heading, counts or sum: whichever stands ``offset`` rows below the heading."""
    row, column, counts = FIRST + offset, block.column, block.counts
    if offset == 0:
        sheet.write_string(row, column, block.name, styles.head)
        sheet.write_string(row, column + 1, "篇数", styles.head)
    elif offset <= len(counts):
        sheet.write_string(row, column, counts[offset - 1][0], styles.text)
        sheet.write_number(row, column + 1, counts[offset - 1][1], styles.number)
    elif offset == len(counts) + 1:
        sheet.write_string(row, column, "合计", styles.total_text)
        sheet.write_number(row, column + 1, sum(count for _, count in counts), styles.total)


def _add_chart(press: Press, sheet: Any, block: Block) -> None:
    """Bars beside a table."""
    styles, column, count = press.styles, block.column, len(block.counts)
    chart = press.book.add_chart({"type": "bar"})
    first, last = FIRST + 1, FIRST + count
    font = {"name": styles.body_font, "size": 9}
    chart.add_series(
        {
            "categories": [COVER, first, column, last, column],
            "values": [COVER, first, column + 1, last, column + 1],
            "pattern": FILL,
            "border": {"color": "#404040"},
            "data_labels": {"value": True, "font": font},
            "gap": 60,
        }
    )
    name_font = {"name": styles.heading_font, "size": 11, "bold": False}
    chart.set_title({"name": f"各{block.name}{press.edition.campaign.item}篇数", "name_font": name_font})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_chartarea({"border": {"color": "#7F7F7F"}})
    width = sum(WIDTHS[column + 2 : column + 6]) * PIXELS + 4 * 5
    chart.set_size({"width": width, "height": (count + 2) * ROW_PIXELS})
    sheet.insert_chart(FIRST, column + 2, chart, {"object_position": 2, "x_offset": 4})
