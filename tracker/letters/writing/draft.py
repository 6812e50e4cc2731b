"""One letter before it is written, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tracker.ledger.records import LetterKind

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes out with a letter. ``ascii_name`` is for readers that mangle RFC 2231."""

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/octet-stream"
    ascii_name: str = "attachment.bin"


@dataclass(frozen=True, slots=True)
class Thread:
    """The mail a letter replies to."""

    message_id: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter before it is written: which, to whom, and what its template is told."""

    kind: LetterKind
    key: str  # the same letter has the same key for ever: it is queued once
    recipient: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""  # one short ASCII word for the header X-Zhengji-Reason; the kind if empty
    unit: str = ""
    thread: Thread | None = None  # the mail it replies to
    enclosures: tuple[Enclosure, ...] = field(default=(), repr=False)
    answers: tuple[int, ...] = ()  # ids of the mails that it answers
    due_at: datetime | None = None  # None: at once
    expires_at: datetime | None = None
    held: bool = False
