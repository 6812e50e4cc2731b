"""The campaign's own names as people write them: units, themes, levels, towns, numbers of cases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from intake.campaign.campaign import Campaign
from intake.campaign.places.gazetteer import Gazetteer
from tracker.cases.fields import FIELDS

T = TypeVar("T")
KINDS = ("街道", "镇", "乡", "苏木", "管委会", "办事处")
LONGEST_SHORT = 2  # characters of a level as people say it: 区, 社区
_WRITES = ("里的", "里报的", "里写的", "报的", "写的", "上报的", "上的")
WHOLE_WORD = 3  # characters of a theme that nobody makes shorter: 信息化
NO_THEME = (
    "社区",
    "推进",
    "改进",
    "完善",
    "加强",
    "优化",
    "创新",
    "建设",
    "基层",
    "社会",
    "组织",
)  # what every theme could begin or end with
_LISTED = re.compile(r"[、（），,()和与]|社区")
SHORTEST = 2  # characters of a bare name: 大庙, not 丁


@dataclass(frozen=True, slots=True)
class Names:
    """Written form → what it stands for, longest forms first."""

    prefix: str  # of numbers of cases: XZ of XZ-003
    units: dict[str, str]  # → official name
    themes: dict[str, int]
    short_themes: dict[str, int]  # 协商, 服务: only where a theme is expected
    levels: dict[str, str]  # → key
    short_levels: dict[str, str]  # 镇, 社区: only where a level is expected
    writers: dict[str, str]  # 镇里的, 社区报的: who wrote it is its level
    towns: dict[str, str]  # → official name
    twofold: tuple[tuple[str, ...], ...]  # towns of one bare name: 张集镇, 张集街道
    elsewhere: tuple[str, ...]  # cities: behind one of them, the name of a unit is another's
    last_theme: int
    today: date
    last_day: date  # of the deadline that rules today
    people: tuple[str, ...] = ()  # of the office: who is written to


def _is_of_levels(name: str) -> bool:
    """Whether a name says a level wherever it stands: 县级, 小学组, 市级学会(协会); 个人 and 学校 may be anything else."""
    return name.endswith(("级", "组")) or name == "基层" or (len(name) > 3 and not name.endswith("单位"))


def names_of(campaign: Campaign, places: Gazetteer | None, today: date) -> Names:
    """The names of one call on one day."""
    units = _units(campaign)
    themes: dict[str, int] = {}
    for theme in campaign.themes:
        others = "|".join(other.title + other.name for other in campaign.themes if other is not theme)
        for name in (*_variants(theme.name), theme.title, *_parts(theme.title)):
            if name not in others:
                themes.setdefault(name, theme.number)
    short_themes = _short_themes(campaign)
    called = {
        name: level.key
        for level in campaign.levels
        for name in map(_half_width, (level.name, *level.aliases))
        if len(name) > 1
    }
    of_fields = {name for field in FIELDS for name in (*field.names, *field.common)}  # 镇(街道) is a column
    levels = {name: key for name, key in called.items() if _is_of_levels(name) and name not in of_fields}
    levels |= {name.removesuffix("级") + "一级": key for name, key in levels.items() if name.endswith("级")}
    short_levels = called | {name.removesuffix("级").removesuffix("一"): key for name, key in levels.items()}
    writers = {
        short + word: key
        for short, key in short_levels.items()
        if len(short) <= LONGEST_SHORT
        for word in _WRITES
    }
    towns, twofold = _towns(places, units)
    return Names(
        prefix=re.match(r"[A-Za-z]*", campaign.number_format.format(serial=1)).group(),  # type: ignore[union-attr] # matches always
        units=_longest_first(units),
        themes=_longest_first(themes),
        short_themes=_longest_first({name: at for name, at in short_themes.items() if name not in themes}),
        levels=_longest_first(levels),
        short_levels=short_levels,
        writers=_longest_first(writers),
        towns=_longest_first(towns),
        twofold=twofold,
        elsewhere=places.source.elsewhere.cities if places else (),
        last_theme=max(theme.number for theme in campaign.themes),
        today=today,
        last_day=max(deadline.last_day for deadline in campaign.deadlines),
        people=tuple(person.name for person in campaign.coordinators),
    )


def _towns(
    places: Gazetteer | None, units: dict[str, str]
) -> tuple[dict[str, str], tuple[tuple[str, ...], ...]]:
    """Towns by whole and bare name; and those that share a bare name."""
    towns: dict[str, str] = {}
    alike: dict[str, set[str]] = {}
    for name in dict.fromkeys(town.name for town in (places.towns if places else ())):
        towns.setdefault(name, name)
        for kind in KINDS:
            bare = name.removesuffix(kind)
            if bare != name and len(bare) >= SHORTEST and bare not in units:
                towns.setdefault(bare, name)
                alike.setdefault(bare, set()).add(name)
    twofold = (tuple(sorted(some)) for some in alike.values() if len(some) > 1)
    return towns, tuple(sorted(twofold))


def _short_themes(campaign: Campaign) -> dict[str, int]:
    """The beginning and the end of each theme's name, and of what its title lists, if no other theme has them."""
    found: dict[str, set[int]] = {}
    for theme in campaign.themes:
        for name in (theme.name, *_LISTED.split(theme.title)):
            for part in (name[:SHORTEST], name[-SHORTEST:]) if len(name) > WHOLE_WORD else (name,):
                found.setdefault(part, set()).add(theme.number)
    said = {
        part: {theme.number for theme in campaign.themes if part in theme.name + theme.title}
        for part in found
    }
    return {
        part: numbers.pop()
        for part, numbers in said.items()
        if len(numbers) == 1 and len(part) >= SHORTEST and part not in NO_THEME
    }


def _units(campaign: Campaign) -> dict[str, str]:
    """Every way of writing a unit, also without the city before and 县 or 区 behind."""
    units: dict[str, str] = {}
    for unit in campaign.units:
        for name in (unit.name, *unit.aliases, *unit.former, unit.office):
            short = name.removeprefix(campaign.city).removeprefix(campaign.city.removesuffix("市"))
            bare = short[:-1] if len(short) > SHORTEST and short[-1] in "县市区" else short
            for form in (name, short, bare):
                units.setdefault(form, unit.name)
            if short.endswith("经济技术开发区"):
                units.setdefault("经开区", unit.name)
                units.setdefault("开发区", unit.name)
    return units


def _half_width(name: str) -> str:
    return name.replace("（", "(").replace("）", ")")


def _variants(name: str) -> tuple[str, ...]:
    """文化与法治, 文化和法治, 文化法治."""
    return tuple(dict.fromkeys((name, name.replace("与", "和"), name.replace("与", ""))))


def _parts(title: str) -> list[str]:
    """Every run of four characters or more: people name a theme by a part of it."""
    return [title[i:j] for i in range(len(title)) for j in range(i + 4, len(title) + 1)]


def _longest_first(names: dict[str, T]) -> dict[str, T]:
    return dict(sorted(((k, v) for k, v in names.items() if k), key=lambda pair: -len(pair[0])))
