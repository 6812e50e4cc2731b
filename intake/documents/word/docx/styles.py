"""Paragraph styles: what a paragraph inherits that matters to its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from intake.documents.word.docx.names import VAL, W, is_on

_DEEPEST: Final = 20  # basedOn chain; loops end here


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says; ``None`` and ``""``: nothing."""

    based_on: str = ""
    num_id: str = ""
    level: int | None = None
    alignment: str = ""
    size: int = 0  # half-points
    breaks_page: bool | None = None
    is_heading: bool = False  # Title, Subtitle or Heading 1


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Paragraph styles by id, inheritance resolved."""
    raw: dict[str, Style] = {}
    for node in root.iterchildren(W + "style") if root is not None else ():
        if node.get(W + "type") == "paragraph":
            raw[node.get(W + "styleId", "")] = _read_style(node)
    return {key: _resolve(key, raw) for key in raw}


def _read_style(node: etree._Element) -> Style:
    based = node.find(W + "basedOn")
    name = node.find(W + "name")
    size = node.find(f"{W}rPr/{W}sz")
    found = Style(
        based_on=based.get(VAL, "") if based is not None else "",
        size=_number(size, 0) or 0,
        is_heading=name is not None
        and name.get(VAL, "").lower() in {"title", "subtitle", "heading 1", "标题", "副标题", "标题 1"},
    )
    properties = node.find(W + "pPr")
    if properties is None:
        return found
    numbering = properties.find(W + "numPr")
    num_id = numbering.find(W + "numId") if numbering is not None else None
    level = numbering.find(W + "ilvl") if numbering is not None else None
    alignment = properties.find(W + "jc")
    breaks = properties.find(W + "pageBreakBefore")
    return Style(
        found.based_on,
        num_id.get(VAL, "") if num_id is not None else "",
        _number(level, None),
        alignment.get(VAL, "") if alignment is not None else "",
        found.size,
        is_on(breaks) if breaks is not None else None,
        found.is_heading,
    )


def _number(node: etree._Element | None, missing: int | None) -> int | None:
    value = node.get(VAL, "") if node is not None else ""
    return int(value) if value.isdecimal() and len(value) < 6 else missing


def _resolve(key: str, raw: dict[str, Style]) -> Style:
    style = raw[key]
    parent = raw.get(style.based_on)
    for _ in range(_DEEPEST):
        if parent is None:
            break
        style = Style(
            parent.based_on,
            style.num_id or parent.num_id,
            parent.level if style.level is None and not style.num_id else style.level,
            style.alignment or parent.alignment,
            style.size or parent.size,
            parent.breaks_page if style.breaks_page is None else style.breaks_page,
            style.is_heading,
        )
        parent = raw.get(style.based_on)
    return style
