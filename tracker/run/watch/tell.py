"""Alarms by mail, to the system administrator alone: when one begins, once a day while it lasts, when all are over.

Not through the ledger: what it reports may be that the ledger cannot be written. Nothing is mailed while all
is well, because a letter that comes every day is soon not missed; that the service is dead is noticed by
``zhengji watch``, which the system's own scheduler calls.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from tracker.office.folder import DataDir
from tracker.office.parts import Parts
from tracker.office.settings import Settings
from tracker.outbox.smtp import Route, at_once
from tracker.run.open import open_route
from tracker.run.watch.alarms import Alarm, find_alarms
from tracker.run.watch.vitals import take_vitals

AGAIN = timedelta(days=1)
CALM = timedelta(hours=1)  # what comes and goes within it is one alarm, not many


@dataclass(frozen=True, slots=True)
class Told:
    """What was mailed: each alarm by its name, and since when there has been none."""

    alarms: dict[str, datetime] = field(default_factory=dict)
    quiet: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """How alarms leave an office."""

    settings: Settings
    data: DataDir
    route: Route | None


_STORED = TypeAdapter(Told)


def watch_over(parts: Parts) -> None:
    """Look after an office from inside, and mail what is wrong, by a connection of its own: others may be sending.

    Raises:
        SendError, SettingsError: the alarm could not be mailed.
    """
    vitals = take_vitals(parts)
    alarms = find_alarms(vitals, parts.settings)
    if not parts.settings.smtp.host or not parts.settings.watch.to:
        return
    route = open_route(parts)
    try:
        tell_alarms(Post(parts.settings, parts.data, route), alarms, vitals.now)
    finally:
        route.close()


def tell_alarms(post: Post, alarms: Sequence[Alarm], now: datetime) -> int:
    """Mail what has to be said now; returns how many letters went.

    Raises:
        SendError: the server did not take it; the next call tries again.
    """
    if post.route is None or not post.settings.watch.to:
        return 0
    told = _read(post.data.alarms)
    if not alarms:
        return _tell_end(post, told, now)
    known = {name: at for name, at in told.alarms.items() if timedelta(0) <= now - at < AGAIN}
    sent = 0
    if any(alarm.name not in known for alarm in alarms):
        sent = _send(post, _subject(alarms), "\n\n".join(map(_paragraph, alarms)), now)
        known = told.alarms | {alarm.name: now for alarm in alarms}
    else:
        known = told.alarms
    _write(post.data.alarms, Told(known))
    return sent


def _tell_end(post: Post, told: Told, now: datetime) -> int:
    if not told.alarms:
        return 0
    if told.quiet is None or told.quiet > now:
        _write(post.data.alarms, Told(told.alarms, now))
        return 0
    if now - told.quiet < CALM:
        return 0
    sent = _send(post, "已恢复正常", "此前报警的情况都已消除，不需要处理。", now)
    _write(post.data.alarms, Told())
    return sent


def _subject(alarms: Sequence[Alarm]) -> str:
    more = f"等{len(alarms)}项" if len(alarms) > 1 else ""
    return f"需要处理：{alarms[0].text}{more}"


def _paragraph(alarm: Alarm) -> str:
    return f"{alarm.text}。\n处理办法：{alarm.remedy}。（运行手册：{alarm.code}）"


def _send(post: Post, subject: str, text: str, now: datetime) -> int:
    smtp, route = post.settings.smtp, post.route
    assert route is not None
    where = f"机器：{socket.gethostname()}　数据目录：{post.data.root.absolute()}"
    for to in post.settings.watch.to:
        letter = EmailMessage()
        letter["From"] = formataddr((smtp.from_name or "征集系统", smtp.from_address))
        letter["To"] = to
        letter["Subject"] = f"【征集系统值守】{subject}"
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = make_msgid(domain=smtp.from_address.rpartition("@")[2])
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(f"{text}\n\n{where}\n")
        route.deliver(smtp.from_address, to, letter.as_bytes(), at_once)
    return len(post.settings.watch.to)


def _read(path: Path) -> Told:
    try:
        return _STORED.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return Told()


def _write(path: Path, told: Told) -> None:
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(_STORED.dump_json(told))
    beside.replace(path)
