"""Every way in which a place is written, worked out once from the places file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from intake.campaign.places.data import County, PlacesFile
from intake.campaign.places.names import STREET, TOWNSHIPS, base_name, short_name, town_name

Kind = Literal["region", "county", "town", "elsewhere", "trap"]

# Longest first: what may follow the bare name of a 街道 or 镇.
STREET_FORMS = ("街道办事处", "街道办", "街道", "街办", "办事处")
TOWN_FORMS = ("镇", *TOWNSHIPS)


@dataclass(frozen=True, slots=True)
class Town:
    """A town, street or zone as it stands in one county."""

    county: str  # key
    name: str  # 宋楼镇
    base: str  # 宋楼
    since: int | None = None
    until: int | None = None
    shared: bool = False  # belongs to another county in law and reports through this one

    def exists(self, year: int | None) -> bool:
        """Whether it existed in ``year``; always true when no year is asked for."""
        if year is None:
            return True
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Surface:
    """What one spelling can mean."""

    kind: Kind
    counties: tuple[str, ...] = ()
    towns: tuple[Town, ...] = ()
    sure: bool = True  # false: needs company to count
    right: str = ""  # the right spelling, when this one is a slip or an old kind


def county_towns(county: County) -> tuple[Town, ...]:
    """Every town, street and zone of a county, of all years."""
    key = county.key
    found = [Town(key, f"{base}{STREET}", base) for base in county.streets]
    found += [Town(key, town_name(name), base_name(town_name(name))) for name in county.towns]
    found += [Town(key, zone, zone) for zone in county.zones]
    found += [Town(key, name, base_name(name), shared=True) for name in county.shared]
    found += [Town(key, c.name, base_name(c.name), c.since, c.until) for c in county.change]
    return tuple(found)


def surfaces(places: PlacesFile) -> dict[str, Surface]:
    """Spelling → meaning. Right spellings win over slips, ours over names elsewhere."""
    found: dict[str, Surface] = {}
    towns = [town for county in places.county for town in county_towns(county)]
    _add_all(found, _regions(places))
    _add_all(found, _counties(places.county))
    _add_all(found, _towns(towns))
    _add_all(found, _misspelt(places, found))
    _add_new(found, _elsewhere(places))
    _add_new(found, _other_kinds(towns))
    _add_new(found, _slips(places, dict(found)))
    return found


def bare_names(places: PlacesFile) -> dict[str, Surface]:
    """Names of towns without 街道 or 镇: they count only beside their county or alone in a name."""
    found: dict[str, Surface] = {}
    for county in places.county:
        for town in county_towns(county):
            if town.base != town.name and len(town.base) > 1:
                _add_all(found, [(town.base, Surface("town", towns=(town,), sure=False))])
    return found


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One expression that finds the longest of ``words`` at each place."""
    tree: dict[str, dict] = {}  # type: ignore[type-arg]  # a tree of itself
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return re.compile(_branch(tree)) if tree else re.compile(r"(?!)")


def _branch(node: dict) -> str:  # type: ignore[type-arg]
    ends = "" in node
    parts = [re.escape(head) + _branch(rest) for head, rest in sorted(node.items()) if head]
    if not parts:
        return ""
    body = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return f"{body}?" if ends else body


def _add_all(found: dict[str, Surface], more: Iterable[tuple[str, Surface]]) -> None:
    """Add meanings; the same spelling for several towns keeps them all."""
    for spelling, surface in more:
        known = found.get(spelling)
        if known is not None and known.kind == surface.kind == "town":
            towns = tuple(dict.fromkeys((*known.towns, *surface.towns)))
            found[spelling] = replace(known, towns=towns, sure=known.sure and surface.sure)
        elif known is None or (surface.sure and not known.sure):
            found[spelling] = surface


def _add_new(found: dict[str, Surface], more: Iterable[tuple[str, Surface]]) -> None:
    fresh: dict[str, Surface] = {}
    _add_all(fresh, more)
    for spelling, surface in fresh.items():
        found.setdefault(spelling, surface)


def region_names(places: PlacesFile) -> tuple[str, ...]:
    """Province and city as they are written, with 省 and 市 and without."""
    names = (places.province, short_name(places.province), places.city, short_name(places.city))
    return tuple(dict.fromkeys(names))


def _regions(places: PlacesFile) -> Iterator[tuple[str, Surface]]:
    for name in region_names(places):
        yield name, Surface("region")


def _counties(counties: tuple[County, ...]) -> Iterator[tuple[str, Surface]]:
    for county in counties:
        yield county.name, Surface("county", (county.key,))
        for name in (*county.aliases, *county.former):
            yield name, Surface("county", (county.key,))
        for name in county.short:
            yield name, Surface("county", (county.key,), sure=False)


def _towns(towns: list[Town]) -> Iterator[tuple[str, Surface]]:
    for town in towns:
        surface = Surface("town", towns=(town,))
        if town.name.endswith("街道"):
            for form in STREET_FORMS:
                yield town.base + form, surface
        else:
            yield town.name, surface


def _other_kinds(towns: list[Town]) -> Iterator[tuple[str, Surface]]:
    """大屯镇 for 大屯街道: the kind of former years; only beside the county."""
    names = {(town.county, town.name) for town in towns}
    for town in towns:
        if town.base == town.name or town.shared:
            continue
        others = TOWN_FORMS if town.name.endswith("街道") else ("街道", "街道办事处", *TOWN_FORMS)
        for form in others:
            if (town.county, town.base + form) not in names:
                yield town.base + form, Surface("town", towns=(town,), sure=False, right=town.name)


def _misspelt(places: PlacesFile, found: dict[str, Surface]) -> Iterator[tuple[str, Surface]]:
    for wrong, right in places.misspelt.items():
        yield wrong, replace(found[right], right=right)
        full = next((c.name for c in places.county if right in c.aliases), "")
        if full.startswith(right) and wrong[-1] not in "县市区":
            yield wrong + full[len(right) :], replace(found[full], right=full)


def _elsewhere(places: PlacesFile) -> Iterator[tuple[str, Surface]]:
    outside = Surface("elsewhere")
    for name in (*places.elsewhere.provinces, *places.elsewhere.cities):
        yield name, outside
        yield f"{name}市", outside
        yield f"{name}省", outside
    for name in places.elsewhere.counties:
        yield name, outside
    for name in places.elsewhere.traps:
        yield name, Surface("trap")


def _slips(places: PlacesFile, found: dict[str, Surface]) -> Iterator[tuple[str, Surface]]:
    """One wrong character in a full name. Towns need their county beside them: 2 characters are few."""
    for name, surface in found.items():
        if surface.kind not in ("county", "town") or surface.right or len(name) < 2:
            continue
        if surface.kind == "county" and (not surface.sure or name[-1] not in "县市区"):
            continue
        sure = surface.kind == "county" and len(name) > 2
        stem = name if surface.kind == "county" else base_name(surface.towns[0].name)
        for index, character in enumerate(stem):
            for wrong in places.slips.get(character, ""):
                spelling = name[:index] + wrong + name[index + 1 :]
                yield spelling, replace(surface, sure=sure, right=_official(name, surface))


def _official(name: str, surface: Surface) -> str:
    return surface.towns[0].name if surface.kind == "town" else name
