"""Whether the service is alive: what it writes on every tick, and what ``zhengji status`` says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection

from tracker.ledger import mails
from tracker.office.parts import Parts

LATE = timedelta(minutes=15)  # a tick that reads hard mails may take some minutes
MISSED = 3  # polls without an answer before the mailbox counts as out of reach


@dataclass(frozen=True, slots=True)
class Pulse:
    """The service's last sign of life; ``stopped`` when a person ended it.

    ``done`` is when each duty last ended well, ``failing`` since when others have failed at every try.
    """

    at: datetime
    troubles: tuple[str, ...] = ()
    stopped: bool = False
    done: dict[str, datetime] = field(default_factory=dict)
    failing: dict[str, datetime] = field(default_factory=dict)


_STORED = TypeAdapter(Pulse)


def write_pulse(path: Path, pulse: Pulse) -> None:
    """Replace the sign of life, whole or not at all."""
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(_STORED.dump_json(pulse))
    beside.replace(path)


def give_pulse(parts: Parts, *, stopped: bool = False) -> None:
    """Tell this machine that an office is at work, its troubles, and how its duties have fared."""
    troubles = tuple(dict.fromkeys(parts.health.values()))
    pulse = Pulse(parts.clock.now(), troubles, stopped, dict(parts.done), dict(parts.failing))
    write_pulse(parts.data.pulse, pulse)


def read_pulse(path: Path) -> Pulse | None:
    """The last sign of life; None when the service never ran here."""
    try:
        return _STORED.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def is_alive(pulse: Pulse | None, now: datetime) -> bool:
    """Whether a service has given a sign lately and was not stopped."""
    return pulse is not None and not pulse.stopped and now - pulse.at <= LATE


def tell_service(parts: Parts, connection: Connection) -> Iterator[str]:
    """How the service and its mailboxes fare, a Chinese line each."""
    now, pulse = parts.clock.now(), read_pulse(parts.data.pulse)
    if pulse is None:
        yield "服务：尚未启动过，请运行 zhengji run"
        return
    seen, silent = local_minute(parts, pulse.at), now - pulse.at
    if pulse.stopped:
        yield f"服务：已于{seen}停止，请运行 zhengji run"
    elif silent > LATE:
        yield f"服务：已{tell_span(silent)}没有工作（最后一次在{seen}），请检查或重新启动 zhengji run"
    else:
        yield f"服务：运行中（{seen}）"
        yield from _unreachable(parts, connection, now)
    yield from (f"  {trouble}" for trouble in pulse.troubles)


def _unreachable(parts: Parts, connection: Connection, now: datetime) -> Iterator[str]:
    patience = timedelta(minutes=MISSED * parts.settings.schedule.poll_minutes)
    for box in parts.settings.mailboxes:
        polled = [row.polled_at for row in mails.list_cursors(connection, box.name).values()]
        last = max((at for at in polled if at is not None), default=None)
        if last is None:
            yield f"收件邮箱 {box.name}：还没有连通过，请运行 zhengji doctor"
        elif now - last > patience:
            yield f"收件邮箱 {box.name}：自{local_minute(parts, last)}起没有连通，请运行 zhengji doctor"


def local_minute(parts: Parts, at: datetime) -> str:
    """A time to the minute, where the office is."""
    local = at.astimezone(parts.campaign.zone)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def tell_span(time: timedelta) -> str:
    """A length of time in one unit, rounded down."""
    minutes = int(time.total_seconds()) // 60
    hours, days = minutes // 60, minutes // (24 * 60)
    return f"{days}天" if days else f"{hours}小时" if hours else f"{minutes}分钟"
