"""What experts themselves said that they keep away from: no later list takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tracker.ledger.events import events_of, record_event
from tracker.ledger.review.experts import ExpertRow, list_experts, put_expert
from tracker.office.desk import Desk

DECLARED: Final = "review.declared"  # the event
STANDS: Final = "{name}：名单中空着的照旧（{standing}），要改的请写明新的"


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


def put_listed(desk: Desk, listed: Iterable[ExpertRow]) -> list[str]:
    """Take a list: what it leaves blank of somebody known stays, and so does what he himself keeps away from.

    Returns Chinese remarks: what stands although this list does not have it.
    """
    known = {one.name: one for one in list_experts(desk.connection)}
    declared: dict[int, tuple[str, ...]] = {}
    remarks: list[str] = []
    for event in events_of(desk.connection, DECLARED):
        key = event.detail["expert"]
        declared[key] = (*declared.get(key, ()), *event.detail["avoids"])
    for new in listed:
        old = known.get(new.name)
        now = _beside(old, new, declared.get(old.id, ())) if old else new
        put_expert(desk.connection, now, desk.now)
        if standing := "、".join(_standing(new, now)):
            remarks.append(STANDS.format(name=new.name, standing=standing))
    return remarks


def _standing(new: ExpertRow, now: ExpertRow) -> Iterator[str]:
    """What is known of an expert and stands although the list is blank there."""
    if now.unit and not new.unit:
        yield now.unit
    if now.email and not new.email:
        yield now.email
    if now.phone and not new.phone:
        yield f"电话{now.phone}"
    if now.most and not new.most:
        yield f"最多{now.most}篇"
    if now.wishes and not new.wishes:
        yield f"主题{'、'.join(map(str, now.wishes))}"
    if kept := [unit for unit in now.avoids if unit not in new.avoids]:
        yield f"本人申请回避{'、'.join(kept)}"


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
