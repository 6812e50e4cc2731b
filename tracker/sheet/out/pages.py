"""The pages of the workbook besides 案例汇总表."""

from __future__ import annotations

from pathlib import Path

from tracker.cases.values import theme_label
from tracker.sheet.columns import (
    BASE,
    BASE_COLUMN,
    CROSS,
    DONE,
    DONE_WORD,
    FLOW,
    LISTS,
    MISSING,
    MISSING_REMARK,
    PENDING,
    REVIEWED,
    STAMP,
    STANDING,
    minute,
)
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.layout import (
    HEAD_ROW,
    Head,
    Page,
    Press,
    close_page,
    height,
    list_choices,
    open_book,
    open_page,
    protect,
    safe,
    set_height,
    write_total,
)
from tracker.sheet.out.spool import Spool

WIDE = ("题目", "各位专家", "备注", "实地察看")  # columns of 评阅结果 that hold sentences
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
    "elsewhere": "属于其他征集",
    "spam": "垃圾邮件",
    "maybe-advert": "疑似广告",
    "command": "指令",
    "link-only": "云附件",
    "other": "其他",
    "": "未读取",
}
TITLES = {
    STANDING: "报送情况统计表",
    CROSS: "主题分布表",
    MISSING: "未报送单位名单",
    PENDING: "待核事项清单",
    FLOW: "收件流水",
    REVIEWED: "专家评阅结果",
}


def _open(press: Press, name: str, headings: list[str], widths: list[float]) -> Page:
    return open_page(press, name, Head(f"{press.edition.campaign.title}{TITLES[name]}", headings, widths))


def add_standing(press: Press) -> None:
    """县区报送情况: due and sent, by level and theme, in official order."""
    campaign = press.edition.campaign
    headings = ["序号", "单位", "应报", "已报", *(level.name for level in campaign.levels)]
    headings += [f"{theme.label}\n{theme.name}" for theme in campaign.themes]
    headings += ["最近报送时间", "联系人", "联系电话"]
    widths = [5.0, 19, 6, 6, *[8] * len(campaign.levels), *[9.5] * len(campaign.themes), 17, 9, 15]
    page = _open(press, STANDING, headings, widths)
    sheet, styles, edition = page.sheet, page.styles, page.edition
    totals = [0] * (2 + len(campaign.levels) + len(campaign.themes))
    row = HEAD_ROW
    for row, unit in enumerate(edition.standing.units, HEAD_ROW + 1):
        numbers = [unit.unit.minimum, unit.cases]
        numbers += [unit.levels.get(level.key, 0) for level in campaign.levels]
        numbers += [unit.themes.get(theme.number, 0) for theme in campaign.themes]
        totals = [a + b for a, b in zip(totals, numbers, strict=True)]
        sheet.set_row(row, 24)
        sheet.write_number(row, 0, row - HEAD_ROW, styles.number)
        sheet.write_string(row, 1, unit.unit.name, styles.text)
        for offset, number in enumerate(numbers):
            sheet.write_number(row, 2 + offset, number, styles.number)
        contact, phone = edition.contacts.get(unit.unit.key, ("", ""))
        for offset, text in enumerate((minute(unit.last_sent, campaign.zone), contact, phone)):
            sheet.write_string(row, 2 + len(numbers) + offset, safe(text), styles.middle)
    write_total(page, row + 1, 1, dict(enumerate(totals, 2)))
    _note_unplaced(page, row + 2)
    _note_over(page, row + 3)
    sheet.autofilter(HEAD_ROW, 0, row, len(headings) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    close_page(sheet)


def _note_unplaced(page: Page, row: int) -> None:
    """Cases that count for no unit yet are told of, so that the sums can be understood."""
    if count := page.edition.standing.unplaced:
        words = f"注：另有{count}篇{page.edition.campaign.item}所属单位待核，未计入上表。"
        page.sheet.write_string(row, 0, words, page.styles.plain)


def _note_over(page: Page, row: int) -> None:
    """Units that sent more than the notice allows; nothing is left out for them."""
    if over := page.edition.standing.over:
        sent = "、".join(f"{unit.unit.name}{unit.cases}篇（至多{unit.unit.maximum}篇）" for unit in over)
        page.sheet.write_string(row, 0, safe(f"注：超过篇数上限的单位：{sent}。"), page.styles.plain)


def add_cross(press: Press) -> None:
    """主题×县区: how many of each theme from each unit."""
    themes = press.edition.campaign.themes
    headings = ["单位", *(theme_label(press.edition.campaign, str(t.number)) for t in themes), "待核", "合计"]
    page = _open(press, CROSS, headings, [22.0, *[14] * len(themes), 9, 9])
    sheet, styles, edition = page.sheet, page.styles, page.edition
    totals = [0] * (len(themes) + 2)
    row = HEAD_ROW
    for row, unit in enumerate(edition.standing.units, HEAD_ROW + 1):
        numbers = [unit.themes.get(theme.number, 0) for theme in themes]
        numbers += [unit.cases - sum(numbers), unit.cases]
        totals = [a + b for a, b in zip(totals, numbers, strict=True)]
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, unit.unit.name, styles.text)
        for offset, number in enumerate(numbers, 1):
            sheet.write_number(row, offset, number, styles.number)
    write_total(page, row + 1, 0, dict(enumerate(totals, 1)))
    _note_unplaced(page, row + 2)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    close_page(sheet)


def add_missing(press: Press) -> None:
    """未报送单位: whom to telephone."""
    headings = ["序号", "单位", "应报", "已报", "联系人", "联系电话", MISSING_REMARK]
    page = _open(press, MISSING, headings, [6.0, 28, 9, 9, 16, 22, 32])
    sheet, styles, edition = page.sheet, page.styles, page.edition
    _add_stamps(page)
    row = HEAD_ROW
    for row, unit in enumerate(edition.standing.missing, HEAD_ROW + 1):
        contact, phone = edition.contacts.get(unit.unit.key, ("", ""))
        sheet.set_row(row, 24)
        sheet.write_number(row, 0, row - HEAD_ROW, styles.number)
        sheet.write_string(row, 1, unit.unit.name, styles.text)
        sheet.write_number(row, 2, unit.unit.minimum, styles.number)
        sheet.write_number(row, 3, unit.cases, styles.number)
        for offset, text in enumerate((contact, phone)):
            sheet.write_string(row, 4 + offset, safe(text), styles.middle)
        sheet.write_string(row, 6, safe(edition.unit_notes.get(unit.unit.key, "")), styles.edit)
        sheet.write_string(row, len(headings), f"u.{unit.unit.key}.{edition.number}", styles.hidden)
    if row == HEAD_ROW:
        _say_none(page, "各单位均已报送")
    else:
        units = edition.standing.missing
        due = {2: sum(unit.unit.minimum for unit in units), 3: sum(unit.cases for unit in units)}
        write_total(page, row + 1, 1, due)
    protect(sheet)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet)


def write_missing(edition: Edition, path: Path) -> None:
    """未报送单位名单 as a workbook of its own: units that have sent nothing or too little, with contacts."""
    with open_book(edition, path) as press:
        add_missing(press)


def _add_stamps(page: Page) -> None:
    """A hidden column after the last one, by which rows are known again."""
    page.sheet.set_column(page.columns, page.columns, 4, None, {"hidden": True})
    page.sheet.write_string(HEAD_ROW, page.columns, STAMP, page.styles.hidden)


def _say_none(page: Page, words: str) -> None:
    page.sheet.set_row(HEAD_ROW + 1, 24)
    page.sheet.merge_range(HEAD_ROW + 1, 0, HEAD_ROW + 1, page.columns - 1, words, page.styles.middle)


def add_pending(press: Press) -> None:
    """待核事项: every open doubt with its owner."""
    headings = [
        "序号",
        "对象",
        f"{press.edition.campaign.item}名称",
        "事项",
        "建议",
        "由谁处理",
        "提出时间",
        DONE,
    ]
    widths = [6.0, 10, 30, 46, 34, 11, 17, 11]
    page = _open(press, PENDING, headings, widths)
    sheet, styles, edition = page.sheet, page.styles, page.edition
    _add_stamps(page)
    row = HEAD_ROW
    for row, item in enumerate(edition.pending, HEAD_ROW + 1):
        since = minute(item.since, edition.campaign.zone)
        owner = OWNER_WORDS.get(item.owner, item.owner)
        texts = (item.handle, item.title, item.text, item.cure, owner, since)
        set_height(sheet, row, height(list(zip(texts, widths[1:], strict=False))))
        sheet.write_number(row, 0, row - HEAD_ROW, styles.number)
        for column, text in enumerate(texts, 1):
            style = styles.text if column in (2, 3, 4) else styles.middle
            sheet.write_string(row, column, safe(text), style)
        sheet.write_blank(row, len(headings) - 1, None, styles.edit_middle)
        sheet.write_string(row, len(headings), f"d.{item.doubt_id}.{edition.number}", styles.hidden)
    if row == HEAD_ROW:
        _say_none(page, "无待核事项")
    else:
        sheet.autofilter(HEAD_ROW, 0, row, len(headings))
        choices = {"validate": "list", "source": [DONE_WORD], "error_type": "warning"}
        sheet.data_validation(HEAD_ROW + 1, len(headings) - 1, row, len(headings) - 1, choices)
    protect(sheet)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet)


def add_flow(press: Press) -> None:
    """收件流水: every mail and what became of it."""
    headings = [
        "收件号",
        "到达时间",
        "发送时间",
        "发件地址",
        "邮件主题",
        "类别",
        f"登记{press.edition.campaign.item}",
        "答复",
    ]
    widths = [8.0, 17, 17, 26, 40, 10, 20, 14]
    page = _open(press, FLOW, headings, widths)
    sheet, styles, edition = page.sheet, page.styles, page.edition
    zone = edition.campaign.zone
    row = HEAD_ROW
    for row, item in enumerate(edition.flow, HEAD_ROW + 1):
        texts = (
            minute(item.arrived_at, zone),
            minute(item.sent_at, zone),
            item.sender,
            item.subject,
            KIND_WORDS.get(item.kind, item.kind),
            item.cases,
            item.answer,
        )
        set_height(sheet, row, height(list(zip(texts, widths[1:], strict=True))))
        sheet.write_number(row, 0, item.mail_id, styles.number)
        for column, text in enumerate(texts, 1):
            style = styles.text if column in (3, 4) else styles.middle
            sheet.write_string(row, column, safe(text), style)
    if row > HEAD_ROW:
        sheet.autofilter(HEAD_ROW, 0, row, len(headings) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet)


def add_reviewed(press: Press) -> None:
    """评阅结果: marks, visits and decisions of the last round; no page before there is one."""
    if not press.edition.reviewed:
        return
    headings, *lines = press.edition.reviewed
    widths = [24.0 if heading in WIDE else 10.0 for heading in headings]
    page = _open(press, REVIEWED, list(headings), widths)
    sheet, styles = page.sheet, page.styles
    row = HEAD_ROW
    for row, values in enumerate(lines, HEAD_ROW + 1):
        set_height(sheet, row, height(list(zip(values, widths, strict=True))))
        for column, (heading, value) in enumerate(zip(headings, values, strict=True)):
            if value.replace(".", "", 1).isdecimal():  # a rank or a score: she sorts by it
                style = styles.score if "." in value else styles.number
                sheet.write_number(row, column, float(value), style)
            else:
                style = styles.text if heading in WIDE else styles.middle
                sheet.write_string(row, column, safe(value), style)
    sheet.autofilter(HEAD_ROW, 0, row, len(headings) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    close_page(sheet)


def add_base(press: Press, issued: Spool) -> None:
    """The hidden sheet: lists for the drop-downs, then the values as issued."""
    sheet, styles, edition = press.book.add_worksheet(BASE), press.styles, press.edition
    sheet.very_hidden()
    choices = list_choices(edition)
    lists = [choices[name] for name in LISTS]
    fields = [column.field for column in edition.columns if column.field]
    cases = issued.lines()
    for row in range(max(*(len(values) for values in lists), issued.count + 1)):
        for column, values in enumerate(lists):
            if row < len(values):
                sheet.write_string(row, column, values[row], styles.hidden)
        if row == 0:
            cells = [f"{edition.campaign.id}/{edition.number}", *fields]
        elif (line := next(cases, None)) is not None:
            _, serial, shown = line
            cells = [str(serial), *(shown[field] for field in fields)]
        else:
            cells = []
        for offset, text in enumerate(cells, BASE_COLUMN):
            if text:
                sheet.write_string(row, offset, text, styles.hidden)
