"""When an office needs its system administrator: what is wrong, and what to do first.

Troubles of a mail or a letter are told to coordinators (tracker/letters/notices.py); an alarm is about
the office itself, and every one stands in docs/runbook.zh-CN.md under its code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.letters.notices import LOW_DISK
from tracker.office.settings import Settings
from tracker.run.watch.pulse import tell_span
from tracker.run.watch.vitals import Books, Vitals

BACKUP_AGE = timedelta(days=2)
DUTIES = {
    "poll": "收信",
    "file": "登记来信",
    "unlock": "打开加密附件",
    "apart": "拆分案例",
    "planned": "办理定时的事项",
    "learn": "学习主题词",
    "answer": "回执",
    "remind": "催报",
    "copies": "评阅材料",
    "experts": "提醒专家",
    "notice": "紧急通知",
    "returned": "收回汇总表",
    "publish": "更新汇总表",
    "report": "日报",
    "requested": "寄送汇总表和原件",
    "send": "发信",
    "recognise": "识别扫描件",
    "backup": "备份",
    "watch": "值守",
    "tidy": "整理数据库",
    "turn-duty": "值班",
    "sweep": "接手别的机器未完成的工作",
}
CODES = (
    "service-silent",
    "ledger-away",
    "mailbox-silent",
    "mails-stuck",
    "letters-stuck",
    "duty-failing",
    "mails-differ",
    "disk-low",
    "backup-old",
)


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something the system administrator must see to; ``about`` is the mailbox or duty, if it is about one."""

    code: str
    text: str
    remedy: str
    about: str = ""

    @property
    def name(self) -> str:
        """Tells it from all other alarms."""
        return f"{self.code}:{self.about}" if self.about else self.code


def find_alarms(vitals: Vitals, settings: Settings) -> tuple[Alarm, ...]:
    """Everything that is wrong now, the worst first."""
    return tuple(_find(vitals, settings))


def _find(vitals: Vitals, settings: Settings) -> Iterator[Alarm]:
    patience = timedelta(hours=settings.watch.silent_hours)
    yield from _of_service(vitals, patience)
    if vitals.books is None:
        yield Alarm("ledger-away", vitals.why, "请检查数据库或磁盘；恢复后自动继续，来信不会丢失")
    else:
        yield from _of_books(vitals.books, vitals.now, settings)
    if vitals.disk_free < LOW_DISK:
        left = vitals.disk_free // (1024 * 1024)
        yield Alarm("disk-low", f"数据目录所在磁盘仅余{left}MB", "请清理磁盘；腾出空间后自动继续")
    begun = vitals.books.began if vitals.books is not None else None
    if (last := vitals.last_backup or begun) is not None and vitals.now - last > BACKUP_AGE:
        text = f"最近一次备份在{tell_span(vitals.now - last)}前" if vitals.last_backup else "还没有备份过"
        yield Alarm("backup-old", text, "请运行 zhengji backup，看提示什么")


def _of_service(vitals: Vitals, patience: timedelta) -> Iterator[Alarm]:
    pulse, now = vitals.pulse, vitals.now
    if pulse is None:
        yield Alarm("service-silent", "服务尚未启动过", "请运行 zhengji run")
        return
    silent = now - pulse.at
    if silent > patience:
        how = "已停止" if pulse.stopped else "没有工作已"
        yield Alarm("service-silent", f"服务{how}{tell_span(silent)}", "请检查机器，重新启动 zhengji run")
        return
    for duty, since in sorted(pulse.failing.items()):
        if now - since > patience:
            work = DUTIES.get(duty, duty)
            yield Alarm(
                "duty-failing",
                f"“{work}”已连续{tell_span(now - since)}出错",
                "请运行 zhengji status 看原因，再看日志",
                duty,
            )


def _of_books(books: Books, now: datetime, settings: Settings) -> Iterator[Alarm]:
    watch = settings.watch
    patience, longer = timedelta(hours=watch.silent_hours), timedelta(hours=watch.waiting_hours)
    for mailbox, last in books.polled.items():
        since = last or books.began
        if since is not None and now - since > patience:
            text = f"收件邮箱 {mailbox} 已{tell_span(now - since)}没有连通"
            yield Alarm("mailbox-silent", text, "请运行 zhengji doctor，核对网络和授权码", mailbox)
    if books.oldest_mail is not None and now - books.oldest_mail > patience:
        text = f"有来信已等{tell_span(now - books.oldest_mail)}未登记"
        yield Alarm("mails-stuck", text, "请运行 zhengji status，看服务是否在工作、有无故障")
    sending = settings.smtp.host and not books.paused
    if sending and books.oldest_letter is not None and now - books.oldest_letter > longer:
        text = f"有信到点已{tell_span(now - books.oldest_letter)}未发出"
        yield Alarm("letters-stuck", text, "请运行 zhengji doctor，核对发信服务器、授权码和每日限额")
    if books.difference:
        yield Alarm(
            "mails-differ", f"对账差{books.difference}封", "请运行 zhengji status；一天后仍有差的，请看手册"
        )
