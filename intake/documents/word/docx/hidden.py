"""Text that Word does not show, and text that it shows so that no one sees it (ISO/IEC 29500-1, 17.3.2.41, 17.7.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.blocks.remarks import (
    FAINT,
    STRUCK,
    TINY,
    Colour,
    Shown,
    colour_of,
    is_unseen,
)
from intake.documents.word.docx.names import VAL, W, is_on

DEEPEST: Final = 20  # basedOn chain; loops end here
MAY_HIDE: Final = re.compile(rb":(?:vanish|specVanish)\b")
MAY_BE_FAINT: Final = re.compile(
    rb':(?:color w:val="[fF][0-9a-fA-F]|sz w:val="[1-4]"|d?strike\b|highlight w:val="[^n]|shd\b[^<>]{0,200}fill="[0-9a-eA-E])'
)
_PROMPTS: Final = frozenset({"placeholder text", "占位符文本"})
UNKNOWN: Final = (-1000, -1000, -1000)  # a ground that is there, whatever its colour
_MARKERS: Final = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_UNSHADED: Final = frozenset({"auto", "", "FFFFFF", "ffffff"})


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the styles of a document hide."""

    by_default: bool = False
    styles: Mapping[str, bool] = field(default_factory=dict)  # of paragraphs and characters, by id
    prompts: frozenset[str] = frozenset()  # character styles of prompts in content controls

    def hides(self, run: etree._Element, paragraph_style: str) -> bool:
        """Whether a run is hidden: by its own word, else by its styles, of which two undo each other."""
        properties = run.find(W + "rPr")
        named = None
        if properties is not None:
            if is_on(properties.find(W + "specVanish")):
                return True
            own = properties.find(W + "vanish")
            if own is not None:
                return is_on(own)
            named = properties.find(W + "rStyle")
        if not self.styles and not self.by_default:
            return False
        own_style = self.styles.get(named.get(VAL, ""), False) if named is not None else False
        return own_style != self.styles.get(paragraph_style, False) or self.by_default

    def is_prompt(self, control: etree._Element) -> bool:
        """Whether all text in a content control is in the style of prompts."""
        runs = [run for run in control.iter(W + "r") if run.find(W + "t") is not None]
        styles = [run.find(f"{W}rPr/{W}rStyle") for run in runs]
        return bool(runs) and all(
            style is not None and style.get(VAL, "") in self.prompts for style in styles
        )


NOTHING_HIDDEN: Final = Hidden()


def read_hidden(root: etree._Element | None) -> Hidden:
    """What the styles part hides."""
    if root is None:
        return NOTHING_HIDDEN
    based: dict[str, str] = {}
    own: dict[str, bool] = {}
    prompts = set()
    for style in root.iterchildren(W + "style"):
        key = style.get(W + "styleId", "")
        base, vanish, name = (style.find(path) for path in (W + "basedOn", f"{W}rPr/{W}vanish", W + "name"))
        based[key] = base.get(VAL, "") if base is not None else ""
        if vanish is not None:
            own[key] = is_on(vanish)
        if name is not None and name.get(VAL, "").lower() in _PROMPTS:
            prompts.add(key)
    default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}vanish")
    styles = {key: _resolve(key, own, based) for key in based} if own else {}
    return Hidden(
        is_on(default), {key: is_hidden for key, is_hidden in styles.items() if is_hidden}, frozenset(prompts)
    )


def _resolve(key: str, own: Mapping[str, bool], based: Mapping[str, str]) -> bool:
    for _ in range(DEEPEST):
        if key in own:
            return own[key]
        key = based.get(key, "")
    return False


def look_for_faint(root: etree._Element, shown: Shown) -> None:
    """Note what is printed although hardly anyone saw it, or although it was struck out."""
    for run in root.iter(W + "r"):
        if not any(text.text and text.text.strip() for text in run.iterchildren(W + "t")):
            continue
        properties = run.find(W + "rPr")
        marks = 0
        if properties is not None:
            if is_on(properties.find(W + "strike")) or is_on(properties.find(W + "dstrike")):
                marks |= STRUCK
            if _is_tiny(properties) or is_unseen(_colour(properties), _ground(run, properties)):
                marks |= FAINT
        shown.take(marks)


def _is_tiny(properties: etree._Element) -> bool:
    size = properties.find(W + "sz")
    value = size.get(VAL, "") if size is not None else ""
    return value.isdecimal() and len(value) < 4 and int(value) <= TINY


def _colour(properties: etree._Element) -> Colour | None:
    colour = properties.find(W + "color")
    return colour_of(colour.get(VAL, "")) if colour is not None else None


def _ground(run: etree._Element, properties: etree._Element) -> Colour | None:
    """The colour behind a run: its own, its paragraph's, its cell's; of a shape any that nobody knows."""
    marker = properties.find(W + "highlight")
    if marker is not None and marker.get(VAL, "") in _MARKERS:
        return colour_of(_MARKERS[marker.get(VAL, "")])
    if (own := _fill(properties)) is not None:
        return own
    for parent in run.iterancestors():
        if parent.tag == W + "txbxContent":
            return UNKNOWN
        inner = parent.find(
            W + {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}.get(etree.QName(parent).localname, "none")
        )
        if inner is not None and (fill := _fill(inner)) is not None:
            return fill
    return None


def _fill(properties: etree._Element) -> Colour | None:
    shade = properties.find(W + "shd")
    fill = shade.get(W + "fill", "") if shade is not None else ""
    if fill in _UNSHADED:
        return None
    return colour_of(fill) or UNKNOWN
