"""Automatic numbers of paragraphs as Word counts and shows them (ISO/IEC 29500-1, 17.9; MS-DOC 2.4.6).

Where lists are defined is read by docx/numbering.py and doc/lists.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from intake.text.numerals import format_number

LEVELS: Final = 9


class Level(NamedTuple):
    """How one level of a list counts and looks; ``text`` has %1 to %9 for the numbers of the levels."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # restarts after this level (1-based); 0 never; None: any higher one
    is_legal: bool = False
    suffix: str = "tab"
    style: str = ""


_UNSAID: Final = Level()


@dataclass(slots=True)
class Numbering:
    """Lists of one document and where their counters stand."""

    _levels: dict[str, dict[int, Level]]  # by list
    _abstract: dict[str, str]  # list → abstract list
    _starts: dict[str, dict[int, int]]  # list → level → number to start again from
    _counters: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """The level that a list ties to a paragraph style; 0 when it ties none."""
        levels = self._levels.get(num_id, {})
        return next((number for number, level in levels.items() if level.style == style_id), 0)

    def label(self, num_id: str, level: int) -> str:
        """Count one paragraph and return its label with what stands between it and the text."""
        levels = self._levels.get(num_id)
        if levels is None or not 0 <= level < LEVELS:
            return ""
        counters = self._counters.setdefault(self._abstract[num_id], [None] * LEVELS)
        shape = levels.get(level, _UNSAID)
        restart = self._starts.get(num_id, {}).get(level)
        if restart is not None and (num_id, level) not in self._begun:
            counters[level] = restart
        else:
            current = counters[level]
            counters[level] = shape.start if current is None else current + 1
        self._begun.add((num_id, level))
        _reset_below(counters, level, levels)
        if shape.format == "bullet":
            return ""
        return _separate(_fill(shape, levels, counters), shape.suffix)


def _reset_below(counters: list[int | None], level: int, levels: dict[int, Level]) -> None:
    for lower in range(level + 1, LEVELS):
        restart = levels.get(lower, _UNSAID).restart
        if restart is None or (restart and level < restart):
            counters[lower] = None


_PLACE: Final = re.compile(r"%([1-9])")


def _fill(shape: Level, levels: dict[int, Level], counters: list[int | None]) -> str:
    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = levels.get(index, _UNSAID)
        value = counters[index]
        name = "decimal" if shape.is_legal else other.format
        return format_number(other.start if value is None else value, name)

    return _PLACE.sub(number, shape.text)


def _separate(label: str, suffix: str) -> str:
    """Chinese labels close up to the text; a label that ends in a digit or letter needs a gap."""
    if not label or suffix == "nothing":
        return label
    return label if not label[-1].isascii() or label[-1] in ".)" else label + " "
