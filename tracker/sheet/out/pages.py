"""The pages of the workbook besides 案例汇总表."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
    STAMP,
    STANDING,
    minute,
    theme_label,
)
from tracker.sheet.out.edition import Edition
from tracker.sheet.out.layout import (
    HEAD_ROW,
    close_page,
    height,
    list_choices,
    open_page,
    protect,
    safe,
    set_height,
    write_total,
)
from tracker.sheet.out.spool import Spool
from tracker.sheet.out.styles import Styles

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
TITLES = {
    STANDING: "报送情况统计表",
    CROSS: "主题分布表",
    MISSING: "未报送单位名单",
    PENDING: "待核事项清单",
    FLOW: "收件流水",
}


def _open(
    book: Any, styles: Styles, edition: Edition, name: str, headings: list[str], widths: list[float]
) -> Any:
    sheet = book.add_worksheet(name)
    title = f"{edition.campaign.title}{TITLES[name]}"
    open_page(sheet, styles, edition.campaign, edition.made_at, title, headings, widths)
    return sheet


def add_standing(book: Any, styles: Styles, edition: Edition) -> None:
    """县区报送情况: due and sent, by level and theme, in official order."""
    campaign = edition.campaign
    headings = ["序号", "单位", "应报", "已报", *(level.name for level in campaign.levels)]
    headings += [f"{theme.label}\n{theme.name}" for theme in campaign.themes]
    headings += ["最近报送时间", "联系人", "联系电话"]
    widths = [5.0, 19, 6, 6, *[8] * len(campaign.levels), *[9.5] * len(campaign.themes), 17, 9, 15]
    sheet = _open(book, styles, edition, STANDING, headings, widths)
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
    write_total(sheet, styles, row + 1, 1, dict(enumerate(totals, 2)), len(headings))
    _note_unplaced(sheet, styles, edition, row + 2)
    sheet.autofilter(HEAD_ROW, 0, row, len(headings) - 1)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    close_page(sheet)


def _note_unplaced(sheet: Any, styles: Styles, edition: Edition, row: int) -> None:
    """Cases that count for no unit yet are told of, so that the sums can be understood."""
    if count := edition.standing.unplaced:
        sheet.write_string(row, 0, f"注：另有{count}篇案例所属单位待核，未计入上表。", styles.plain)


def add_cross(book: Any, styles: Styles, edition: Edition) -> None:
    """主题×县区: how many of each theme from each unit."""
    themes = edition.campaign.themes
    headings = ["单位", *(theme_label(edition.campaign, str(t.number)) for t in themes), "待核", "合计"]
    sheet = _open(book, styles, edition, CROSS, headings, [22.0, *[14] * len(themes), 9, 9])
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
    write_total(sheet, styles, row + 1, 0, dict(enumerate(totals, 1)), len(headings))
    _note_unplaced(sheet, styles, edition, row + 2)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    close_page(sheet)


def add_missing(book: Any, styles: Styles, edition: Edition) -> None:
    """未报送单位: whom to telephone."""
    headings = ["序号", "单位", "应报", "已报", "联系人", "联系电话", MISSING_REMARK]
    sheet = _open(book, styles, edition, MISSING, headings, [6.0, 28, 9, 9, 16, 22, 32])
    _add_stamps(sheet, styles, len(headings))
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
        _say_none(sheet, styles, "各单位均已报送", len(headings))
    else:
        units = edition.standing.missing
        due = {2: sum(unit.unit.minimum for unit in units), 3: sum(unit.cases for unit in units)}
        write_total(sheet, styles, row + 1, 1, due, len(headings))
    protect(sheet)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet)


def write_missing(edition: Edition, path: Path) -> None:
    """未报送单位名单 as a workbook of its own: units that have sent nothing or too little, with contacts."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": edition.campaign.title, "created": edition.made_at})
    add_missing(book, Styles(book, edition.campaign), edition)
    book.close()


def _add_stamps(sheet: Any, styles: Styles, column: int) -> None:
    """A hidden column after the last one, by which rows are known again."""
    sheet.set_column(column, column, 4, None, {"hidden": True})
    sheet.write_string(HEAD_ROW, column, STAMP, styles.hidden)


def _say_none(sheet: Any, styles: Styles, words: str, columns: int) -> None:
    sheet.set_row(HEAD_ROW + 1, 24)
    sheet.merge_range(HEAD_ROW + 1, 0, HEAD_ROW + 1, columns - 1, words, styles.middle)


def add_pending(book: Any, styles: Styles, edition: Edition) -> None:
    """待核事项: every open doubt with its owner."""
    headings = ["序号", "对象", "案例名称", "事项", "建议", "由谁处理", "提出时间", DONE]
    widths = [6.0, 10, 30, 46, 34, 11, 17, 11]
    sheet = _open(book, styles, edition, PENDING, headings, widths)
    _add_stamps(sheet, styles, len(headings))
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
        _say_none(sheet, styles, "无待核事项", len(headings))
    else:
        sheet.autofilter(HEAD_ROW, 0, row, len(headings))
        choices = {"validate": "list", "source": [DONE_WORD], "error_type": "warning"}
        sheet.data_validation(HEAD_ROW + 1, len(headings) - 1, row, len(headings) - 1, choices)
    protect(sheet)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    close_page(sheet)


def add_flow(book: Any, styles: Styles, edition: Edition) -> None:
    """收件流水: every mail and what became of it."""
    headings = ["收件号", "到达时间", "发送时间", "发件地址", "邮件主题", "类别", "登记案例", "答复"]
    widths = [8.0, 17, 17, 26, 40, 10, 20, 14]
    sheet = _open(book, styles, edition, FLOW, headings, widths)
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


def add_base(book: Any, styles: Styles, edition: Edition, issued: Spool) -> None:
    """The hidden sheet: lists for the drop-downs, then the values as issued."""
    sheet = book.add_worksheet(BASE)
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
