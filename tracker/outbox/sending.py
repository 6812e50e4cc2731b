"""Send what is due, once: claim, check that it still makes sense, hand over, store the outcome.

A letter is ``sending`` in a committed row before any server hears of it. A process that dies
leaves the row behind; after the lease it is ``unknown`` and is settled by policy, never resent
blindly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from intake.failpoints import hit
from intake.model.errors import IntakeError
from tracker.errors import SendError, SendPaused
from tracker.ledger import letters
from tracker.ledger.events import MUTED, PAUSED, STOPPED, get_note, set_note
from tracker.ledger.records import TO_COORDINATORS, Fate, LetterKind, LetterRow, LetterState
from tracker.ledger.views.reported import expects_nothing, has_written_since
from tracker.office.isolation import Shield, why_failed
from tracker.office.parts import SENDING_PAUSED, Parts
from tracker.outbox.retry import PAUSE, decide, goes_again, handed_at, knows_no_such_user
from tracker.outbox.smtp import Route

RESERVED = 20  # one in so many of a day's letters is kept for those to the coordinators

Wait = Callable[[float], object]  # seconds; sleeps, or moves a set clock
WasSent = Callable[[str, datetime], bool]  # Message-ID, since → is it in the Sent folder?


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run of the sender did."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0


def send_due(parts: Parts, route: Route, wait: Wait, *, most: int = 200) -> Sent:
    """Send every letter that is due, as fast as the provider's limits allow."""
    counts = dict.fromkeys(("sent", "deferred", "failed", "unknown", "cancelled"), 0)
    for _ in range(most):
        if not _may_send(parts):
            break
        claimed = _claim(parts)
        if claimed is None:
            break
        hit("outbox.claimed")
        raised: list[Exception] = []
        with Shield("send", raised.append):
            outcome = _send_one(parts, route, claimed)
        if raised:
            outcome = _doubt(parts, claimed, raised[0])
        counts[outcome] += 1
        if outcome != "cancelled":  # whatever the server said, it heard from us
            wait(parts.settings.smtp.seconds_between)
    return Sent(**counts)


def recover_sending(parts: Parts, was_sent: WasSent) -> int:
    """Settle letters whose sender died or lost the line after the final dot.

    Looked up in the Sent folder first; not found there, an answer goes again with the same bytes
    after a grace, everything else waits for a person.
    """
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        for row in letters.stale_sending(connection, now):
            begun = min(row.lease_until - letters.LEASE, now)
            letters.settle_letter(connection, row.id, Fate(LetterState.UNKNOWN, "发送中断，结果不明"), begun)
    with parts.ledger.read() as connection:
        unknown = letters.letters_in(connection, LetterState.UNKNOWN)
    settled = 0
    for letter in unknown:
        with Shield("recover"):
            settled += _settle_unknown(parts, letter, was_sent, now)
    return settled


def _settle_unknown(parts: Parts, letter: LetterRow, was_sent: WasSent, now: datetime) -> bool:
    if _was_sent(letter, was_sent):
        fate, at = Fate(LetterState.SENT, "已在发件箱中找到"), handed_at(letter)
    elif goes_again(letter, now):
        fate, at = Fate(LetterState.QUEUED, "结果不明，以相同内容重发"), now
    else:
        return False
    with parts.ledger.begin() as connection:
        letters.settle_letter(connection, letter.id, fate, at)
    return True


def _was_sent(letter: LetterRow, was_sent: WasSent) -> bool:
    """Look a letter up; a mailbox that cannot be read now proves nothing either way.

    From the composing on: the server's clock may be behind ours, and the end of the attempt is
    not known of a letter whose sender died.
    """
    try:
        return was_sent(letter.message_id, letter.created_at)
    except IntakeError:
        return False


def _claim(parts: Parts) -> Row[Any] | None:
    """Lease the next letter that may go."""
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        kinds = _kinds_now(connection, parts, now)
        return letters.claim_letter(connection, parts.holder, now, kinds)


def _send_one(parts: Parts, route: Route, row: Row[Any]) -> str:
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        stale = _no_longer_wanted(connection, parts, row, now)
        if stale:
            letters.settle_letter(connection, row.id, Fate(LetterState.CANCELLED, stale), now)
            return "cancelled"
    try:
        fate = Fate(LetterState.SENT, route.deliver(parts.writer.email, row.recipient, row.content))
    except SendError as error:
        fate = decide(error, row.attempts, now)
        _heed(parts, error, row.recipient, now)
    hit("outbox.delivered")
    with parts.ledger.begin() as connection:
        letters.settle_letter(connection, row.id, fate, parts.clock.now())
    hit("outbox.settled")
    if fate.state is LetterState.SENT:
        parts.health.pop(SENDING_PAUSED, None)
    return str(fate.state)


def _doubt(parts: Parts, row: Row[Any], error: Exception) -> str:
    """A failure of ours while a letter was in hand: whether it went is not known, so it is looked up."""
    fate = Fate(LetterState.UNKNOWN, why_failed(error))
    with parts.ledger.begin() as connection:
        letters.settle_letter(connection, row.id, fate, parts.clock.now())
    return str(fate.state)


def _heed(parts: Parts, error: SendError, recipient: str, now: datetime) -> None:
    """What a refusal says besides the letter: the whole account pauses, or there is no such mailbox."""
    if isinstance(error, SendPaused):
        with parts.ledger.begin() as connection:
            set_note(connection, PAUSED, (now + PAUSE).isoformat(), now)
        parts.health[SENDING_PAUSED] = str(error)
    elif knows_no_such_user(error):
        with parts.ledger.begin() as connection:
            letters.mark_bad(connection, recipient, "地址不存在", now)


def _no_longer_wanted(connection: Connection, parts: Parts, row: Row[Any], now: datetime) -> str:
    """Why a letter that waited should not go out any more, or ``""``."""
    if row.expires_at is not None and now >= row.expires_at:
        return "已过时，未发送"
    unit = parts.campaign.unit(row.unit) if row.kind == LetterKind.REMINDER and row.unit else None
    if unit is None:
        return ""
    if unit.key in get_note(connection, MUTED, []):
        return "经办人已设为不再催报，未发送"
    if not row.key.startswith(
        letters.reminder_prefix(parts.campaign, parts.campaign.deadline_at(now, unit.key))
    ):
        return "截止时间已调整，未发送"
    if expects_nothing(connection, unit):
        return "该单位已报送，未发送"
    if has_written_since(connection, unit, row.created_at):
        return "该单位已来信，未发送"
    return ""


def next_sending(parts: Parts) -> datetime | None:
    """When the next letter can go, by its own time and the account's pauses and limits.

    None when nothing waits, or nothing that may go before a person says 恢复.
    """
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        waiting = letters.letters_in(connection, LetterState.QUEUED, LetterState.DEFERRED)
        kinds = _kinds_now(connection, parts, now)
        allowed = [letter.due_at for letter in waiting if not kinds or letter.kind in kinds]
        others = [letter.due_at for letter in waiting if kinds and letter.kind not in kinds]
        times = [max(min(allowed), _open_again(connection, parts, now))] if allowed else []
        if others and not get_note(connection, STOPPED):
            times.append(max(min(others), _midnight(parts, now) + timedelta(days=1)))
    return min(times, default=None)


def _kinds_now(connection: Connection, parts: Parts, now: datetime) -> tuple[LetterKind, ...]:
    """Kinds that may go now, empty for all.

    After 暂停发信, and for the last twentieth of a day's letters, only those to the coordinators:
    a full day must not silence the digest.
    """
    per_day = parts.settings.smtp.per_day
    sent = _sent_today(connection, parts, now)
    full = sent >= per_day - per_day // RESERVED
    return TO_COORDINATORS if full or get_note(connection, STOPPED) else ()


def _may_send(parts: Parts) -> bool:
    """Pauses and limits of the whole account; a full day is said in the digest."""
    now = parts.clock.now()
    per_day = parts.settings.smtp.per_day
    with parts.ledger.read() as connection:
        sent = _sent_today(connection, parts, now)
        if sent >= per_day - per_day // RESERVED:
            parts.health["send-limit"] = f"今日发信已达上限{per_day}封，其余明日发送"
        else:
            parts.health.pop("send-limit", None)
        return _open_again(connection, parts, now) <= now


def _open_again(connection: Connection, parts: Parts, now: datetime) -> datetime:
    """From when on the account may send; not after ``now`` when it may."""
    smtp = parts.settings.smtp
    opens = now
    if until := get_note(connection, PAUSED):
        paused = datetime.fromisoformat(until)
        if paused - now <= PAUSE:  # longer than any pause of ours: the clock was set back meanwhile
            opens = max(opens, paused)
    if _sent_today(connection, parts, now) >= smtp.per_day:
        opens = max(opens, _midnight(parts, now) + timedelta(days=1))
    hour = timedelta(hours=1)
    recent = letters.sent_times(connection, now - hour, now + hour)
    if len(recent) >= smtp.per_hour:
        opens = max(opens, recent[-smtp.per_hour] + timedelta(hours=1, seconds=1))
    return opens


def _sent_today(connection: Connection, parts: Parts, now: datetime) -> int:
    today = _midnight(parts, now)
    return len(letters.sent_times(connection, today, today + timedelta(days=1)))


def _midnight(parts: Parts, now: datetime) -> datetime:
    zone = parts.campaign.zone
    return datetime.combine(now.astimezone(zone).date(), time(0), zone)
