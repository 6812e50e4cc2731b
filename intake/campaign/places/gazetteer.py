"""The gazetteer of a city: loads places as data and finds them in texts.

How a place is spelt is :mod:`intake.campaign.places.surface`; how neighbours become one address is
:mod:`intake.campaign.places.match`. Which of the places found is the case's own is not decided here
but in :mod:`intake.understand.identify.facts.place`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.campaign.places.check import check_file
from intake.campaign.places.community import communities
from intake.campaign.places.data import PlacesFile, Village, read_villages
from intake.campaign.places.match import Finder, Hit, Mention
from intake.campaign.places.surface import (
    Surface,
    Town,
    bare_names,
    county_towns,
    pattern,
    region_names,
    surfaces,
)
from intake.config.toml import load_toml
from intake.text.fold import Folded, fold

__all__ = ["Gazetteer", "Mention", "Town", "check_places", "load_places"]

_EDGE = re.compile(r"[\u4e00-\u9fff]")
_AFTER_BARE = frozenset(("案例", "材料", "民政", "政府", "社会", "党委", "党工", "报送", "上报"))


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places of one city, ready to be searched. Immutable; pickles."""

    province: str
    city: str
    counties: dict[str, str]  # key → official name, in official order
    parents: dict[str, str]  # key → key of the administrative district
    towns: tuple[Town, ...]
    source: PlacesFile = field(repr=False)
    villages: tuple[Village, ...] = field(default=(), repr=False)
    authors: re.Pattern[str] = field(
        default=re.compile("(?!)"), repr=False
    )  # names of authors that are no places
    _spellings: dict[str, Surface] = field(default_factory=dict, repr=False)
    _bare: dict[str, Surface] = field(default_factory=dict, repr=False)
    _strict: re.Pattern[str] = field(default=re.compile("(?!)"), repr=False)
    _loose: re.Pattern[str] = field(default=re.compile("(?!)"), repr=False)
    _region: re.Pattern[str] = field(default=re.compile("(?!)"), repr=False)
    _finder: Finder = field(default_factory=Finder, repr=False)
    _listed: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict, repr=False)

    def mentions(self, text: str, year: int | None = None, *, loose: bool = False) -> tuple[Mention, ...]:
        """Every address in ``text``, in order, not overlapping.

        ``year`` decides between towns of different years. ``loose`` is for names of files, folders
        and people, where 宋楼 alone may mean the town.
        """
        folded = fold(text)
        chains = self._finder.chains(folded, self._hits(folded, loose=loose), year, loose=loose)
        found = [self._finder.mention(text, folded, chain, year) for chain in chains]
        taken = [(chain.start, chain.end) for chain in chains]
        for village in communities(folded):
            if any(start < village.end and village.start < end for start, end in taken):
                continue
            start, end = folded.origin(village.start, village.end)
            found.append(Mention(start, end, text[start:end], "community", community=village.name))
        found = [self._place_village(mention) for mention in found if mention.kind != "region"]
        return tuple(sorted(found, key=lambda mention: mention.start))

    def county_name(self, key: str) -> str:
        """丰县 for ``fengxian``; ``""`` for no key."""
        return self.counties.get(key, "")

    def towns_of(self, county: str, year: int | None = None) -> tuple[Town, ...]:
        """Towns, streets and zones of a county in a year."""
        return tuple(town for town in self.towns if town.county == county and town.exists(year))

    def author_end(self, text: str, start: int = 0) -> int:
        """Where the name of an author of the call's own kinds ends that begins at ``start``; -1: there is none.

        育红小学 in 镜湖区育红小学 from 3 on, where the call has a level of schools.
        """
        match = self.authors.match(text, start)
        return match.end() if match else -1

    def is_region(self, text: str) -> bool:
        """Whether ``text`` is nothing but the province or the city, or both, with 省 and 市 or without."""
        return bool(text.strip()) and not self.without_regions(text).strip()

    def without_regions(self, text: str) -> str:
        """``text`` without every name of the province and the city."""
        return self._region.sub("", text)

    def _hits(self, folded: Folded, *, loose: bool) -> list[Hit]:
        found = [
            Hit(m.start(), m.end(), m[0], self._spellings[m[0]]) for m in self._strict.finditer(folded.text)
        ]
        if not loose:
            return found
        taken = [(hit.start, hit.end) for hit in found]
        for match in self._loose.finditer(folded.text):
            start, end = match.span()
            if any(a < end and start < b for a, b in taken):
                continue
            if self._stands_alone(folded, start, end, taken):
                found.append(Hit(start, end, match[0], self._bare[match[0]]))
        return sorted(found, key=lambda hit: hit.start)

    def _stands_alone(self, folded: Folded, start: int, end: int, taken: list[tuple[int, int]]) -> bool:
        """A bare name with nothing around it that would make another word of it."""
        text = folded.text
        free_left = start == 0 or start in folded.gaps or not _EDGE.match(text[start - 1])
        free_left = free_left or any(b == start for _, b in taken)
        after = text[end : end + 2]
        free_right = not after or end in folded.gaps or not _EDGE.match(after)
        return free_left and (free_right or after in _AFTER_BARE)

    def _place_village(self, mention: Mention) -> Mention:
        """Complete a village from the list of villages, when the deployment has one."""
        if not self._listed or not mention.community:
            return mention
        places = {
            (county, town)
            for county, town in self._listed.get(mention.community, ())
            if mention.county in ("", county) and mention.town in ("", town)
        }
        if mention.town or not places:
            return mention
        if len(places) == 1:
            county, town = places.pop()
            return replace(mention, county=county, town=town)
        return replace(mention, choices=tuple(sorted(places)))


def load_places(path: Path, villages: Path | None = None) -> Gazetteer:
    """Read a places file, and the optional list of villages (CSV).

    Raises:
        ConfigError: as :func:`intake.config.toml.load_toml` and :func:`intake.campaign.places.data.read_villages`.
    """
    places = load_toml(path, PlacesFile)
    listed = read_villages(villages) if villages is not None else ()
    return build(places, listed)


def build(places: PlacesFile, villages: tuple[Village, ...] = ()) -> Gazetteer:
    """Work out the gazetteer of a places file."""
    spellings, bare = surfaces(places), bare_names(places)
    names = {county.key: county.name for county in places.county}
    parents = {county.key: county.parent for county in places.county if county.parent}
    towns = tuple(town for county in places.county for town in county_towns(county))
    region = pattern(region_names(places))
    zones: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if town.base == town.name:
            zones[town.county].append(town)
    return Gazetteer(
        province=places.province,
        city=places.city,
        counties=names,
        parents=parents,
        towns=towns,
        source=places,
        villages=villages,
        _spellings=spellings,
        _bare=bare,
        _strict=pattern(spellings),
        _loose=pattern(bare),
        _region=region,
        _finder=Finder(
            parents=parents,
            bare=bare,
            longest_bare=max(map(len, bare), default=0),
            zones={key: tuple(found) for key, found in zones.items()},
            region=region,
        ),
        _listed=_listed(places, villages),
    )


def check_places(gazetteer: Gazetteer) -> list[str]:
    """Chinese findings about the gazetteer's data, for ``zhengji places check``."""
    return check_file(gazetteer.source, gazetteer.villages)


def _listed(places: PlacesFile, villages: tuple[Village, ...]) -> dict[str, tuple[tuple[str, str], ...]]:
    spellings = {
        spelling: county.key
        for county in places.county
        for spelling in (county.key, county.name, *county.aliases, *county.former)
    }
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for village in villages:
        if village.county in spellings:
            found[village.name].append((spellings[village.county], village.town))
    return {name: tuple(dict.fromkeys(where)) for name, where in found.items()}
