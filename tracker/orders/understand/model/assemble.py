"""Orders put together from what a text wants and the parts its mentions play."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tracker.orders.understand.frames.days import day_of
from tracker.orders.understand.intents import Intent, Wish
from tracker.orders.understand.model.mentions import Mention
from tracker.orders.understand.names import Names
from tracker.orders.understand.numbers import number_of, read_phone

OF_CASES = frozenset(
    (Intent.WITHDRAW, Intent.RESTORE, Intent.CONFIRM, Intent.KEEP, Intent.SHOW, Intent.ORIGINAL)
)
OF_UNITS = frozenset((Intent.REMIND, Intent.MUTE, Intent.UNMUTE))
BARE = frozenset(
    (
        Intent.MISSING, Intent.NAMES, Intent.WORKBOOK, Intent.PROGRESS, Intent.UNDO, Intent.PAUSE,
        Intent.RESUME, Intent.YES, Intent.NO, Intent.VOLUME, Intent.UNWANTED,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A mention and the part it plays: ``case``, ``into``, ``unit``, ``mail``, ``day``, ``version`` or a field."""

    mention: Mention
    role: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text with the parts that its mentions play."""

    parts: Sequence[Part]
    names: Names
    text: str

    def all(self, role: str) -> list[Part]:
        """The mentions that play a part."""
        return [part for part in self.parts if part.role == role]

    @property
    def cases(self) -> tuple[int, ...]:
        """The cases it is about."""
        return _numbers(self.parts, "case")

    @property
    def mails(self) -> tuple[int, ...]:
        """The mails it is about."""
        return _numbers(self.parts, "mail")

    @property
    def units(self) -> tuple[str, ...]:
        """The units it is about."""
        return tuple(dict.fromkeys(part.mention.value for part in self.all("unit")))


def assemble(labels: Iterable[str], said: Said) -> list[Wish] | None:
    """The orders of a text; None where a part is missing or it is not plain what belongs to what."""
    wanted = sorted(labels)
    about_cases = {label for label in wanted if label.split(":")[0] in OF_CASES}
    values = {label for label in wanted if label.startswith("correct:")}
    if len(about_cases) > 1 or (about_cases and values) or len(OF_UNITS & set(wanted)) > 1:
        return None
    found: list[Wish] = []
    for label in wanted:
        more = _one(label, said)
        if not more:
            return None
        found += more
    return found


def _one(label: str, said: Said) -> list[Wish]:
    """The orders of one label; empty where a part of them is missing."""
    name, _, field = label.partition(":")
    if name not in KNOWN:
        return []
    intent = Intent(name)
    if intent in BARE:
        return [Wish(intent, said.text)]
    if intent is Intent.CORRECT:
        return _paired(field, said)
    if intent in OF_CASES or intent is Intent.CLEAR:
        return [Wish(intent, said.text, said.cases, field=field)] if said.cases else []
    maker = MAKERS.get(intent)
    return maker(intent, field, said) if maker else []


def _of_units(intent: Intent, field: str, said: Said) -> list[Wish]:
    if field:
        return [Wish(intent, said.text, field=field, value=_value(p, field)) for p in said.all(field)]
    if intent in (Intent.MUTE, Intent.UNMUTE) and not said.units:
        return []
    return [Wish(intent, said.text, units=said.units)]


def _of_named_units(intent: Intent, field: str, said: Said) -> list[Wish]:
    del field
    return [Wish(intent, said.text, units=said.units)] if said.units else []


def _extended(intent: Intent, field: str, said: Said) -> list[Wish]:
    del field
    days = [day for part in said.all("day") if (day := _day(part.mention, said.names))]
    return [Wish(intent, said.text, value=days[0], units=said.units)] if len(days) == 1 else []


def _of_mails(intent: Intent, field: str, said: Said) -> list[Wish]:
    del field
    cases = said.cases if intent is Intent.ATTACH else ()
    complete = said.mails and (cases or intent is Intent.DONE)
    return [Wish(intent, said.text, cases, mails=said.mails)] if complete else []


def _address(intent: Intent, field: str, said: Said) -> list[Wish]:
    del field
    addresses = [part.mention.value for part in said.all("address")]
    if len(said.units) != 1 or len(addresses) > 1 or not (addresses or said.mails):
        return []
    return [Wish(intent, said.text, value="".join(addresses), units=said.units, mails=said.mails)]


def _version(intent: Intent, field: str, said: Said) -> list[Wish]:
    del field
    versions = [part.mention for part in said.all("version")]
    one = said.cases and len(versions) == 1
    return [Wish(intent, said.text, said.cases, value=version_of(versions[0]))] if one else []


def _numbers(parts: Iterable[Part], role: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for part in parts if part.role == role for n in part.mention.numbers))


def _merged(intent: Intent, field: str, said: Said) -> list[Wish]:
    del field
    every = tuple(dict.fromkeys((*said.cases, *_numbers(said.parts, "into"))))
    into = _numbers(said.parts, "into") or said.cases[:1]
    rest = tuple(number for number in every if number not in into)
    return [Wish(intent, said.text, rest, value=str(into[0]))] if len(into) == 1 and rest else []


def _paired(field: str, said: Said) -> list[Wish]:
    """Values with the cases they belong to: those before them, else those behind."""
    groups: list[tuple[str, list[Part]]] = []
    for part in said.parts:
        if part.role not in ("case", field):
            continue
        if groups and groups[-1][0] == part.role:
            groups[-1][1].append(part)
        else:
            groups.append((part.role, [part]))
    groups = groups[: len(groups) - len(groups) % 2]
    found = []
    for first, second in zip(groups[::2], groups[1::2], strict=True):
        cases, values = (first[1], second[1]) if first[0] == "case" else (second[1], first[1])
        said_values = {_value(value, field) for value in values}
        value = said_values.pop()
        possible = field != "theme" or 1 <= int(value or 0) <= said.names.last_theme
        if said_values or not value or not possible:
            return []
        found.append(Wish(Intent.CORRECT, said.text, _numbers(cases, "case"), field=field, value=value))
    return found


def _value(part: Part, field: str) -> str:
    mention = part.mention
    if field in ("theme", "secondary"):
        return (
            str(mention.numbers[0])
            if mention.numbers
            else (mention.value if mention.value.isdecimal() else "")
        )
    return read_phone(mention.value) if field == "phone" else mention.value.strip()


def version_of(mention: Mention) -> str:
    """第2稿 → 2; the latest is ``""``."""
    number = number_of(mention.value)
    return str(number) if number else ""


def _day(mention: Mention, names: Names) -> str:
    if mention.mark in ("C", "N") and mention.numbers:
        day = day_of(f"{mention.numbers[0]}号", names.today)
    else:
        day = day_of(mention.value, names.today)
    return day.isoformat() if day and day > names.today else ""


def _about(intent: Intent, field: str, said: Said) -> list[Wish]:
    """What is said of cases, mails or units."""
    del field
    named = said.cases or said.mails or said.units
    return [Wish(intent, said.text, said.cases, units=said.units, mails=said.mails)] if named else []


KNOWN = frozenset(map(str, Intent))
MAKERS: dict[Intent, Callable[[Intent, str, Said], list[Wish]]] = {
    Intent.REMIND: _of_units,
    Intent.MUTE: _of_units,
    Intent.UNMUTE: _of_units,
    Intent.LIST: _of_units,
    Intent.EXTEND: _extended,
    Intent.DONE: _of_mails,
    Intent.ATTACH: _of_mails,
    Intent.MERGE: _merged,
    Intent.ADDRESS: _address,
    Intent.VERSION: _version,
    Intent.ZERO: _of_named_units,
    Intent.EXPECT: _of_named_units,
    Intent.SPLIT: _about,
    Intent.MARK: _about,
    Intent.UNMARK: _about,
}
