"""What a filed mail leads to besides its cases: bounces, answers to our choices, orders, replies.

Runs inside the filing transaction. The letter that answers the mail is composed last, so that it
shows what was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from intake.model.case import UNANSWERED, Doubt, MailKind, Reading
from intake.model.doubts import Owner
from tracker.cases.addresses import known_unit, telephone_of
from tracker.cases.sender_words import take_words
from tracker.ledger import doubts, letters, mails
from tracker.ledger.events import FOREIGN_BOUNCE, record_event
from tracker.ledger.letters import replied_letter
from tracker.ledger.people import addresses
from tracker.ledger.records import MailRow
from tracker.letters.answer import answer_now
from tracker.letters.volume.returned import tell_books
from tracker.office.desk import Desk
from tracker.orders.order import Verb
from tracker.orders.parse import parse_orders
from tracker.orders.reply import obey
from tracker.publications.volume.content.asked import tell_swaps
from tracker.publications.volume.finals.leaving import take_leaving
from tracker.publications.volume.finals.take import take_finals
from tracker.publications.volume.rounds.returned.came import Came
from tracker.publications.volume.rounds.take import take_proof
from tracker.review.mail.answers import take_expert
from tracker.review.mail.photos import take_visit_photos
from tracker.sheet.take.mailed import Mailed, take_mailed

TIED = timedelta(days=14)  # bounces come within days; a mail server gives up after five (RFC 5321)


@dataclass(frozen=True, slots=True)
class Brought:
    """Files of ours that came back with a mail: workbooks, and printed volumes."""

    workbooks: tuple[Mailed, ...] = ()
    volumes: tuple[Came, ...] = ()


NOTHING: Final = Brought()


def follow_up(desk: Desk, row: MailRow, reading: Reading, brought: Brought = NOTHING) -> None:
    """Do what the mail asks for, as far as a machine may, then answer it.

    ``brought`` are files of ours that came back with it.
    """
    if row.kind == MailKind.BOUNCE:
        _note_bounce(desk, row, reading)
        return
    if row.kind not in UNANSWERED:
        addresses.mark_good(desk.connection, row.from_email)
    if take_expert(desk, row, reading) or take_visit_photos(desk, row, reading):
        return
    told = tell_books(desk, row, reading, brought.volumes)
    if told and not parse_orders(desk, reading.body.own).orders:
        return
    returned = take_mailed(desk, row, reading, brought.workbooks) or told
    # 改好的汇总表: words beside a workbook that comes back ask for none.
    if returned and all(order.verb is Verb.WORKBOOK for order in parse_orders(desk, reading.body.own).orders):
        return
    if obey(desk, row, reading) or returned:
        return
    take_finals(desk, row, reading)
    take_proof(desk, row, reading)
    take_leaving(desk, row, reading)
    take_words(desk, row, reading)
    _settle_resent(desk, row, reading)
    swaps = any(tell_swaps(desk, row))  # whoever sends a picture in place of another hears of which
    if swaps:
        mails.update_mail(desk.connection, row.id, wants_answer=True)
    if (row.wants_answer or swaps) and row.intent != "password":  # tried first: tracker/filing/unlock.py
        answer_now(desk, row.from_email)


def _settle_resent(desk: Desk, row: MailRow, reading: Reading) -> None:
    """What could not be read has come again, in answer to the letter that asked for it.

    Settled is what has the same name now, or everything when as many cases came as were asked for.
    """
    letter = replied_letter(desk.connection, reading.envelope)
    if letter is None or letter.recipient != row.from_email or not reading.cases:
        return
    asked = [
        doubt
        for mail_id in letters.mails_answered(desk.connection, letter.id)
        for doubt in doubts.list_doubts(desk.connection, mail_id=mail_id)
        if doubt.owner == Owner.SENDER and doubt.case_id is None
    ]
    stems = {
        PurePath(name).stem for document in reading.documents for name in (document.name, *document.path)
    }
    came = [
        doubt.id for doubt in asked if len(asked) <= len(reading.cases) or PurePath(doubt.about).stem in stems
    ]
    doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=came)


def _note_bounce(desk: Desk, row: MailRow, reading: Reading) -> None:
    """Tie a bounce to its letter, mark the address, tell the coordinator whom to telephone."""
    connection, now = desk.connection, desk.now
    letter = (
        letters.letter_by_message_id(connection, reading.about_message) if reading.about_message else None
    )
    recipient = letter.recipient if letter else reading.about_address
    why = reading.kind_reason or "原因不明"
    # Anybody can write a bounce: one that names no letter of ours stops no letters, one about a letter that we
    # never wrote waits for nobody.
    if letter is not None:
        addresses.mark_bad(connection, recipient, why, now)
    elif recipient and not letters.count_letters(connection, now - TIED, recipient):
        record_event(connection, FOREIGN_BOUNCE, now, mail_id=row.id, detail={"address": recipient})
        return
    key = letter.unit if letter else ""
    unit = desk.campaign.unit(key or known_unit(connection, desk.campaign, recipient))
    about = (recipient or "不明地址") + (f"（{telephone_of(unit)}）" if unit else "")
    doubts.add_doubts(connection, [Doubt("bounce", about, why)], now, mail_id=row.id)
    record_event(
        connection,
        "letter.bounced",
        now,
        mail_id=row.id,
        letter_id=letter.id if letter else None,
        detail={"why": why},
    )
