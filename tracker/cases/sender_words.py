"""What a sender may settle about his own cases by mail: our numbered choices, a telephone number.

Only the address that a case came from has a say in it, and never against a coordinator's word.
What is not plain is left to a person; the letter that answers shows what was changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.notice import Campaign
from intake.model.case import Reading
from intake.text.likeness import same_title
from intake.understand.identify.parse.phones import phones_in
from tracker.cases.fields import settled_by
from tracker.ledger import cases, doubts, letters, mails
from tracker.ledger.corrections import Correction, Word, add_correction, words_of
from tracker.ledger.events import record_event
from tracker.ledger.letters import replied_letter
from tracker.ledger.records import CaseRow, MailRow

SAME_TITLE = 0.9
CHOICES = ("choice", "town", "community", "level")  # intents that may answer our choices
_DIGITS = re.compile(r"(?<![\d.\-])(\d{1,2})(?![\d.\-])")
_TITLES = re.compile(r"《([^《》]{2,60})》")
_OLD = re.compile(r"(?:原写?|原为|原来的?|误写?成?为?|错写?成?为?|旧|不是|而非|由)[^，。；,;、（(]{0,8}$")


def take_words(
    connection: Connection, campaign: Campaign, row: MailRow, reading: Reading, now: datetime
) -> list[int]:
    """Do what a correcting mail asks for, if it is plain; returns the ids of the cases changed."""
    if row.intent in CHOICES:
        changed = _take_choices(connection, campaign, row, reading, now)
    elif row.intent == "phone":
        changed = _take_phone(connection, row, reading, now)
    else:
        changed = []
    if changed:
        mails.update_mail(connection, row.id, needs_person=False)
        open_ones = doubts.list_doubts(connection, mail_id=row.id)
        ids = [doubt.id for doubt in open_ones if doubt.code in ("correction", "unclear")]
        doubts.settle_doubts(connection, now, row.from_email, ids=ids)
    return changed


def _take_choices(
    connection: Connection, campaign: Campaign, row: MailRow, reading: Reading, now: datetime
) -> list[int]:
    """Answers to our numbered choices, by digit or in words; only from whom we asked."""
    letter = replied_letter(connection, reading.envelope)
    if letter is None or letter.recipient != row.from_email:
        return []
    options = letters.get_options(connection, letter.id)
    first = unicodedata.normalize("NFKC", reading.body.new).strip()[:80]
    numbers = [int(found) for found in dict.fromkeys(_DIGITS.findall(first))]
    chosen = [options[number] for number in numbers if number in options]
    if not chosen:
        named = {
            number: campaign.level_name(option.value) or option.value for number, option in options.items()
        }
        chosen = [options[number] for number, name in named.items() if name in first]
    settled = [(option.case_id, option.field) for option in chosen]
    if len(set(settled)) != len(settled):
        return []  # two answers to one question
    return [
        option.case_id
        for option in chosen
        if _say(connection, row, option.case_id, option.field, option.value, f"回复序号{option.number}", now)
    ]


def _take_phone(connection: Connection, row: MailRow, reading: Reading, now: datetime) -> list[int]:
    text = reading.body.new
    meant = {phone.value for phone in phones_in(text) if not _OLD.search(text[: phone.start])}
    found = _meant_cases(connection, row, reading)
    if len(meant) != 1 or len(found) != 1:
        return []
    (value,) = meant
    shown = found[0]
    return [shown.id] if _say(connection, row, shown.id, "phone", value, "来信更正联系电话", now) else []


def _meant_cases(connection: Connection, row: MailRow, reading: Reading) -> Sequence[CaseRow]:
    """Which of the sender's cases a mail speaks of: by title, by thread, or the only one."""
    own = cases.own_cases(connection, row.from_email)
    named = _TITLES.findall(reading.body.new)
    if named:
        return [
            shown for shown in own if any(same_title(title, shown["title"]) >= SAME_TITLE for title in named)
        ]
    letter = replied_letter(connection, reading.envelope)
    if letter is not None and letter.recipient == row.from_email and len(own) > 1:
        ids = cases.cases_in(connection, letters.mails_answered(connection, letter.id))
        return [shown for shown in own if shown.id in ids]
    return own


def _say(
    connection: Connection, row: MailRow, case_id: int, field: str, value: str, reason: str, now: datetime
) -> bool:
    shown = cases.list_cases(connection, [case_id])[0]
    known = shown.values.get(field)
    if known is not None and known.person not in ("", row.from_email):
        return False
    before = shown[field]
    word = Word(row.from_email, "sender", reason, words_of(row))
    add_correction(connection, Correction(case_id, field, before, value, word, now))
    doubts.settle_doubts(connection, now, row.from_email, case_id=case_id, codes=settled_by(field))
    record_event(
        connection,
        "case.corrected",
        now,
        who=row.from_email,
        mail_id=row.id,
        case_id=case_id,
        detail={"field": field, "before": before, "value": value, "how": "sender", "reason": reason},
    )
    return True
