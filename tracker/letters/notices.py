"""Notices to coordinators that do not wait for the digest: urgent trouble, and the overdue list.

One each: an urgent notice once a day for the same trouble, the overdue list once a deadline.
A notice never quotes a mail; of a mail with a secrecy mark it says only that there is one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from tracker.cases.standing import stand
from tracker.ledger import cases, letters
from tracker.ledger.events import BREAKER
from tracker.ledger.records import LetterKind, NewLetter
from tracker.ledger.schema import doubt, note
from tracker.ledger.views.reported import awaiting_units
from tracker.letters.writing.compose import compose
from tracker.letters.writing.render import render_letter
from tracker.office.parts import SENDING_PAUSED, Parts

LOW_DISK = 500 * 1024 * 1024  # bytes
MANY_DOUBTS = 50


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
        found = list(find_troubles(connection, parts))
    day = now.astimezone(parts.campaign.zone).date().isoformat()
    queued = 0
    if found or is_overdue_due(parts, now):
        with parts.ledger.begin() as connection:
            for trouble in found:
                values = {"trouble": trouble}
                code = trouble.code if trouble.once else f"{trouble.code}:{day}"
                queued += _put(connection, parts, LetterKind.URGENT, code, values, now)
            if is_overdue_due(parts, now):
                queued += _put_overdue(connection, parts, now)
    return queued


def find_troubles(connection: Connection, parts: Parts) -> Iterator[Trouble]:
    """Every trouble there is now."""
    text = parts.health.get("poll", "")
    if "登录被拒绝" in text:
        yield Trouble("login", f"收件邮箱登录被拒绝（{text}）", "请核对授权码，更新后重启服务")
    if text := parts.health.get(SENDING_PAUSED, ""):
        if "登录被拒绝" in text:
            yield Trouble("smtp-login", "发信邮箱登录被拒绝", "请核对发信授权码，更新后重启服务")
        else:
            yield Trouble(
                "paused", "邮箱服务商要求暂缓发信，信件将自动续发", "如持续一天以上，请登录网页邮箱查看提示"
            )
    free = shutil.disk_usage(parts.data.root).free
    if free < LOW_DISK:
        yield Trouble("disk", f"数据目录所在磁盘仅余{free // (1024 * 1024)}MB", "请清理磁盘或改换数据目录")
    secrets = connection.execute(
        select(func.max(doubt.c.id)).where(doubt.c.code == "secret", doubt.c.state == "open")
    ).scalar()
    if secrets:
        yield Trouble(
            f"secret:{secrets}",
            "收到带有密级标识的邮件，已隔离，未作任何处理",
            "请按保密规定处置，勿在互联网计算机上打开",
            once=True,
        )
    day = parts.clock.now().date().isoformat()
    tripped = connection.execute(
        select(note.c.key).where(note.c.key.startswith(f"{BREAKER}{day}:", autoescape=True))
    ).scalars()
    for key in tripped:
        whose = key.removeprefix(f"{BREAKER}{day}:")
        text = f"与{whose}往来邮件过多，今日不再自动答复" if whose else "一小时内答复过多，已暂缓自动答复"
        yield Trouble(key, text, "请查看是否为自动回复或群发邮件", once=True)
    waiting = connection.execute(
        select(func.count()).select_from(doubt).where(doubt.c.state == "open", doubt.c.owner == "coordinator")
    ).scalar_one()
    if waiting > MANY_DOUBTS:
        step = waiting // MANY_DOUBTS
        yield Trouble(f"doubts:{step}", f"待核事项已达{waiting}项", "请查看汇总表“待核事项”", once=True)


def overdue_at(parts: Parts, now: datetime) -> datetime:
    """When the overdue list is due: the working morning after the cut-off."""
    deadline = parts.campaign.deadline_at(now)
    day = parts.workdays.next_workday(deadline.last_day)
    return datetime.combine(day, parts.campaign.reminders.at, parts.campaign.zone).astimezone(UTC)


def is_overdue_due(parts: Parts, now: datetime) -> bool:
    """Whether the overdue list is due: on the first working day after the cut-off, or just missed."""
    at = overdue_at(parts, now)
    return at <= now < at + timedelta(days=3)


def _put_overdue(connection: Connection, parts: Parts, now: datetime) -> int:
    deadline = parts.campaign.deadline_at(now)
    standing = stand(parts.campaign, cases.list_cases(connection))
    if not standing.missing:
        return 0
    values = {
        "missing": standing.missing,
        "awaiting": awaiting_units(connection, (unit.unit for unit in standing.missing)),
        "standing": standing,
        "cutoff": parts.campaign.cutoff_text(deadline),
    }
    return _put(connection, parts, LetterKind.OVERDUE, f"{deadline.last_day}:{deadline.cutoff}", values, now)


def _put(
    connection: Connection, parts: Parts, kind: LetterKind, code: str, values: dict[str, Any], now: datetime
) -> int:
    queued = 0
    for person in parts.campaign.coordinators:
        key = f"{kind}:{parts.campaign.id}:{code}:{person.email}"
        if letters.has_key(connection, key):
            continue
        shown = {
            **values,
            "campaign": parts.campaign,
            "signature": parts.campaign.signature,
            "person": person,
            "now": now,
        }
        rendered = render_letter(kind, shown, parts.templates, parts.campaign.timezone)
        identity, content = compose(
            parts.writer, kind, key, person.email, rendered, now, reason="coordinator"
        )
        letter = NewLetter(
            key=key,
            kind=kind,
            recipient=person.email,
            subject=rendered.subject,
            message_id=identity,
            content=content,
        )
        queued += letters.put_letter(connection, letter, now) is not None
    return queued
