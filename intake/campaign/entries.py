"""The entries of a campaign file as values: themes, levels, units, dates, people (config/campaigns/*.toml)."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from intake.config.toml import Strict

PlaceDepth = Literal["county", "town", "village"]
DEPTHS: tuple[PlaceDepth, ...] = ("county", "town", "village")
FormField = Literal["title", "unit", "county", "town", "community", "level", "theme", "contact", "phone"]
ITEM = "案例"  # what one thing sent in is called where a call has no word of its own
FORM = "推荐表"  # the same of the form that goes with it
_ADDRESS = re.compile(r"[^@\s<>,;:，；、“”]+@[^@\s<>,;:，；、“”]+")


def _as_address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("一个邮箱地址，如 name@example.com")
    return value


Address = Annotated[str, AfterValidator(_as_address)]


class Theme(Strict):
    """One of the themes of the notice."""

    number: int = Field(ge=1)
    label: str  # "（一）"
    name: str  # short name used in tables: 治理结构
    title: str  # the notice's heading
    definition: str  # the notice's own words


class Level(Strict):
    """One of the levels, or kinds of authors, at which cases are submitted.

    A level is that of a place (``depth``) or of authors whose names end alike (``endings``: 公司, 协会), of the
    city's own alone (市直医院) or of its counties' (县级医院) with ``of_city``; with ``of_city`` alone it is that of
    the city's own offices, whatever they are called. With ``also`` it is of further depths (基层: towns and villages),
    with ``others`` of every author that no other level is of. One with none of these is told by a form, a sheet or a
    person.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str  # 县级
    aliases: tuple[str, ...] = ()
    depth: PlaceDepth | Literal[""] = ""  # by default the key, where it is one
    endings: tuple[Annotated[str, Field(min_length=1, max_length=12)], ...] = ()
    of_city: bool | None = None
    also: tuple[PlaceDepth, ...] = ()
    others: bool = False

    @model_validator(mode="before")
    @classmethod
    def _depth_by_key(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("key") in DEPTHS:
            return {"depth": data["key"], **data}
        return data


class Unit(Strict):
    """A reporting unit, in official order of the file."""

    key: str  # "tongshan": stable identifier
    name: str  # official county-level name: 铜山区
    code: str = ""  # administrative code
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()  # old names that survive on seals: 铜山县
    active_from: int | None = None  # first year as a reporting unit
    active_to: int | None = None
    office: str = ""  # addressee of letters: 铜山区民政局
    contact: str = ""
    phone: str = ""
    addresses: tuple[Address, ...] = ()  # known mail addresses
    of_city: bool = False  # the unit of authors that are the city's own and no county's: 市直学校
    minimum: int = Field(default=1, ge=0)
    maximum: int | None = Field(default=None, ge=1)
    remind: bool = True

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.maximum is not None and self.maximum < self.minimum:
            raise ValueError("maximum 不小于 minimum 的单位")
        return self


class Deadline(Strict):
    """One version of the deadline; the latest announced one rules.

    ``last_day`` counts whole: the cut-off is its end, 24:00 local time, unless ``cutoff`` says
    an earlier hour. With ``units`` (keys) it is more time for these alone.
    """

    last_day: date
    announced: date
    cutoff: time | None = None
    reason: str = ""
    units: tuple[str, ...] = ()


class Length(Strict):
    """How long a case should be, in 字数; outside is a remark, never refused.

    ``minimum`` and ``maximum`` are said by the notice; without them a length is right within
    ``tolerance`` of ``target``. 0 stands for what is not said.
    """

    target: int = Field(default=2000, ge=0)
    tolerance: float = Field(default=0.5, ge=0, le=1)
    minimum: int = Field(default=0, ge=0)
    maximum: int = Field(default=0, ge=0)
    ask: bool = False  # true: a short text is asked for again; false: the receipt has a hint

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.maximum and self.maximum < self.minimum:
            raise ValueError("maximum 不小于 minimum 的篇幅")
        return self

    def is_short(self, count: int) -> bool:
        """Whether a text of ``count`` characters is shorter than asked."""
        return count < (self.minimum or (0 if self.maximum else self.target * (1 - self.tolerance)))

    @property
    def asked(self) -> str:
        """What is asked for, before 字: 1500至2500, 约2000, 不超过3000; ``""`` for nothing."""
        if self.minimum and self.maximum:
            return f"{self.minimum}至{self.maximum}"
        bounds = ((self.minimum, "不少于"), (self.target, "约"), (self.maximum, "不超过"))
        return next((f"{words}{count}" for count, words in bounds if count), "")

    def is_long(self, count: int) -> bool:
        """Whether a text of ``count`` characters is longer than asked."""
        most = self.maximum or (0 if self.minimum else self.target * (1 + self.tolerance))
        return bool(most) and count > most


class Coordinator(Strict):
    """A person of the bureau who runs the call."""

    name: str
    email: Address
    phone: str = ""
    digest: bool = True
    orders: bool = True


class Reminders(Strict):
    """When units that have sent nothing are reminded."""

    workdays_before: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (10, 5, 3, 1)
    at: time = time(8, 40)
    hold: bool = False  # true: letters wait until a person releases them


class DigestTimes(Strict):
    """When coordinators get the daily digest."""

    at: time = time(17, 0)
    quiet_days: bool = True  # false: no digest when nothing is new and nothing waits
    weekly: int | None = Field(default=None, ge=1, le=7)  # ISO weekday of the 进度通报 draft
    ranking: bool = False  # true: the draft lists units by number of cases, not in official order


class Signature(Strict):
    """How letters are signed."""

    office: str
    contact: str = ""
    phone: str = ""
