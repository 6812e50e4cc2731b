"""How deep an author stands: a county's office, a town, or a village, whatever else the text tells of.

Who signs decides; then what the title, the names and the letter call the case; then what the text calls its
own, and what only a county or a town would say. A place that is told about is no author.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.model.case import Where
from intake.understand.identify.facts.sightings import Sighting, times_named
from intake.understand.identify.parse.units import DEPTH_OF, DEPTHS, Depth
from intake.understand.identify.parse.voice import Voice, hear
from intake.understand.identify.seen import Seen

_SIGNED = frozenset((Where.SIGNATURE, Where.FORM, Where.SHEET))
_NAMED = frozenset((Where.TITLE, Where.FILE, Where.FOLDER, Where.SUBJECT, Where.LETTER))
_CARDS = frozenset((Where.MAIL_SIGNATURE, Where.SENDER))  # who sends a case may send that of another
AGAIN = 3  # times that the name of a village stands in a text of which it may be the author
CLEAR = 2  # words that only a county or a town says: so many, and a village told of is an example


@dataclass(frozen=True, slots=True)
class Reach:
    """The depth of the author; ``other`` is the depth that it might be instead."""

    depth: Depth = ""
    other: Depth = ""

    def holds(self, depth: Depth) -> bool:
        """Whether a place of that depth can be the author's."""
        return not self.depth or DEPTHS.index(depth) <= DEPTHS.index(self.depth)


def find_reach(seen: Seen, sightings: list[Sighting], stated: str) -> Reach:
    """The author's depth; ``stated`` is the level that a form or the text itself gives."""
    voice = hear(seen.layout.text)
    units = _deepest(unit.depth for unit in seen.layout.units)
    named = _deepest(_depths(sightings, _NAMED)) or _deepest(_depths(sightings, _CARDS))
    told = _deepest(_depths(sightings, frozenset((Where.OPENING,))))
    signed = _deepest(depth for depth in DEPTHS if depth == stated) or _deepest(
        (units, *_depths(sightings, _SIGNED))
    )
    if signed:
        return _of_signed(signed, named, told, voice)
    if voice.self_named:
        return _of_signed(voice.self_named, named, told, voice)
    reach = _of_told(sightings, named, told, voice)
    if reach.depth == "town" and not reach.other and told == "village" and _is_hero(seen, sightings):
        reach = Reach("town", "village")
    shallow = reach.depth in ("county", "town") and not reach.other and not voice.speaks_for(reach.depth)
    if shallow and not all(
        s.firm for s in sightings
    ):  # a phrase with the shape of a village's name may be one
        return Reach("village", reach.depth)
    return reach


def _depth_of(sighting: Sighting) -> Depth:
    """The depth of the place that is surely named."""
    mention = sighting.mention
    if mention.community and not sighting.firm:
        return "town" if mention.town or mention.choices else "county" if mention.county else ""
    return DEPTH_OF.get(mention.kind, "")


def _of_signed(signed: Depth, named: Depth, told: Depth, voice: Voice) -> Reach:
    """An office may send in what a deeper place wrote; then the title says so, and the text does not speak up."""
    if _deeper(named, signed):
        return Reach(signed, named) if voice.speaks_for(signed) else Reach(named)
    if _deeper(told, signed) and not voice.speaks_for(signed) and voice.speaks_for(told):
        return Reach(signed, told)
    return Reach(signed)


def _of_told(sightings: list[Sighting], named: Depth, told: Depth, voice: Voice) -> Reach:
    deepest = _deepest((named, told))
    above = [depth for depth in DEPTHS[1:] if _deeper(deepest, depth) and voice.wide[depth]]
    several = len(_told_of(sightings, told)) > 1
    if above:
        depth = max(above, key=lambda one: voice.wide[one])
        clear = voice.wide[depth] + min(voice.acts[depth], 1) + several >= CLEAR
        if (
            not _deeper(deepest, named) or not clear
        ):  # its title or its name goes deeper, or one word is little
            return Reach(deepest, depth)
        return Reach(depth) if not voice.wide[deepest] else Reach(depth, deepest)
    if several and _deeper(told, named):
        return Reach(DEPTHS[DEPTHS.index(told) - 1], told)
    return Reach(deepest)


def _is_hero(seen: Seen, sightings: list[Sighting]) -> bool:
    """Whether one village alone is told of, again and again: the town that speaks may only look on."""
    names = _told_of(sightings, "village")
    return len(names) == 1 and times_named(min(names), seen.layout.text) >= AGAIN


def _told_of(sightings: list[Sighting], depth: Depth) -> set[str]:
    told = [s.mention for s in sightings if s.where is Where.OPENING and s.firm]
    names = {m.community if depth == "village" else m.town for m in told} if depth else set()
    return names - {""}


def _depths(sightings: list[Sighting], where: frozenset[Where]) -> Iterable[Depth]:
    return (_depth_of(s) for s in sightings if s.where in where)


def _deepest(depths: Iterable[Depth]) -> Depth:
    return max(depths, key=DEPTHS.index, default="")


def _deeper(one: Depth, other: Depth) -> bool:
    return DEPTHS.index(one) > DEPTHS.index(other)
