"""Printed volumes that came back corrected, and what was taken of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import Connection

from tracker.ledger.events import get_note, set_note

BOOKS: Final = "volume.books"
MOST_KEPT: Final = 20  # the newest: older ones lie in the archive


@dataclass(frozen=True, slots=True)
class Returned:
    """A case of a book as it came back with other words; values as they stand there."""

    number: str
    version: int  # that was printed
    title: str
    subtitle: str
    unit: str
    text: str
    state: str = ""  # taken, left; "": nobody has said


@dataclass(frozen=True, slots=True)
class Book:
    """A file that came back: by which mail, from whom, of which run, and the cases in it that differ."""

    id: int
    mail_id: int
    sha256: str
    name: str
    run: str
    who: str
    at: datetime
    cases: tuple[Returned, ...] = ()

    @property
    def open(self) -> tuple[Returned, ...]:
        """The cases of which nobody has said whether they are taken."""
        return tuple(case for case in self.cases if not case.state)


_STORED: Final = TypeAdapter(list[Book])


def list_books(connection: Connection) -> list[Book]:
    """The books that came back, oldest first."""
    return _STORED.validate_python(get_note(connection, BOOKS, []))


def add_book(connection: Connection, new: Book) -> Book | None:
    """Keep a book, numbered; None for a file that is kept already."""
    kept = list_books(connection)
    if any((one.mail_id, one.sha256) == (new.mail_id, new.sha256) for one in kept):
        return None
    book = replace(new, id=max((one.id for one in kept), default=0) + 1)
    _put(connection, [*kept, book][-MOST_KEPT:], new.at)
    return book


def put_book(connection: Connection, book: Book, now: datetime) -> None:
    """Keep a book in place of what was kept of it."""
    _put(connection, [book if one.id == book.id else one for one in list_books(connection)], now)


def waiting_book(connection: Connection) -> Book | None:
    """The newest book of which anything may still be taken."""
    return next((one for one in reversed(list_books(connection)) if one.open), None)


def book_hashes(connection: Connection, mail_id: int) -> frozenset[str]:
    """Hashes of the files of a mail that are books."""
    return frozenset(one.sha256 for one in list_books(connection) if one.mail_id == mail_id)


def _put(connection: Connection, books: list[Book], now: datetime) -> None:
    set_note(connection, BOOKS, _STORED.dump_python(books, mode="json"), now)
