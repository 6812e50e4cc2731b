"""A sender tells the password of a file that could not be opened: its mail is read once more.

The password is taken from the mail that tells it each time it is needed, and kept nowhere else.
A password that does not open the file leaves the matter to a person.
"""

from __future__ import annotations

from functools import partial

from intake.model.case import Doubt
from intake.worker.pool import Readers
from tracker.filing.recognise import read_again
from tracker.filing.senders import PASSWORD
from tracker.ledger import doubts, mails
from tracker.ledger.events import record_event
from tracker.ledger.records import MailRow
from tracker.letters.answer import answer_now
from tracker.office.desk import Desk
from tracker.office.isolation import Shield
from tracker.office.parts import Parts

LOCKED = "encrypted"
FITS, FITS_NOT = "mail.unlocked", "mail.locked"  # events


def unlock_waiting(parts: Parts, readers: Readers) -> int:
    """Read again what can be opened now; returns how many mails told a password that fits."""
    with parts.ledger.read() as connection:
        told = [
            (row, doubts.mails_doubted(connection, row.from_email, LOCKED))
            for row in mails.untried_mails(connection, PASSWORD, (FITS, FITS_NOT))
        ]
    opened = 0
    for row, locked in told:
        if locked:
            with Shield("unlock", partial(_give_up, parts, row)):
                opened += _unlock(parts, readers, row, locked)
    return opened


def _give_up(parts: Parts, row: MailRow, _error: Exception) -> None:
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        _give(Desk(connection, parts, now), row, to_person=True)
        record_event(connection, FITS_NOT, now, mail_id=row.id)


def _unlock(parts: Parts, readers: Readers, row: MailRow, locked: list[int]) -> bool:
    now = parts.clock.now()
    with parts.ledger.begin() as connection:
        _give(Desk(connection, parts, now), row, to_person=False)
    for mail_id in locked:
        read_again(parts, readers, mail_id)
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, now)
        still = doubts.mails_doubted(connection, row.from_email, LOCKED)
        fits = len(still) < len(locked)
        if not fits:
            _give(desk, row, to_person=True)
        record_event(
            connection,
            FITS if fits else FITS_NOT,
            now,
            mail_id=row.id,
            detail={"mails": locked},
        )
        answer_now(desk, row.from_email)
    return fits


def _give(desk: Desk, row: MailRow, *, to_person: bool) -> None:
    """Take the mail off the coordinator's list, or put it back there."""
    if to_person:
        doubt = Doubt("correction", detail="来信告知密码，未能打开")
        doubts.add_doubts(desk.connection, [doubt], desk.now, mail_id=row.id)
    else:
        open_ones = doubts.list_doubts(desk.connection, mail_id=row.id)
        ids = [found.id for found in open_ones if found.code == "correction"]
        doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=ids)
    mails.update_mail(desk.connection, row.id, needs_person=to_person)
