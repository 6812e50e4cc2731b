"""The styles of a volume, by Word's own names where it has one, so that its commands work on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from tracker.publications.volume.word.design import SUBSTITUTES, Design
from tracker.publications.volume.word.ooxml import Element, W, make, twips

LATIN: Final = "Times New Roman"
# Marks that begin or end no line (GB/T 15834-2011, 5.1): what Word has for Chinese, and the dash.
NOT_AT_START: Final = (
    "!%),.:;>?]}¢¨°·ˇˉ―—‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)
NOT_AT_END: Final = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
LANGUAGE: Final = "zh-CN"
ONE_LINE: Final = 12  # as WordprocessingML counts a line of automatic height: 240 twentieths


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; sizes and distances in points, ``indent`` in characters of the first line."""

    id: str
    name: str
    face: str
    size: float
    leading: float = 0.0  # 0: one line
    align: str = "both"
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    outline: int | None = None  # from 0
    keeps: bool = False  # with the next paragraph
    breaks: bool = False  # begins a page
    tab: float = 0.0  # mm: right tab with dots
    left: float = 0.0  # characters
    condense: float = 0.0


def styles_of(design: Design) -> list[Style]:
    """Every style of a design."""
    faces, size, leading = design.faces, design.size, design.leading
    body = Style("Normal", "Normal", faces.body, size, leading, condense=design.condense)
    small = design.small
    width = design.text_width
    heading = Style("", "", faces.heading, size, leading, "left", indent=2, keeps=True)
    return [
        body,
        replace(body, id="BodyText", name="Body Text", indent=2),
        Style("Heading1", "heading 1", faces.title, design.part_size, design.part_size * 1.5, "center",
              before=leading, after=leading / 2, outline=0, keeps=True),
        Style("Heading2", "heading 2", faces.title, design.title_size, design.title_size * 1.4, "center",
              before=leading, after=leading / 3, outline=1, keeps=True, breaks=True),
        replace(heading, id="Heading3", name="heading 3", outline=2, before=leading / 4),
        replace(heading, id="Heading4", name="heading 4", face=faces.lead, outline=3),
        replace(heading, id="Heading5", name="heading 5", face=faces.body, outline=4),
        replace(heading, id="Heading6", name="heading 6", face=faces.body, outline=5),
        Style("Subtitle", "Subtitle", faces.lead, size * 1.1, leading, "center", keeps=True),
        Style("CaseUnit", "单位", faces.lead, size, leading, "center", after=leading / 2, keeps=True),
        Style("Lead", "导语", faces.lead, size, leading, indent=2, after=leading / 3, condense=design.condense),
        replace(body, id="ListItem", name="列表项", indent=2),
        Style("Caption", "caption", faces.heading, small, 0, "center", before=2, after=leading / 3),
        Style("TableCaption", "表题", faces.heading, small, 0, "center", before=leading / 3, after=2, keeps=True),
        Style("Picture", "图片", faces.body, size, 0, "center", before=leading / 3, keeps=True),
        Style("Cell", "表格文字", faces.body, small, small * 1.4, "left"),
        Style("FootnoteText", "footnote text", faces.body, small, small * 1.35),
        Style("Header", "header", faces.body, 9, 0, "left"),
        Style("Footer", "footer", "宋体", 14 if design.is_dashed else 9, 0, "left"),
        Style("FrontTitle", "前置标题", faces.title, design.title_size, design.title_size * 1.4, "center", after=leading, breaks=True),
        Style("TOC1", "toc 1", faces.heading, size, leading, "left", before=leading / 4, tab=width, keeps=True),
        Style("TOC2", "toc 2", faces.body, size, leading, "left", tab=width, left=1),
        Style("Index", "index 1", faces.body, size, leading, "left", tab=width, left=1),
        Style("IndexHead", "索引标题", faces.heading, size, leading, "left", before=leading / 4, keeps=True),
        Style("CoverTitle", "封面书名", faces.title, design.part_size * 1.25, design.part_size * 1.9, "center"),
        Style("CoverLine", "封面文字", faces.body, design.size * 1.25, leading * 1.4, "center"),
        Style("Imprint", "版权页文字", faces.body, size, leading, "left"),
        Style("Sign", "落款", faces.body, size, leading, "right"),
    ]  # fmt: skip


def put_styles(styles: Element, design: Design) -> None:
    """Replace all styles of a document."""
    for child in list(styles):
        styles.remove(child)
    styles.append(
        make("docDefaults", make("rPrDefault", _type(design.faces.body, design.size)), make("pPrDefault"))
    )
    for style in styles_of(design):
        styles.append(_style(style))
    reference = make("style", make("name", val="footnote reference"), make("rPr", make("vertAlign", val="superscript")),
                     type="character", styleId="FootnoteReference")  # fmt: skip
    styles.append(reference)


def put_settings(settings: Element) -> None:
    """Replace the settings of a document, in the order of the schema (17.15.1.78).

    Without a mode of its own Word opens the file in compatibility mode; punctuation is squeezed as in Chinese books.
    """
    for child in list(settings):
        settings.remove(child)
    word = "http://schemas.microsoft.com/office/word"
    modern = {
        "compatibilityMode": "15",
        "overrideTableStyleFontSizeAndJustification": "1",
        "enableOpenTypeFeatures": "1",
    }
    settings.extend(
        (
            make("zoom", percent="100"),
            make("mirrorMargins"),
            make("defaultTabStop", val="420"),
            make("evenAndOddHeaders"),
            make("characterSpacingControl", val="compressPunctuation"),
            make("noLineBreaksAfter", lang=LANGUAGE, val=NOT_AT_END),
            make("noLineBreaksBefore", lang=LANGUAGE, val=NOT_AT_START),
            make(
                "compat",
                *(make("compatSetting", name=name, uri=word, val=val) for name, val in modern.items()),
            ),
            make("themeFontLang", val="en-US", eastAsia=LANGUAGE),
            make("decimalSymbol", val="."),
            make("listSeparator", val=","),
        )
    )


def _style(style: Style) -> Element:
    element = make("style", make("name", val=style.name), type="paragraph", styleId=style.id)
    if style.id == "Normal":
        element.set(f"{{{W}}}default", "1")
    else:
        element.append(make("basedOn", val="Normal"))
        if style.id.startswith("Heading"):
            element.append(make("next", val="BodyText"))
    element.append(make("qFormat"))
    element.append(_shape(style))
    element.append(_type(style.face, style.size, style.condense))
    return element


def _shape(style: Style) -> Element:
    """Paragraph properties in the order of the schema."""
    shape = make("pPr")
    if style.keeps:
        shape.append(make("keepNext"))
    if style.breaks:
        shape.append(make("pageBreakBefore"))
    shape.append(make("widowControl"))
    if style.tab:
        shape.append(make("tabs", make("tab", val="right", leader="dot", pos=twips(style.tab))))
    for name in ("kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        shape.append(make(name))
    spacing = make("spacing", before=_points(style.before), after=_points(style.after))
    spacing.set(f"{{{W}}}line", _points(style.leading or ONE_LINE))
    spacing.set(f"{{{W}}}lineRule", "exact" if style.leading else "auto")
    shape.append(spacing)
    left = style.left * style.size
    shape.append(
        make(
            "ind",
            left=_points(left),
            leftChars=str(round(style.left * 100)),
            firstLineChars=str(round(style.indent * 100)),
            firstLine=_points(style.indent * style.size),
        )
    )
    shape.append(make("jc", val=style.align))
    if style.outline is not None:
        shape.append(make("outlineLvl", val=str(style.outline)))
    return shape


def _type(face: str, size: float, condense: float = 0.0) -> Element:
    type_ = make("rPr", make("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=face, cs=LATIN))
    type_.append(make("color", val="000000"))
    if condense:
        type_.append(make("spacing", val=str(-round(condense * 20))))
    half = str(round(size * 2))
    type_.extend((make("sz", val=half), make("szCs", val=half), make("lang", val="en-US", eastAsia=LANGUAGE)))
    return type_


def _points(points: float) -> str:
    return str(round(points * 20))


def font_table(design: Design) -> bytes:
    """The fonts by name with those that may stand in for each (17.8.3.1)."""
    faces = design.faces
    table = make("fonts")
    for name in dict.fromkeys((faces.title, faces.heading, faces.body, faces.lead, "宋体", LATIN)):
        font = make("font", name=name)
        if name in SUBSTITUTES:
            font.append(make("altName", val=",".join(SUBSTITUTES[name])))
        font.append(make("family", val="auto"))
        table.append(font)
    return bytes(etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True))
