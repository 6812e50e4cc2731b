"""What a sender may settle about his own cases by mail: our numbered choices, and what he says of a field.

Only the address that a case came from has a say in it, and never against a coordinator's word.
What is not plain is left to a person; the letter that answers shows what was changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection

from intake.model.case import Reading
from intake.text.fold import nfkc
from intake.text.likeness import same_title
from tracker.cases.corrections import SENDER, correct_case
from tracker.cases.stated import stated_values
from tracker.ledger import cases, doubts, letters, mails
from tracker.ledger.letters import replied_letter
from tracker.ledger.people.corrections import Word, words_of
from tracker.ledger.records import CaseRow, MailRow
from tracker.ledger.texts import submissions
from tracker.office.desk import Desk

SAME_TITLE = 0.9
CHOICES = ("choice", "town", "community", "level")  # intents that may answer our choices
FIELDS = {"title": "名称", "community": "村（社区）", "contact": "联系人", "phone": "联系电话"}
UNITS = ("unit", "county")  # intents that name whose a case is
_DIGITS = re.compile(r"(?<![\d.\-])(\d{1,2})(?![\d.\-])")
_TITLES = re.compile(r"《([^《》]{2,60})》")


def take_words(desk: Desk, row: MailRow, reading: Reading) -> list[int]:
    """Do what a correcting mail asks for, if it is plain; returns the ids of the cases changed."""
    if row.intent in CHOICES:
        changed = _take_choices(desk, row, reading) or _take_stated(desk, row, reading)
    elif row.intent in FIELDS:
        changed = _take_stated(desk, row, reading)
    elif row.intent == "whole":
        _take_whole(desk, row, reading)
        changed = []
    elif row.intent in UNITS:
        changed = _take_county(desk, row, reading)
    else:
        changed = []
    if changed:
        mails.update_mail(desk.connection, row.id, needs_person=False)
        open_ones = doubts.list_doubts(desk.connection, mail_id=row.id)
        ids = [doubt.id for doubt in open_ones if doubt.code in ("correction", "unclear")]
        doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=ids)
    return changed


def _take_choices(desk: Desk, row: MailRow, reading: Reading) -> list[int]:
    """Answers to our numbered choices, by digit or in words; only from whom we asked."""
    letter = replied_letter(desk.connection, reading.envelope)
    if letter is None or letter.recipient != row.from_email:
        return []
    options = letters.get_options(desk.connection, letter.id)
    first = nfkc(reading.body.own).strip()[:80]
    numbers = [int(found) for found in dict.fromkeys(_DIGITS.findall(first))]
    chosen = [options[number] for number in numbers if number in options]
    if not chosen:
        named = {
            number: desk.campaign.level_name(option.value) or option.value
            for number, option in options.items()
        }
        chosen = [options[number] for number, name in named.items() if name in first]
    settled = [(option.case_id, option.field) for option in chosen]
    if len(set(settled)) != len(settled):
        return []  # two answers to one question
    return [
        option.case_id
        for option in chosen
        if _say(desk, option.case_id, {option.field: option.value}, _word_of(row, f"回复序号{option.number}"))
    ]


def _take_stated(desk: Desk, row: MailRow, reading: Reading) -> list[int]:
    """All that he says of the one case he speaks of, where the field that the mail is about is among it."""
    values = stated_values(reading.body.own)
    found = _meant_cases(desk.connection, row, reading, values.get("title", ""))
    if row.intent not in values or len(found) != 1:
        return []
    (shown,) = found
    names = "、".join(FIELDS[name] for name in FIELDS if name in values)
    said = _say(desk, shown.id, values, _word_of(row, f"来信更正{names}"))
    return [shown.id] if said else []


def _take_whole(desk: Desk, row: MailRow, reading: Reading) -> None:
    """都是全文: nobody asks any more whether a text is all of it."""
    for shown in _meant_cases(desk.connection, row, reading):
        doubts.settle_doubts(
            desk.connection, desk.now, row.from_email, case_id=shown.id, codes=("short", "too-long")
        )


def _take_county(desk: Desk, row: MailRow, reading: Reading) -> list[int]:
    """我们是铜山区的: the county of his cases that wait for one, where he names exactly one."""
    waiting = [
        shown
        for shown in cases.own_cases(desk.connection, row.from_email)
        if not shown["county"] or shown.values["county"].waits
    ]
    text = reading.body.own or reading.body.new
    named = {unit.name for unit in desk.campaign.units if unit.name in text}
    if len(named) != 1:
        return []
    county = named.pop()
    word = _word_of(row, "来信说明所属")
    return [shown.id for shown in waiting if _say(desk, shown.id, {"county": county}, word)]


def _meant_cases(
    connection: Connection, row: MailRow, reading: Reading, fresh: str = ""
) -> Sequence[CaseRow]:
    """Which of the sender's cases a mail speaks of: by title (not by a ``fresh`` one), by thread, or the only one."""
    own = cases.own_cases(connection, row.from_email)
    named = [title for title in _TITLES.findall(reading.body.own) if title != fresh]
    if named:
        return [
            shown for shown in own if any(same_title(title, shown["title"]) >= SAME_TITLE for title in named)
        ]
    letter = replied_letter(connection, reading.envelope)
    if letter is not None and letter.recipient == row.from_email and len(own) > 1:
        ids = submissions.cases_in(connection, letters.mails_answered(connection, letter.id))
        return [shown for shown in own if shown.id in ids]
    return own


def _word_of(row: MailRow, reason: str) -> Word:
    return Word(row.from_email, SENDER, reason, words_of(row), row.id)


def _say(desk: Desk, case_id: int, changes: dict[str, str], word: Word) -> bool:
    """Correct a case unless somebody else has spoken on it; returns whether it was done."""
    row = cases.list_cases(desk.connection, [case_id])[0]
    said = {value.person for field in changes if (value := row.values.get(field))}
    if said - {"", word.who}:
        return False
    correct_case(desk, row, changes, word)
    return True
