"""The campaign's own names as people write them: units, themes, levels, towns, numbers of cases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from intake.campaign.notice import Campaign
from intake.campaign.places.gazetteer import Gazetteer

T = TypeVar("T")
KINDS = ("街道", "镇", "乡", "苏木", "管委会", "办事处")
SHORTEST = 2  # characters of a bare name: 大庙, not 丁


@dataclass(frozen=True, slots=True)
class Names:
    """Written form → what it stands for, longest forms first."""

    prefix: str  # of numbers of cases: XZ of XZ-003
    units: dict[str, str]  # → official name
    themes: dict[str, int]
    levels: dict[str, str]  # → key
    towns: dict[str, str]  # → official name
    last_theme: int
    today: date
    last_day: date  # of the deadline that rules today


def names_of(campaign: Campaign, places: Gazetteer | None, today: date) -> Names:
    """The names of one call on one day."""
    units: dict[str, str] = {}
    for unit in campaign.units:
        for name in (unit.name, *unit.aliases, *unit.former, unit.office):
            units.setdefault(name, unit.name)
            short = name.removeprefix(campaign.city.removesuffix("市"))
            units.setdefault(short, unit.name)
            if len(short) > 2 and short[-1] in "县市区":
                units.setdefault(short[:-1], unit.name)
            if short.endswith("经济技术开发区"):
                units.setdefault("经开区", unit.name)
                units.setdefault("开发区", unit.name)
    themes: dict[str, int] = {}
    for theme in campaign.themes:
        others = "|".join(other.title + other.name for other in campaign.themes if other is not theme)
        for name in (theme.name, theme.title, *_parts(theme.title)):
            if name not in others:
                themes.setdefault(name, theme.number)
    levels = {
        name: level.key
        for level in campaign.levels
        for name in (level.name, *level.aliases)
        if name.endswith("级")
    }
    towns: dict[str, str] = {}
    for town in places.towns if places else ():
        towns.setdefault(town.name, town.name)
        for kind in KINDS:
            bare = town.name.removesuffix(kind)
            if bare != town.name and len(bare) >= SHORTEST and bare not in units:
                towns.setdefault(bare, town.name)
    return Names(
        prefix=re.match(r"[A-Za-z]*", campaign.number_format.format(serial=1)).group(),  # type: ignore[union-attr] # matches always
        units=_longest_first(units),
        themes=_longest_first(themes),
        levels=_longest_first(levels),
        towns=_longest_first(towns),
        last_theme=max(theme.number for theme in campaign.themes),
        today=today,
        last_day=campaign.deadlines[-1].last_day,
    )


def _parts(title: str) -> list[str]:
    """Every run of four characters or more: people name a theme by a part of it."""
    return [title[i:j] for i in range(len(title)) for j in range(i + 4, len(title) + 1)]


def _longest_first(names: dict[str, T]) -> dict[str, T]:
    return dict(sorted(((k, v) for k, v in names.items() if k), key=lambda pair: -len(pair[0])))
