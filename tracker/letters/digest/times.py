"""When the daily letter goes, and to whom: as the call sets it, or as a person wished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection

from intake.campaign.entries import Coordinator
from tracker.ledger.people.wishes import DigestWish, digest_wish
from tracker.office.parts import Parts

LATEST = timedelta(hours=18)  # a digest later than this is left to the next one
MOST_DAYS_OFF = 60  # days in a row that are looked at for the next digest


@dataclass(frozen=True, slots=True)
class Delivery:
    """Coordinators who get the digest of one day at one time."""

    day: date
    at: datetime  # UTC
    people: tuple[Coordinator, ...]
    usual: bool = True  # the time that the call sets

    @property
    def mark(self) -> str:
        """Begins the notes that it has gone."""
        return f"digest:{self.day.isoformat()}" + ("" if self.usual else f":{self.at:%H%M}")


def due_digests(connection: Connection, parts: Parts, now: datetime) -> list[Delivery]:
    """Who is due to have a digest now, at most :data:`LATEST` late."""
    day = now.astimezone(parts.campaign.zone).date()
    return [
        one
        for candidate in (day - timedelta(days=1), day)
        for one in _deliveries(connection, parts, candidate)
        if one.at <= now < one.at + LATEST
    ]


def next_digest(parts: Parts, after: datetime) -> datetime:
    """When the next digest falls due."""
    first = after.astimezone(parts.campaign.zone).date()
    with parts.ledger.read() as connection:
        for ahead in range(MOST_DAYS_OFF):
            day = first + timedelta(days=ahead)
            times = [one.at for one in _deliveries(connection, parts, day) if one.at > after]
            if times:
                return min(times)
    return _moment(parts, first + timedelta(days=MOST_DAYS_OFF), parts.campaign.digest.at)


def _deliveries(connection: Connection, parts: Parts, day: date) -> list[Delivery]:
    """Who gets the digest of a day, and when; the usual time is there even if nobody is."""
    if day < parts.campaign.opening:
        return []
    workday = parts.workdays.is_workday(day)
    usual = _moment(parts, day, parts.campaign.digest.at)
    found: dict[datetime, list[Coordinator]] = {usual: []} if workday else {}
    for person in parts.campaign.coordinators:
        wish = digest_wish(connection, person.email)
        wanted = person.digest if wish.off is None else not wish.off
        if wanted and (workday or wish.all_days):
            found.setdefault(_wished(parts, day, wish, usual), []).append(person)
    return [Delivery(day, at, tuple(people), at == usual) for at, people in sorted(found.items())]


def _wished(parts: Parts, day: date, wish: DigestWish, usual: datetime) -> datetime:
    """When a person gets the digest of a day: not at an hour that had passed when she wished for it."""
    if not wish.at:
        return usual
    at = _moment(parts, day, time.fromisoformat(wish.at))
    return at if at > datetime.fromisoformat(wish.since) else usual


def _moment(parts: Parts, day: date, at: time) -> datetime:
    return datetime.combine(day, at, parts.campaign.zone).astimezone(UTC)
