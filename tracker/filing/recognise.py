"""Scans and photos: recognised when nothing else waits, then their mails are read once more.

The mail is filed and answered before; recognition only adds to what is known. What a person has
said or confirmed meanwhile stays, and the sender hears again only if there is something new to
ask, or if the case that was sent had not been found before.
"""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import Final

from intake.documents.scan.kept import Recognition
from intake.model.case import Doubt
from intake.model.errors import ArchiveError
from intake.worker.pool import Failed, Readers
from tracker.filing.refile import refile
from tracker.filing.senders import know_sender
from tracker.ledger import doubts, mails
from tracker.ledger.records import MailState
from tracker.ledger.texts.documents import Scan, claim_scan, list_documents, set_ocr_state
from tracker.office.desk import Desk
from tracker.office.isolation import Shield, is_office_fault, why_failed
from tracker.office.parts import Parts
from tracker.outbox.outcome import require_room

LEASE: Final = timedelta(hours=1)
MOST_ATTEMPTS: Final = 3  # a scan that brought the whole process down this often is given up


def recognise_waiting(parts: Parts, readers: Readers, budget_seconds: float) -> int:
    """Recognise scans until the budget (wall-clock seconds) is used; returns how many were settled.

    A scan that takes longer goes on in its own process, and is asked for at the next call. When
    none waits any more, the memory of recognition is given back.

    Raises:
        LedgerFull: what would be found could not be filed.
    """
    if parts.call.recognition is not Recognition.READY:
        return 0
    end = time.monotonic() + budget_seconds
    settled = 0
    while True:
        require_room(parts)  # each claim counts as an attempt, and what is found must be filed
        with parts.ledger.claim() as connection:
            scan = claim_scan(connection, parts.holder, parts.clock.now(), LEASE)
        if scan is None:
            readers.rest()
            return settled
        state, raised = "failed", list[Exception]()
        with Shield("recognise", raised.append):
            state = _recognise(parts, readers, scan, end - time.monotonic())
        if not state or any(map(is_office_fault, raised)):
            return settled  # asked for again at the next call; it is no fault of the scan
        with parts.ledger.begin() as connection:
            set_ocr_state(connection, scan.id, state)
            waiting = any(row.ocr_state == "wanted" for row in list_documents(connection, scan.mail_id))
        settled += 1
        if not waiting:
            with Shield("recognise", partial(_give_to_person, parts, scan.mail_id)):
                read_again(parts, readers, scan.mail_id)


def _give_to_person(parts: Parts, mail_id: int, error: Exception) -> None:
    """What was recognised could not be filed: the mail stays as it was, and a person looks."""
    with parts.ledger.begin() as connection:
        mails.update_mail(connection, mail_id, needs_person=True)
        doubt = Doubt("unread", detail=why_failed(error))
        doubts.add_doubts(connection, [doubt], parts.clock.now(), mail_id=mail_id)


def _recognise(parts: Parts, readers: Readers, scan: Scan, wait_seconds: float) -> str:
    """The state in which a scan ends, ``""`` while it is being recognised."""
    texts = parts.call.recognised
    if texts is not None and texts.get(scan.sha256) is not None:
        return "done"
    if scan.attempts > MOST_ATTEMPTS:
        return "failed"
    outcome = readers.recognise(parts.archive.path(scan.mail_sha256), scan.sha256, wait_seconds)
    if outcome is None:
        return ""
    return "failed" if isinstance(outcome, Failed) else "done"


def read_again(parts: Parts, readers: Readers, mail_id: int) -> None:
    """Read a filed mail with the texts recognised in it, and file what is new.

    Raises:
        ArchiveError: the mail is no longer in the archive.
    """
    with parts.ledger.read() as connection:
        row = mails.get_mail(connection, mail_id)
        if row is None or row.state is not MailState.FILED:
            return
        sender = know_sender(connection, parts, row.from_email, row.arrived_at)
    path = parts.archive.path(row.sha256)
    if not path.exists():
        raise ArchiveError(row.sha256[:12])
    reading = readers.read(path, sender)
    if isinstance(reading, Failed):
        return
    with parts.ledger.begin() as connection:
        refile(Desk(connection, parts, parts.clock.now()), row, reading)
