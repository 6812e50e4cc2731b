"""What a revised version does not say again still holds: contact, telephone, place and level; and the theme, where it tells none.

A county that sends a 修改稿 rarely repeats its covering letter. The earlier version's values are
taken over with that as their evidence, and nobody is asked for what is known already.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from intake.model.case import CaseReading, Evidence, Fact, Where
from tracker.cases.fields import settled_by
from tracker.ledger.cases import machine_values, person_values
from tracker.ledger.texts.versions import version_before

INHERITED = ("unit", "county", "town", "community", "level", "contact", "phone")
NOTE = "沿用前一稿"


def inherit(connection: Connection, case_id: int, before: int | None, found: CaseReading) -> CaseReading:
    """``found`` with what the last version before number ``before`` (None: the newest) adds to it."""
    earlier = version_before(connection, case_id, before)
    if earlier is None:
        return found
    machine, person = machine_values(connection, earlier), person_values(connection, case_id)
    facts = dict(found.facts)
    for name in INHERITED:
        kept = machine.get(name)
        if kept is None or not kept.value or kept.waits or found.value(name):
            continue
        evidence = (Evidence(Where.THREAD, kept.value, NOTE),)
        facts[name] = Fact(kept.value, kept.confidence, evidence, note=NOTE)
    if (
        (theme := machine.get("theme"))
        and theme.value
        and not theme.waits
        and _is_unsure(found.facts.get("theme"))
    ):
        facts["theme"] = Fact(
            theme.value, theme.confidence, (Evidence(Where.THREAD, theme.value, NOTE),), note=NOTE
        )
    known = {
        name for name in (*INHERITED, "theme") if name in person or facts.get(name) != found.facts.get(name)
    }
    codes = known | (set(settled_by("theme")) if "theme" in known else set())
    doubts = tuple(doubt for doubt in found.doubts if doubt.code not in codes)
    return replace(found, facts=facts, doubts=doubts)


def _is_unsure(theme: Fact | None) -> bool:
    """Whether the revised text alone does not tell the theme: a sure one of another theme is asked about."""
    return theme is None or not theme.value or theme.waits
