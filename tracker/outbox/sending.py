"""Send what is due, once: claim, check that it still makes sense, hand over, store the outcome.

A letter is ``sending`` in a committed row before any server hears of it. A process that dies
leaves the row behind; after the lease it is ``unknown`` and is settled by policy, never resent
blindly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from intake.failpoints import hit
from intake.model.errors import IntakeError
from tracker.errors import LedgerError, SendDeferred, SendError, SendPaused
from tracker.ledger import letters
from tracker.ledger.events import MUTED, PAUSED, STOPPED, get_note, set_note
from tracker.ledger.people import addresses
from tracker.ledger.people.reported import expects_nothing, has_written_since
from tracker.ledger.records import Claimed, Fate, LetterKind, LetterRow, LetterState
from tracker.office.clock import midnight
from tracker.office.isolation import Shield, why_failed
from tracker.office.parts import SENDING_PAUSED, Parts
from tracker.office.settings import Smtp
from tracker.outbox.outcome import keep, require_room, settle, store_kept
from tracker.outbox.retry import PAUSE, decide, goes_again, handed_at, knows_no_such_user
from tracker.outbox.shares import HOUR, Handed, Share, Shares, load_shares, opens_at
from tracker.outbox.smtp import Route

log = structlog.get_logger("service")
STOOD_STILL = "发信停顿过久，这一次没有发出"
LOST = "lost"
BATCH = 20  # letters after which the outbox is looked through anew
RUN = timedelta(minutes=3)  # then mail is looked for: no unit waits for the end of a long mailing
Wait = Callable[[float], object]  # seconds; sleeps, or moves a set clock
# Message-ID, since → is it in a Sent folder? Raises IntakeError where one cannot be read and no other has it.
WasSent = Callable[[str, datetime], bool]


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run of the sender did."""

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    lost: int = 0  # another host had it before anything was said to a server


def send_due(parts: Parts, route: Route, wait: Wait, *, most: int = 200) -> Sent:
    """Send what is due, as fast as the provider's limits allow; what is left when the time is up goes next."""
    counts = dict.fromkeys(("sent", "deferred", "failed", "unknown", "cancelled", LOST), 0)
    end = parts.clock.now() + RUN
    while (left := most - sum(counts.values())) > 0 and parts.clock.now() < end:
        outcomes = list(_send_batch(parts, route, wait, min(left, BATCH)))
        if not outcomes:
            break
        for outcome in outcomes:
            counts[outcome] += 1
    return Sent(**counts)


def _send_batch(parts: Parts, route: Route, wait: Wait, most: int) -> Iterator[str]:
    """The outcomes of up to ``most`` letters, for which the outbox is looked through once."""
    line = _line_up(parts)
    for _ in range(most):
        require_room(parts)
        claimed = _claim(parts, line)
        if claimed is None:
            return
        hit("outbox.claimed")
        raised: list[Exception] = []
        row = claimed.row
        with Shield(f"send:{row.id}", raised.append):
            outcome = _send_one(parts, route, claimed)
        if raised:
            outcome = _doubt(parts, claimed, raised[0])
        log.info("letter", letter=row.id, kind=row.kind, state=outcome, attempt=row.attempts + 1)
        if outcome in (LetterState.SENT, LetterState.UNKNOWN):
            line.gate.count(parts.clock.now(), row)
        yield outcome
        if outcome not in ("cancelled", LOST):  # whatever the server said, it heard from us
            wait(parts.settings.smtp.seconds_between)


def recover_sending(parts: Parts, was_sent: WasSent) -> int:
    """Settle letters whose sender died or lost the line after the final dot.

    Looked up in the Sent folder first; not found there, an answer goes again with the same bytes
    after a grace, a longer one while the folder cannot be read; everything else waits for a person.
    What this process knows and could not store is stored before anything is doubted.
    """
    store_kept(parts)
    with parts.ledger.begin() as connection:
        for row in letters.stale_sending(connection, parts.clock.now):
            begun = min(row.lease_until - letters.LEASE, parts.clock.now())
            letters.settle_letter(connection, row.id, Fate(LetterState.UNKNOWN, "发送中断，结果不明"), begun)
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        unknown = letters.letters_in(connection, LetterState.UNKNOWN)
    settled = 0
    for letter in unknown:
        with Shield("recover"):
            settled += _settle_unknown(parts, letter, was_sent, now)
    return settled


def _settle_unknown(parts: Parts, letter: LetterRow, was_sent: WasSent, now: datetime) -> bool:
    found = _look_up(letter, was_sent)
    if found:
        fate, at = Fate(LetterState.SENT, "已在发件箱中找到"), handed_at(letter)
    elif goes_again(letter, now, looked=found is not None):
        fate, at = Fate(LetterState.QUEUED, "结果不明，以相同内容重发"), now
    else:
        return False
    with parts.ledger.begin() as connection:
        # The Sent folder was asked without a lock: meanwhile another host may have sent the letter.
        still = letters.is_unknown(connection, letter)
        if still:
            letters.settle_letter(connection, letter.id, fate, at)
    return still


def _look_up(letter: LetterRow, was_sent: WasSent) -> bool | None:
    """Whether a letter is in the Sent folder; None when that cannot be read now, which proves nothing.

    From the composing on: the server's clock may be behind ours, and the end of the attempt is
    not known of a letter whose sender died.
    """
    try:
        return was_sent(letter.message_id, letter.created_at)
    except IntakeError:
        return None


@dataclass(slots=True)
class _Line:
    """The letters that are due, each share's in the order of waiting, and what the limits let through."""

    waiting: dict[Share, deque[LetterRow]]
    gate: _Gate


def _line_up(parts: Parts) -> _Line:
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        gate = _open_gate(connection, parts, now)
        waiting: dict[Share, deque[LetterRow]] = {}
        for one in letters.due_letters(connection, now):
            waiting.setdefault(gate.shares.of(one.kind, one.recipient), deque()).append(one)
    _tell_limits(parts, gate, waiting.keys(), now)
    return _Line(waiting, gate)


def _claim(parts: Parts, line: _Line) -> Claimed | None:
    """Lease the next letter that may go: the highest share first, then who waits longest."""
    with parts.ledger.claim() as connection:
        now = parts.clock.now()  # not before: whoever waits to be let in would get a lease that is over
        held = _hold_of(connection, now)
        for share in sorted(line.waiting):
            opens = line.gate.opens(share, held, now)
            while line.waiting[share] and opens is not None and opens <= now:
                first = line.waiting[share].popleft()
                if (claimed := letters.claim_letter(connection, first.id, parts.holder, now)) is not None:
                    return claimed
    return None


def _send_one(parts: Parts, route: Route, claimed: Claimed) -> str:
    row, now = claimed.row, parts.clock.now()
    with parts.ledger.begin() as connection:
        if not letters.is_claimed(connection, claimed):
            return LOST
        stale = _no_longer_wanted(connection, parts, row, now)
        if stale:
            letters.settle_letter(connection, row.id, Fate(LetterState.CANCELLED, stale), now)
            return "cancelled"
    try:
        said = route.deliver(
            parts.writer.email, row.recipient, row.content, partial(_confirm, parts, claimed)
        )
        fate = Fate(LetterState.SENT, said)
    except SendError as error:
        fate = decide(error, row.attempts, now)
        keep(parts, claimed, fate)
        _heed(parts, error, row.recipient, now)
    hit("outbox.delivered")
    settle(parts, claimed, fate)
    hit("outbox.settled")
    if fate.state is LetterState.SENT:
        parts.health.pop(SENDING_PAUSED, None)
    return str(fate.state)


def _confirm(parts: Parts, claimed: Claimed) -> None:
    """The last look before the final dot: the letter is still in this hand, and will be for as long again.

    The clock comes last, and is the office's, which goes on while this machine sleeps: half a lease after the claim no
    dot is said, and nobody offers the letter again before :data:`~tracker.outbox.retry.GRACE` after it.
    """
    try:
        with parts.ledger.claim() as connection:
            ours = letters.is_claimed(connection, claimed)
        require_room(parts)
        in_time = parts.clock.now() - claimed.at <= letters.LEASE / 2
    except LedgerError as error:  # nor could be stored how it ended
        raise SendDeferred(str(error)) from error
    if not (ours and in_time):
        raise SendDeferred(STOOD_STILL)


def _doubt(parts: Parts, claimed: Claimed, error: Exception) -> str:
    """A failure of ours while a letter was in hand: unless its outcome is known already, it is looked up."""
    return str(settle(parts, claimed, Fate(LetterState.UNKNOWN, why_failed(error))))


def _heed(parts: Parts, error: SendError, recipient: str, now: datetime) -> None:
    """What a refusal says besides the letter: the whole account pauses, or there is no such mailbox."""
    if isinstance(error, SendPaused):
        with parts.ledger.begin() as connection:
            set_note(connection, PAUSED, (now + PAUSE).isoformat(), now)
        parts.health[SENDING_PAUSED] = str(error)
    elif knows_no_such_user(error):
        with parts.ledger.begin() as connection:
            addresses.mark_bad(connection, recipient, "地址不存在", now)


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
        if not waiting:
            return None
        gate, held = _open_gate(connection, parts, now), _hold_of(connection, now)
    opens = {share: gate.opens(share, held, now) for share in Share}
    times = [
        max(one.due_at, at)
        for one in waiting
        if (at := opens[gate.shares.of(one.kind, one.recipient)]) is not None
    ]
    return min(times, default=None)


def limits_open(connection: Connection, parts: Parts, share: Share, now: datetime) -> datetime:
    """From when on the account's limits let a share go; ``now`` when they do at once."""
    return _open_gate(connection, parts, now).fits(share, now)


@dataclass(frozen=True, slots=True)
class _Hold:
    """What keeps the whole account back: the provider's pause, and a coordinator's 暂停发信."""

    until: datetime
    stopped: bool


def _hold_of(connection: Connection, now: datetime) -> _Hold:
    return _Hold(_after_pause(connection, now), bool(get_note(connection, STOPPED)))


@dataclass(frozen=True, slots=True)
class _Gate:
    """The limits of the account, and what was handed over that counts against them, oldest first."""

    smtp: Smtp
    zone: tzinfo
    shares: Shares
    handed: list[Handed]

    def opens(self, share: Share, held: _Hold, now: datetime) -> datetime | None:
        """From when on a share may go; None for those that wait for a person's 恢复."""
        if held.stopped and share is not Share.COORDINATORS:
            return None
        return max(held.until, self.fits(share, now))

    def fits(self, share: Share, now: datetime) -> datetime:
        """From when on the limits alone let a share go."""
        return opens_at(self.smtp, share, self.handed, midnight(now, self.zone), now)

    def count(self, at: datetime, row: Row[Any]) -> None:
        """A letter was handed over."""
        self.handed.append(Handed(at, self.shares.of(LetterKind(row.kind), row.recipient)))


def _open_gate(connection: Connection, parts: Parts, now: datetime) -> _Gate:
    shares, zone = load_shares(connection, parts), parts.campaign.zone
    day = midnight(now, zone)
    since, until = min(day, now - HOUR), max(day + timedelta(days=1), now + HOUR)
    done = [(row.at, row.kind, row.recipient) for row in letters.handed_letters(connection, since, until)] + [
        (begun, one.kind, one.recipient)
        for begun, one in letters.letters_in_hand(connection)
        if since <= begun < until
    ]
    handed = sorted(
        (Handed(at, shares.of(LetterKind(kind), recipient)) for at, kind, recipient in done),
        key=lambda one: one.at,
    )
    return _Gate(parts.settings.smtp, zone, shares, handed)


def _tell_limits(parts: Parts, gate: _Gate, waiting: Collection[Share], now: datetime) -> None:
    """A full day is said in the digest; what it means for strangers is counted there (letters/unsent.py)."""
    tomorrow = midnight(now, gate.zone) + timedelta(days=1)
    if any(gate.fits(share, now) >= tomorrow for share in waiting if share is not Share.STRANGERS):
        parts.health["send-limit"] = f"今日发信已达上限{gate.smtp.per_day}封，其余明日发送"
    else:
        parts.health.pop("send-limit", None)


def _after_pause(connection: Connection, now: datetime) -> datetime:
    """When the pause ends that the provider asked for; not after ``now`` when there is none."""
    if until := get_note(connection, PAUSED):
        paused = datetime.fromisoformat(until)
        if paused - now <= PAUSE:  # longer than any pause of ours: the clock was set back meanwhile
            return max(now, paused)
    return now
