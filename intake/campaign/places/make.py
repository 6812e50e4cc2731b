"""A first places file of a city, from the divisions of the whole country.

What a rule can see is written: towns of every kind, names that are certain and names that are not,
places elsewhere that hold one of ours. What only a person knows (towns that report through a zone,
misspellings) is left to the person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from intake.campaign.places.country import CITY, COUNTY, NO_PLACE, PROVINCE, TOWN, Country, Division
from intake.campaign.places.data import County, Elsewhere, PlacesFile
from intake.campaign.places.names import STREET, base_name, official_names, short_name, written_town
from intake.campaign.places.names import TOWN as TOWN_KIND

_OFFICE = re.compile(r"(?<=.)(?:街道办事处|街道办|街道)$")
_ZONE = re.compile(r"(?:[农林牧渔茶果]场|种畜场|种马场|园艺场|垦殖场|团|地区|[区园]|管委会|管理委员会)$")
_NOTHING = re.compile(r"直辖村级区划$|社区$|监狱$")
_HANZI = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff·]{2,20}")
# A zone that is called by its kind alone: 经济开发区 of one county is not that of another.
_KIND_ONLY = re.compile(
    r"(?:国家|省|级|经济|技术|产业|高新|高新技术|现代|农业|工业|示范|综合|生态|旅游|物流|化工|科技|循环|"
    r"空港|临港|[农林牧渔茶果]场|种畜场|园艺场|开发|度假|保税|管理|集聚|新|园|区|管委会|管理委员会)+"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The file, and what a person should look at before it is used."""

    places: PlacesFile
    left: tuple[str, ...]  # Chinese remarks: what the list has and the file has not
    listed: bool = True  # whether the divisions of the country have the place


def draft_places(country: Country, province: str, city: str = "", county: str = "") -> Draft:
    """The places file of a city; of a county alone, or a city without counties, its towns are the units.

    Of a province its cities are, and their counties stand where towns stand.

    Raises:
        ConfigError: there is no such place.
    """
    whole = country.province(province)
    chosen = country.city(whole, city or province)
    one = country.county(chosen, county) if county else None
    left: list[str] = []
    if len(chosen.code) == PROVINCE and (cities := country.cities(chosen)):
        region = chosen
        units = [_unit_of_city(country, place) for place in cities]
    elif one is not None or not country.counties(chosen):
        region = one or chosen
        towns = country.inside(region.code, TOWN)
        units = [unit for town in towns if (unit := _unit_of_town(town, region.name)) is not None]
    else:
        region = chosen
        certain = _Certain(country, chosen)
        units = [_unit(country, place, certain, left) for place in country.counties(chosen)]
    units = list({unit.name: unit for unit in units}.values())
    places = PlacesFile(
        province=whole.name,
        city=region.name,
        county=tuple(units),
        elsewhere=_elsewhere(country, whole, region, units),
    )
    return Draft(places, tuple(left))


def own_places(province: str, city: str, units: Iterable[str]) -> Draft:
    """The places file of a place that the divisions have not, of the units that a notice names.

    Of none, the place itself stands as the one unit, until a person names them.
    """
    names = _once(units) or (city,)
    counties = tuple(
        County(key=f"u{number}", name=name, short=_own_short(name)) for number, name in enumerate(names, 1)
    )
    return Draft(PlacesFile(province=province, city=city, county=counties), (), listed=False)


def _own_short(name: str) -> tuple[str, ...]:
    short = base_name(short_name(name))
    return (short,) if 1 < len(short) < len(name) else ()


def is_zone_kind(name: str) -> bool:
    """Whether a name is the kind of a zone and no more: 高新区."""
    return bool(_KIND_ONLY.fullmatch(name))


class _Certain:
    """Which short names mean one county of the city and nothing else in the country."""

    def __init__(self, country: Country, city: Division) -> None:
        names = [*country.of(PROVINCE), *country.of(CITY), *country.of(COUNTY)]
        self.city = short_name(city.name)  # its own short name means the city, in 衡阳市 as in 衡阳县
        self._names = [place for place in names if place.code != city.code]
        self._bases = Counter(short_name(place.name) for place in self._names)
        self._towns: dict[str, set[str]] = {}
        for town in country.of(TOWN):
            self._towns.setdefault(base_name(_OFFICE.sub(STREET, town.name)), set()).add(town.code[:COUNTY])

    def is_sure(self, county: Division, short: str) -> bool:
        return (
            self._bases[short] == 1
            and self._towns.get(short, set()) <= {county.code}
            and not any(short in place.name for place in self._names if place.code != county.code)
        )


def _unit(country: Country, place: Division, certain: _Certain, left: list[str]) -> County:
    short = short_name(place.name)
    sure = certain.is_sure(place, short)
    names = (short,) if len(short) > 1 and short not in (place.name, certain.city) else ()
    kinds: dict[str, list[str]] = {"streets": [], "towns": [], "zones": []}
    for town in country.inside(place.code, TOWN):
        kind, name = _classified(town.name, place.name)
        if kind:
            kinds[kind].append(name)
        elif name:
            left.append(f"{place.name}：{name}")
    return County(
        key=f"c{place.code}",
        name=place.name,
        code=place.code,
        aliases=(*official_names(place.name)[1:], *(names if sure else ())),
        short=() if sure else names,
        streets=_once(kinds["streets"]),
        towns=_once(kinds["towns"]),
        zones=_once(kinds["zones"]),
    )


def _unit_of_city(country: Country, city: Division) -> County:
    short = short_name(city.name)
    counties = country.counties(city) if len(city.code) == CITY else ()
    return County(
        key=f"c{city.code}",
        name=city.name,
        code=city.code.ljust(COUNTY, "0"),
        aliases=official_names(city.name)[1:],
        short=(short,) if 1 < len(short) < len(city.name) else (),
        zones=_once(county.name for county in counties if county.name not in NO_PLACE),
    )


def _unit_of_town(town: Division, region: str) -> County | None:
    kind, name = _classified(town.name, region)
    if not kind:
        return None
    full = {"streets": f"{name}{STREET}", "towns": name if base_name(name) != name else f"{name}{TOWN_KIND}"}
    whole = full.get(kind, name)
    base = base_name(whole)
    return County(key=f"c{town.code}", name=whole, short=(base,) if base != whole and len(base) > 1 else ())


def _classified(name: str, county: str) -> tuple[str, str]:
    """Which list of the file a town of the statistics belongs to, and how it is written there."""
    if _NOTHING.search(name):
        return "", ""
    if not _HANZI.fullmatch(name):
        return "", name
    if _OFFICE.search(name) or base_name(name) != name:
        bare = name.removeprefix(county)  # some counties' towns are listed with its name before them
        name = bare if len(bare) > 2 else name
    if _OFFICE.search(name):
        return "streets", _OFFICE.sub("", name)
    if base_name(name) != name:
        return "towns", written_town(name)
    zone = short_name(county) + name if _KIND_ONLY.fullmatch(name) else name
    return ("zones", zone) if _ZONE.search(name) and _HANZI.fullmatch(zone) else ("", name)


def _elsewhere(country: Country, province: Division, region: Division, units: list[County]) -> Elsewhere:
    ours = {unit.name for unit in units}
    shorts = {short for unit in units for short in (*unit.aliases, *unit.short)}
    bases = shorts | {base for unit in units for base in (*unit.streets, *map(base_name, unit.towns))}
    full = ours | {name for unit in units for name in _full_towns(unit)}
    outside = [p for p in country.of(COUNTY) if not p.code.startswith(region.code) and p.name not in ours]
    cities = [p for p in country.of(CITY) if not region.code.startswith(p.code) and p.code != region.code]
    towns = [p for p in country.inside(province.code, TOWN) if not p.code.startswith(region.code)]
    return Elsewhere(
        counties=_once(
            place.name
            for place in (*outside, *cities)
            if _HANZI.fullmatch(place.name)
            and (short_name(place.name) in bases or _holds(place.name, ours) or _holds(place.name, shorts))
        ),
        provinces=_once(short_name(p.name) for p in country.of(PROVINCE) if p.code != province.code),
        cities=_once(
            short
            for p in cities
            if len(short := short_name(p.name)) > 1 and short not in bases | {region.name}
        ),
        traps=_once(p.name for p in towns if _HANZI.fullmatch(p.name) and _holds(p.name, full)),
    )


def _full_towns(unit: County) -> Iterable[str]:
    for street in unit.streets:
        yield f"{street}{STREET}"
    for town in unit.towns:
        yield town if base_name(town) != town else f"{town}{TOWN_KIND}"


def _holds(name: str, ours: set[str]) -> bool:
    """Whether one of our names stands inside a longer one."""
    return any(
        name[start:stop] in ours
        for start in range(len(name))
        for stop in range(start + 2, len(name) + 1)
        if stop - start < len(name)
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
