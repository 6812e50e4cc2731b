"""The places file as values: counties, towns, changes by year, slips, names elsewhere.

Only what one file says on its own is refused here; what needs a look at the whole (a town listed
in two counties, a name that is the tail of another) is reported by :mod:`intake.campaign.places.check`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from intake.campaign.places.names import STREET, SUFFIXES, TOWN, town_name, written_town
from intake.config.toml import Strict
from intake.model.errors import ConfigError

FIRST_YEAR, LAST_YEAR = 1949, 2100

Name = Annotated[
    str, StringConstraints(min_length=1, max_length=20, pattern=r"^[\u3007\u3400-\u4dbf\u4e00-\u9fff·（）]+$")
]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class Change(Strict):
    """A town that was set up, renamed or abolished; ``name`` carries its suffix."""

    name: Name
    since: Year | None = None  # first year in which it exists
    until: Year | None = None  # last year in which it exists

    @model_validator(mode="after")
    def _possible(self) -> Self:
        _check_years(self.name, self.since, self.until)
        if self.since is None and self.until is None:
            raise ValueError(f"“{self.name}”的设立年份 since 或撤销年份 until")
        if not self.name.endswith(SUFFIXES):
            raise ValueError(f"以街道、镇、乡或苏木结尾的名称，而不是“{self.name}”")
        return self


class County(Strict):
    """A county-level unit and everything in it."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")  # as in the campaign's units
    name: Name
    code: str = Field(default="", pattern=r"^(\d{6})?$")
    aliases: tuple[Name, ...] = ()  # certain on their own
    short: tuple[Name, ...] = ()  # certain only beside the city, a town of it, or an office
    former: tuple[Name, ...] = ()
    parent: str = ""  # key of the administrative district, for a unit that is not one itself
    since: Year | None = None
    until: Year | None = None
    streets: tuple[Name, ...] = ()  # without 街道
    towns: tuple[Name, ...] = ()  # without 镇; a 乡 or 苏木 in full: 水口乡
    zones: tuple[Name, ...] = ()
    shared: tuple[Name, ...] = ()  # towns of another county that report through this unit
    change: tuple[Change, ...] = ()

    @field_validator("streets", "towns")
    @classmethod
    def _bare(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for name in names:
            # 新镇街道 and 景德镇镇 are real: there 镇 is no kind.
            kind_of_town = info.field_name == "towns" and name.endswith(TOWN) and written_town(name) != name
            if name.endswith(STREET) or kind_of_town:
                raise ValueError(f"不带“街道”“镇”的名称，而不是“{name}”")
        return names

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _check_years(self.name, self.since, self.until)
        names = [f"{base}{STREET}" for base in self.streets] + [town_name(name) for name in self.towns]
        names += [*self.zones, *self.shared, *(change.name for change in self.change)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{self.name}内不重复的名称（重复：{'、'.join(twice)}）")
        return self


class Elsewhere(Strict):
    """Names outside the city that must not be taken for ours."""

    counties: tuple[Name, ...] = ()
    provinces: tuple[Name, ...] = ()
    cities: tuple[Name, ...] = ()
    traps: tuple[Name, ...] = ()  # words that contain one of our names and are no place of ours


class PlacesFile(Strict):
    """The whole file."""

    province: Name
    city: Name
    county: tuple[County, ...] = Field(min_length=1)
    misspelt: dict[str, str] = Field(default_factory=dict)
    slips: dict[str, str] = Field(default_factory=dict)  # right character → characters it is mistaken for
    elsewhere: Elsewhere = Elsewhere()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        keys = [county.key for county in self.county]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValueError(f"不重复的县区 key（重复：{'、'.join(twice)}）")
        names = [name for c in self.county for name in (c.name, *c.aliases, *c.former)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"不重复的县区名称和别名（重复：{'、'.join(twice)}）")
        for county in self.county:
            if county.parent and county.parent not in keys:
                raise ValueError(f"{county.name}的 parent 为已有的县区 key，而不是“{county.parent}”")
        known = {*names, *(name for c in self.county for name in c.short)}
        for wrong, right in self.misspelt.items():
            if right not in known:
                raise ValueError(f"“{wrong}”的正确写法为已有的县区名称，而不是“{right}”")
        for right, wrong in self.slips.items():
            if len(right) != 1 or right in wrong:
                raise ValueError(f"slips 左边为一个字、右边不含该字，而不是“{right} = {wrong}”")
        return self


@dataclass(frozen=True, slots=True)
class Village:
    """One row of the optional list of villages and communities."""

    county: str  # as written: key, name or alias
    town: str
    name: str
    since: int | None = None
    until: int | None = None


def read_villages(path: Path) -> tuple[Village, ...]:
    """Read the list of villages: 县区,镇街道,村社区[,起年,止年], with or without a heading.

    Raises:
        ConfigError: the file is missing, not UTF-8 or GB 18030 text, or a row is wrong.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"找不到文件 {path}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise ConfigError(f"{path} 不是 UTF-8 编码的 CSV 文件") from error
    found = []
    for number, cells in enumerate(csv.reader(text.splitlines()), 1):
        row = [cell.strip() for cell in cells]
        if not any(row) or (number == 1 and row[0].lower() in {"county", "县区", "县（市）区", "县(市)区"}):
            continue
        found.append(_village(path, number, row))
    return tuple(found)


def _village(path: Path, number: int, row: list[str]) -> Village:
    if not 3 <= len(row) <= 5 or not all(row[:3]):
        raise ConfigError(f"{path} 第{number}行应为“县区,镇街道,村社区[,起年,止年]”，实为“{','.join(row)}”")
    years: list[int | None] = []
    for cell in (*row[3:], "", "")[:2]:
        if cell and not (cell.isdecimal() and FIRST_YEAR <= int(cell) <= LAST_YEAR):
            raise ConfigError(f"{path} 第{number}行的年份是“{cell}”，应为四位年份")
        years.append(int(cell) if cell else None)
    since, until = years
    if since and until and since > until:
        raise ConfigError(f"{path} 第{number}行的起年{since}晚于止年{until}")
    return Village(row[0], row[1], row[2], since, until)


def _check_years(name: str, since: int | None, until: int | None) -> None:
    if since is not None and until is not None and since > until:
        raise ValueError(f"“{name}”的 since 不晚于 until（{since} > {until}）")
