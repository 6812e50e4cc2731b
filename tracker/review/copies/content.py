"""Cases as their files have them (headings, tables, pictures without EXIF), kept ready for copies.

The files are opened by reading workers before anything is sent: a letter to an expert is composed in a
transaction, where no stranger's file may be opened. A case without kept content is copied from its text.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from intake.worker.pool import Readers
from tracker.ledger.cases import current_versions, list_cases
from tracker.ledger.records import CaseRow
from tracker.ledger.review.rounds import latest_round, round_numbers
from tracker.office.desk import Desk
from tracker.office.isolation import Shield
from tracker.office.parts import Parts
from tracker.office.secret import write_private
from tracker.publications.volume.content.gather import Sources, gather_case
from tracker.publications.volume.content.model import Case

_STORED: TypeAdapter[Case] = TypeAdapter(Case)
MADE = 2  # how they are made: raised when what older programs kept must be read anew


def prepare_copies(parts: Parts, readers: Readers) -> int:
    """Read what the cases of the last round are made of, once a version; returns how many were read."""
    with parts.ledger.read() as connection:
        found = latest_round(connection)
        if found is None:
            return 0
        desk = Desk(connection, parts, parts.clock.now())
        newest = current_versions(connection, round_numbers(connection, found.id))
        missing = [key for key, version in newest.items() if not _place(desk, key, version).is_file()]
        waiting = list_cases(connection, missing)
        if waiting:
            pictures_of(desk).mkdir(parents=True, exist_ok=True, mode=0o700)
        done = 0
        for row in waiting:
            with Shield(f"copy:{row.serial}"):  # a case that is not kept is copied from its text
                content = gather_case(desk, row, Sources(readers, pictures_of(desk)))
                write_private(_place(desk, row.id, row.version_id), _STORED.dump_json(content).decode())
                done += 1
    return done


def kept_case(desk: Desk, row: CaseRow) -> Case | None:
    """A case as it counts now; None when it is not kept, or nothing of it was read."""
    try:
        kept = _STORED.validate_json(_place(desk, row.id, row.version_id).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return kept if kept.blocks else None


def pictures_of(desk: Desk) -> Path:
    """Where the pictures of copies lie."""
    return desk.parts.data.review / "pictures"


def _place(desk: Desk, case: int, version: int) -> Path:
    return desk.parts.data.review / f"{case}-{version}-{MADE}.json"
