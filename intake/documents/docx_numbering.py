"""Automatic numbering rebuilt as Word shows it (ISO/IEC 29500-1, 17.9).

Counters belong to the abstract list; several lists over one abstract list count on together,
unless a list says where to start again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.docx_names import VAL, W, is_on
from intake.documents.docx_styles import Style
from intake.documents.numerals import format_number

LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # restarts after this level (1-based); 0 never; None: any higher one
    is_legal: bool = False
    suffix: str = "tab"
    style: str = ""


@dataclass(slots=True)
class Numbering:
    """Lists of one document and where their counters stand."""

    _levels: dict[str, dict[int, _Level]]  # by list
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
        shape = levels.get(level, _Level())
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


def _reset_below(counters: list[int | None], level: int, levels: dict[int, _Level]) -> None:
    for lower in range(level + 1, LEVELS):
        restart = levels.get(lower, _Level()).restart
        if restart is None or (restart and level < restart):
            counters[lower] = None


_PLACE: Final = re.compile(r"%([1-9])")


def _fill(shape: _Level, levels: dict[int, _Level], counters: list[int | None]) -> str:
    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = levels.get(index, _Level())
        value = counters[index]
        name = "decimal" if shape.is_legal else other.format
        return format_number(other.start if value is None else value, name)

    return _PLACE.sub(number, shape.text)


def _separate(label: str, suffix: str) -> str:
    """Chinese labels close up to the text; a label that ends in a digit or letter needs a gap."""
    if not label or suffix == "nothing":
        return label
    return label if not label[-1].isascii() or label[-1] in ".)" else label + " "


def read_numbering(root: etree._Element | None, styles: dict[str, Style]) -> Numbering:
    """The lists of ``word/numbering.xml``."""
    if root is None:
        return Numbering({}, {}, {})
    abstracts = {node.get(W + "abstractNumId", ""): node for node in root.iterchildren(W + "abstractNum")}
    lists = {node.get(W + "numId", ""): node for node in root.iterchildren(W + "num")}
    linked = {
        link.get(VAL, ""): key
        for key, node in abstracts.items()
        if (link := node.find(W + "styleLink")) is not None
    }
    known: dict[str, dict[int, _Level]] = {}
    levels: dict[str, dict[int, _Level]] = {}
    owner: dict[str, str] = {}
    starts: dict[str, dict[int, int]] = {}
    for num_id, node in lists.items():
        key = _abstract_key(node, abstracts, linked, lists, styles)
        if key not in known:
            known[key] = _read_levels(abstracts[key]) if key in abstracts else {}
        overrides, starts[num_id] = _read_overrides(node)
        levels[num_id] = known[key] | overrides
        owner[num_id] = key
    return Numbering(levels, owner, starts)


def _abstract_key(
    node: etree._Element,
    abstracts: dict[str, etree._Element],
    linked: dict[str, str],
    lists: dict[str, etree._Element],
    styles: dict[str, Style],
) -> str:
    """The abstract list behind a list; a list style may stand in between."""
    key = _value(node.find(W + "abstractNumId"))
    abstract = abstracts.get(key)
    link = _value(abstract.find(W + "numStyleLink")) if abstract is not None else ""
    if not link:
        return key
    if link in linked:
        return linked[link]
    other = lists.get(styles[link].num_id) if link in styles else None
    return _value(other.find(W + "abstractNumId")) if other is not None else key


def _value(node: etree._Element | None) -> str:
    return node.get(VAL, "") if node is not None else ""


def _read_levels(node: etree._Element) -> dict[int, _Level]:
    return {
        index: _read_level(level)
        for level in node.iterchildren(W + "lvl")
        if (index := _whole(level.get(W + "ilvl", "0"), -1)) >= 0
    }


def _read_overrides(node: etree._Element) -> tuple[dict[int, _Level], dict[int, int]]:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in node.iterchildren(W + "lvlOverride"):
        index = _whole(override.get(W + "ilvl", "0"), 0)
        own = override.find(W + "lvl")
        if own is not None:
            levels[index] = _read_level(own)
        start = override.find(W + "startOverride")
        if start is not None:
            starts[index] = _whole(_value(start), 1)
    return levels, starts


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) <= 6 else otherwise


def _read_level(node: etree._Element) -> _Level:
    shape = node.find(f".//{W}numFmt")  # newer formats stand inside mc:AlternateContent
    name = _value(shape) or "decimal"
    if name == "custom" and shape is not None:
        sample = shape.get(W + "format", "").partition(",")[0].strip()
        name = "decimalZero" if sample.startswith("0") else "decimal"
    restart = node.find(W + "lvlRestart")
    return _Level(
        _whole(_value(node.find(W + "start")), 0),
        name,
        _value(node.find(W + "lvlText")),
        _whole(_value(restart), 0) if restart is not None else None,
        is_on(node.find(W + "isLgl")),
        _value(node.find(W + "suff")) or "tab",
        _value(node.find(W + "pStyle")),
    )
