"""One call for submissions as values: themes, levels, units, dates (config/campaigns/*.toml).

The file is the notice as data. Nothing here knows how a unit is recognised in a text
(:mod:`intake.campaign.places.gazetteer`) or how a letter is worded (templates/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from string import Formatter
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from intake.campaign.authors import AUTHORS, author_names, without_inner
from intake.campaign.entries import (
    FORM,
    ITEM,
    Coordinator,
    Deadline,
    DigestTimes,
    FormField,
    Length,
    Level,
    Reminders,
    Signature,
    Theme,
    Unit,
)
from intake.campaign.review import ReviewRules
from intake.config.toml import Strict, load_toml
from intake.text.fold import nfkc


def _latest(deadlines: Sequence[Deadline]) -> Deadline | None:
    """The one announced last; of the same day, the one that stands last."""
    return max(enumerate(deadlines), key=lambda pair: (pair[1].announced, pair[0]), default=(0, None))[1]


class Campaign(Strict):
    """One call for submissions."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    short: str  # prefix of every subject: 案例征集
    item: str = Field(default=ITEM, min_length=1, max_length=6)  # what one thing sent in is called: 论文
    form_name: str = Field(default=FORM, min_length=1, max_length=10)  # what its form is called: 申报表
    organizer: str
    province: str = ""
    city: str = ""
    timezone: str = "Asia/Shanghai"
    opening: date
    places: str  # name of the file in config/places
    lexicon: str = ""  # name of the file in config/lexicon; "": themes are judged by their definitions
    number_format: str = ""  # by default the first part of the id, a hyphen and three digits
    required: tuple[Literal["text", "form", "sheet", "photo", "stamp", "contact", "phone"], ...] = ("text",)
    notice: str = ""  # sentences of the notice that senders quote; never evidence of a theme
    fonts: tuple[str, str, str] = ("方正小标宋简体", "仿宋_GB2312", "黑体")  # title, body, heading
    length: Length = Length()
    themes: tuple[Theme, ...]
    levels: tuple[Level, ...]
    form: dict[FormField, tuple[str, ...]] = Field(default_factory=dict)  # labels of the call's own form
    deadlines: tuple[Deadline, ...]
    units: tuple[Unit, ...]
    coordinators: tuple[Coordinator, ...] = ()
    reminders: Reminders = Reminders()
    digest: DigestTimes = DigestTimes()
    signature: Signature
    review: ReviewRules = ReviewRules()

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("时区名，如 Asia/Shanghai") from error
        return value

    @field_validator("number_format")
    @classmethod
    def _makes_numbers(cls, value: str) -> str:
        try:
            if value.format(serial=1) != value.format(serial=2):
                return value
        except (ValueError, KeyError, IndexError, AttributeError):
            pass
        raise ValueError("含 {serial} 的编号格式，如 AL-{serial:03d}")

    @model_validator(mode="before")
    @classmethod
    def _number_by_id(cls, data: Any) -> Any:
        if isinstance(data, dict) and "number_format" not in data:
            return {
                **data,
                "number_format": f"{str(data.get('id', '')).split('-')[0].upper()}-{{serial:03d}}",
            }
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if [theme.number for theme in self.themes] != list(range(1, len(self.themes) + 1)):
            raise ValueError("主题编号从 1 起连续的列表")
        for what, keys in (
            ("单位", [unit.key for unit in self.units]),
            ("单位名称", [unit.name for unit in self.units]),
            ("层级", [level.key for level in self.levels]),
            ("市直单位 of_city", [unit.of_city for unit in self.units if unit.of_city]),
            ("层级的 depth", [one for level in self.levels for one in (level.depth, *level.also) if one]),
            ("其余作者的层级 others", [level.others for level in self.levels if level.others]),
        ):
            if len(set(keys)) != len(keys):
                raise ValueError(f"不重复的{what}")
        if not self.deadlines:
            raise ValueError("至少一个截止时间")
        if not self.units or not self.levels:
            raise ValueError("至少一个报送单位、一个层级")
        owners: dict[str, str] = {}
        for unit in self.units:
            for address in unit.addresses:
                if owners.setdefault(address.lower(), unit.name) != unit.name:
                    raise ValueError(f"每个邮箱只登记给一个单位，{address} 登记了两次")
        if any(deadline.last_day < self.opening for deadline in self.deadlines):
            raise ValueError("不早于开始日期的截止日期")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The local time zone of the call."""
        return ZoneInfo(self.timezone)

    def own(self, words: str) -> str:
        """Our own words with what this call calls a thing sent in, and its form: 案例汇总表 → 论文汇总表."""
        return words.replace(ITEM, self.item).replace(FORM, self.form_name)

    def theme(self, number: int) -> Theme:
        """The theme with this number."""
        return self.themes[number - 1]

    def level_name(self, key: str) -> str:
        """县级 for ``county``; ``""`` for no level."""
        return next((level.name for level in self.levels if level.key == key), "")

    def depth_of(self, key: str) -> str:
        """The one depth of place that a level stands for: town; ``""`` for a kind of author, several depths or no level."""
        return next((one.depth for one in self.levels if one.key == key and not (one.also or one.others)), "")

    def level_at(self, depth: str) -> str:
        """The key of the level of a depth; ``""`` where the call has none there."""
        return next((level.key for level in self.levels if depth and depth in (level.depth, *level.also)), "")

    @property
    def level_of_others(self) -> str:
        """The key of the level of every author that no other is of: 基层; ``""`` where there is none."""
        return next((level.key for level in self.levels if level.others), "")

    @property
    def own_level(self) -> str:
        """The key of the level of the city's own offices, whatever they are called; ``""`` where there is none."""
        return next((one.key for one in self.levels if one.of_city and not (one.depth or one.endings)), "")

    def levels_of_author(self, name: str, *, of_city: bool | None = None) -> tuple[str, ...]:
        """Keys of the levels whose authors are called like ``name``: 某某公司.

        Two where a level is the city's own, another its counties', and whose author it is is not known.
        """
        endings = [
            (len(ending), ending, level.key)
            for level in self.levels
            for ending in level.endings
            if of_city is None or level.of_city in (None, of_city)
        ]
        for written in (name, without_inner(name)):
            fitting = [one for one in endings if written.endswith(one[1])]
            if fitting:
                longest = max(fitting)[0]
                return tuple(key for length, _, key in fitting if length == longest)
        return ()

    def is_author(self, name: str) -> bool:
        """Whether a name is that of a kind of author which some level is of."""
        return bool(self.levels_of_author(name))

    def author_names(self) -> re.Pattern[str]:
        """Names of authors of the kinds whose names end alike, from their first character on."""
        own = sorted({ending for level in self.levels for ending in level.endings}, key=len, reverse=True)
        # A call that has other levels than those of places has authors of kinds that it does not name, too.
        general = () if all(level.depth and not level.others for level in self.levels) else AUTHORS.general
        return author_names((*map(re.escape, own), *general))

    @property
    def city_unit(self) -> Unit | None:
        """The unit of the city's own authors, if the call has one."""
        return next((unit for unit in self.active_units() if unit.of_city), None)

    def active_units(self, year: int | None = None) -> tuple[Unit, ...]:
        """The reporting units of a year (default: the opening's), in official order."""
        when = self.opening.year if year is None else year
        return tuple(
            unit
            for unit in self.units
            if (unit.active_from is None or unit.active_from <= when)
            and (unit.active_to is None or when <= unit.active_to)
        )

    def unit(self, key_or_name: str) -> Unit | None:
        """The unit with this key or official name."""
        return next((u for u in self.units if key_or_name in (u.key, u.name)), None)

    def deadline_at(self, when: datetime, unit: str = "") -> Deadline:
        """The deadline that ruled at ``when``: the latest one announced by then.

        For a ``unit`` (key) its own, where that gives more time than the one for all.
        """
        local_day = when.astimezone(self.zone).date()
        known = [deadline for deadline in self.deadlines if deadline.announced <= local_day]
        ruling = _latest([deadline for deadline in known if not deadline.units]) or self.deadlines[0]
        own = _latest([deadline for deadline in known if unit in deadline.units])
        return own if own is not None and self.cutoff(own) > self.cutoff(ruling) else ruling

    def own_deadlines(self, when: datetime) -> dict[str, Deadline]:
        """The units that had more time than the others at ``when``, with their deadlines."""
        ruling = self.deadline_at(when)
        keys = dict.fromkeys(key for deadline in self.deadlines for key in deadline.units)
        own = {key: self.deadline_at(when, key) for key in keys}
        return {key: deadline for key, deadline in own.items() if deadline is not ruling}

    def cutoff(self, deadline: Deadline) -> datetime:
        """The first instant (UTC) that is too late."""
        if deadline.cutoff is None:
            local = datetime.combine(deadline.last_day + timedelta(days=1), time(0), self.zone)
        else:
            local = datetime.combine(deadline.last_day, deadline.cutoff, self.zone)
        return local.astimezone(UTC)

    def cutoff_text(self, deadline: Deadline) -> str:
        """8月10日（星期一）24时"""
        day = deadline.last_day
        weekday = "一二三四五六日"[day.weekday()]
        if deadline.cutoff is None:
            hour = "24时"
        else:
            hour = f"{deadline.cutoff.hour}时"
            if deadline.cutoff.minute:
                hour += f"{deadline.cutoff.minute:02d}分"
        return f"{day.month}月{day.day}日（星期{weekday}）{hour}"


def number_pattern(number_format: str) -> re.Pattern[str]:
    """Case numbers as people type them, in half width and lower case; group 1 is the serial.

    Numbers without a word of their own before them are no marks: for these nothing is found.
    """
    head = next((literal for literal, *_ in Formatter().parse(number_format)), "")
    typed = "".join(nfkc(head).lower().split())
    if not any(map(str.isalpha, typed)):
        return re.compile(r"(?!)")
    spelt = "".join("-?" if character == "-" else re.escape(character) for character in typed)
    return re.compile(rf"(?<![a-z]){spelt}(\d{{1,6}})")


def load_campaign(path: Path) -> Campaign:
    """Read a campaign file.

    Raises:
        ConfigError: as :func:`intake.config.toml.load_toml`.
    """
    return load_toml(path, Campaign)
