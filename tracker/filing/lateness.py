"""When a mail was sent, as far as that can be believed, and whether it was in time.

A notice counts the time of sending, not of arrival. The Date header is a claim: it counts when
the servers' stamps and the arrival agree with it; else the earliest server's stamp counts, else
the arrival in our mailbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.campaign.campaign import Campaign

CLOCK_SKEW = timedelta(minutes=15)  # how far a sender's clock may run ahead of a server's
OUTBOX_WAIT = timedelta(hours=2)  # how long a finished mail may wait before its first server


@dataclass(frozen=True, slots=True)
class Sending:
    """A believed time of sending; ``source`` is date, received or arrived."""

    at: datetime
    source: str


def believe_sending(date: datetime | None, received: Sequence[datetime], arrived: datetime) -> Sending:
    """Decide when a mail was sent. ``received`` are the Received stamps in any order."""
    stamps = [stamp for stamp in received if stamp <= arrived + CLOCK_SKEW]
    first = min(stamps) if stamps else None
    anchor = first if first is not None else arrived
    if date is not None and -CLOCK_SKEW <= anchor - date <= OUTBOX_WAIT:
        return Sending(date, "date")
    if first is not None:
        return Sending(first, "received")
    return Sending(arrived, "arrived")


def is_on_time(campaign: Campaign, sent: datetime, known_at: datetime, unit: str = "") -> bool:
    """Whether ``sent`` is before the cut-off of the deadline that ruled at ``known_at`` for a unit (key)."""
    return sent < campaign.cutoff(campaign.deadline_at(known_at, unit))
