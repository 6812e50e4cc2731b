"""Elements of WordprocessingML (ECMA-376 part 1, 17), made directly: a volume has thousands of paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from tracker.publications.volume.content.pieces import Piece

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS_MM: Final = 1440 / 25.4
EMU_MM: Final = 36000
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in XML 1.0
_EITHER_WIDTH: Final = re.compile("[“”‘’…—·①-⑳]")  # of the Latin font unless Word is told otherwise
_LONG_WORD: Final = re.compile("[!-~]{16}")
_TEXT: Final = f"{{{W}}}t"
_BEHIND_JC: Final = frozenset(
    f"{{{W}}}{name}" for name in "textDirection textAlignment outlineLvl rPr sectPr".split()
)
_BEHIND_WRAP: Final = _BEHIND_JC | {
    f"{{{W}}}{name}"
    for name in "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind"
    " contextualSpacing jc".split()
}
_JUSTIFIED: Final = frozenset({"BodyText", "Lead", "ListItem", "FootnoteText"})

Element = Any  # lxml ships no usable type of its own for annotations of built trees


def twips(mm: float) -> str:
    """Millimetres as twentieths of a point."""
    return str(round(mm * TWIPS_MM))


def make(tag: str, *children: Element, **attributes: str) -> Element:
    """An element of the main namespace; attributes are of it, too."""
    element = etree.Element(f"{{{W}}}{tag}", nsmap={"w": W, "r": R})
    for name, value in attributes.items():
        element.set(f"{{{W}}}{name}", value)
    element.extend(children)
    return element


def bare_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def run(text: str, *properties: Element) -> Element:
    """A run of text; tabs and line breaks in it become elements."""
    element = make("r")
    if not properties and _EITHER_WIDTH.search(text):
        properties = (make("rFonts", hint="eastAsia"),)
    if properties:
        element.append(make("rPr", *properties))
    for place, piece in enumerate(re.split(r"([\t\n])", bare_text(text))):
        if place % 2:
            element.append(make("tab" if piece == "\t" else "br"))
        elif piece:
            said = make("t")
            said.text = piece
            said.set(XML_SPACE, "preserve")
            element.append(said)
    return element


def shifted(piece: Piece) -> Element:
    """A run of a piece of text, above or below the line if it stands there (17.3.2.42)."""
    if not piece.place:
        return run(piece.text)
    align = make("vertAlign", val="superscript" if piece.place == "up" else "subscript")
    is_either = _EITHER_WIDTH.search(piece.text) is not None
    return run(piece.text, *([make("rFonts", hint="eastAsia")] if is_either else []), align)


def paragraph(style: str, *content: Element, properties: Iterable[Element] = ()) -> Element:
    """A paragraph of a style; ``properties`` in the order of the schema (17.3.1.26).

    A word that is longer than a line or a cell may be broken anywhere, where Word would let it run on; a line
    before it is not spread, where LibreOffice puts it on the next.
    """
    said = make("pPr", make("pStyle", val=style), *properties)
    if any(_LONG_WORD.search(text.text or "") for part in content for text in part.iter(_TEXT)):
        _put_in(said, make("wordWrap", val="0"), _BEHIND_WRAP)
        if style in _JUSTIFIED:
            _put_in(said, make("jc", val="left"), _BEHIND_JC)
    return make("p", said, *content)


def _put_in(properties: Element, one: Element, behind: frozenset[str]) -> None:
    """Put a property where the schema has it: before the first of those that stand behind it."""
    place = next((at for at, other in enumerate(properties) if other.tag in behind), len(properties))
    properties.insert(place, one)


def field(instruction: str, shown: str, *, dirty: bool = False) -> list[Element]:
    """A complex field (17.16.18) with the text that stands there until it is updated."""
    return [
        *field_begin(instruction, dirty=dirty),
        run(shown),
        make("r", make("fldChar", fldCharType="end")),
    ]


def field_begin(instruction: str, *, dirty: bool = False) -> list[Element]:
    """A complex field up to its shown text; whoever begins one ends it."""
    begin = make("fldChar", fldCharType="begin")
    if dirty:
        begin.set(f"{{{W}}}dirty", "true")
    code = make("instrText")
    code.text = f" {instruction} "
    code.set(XML_SPACE, "preserve")
    return [make("r", begin), make("r", code), make("r", make("fldChar", fldCharType="separate"))]


def bookmarked(name: str, number: int, *content: Element) -> list[Element]:
    """Content inside a bookmark; the number is unique in the document."""
    return [
        make("bookmarkStart", id=str(number), name=name),
        *content,
        make("bookmarkEnd", id=str(number)),
    ]


def linked(bookmark: str, *content: Element) -> Element:
    """Content that leads to a bookmark."""
    return make("hyperlink", *content, anchor=bookmark, history="1")


def page_break() -> Element:
    """A run that begins a new page."""
    return make("r", make("br", type="page"))
