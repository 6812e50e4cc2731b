"""What is worth a look in a places file that loads: for people who write one for another city."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from intake.campaign.places.data import PlacesFile, Village
from intake.campaign.places.names import SUFFIXES
from intake.campaign.places.surface import Town, county_towns


def check_file(places: PlacesFile, villages: tuple[Village, ...]) -> list[str]:
    """Chinese findings, one a line; empty when there is nothing to say."""
    towns = [town for county in places.county for town in county_towns(county)]
    names = {county.key: county.name for county in places.county}
    return [
        *_empty(places),
        *_same_name(towns, names),
        *_same_base(towns, names),
        *_tails(places, towns),
        *_shared(places, towns),
        *_villages(places, towns, villages),
    ]


def _empty(places: PlacesFile) -> list[str]:
    empty = [
        county.name
        for county in places.county
        if not (county.streets or county.towns or county.shared or county.change)
    ]
    # Where the towns themselves are the units, none has towns.
    return [] if len(empty) == len(places.county) else [f"{name}没有列出镇（街道）" for name in empty]


def _same_name(towns: list[Town], names: dict[str, str]) -> list[str]:
    where: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        if not town.shared:
            where[town.name].append(town)
    found = []
    for name, same in where.items():
        if len({town.county for town in same}) > 1 and _overlap(same):
            where_all = "、".join(names[town.county] for town in same)
            found.append(f"“{name}”同年列在{where_all}，单独出现时须人工确认")
    return found


def _overlap(towns: list[Town]) -> bool:
    spans = sorted((town.since or 0, town.until or 9999) for town in towns)
    return any(first[1] >= second[0] for first, second in pairwise(spans))


def _same_base(towns: list[Town], names: dict[str, str]) -> list[str]:
    where: dict[str, set[Town]] = defaultdict(set)
    for town in towns:
        if town.base != town.name and not town.shared:
            where[town.base].add(town)
    return [
        f"“{base}”可指{'、'.join(sorted(names[t.county] + t.name for t in same))}，只写“{base}”时须人工确认"
        for base, same in where.items()
        if len({(town.county, town.name) for town in same}) > 1
    ]


def _tails(places: PlacesFile, towns: list[Town]) -> list[str]:
    """Names that are the end of a longer one in the file: the longer is always preferred."""
    whole = {town.name for town in towns} | {county.name for county in places.county}
    return [
        f"“{short}”是“{long}”的后半，按较长的名称识别"
        for short in sorted(whole)
        for long in sorted(whole)
        if short != long and long.endswith(short) and not long.startswith(places.city)
    ]


def _shared(places: PlacesFile, towns: list[Town]) -> list[str]:
    own = {town.name for town in towns if not town.shared}
    names = {county.key: county.name for county in places.county}
    return [
        f"{names[town.county]}的 shared 中“{town.name}”未在任何县区列出"
        for town in towns
        if town.shared and town.name not in own
    ]


def _villages(places: PlacesFile, towns: list[Town], villages: tuple[Village, ...]) -> list[str]:
    spellings = {
        spelling: county.key
        for county in places.county
        for spelling in (county.key, county.name, *county.aliases, *county.former)
    }
    known = {(town.county, town.name) for town in towns}
    # Where the towns themselves are the units, a village's town is its unit.
    known |= {(county.key, county.name) for county in places.county if county.name.endswith(SUFFIXES)}
    found: list[str] = []
    seen: set[tuple[str, str, str]] = set()
    for village in villages:
        county = spellings.get(village.county, "")
        row = f"{village.county},{village.town},{village.name}"
        if not county:
            found.append(f"村（社区）名单中“{row}”的县区不在地名文件中")
        elif (county, village.town) not in known:
            found.append(f"村（社区）名单中“{row}”的镇（街道）不在地名文件中")
        if not village.name.endswith(("村", "社区", "居", "街", "嘎查")):
            found.append(f"村（社区）名单中“{row}”的名称不以村或社区结尾")
        if (county, village.town, village.name) in seen:
            found.append(f"村（社区）名单中“{row}”重复")
        seen.add((county, village.town, village.name))
    return found
