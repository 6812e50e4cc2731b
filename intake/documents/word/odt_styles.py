"""What the styles of an OpenDocument text say: which text is hidden, centred, set apart, a heading (ODF 1.2, 16)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from lxml import etree

from intake.documents.blocks.line import LOWERED, RAISED, Said
from intake.documents.blocks.remarks import FAINT, STRUCK, TINY, colour_of, is_unseen
from intake.documents.packages.xml import Package

_NS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{{{_NS}office:1.0}}", f"{{{_NS}text:1.0}}", f"{{{_NS}table:1.0}}"
STYLE, DRAW = f"{{{_NS}style:1.0}}", f"{{{_NS}drawing:1.0}}"
FO: Final = f"{{{_NS}xsl-fo-compatible:1.0}}"
SVG: Final = f"{{{_NS}svg-compatible:1.0}}"
_KAI: Final = re.compile(r"楷|kai", re.I)
DEEPEST_STYLE: Final = 20  # chain of parents; loops end here
_ODD: Final = re.compile(
    rb'text-line-through-style=|fo:color="#[fF]|background-color="#|font-size="[12](?:\.\d{1,4})?pt"'
)
_POINTS: Final = re.compile(r"(\d{1,4}(?:\.\d{1,6})?)pt")
_RAISES: Final = b"text-position="
_PLACE: Final = re.compile(r"super|sub|-?[1-9]\d")  # of text, in per cent of its size; less is no raised text
_HIDES: Final = re.compile(rb'text:display="none"')


def marked_styles(root: etree._Element) -> tuple[frozenset[str], frozenset[str]]:
    """Names of the automatic styles that centre, and of those that begin a page."""
    centring, breaking = set(), set()
    for style in root.iter(STYLE + "style"):
        properties = style.find(STYLE + "paragraph-properties")
        if properties is None:
            continue
        name = style.get(STYLE + "name", "")
        if properties.get(FO + "text-align") == "center":
            centring.add(name)
        if properties.get(FO + "break-before") == "page" or style.get(STYLE + "master-page-name"):
            breaking.add(name)
    return frozenset(centring), frozenset(breaking)


def hiding_styles(package: Package, root: etree._Element) -> frozenset[str]:
    """Names of the styles whose text is not shown, their own word or that of one they are based on."""
    named = package.read("styles.xml") if package.has("styles.xml") else b""
    if not any(_HIDES.search(part) for part in (package.read("content.xml"), named)):
        return frozenset()
    roots = (package.tree(named), root) if named else (root,)
    said: dict[str, bool] = {}
    parents: dict[str, str] = {}
    for style in (style for one in roots for style in one.iter(STYLE + "style")):
        properties, name = style.find(STYLE + "text-properties"), style.get(STYLE + "name", "")
        shown = properties.get(TEXT + "display") if properties is not None else None
        parents[name] = style.get(STYLE + "parent-style-name", "")
        if shown is not None:
            said[name] = shown == "none"
    return frozenset(name for name in parents if _is_hiding(name, said, parents))


def raising_styles(package: Package, root: etree._Element) -> dict[str, str]:
    """The styles whose text stands above or below the line (ODF 1.2, 20.336), and the sign of it."""
    named = package.read("styles.xml") if package.has("styles.xml") else b""
    if not any(_RAISES in part for part in (package.read("content.xml"), named)):
        return {}
    said = _said(package, root, named, lambda look: look.get(STYLE + "text-position"))
    return {
        name: LOWERED if place[0].startswith(("sub", "-")) else RAISED
        for (family, name), value in said.items()
        if family == "text" and (place := _PLACE.match(value)) is not None
    }


def odd_styles(package: Package, root: etree._Element) -> dict[tuple[str, str], int]:
    """What styles, by family and name, that speak of it say: struck out, of the colour of its ground, too small to be seen."""
    named = package.read("styles.xml") if package.has("styles.xml") else b""
    if not any(_ODD.search(part) for part in (package.read("content.xml"), named)):
        return {}
    struck = _said(package, root, named, lambda look: look.get(STYLE + "text-line-through-style"))
    sizes = _said(package, root, named, lambda look: look.get(FO + "font-size"))
    colours = _said(package, root, named, lambda look: look.get(FO + "color"))
    grounds = _said(package, root, named, lambda look: look.get(FO + "background-color"))
    found = {}
    for key in {*struck, *sizes, *colours}:
        size = _POINTS.fullmatch(sizes.get(key, ""))
        colour, ground = (colour_of(said.get(key, "").removeprefix("#")) for said in (colours, grounds))
        is_faint = (size is not None and 2 * float(size[1]) <= TINY) or is_unseen(colour, ground)
        found[key] = STRUCK * (struck.get(key, "none") != "none") | FAINT * is_faint
    return found if any(found.values()) else {}


def _said(
    package: Package, root: etree._Element, named: bytes, read: Callable[[etree._Element], str | None]
) -> dict[tuple[str, str], str]:
    """What each style says of one thing, by its own word or that of the style it is based on; by family and name."""
    own: dict[tuple[str, str], tuple[str | None, str]] = {}
    for one in (root, package.tree(named) if named else root):
        for style in one.iter(STYLE + "style"):
            key = style.get(STYLE + "family", ""), style.get(STYLE + "name", "")
            properties = style.find(STYLE + "text-properties")
            said = read(properties) if properties is not None else None
            own.setdefault(key, (said, style.get(STYLE + "parent-style-name", "")))
    found = {}
    for family, name in own:
        at = name
        for _ in range(DEEPEST_STYLE):
            said, parent = own.get((family, at), (None, ""))
            if said is not None:
                found[family, name] = said
            if said is not None or not parent:
                break
            at = parent
    return found


def _is_hiding(name: str, said: Mapping[str, bool], parents: Mapping[str, str]) -> bool:
    for _ in range(DEEPEST_STYLE):
        if name in said:
            return said[name]
        name = parents.get(name, "")
    return False


@dataclass
class Styles:
    """The automatic styles of a document, looked at only when its blocks are wanted."""

    root: etree._Element

    @cached_property
    def by_name(self) -> dict[str, etree._Element]:
        """Styles of paragraphs and of text."""
        return {style.get(STYLE + "name", ""): style for style in self.root.iter(STYLE + "style")}

    def parent_of(self, name: str) -> str:
        """The named style behind a style."""
        style = self.by_name.get(name)
        return style.get(STYLE + "parent-style-name", "") if style is not None else name

    def shows(self, name: str) -> bool:
        """Whether a style says expressly that its text is shown."""
        style = self.by_name.get(name)
        properties = style.find(STYLE + "text-properties") if style is not None else None
        return properties is not None and properties.get(TEXT + "display", "none") != "none"

    def sets_apart(self, name: str) -> bool:
        """Whether a style makes text bold or sets it in 楷体."""
        style = self.by_name.get(name)
        properties = style.find(STYLE + "text-properties") if style is not None else None
        if properties is None:
            return False
        fonts = (
            STYLE + "font-name-asian",
            STYLE + "font-family-asian",
            STYLE + "font-name",
            FO + "font-family",
        )
        font = next(filter(None, (properties.get(name, "") for name in fonts)), "")
        weights = (properties.get(FO + "font-weight"), properties.get(STYLE + "font-weight-asian"))
        return "bold" in weights or _KAI.search(font) is not None


@dataclass(slots=True)
class Told:
    """A paragraph with what is known of it; what it says is asked later."""

    styles: Styles
    paragraph: etree._Element
    lists: int  # that it stands in
    is_centred: bool

    def __call__(self) -> Said:
        """What it says of its line."""
        name = self.paragraph.get(TEXT + "style-name", "")
        is_title = self.styles.parent_of(name) == "Title"
        level = self.paragraph.get(TEXT + "outline-level", "1")
        heading = int(level) if self.paragraph.tag == TEXT + "h" and level.isdecimal() else None
        return Said(
            heading=0 if is_title else heading,
            item=self.lists - 1 if self.lists else None,
            apart=partial(self._is_set_apart, name),
            prominent=self.is_centred,
        )

    def _is_set_apart(self, name: str) -> bool:
        if self.styles.sets_apart(name):
            return True
        spans = [child for child in self.paragraph if child.tag == TEXT + "span"]
        bare = (self.paragraph.text or "", *(child.tail or "" for child in self.paragraph))
        return (
            bool(spans)
            and not any(text.strip() for text in bare)
            and all(self.styles.sets_apart(span.get(TEXT + "style-name", "")) for span in spans)
        )
