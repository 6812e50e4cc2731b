"""What a coordinator asks to be sent: originals of cases, the workbook, the list of the missing.

An order only notes the wish, in the transaction that files her mail; the files are opened later, by
a reading worker (tracker/sheet/out/requested.py), and go out together in one letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from tracker.ledger.events import get_note, set_note
from tracker.ledger.records import LetterKind, MailRow
from tracker.letters.writing.draft import Draft, Enclosure
from tracker.letters.writing.post import post
from tracker.office.desk import Desk

NOTE = "papers.wanted"


@dataclass(frozen=True, slots=True)
class Request:
    """What one person wants to be sent; ``key`` tells her mails apart."""

    key: str
    email: str
    serials: tuple[int, ...] = ()
    workbook: bool = False
    missing: bool = False
    volume: bool = False
    proof: int | None = None  # a round to be made (0: the next)
    due: date | None = None  # until when units are to read it; None: it goes to none
    compare: tuple[int, int] | None = None  # a round (0: the last), and another (0: as it is now)
    who: str = ""
    mails: tuple[int, ...] = ()  # whole mails
    passed_on: bool = False  # by ``who`` to a colleague


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing asked for, with its files; ``mail`` is where it can be found when it is too large."""

    name: str  # for the subject: 3号原件
    title: str  # for the text: XZ-003《一核引领》的原件
    files: tuple[Enclosure, ...]
    mail: MailRow | None = None
    enclosed: bool = True
    place: str = ""  # folder on the office's computer where the files lie, too
    trouble: str = ""  # why there are no files


_STORED: Final = TypeAdapter(list[Request])


def requests(connection: Connection) -> list[Request]:
    """What is asked for and not sent yet, oldest first."""
    return _STORED.validate_python(get_note(connection, NOTE, []))


def put_requests(connection: Connection, wanted: Sequence[Request], now: datetime) -> None:
    """Keep what is asked for, in place of what was kept."""
    set_note(connection, NOTE, _STORED.dump_python(list(wanted), mode="json"), now)


def put_papers(desk: Desk, request: Request, papers: Sequence[Paper]) -> int | None:
    """Queue the letter that brings what was asked for."""
    draft = Draft(
        LetterKind.ORIGINAL,
        f"original:{request.email}:{request.key}",
        request.email,
        {"papers": papers, "passed_on_by": request.who if request.passed_on else ""},
        reason="coordinator",
        enclosures=tuple(file for paper in papers if paper.enclosed for file in paper.files),
    )
    return post(desk, draft)
