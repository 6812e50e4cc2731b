"""The level of a case: as stated, else the depth of its author and of the place it is about."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.campaign.authors import is_organisation, place_of_organ
from intake.campaign.campaign import Campaign
from intake.model.case import Evidence, Fact, Where
from intake.understand.identify.facts.place import Place
from intake.understand.identify.parse.labels import LABELS, names_in, ticked, values_of
from intake.understand.identify.parse.units import DEPTHS, Depth
from intake.understand.identify.seen import Seen

EDGE = 12  # lines at either end of a text in which a labelled line may stand
_KIND = re.compile("类型|类别|主体|组别|性质|层次")
_LEVEL_WORD = r"([^\s,，。;；:：、()（）]{2,16}(?:（[^（）]{1,12}）)?)"
_LINE = re.compile(rf"(?:层级|级别|层次|组别|主体|类型|类别)[ \u3000]?[:：][ \u3000]{{0,4}}{_LEVEL_WORD}")
_IN_LETTER = re.compile(
    rf"(?:层级|级别|层次|组别)(?:都|均)?[:：为是]{{1,2}}[ \u3000]?{_LEVEL_WORD}|(?:都|均|全部?|皆|我们)(?:是|为|属于?){_LEVEL_WORD}"
)
_PARTS = re.compile(r"[-—–_·+|\s.:：、,，【】\[\]]+|[(（](?=[^()（）]{2,6}[)）])|(?<=级)[)）]|(?<=基层)[)）]")
_SUBMITTED = re.compile(
    "(?:以|作为|按照?)([县区镇村](?:级|域)|街道级?|社区级?)(?:层级|层面)?案例(?:进行)?(?:申报|报送|上报|推荐|参评)"
)


def find_level(seen: Seen, place: Place, unit: Fact, stated: Fact | None) -> Fact:
    """A key of the campaign's levels; waits when neither the author's name nor the depth tells it."""
    campaign = seen.call.campaign
    found = (
        _of_organ(seen, unit)
        or _by_author(seen, place, unit)
        or _of_other_kind(seen, unit)
        or _by_depth(seen, place)
    )
    if stated is not None:
        # Whose place it is says nothing against a kind of author: 个人.
        comparable = bool(campaign.depth_of(stated.value)) or not campaign.depth_of(
            found.value if found else ""
        )
        if comparable and found is not None and found.value != stated.value and found.confidence > 0.9:
            choices = (stated.value, found.value)
            return Fact(stated.value, 0.7, stated.evidence + found.evidence, choices, waits=True)
        return stated
    if found is None and len(campaign.levels) == 1:
        return Fact(campaign.levels[0].key, 1.0)
    return found or Fact(waits=True, choices=tuple(level.key for level in campaign.levels))


def stated_level(seen: Seen) -> Fact | None:
    """The level that a form, the summary sheet or the text itself (以镇级案例申报) states."""
    campaign = seen.call.campaign
    cells = [(value, Where.FORM, source) for label, value, source in seen.pairs
             if any(values_of([(label, value)], LABELS.level))]  # fmt: skip
    if seen.row is not None and seen.row.cells.get("level"):
        cells.append((seen.row.cells["level"], Where.SHEET, seen.row.source))
    cells += [(match[1], Where.BODY, seen.best.name) for match in _SUBMITTED.finditer(seen.layout.text)]
    for value, where, source in cells:
        if key := level_key(campaign, value):
            return Fact(key, 0.97, (Evidence(where, value, source),))
    return _told_by_words(seen)


def _told_by_words(seen: Seen) -> Fact | None:
    """The level that stands by itself: a cell of 类型, a line 层级：基层, a part of the file's name, the letter, the subject."""
    campaign = seen.call.campaign
    cells = [(value, Where.FORM, source) for label, value, source in seen.pairs if _KIND.search(label)]
    lines = seen.best.text.splitlines()
    near = "\n".join((*lines[:EDGE], *lines[EDGE:][-EDGE:]))
    cells += [(match[1], Where.FORM, seen.best.name) for match in _LINE.finditer(near)]
    cells += [(part, Where.FILE, d.name) for d in seen.documents for part in _PARTS.split(d.name)]
    cells += [(match[1] or match[2], Where.LETTER, "邮件") for match in _IN_LETTER.finditer(seen.body.new)]
    cells += [(part, Where.SUBJECT, "邮件主题") for part in _PARTS.split(seen.envelope.subject)]
    for value, where, source in cells:
        chosen = "".join(ticked(value).split())
        for level in campaign.levels:
            if len(chosen) > 1 and chosen in (level.name, *level.aliases):
                return Fact(level.key, 0.95, (Evidence(where, value, source),))
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
        if any(len(word) > 1 and names_in(plain, word) for word in (level.name, *level.aliases))
    ]
    return named[0] if len(named) == 1 or (chosen != text and named) else ""


def _of_organ(seen: Seen, unit: Fact) -> Fact | None:
    """The level of the place whose organ the author is: 某某县科学技术协会 is a county's, however societies are called."""
    campaign, name = seen.call.campaign, place_of_organ(unit.value)
    if not name:
        return None
    places = seen.call.places
    named = places.mentions(name, seen.year)
    if places.is_region(name):
        key = campaign.own_level
    else:  # in a province's call a county stands where a town stands in a city's
        deepest: Depth = (
            "village" if named and named[-1].community else "town" if named and named[-1].town else "county"
        )
        signed = max((unit.depth for unit in seen.layout.units), key=DEPTHS.index, default="")
        if DEPTHS.index(signed) > DEPTHS.index(deepest):  # it passes on what a village or town signs
            return None
        key = campaign.level_at(deepest) if named else ""
    return Fact(key, unit.confidence, unit.evidence) if key else None


def _by_author(seen: Seen, place: Place, unit: Fact) -> Fact | None:
    """An author that is no place: its name ends as those of a level do."""
    campaign, county = seen.call.campaign, place.county.value
    of_city = None if not county else county not in seen.call.places.counties.values()
    keys = campaign.levels_of_author(unit.value, of_city=of_city)
    if len(keys) > 1:
        return Fact(waits=True, choices=keys)
    if not keys and of_city and (level := campaign.own_level):
        return Fact(level, place.county.confidence, place.county.evidence)
    return Fact(keys[0], unit.confidence, unit.evidence) if keys else None


def _of_other_kind(seen: Seen, unit: Fact) -> Fact | None:
    """An organisation has none of the levels of places: 某某公司 of a town is no town."""
    campaign = seen.call.campaign
    if campaign.level_of_others and is_organisation(unit.value):
        return Fact(campaign.level_of_others, min(unit.confidence, 0.9), unit.evidence)
    others = tuple(level for level in campaign.levels if not level.depth)
    if not others or not is_organisation(unit.value):
        return None
    if len(others) == 1 and not others[0].endings:
        return Fact(others[0].key, 0.8, unit.evidence)
    return Fact(waits=True, choices=tuple(level.key for level in others))


def _by_depth(seen: Seen, place: Place) -> Fact | None:
    """The level of the author's depth; None where the call has no level there."""
    campaign = seen.call.campaign
    found = _depth(seen, place)
    if found is None:
        return None
    choices = tuple(key for depth in found.choices if (key := campaign.level_at(depth)))
    value = campaign.level_at(found.value)
    return replace(found, value=value, choices=choices) if value or choices else None


def _depth(seen: Seen, place: Place) -> Fact | None:
    """The author's depth: village when a village is its own, town when a town is, else the county's office."""
    depth, other = place.reach.depth, place.reach.other
    if not depth:
        return None
    part = {"county": place.county, "town": place.town, "village": place.community}[depth]
    evidence = part.evidence[:2] or _signature(seen, depth)
    if not (part.value or evidence) and depth == "village":  # no village is named: who says that it is one?
        return Fact(waits=True, choices=("village", "town"))
    if other:
        return Fact(depth, 0.6, evidence, (depth, other), waits=True)
    if depth == "village" and part.waits:  # perhaps no village, then the town's own case
        return Fact(depth, 0.6, evidence, ("village", "town"), waits=True)
    signed = any(one.where in (Where.SIGNATURE, Where.FORM) for one in evidence)
    return Fact(depth, 0.95 if signed else min(0.9, max(0.8, part.confidence)), evidence)


def _signature(seen: Seen, depth: Depth) -> tuple[Evidence, ...]:
    quotes = [unit.quote for unit in seen.layout.units if unit.depth == depth]
    return tuple(Evidence(Where.SIGNATURE, quote, seen.best.name) for quote in quotes[:1])
