"""Whose an address is, and where a unit can be written to."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from intake.campaign.authors import AUTHORS
from intake.campaign.campaign import Campaign
from intake.campaign.entries import Coordinator, Unit
from tracker.ledger import cases, mails
from tracker.ledger.people import addresses
from tracker.ledger.records import CaseRow

GAP = "\u3000"  # between two things of a line
SIGNED_LINES = 4  # lines at the end of a letter in which it is signed
_OFFICE = re.compile(
    r"^[\u4e00-\u9fff（）()]{2,24}?(?:民政局|局(?![部限面])|人民政府|政府(?!办)|办事处|街道办(?!事)|管委会|管理委员会|居委会|村委会|委员会)"
)
_BEFORE = re.compile(r"^(?:报送单位|单位|落款|发件人)[:：]")


def coordinator_of(campaign: Campaign, email: str) -> Coordinator | None:
    """The coordinator with this address (in lower case) who may give orders."""
    return next((c for c in campaign.coordinators if c.orders and c.email.lower() == email), None)


def known_unit(connection: Connection, campaign: Campaign, email: str) -> str:
    """The unit for which an address is confirmed or registered, ``""`` when it is neither."""
    return addresses.unit_of_address(connection, email) or registered_unit(campaign, email)


def registered_unit(campaign: Campaign, email: str) -> str:
    """The unit for which the call registers an address, ``""`` for none."""
    return next((u.key for u in campaign.units if email in {a.lower() for a in u.addresses}), "")


def spoken_for(connection: Connection, campaign: Campaign, email: str) -> Unit | None:
    """The unit in whose name an address writes: not that of which it only sends a town's cases."""
    unit = campaign.unit(known_unit(connection, campaign, email))
    if unit is None or email in addresses.named_addresses(connection, unit):
        return unit
    return unit if _writes_for(connection, campaign, unit, email) else None


def addresses_of(connection: Connection, campaign: Campaign, unit: Unit) -> tuple[str, ...]:
    """Where a unit can be written to: addresses named as its own, else those that sent cases of its own."""
    bad = addresses.bad_addresses(connection)
    if named := tuple(email for email in addresses.named_addresses(connection, unit) if email not in bad):
        return named
    learned = (email for email in addresses.confirmed_addresses(connection, unit.key) if email not in bad)
    return tuple(email for email in learned if _writes_for(connection, campaign, unit, email))


def _writes_for(connection: Connection, campaign: Campaign, unit: Unit, email: str) -> bool:
    """Whether the unit itself sends from an address: a case of its own level came from there, signed by no town."""
    return any(
        row.unit_key == unit.key
        and campaign.depth_of(row["level"]) == "county"
        and not (row["town"] or row["community"])
        and not _signs_for_town(connection, row)
        for row in cases.own_cases(connection, email)
    )


def _signs_for_town(connection: Connection, row: CaseRow) -> bool:
    mail = mails.get_mail(connection, row.mail_id)
    name = mail.from_name if mail is not None else ""
    signed = (name, signed_office(name, mails.body_of(connection, row.mail_id)), row["unit"])
    return any(AUTHORS.of_town.search(one) for one in signed)


def signed_office(name: str, text: str) -> str:
    """The office that a sender names as his own: in his name, or alone on a line at the letter's end."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in (*reversed(lines[-SIGNED_LINES:]), name):
        found = _OFFICE.match(_BEFORE.sub("", line.strip("\"' 　")))
        if found and len(line) <= len(found.group(0)) + SIGNED_LINES:
            return found.group(0)
    return ""


def contact_of(unit: Unit, gap: str = GAP) -> str:
    """Whom to telephone in a unit: 王五　0516-80000002; empty where nothing is known, which a list says once."""
    if not (unit.contact or unit.phone):
        return ""
    return f"{unit.contact or '联系人未登记'}{gap}{unit.phone or '电话未登记'}"


def telephone_of(unit: Unit) -> str:
    """The same within a sentence: 沛县 王五 0516-80000002."""
    return f"{unit.name} {contact_of(unit, ' ') or '联系方式未登记'}"
