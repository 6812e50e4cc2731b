"""Whom a letter greets: the registered sender's office, else the office that signed, else nobody by name."""

from __future__ import annotations

import re

from tracker.cases.addresses import known_unit
from tracker.ledger import mails
from tracker.ledger.records import MailRow
from tracker.office.desk import Desk

SIGNED_LINES = 4  # lines at the end of a letter in which it is signed
_OFFICE = re.compile(
    r"^[\u4e00-\u9fff（）()]{2,24}?(?:民政局|局(?![部限面])|人民政府|政府(?!办)|办事处|街道办(?!事)|管委会|管理委员会|居委会|村委会|委员会)"
)
_BEFORE = re.compile(r"^(?:报送单位|单位|落款|发件人)[:：]")


def name_addressee(desk: Desk, last: MailRow) -> str:
    """The office that the newest mail's sender writes for, ``""`` where nobody can say.

    Whose the cases are says nothing: a county sends its towns' cases, and is no town.
    """
    registered = next(
        (u for u in desk.campaign.units if last.from_email in {a.lower() for a in u.addresses}), None
    )
    if registered is not None:
        return registered.office or registered.name
    signed = signed_office(last.from_name, mails.body_of(desk.connection, last.id))
    if signed:
        return signed
    unit = desk.campaign.unit(known_unit(desk.connection, desk.campaign, last.from_email))
    return (unit.office or unit.name) if unit is not None else ""


def signed_office(name: str, text: str) -> str:
    """The office that a sender names as his own: in his name, or alone on a line at the letter's end."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in (*reversed(lines[-SIGNED_LINES:]), name):
        found = _OFFICE.match(_BEFORE.sub("", line.strip("\"' 　")))
        if found and len(line) <= len(found.group(0)) + SIGNED_LINES:
            return found.group(0)
    return ""
