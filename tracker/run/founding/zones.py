"""Zones that a notice addresses become units of its call, whether the divisions of the country have them or not."""

from __future__ import annotations

from dataclasses import dataclass

from intake.campaign.notice.head import is_direct
from intake.campaign.notice.values import NoticeFacts, Other
from intake.campaign.places.data import County, PlacesFile
from intake.campaign.places.make import is_zone_kind
from intake.campaign.places.names import STREET, short_name, town_name
from tracker.errors import SettingsError

_KINDS = (
    ("经开区", "经济开发区", "经济技术开发区"),
    ("高新区", "高新技术开发区", "高新技术产业开发区", "高新技术产业园区"),
)


def with_zones(places: PlacesFile, facts: NoticeFacts) -> PlacesFile:
    """The places with each zone as a unit of its own: one that is a division keeps its code and its towns.

    A zone that stood within a county is taken out of it, and the county stays its district.

    Raises:
        SettingsError: a town in the brackets of a zone is none of the region.
    """
    units = {county.key: county for county in places.county}
    added: list[County] = []
    others = [said.value for said in facts.others if not is_direct(said.value)]
    for other in {
        one.name: one for one in others if one.name not in {unit.name for unit in units.values()}
    }.values():
        if own := _division(units, other.name, short_name(places.city)):
            units[own.key] = _called(own, other)
            continue
        within = _within(units, other.name)
        if within:
            units[within.county.key] = within.without
        added.append(
            County(
                key=f"zone{len(added) + 1}",
                name=other.name,
                aliases=_other_names(other.name),
                parent=_parent(places, other) or (within.county.key if within else ""),
                shared=other.towns,
            )
        )
    return places.model_copy(update={"county": (*units.values(), *added)})


def is_of(county: County, zone: str) -> bool:
    """Whether a unit is the one that a notice calls ``zone``."""
    return zone in (county.name, *county.aliases, *county.short)


def _division(units: dict[str, County], zone: str, city: str) -> County | None:
    """The division that a notice means by 经济技术开发区: that of the city, else the one whose name ends so."""
    names = _names(zone)
    found = [unit for unit in units.values() if any(unit.name.endswith(name) for name in names)]
    of_city = [unit for unit in found if unit.name in {city + name for name in names}]
    return next((some[0] for some in (of_city, found) if len(some) == 1), None)


def _called(unit: County, zone: Other) -> County:
    """The division under the name that its office uses; a kind alone (高新区) means it only beside its city."""
    own = tuple(town for town in zone.towns if town not in _towns(unit))
    if _is_kind(zone.name):
        return unit.model_copy(update={"short": (*unit.short, *_names(zone.name)), "shared": own})
    names = (unit.name, *(name for name in (*_names(zone.name)[1:], *unit.aliases) if name != zone.name))
    return unit.model_copy(update={"name": zone.name, "aliases": tuple(dict.fromkeys(names)), "shared": own})


@dataclass(frozen=True, slots=True)
class _Within:
    county: County
    without: County  # the same county, when the zone is a unit of its own


def _within(units: dict[str, County], zone: str) -> _Within | None:
    """The county that has a zone among its own; a kind alone is no name there."""
    if _is_kind(zone):
        return None
    names = _names(zone)
    found = [
        (unit, one)
        for unit in units.values()
        for one in unit.zones
        if any(one.endswith(name) for name in names)
    ]
    if len(found) != 1:
        return None
    unit, one = found[0]
    return _Within(unit, unit.model_copy(update={"zones": tuple(name for name in unit.zones if name != one)}))


def _names(zone: str) -> tuple[str, ...]:
    """A zone's name and the others of its kind; 宜春经开区 is 宜春经济技术开发区, too."""
    kinds = next((kinds for kinds in _KINDS if zone.endswith(kinds)), ())
    own = next((kind for kind in sorted(kinds, key=len, reverse=True) if zone.endswith(kind)), "")
    return (zone, *(zone.removesuffix(own) + kind for kind in kinds if kind != own))


def _is_kind(zone: str) -> bool:
    return is_zone_kind(zone) or any(zone in kinds for kinds in _KINDS)


def _other_names(zone: str) -> tuple[str, ...]:
    return () if _is_kind(zone) else _names(zone)[1:]


def _towns(unit: County) -> tuple[str, ...]:
    return (*(base + STREET for base in unit.streets), *map(town_name, unit.towns))


def _parent(places: PlacesFile, zone: Other) -> str:
    """Key of the county in which lies the first of the towns that report through a zone; without towns none.

    Raises:
        SettingsError: no county has such a town.
    """
    owners = {name: county.key for county in reversed(places.county) for name in _towns(county)}
    if unknown := next((town for town in zone.towns if town not in owners), ""):
        raise SettingsError(
            f"{zone.name}中的“{unknown}”不是{places.city}的镇（街道），请写全称，如 {next(iter(owners), '某某街道')}"
        )
    return owners[zone.towns[0]] if zone.towns else ""
