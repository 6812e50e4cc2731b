"""Cases of a book that came back become their final texts, at a coordinator's word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.model.case import CaseReading, Evidence, Fact, Where
from intake.text.likeness import fingerprint
from tracker.cases.corrections import correct_case
from tracker.cases.inherit import inherit
from tracker.errors import OrderError
from tracker.ledger import cases, mails
from tracker.ledger.cases import NewVersion, add_version
from tracker.ledger.events import record_event
from tracker.ledger.people.corrections import Word
from tracker.ledger.published.books import Book, Returned, put_book, waiting_book
from tracker.ledger.published.finals import declare_final
from tracker.ledger.published.volume import list_choices
from tracker.ledger.records import CaseRow
from tracker.ledger.texts.documents import file_hashes
from tracker.ledger.texts.submissions import Submission, add_submission, submissions_of
from tracker.office.desk import Desk
from tracker.publications.volume.rounds.wishes import serial_in

TAKEN, LEFT = "taken", "left"
HEADS: Final = ("title", "subtitle", "unit")


@dataclass(frozen=True, slots=True)
class Used:
    """A case that was taken, and the number of its new version."""

    row: CaseRow
    version: int


def find_book(desk: Desk) -> Book:
    """The book that waits.

    Raises:
        OrderError: none does.
    """
    book = waiting_book(desk.connection)
    if book is None:
        raise OrderError("没有等待采用的返回书稿")
    return book


def wanted_cases(book: Book, serials: Sequence[int]) -> list[Returned]:
    """The cases of a book by their numbers; none named: all that are open.

    Raises:
        OrderError: the book has no change in one of them.
    """
    open_ones = {serial_in(case.number): case for case in book.open}
    if missing := [f"{serial}号" for serial in serials if serial not in open_ones]:
        raise OrderError(f"返回的书稿中{'、'.join(missing)}没有待采用的改动")
    return [open_ones[serial] for serial in serials] if serials else list(book.open)


def newer_text(desk: Desk, one: Returned) -> int:
    """The version that a run would print now where that is not the one that was corrected; 0: it is."""
    row = cases.get_case(desk.connection, serial_in(one.number))
    choice = list_choices(desk.connection).get(row.id) if row is not None else None
    if row is None or choice is None:
        return 0
    now = choice.final or row.version
    return now if now != one.version else 0


def take_case(desk: Desk, book: Book, one: Returned, word: Word) -> Used:
    """Make a version of a case out of the book, and declare it final.

    The version that counts in the call stays: what the book has is only for print.

    Raises:
        OrderError: the case is not in the volume any more.
    """
    row = cases.get_case(desk.connection, serial_in(one.number))
    if row is None or row.id not in list_choices(desk.connection):
        raise OrderError(f"{one.number}没有编入汇编，未采用")
    mail = mails.get_mail(desk.connection, book.mail_id)
    assert mail is not None  # mails are never deleted
    hashes = file_hashes(desk.connection, book.mail_id)
    places = tuple(position for position, sha256 in hashes.items() if sha256 == book.sha256)[:1]
    found = inherit(desk.connection, row.id, None, _reading(row, one, places))
    new = NewVersion(row.id, book.mail_id, found, fingerprint(one.text), row.on_time, mail.arrived_at)
    version_id, number = add_version(desk.connection, new, desk.now)
    position = len(submissions_of(desk.connection, book.mail_id))
    add_submission(desk.connection, Submission(book.mail_id, position, row.id, "revision", version_id))
    cases.set_case(desk.connection, row.id, desk.now, current_version=row.version)
    if changed := dict(_heads(row, one)):
        correct_case(desk, row, changed, word)
    declare_final(desk.connection, row.id, number, word.who, desk.now)
    record_event(
        desk.connection,
        "volume.book-taken",
        desk.now,
        who=word.who,
        mail_id=book.mail_id,
        case_id=row.id,
        detail={"version": number, "run": book.run, "file": book.sha256},
    )
    return Used(row, number)


def mark_cases(desk: Desk, book: Book, numbers: Sequence[str], state: str) -> Book:
    """Keep what was said of cases of a book: taken, left, or ``""``: nothing any more."""
    marked = tuple(replace(case, state=state) if case.number in numbers else case for case in book.cases)
    kept = replace(book, cases=marked)
    put_book(desk.connection, kept, desk.now)
    return kept


def _reading(row: CaseRow, one: Returned, places: tuple[int, ...]) -> CaseReading:
    said = {"title": one.title, "subtitle": one.subtitle, "unit": one.unit}
    facts = {name: Fact(value, 1.0, (Evidence(Where.TITLE, value),)) for name, value in said.items() if value}
    count = str(sum(1 for sign in one.text if not sign.isspace()))
    facts["characters"] = Fact(count, 1.0, (Evidence(Where.COUNTED, count),))
    return CaseReading(one.text, facts, documents=places, flags=tuple(row.flags))


def _heads(row: CaseRow, one: Returned) -> Iterator[tuple[str, str]]:
    """What the book says of title, subtitle and unit otherwise than the ledger."""
    for name, value in zip(HEADS, (one.title, one.subtitle, one.unit), strict=True):
        if value and "".join(value.split()) != "".join(row[name].split()) and row[name]:
            yield name, value
