"""Run a whole season from a folder of mails with a clock that jumps from one due time to the next.

Each poll, reminder, digest and letter happens at its simulated time, by the same duties as the
live service (tracker/run/duties.py), so the ledger at the end is the one a live run would have made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tracker.ledger import mails
from tracker.ledger.people.planned import next_planned
from tracker.letters.digest.times import next_digest
from tracker.letters.extension import next_announcement
from tracker.letters.notices import overdue_at
from tracker.letters.pace import answer_opens
from tracker.letters.reminders import next_occasion
from tracker.office.clock import SetClock
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.outbox.sending import next_sending
from tracker.outbox.shares import load_shares
from tracker.run.duties import Outside, duty, publish, work_through


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that reaches the mailbox at a simulated time."""

    at: datetime
    file: str
    raw: bytes


Deliver = Callable[[list[Arrival]], None]  # put mails where the office finds them
Echo = Callable[[datetime], list[Arrival]]  # mails that somebody wrote by now in answer to what was sent


@dataclass(frozen=True, slots=True)
class Season:
    """What comes to an office from outside, and until when it is run."""

    arrivals: list[Arrival]
    deliver: Deliver
    until: datetime
    echo: Echo = lambda _now: []


def run_season(parts: Parts, outside: Outside, clock: SetClock, season: Season) -> Iterator[datetime]:
    """Step through the season; yields the simulated time after each step.

    Mails that arrived before the clock's start are found by the first poll. The workbook goes with
    each digest, and into the folder at the end: what nobody sees is not written.
    """
    outside = replace(outside, publishing=False)
    start = clock.now()
    poll = timedelta(minutes=parts.settings.schedule.poll_minutes)
    waiting = deque(sorted(season.arrivals, key=_order))
    while True:
        fresh = []
        while waiting and waiting[0].at <= clock.now():
            fresh.append(waiting.popleft())
        if fresh:
            season.deliver(fresh)
        work_through(parts, outside)
        if answers := season.echo(clock.now()):
            waiting = deque(sorted([*waiting, *answers], key=_order))
        yield clock.now()
        following = next_due(parts)
        if waiting:
            following = min(following, _on_grid(start, poll, max(waiting[0].at, clock.now())))
        if following > season.until:
            with duty(parts, "publish"):
                publish(parts)
            return
        clock.set(max(following, clock.now()))


def _order(arrival: Arrival) -> tuple[datetime, str]:
    return arrival.at, arrival.file


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


def next_due(parts: Parts) -> datetime:
    """When the next letter, reminder or digest falls due."""
    now = parts.clock.now()
    candidates = [next_digest(parts, now)]
    if (overdue := overdue_at(parts, now)) > now:
        candidates.append(overdue)
    candidates.extend(filter(None, (next_occasion(parts, now), next_announcement(parts, now))))
    if sending := next_sending(parts):
        candidates.append(max(sending, now + timedelta(seconds=1)))
    with parts.ledger.read() as connection:
        if (planned := next_planned(connection)) is not None:
            candidates.append(max(planned, now + timedelta(seconds=1)))
        desk, shares = Desk(connection, parts, now), load_shares(connection, parts)
        for email in mails.addresses_to_answer(connection):
            opens = answer_opens(desk, shares, email)
            if opens is not None and opens > now:
                candidates.append(opens)
    return min(candidates)


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
