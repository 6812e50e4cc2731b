"""Volumes of one archive that came as several files, put together.

``.zip.001`` is cut anywhere and joined by its bytes; ``.z01`` to ``.zip`` likewise (APPNOTE par. 8.5); a
``.part1.rar`` or ``.r00`` begins anew in every volume, and its program wants them side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.model.case import Attachment

_NUMBERED = re.compile(r"\A(?P<stem>.+\.(?:7z|[a-z][a-z0-9]{1,4}))\.(?P<number>\d{3})", re.I)
_SPLIT_ZIP = re.compile(r"\A(?P<stem>.+)\.z(?P<number>\d{2,3})", re.I)
_RAR_PART = re.compile(r"\A(?P<stem>.+)\.part(?P<number>\d{1,4})\.rar", re.I)
_OLD_RAR = re.compile(r"\A(?P<stem>.+)\.r(?P<number>\d{2,3})", re.I)

MOST_NAMED = 5  # volumes that a doubt names


@dataclass(frozen=True, slots=True)
class Joined:
    """A file to be opened: whole by itself, or put together.

    ``volumes`` are the pieces where a program wants them side by side. ``missing`` names the volumes that are
    not there, ``following`` the one that would come next, both ``""`` for a file that is none.
    """

    attachment: Attachment
    volumes: tuple[bytes, ...] = ()
    missing: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class _Family:
    """How one kind of volume is named: the first number, and the name of a number."""

    pattern: re.Pattern[str]
    first: int
    name: str  # of a volume, with {stem} and {number}
    whole: str  # of the file put together
    by_bytes: bool
    opening: str = ""  # the volume in front of all numbers
    closing: str = ""  # the volume behind them


_FAMILIES = (
    _Family(_NUMBERED, 1, "{stem}.{number:03d}", "{stem}", by_bytes=True),
    _Family(_SPLIT_ZIP, 1, "{stem}.z{number:02d}", "{stem}.zip", by_bytes=True, closing="{stem}.zip"),
    _Family(_RAR_PART, 1, "{stem}.part{number}.rar", "{stem}.rar", by_bytes=False),
    _Family(_OLD_RAR, 0, "{stem}.r{number:02d}", "{stem}.rar", by_bytes=False, opening="{stem}.rar"),
)


def join_volumes(files: Sequence[Attachment]) -> list[Joined]:
    """Files in order, volumes of one archive as one where the first of them stands."""
    out: list[Joined | None] = [Joined(file) for file in files]
    for family in _FAMILIES:
        for stem, numbers in _sets(files, family).items():
            positions = dict(numbers)
            joined = _join(files, family, stem, positions)
            for position in positions.values():
                out[position] = None
            out[min(positions.values())] = joined
    return [one for one in out if one is not None]


_ENDS = (-1, 100_000)  # numbers of the volumes in front of and behind all numbers


def _sets(files: Sequence[Attachment], family: _Family) -> dict[str, dict[int, int]]:
    """By stem, the position of each number; ends of a set count where numbers are there."""
    found: dict[str, dict[int, int]] = {}
    for position, file in enumerate(files):
        if match := family.pattern.fullmatch(file.name):
            found.setdefault(match["stem"], {}).setdefault(int(match["number"]), position)
    for stem, numbers in found.items():
        for number, form in zip(_ENDS, (family.opening, family.closing), strict=True):
            name = form.format(stem=stem).lower()
            ends = [n for n, file in enumerate(files) if name and file.name.lower() == name]
            if ends:
                numbers[number] = ends[0]
    return found


def _join(files: Sequence[Attachment], family: _Family, stem: str, positions: dict[int, int]) -> Joined:
    numbers = sorted(number for number in positions if number not in _ENDS)
    expected = list(range(family.first, numbers[-1] + 1))
    order = [*([_ENDS[0]] if family.opening else []), *expected, *([_ENDS[1]] if family.closing else [])]
    there: list[bytes] = []
    for number in order:
        if number not in positions:
            break
        there.append(files[positions[number]].content)
    missing = [number for number in order if number not in positions]
    first = files[min(positions.values())]
    content = b"".join(there) if family.by_bytes else there[0] if there else b""
    return Joined(
        replace(first, name=family.whole.format(stem=stem), content=content, sha256=""),
        volumes=() if family.by_bytes else tuple(there),
        missing=_names(family, stem, missing),
        following="" if family.closing else _name(family, stem, numbers[-1] + 1),
    )


def _names(family: _Family, stem: str, numbers: list[int]) -> str:
    """The first few by name: a single ``.part9999.rar`` lacks very many."""
    named = "、".join(_name(family, stem, number) for number in numbers[:MOST_NAMED])
    return named + (f"等{len(numbers)}个分卷" if len(numbers) > MOST_NAMED else "")


def _name(family: _Family, stem: str, number: int) -> str:
    form = {_ENDS[0]: family.opening, _ENDS[1]: family.closing}.get(number, family.name)
    return form.format(stem=stem, number=number)
