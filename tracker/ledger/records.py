"""Frozen values read from the ledger; what letters, workbook and export are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row


class MailState(StrEnum):
    """How far a mail has come."""

    ARCHIVED = "archived"
    FILED = "filed"
    QUARANTINED = "quarantined"


class CaseStatus(StrEnum):
    """Whether a case counts."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


class LetterState(StrEnum):
    """How far a letter has come. ``UNKNOWN``: the connection broke after the final dot."""

    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class LetterKind(StrEnum):
    """What a letter is for; its template has the same name."""

    ACKNOWLEDGEMENT = "acknowledgement"  # 回执
    SUPPLEMENT = "supplement"  # 回执 that asks for something
    HOLDING = "holding"  # 已转经办人
    LATE = "late"  # 逾期登记
    LISTING = "listing"  # 本单位报送清单
    REMINDER = "reminder"
    EXTENSION = "extension"  # 延期通知
    DIGEST = "digest"
    OVERDUE = "overdue"  # 逾期未报清单，给经办人
    URGENT = "urgent"
    ORDER = "order"  # answer to a coordinator's order
    SHEET = "sheet"  # what was taken from a returned workbook
    PROGRESS = "progress"  # 进度通报 draft
    ORIGINAL = "original"  # files that a coordinator asked for
    FINAL = "final"  # 定稿 of chosen cases is asked for
    PROOF = "proof"  # a round's proof is sent to be read
    BOOK = "book"  # a printed volume came back: what differs in it
    REPLY = "reply"  # a coordinator's words to a sender
    RECIPIENTS = "recipients"  # who gets a letter to many, for the coordinator
    INVITATION = "invitation"  # 专家邀请
    PAPERS = "papers"  # 评阅材料
    MARKS = "marks"  # what was taken of an expert's answer
    MARKS_DUE = "chaser"  # an expert's answer is missing
    MARKS_IN = "marked"  # the last answer has come, for the coordinator


# What answers a sender's mails: paced by tracker/letters/pace.py, and worse lost than doubled.
ANSWERS = (
    LetterKind.ACKNOWLEDGEMENT,
    LetterKind.SUPPLEMENT,
    LetterKind.HOLDING,
    LetterKind.LATE,
    LetterKind.LISTING,
)
REPLIES = frozenset({*ANSWERS, LetterKind.ORDER, LetterKind.SHEET, LetterKind.ORIGINAL, LetterKind.BOOK})
TO_COORDINATORS = (
    LetterKind.DIGEST,
    LetterKind.OVERDUE,
    LetterKind.URGENT,
    LetterKind.ORDER,
    LetterKind.SHEET,
    LetterKind.PROGRESS,
    LetterKind.ORIGINAL,
    LetterKind.RECIPIENTS,
    LetterKind.MARKS_IN,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A field of a case as it counts now: a person's word if there is one, else the machine's."""

    value: str = ""
    confidence: float = 0.0
    waits: bool = False
    person: str = ""  # who settled it, "" for the machine
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with its current version, as shown everywhere."""

    id: int
    serial: int
    number: str
    status: CaseStatus
    unit_key: str
    version: int
    version_id: int
    mail_id: int
    values: dict[str, Value]
    themes: tuple[tuple[int, float], ...]
    flags: tuple[str, ...]
    characters: int
    on_time: bool | None
    sent_at: datetime
    received_at: datetime
    created_at: datetime
    confirmed: bool = False
    pinned: bool = False
    duplicate_of: str = ""  # number of the other case
    sender: str = ""

    def __getitem__(self, name: str) -> str:
        """The value of a field, ``""`` when missing."""
        found = self.values.get(name)
        return found.value if found else ""

    @property
    def waiting(self) -> tuple[str, ...]:
        """Fields that a person must still confirm."""
        return tuple(name for name, value in self.values.items() if value.waits)


@dataclass(frozen=True, slots=True)
class MailRow:
    """A mail as the ledger knows it."""

    id: int
    sha256: str
    size: int
    file: str
    state: MailState
    arrived_at: datetime
    sent_at: datetime | None
    message_id: str
    references: tuple[str, ...]
    from_email: str
    from_name: str
    subject: str
    kind: str
    intent: str
    unit: str
    needs_person: bool
    wants_answer: bool
    late: bool | None
    copy_of: int | None
    trouble: str = ""
    attempts: int = 0  # how often it was claimed before


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """An open or settled doubt."""

    id: int
    mail_id: int | None
    case_id: int | None
    code: str
    about: str
    detail: str
    choices: tuple[str, ...]
    owner: str
    state: str
    opened_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter with its final bytes, ready for the outbox."""

    key: str
    kind: LetterKind
    recipient: str
    subject: str
    message_id: str
    content: bytes = field(repr=False)
    unit: str = ""
    due_at: datetime | None = None  # None: at once
    expires_at: datetime | None = None
    answers: tuple[int, ...] = ()  # mail ids
    held: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """How an attempt to send a letter ended. One that is not ``counted`` brings giving up no nearer."""

    state: LetterState
    response: str = ""
    due_at: datetime | None = None  # when it is tried again; None: as before
    counted: bool = True


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the outbox."""

    id: int
    key: str
    kind: LetterKind
    unit: str
    recipient: str
    subject: str
    message_id: str
    state: LetterState
    attempts: int
    created_at: datetime
    due_at: datetime
    expires_at: datetime | None
    sent_at: datetime | None
    response: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter in one sender's hand: as it stood before, whose hand that is, and since when."""

    row: Row[Any]
    holder: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt with a letter ended, and when."""

    claimed: Claimed
    fate: Fate
    at: datetime
