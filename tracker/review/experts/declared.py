"""What experts themselves said that they keep away from: no later list takes it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tracker.ledger.events import events_of, record_event
from tracker.ledger.review.experts import ExpertRow, list_experts, put_expert
from tracker.office.desk import Desk

DECLARED: Final = "review.declared"  # the event


def declare(desk: Desk, expert: ExpertRow, avoids: tuple[str, ...], came: tuple[int, str]) -> ExpertRow:
    """The expert, who keeps away from these as well by his own word.

    Args:
        desk: where it is written down.
        expert: as the list has him, not yet changed.
        avoids: units and offices.
        came: ledger id and SHA-256 of the mail in which he says it.
    """
    if not avoids:
        return expert
    mail_id, source = came
    detail = {"expert": expert.id, "name": expert.name, "avoids": list(avoids), "source": source}
    record_event(desk.connection, DECLARED, desk.now, who=expert.name, mail_id=mail_id, detail=detail)
    return replace(expert, avoids=tuple(dict.fromkeys((*expert.avoids, *avoids))))


def put_listed(desk: Desk, listed: Iterable[ExpertRow]) -> None:
    """Take a list: what it leaves blank of somebody known stays, and so does what he himself keeps away from."""
    known = {one.name: one for one in list_experts(desk.connection)}
    declared: dict[int, tuple[str, ...]] = {}
    for event in events_of(desk.connection, DECLARED):
        key = event.detail["expert"]
        declared[key] = (*declared.get(key, ()), *event.detail["avoids"])
    for new in listed:
        old = known.get(new.name)
        put_expert(desk.connection, _beside(old, new, declared.get(old.id, ())) if old else new, desk.now)


def _beside(old: ExpertRow, new: ExpertRow, declared: tuple[str, ...]) -> ExpertRow:
    """What a list says anew of somebody, beside what is known of him."""
    has_address = bool(new.email) and new.email != old.email
    return replace(
        new,
        unit=new.unit or old.unit,
        county=new.county or old.county,
        email=new.email or old.email,
        phone=new.phone or old.phone,
        most=new.most or old.most,
        wishes=new.wishes or old.wishes,
        avoids=tuple(dict.fromkeys((*new.avoids, *declared))),
        paper=new.paper if has_address or not old.email else old.paper or (new.paper and bool(new.email)),
    )
