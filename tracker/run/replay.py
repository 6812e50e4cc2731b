"""Run a whole season from a folder of mails with a clock that jumps from one due time to the next.

Each poll, reminder, digest and letter happens at its simulated time, by the same duties as the
live service (tracker/run/duties.py), so the ledger at the end is the one a live run would have made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tracker.ledger import mails
from tracker.letters.answer import window_opens
from tracker.letters.digest import next_digest
from tracker.letters.extension import next_announcement
from tracker.letters.notices import overdue_at
from tracker.letters.reminders import next_occasion
from tracker.office.clock import SetClock
from tracker.office.parts import Parts
from tracker.outbox.sending import next_sending
from tracker.run.duties import Outside, duty, publish, work_through


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that reaches the mailbox at a simulated time."""

    at: datetime
    file: str
    raw: bytes


Deliver = Callable[[list[Arrival]], None]  # put mails where the office finds them


def run_season(
    parts: Parts,
    outside: Outside,
    clock: SetClock,
    arrivals: list[Arrival],
    deliver: Deliver,
    until: datetime,
    echo: Callable[[datetime], list[Arrival]] = lambda _now: [],
) -> Iterator[datetime]:
    """Step through the season; yields the simulated time after each step.

    Mails that arrived before the clock's start are found by the first poll. The workbook goes with
    each digest, and into the folder at the end: what nobody sees is not written. ``echo`` is asked
    after each step for mails that somebody wrote in answer to what was sent.
    """
    outside = replace(outside, publishing=False)
    start = clock.now()
    poll = timedelta(minutes=parts.settings.schedule.poll_minutes)
    waiting = sorted(arrivals, key=lambda arrival: (arrival.at, arrival.file))
    position = 0
    while True:
        now = clock.now()
        fresh = position
        while fresh < len(waiting) and waiting[fresh].at <= now:
            fresh += 1
        if fresh > position:
            deliver(waiting[position:fresh])
            position = fresh
        work_through(parts, outside)
        if answers := echo(clock.now()):
            waiting[position:] = sorted(
                [*waiting[position:], *answers], key=lambda mail: (mail.at, mail.file)
            )
        yield clock.now()
        upcoming = waiting[position].at if position < len(waiting) else None
        following = _next_step(parts, start, poll, upcoming, until)
        if following is None:
            with duty(parts, "publish"):
                publish(parts)
            return
        clock.set(max(following, clock.now()))


def import_arrivals(parts: Parts) -> Deliver:
    """Deliver by archiving and recording, as ``zhengji import`` does."""

    def deliver(batch: list[Arrival]) -> None:
        hashes = [(arrival, parts.archive.store(arrival.raw)) for arrival in batch]
        with parts.ledger.begin() as connection:
            for arrival, sha256 in hashes:
                mails.add_mail(
                    connection, sha256, len(arrival.raw), arrival.at, parts.clock.now(), file=arrival.file
                )

    return deliver


def _next_step(
    parts: Parts, start: datetime, poll: timedelta, arrival: datetime | None, until: datetime
) -> datetime | None:
    """The next poll that finds a mail, or the next letter, reminder or digest that falls due."""
    now = parts.clock.now()
    candidates = [next_digest(parts, now)]
    if arrival is not None:
        candidates.append(_on_grid(start, poll, max(arrival, now)))
    if (overdue := overdue_at(parts, now)) > now:
        candidates.append(overdue)
    candidates.extend(filter(None, (next_occasion(parts, now), next_announcement(parts, now))))
    if sending := next_sending(parts):
        candidates.append(max(sending, now + timedelta(seconds=1)))
    with parts.ledger.read() as connection:
        for email in mails.addresses_to_answer(connection):
            opens = window_opens(connection, email, now)
            if opens is not None and opens > now:
                candidates.append(opens)
    following = min(candidates)
    return following if following <= until else None


def _on_grid(start: datetime, step: timedelta, at: datetime) -> datetime:
    """The first poll at or after ``at``; polls run every ``step`` from ``start``."""
    steps = -((start - at) // step)
    return start + max(steps, 0) * step


def parse_time(text: str, zone: str) -> datetime:
    """A time from the command line: ISO 8601, local to the call unless it says otherwise.

    Raises:
        ValueError: not a time.
    """
    from zoneinfo import ZoneInfo

    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(zone))
    return value.astimezone(UTC)
