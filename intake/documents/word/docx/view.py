"""What a document shows of a picture: cut, mirrored, turned, inside an outline (ISO/IEC 29500-1, 20.1; VML, 29500-4, 14.1)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from lxml import etree

from intake.documents.word.docx.inline import P
from intake.documents.word.docx.names import A, V
from intake.documents.word.shape import turned
from intake.model.blocks import WHOLE, View

SHARES: Final = 100_000  # of a side, in a:srcRect
DEGREE: Final = 60_000  # in a:xfrm
FIXED: Final = 65_536  # of a number that VML marks with f or fd
_SQUARE: Final = frozenset({"rect", "roundRect", ""})
_NUMBER: Final = re.compile(r"(-?\d{0,9}(?:\.\d{1,9})?)(fd?|%)?")
_ROTATION: Final = re.compile(r"(?<![\w-])rotation:\s*(-?\d{1,9}(?:\.\d{1,9})?(?:fd)?)", re.I)
_FLIP: Final = re.compile(r"(?<![\w-])flip:\s*([xy ]{1,5})", re.I)


def view_of(picture: etree._Element) -> View:
    """How the drawing or VML shape that an image stands in shows it."""
    return _of_vml(picture) if picture.tag == V + "imagedata" else _of_drawing(picture)


def _of_drawing(blip: etree._Element) -> View:
    fill = blip.getparent()
    if fill is None:
        return WHOLE
    cut = fill.find(A + "srcRect")
    view = WHOLE
    if cut is not None:
        sides = (_share(cut.get(side, "")) for side in "ltrb")
        view = View(tuple(sides))
    for parent in fill.iterancestors():
        if parent.tag == P:
            break
        properties = _properties(parent)
        if properties is None:
            continue
        if view == WHOLE or not (view.is_round or view.is_shaped):
            view = _in_outline(view, properties)
        view = _set(view, properties.find(A + "xfrm"))
    return view


def _properties(parent: etree._Element) -> etree._Element | None:
    """What a picture, a shape or a group says of itself."""
    for child in parent:
        if isinstance(child.tag, str) and child.tag.endswith(("}spPr", "}grpSpPr")):
            return child
    return None


def _in_outline(view: View, properties: etree._Element) -> View:
    outline = properties.find(A + "prstGeom")
    name = outline.get("prst", "") if outline is not None else ""
    if name == "ellipse":
        return replace(view, is_round=True)
    is_own = properties.find(A + "custGeom") is not None
    return replace(view, is_shaped=True) if is_own or name not in _SQUARE else view


def _set(view: View, place: etree._Element | None) -> View:
    """The view once more mirrored and turned, by its own shape or by a group around it."""
    if place is None:
        return view
    across, down = (place.get(name, "") in {"1", "true"} for name in ("flipH", "flipV"))
    return turned(view, _number(place.get("rot", "")) / DEGREE, (across, down))


def _of_vml(picture: etree._Element) -> View:
    view = View(tuple(_fixed(picture.get(f"crop{side}", "")) for side in ("left", "top", "right", "bottom")))
    for parent in picture.iterancestors():
        if parent.tag == P:
            break
        if parent.tag == V + "oval":
            view = replace(view, is_round=True)
        style = parent.get("style", "")
        turn, flip = _ROTATION.search(style), _FLIP.search(style)
        if turn or flip:
            flips = flip[1].lower() if flip else ""
            view = turned(view, _fixed(turn[1]) if turn else 0.0, ("x" in flips, "y" in flips))
    return view


def _share(value: str) -> float:
    found = _NUMBER.fullmatch(value.strip())
    if found is None or not found[1]:
        return 0.0
    return float(found[1]) / (100 if found[2] == "%" else SHARES)  # strict files write per cent


def _fixed(value: str) -> float:
    found = _NUMBER.fullmatch(value.strip())
    if found is None or found[1] in ("", "-"):
        return 0.0
    scale = 100 if found[2] == "%" else FIXED if found[2] else 1
    return float(found[1]) / scale


def _number(value: str) -> float:
    return float(value) if re.fullmatch(r"-?\d{1,9}", value) else 0.0
