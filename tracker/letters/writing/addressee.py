"""Whom a letter greets: the registered sender's office, else the office that signed, else nobody by name."""

from __future__ import annotations

from tracker.cases.addresses import signed_office, spoken_for
from tracker.ledger import mails
from tracker.ledger.records import MailRow
from tracker.office.desk import Desk


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
    unit = spoken_for(desk.connection, desk.campaign, last.from_email)
    return (unit.office or unit.name) if unit is not None else ""
