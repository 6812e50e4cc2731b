"""Files of a mail that are a printed volume: found before filing, so that no case is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from intake.model.case import Document, DocumentKind, Format, MailKind, Reading
from intake.worker.pool import Readers
from tracker.cases.addresses import coordinator_of
from tracker.errors import OrderError
from tracker.ledger.published.books import book_hashes
from tracker.ledger.published.volume import list_runs
from tracker.ledger.records import MailRow
from tracker.office.desk import Desk
from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.publications.volume.rounds.returned.came import FEWEST, Ask, Came
from tracker.publications.volume.rounds.returned.match import LONGEST, letters_of
from tracker.publications.volume.settings import load_volume

SECONDS: Final = 180.0  # a volume of some hundred pages is read twice
MOST_RUNS: Final = 8  # the newest, of which a file without a mark may be
WORD: Final = frozenset({Format.DOCX, Format.DOC, Format.RTF, Format.ODT})
# What a reader of cases finds odd in a book.
ABOUT_CASES: Final = frozenset(
    {"no-case", "fewer-cases", "sheet-missing", "sheet-surplus", "unclear", "form-only", "correction", "replacement", "withdrawal"}
)  # fmt: skip


def fetch_books(parts: Parts, readers: Readers, row: MailRow, reading: Reading) -> tuple[Came, ...]:
    """The printed volumes that a mail brings back, read and compared in the worker."""
    with parts.ledger.read() as connection:
        runs = list_runs(connection)[-MOST_RUNS:]
    titles = {letters_of(case.title) for run in runs for case in run.cases}
    if reading.secret or not titles:
        return ()
    trusted = is_editor(parts, reading.envelope.sender.email)
    fewest = 1 if trusted else FEWEST
    files = tuple(one.sha256 for one in reading.documents if _is_like(one, titles, fewest))
    if not files:
        return ()
    names = tuple(run.name for run in reversed(runs))
    ask = Ask(
        parts.archive.path(row.sha256), parts.settings.limits(), files, parts.data.volumes, names, trusted
    )
    from tracker.publications.volume.rounds.returned.compare import read_back  # it writes Word files

    with Shield("returned volume"):  # then the mail goes the way of every mail
        found: tuple[Came, ...] = readers.run(read_back, ask, SECONDS)
        return found
    return ()


def is_editor(parts: Parts, email: str) -> bool:
    """Whether an address is a coordinator's or an editor's of the volume."""
    if coordinator_of(parts.campaign, email) is not None:
        return True
    try:
        editors = load_volume(parts).editors
    except OrderError:  # volume.toml is being written
        return False
    return email.lower() in {one.lower() for one in editors}


def _is_like(document: Document, titles: set[str], fewest: int) -> bool:
    if not document.sha256 or document.format not in WORD:
        return False
    return len(set(_lines(document.text)) & titles) >= fewest


def _lines(text: str) -> Iterator[str]:
    return (letters_of(line) for line in text.splitlines() if 0 < len(line) <= LONGEST)


def without_books(reading: Reading, came: tuple[Came, ...]) -> Reading:
    """The reading without the cases that were made of a book."""
    if not came:
        return reading
    return _without(reading, frozenset(one.sha256 for one in came))


def without_known(desk: Desk, mail_id: int, reading: Reading) -> Reading:
    """The same of a mail that is read once more."""
    hashes = book_hashes(desk.connection, mail_id)
    return _without(reading, hashes) if hashes else reading


def _without(reading: Reading, hashes: frozenset[str]) -> Reading:
    places = {at for at, document in enumerate(reading.documents) if document.sha256 in hashes}
    documents = tuple(
        replace(document, kind=DocumentKind.CASE) if at in places else document
        for at, document in enumerate(reading.documents)
    )
    cases = tuple(found for found in reading.cases if not places & set(found.documents))
    doubts = tuple(doubt for doubt in reading.doubts if doubt.code not in ABOUT_CASES)
    kind = reading.kind if cases else MailKind.CORRECTION
    return replace(reading, cases=cases, documents=documents, doubts=doubts, kind=kind, needs_person=True)
