"""Afterwards: every mail put in is in the ledger once, every letter went once, who is put off delays nobody."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from email import message_from_bytes
from pathlib import Path

from sqlalchemy import URL, select

from benchmarks.faults.servers import SLOW
from tracker.errors import LedgerError
from tracker.ledger import letters
from tracker.ledger.engines.store import Ledger
from tracker.ledger.records import ANSWERS, LetterRow, LetterState, MailRow, MailState
from tracker.ledger.schema import event
from tracker.ledger.views.status import each_mail, reconcile

OVER = (LetterState.SENT, LetterState.CANCELLED)
# The offices go on while they are accounted for: one may just be trying again, or may not have stored what the server said.
PUT_OFF = (LetterState.DEFERRED, LetterState.SENDING, LetterState.UNKNOWN, LetterState.FAILED)
# Two hosts without leases poll one mailbox here: what one takes in between the other's listing and its record of it
# stands in no count until the next full comparison. Workers poll under a lease (tracker/run/live).
COMPARED = "the mailbox and the ledger differ"


class Books:
    """The ledger of an office, read once."""

    def __init__(self, place: Path | URL) -> None:
        with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
            self.difference = reconcile(connection).difference
            self.mails: list[MailRow] = [row for some in each_mail(connection) for row in some]
            self.letters: list[LetterRow] = letters.list_letters(connection)
            self.answers = {
                row.id: [one for one in letters.letters_to_mail(connection, row.id) if one.kind in ANSWERS]
                for row in self.mails
            }


def unfinished(place: Path | URL, put_in: int) -> list[str]:
    """What the office still has to do; empty when it may be accounted for."""
    try:
        books = Books(place)
    except LedgerError as error:
        return [str(error)]
    left = [f"{put_in - len(books.mails)} mails not taken in"] if len(books.mails) < put_in else []
    left += [f"mail {row.id} is {row.state}" for row in books.mails if row.state is MailState.ARCHIVED]
    left += [f"mail {row.id} has no answer" for row in books.mails if not books.answers[row.id]]
    left += [
        f"letter {row.id} ({row.kind}) is {row.state}: {row.response}"
        for row in books.letters
        if row.state not in OVER and not (_is_slow(row) and row.state is not LetterState.SENDING)
    ]
    return left or ([COMPARED] if books.difference else [])


def account(place: Path | URL, put_in: Sequence[bytes], accepted: Sequence[bytes]) -> Iterator[str]:
    """Every fault that can be found."""
    books = Books(place)
    if books.difference:
        yield f"reconciliation: {books.difference}"
    wanted = Counter(hashlib.sha256(raw).hexdigest() for raw in put_in)
    found = Counter(row.sha256 for row in books.mails)
    yield from (f"mail {sha[:12]}: put in {wanted[sha]}, in the ledger {found[sha]}" for sha in wanted | found if wanted[sha] != found[sha])  # fmt: skip
    for row in books.mails:
        if row.state is not MailState.FILED:
            yield f"mail {row.id} is {row.state}"
        if len(books.answers[row.id]) != 1:
            yield f"mail {row.id} has {len(books.answers[row.id])} answers"
    went = Counter(str(message_from_bytes(raw)["Message-ID"]) for raw in accepted)
    yield from (f"{name} was accepted {count} times" for name, count in went.items() if count > 1)
    known = {row.message_id: row for row in books.letters}
    yield from (f"{name} is no letter of the ledger" for name in went if name not in known)
    for name, letter in known.items():
        if letter.state is LetterState.SENT and not went[name]:
            yield f"letter {letter.id} is said to be sent"
        if _is_slow(letter) and letter.state not in PUT_OFF:
            yield f"letter {letter.id}, which nobody takes, is {letter.state}"


def history(place: Path | URL, accepted: Sequence[bytes]) -> Iterator[str]:
    """What the ledger knows of each letter that went more than once."""
    went = Counter(str(message_from_bytes(raw)["Message-ID"]) for raw in accepted)
    with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
        for letter in letters.list_letters(connection):
            if went[letter.message_id] > 1:
                yield f"letter {letter.id} ({letter.kind}), attempts {letter.attempts}, {letter.state}"
                rows = connection.execute(
                    select(event).where(event.c.letter_id == letter.id).order_by(event.c.id)
                )
                yield from (f"  {row.at:%m-%d %H:%M:%S} {row.what} {row.detail}" for row in rows)


def _is_slow(letter: LetterRow) -> bool:
    return letter.recipient.encode().startswith(SLOW)
