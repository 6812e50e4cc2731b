"""Notices to coordinators that do not wait for the digest: urgent trouble, and the overdue list.

One each: an urgent notice once a day for the same trouble, the overdue list once a deadline.
A notice never quotes a mail; of a mail with a secrecy mark it says only that there is one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.cases.standing import stand_now
from tracker.ledger import doubts
from tracker.ledger.events import BREAKER, RESTORED, count_events, get_note, note_keys
from tracker.ledger.people.reported import awaiting_units
from tracker.ledger.records import LetterKind
from tracker.ledger.views.status import count_waiting
from tracker.letters.writing.draft import Draft
from tracker.letters.writing.post import post_to
from tracker.office.desk import Desk
from tracker.office.isolation import (
    ANSWERING,
    FOLLOWING,
    MOST_ATTEMPTS,
    NOTICING,
    POSTING,
    REQUESTED,
    list_failures,
    one_by_one,
)
from tracker.office.parts import SENDING_PAUSED, Parts
from tracker.outbox.restored import NOTICE

REFUSED = "登录被拒绝"  # stands in what LoginRefused and LOGIN_REFUSED say
LOW_DISK = 500 * 1024 * 1024  # bytes
MANY_DOUBTS = 50
DAY = timedelta(days=1)
DUTIES = {
    ANSWERING: "答复来信",
    POSTING: "拟写信件",
    FOLLOWING: "来信的后续办理",
    NOTICING: "通知",
    REQUESTED: "寄送所要的文件",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something a coordinator must know at once.

    ``code`` keeps it from being told twice a day; with ``once`` it is told once for ever.
    """

    code: str
    text: str
    remedy: str
    once: bool = False


def put_notices(parts: Parts) -> int:
    """Queue what must be told now; returns how many letters were queued."""
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        found = list(find_troubles(Desk(connection, parts, now)))
    overdue = is_overdue_due(parts, now)
    if not found and not overdue:
        return 0
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, now)
        put = one_by_one(desk, NOTICING, found, lambda one: _put_urgent(desk, one), name=lambda one: one.code)
        queued = sum(put)
        return queued + (_put_overdue(desk) if overdue else 0)


def find_troubles(desk: Desk) -> Iterator[Trouble]:
    """Every trouble there is now."""
    connection, parts = desk.connection, desk.parts
    yield from _set_apart(desk)
    yield from _troubles_of_health(parts.health)
    yield from _restored(desk)
    free = shutil.disk_usage(parts.data.root).free
    if free < LOW_DISK:
        yield Trouble("disk", f"数据目录所在磁盘仅余{free // (1024 * 1024)}MB", "请清理磁盘或改换数据目录")
    if secret := doubts.newest_open(connection, "secret"):
        yield Trouble(
            f"secret:{secret}",
            "收到带有密级标识的邮件，已隔离，未作任何处理",
            "请按保密规定处置，勿在互联网计算机上打开",
            once=True,
        )
    yield from _broken_off(desk)
    waiting = count_waiting(connection).office
    if waiting > MANY_DOUBTS:
        step = (waiting // MANY_DOUBTS).bit_length()  # told at every doubling: a flood is not a letter each
        yield Trouble(f"doubts:{step}", f"待您处理的事项已达{waiting}项", "请查看汇总表“待核事项”", once=True)


def _broken_off(desk: Desk) -> Iterator[Trouble]:
    """Who gets no more answers today: one notice, however many addresses a flood comes from."""
    today = f"{BREAKER}{desk.now.date().isoformat()}:"
    addresses = [key.removeprefix(today) for key in note_keys(desk.connection, today)]
    remedy = "请查看是否为自动回复或群发邮件"
    if whose := sorted(filter(None, addresses)):
        many = f"等{len(whose)}个地址" if len(whose) > 1 else ""
        text = f"与{whose[0]}{many}往来邮件过多，今日不再自动答复"
        yield Trouble(f"{today}addresses", text, remedy, once=True)
    if "" in addresses:
        yield Trouble(today, "一小时内答复过多，已暂缓自动答复", remedy, once=True)


def _restored(desk: Desk) -> Iterator[Trouble]:
    """That the ledger came out of a backup: told once, before anything else goes."""
    if (note := get_note(desk.connection, RESTORED)) is None:
        return
    made = datetime.fromisoformat(note["made_at"]).astimezone(desk.campaign.zone)
    yield Trouble(
        f"{NOTICE}{note['at']}",
        f"台账已从备份恢复（备份时间{made.month}月{made.day}日{made.hour}:{made.minute:02d}），备份之后的来信已重新读取",
        "待发的信先与发件箱核对，已发的不再发；核对不了的留待放行，请管理员运行 zhengji letters held 查看。"
        "备份之后作过的更正请再作一次",
        once=True,
    )


def _set_apart(desk: Desk) -> Iterator[Trouble]:
    """What failed too often to be tried again: a notice a matter and day, not one an item."""
    day = desk.now.astimezone(desk.campaign.zone).date().isoformat()
    if count_events(desk.connection, "mail.quarantined", desk.now - DAY):
        yield Trouble(
            f"quarantined:{day}", "有来信未能处理，已单独留存", "请查看汇总表“待核事项”，必要时请对方重发"
        )
    # A letter of a mailing is tried once: its occasion passes.
    apart = [one for one in list_failures(desk) if one.attempts >= MOST_ATTEMPTS or one.duty == POSTING]
    for duty in dict.fromkeys(one.duty for one in apart):
        items = [one for one in apart if one.duty == duty]
        yield Trouble(
            f"apart:{duty}",
            f"{DUTIES.get(duty, duty)}有{len(items)}件未能办成：{items[-1].why}",
            "请电话办理，并请管理员查看日志",
        )


def _troubles_of_health(health: Mapping[str, str]) -> Iterator[Trouble]:
    """What keeps mail from coming in or going out."""
    text = health.get("poll", "")
    if REFUSED in text:
        yield Trouble("login", f"收件邮箱{REFUSED}（{text}）", "请核对授权码，更新后重启服务")
    text = health.get(SENDING_PAUSED, "")
    if REFUSED in text:
        yield Trouble("smtp-login", f"发信邮箱{REFUSED}", "请核对发信授权码，更新后重启服务")
    elif text:
        yield Trouble(
            "paused", "邮箱服务商要求暂缓发信，信件将自动续发", "如持续一天以上，请登录网页邮箱查看提示"
        )


def overdue_at(parts: Parts, now: datetime) -> datetime:
    """When the overdue list is due: the working morning after the cut-off."""
    deadline = parts.campaign.deadline_at(now)
    day = parts.workdays.next_workday(deadline.last_day)
    return datetime.combine(day, parts.campaign.reminders.at, parts.campaign.zone).astimezone(UTC)


def is_overdue_due(parts: Parts, now: datetime) -> bool:
    """Whether the overdue list is due: on the first working day after the cut-off, or just missed."""
    at = overdue_at(parts, now)
    return at <= now < at + timedelta(days=3)


def _put_urgent(desk: Desk, trouble: Trouble) -> int:
    day = desk.now.astimezone(desk.campaign.zone).date().isoformat()
    code = trouble.code if trouble.once else f"{trouble.code}:{day}"
    return _put(desk, LetterKind.URGENT, code, {"trouble": trouble})


def _put_overdue(desk: Desk) -> int:
    deadline = desk.campaign.deadline_at(desk.now)
    standing = stand_now(desk.campaign, desk.connection)
    own = desk.campaign.own_deadlines(desk.now)  # they have time yet
    missing = [unit for unit in standing.missing if unit.unit.key not in own]
    if not missing:
        return 0
    values = {
        "missing": missing,
        "awaiting": awaiting_units(desk.connection, (unit.unit for unit in missing if not unit.cases)),
        "standing": standing,
        "cutoff": desk.campaign.cutoff_text(deadline),
    }
    return _put(desk, LetterKind.OVERDUE, f"{deadline.last_day}:{deadline.cutoff}", values)


def _put(desk: Desk, kind: LetterKind, code: str, values: dict[str, Any]) -> int:
    draft = Draft(kind, f"{kind}:{desk.campaign.id}:{code}:", values=values)
    return post_to(desk, desk.campaign.coordinators, draft)
