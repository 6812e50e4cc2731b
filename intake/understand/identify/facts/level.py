"""The level of a case: as stated, else the depth of its author and of the place it is about."""

from __future__ import annotations

from intake.campaign.notice import Campaign
from intake.model.case import Evidence, Fact, Where
from intake.understand.identify.facts.place import Place
from intake.understand.identify.parse.labels import LABELS, ticked, values_of
from intake.understand.identify.seen import Seen

_DEPTH = {"county": "county", "town": "town", "village": "village"}


def find_level(seen: Seen, place: Place) -> Fact:
    """A key of the campaign's levels; waits when nothing tells the depth."""
    campaign = seen.call.campaign
    stated = _stated(seen, campaign)
    found = _by_depth(seen, place)
    if stated is not None:
        if found is not None and found.value != stated.value and found.confidence > 0.9:
            choices = (stated.value, found.value)
            return Fact(stated.value, 0.7, stated.evidence + found.evidence, choices, waits=True)
        return stated
    return found or Fact(waits=True, choices=tuple(level.key for level in campaign.levels))


def _stated(seen: Seen, campaign: Campaign) -> Fact | None:
    cells = [(value, Where.FORM, source) for label, value, source in seen.pairs
             if any(values_of([(label, value)], LABELS.level))]  # fmt: skip
    if seen.row is not None and seen.row.cells.get("level"):
        cells.append((seen.row.cells["level"], Where.SHEET, seen.row.source))
    for value, where, source in cells:
        if key := level_key(campaign, value):
            return Fact(key, 0.97, (Evidence(where, value, source),))
    return None


def level_key(campaign: Campaign, text: str) -> str:
    """The level that a cell names; a list of all levels with none ticked names none."""
    chosen = ticked(text)
    plain = "".join(chosen.split())
    for level in campaign.levels:
        if plain == level.name or plain in level.aliases:
            return level.key
    named = [
        level.key
        for level in campaign.levels
        if any(len(word) > 1 and word in plain for word in (level.name, *level.aliases))
    ]
    return named[0] if len(named) == 1 or (chosen != text and named) else ""


def _by_depth(seen: Seen, place: Place) -> Fact | None:
    """Village when a village is its own, town when a town is, county when the county's office writes."""
    unit = next((u for u in seen.layout.units if u.depth), None)
    if place.community.value:
        if (
            unit is not None
            and unit.depth in ("town", "county")
            and (place.community.waits or not _is_titled(place.community))
        ):
            return Fact(_DEPTH[unit.depth], 0.85, (Evidence(Where.SIGNATURE, unit.quote, seen.best.name),))
        if place.community.waits and place.town.value:  # perhaps no village, then the town's own case
            return Fact("village", 0.6, place.community.evidence[:2], ("village", "town"), waits=True)
        return Fact("village", min(0.95, place.community.confidence), place.community.evidence[:2])
    if place.community.choices:
        return Fact(waits=True, choices=("village", "town"))
    if place.town.value or place.town.choices:
        return Fact("town", min(0.95, max(0.8, place.town.confidence)), place.town.evidence[:2])
    if unit is not None:
        return Fact(_DEPTH[unit.depth], 0.95, (Evidence(Where.SIGNATURE, unit.quote, seen.best.name),))
    if place.county.value:
        return Fact("county", min(0.8, place.county.confidence), place.county.evidence[:2])
    return None


def _is_titled(community: Fact) -> bool:
    return any(e.where in (Where.TITLE, Where.FORM, Where.SIGNATURE) for e in community.evidence)
