"""Which city or county an office belongs to, by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.campaign.places.country import CITY, COUNTY, PROVINCE, Country, Division
from intake.campaign.places.make import is_zone_kind
from intake.campaign.places.names import official_names

_PLACE_OF = re.compile(
    r"([\u4e00-\u9fff]{2,8}?(?:省|自治区))?([\u4e00-\u9fff]{2,7}?(?:市|州|盟|地区|县|区|旗))(?=[\u4e00-\u9fff])"
)
_BEFORE = ("中国共产党", "中共", "中国共产主义青年团", "共青团")


@dataclass(frozen=True, slots=True)
class Region:
    """Where a call is made: a province's cities report, a city's counties, or, with a county, its towns."""

    province: str
    city: str
    county: str = ""


def region_of(office: str, country: Country) -> Region | None:
    """徐州市民政局 → 江苏省, 徐州市; None where the name fits no place or several."""
    for word in _BEFORE:
        office = office.removeprefix(word)
    for province in country.of(PROVINCE):
        if (rest := _behind(office, province)) is not None:
            below = _below(rest, province, country)
            return below or Region(province.name, province.name)
    found = [region for province in country.of(PROVINCE) if (region := _below(office, province, country))]
    cities = [region for region in found if not region.county or office.startswith(region.city)]
    chosen = cities or found
    return chosen[0] if len(chosen) == 1 else None


def unlisted_region(office: str, country: Country) -> Region | None:
    """The place of an office that the divisions of the country have not: 云中市教育局. None where they have it."""
    for word in _BEFORE:
        office = office.removeprefix(word)
    match = _PLACE_OF.match(office)
    if (
        match is None
        or is_zone_kind(match[2])
        or any(match[2] in official_names(d.name) for d in country.divisions)
    ):
        return None
    return Region(match[1] or match[2], match[2])


def _behind(office: str, place: Division) -> str | None:
    """What follows the name of a place that an office begins with: 黔东南州妇联 → 妇联."""
    name = next((name for name in official_names(place.name) if office.startswith(name)), None)
    return None if name is None else office.removeprefix(name)


def _below(office: str, province: Division, country: Country) -> Region | None:
    cities = [city for city in country.of(CITY) if city.code.startswith(province.code)]
    for city in cities:
        if (rest := _behind(office, city)) is not None:
            return Region(province.name, city.name, _county(rest, country.counties(city)))
    inside = country.inside(province.code, COUNTY)
    named = [county for county in inside if _behind(office, county) is not None]
    if len(named) != 1:
        return None
    city_code = named[0].code[:CITY]
    name = next((city.name for city in cities if city.code == city_code), "")
    if name:
        return Region(province.name, name, named[0].name)
    # A county right below a province is its own city; a municipality's district lies in the municipality.
    if _has_cities(province, country):
        return Region(province.name, named[0].name)
    return Region(province.name, province.name, named[0].name)


def _has_cities(province: Division, country: Country) -> bool:
    return any(city.code.startswith(province.code) for city in country.of(CITY))


def _county(rest: str, counties: tuple[Division, ...]) -> str:
    return next((county.name for county in counties if _behind(rest, county) is not None), "")
