"""The figures of an office as Prometheus reads them: text format 0.0.4.

Everything is computed from the ledger when it is asked for, so that nothing is lost with a process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tracker.run.watch.pulse import is_alive
from tracker.run.watch.vitals import Books, Vitals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# Every figure by its name, with what it says; docs/runbook.zh-CN.md has the same table.
FIGURES = {
    "zhengji_service_up": "服务在工作为1，停止或15分钟没有动静为0",
    "zhengji_service_last_sign_timestamp_seconds": "服务最近一次工作的时间",
    "zhengji_troubles": "服务目前的故障项数",
    "zhengji_duty_last_success_timestamp_seconds": "各项工作最近一次顺利完成的时间",
    "zhengji_duty_failing_since_timestamp_seconds": "一直出错的工作从何时起出错",
    "zhengji_ledger_up": "台账能读为1，否则为0",
    "zhengji_ledger_bytes": "台账大小，字节",
    "zhengji_disk_free_bytes": "数据目录所在磁盘的剩余空间，字节",
    "zhengji_last_backup_timestamp_seconds": "最近一次每日备份的时间",
    "zhengji_mails": "来信封数：archived 待读，filed 已登记，quarantined 单独留存",
    "zhengji_oldest_mail_waiting_seconds": "待读来信中最早一封已等多久，秒",
    "zhengji_mails_unaccounted": "对账差数，应为0",
    "zhengji_last_poll_timestamp_seconds": "各收件邮箱最近一次连通的时间",
    "zhengji_scans_waiting": "待识别的扫描件数",
    "zhengji_cases": "案例篇数：active 有效，withdrawn 已撤回，duplicate 重复",
    "zhengji_doubts_open": "待核事项数",
    "zhengji_items_set_apart": "多次出错、不再自动办理的事项数",
    "zhengji_letters": "信件封数：queued、deferred 待发，sent 已发，failed 未发出，unknown 结果不明，held 待放行等",
    "zhengji_oldest_letter_waiting_seconds": "到点未发的信中最早一封已等多久，秒",
    "zhengji_last_digest_timestamp_seconds": "最近一次日报的时间",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One line: the value of a figure, told from others of its name by a label."""

    name: str
    value: float
    label: tuple[str, str] | None = None


def list_samples(vitals: Vitals) -> Iterator[Sample]:
    """All that is known of an office; what never happened is left out."""
    pulse = vitals.pulse
    yield Sample("zhengji_service_up", is_alive(pulse, vitals.now))
    if pulse is not None:
        yield from _at("zhengji_service_last_sign_timestamp_seconds", pulse.at)
        yield Sample("zhengji_troubles", len(pulse.troubles))
        for duty, at in sorted(pulse.done.items()):
            yield from _at("zhengji_duty_last_success_timestamp_seconds", at, ("duty", duty))
        for duty, at in sorted(pulse.failing.items()):
            yield from _at("zhengji_duty_failing_since_timestamp_seconds", at, ("duty", duty))
    yield Sample("zhengji_ledger_up", vitals.books is not None)
    yield Sample("zhengji_disk_free_bytes", vitals.disk_free)
    yield from _at("zhengji_last_backup_timestamp_seconds", vitals.last_backup)
    if vitals.books is not None:
        yield from _of_books(vitals.books, vitals.now)


def _of_books(books: Books, now: datetime) -> Iterator[Sample]:
    yield Sample("zhengji_ledger_bytes", books.size)
    yield from (Sample("zhengji_mails", n, ("state", state)) for state, n in books.mails.items())
    yield Sample("zhengji_oldest_mail_waiting_seconds", _age(books.oldest_mail, now))
    yield Sample("zhengji_mails_unaccounted", books.difference)
    for mailbox, at in books.polled.items():
        yield from _at("zhengji_last_poll_timestamp_seconds", at, ("mailbox", mailbox))
    yield Sample("zhengji_scans_waiting", books.scans)
    yield from (Sample("zhengji_cases", n, ("status", status)) for status, n in books.cases.items())
    yield Sample("zhengji_doubts_open", books.doubts)
    yield Sample("zhengji_items_set_apart", books.apart)
    yield from (Sample("zhengji_letters", n, ("state", state)) for state, n in books.letters.items())
    yield Sample("zhengji_oldest_letter_waiting_seconds", _age(books.oldest_letter, now))
    yield from _at("zhengji_last_digest_timestamp_seconds", books.last_digest)


def write_metrics(vitals: Vitals) -> str:
    """The whole exposition; every figure is a gauge, for all are read from the ledger."""
    by_name: dict[str, list[Sample]] = {}
    for sample in list_samples(vitals):
        by_name.setdefault(sample.name, []).append(sample)
    lines = []
    for name, said in FIGURES.items():
        if name in by_name:
            lines += [f"# HELP {name} {said}", f"# TYPE {name} gauge", *map(_line, by_name[name])]
    return "\n".join(lines) + "\n"


def _line(sample: Sample) -> str:
    label = "" if sample.label is None else f'{{{sample.label[0]}="{sample.label[1]}"}}'
    return f"{sample.name}{label} {sample.value:.15g}"


def _at(name: str, at: datetime | None, label: tuple[str, str] | None = None) -> Iterator[Sample]:
    if at is not None:
        yield Sample(name, at.timestamp(), label)


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds since, 0 where nothing waits or the clock was set back."""
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
