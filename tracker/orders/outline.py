"""What an order would do, in our words alone: for one whose sender is not known."""

from __future__ import annotations

from datetime import date

from tracker.cases.fields import field_word
from tracker.orders.order import Order, Verb

WORDS = {
    Verb.CONFIRM_CASE: "确认",
    Verb.MERGE: "合并",
    Verb.WITHDRAW: "撤回",
    Verb.RESTORE: "恢复",
    Verb.CONTACT: "改联系电话",
    Verb.SHOW: "查看",
    Verb.ORIGINAL: "索取原件",
    Verb.COMPARE: "比较",
    Verb.REMIND: "提醒",
    Verb.ANSWER: "答复",
    Verb.ATTACH: "材料归入案例",
    Verb.UNWANTED: "查看广告",
    Verb.ADDRESS: "登记邮箱",
    Verb.MUTE: "不再催报",
    Verb.UNMUTE: "恢复催报",
    Verb.PAUSE: "暂停发信",
    Verb.RESUME: "恢复发信",
    Verb.REVIEWED: "已处理",
    Verb.ADVERT: "是广告",
    Verb.GENUINE: "不是广告",
    Verb.MISSING: "查看未报送单位",
    Verb.LIST: "查看案例名单",
    Verb.NAMES: "索取名单",
    Verb.WORKBOOK: "索取汇总表",
    Verb.VOLUME: "索取案例汇编",
    Verb.PROOFS: "校样事项",
    Verb.REPORT: "查看进度",
    Verb.REVIEW: "办理评阅事项",
    Verb.ZERO: "零报告",
    Verb.EXPECT: "取消零报告",
    Verb.SPLIT: "拆分",
    Verb.MARK: "标重点",
    Verb.UNMARK: "取消重点",
    Verb.MARKED: "查看重点",
    Verb.NOTE: "记备注",
    Verb.FORWARD: "转给同事",
    Verb.DIGEST: "日报设置",
    Verb.TELL: "查询",
    Verb.MEMO: "提醒本人",
    Verb.PLANNED: "查看定时事项",
    Verb.CANCEL: "取消定时事项",
    Verb.UNDO: "撤销",
    Verb.YES: "确认",
    Verb.NO: "取消",
}


def outline(order: Order) -> str:
    """3、5号改联系电话: which cases, which units, what; no value that somebody wrote but a day."""
    numbers = "、".join(map(str, order.serials))
    about = f"收件{numbers}" if order.is_of_mails else f"{numbers}号" if numbers else ""
    units = "、".join(order.units)
    if order.verb is Verb.EXTEND:
        return f"{units}截止延到{_day(order.value)}"
    word = f"改{field_word(order.field)}" if order.verb is Verb.CORRECT else WORDS.get(order.verb, "其他指令")
    return f"{about}{units}{word}"


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:  # a day that only the deadline in force tells: 延期一周
        return "另一日期"
    return f"{day.month}月{day.day}日"
