"""Automatic numbering rebuilt as Word shows it (ISO/IEC 29500-1, 17.9).

Counters belong to the abstract list; several lists over one abstract list count on together,
unless a list says where to start again.
"""

from __future__ import annotations

from lxml import etree

from intake.documents.word.docx.names import VAL, W, is_on
from intake.documents.word.docx.styles import Style
from intake.documents.word.numbering import Level, Numbering


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
    known: dict[str, dict[int, Level]] = {}
    levels: dict[str, dict[int, Level]] = {}
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


def _read_levels(node: etree._Element) -> dict[int, Level]:
    return {
        index: _read_level(level)
        for level in node.iterchildren(W + "lvl")
        if (index := _whole(level.get(W + "ilvl", "0"), -1)) >= 0
    }


def _read_overrides(node: etree._Element) -> tuple[dict[int, Level], dict[int, int]]:
    levels: dict[int, Level] = {}
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


def _read_level(node: etree._Element) -> Level:
    shape = node.find(f".//{W}numFmt")  # newer formats stand inside mc:AlternateContent
    name = _value(shape) or "decimal"
    if name == "custom" and shape is not None:
        sample = shape.get(W + "format", "").partition(",")[0].strip()
        name = "decimalZero" if sample.startswith("0") else "decimal"
    restart = node.find(W + "lvlRestart")
    return Level(
        _whole(_value(node.find(W + "start")), 0),
        name,
        _value(node.find(W + "lvlText")),
        _whole(_value(restart), 0) if restart is not None else None,
        is_on(node.find(W + "isLgl")),
        _value(node.find(W + "suff")) or "tab",
        _value(node.find(W + "pStyle")),
    )
