"""A coordinator's own words to somebody who has written, as an answer to that mail."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.cases.addresses import known_unit
from tracker.ledger import mails
from tracker.ledger.records import LetterKind, MailRow
from tracker.letters.reminders import in_office_hours
from tracker.letters.writing.addressee import name_addressee
from tracker.letters.writing.draft import Draft, Thread
from tracker.letters.writing.post import post
from tracker.office.desk import Desk

LONGEST_QUOTE = 300  # characters of the mail that is answered


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be said; ``key`` tells the orders apart."""

    text: str
    key: str


def put_reply(desk: Desk, row: MailRow, words: Words) -> int | None:
    """Queue the answer to a mail, in office hours, with the beginning of that mail below it."""
    unit = desk.campaign.unit(row.unit or known_unit(desk.connection, desk.campaign, row.from_email))
    quote = mails.body_of(desk.connection, row.id).strip()
    draft = Draft(
        LetterKind.REPLY,
        f"reply:{row.id}:{words.key}",
        row.from_email,
        {
            "addressee": name_addressee(desk, row),
            "mail": row,
            "words": words.text,
            "quote": quote[:LONGEST_QUOTE] + ("……" if len(quote) > LONGEST_QUOTE else ""),
        },
        unit=unit.key if unit else "",
        thread=Thread(row.message_id, row.references),
        answers=(row.id,),
        due_at=in_office_hours(desk.parts, desk.now),
    )
    return post(desk, draft)
