"""What a notice says of a call, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Said(Generic[Value]):
    """A value with the words of the notice that say it."""

    value: Value
    quote: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a case should be, in 字: at least, about, at most; 0: not said."""

    least: int = 0
    about: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of them each unit is to send: at least, at most; 0: not said."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class ThemeText:
    """A theme in the notice's own words."""

    title: str
    definition: str


@dataclass(frozen=True, slots=True)
class Other:
    """A unit that is no division of the statistics: a zone with its ``office``, or those of the region itself."""

    name: str
    office: str
    of_region: bool = False  # 市直学校: authors of the region and of none of its divisions
    towns: tuple[str, ...] = ()  # of other divisions, that report through it: 经发街道


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """Everything found; what is None or empty the notice does not say, or not so that it was understood."""

    title: Said[str] | None = None
    item: Said[str] | None = None  # what one thing sent in is called: 论文
    issuer: Said[str] | None = None
    number: Said[str] | None = None
    issued: Said[date] | None = None
    last_day: Said[date] | None = None
    cutoff: Said[time] | None = None
    themes: tuple[Said[ThemeText], ...] = ()
    levels: tuple[Said[str], ...] = ()
    length: Said[Extent] | None = None
    quota: Said[Quota] | None = None
    required: tuple[Said[str], ...] = ()
    mailbox: Said[str] | None = None
    contact: Said[str] | None = None
    phone: Said[str] | None = None
    subject: Said[str] | None = None
    file_name: Said[str] | None = None
    steps: tuple[Said[str], ...] = ()
    own_quotas: tuple[tuple[str, Quota], ...] = ()  # of units that the notice names with a share of their own
    addressees: Said[str] | None = None  # the office below, without its county: 民政局
    others: tuple[Said[Other], ...] = ()  # units addressed besides the divisions of the region
    text: str = field(default="", repr=False)
