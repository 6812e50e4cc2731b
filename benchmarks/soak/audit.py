"""The evening's account: mailbox, archive, ledger, SMTP server and data folder against each other.

Everything is counted anew from what lies there; the office itself is not asked, and does not run.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from benchmarks.soak.peers import World
from benchmarks.soak.post import LI
from intake.source.archive.mails import Archive
from tracker.ledger import letters
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import BREAKER, note_keys
from tracker.ledger.people.addresses import all_confirmed
from tracker.ledger.records import ANSWERS, LetterKind, LetterRow, LetterState
from tracker.ledger.views.status import reconcile
from tracker.office.folder import DataDir
from tracker.office.private import exposed_paths

WAITS = frozenset({LetterState.QUEUED, LetterState.DEFERRED})
SAYS_NOT = frozenset({LetterState.FAILED, LetterState.CANCELLED, LetterState.HELD}) | WAITS
ON_ITS_WAY = WAITS | {LetterState.SENDING, LetterState.UNKNOWN}
ASKED_FOR = frozenset({"case", "same case again", "question", "flood"})  # mails that somebody must answer


@dataclass(frozen=True, slots=True)
class Account:
    """What was found: faults, and what is not as usual but follows a rule."""

    faults: tuple[str, ...]
    explained: Counter[str]


def audit(root: Path, world: World) -> Account:
    """Account for everything. The office's process must have ended."""
    data = DataDir(root)
    ledger = Ledger.open(data.ledger)
    explained: Counter[str] = Counter()
    try:
        with ledger.read() as connection:
            book = _Book(connection, explained)
            faults = [
                *_whole(connection),
                *_mails(book, data, world),
                *_answers(book, world),
                *_cases(book, world),
                *_letters(book, world),
            ]
    finally:
        ledger.close()
    return Account((*faults, *_folder(data, world.kills)), explained)


class _Book:
    """The ledger, read once."""

    def __init__(self, connection: Connection, explained: Counter[str]) -> None:
        def rows(query: str) -> list[Any]:
            return list(connection.exec_driver_sql(query))

        self.explained = explained
        self.mails = {row.sha256: row for row in rows("SELECT * FROM mail")}
        self.letters = letters.list_letters(connection)
        self.contents = {row.id: letters.letter_bytes(connection, row.id) for row in self.letters}
        kinds = {row.id: row for row in self.letters}
        self.answers: dict[int, list[LetterRow]] = {}
        for row in rows("SELECT mail_id, letter_id FROM answer"):
            self.answers.setdefault(row.mail_id, []).append(kinds[row.letter_id])
        self.cases: dict[int, list[int]] = {}
        for row in rows("SELECT mail_id, case_id FROM submission"):
            self.cases.setdefault(row.mail_id, []).append(row.case_id)
        self.broken = note_keys(connection, BREAKER)
        self.seen = {
            (row.uidvalidity, row.uid): row
            for row in rows(
                "SELECT s.uidvalidity, s.uid, m.* FROM sighting s JOIN mail m ON m.id = s.mail_id"
            )
        }
        self.confirmed = all_confirmed(connection)
        self.waiting = {row.recipient for row in self.letters if row.state in ON_ITS_WAY}


def _whole(connection: Connection) -> Iterator[str]:
    if (said := connection.exec_driver_sql("PRAGMA integrity_check").scalar()) != "ok":
        yield f"ledger: {said}"
    account = reconcile(connection)
    if account.difference:
        yield f"reconciliation {account.difference}: {account}"


def _mails(book: _Book, data: DataDir, world: World) -> Iterator[str]:
    """Every mail of the mailbox is in the archive and in the ledger exactly once."""
    came = {hashlib.sha256(one.raw).hexdigest(): one for one in world.arrivals}
    for uid, raw in world.mailbox.items():
        sha256 = hashlib.sha256(raw).hexdigest()
        row = book.seen.get((world.uidvalidity, uid))
        if row is None:
            yield f"lost: {came[sha256].what}, UID {uid}"
        elif row.header_only:
            book.explained["head alone, until the next comparison"] += 1
        elif row.sha256 != sha256:
            yield f"UID {uid} is taken for another mail"
    for sha256, row in book.mails.items():
        if row.state == "quarantined":
            book.explained[f"set apart: {row.trouble[:24]}"] += 1
        elif row.state != "filed":
            yield f"mail {row.id} is {row.state}"
        if sha256 not in came and not row.header_only:
            yield f"mail {row.id} never came"
    yield from _archive(data, set(book.mails))


def _archive(data: DataDir, wanted: set[str]) -> Iterator[str]:
    kept = {path.stem: path for path in data.archive.rglob("*.eml")}
    if set(kept) != wanted:
        yield f"archive: {len(wanted - set(kept))} missing, {len(set(kept) - wanted)} without a row"
    yield from (
        f"archive: {stem[:12]} is damaged"
        for stem, path in kept.items()
        if hashlib.sha256(path.read_bytes()).hexdigest() != stem
    )


def _answers(book: _Book, world: World) -> Iterator[str]:
    """Who wants an answer has one, one alone, or a reason."""
    for one in world.arrivals:
        row = book.mails.get(hashlib.sha256(one.raw).hexdigest())
        if row is None or row.state != "filed":
            continue
        answers = [letter for letter in book.answers.get(row.id, ()) if letter.kind in ANSWERS]
        if len(answers) > 1:
            yield f"mail {row.id} ({one.what}) has {len(answers)} answers"
        if row.wants_answer:
            reason = _why_it_waits(book, row, world)
            fault = f"mail {row.id} ({one.what}) from {row.from_email} wants an answer"
        elif not answers and one.what in ASKED_FOR:
            reason = _why_it_has_none(row)
            fault = f"mail {row.id} ({one.what}, {row.kind}) was never answered"
        else:
            continue
        if reason:
            book.explained[reason] += 1
        else:
            yield fault


def _why_it_waits(book: _Book, row: Any, world: World) -> str:
    """Addresses that belong to no unit get one answer a day (tracker/letters/pace.py)."""
    if row.from_email in book.waiting:
        return "waits for a letter on its way"
    if any(
        letter.recipient == row.from_email
        and letter.kind in ANSWERS
        and (letter.sent_at or letter.created_at) >= world.midnight
        for letter in book.letters
    ):
        return "had an answer today"
    broken = any(key.endswith((row.from_email, ":")) for key in book.broken)
    return "too many letters to one address" if broken else ""


def _why_it_has_none(row: Any) -> str:
    if row.copy_of is not None:
        return "copy"
    return f"taken for {row.kind}" if row.kind in ("spam", "advert", "maybe-advert") else ""


def _cases(book: _Book, world: World) -> Iterator[str]:
    """No case is lost, none is two."""
    places: dict[str, set[int]] = {}
    for one in world.arrivals:
        row = book.mails.get(hashlib.sha256(one.raw).hexdigest())
        if not one.case or row is None or row.state != "filed" or row.copy_of is not None:
            continue
        found = book.cases.get(row.id, [])
        if not found:
            yield f"no case in mail {row.id} ({one.case})"
        places.setdefault(one.case, set()).update(found)
    yield from (
        f"{case} is {len(found)} cases: {sorted(found)}" for case, found in places.items() if len(found) > 1
    )


def _letters(book: _Book, world: World) -> Iterator[str]:
    """Every letter is taken once or in doubt, none without a row, none without a cause."""
    rows = {row.message_id: row for row in book.letters}
    taken = Counter(one.message_id for one in world.accepted)
    doubtful = Counter(one.message_id for one in world.accepted if one.doubtful)
    for one in world.accepted:
        row = rows.get(one.message_id)
        if row is None:
            yield f"letter without a row: {one.message_id}"
        elif book.contents[row.id].rstrip() != one.content.rstrip():
            yield f"letter {row.id} went with other bytes"
    for row in book.letters:
        count, doubts = taken[row.message_id], doubtful[row.message_id]
        if count > (1 + doubts if row.kind in ANSWERS else 1):
            yield f"letter {row.id} ({row.kind}) went {count} times"
        elif count > 1:
            book.explained["answer again after an unknown outcome"] += 1
        if row.state is LetterState.SENT and not count:
            yield f"letter {row.id} ({row.kind}) is said to be sent"
        if count and not doubts and row.state in SAYS_NOT:
            yield f"letter {row.id} ({row.kind}) went and is {row.state}"
        if row.state not in (LetterState.SENT, LetterState.CANCELLED):
            book.explained[f"letter {row.state}"] += 1
        yield from _cause(book, row, world)


def _cause(book: _Book, row: LetterRow, world: World) -> Iterator[str]:
    if row.kind in ANSWERS:
        senders = {mail.from_email for mail in book.mails.values() if row in book.answers.get(mail.id, ())}
        if senders != {row.recipient}:
            yield f"letter {row.id} to {row.recipient} answers {sorted(senders)}"
    elif row.kind in (LetterKind.REMINDER, LetterKind.EXTENSION):
        # A person's correction of a case makes its sender's address one of the unit's.
        wrote = {one.sender for one in world.arrivals if one.case} & book.confirmed
        if row.recipient not in world.units | wrote:
            yield f"letter {row.id} ({row.kind}) to {row.recipient}"
    elif row.recipient != LI:
        yield f"letter {row.id} ({row.kind}) to {row.recipient}"


def _folder(data: DataDir, kills: int) -> Iterator[str]:
    """Nobody else may read it, and nothing half done lies about."""
    yield from (f"others may read {path.relative_to(data.root)}" for path in exposed_paths(data))
    left = Archive(data.archive).sweep(older_than=0)
    if left > kills:
        yield f"{left} half-written files in the archive after {kills} deaths"
    for path in data.root.rglob("*"):
        if path.is_file() and path.suffix in (".part", ".tmp"):
            yield f"left behind: {path.relative_to(data.root)}"
    if data.tmp.exists() and (others := sorted(p.name for p in data.tmp.iterdir() if p.name != "lock")):
        yield f"left behind in tmp: {others[:5]}"
