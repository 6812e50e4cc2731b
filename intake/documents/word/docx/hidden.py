"""Text that Word does not show, and text that it shows so that no one sees it (ISO/IEC 29500-1, 17.3.2.41, 17.7.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.word.docx.names import VAL, W, is_on

DEEPEST: Final = 20  # basedOn chain; loops end here
TINY: Final = 4  # half-points: two points, which nobody reads
PALE: Final = 0xF3  # of 255 in each channel: on white paper no eye sees it
MAY_HIDE: Final = re.compile(rb":(?:vanish|specVanish)\b")
MAY_BE_FAINT: Final = re.compile(rb':(?:color w:val="[fF][0-9a-fA-F]|sz w:val="[1-4]"|d?strike\b)')
_PROMPTS: Final = frozenset({"placeholder text", "占位符文本"})
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


def doubt_faint(root: etree._Element) -> Iterator[str]:
    """What is printed although hardly anyone saw it, or although it was struck out."""
    faint = struck = 0
    for run in root.iter(W + "r"):
        properties = run.find(W + "rPr")
        if properties is None or not any(
            text.text and text.text.strip() for text in run.iterchildren(W + "t")
        ):
            continue
        struck += is_on(properties.find(W + "strike")) or is_on(properties.find(W + "dstrike"))
        faint += _is_tiny(properties) or (_is_pale(properties) and not _is_shaded(run, properties))
    if faint:
        yield f"有{faint}处文字在原件中与纸同色或极小，已照排，请核对是否应删"
    if struck:
        yield f"有{struck}处文字在原件中划了删除线，已照排，请核对是否应删"


def _is_tiny(properties: etree._Element) -> bool:
    size = properties.find(W + "sz")
    value = size.get(VAL, "") if size is not None else ""
    return value.isdecimal() and len(value) < 4 and int(value) <= TINY


def _is_pale(properties: etree._Element) -> bool:
    colour = properties.find(W + "color")
    value = colour.get(VAL, "") if colour is not None else ""
    if not re.fullmatch(r"[0-9a-fA-F]{6}", value):
        return False
    return all(int(value[at : at + 2], 16) >= PALE for at in (0, 2, 4))


def _is_shaded(run: etree._Element, properties: etree._Element) -> bool:
    """Whether a colour stands behind a run: its own, its paragraph's, its cell's, a shape's."""
    if properties.find(W + "highlight") is not None or _has_fill(properties):
        return True
    for parent in run.iterancestors():
        if parent.tag == W + "txbxContent":
            return True
        inner = parent.find(
            W + {"p": "pPr", "tc": "tcPr", "tbl": "tblPr"}.get(etree.QName(parent).localname, "none")
        )
        if inner is not None and _has_fill(inner):
            return True
    return False


def _has_fill(properties: etree._Element) -> bool:
    shade = properties.find(W + "shd")
    return shade is not None and shade.get(W + "fill", "") not in _UNSHADED
