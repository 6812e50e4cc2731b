"""What a filed mail leads to besides its cases: bounces, answers to our choices, orders, replies.

Runs inside the filing transaction. Each kind of mail has one function; :func:`follow_up` is the
table. The letter that answers the mail is composed last, so that it shows what was done.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import Connection

from intake.model import Doubt, MailKind, Reading
from tracker.ledger import cases, doubts, letters, mails
from tracker.ledger.events import record_event
from tracker.letters.answer import answer_now
from tracker.orders.proof import replied_letter
from tracker.orders.reply import obey
from tracker.parts import Parts
from tracker.records import MailRow

_DIGITS = re.compile(r"(?<![\d.])(\d{1,2})(?![\d.])")


def follow_up(connection: Connection, parts: Parts, row: MailRow, reading: Reading, now: datetime) -> None:
    """Do what the mail asks for, as far as a machine may, then answer it."""
    if row.kind == MailKind.BOUNCE:
        _note_bounce(connection, row, reading, now)
        return
    if obey(connection, parts, row, reading, now):
        return
    if row.kind == MailKind.CORRECTION and row.intent == "choice":
        _take_choices(connection, row, reading, now)
    if row.wants_answer:
        answer_now(connection, parts, row.from_email, now)


def _note_bounce(connection: Connection, row: MailRow, reading: Reading, now: datetime) -> None:
    """Tie a bounce to its letter, mark the address, tell the coordinator."""
    letter = (
        letters.letter_by_message_id(connection, reading.about_message) if reading.about_message else None
    )
    recipient = letter.recipient if letter else reading.about_address
    why = reading.kind_reason or "原因不明"
    if recipient:
        letters.mark_bad(connection, recipient, why, now)
    doubts.add_doubts(connection, [Doubt("bounce", recipient or "不明地址", why)], now, mail_id=row.id)
    record_event(
        connection,
        "letter.bounced",
        now,
        mail_id=row.id,
        letter_id=letter.id if letter else None,
        detail={"why": why},
    )


def _take_choices(connection: Connection, row: MailRow, reading: Reading, now: datetime) -> None:
    """A digit that answers our numbered choices settles them; only from whom we asked."""
    letter = replied_letter(connection, reading.envelope)
    if letter is None or letter.recipient != row.from_email:
        return
    options = letters.get_options(connection, letter.id)
    first = reading.body.new.strip()[:80]
    chosen = [options[int(n)] for n in _DIGITS.findall(first) if int(n) in options]
    for option in chosen:
        shown = cases.list_cases(connection, [option.case_id])[0]
        before = shown[option.field]
        cases.add_correction(
            connection,
            option.case_id,
            option.field,
            option.value,
            before=before,
            who=row.from_email,
            how="sender",
            reason=f"回复序号{option.number}",
            at=now,
            batch=f"mail:{row.id}",
        )
        doubts.settle_doubts(connection, now, row.from_email, case_id=option.case_id, codes=[option.field])
        record_event(
            connection,
            "case.corrected",
            now,
            who=row.from_email,
            mail_id=row.id,
            case_id=option.case_id,
            detail={"field": option.field, "before": before, "value": option.value},
        )
    if chosen:
        mails.update_mail(connection, row.id, needs_person=False)
