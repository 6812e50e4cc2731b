"""Which part a mention plays in given deeds: for learning from orders, and for judging a reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.orders.understand.frames.days import day_of
from tracker.orders.understand.intents import Deed
from tracker.orders.understand.model.mentions import Mention
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import number_of, read_phone

OF_CASES = frozenset(
    ("correct", "clear", "withdraw", "restore", "confirm", "keep", "show", "original", "version")
)
OF_UNITS = frozenset(("remind", "mute", "unmute", "list", "address", "zero", "expect"))
OF_EITHER = frozenset(("split", "mark", "unmark", "forward", "tell"))  # cases, mails (收件9) or units
FREE = {"n": ("contact",), "v": ("community",), "z": ("title", "subtitle")}
QUOTED = ("contact", "community", "title", "subtitle", "town", "unit")


@dataclass(slots=True)
class Wanted:
    """What some deeds use, by kind."""

    fields: dict[str, set[str]] = field(default_factory=dict)
    cases: set[int] = field(default_factory=set)
    into: set[int] = field(default_factory=set)
    mails: set[int] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


def label_of(deed: Deed) -> str:
    """What a deed is, as one word: its intent, with the field where it has one."""
    if deed[0] in ("correct", "clear"):
        return f"{deed[0]}:{deed[2]}"
    return f"list:{deed[1]}" if deed[0] == "list" and len(deed) > 2 else str(deed[0])


def used_by(deeds: Iterable[Deed]) -> Wanted:
    """The cases, units, values … of some deeds."""
    wanted = Wanted()
    for deed in deeds:
        kind = deed[0]
        wanted.kinds.add(kind)
        if kind == "correct":
            wanted.fields.setdefault(deed[2], set()).add(str(deed[3]))
        if kind in OF_CASES:
            wanted.cases.add(deed[1])
        elif kind == "merge":
            wanted.cases.add(deed[1])
            wanted.into.add(deed[2])
        elif kind == "attach":
            wanted.cases.add(deed[2])
        elif kind == "list" and len(deed) > 2:
            wanted.fields.setdefault(deed[1], set()).add(deed[2])
        elif kind in OF_UNITS:
            wanted.units.add(deed[1])
        elif kind in OF_EITHER or kind == "extend":
            _use_either(deed, wanted)
        if kind in ("done", "answer", "attach"):
            wanted.mails.add(deed[1])
    return wanted


def _use_either(deed: Deed, wanted: Wanted) -> None:
    about = deed[1]
    if deed[0] == "extend":
        wanted.days.add(about)
        wanted.units.add(deed[2])
    elif isinstance(about, int):
        wanted.cases.add(about)
    elif about.startswith("收件"):
        wanted.mails.add(number_of(about))
    elif about:
        wanted.units.add(about)


def parts_in(mentions: Iterable[Mention], wanted: Wanted, names: Names) -> list[str]:
    """The part of each mention, ``""`` for none: a case named once more is a value if it can be one."""
    said: set[int] = set()
    parts = []
    for mention in mentions:
        part = _part(mention, wanted, names, said)
        if part == "case":
            said |= set(mention.numbers)
        parts.append(part)
    return parts


def _part(mention: Mention, wanted: Wanted, names: Names, said: set[int]) -> str:
    mark, value = mention.mark, mention.value
    fields = wanted.fields
    if mark in "CNOR":
        return _of_numbers(mention, wanted, names, said)
    if mark == "M":
        return "mail" if set(mention.numbers) & wanted.mails else ""
    if mark == "U":
        return "county" if value in fields.get("county", ()) else "unit" if value in wanted.units else ""
    if mark == "D":
        day = day_of(value, names.today)
        return "day" if day and day.isoformat() in wanted.days else ""
    if mark == "V":
        return "version" if "version" in wanted.kinds else ""
    if mark == "E":
        return "address" if "address" in wanted.kinds else ""
    if mark == "P":
        return "phone" if read_phone(value) in fields.get("phone", ()) else ""
    known = {"T": ("theme", "secondary"), "L": ("level",), "S": ("level",), "W": ("town",)}
    for name in known.get(mark, ()):
        if value in fields.get(name, ()):
            return name
    return _of_words(mention, fields, names)


def _of_numbers(mention: Mention, wanted: Wanted, names: Names, said: set[int]) -> str:
    numbers = set(mention.numbers)
    one = next(iter(numbers)) if len(numbers) == 1 else 0
    bare = mention.mark in "NO"
    if mention.mark != "O" and numbers and not (bare and numbers <= said):
        if numbers <= wanted.into:
            return "into"
        if numbers <= wanted.cases | wanted.into:
            return "case"
    for name in ("theme", "secondary"):
        if str(one) in wanted.fields.get(name, ()):
            return name
    if numbers and numbers <= wanted.mails:
        return "mail"
    day = day_of(f"{one}号", names.today) if one else None
    if day and day.isoformat() in wanted.days:
        return "day"
    return "case" if numbers & wanted.cases and mention.mark == "C" else ""


def _of_words(mention: Mention, fields: dict[str, set[str]], names: Names) -> str:
    for name in FREE.get(mention.mark, QUOTED if mention.mark == "Q" else ()):
        if any(is_same(name, mention.value, value) for value in fields.get(name, ())):
            return name
    theme = names.themes.get(mention.value.lower()) if mention.mark == "Q" else None
    return "theme" if theme and str(theme) in fields.get("theme", ()) else ""


def is_same(field: str, first: str, second: str) -> bool:
    """Whether two values of a field are one: 店子 and 店子村."""
    if field == "community":
        return first.strip().removesuffix("村") == second.strip().removesuffix("村")
    return first.strip() == second.strip()
