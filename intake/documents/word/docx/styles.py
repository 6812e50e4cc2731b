"""Paragraph styles: what a paragraph inherits that matters to its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from intake.documents.word.docx.names import VAL, W, is_on

_DEEPEST: Final = 20  # basedOn chain; loops end here
BODY_OUTLINE: Final = 9
BODY: Final = -1  # the level of headings that body text says it has
_HEADING: Final = re.compile(r"(?:heading|标题) ?([1-9])")
_TITLES: Final = frozenset({"title", "标题"})
RAISING: Final = frozenset({"superscript", "subscript"})
LEAST_SHIFT: Final = 4  # half-points: less is a correction of type, not a raised character
_KAI: Final = re.compile(r"楷|kai", re.I)


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
    heading: int | None = None  # level of a heading, 0: title; BODY: expressly none
    is_bold: bool | None = None
    in_kai: bool | None = None  # 楷体


def read_styles(root: etree._Element | None) -> dict[str, Style]:
    """Paragraph styles by id, inheritance resolved."""
    raw: dict[str, Style] = {}
    for node in root.iterchildren(W + "style") if root is not None else ():
        if node.get(W + "type") == "paragraph":
            raw[node.get(W + "styleId", "")] = _read_style(node)
    return {key: _resolve(key, raw) for key in raw}


def raising_styles(root: etree._Element | None) -> dict[str, str]:
    """The character styles that raise or lower text, by their own word or one that they are based on, and how."""
    own: dict[str, tuple[str, str]] = {}
    for node in root.iterchildren(W + "style") if root is not None else ():
        if node.get(W + "type") == "character":
            properties, based = node.find(W + "rPr"), node.find(W + "basedOn")
            shift = said_shift(properties) if properties is not None else None
            own[node.get(W + "styleId", "")] = shift or "", based.get(VAL, "") if based is not None else ""
    found = {}
    for key in own:
        at = key
        for _ in range(_DEEPEST):
            said, base = own.get(at, ("", ""))
            if said or not base:
                found[key] = said
                break
            at = base
    return {key: said for key, said in found.items() if said in RAISING}


def said_shift(properties: etree._Element) -> str | None:
    """How properties of a run place it beside the line (17.3.2.24, 17.3.2.42); ``baseline``: on it, None: not said."""
    shift, position = properties.find(W + "vertAlign"), properties.find(W + "position")
    if shift is not None and (said := shift.get(VAL, "")) in RAISING:
        return said
    value = position.get(VAL, "") if position is not None else ""
    if value.lstrip("-").isdecimal() and len(value) < 6 and abs(int(value)) >= LEAST_SHIFT:
        return "subscript" if int(value) < 0 else "superscript"
    return "baseline" if shift is not None or position is not None else None


def _read_style(node: etree._Element) -> Style:
    based = node.find(W + "basedOn")
    named = node.find(W + "name")
    name = named.get(VAL, "").lower() if named is not None else ""
    size = node.find(f"{W}rPr/{W}sz")
    bold = node.find(f"{W}rPr/{W}b")
    fonts = node.find(f"{W}rPr/{W}rFonts")
    properties = node.find(W + "pPr")
    found = Style(
        based_on=based.get(VAL, "") if based is not None else "",
        size=_number(size, 0) or 0,
        is_heading=name in {"title", "subtitle", "heading 1", "标题", "副标题", "标题 1"},
        heading=_heading(name, properties),
        is_bold=is_on(bold) if bold is not None else None,
        in_kai=is_kai(fonts) if fonts is not None else None,
    )
    if properties is None:
        return found
    numbering = properties.find(W + "numPr")
    num_id = numbering.find(W + "numId") if numbering is not None else None
    level = numbering.find(W + "ilvl") if numbering is not None else None
    alignment = properties.find(W + "jc")
    breaks = properties.find(W + "pageBreakBefore")
    return replace(
        found,
        num_id=num_id.get(VAL, "") if num_id is not None else "",
        level=_number(level, None),
        alignment=alignment.get(VAL, "") if alignment is not None else "",
        breaks_page=is_on(breaks) if breaks is not None else None,
    )


def _heading(name: str, properties: etree._Element | None) -> int | None:
    if name in _TITLES:
        return 0
    numbered = _HEADING.fullmatch(name)
    if numbered is not None:
        return int(numbered[1])
    return outline_of(properties) if properties is not None else None


def outline_of(properties: etree._Element) -> int | None:
    """The level of headings that paragraph properties give (ISO/IEC 29500-1, 17.3.1.20); BODY: expressly none."""
    level = _number(properties.find(W + "outlineLvl"), None)
    if level is None:
        return None
    return level + 1 if level < BODY_OUTLINE else BODY


def is_kai(fonts: etree._Element) -> bool | None:
    """Whether the font for Hanzi is 楷体; None where it names none."""
    name = fonts.get(W + "eastAsia") or fonts.get(W + "ascii")
    return _KAI.search(name) is not None if name else None


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
            parent.heading if style.heading is None else style.heading,
            parent.is_bold if style.is_bold is None else style.is_bold,
            parent.in_kai if style.in_kai is None else style.in_kai,
        )
        parent = raw.get(style.based_on)
    return style
