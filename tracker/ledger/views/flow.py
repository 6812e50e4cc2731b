"""What the workbook lists of mails and cases: in which order, and what became of each mail."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, union
from sqlalchemy import case as when

from tracker.ledger.schema import answer, case, letter, submission, version


def cases_in_order(connection: Connection, units: Sequence[str]) -> array[int]:
    """Ids of all cases: by their units in this order of keys, those of no unit last, then by number."""
    place = {key: position for position, key in enumerate(units)}
    unit = when(place, value=case.c.unit_key, else_=len(place)) if place else case.c.serial
    return array("q", connection.execute(select(case.c.id).order_by(unit, case.c.serial)).scalars())


def changed_since(connection: Connection, since: datetime) -> list[int]:
    """Ids of the cases that came after a time, and of those whose current version did."""
    counts = (version.c.case_id == case.c.id) & (version.c.number == case.c.current_version)
    renewed = select(case.c.id).join(version, counts).where(version.c.received_at > since)
    found = union(select(case.c.id).where(case.c.created_at > since), renewed)
    return list(connection.execute(found).scalars())


def numbers_by_mail(connection: Connection, mail_ids: Sequence[int]) -> dict[int, list[str]]:
    """The numbers of the cases that each of these mails brought, in the mail's order."""
    found: dict[int, list[str]] = {}
    joined = (
        select(submission.c.mail_id, case.c.number)
        .join(case, case.c.id == submission.c.case_id)
        .where(submission.c.mail_id.in_(mail_ids))
        .order_by(submission.c.mail_id, submission.c.position)
    )
    for row in connection.execute(joined):
        found.setdefault(row.mail_id, []).append(row.number)
    return found


def answers_by_mail(connection: Connection, mail_ids: Sequence[int]) -> dict[int, str]:
    """The kind of the newest letter that answers each of these mails."""
    joined = (
        select(answer.c.mail_id, letter.c.kind)
        .join(letter, letter.c.id == answer.c.letter_id)
        .where(answer.c.mail_id.in_(mail_ids))
        .order_by(letter.c.id)
    )
    return {row.mail_id: row.kind for row in connection.execute(joined)}
