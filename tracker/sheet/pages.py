"""The pages of the workbook besides 案例汇总表."""

from __future__ import annotations

from typing import Any

from tracker.sheet.book import HEAD_ROW, Edition, close_page, editable_values, open_page, safe
from tracker.sheet.columns import (
    BASE,
    COVER,
    CROSS,
    EDITABLE,
    FLOW,
    MISSING,
    PENDING,
    STANDING,
    Context,
    minute,
    theme_label,
)
from tracker.sheet.styles import Styles

OWNER_WORDS = {"sender": "报送单位", "coordinator": "经办人", "sysadmin": "管理员", "nobody": "提示"}
KIND_WORDS = {
    "submission": "报送",
    "correction": "更正",
    "withdrawal": "撤回",
    "question": "询问",
    "extension": "申请延期",
    "automatic": "自动回复",
    "bounce": "退信",
    "receipt": "阅读回执",
    "advert": "广告",
    "spam": "垃圾邮件",
    "command": "指令",
    "link-only": "云附件",
    "other": "其他",
    "": "未读取",
}
FILL = {"fg_color": "#FFFFFF", "bg_color": "#595959", "pattern": "wide_upward_diagonal"}


def add_cover(book: Any, styles: Styles, edition: Edition) -> None:
    """封面: figures, two charts that print in black and white, a legend."""
    sheet = book.add_worksheet(COVER)
    campaign, standing = edition.campaign, edition.standing
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 9)
    sheet.set_column(2, 8, 11)
    sheet.set_row(0, 40)
    sheet.merge_range(0, 0, 0, 8, campaign.title, styles.title)
    local = edition.made_at.astimezone(campaign.zone)
    sheet.merge_range(
        1,
        0,
        1,
        8,
        f"案例报送情况（截至{local.year}年{local.month}月{local.day}日{local.hour}时）",
        styles.plain,
    )
    left = f"距截止{edition.workdays_left}个工作日" if edition.workdays_left > 0 else "已截止"
    lines = (
        ("应报单位", str(len(standing.units))),
        ("已报单位", str(standing.reported)),
        ("案例篇数", str(standing.cases)),
        ("待核案例", str(standing.waiting)),
        ("截止时间", f"{edition.cutoff}　{left}"),
    )
    for offset, (name, value) in enumerate(lines):
        sheet.write_string(3 + offset, 0, name, styles.head)
        sheet.merge_range(3 + offset, 1, 3 + offset, 4, value, styles.middle)
    first = 10
    sheet.write_string(first - 1, 0, "县(市)区", styles.head)
    sheet.write_string(first - 1, 1, "篇数", styles.head)
    for offset, unit in enumerate(standing.units):
        sheet.write_string(first + offset, 0, unit.unit.name, styles.text)
        sheet.write_number(first + offset, 1, unit.cases, styles.number)
    after = first + len(standing.units) + 1
    sheet.write_string(after, 0, "主题", styles.head)
    sheet.write_string(after, 1, "篇数", styles.head)
    for offset, theme in enumerate(campaign.themes, 1):
        sheet.write_string(after + offset, 0, theme_label(campaign, str(theme.number)), styles.text)
        sheet.write_number(after + offset, 1, standing.themes[theme.number], styles.number)
    _add_chart(book, sheet, "各县(市)区案例篇数", first, first + len(standing.units) - 1, (9, 3), 300)
    _add_chart(book, sheet, "各主题案例篇数", after + 1, after + len(campaign.themes), (after, 3), 220)
    legend = after + len(campaign.themes) + 3
    for offset, text in enumerate(
        (
            "说明：1. 浅黄色单元格可直接修改，改后保存并回传，台账随之更正。",
            "2. 橙色加粗为待核内容，批注中列有依据；处理状态栏另有文字注明。",
            "3. 请勿删除隐藏列；可自行增加列和备注，下一期予以保留。",
        )
    ):
        sheet.write_string(legend + offset, 0, text, styles.plain)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.set_footer("&C第&P页 共&N页")


def _add_chart(
    book: Any, sheet: Any, title: str, first: int, last: int, place: tuple[int, int], height: int
) -> None:
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [COVER, first, 0, last, 0],
            "values": [COVER, first, 1, last, 1],
            "pattern": FILL,
            "border": {"color": "#404040"},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 560, "height": height})
    sheet.insert_chart(place[0], place[1], chart)


def add_standing(book: Any, styles: Styles, edition: Edition) -> None:
    """县区报送情况: due and sent, by level and theme, in official order."""
    sheet = book.add_worksheet(STANDING)
    campaign = edition.campaign
    headings = ["序号", "单位", "应报", "已报", *(level.name for level in campaign.levels)]
    headings += [theme_label(campaign, str(theme.number)) for theme in campaign.themes]
    headings += ["最近报送时间", "联系人", "联系电话"]
    widths = [6, 20, 6, 6, *[7] * len(campaign.levels), *[10] * len(campaign.themes), 17, 10, 16]
    open_page(sheet, styles, edition, STANDING, headings, widths)
    totals = [0] * (2 + len(campaign.levels) + len(campaign.themes))
    row = HEAD_ROW
    for position, unit in enumerate(edition.standing.units, 1):
        row += 1
        numbers = [unit.unit.minimum, unit.cases]
        numbers += [unit.levels.get(level.key, 0) for level in campaign.levels]
        numbers += [unit.themes.get(theme.number, 0) for theme in campaign.themes]
        totals = [a + b for a, b in zip(totals, numbers, strict=True)]
        sheet.write_number(row, 0, position, styles.number)
        sheet.write_string(row, 1, unit.unit.name, styles.text)
        for offset, number in enumerate(numbers):
            sheet.write_number(row, 2 + offset, number, styles.number)
        contact, phone = edition.contacts.get(unit.unit.key, ("", ""))
        for offset, text in enumerate((minute(unit.last_sent, campaign.zone), contact, phone)):
            sheet.write_string(row, 2 + len(numbers) + offset, safe(text), styles.text)
    _total_row(sheet, styles, row + 1, totals, len(headings))
    sheet.autofilter(HEAD_ROW, 0, row, len(headings) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    close_page(sheet, len(headings) - 1)


def add_cross(book: Any, styles: Styles, edition: Edition) -> None:
    """主题×县区: how many of each theme from each unit."""
    sheet = book.add_worksheet(CROSS)
    units = edition.standing.units
    themes = edition.campaign.themes
    headings = ["单位", *(theme_label(edition.campaign, str(t.number)) for t in themes), "待定", "合计"]
    open_page(sheet, styles, edition, CROSS, headings, [22, *[14] * len(themes), 8, 8])
    totals = [0] * (len(themes) + 2)
    row = HEAD_ROW
    for unit in units:
        row += 1
        numbers = [unit.themes.get(theme.number, 0) for theme in themes]
        numbers += [unit.cases - sum(numbers), unit.cases]
        totals = [a + b for a, b in zip(totals, numbers, strict=True)]
        sheet.write_string(row, 0, unit.unit.name, styles.text)
        for offset, number in enumerate(numbers, 1):
            sheet.write_number(row, offset, number, styles.number)
    sheet.write_string(row + 1, 0, "合计", styles.total_text)
    for offset, number in enumerate(totals, 1):
        sheet.write_number(row + 1, offset, number, styles.total)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    close_page(sheet, len(headings) - 1)


def add_missing(book: Any, styles: Styles, edition: Edition) -> None:
    """未报送单位: whom to telephone."""
    sheet = book.add_worksheet(MISSING)
    headings = ["序号", "单位", "应报", "已报", "联系人", "联系电话", "备注"]
    open_page(sheet, styles, edition, MISSING, headings, [6, 26, 8, 8, 14, 20, 30])
    row = HEAD_ROW
    for position, unit in enumerate(edition.standing.missing, 1):
        row += 1
        contact, phone = edition.contacts.get(unit.unit.key, ("", ""))
        sheet.write_number(row, 0, position, styles.number)
        sheet.write_string(row, 1, unit.unit.name, styles.text)
        sheet.write_number(row, 2, unit.unit.minimum, styles.number)
        sheet.write_number(row, 3, unit.cases, styles.number)
        for offset, text in enumerate((contact, phone, "")):
            sheet.write_string(row, 4 + offset, safe(text), styles.text)
    if row == HEAD_ROW:
        sheet.merge_range(row + 1, 0, row + 1, 6, "各单位均已报送", styles.middle)
    close_page(sheet, len(headings) - 1)


def add_pending(book: Any, styles: Styles, edition: Edition) -> None:
    """待核事项: every open doubt with its owner."""
    sheet = book.add_worksheet(PENDING)
    headings = ["序号", "对象", "案例名称", "事项", "建议", "由谁处理", "提出时间"]
    open_page(sheet, styles, edition, PENDING, headings, [6, 10, 30, 50, 34, 11, 17])
    row = HEAD_ROW
    for position, item in enumerate(edition.pending, 1):
        row += 1
        sheet.write_number(row, 0, position, styles.number)
        since = minute(item.since, edition.campaign.zone)
        owner = OWNER_WORDS.get(item.owner, item.owner)
        for offset, text in enumerate((item.handle, item.title, item.text, item.cure, owner, since), 1):
            sheet.write_string(row, offset, safe(text), styles.text)
    if row == HEAD_ROW:
        sheet.merge_range(row + 1, 0, row + 1, 6, "无待核事项", styles.middle)
    else:
        sheet.autofilter(HEAD_ROW, 0, row, len(headings) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet, len(headings) - 1)


def add_flow(book: Any, styles: Styles, edition: Edition) -> None:
    """收件流水: every mail and what became of it."""
    sheet = book.add_worksheet(FLOW)
    headings = ["收件号", "到达时间", "发送时间", "发件地址", "邮件主题", "类别", "登记案例", "答复"]
    open_page(sheet, styles, edition, FLOW, headings, [8, 17, 17, 26, 40, 10, 22, 22])
    zone = edition.campaign.zone
    row = HEAD_ROW
    for item in edition.flow:
        row += 1
        sheet.write_number(row, 0, item.mail_id, styles.number)
        cells = (
            minute(item.arrived_at, zone),
            minute(item.sent_at, zone),
            item.sender,
            item.subject,
            KIND_WORDS.get(item.kind, item.kind),
            item.cases,
            item.answer,
        )
        for offset, text in enumerate(cells, 1):
            sheet.write_string(row, offset, safe(text), styles.text)
    if row > HEAD_ROW:
        sheet.autofilter(HEAD_ROW, 0, row, len(headings) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet, len(headings) - 1)


def add_base(book: Any, styles: Styles, edition: Edition) -> None:
    """The hidden sheet: towns for the drop-down list in column A, issued values from column C on."""
    sheet = book.add_worksheet(BASE)
    sheet.very_hidden()
    context = Context(edition.campaign, edition.files, edition.campaign.zone)
    towns = edition.choices.get("town", ())
    rows = max(len(towns), len(edition.cases) + 1)
    for row in range(rows):
        if row < len(towns):
            sheet.write_string(row, 0, towns[row], styles.hidden)
        if row == 0:
            cells = [str(edition.number), *(column.field for column in EDITABLE)]
        elif row <= len(edition.cases):
            case = edition.cases[row - 1]
            cells = [str(case.serial), *editable_values(case, context)]
        else:
            cells = []
        for offset, text in enumerate(cells):
            sheet.write_string(row, 2 + offset, text, styles.hidden)


def _total_row(sheet: Any, styles: Styles, row: int, totals: list[int], columns: int) -> None:
    sheet.write_string(row, 0, "", styles.total_text)
    sheet.write_string(row, 1, "合计", styles.total_text)
    for offset, number in enumerate(totals):
        sheet.write_number(row, 2 + offset, number, styles.total)
    for column in range(2 + len(totals), columns):
        sheet.write_string(row, column, "", styles.total_text)
