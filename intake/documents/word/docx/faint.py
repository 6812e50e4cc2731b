"""Text that Word shows struck out, or so that no one sees it: by its own word or by its styles (ISO/IEC 29500-1, 17.7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from intake.documents.blocks.remarks import FAINT, STRUCK, TINY, Colour, Shown, colour_of, is_unseen
from intake.documents.word.docx.names import VAL, W, is_on

DEEPEST: Final = 20  # basedOn chain; loops end here
MAY_BE_FAINT: Final = re.compile(
    rb':(?:color w:val="[fF][0-9a-fA-F]|sz w:val="[1-4]"|d?strike\b|highlight w:val="[^n]|shd\b[^<>]{0,200}fill="[0-9a-eA-E])'
)
MAY_BE_FAINT_BY_STYLE: Final = re.compile(rb':(?:color w:val="[fF]|sz w:val="[1-4]"|d?strike\b)')
_MAY_BE_ODD_BY_STYLE: Final = re.compile(
    MAY_BE_FAINT_BY_STYLE.pattern + rb'|:shd\b[^<>]{0,200}fill="[0-9a-eA-E]'
)
_OF_TABLES: Final = b'w:type="table"'
UNKNOWN: Final = (-1000, -1000, -1000)  # a ground that is there, whatever its colour
_MARKERS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_UNSHADED: Final = frozenset({"auto", "", "FFFFFF", "ffffff"})
_INNER: Final = {W + "p": W + "pPr", W + "tc": W + "tcPr", W + "tbl": W + "tblPr"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What properties say; ``None``: nothing."""

    based_on: str = ""
    struck: bool | None = None
    colour: str | None = None
    ground: Colour | None = None
    size: int | None = None  # half-points
    shades: bool = False  # a style of tables that shades some of its cells

    @property
    def is_odd(self) -> bool:
        """Whether text of this look may not be seen as it will be printed."""
        is_tiny = self.size is not None and self.size <= TINY
        is_pale = (self.colour or "0")[0] in "fF"
        return bool(self.struck) or is_tiny or is_pale or self.ground is not None


_NOTHING: Final = _Look()


@dataclass(frozen=True, slots=True)
class Looks:
    """What the styles of a document say, each with what it inherits; the empty id is that of paragraphs without one."""

    styles: Mapping[str, _Look] = field(default_factory=dict)

    def are_odd(self, data: bytes) -> bool:
        """Whether a part uses a style whose text may not be seen as it will be printed."""
        odd = (key for key, look in self.styles.items() if look.is_odd)
        return any(not key or f'w:val="{key}"'.encode() in data for key in odd)

    def of(self, key: str) -> _Look:
        """What a style says."""
        return self.styles.get(key, _NOTHING)


NO_LOOKS: Final = Looks()


def may_matter(styles: bytes, body: bytes) -> bool:
    """Whether what styles say of what is seen may matter to a body.

    Styles of tables only tell the ground of text that may be faint by its own word.
    """
    if not MAY_BE_FAINT_BY_STYLE.search(styles):
        return False
    return MAY_BE_FAINT.search(body) is not None or any(
        _OF_TABLES not in style and _MAY_BE_ODD_BY_STYLE.search(style) for style in styles.split(b"style>")
    )


def read_looks(root: etree._Element | None) -> Looks:
    """The styles that say anything of what is seen."""
    own: dict[str, _Look] = {}
    default = ""
    for style in root.iterchildren(W + "style") if root is not None else ():
        key, base = style.get(W + "styleId", ""), style.find(W + "basedOn")
        look = _look_of(style.find(W + "rPr"), style.find(W + "pPr"))
        shades = style.get(W + "type") == "table" and next(style.iter(W + "shd"), None) is not None
        own[key] = replace(look, based_on=base.get(VAL, "") if base is not None else "", shades=shades)
        if style.get(W + "type") == "paragraph" and style.get(W + "default", "0") in {"1", "true"}:
            default = key
    found = {key: _resolve(key, own) for key in own}
    if default in found:
        found[""] = found[default]
    return Looks(found)


def _look_of(properties: etree._Element | None, of_paragraph: etree._Element | None = None) -> _Look:
    ground = _fill(of_paragraph) if of_paragraph is not None else None
    if properties is None:
        return _Look(ground=ground)
    strikes = [mark for name in ("strike", "dstrike") if (mark := properties.find(W + name)) is not None]
    colour, size = properties.find(W + "color"), properties.find(W + "sz")
    value = size.get(VAL, "") if size is not None else ""
    return _Look(
        struck=any(map(is_on, strikes)) if strikes else None,
        colour=colour.get(VAL, "") if colour is not None else None,
        ground=_marker(properties) or ground,
        size=int(value) if value.isdecimal() and len(value) < 4 else None,
    )


def _resolve(key: str, own: Mapping[str, _Look]) -> _Look:
    look = own[key]
    for _ in range(DEEPEST):
        parent = own.get(look.based_on)
        if parent is None:
            break
        look = _Look(
            parent.based_on,
            parent.struck if look.struck is None else look.struck,
            parent.colour if look.colour is None else look.colour,
            look.ground or parent.ground,
            parent.size if look.size is None else look.size,
            look.shades or parent.shades,
        )
    return look


def look_for_faint(root: etree._Element, shown: Shown, looks: Looks = NO_LOOKS) -> None:
    """Note what is printed although hardly anyone saw it, or although it was struck out."""
    for run in root.iter(W + "r"):
        if not any(text.text and text.text.strip() for text in run.iterchildren(W + "t")):
            continue
        properties = run.find(W + "rPr")
        if properties is None and not looks.styles:
            shown.take(0)
            continue
        shown.take(_marks_of(run, properties, looks))


def _marks_of(run: etree._Element, properties: etree._Element | None, looks: Looks) -> int:
    own = _look_of(properties)
    named, above = (
        (_named(properties, "rStyle", looks), _above(run, looks)) if looks.styles else (_NOTHING,) * 2
    )
    struck = own.struck
    if struck is None:  # two styles undo each other (17.7.3)
        struck = bool(named.struck) != bool(above.struck)
    layers = (own, named, above)
    size = next((look.size for look in layers if look.size is not None), None)
    colour = next((look.colour for look in layers if look.colour is not None), "")
    ground = next((look.ground for look in layers if look.ground is not None), None)
    seen = colour_of(colour)
    is_faint = size is not None and size <= TINY
    if not is_faint and seen is not None:
        is_faint = is_unseen(seen, ground if own.ground is not None else _ground(run, looks) or ground)
    return STRUCK * struck | FAINT * is_faint


def _named(properties: etree._Element | None, kind: str, looks: Looks) -> _Look:
    style = properties.find(W + kind) if properties is not None else None
    return looks.of(style.get(VAL, "")) if style is not None else _NOTHING


def _above(run: etree._Element, looks: Looks) -> _Look:
    """What the style of a run's paragraph says."""
    paragraph = next(run.iterancestors(W + "p"), None)
    properties = paragraph.find(W + "pPr") if paragraph is not None else None
    style = properties.find(W + "pStyle") if properties is not None else None
    return looks.of(style.get(VAL, "") if style is not None else "")


def _marker(properties: etree._Element) -> Colour | None:
    marker = properties.find(W + "highlight")
    if marker is not None and marker.get(VAL, "") in _MARKERS:
        return colour_of(_MARKERS[marker.get(VAL, "")])
    return _fill(properties)


def _ground(run: etree._Element, looks: Looks) -> Colour | None:
    """The colour behind a run: its paragraph's, its cell's; of a shape or a table by its style any that nobody knows."""
    return next(_grounds(run, looks), None)


def _grounds(run: etree._Element, looks: Looks) -> Iterator[Colour]:
    for parent in run.iterancestors():
        if parent.tag == W + "txbxContent":
            yield UNKNOWN
        inner = parent.find(_INNER[parent.tag]) if parent.tag in _INNER else None
        if inner is not None and (fill := _fill(inner)) is not None:
            yield fill
        if inner is not None and parent.tag == W + "tbl" and _named(inner, "tblStyle", looks).shades:
            yield UNKNOWN


def _fill(properties: etree._Element) -> Colour | None:
    shade = properties.find(W + "shd")
    fill = shade.get(W + "fill", "") if shade is not None else ""
    if fill in _UNSHADED:
        return None
    return colour_of(fill) or UNKNOWN
