"""The health page: how the office fares, in Chinese, for a browser on the same machine; nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from html import escape

from tracker.ledger.records import CaseStatus, LetterState, MailState
from tracker.office.redact import mask_log
from tracker.run.watch.alarms import DUTIES, Alarm
from tracker.run.watch.pulse import tell_span
from tracker.run.watch.vitals import Books, Vitals

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
MIB = 1024 * 1024
_HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="refresh" content="60">
<title>征集系统运行情况</title>
<style>
body{font-family:sans-serif;max-width:46em;margin:2em auto;padding:0 1em;line-height:1.6}
table{border-collapse:collapse;width:100%;margin:1em 0}
th,td{border:1px solid #999;padding:.2em .6em;text-align:left}
th{width:50%;font-weight:normal}
.ok{color:#060}.bad{color:#a00}
</style></head><body>
"""


def write_page(vitals: Vitals, alarms: Sequence[Alarm], zone: tzinfo) -> str:
    """The whole page as HTML."""
    return _HEAD + "\n".join(_body(vitals, alarms, zone)) + "\n</body></html>\n"


def _body(vitals: Vitals, alarms: Sequence[Alarm], zone: tzinfo) -> Iterator[str]:
    if alarms:
        yield f'<h1 class="bad">需要处理：{len(alarms)}项</h1>'
        yield "<ul>"
        yield from (
            f"<li><strong>{escape(mask_log(alarm.text))}</strong>：{escape(alarm.remedy)}"
            f"（运行手册：{alarm.code}）</li>"
            for alarm in alarms
        )
        yield "</ul>"
    else:
        yield '<h1 class="ok">工作正常</h1>'
    pulse = vitals.pulse
    if pulse is not None and pulse.troubles:
        yield "<h2>目前的故障</h2><ul>"
        yield from (f"<li>{escape(mask_log(trouble))}</li>" for trouble in pulse.troubles)
        yield "</ul>"
    if vitals.books is not None:
        yield from _table("来信", _rows_of_mails(vitals.books, vitals.now, zone))
        yield from _table("信件", _rows_of_letters(vitals.books, vitals.now, zone))
    yield from _table("机器", _rows_of_machine(vitals, zone))
    if pulse is not None and pulse.done:
        rows = ((DUTIES[name], _when(at, zone)) for name, at in pulse.done.items() if name in DUTIES)
        yield from _table("各项工作最近一次完成", rows)


def _rows_of_mails(books: Books, now: datetime, zone: tzinfo) -> Iterator[tuple[str, str]]:
    yield "已登记", f"{books.mails[MailState.FILED]}封"
    yield "待读", f"{books.mails[MailState.ARCHIVED]}封{_waits(books.oldest_mail, now)}"
    yield "单独留存", f"{books.mails[MailState.QUARANTINED]}封"
    yield "对账差数", f"{books.difference}封"
    yield "有效案例", f"{books.cases[CaseStatus.ACTIVE]}篇"
    yield "待识别扫描件", f"{books.scans}份"
    yield "待核事项", f"{books.doubts}项"
    yield "多次出错、不再自动办理", f"{books.apart}项"
    for mailbox, at in books.polled.items():
        yield f"收件邮箱 {mailbox} 最近一次连通", _when(at, zone)


def _rows_of_letters(books: Books, now: datetime, zone: tzinfo) -> Iterator[tuple[str, str]]:
    waiting = books.letters[LetterState.QUEUED] + books.letters[LetterState.DEFERRED]
    yield "已发", f"{books.letters[LetterState.SENT]}封"
    yield (
        "待发",
        f"{waiting}封{_waits(books.oldest_letter, now)}{'，经办人已暂停发信' if books.paused else ''}",
    )
    yield "待放行", f"{books.letters[LetterState.HELD]}封"
    yield "未发出", f"{books.letters[LetterState.FAILED]}封"
    yield "结果不明", f"{books.letters[LetterState.UNKNOWN]}封"
    yield "最近一次日报", _when(books.last_digest, zone)


def _rows_of_machine(vitals: Vitals, zone: tzinfo) -> Iterator[tuple[str, str]]:
    yield "本页时间", _when(vitals.now, zone)
    yield "服务最近一次工作", _when(None if vitals.pulse is None else vitals.pulse.at, zone)
    yield "最近一次备份", _when(vitals.last_backup, zone)
    if vitals.books is not None:
        yield "台账大小", f"{vitals.books.size / MIB:.0f}MB"
    yield "磁盘剩余", f"{vitals.disk_free / MIB:.0f}MB"


def _table(title: str, rows: Iterator[tuple[str, str]]) -> Iterator[str]:
    yield f"<h2>{title}</h2><table>"
    yield from (f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
    yield "</table>"


def _waits(since: datetime | None, now: datetime) -> str:
    return "" if since is None else f"，最早的已等{tell_span(now - since)}"


def _when(at: datetime | None, zone: tzinfo) -> str:
    return "尚无" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
