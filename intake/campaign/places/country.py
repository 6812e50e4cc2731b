"""The divisions of the whole country, as the statistics bureau codes them (config/places/NOTICE.md).

Read to write a places file (:mod:`intake.campaign.places.make`), never while mail is read.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property

from intake.campaign.places.names import short_name
from intake.config.shipped import shipped
from intake.model.errors import ConfigError

PROVINCE, CITY, COUNTY, TOWN = 2, 4, 6, 9  # digits of a code
# Cities of a code that are no city: the four municipalities, and counties right below a province.
NO_PLACE = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code says its level and what it lies in."""

    code: str
    name: str


@dataclass(frozen=True)
class Country:
    """All divisions, sorted by code."""

    divisions: tuple[Division, ...]

    def inside(self, code: str, digits: int) -> tuple[Division, ...]:
        """The divisions with codes of ``digits`` digits below ``code``, in the order of codes."""
        start = bisect_left(self.divisions, code, key=lambda division: division.code)
        stop = bisect_left(self.divisions, code + ":", key=lambda division: division.code)
        return tuple(d for d in self.divisions[start:stop] if len(d.code) == digits and d.code != code)

    def of(self, digits: int) -> tuple[Division, ...]:
        """Every division of a level, without what the codes need and no person calls a place."""
        return self._levels[digits]

    @cached_property
    def _levels(self) -> dict[int, tuple[Division, ...]]:
        found: dict[int, list[Division]] = {digits: [] for digits in (PROVINCE, CITY, COUNTY, TOWN)}
        for division in self.divisions:
            if division.name not in NO_PLACE:
                found[len(division.code)].append(division)
        return {digits: tuple(level) for digits, level in found.items()}

    def province(self, name: str) -> Division:
        """The province, autonomous region or municipality of this name, with or without its kind.

        Raises:
            ConfigError: there is none.
        """
        return _named(self.of(PROVINCE), name, "省（自治区、直辖市）", "全国")

    def city(self, province: Division, name: str) -> Division:
        """The city, or county right below the province, of this name; a municipality is its own city.

        Raises:
            ConfigError: there is none.
        """
        if name in (province.name, short_name(province.name)):
            return province
        known = self.cities(province) or tuple(self.counties(province))
        return _named(known, name, "市（州、盟、地区）", province.name)

    def cities(self, province: Division) -> tuple[Division, ...]:
        """The cities of a province, then the counties right below it; of a municipality none."""
        cities = tuple(d for d in self.of(CITY) if d.code.startswith(province.code))
        direct = tuple(
            county
            for city in self.inside(province.code, CITY)
            if city.name in NO_PLACE
            for county in self.inside(city.code, COUNTY)
        )
        return (*cities, *direct) if cities else ()

    def counties(self, city: Division) -> tuple[Division, ...]:
        """The counties of a city or municipality; of a city without counties none."""
        found = self.inside(city.code, COUNTY)
        return () if [county.name for county in found] == [city.name] else found

    def county(self, city: Division, name: str) -> Division:
        """The county of this name in a city.

        Raises:
            ConfigError: there is none.
        """
        return _named(self.counties(city), name, "县（市、区）", city.name)


@cache
def load_country() -> Country:
    """Read the shipped divisions.

    Raises:
        ConfigError: the file is missing, so the installation is not whole.
    """
    text = gzip.decompress(shipped("places/country.csv.gz").read_bytes()).decode("utf-8")
    return Country(tuple(Division(*line.split(",", 1)) for line in text.splitlines()))


def _named(places: tuple[Division, ...], name: str, kind: str, where: str) -> Division:
    for place in places:
        if place.name == name:
            return place
    shorts = (short_name(name), name.removesuffix("州"))  # 恩施州 for an autonomous one
    near = [place for place in places if short_name(place.name) in shorts]
    if len(near) == 1:
        return near[0]
    known = "、".join(place.name for place in places)
    raise ConfigError(f"{where}没有名为“{name}”的{kind}；有：{known}")
