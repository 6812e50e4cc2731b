"""Everything one edition shows, as values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from intake.campaign.campaign import Campaign
from tracker.cases.standing import Standing
from tracker.ledger.records import CaseRow
from tracker.sheet.columns import COLUMNS, Column, Context, OwnColumn


class Pending(Protocol):
    """Lines of 待核事项, counted without being held."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[PendingRow]: ...


@dataclass(frozen=True, slots=True)
class PendingRow:
    """One line of 待核事项."""

    handle: str
    title: str
    text: str
    cure: str
    owner: str
    since: datetime
    doubt_id: int = 0


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One line of 收件流水."""

    mail_id: int
    arrived_at: datetime
    sent_at: datetime | None
    sender: str
    subject: str
    kind: str
    cases: str
    answer: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some cases in their order, with what else the sheet shows of them."""

    rows: Sequence[CaseRow]
    files: dict[int, str]  # version id → names of its files
    evidence: dict[int, dict[str, str]]  # version id → field → evidence in words, for doubtful cells


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything one edition of the workbook shows.

    ``chunks`` are read anew at each iteration; nothing here holds all cases at once.
    """

    campaign: Campaign
    number: int
    made_at: datetime
    chunks: Iterable[Chunk]
    standing: Standing
    pending: Pending
    flow: Iterable[FlowRow]
    contacts: dict[str, tuple[str, str]]  # unit key → contact, phone
    cutoff: str
    workdays_left: int
    choices: dict[str, tuple[str, ...]]  # towns and counties for the drop-down lists
    own: tuple[OwnColumn, ...] = field(default=())  # columns that a coordinator added
    reviewed: Sequence[tuple[str, ...]] = ()  # the table of the last round, headings first; empty: none
    unit_notes: dict[str, str] = field(default_factory=dict)  # unit key → what she noted beside it

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of 案例汇总表 in this edition."""
        return (*COLUMNS, *(column.as_column() for column in self.own))

    @property
    def cases(self) -> Iterator[CaseRow]:
        """Every case, in order."""
        return (row for chunk in self.chunks for row in chunk.rows)

    def context(self, chunk: Chunk) -> Context:
        """What the columns need besides the case."""
        return Context.of(self.campaign, chunk.files)
