"""The real parts of one running office, put together in tracker/run/open.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from intake.campaign.call import Call
from intake.campaign.campaign import Campaign
from intake.campaign.entries import Deadline
from intake.source.archive.mails import Archive
from tracker.ledger.engines.store import Ledger
from tracker.ledger.records import Outcome
from tracker.office.clock import Clock
from tracker.office.folder import DataDir
from tracker.office.settings import Settings
from tracker.office.workdays import Workdays
from tracker.office.writer import Writer

SENDING_PAUSED = "send-paused"  # the trouble in ``health`` that lasts until a letter goes again


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another call that shares the mailbox: an office of its own, of which only the ledger is read."""

    campaign: Campaign
    email: str  # from which its letters go out
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything a job may need; nothing here is global."""

    call: Call
    ledger: Ledger
    archive: Archive
    clock: Clock
    writer: Writer
    workdays: Workdays
    settings: Settings
    data: DataDir
    templates: tuple[Path, ...]
    holder: str = "local"  # name under which this process takes leases
    health: dict[str, str] = field(default_factory=dict)  # last trouble of each job, shown in the digest
    done: dict[str, datetime] = field(default_factory=dict)  # when each duty last ended without failure
    failing: dict[str, datetime] = field(default_factory=dict)  # since when a duty has failed without success
    unstored: dict[int, Outcome] = field(default_factory=dict)  # by letter (tracker/outbox/outcome.py)
    beside: tuple[Neighbour, ...] = ()  # other calls of the same mailbox
    deadlines: list[Deadline] = field(default_factory=list)  # extensions ordered since the notice

    @property
    def campaign(self) -> Campaign:
        """The call that this office runs, with every extension of its deadline."""
        if not self.deadlines:
            return self.call.campaign
        known = (*self.call.campaign.deadlines, *self.deadlines)
        return self.call.campaign.model_copy(update={"deadlines": known})
