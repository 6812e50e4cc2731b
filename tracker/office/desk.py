"""The desk a piece of work is done at: one transaction, the office's parts, one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.campaign import Campaign
from tracker.office.parts import Parts


@dataclass(frozen=True, slots=True)
class Desk:
    """What travels together through everything done in one transaction."""

    connection: Connection
    parts: Parts
    now: datetime  # UTC

    @property
    def campaign(self) -> Campaign:
        """The call that this office runs, with every extension of its deadline."""
        return self.parts.campaign
