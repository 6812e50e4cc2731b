"""Whose letters go first, and how much of the account's limits each may use.

A flood of mails from strangers must keep neither digest, nor reminders, nor receipts of units back:
the lower a share, the less of an hour and a day it may fill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import Connection

from tracker.ledger.people import addresses
from tracker.ledger.records import ANSWERS, TO_COORDINATORS, LetterKind
from tracker.office.parts import Parts
from tracker.office.settings import Smtp

RESERVED = 20  # one in so many letters of an hour and a day is kept for those to the coordinators
STRANGERS = 4  # one in so many letters of an hour may go to strangers
HOUR = timedelta(hours=1)


class Share(IntEnum):
    """Classes of letters, what goes first at the top."""

    COORDINATORS = 0
    MAILINGS = 1  # reminders and news of the deadline
    UNITS = 2  # answers to addresses that are registered or confirmed
    STRANGERS = 3


@dataclass(frozen=True, slots=True)
class Shares:
    """Sorts letters into shares; ``known`` are the addresses of units and coordinators, in lower case."""

    known: frozenset[str]

    def of(self, kind: LetterKind, recipient: str) -> Share:
        """The share a letter belongs to."""
        if kind in TO_COORDINATORS:
            return Share.COORDINATORS
        return self.of_answer(recipient) if kind in ANSWERS else Share.MAILINGS

    def of_answer(self, recipient: str) -> Share:
        """The share of what answers the mails of an address."""
        return Share.UNITS if recipient.lower() in self.known else Share.STRANGERS


def load_shares(connection: Connection, parts: Parts) -> Shares:
    """Sort by the addresses that the call registers and those that a person confirmed."""
    campaign = parts.campaign
    registered = {email.lower() for unit in campaign.units for email in unit.addresses}
    people = {person.email.lower() for person in campaign.coordinators}
    return Shares(frozenset({*registered, *people, *addresses.all_confirmed(connection)}))


def hourly(smtp: Smtp, share: Share) -> int:
    """Most letters of this share and those below it in an hour."""
    return ceiling(smtp.per_hour, share, max(1, smtp.per_hour // STRANGERS))


def daily(smtp: Smtp, share: Share) -> int:
    """Most letters of this share and those below it in a day."""
    return ceiling(smtp.per_day, share, smtp.most_to_strangers)


def ceiling(limit: int, share: Share, strangers: int) -> int:
    """How many of ``limit`` letters this share and those below it may be, ``strangers`` those to strangers."""
    if share is Share.COORDINATORS:
        return limit
    kept = limit - limit // RESERVED
    return min(kept, strangers) if share is Share.STRANGERS else kept


@dataclass(frozen=True, slots=True)
class Handed:
    """A letter that a server has heard of: when, and in which share."""

    at: datetime
    share: Share


def opens_at(smtp: Smtp, share: Share, handed: Iterable[Handed], day: datetime, now: datetime) -> datetime:
    """From when on a letter of ``share`` may go; ``now`` when it may at once.

    ``handed`` is oldest first and reaches back to the beginning of the ``day`` and an hour before
    ``now``. A letter has room when every share that it counts in has.
    """
    counted = list(handed)
    opens = now
    for above in (one for one in Share if one <= share):
        times = [one.at for one in counted if one.share >= above]
        today = sum(day <= at < day + timedelta(days=1) for at in times)
        if today >= daily(smtp, above):
            opens = max(opens, day + timedelta(days=1))
        recent = [at for at in times if abs(now - at) <= HOUR]
        most = hourly(smtp, above)
        if len(recent) >= most:
            opens = max(opens, recent[-most] + HOUR + timedelta(seconds=1))
    return opens
