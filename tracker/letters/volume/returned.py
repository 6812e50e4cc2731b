"""A printed volume came back: what differs in it is told to whoever may take it, and nothing is changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.model.case import Doubt, Reading
from tracker.cases.addresses import coordinator_of
from tracker.ledger import doubts, mails
from tracker.ledger.events import record_event
from tracker.ledger.published.books import Book, Returned, add_book
from tracker.ledger.published.rounds import list_rounds
from tracker.ledger.records import LetterKind, MailRow
from tracker.letters.writing.draft import DOCX, Draft, Enclosure, Thread
from tracker.letters.writing.post import post
from tracker.office.desk import Desk
from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.rounds.returned.came import Came, Changed
from tracker.publications.volume.rounds.returned.fetch import is_editor
from tracker.publications.volume.rounds.returned.take import newer_text
from tracker.publications.volume.rounds.wishes import serial_in
from tracker.publications.volume.words import round_name


@dataclass(frozen=True, slots=True)
class Shown:
    """A case that differs, as the letter shows it."""

    serial: int
    number: str
    title: str
    places: tuple[str, ...]
    newer: int  # the version that came since; 0: none


def tell_books(desk: Desk, row: MailRow, reading: Reading, came: Sequence[Came]) -> bool:
    """Keep the books that a mail brought back, and tell of each; returns whether the mail is settled by that.

    It is where a coordinator or an editor sent it; what another sends back a person sees, too.
    """
    trusted = is_editor(desk.parts, row.from_email)
    for number, one in enumerate(came, 1):
        changed = tuple(case for case in one.cases if case.lines or case.is_renamed)
        kept = tuple(
            Returned(case.number, case.version, case.title, case.subtitle, case.unit, case.text)
            for case in changed
        )
        book = Book(0, row.id, one.sha256, one.name, one.run, row.from_email, desk.now, kept)
        if add_book(desk.connection, book) is None:
            continue
        detail = {"run": one.run, "file": one.sha256, "cases": [case.number for case in changed]}
        record_event(
            desk.connection,
            "volume.book-returned",
            desk.now,
            who=row.from_email,
            mail_id=row.id,
            detail=detail,
        )
        _post(desk, row, reading, (one, changed, number))
        if not trusted:
            doubt = Doubt("book-returned", one.name, f"改动{len(changed)}篇")
            doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id)
    if came:
        mails.update_mail(
            desk.connection, row.id, needs_person=not trusted, wants_answer=not trusted and row.wants_answer
        )
    return bool(came) and trusted


def _post(desk: Desk, row: MailRow, reading: Reading, what: tuple[Came, tuple[Changed, ...], int]) -> None:
    came, changed, number = what
    volume = load_volume_file(desk.parts.data.volumes / came.run)
    name = _called(desk, volume)
    cases = tuple(_shown(desk, case) for case in changed)
    values: dict[str, Any] = {
        "file": came.name,
        "title": volume.front.title,
        "printed": name,
        "cases": cases,
        "same": len(came.cases) - len(changed),
        "missing": [{"serial": serial_in(number), "title": title} for number, title in came.missing],
        "others": came.others,
        "moved": came.moved,
        "comments": came.comments,
        "is_book": came.is_book,
        "sender": row.from_name or row.from_email,
    }
    enclosures = tuple(_enclosed(volume, name, changed)) if changed else ()
    thread = Thread(reading.envelope.message_id, reading.envelope.references)
    for email, person in _readers(desk, row):
        own = email == row.from_email
        draft = Draft(
            LetterKind.BOOK,
            f"book:{row.sha256[:40]}:{number}:{email}",
            email,
            {**values, "person": person, "own": own, "may_take": person is not None},
            thread=thread if own else None,
            enclosures=enclosures,
            answers=(row.id,) if own else (),
        )
        post(desk, draft)


def _readers(desk: Desk, row: MailRow) -> Iterator[tuple[str, Any]]:
    """Who is told, each with the coordinator that he is: whoever sent it, and the coordinators where he is none."""
    own = coordinator_of(desk.campaign, row.from_email)
    if is_editor(desk.parts, row.from_email):
        yield row.from_email, own
    if own is None:
        yield from ((one.email, one) for one in desk.campaign.coordinators)


def _called(desk: Desk, volume: Volume) -> str:
    """一校, or the day of a run that was no round."""
    number = next((one.number for one in list_rounds(desk.connection) if one.run == volume.name), 0)
    return round_name(number) if number else f"{volume.made_at[:10]}排印稿"


def _shown(desk: Desk, case: Changed) -> Shown:
    from tracker.publications.volume.rounds.returned.shown import show_changes

    kept = Returned(case.number, case.version, case.title, case.subtitle, case.unit, "")
    return Shown(
        serial_in(case.number),
        case.number,
        case.printed,
        tuple(show_changes(case)),
        newer_text(desk, kept),
    )


def _enclosed(volume: Volume, name: str, changed: Sequence[Changed]) -> Iterator[Enclosure]:
    from tracker.publications.volume.rounds.differences import Difference
    from tracker.publications.volume.rounds.show import Comparison, write_comparison

    found = tuple(
        Difference(
            case.number,
            case.printed,
            "来稿" if not case.is_renamed else f"来稿题为《{case.title}》",
            case.lines,
        )
        for case in changed
    )
    with tempfile.TemporaryDirectory() as folder:
        path, _ = write_comparison(Comparison(name, "来稿", found), volume, Path(folder))
        yield Enclosure(path.name, path.read_bytes(), DOCX, "changes.docx")
