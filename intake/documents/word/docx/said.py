"""What WordprocessingML says of a paragraph and of a picture besides text and bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Final

from lxml import etree

from intake.documents.blocks.line import Said
from intake.documents.result import MARK
from intake.documents.word.docx.inline import RPR, RUN, P, T
from intake.documents.word.docx.names import VAL, WP, WPG, V, W, is_on
from intake.documents.word.docx.styles import BODY, Style, is_kai, outline_of

LARGE: Final = 36  # half-points: 小二; body text is set in 三号 (32) or smaller
LONGEST_TITLE: Final = 60
EMU_A_MM: Final = 36000
_UNITS: Final = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, "": 25.4 / 96}
_SIZE: Final = re.compile(r"(?<![\w-])(width|height):\s*(\d{1,6}(?:\.\d{1,6})?)(pt|in|cm|mm|px|)", re.I)


@dataclass(slots=True)
class Told:
    """A paragraph on its way through the walk, with what is known of it; what it says is asked later."""

    paragraph: etree._Element
    properties: etree._Element | None
    style: Style | None
    item: tuple[int, str] | None  # level and label of its list

    def __call__(self) -> Said:
        """What it says of its line."""
        properties = self.properties
        own = outline_of(properties) if properties is not None else None
        level = own if own is not None else self.style.heading if self.style else None
        return Said(
            heading=None if level == BODY else level,
            item=self.item[0] if self.item else None,
            marker=self.item[1] if self.item else "",
            apart=partial(_is_set_apart, self.paragraph, self.style),
            prominent=partial(is_prominent, "", self.paragraph, properties, self.style),
        )


def is_prominent(
    line: str,
    paragraph: etree._Element,
    properties: etree._Element | None,
    style: Style | None,
) -> bool:
    """Whether a line is centred, large or a heading by its style."""
    if len(line) > LONGEST_TITLE or line.startswith(MARK):
        return False
    if style is not None and style.is_heading:
        return True
    alignment = properties.find(W + "jc") if properties is not None else None
    if (alignment.get(VAL) if alignment is not None else style.alignment if style else "") == "center":
        return True
    sizes = [int(size) for node in paragraph.iter(W + "sz") if (size := node.get(VAL, "")).isdecimal()]
    return max(sizes, default=style.size if style else 0) >= LARGE


def _is_set_apart(paragraph: etree._Element, style: Style | None) -> bool:
    """Whether all its text is bold or in 楷体."""
    found = False
    for run in paragraph.iter(RUN):
        if not any(text.text and text.text.strip() for text in run.iterchildren(T)):
            continue
        properties = run.find(RPR)
        bold = properties.find(W + "b") if properties is not None else None
        fonts = properties.find(W + "rFonts") if properties is not None else None
        is_bold = is_on(bold) if bold is not None else style is not None and bool(style.is_bold)
        in_kai = is_kai(fonts) if fonts is not None else None
        if in_kai is None:
            in_kai = style is not None and bool(style.in_kai)
        if not (is_bold or in_kai):
            return False
        found = True
    return found


def placed_size(picture: etree._Element) -> tuple[float, float]:
    """Width and height in mm of the drawing or VML shape that an image stands in; 0 where not said."""
    for parent in picture.iterancestors():
        if parent.tag in {WP + "inline", WP + "anchor"}:
            extent = parent.find(WP + "extent")
            return _extent(extent) if extent is not None else (0.0, 0.0)
        if parent.tag == WPG + "wgp":  # the size on the page is the group's
            return 0.0, 0.0
        if parent.tag in {V + "shape", V + "rect"}:
            found = {
                name.lower(): float(value) * _UNITS[unit.lower()]
                for name, value, unit in _SIZE.findall(parent.get("style", ""))
            }
            return found.get("width", 0.0), found.get("height", 0.0)
        if parent.tag == P:
            break
    return 0.0, 0.0


def _extent(extent: etree._Element) -> tuple[float, float]:
    across, down = extent.get("cx", ""), extent.get("cy", "")
    if not (across.isdecimal() and down.isdecimal() and len(across) < 12 and len(down) < 12):
        return 0.0, 0.0
    return int(across) / EMU_A_MM, int(down) / EMU_A_MM
