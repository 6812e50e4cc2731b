"""The cover as one sheet: how large it is, and a Word file of it where no proof can be set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.design import design_of
from tracker.publications.volume.word.front import front_lines, title_page
from tracker.publications.volume.word.ooxml import Element, make, paragraph, run, twips

BLEED: Final = 3.0  # mm, that is cut away
LEAST_SPINE: Final = 5.0  # mm: a narrower one bears no words
SIDE: Final = 21.0  # mm beside the words of a leaf
COVER_PAGES: Final = 2  # of a proof: the front and its empty back, which are no part of the inner pages


@dataclass(frozen=True, slots=True)
class Cover:
    """The sheet in mm. ``width`` and ``height`` are those of the whole with bleed."""

    width: float
    height: float
    spine: float

    @property
    def shown(self) -> str:
        """349.5×246毫米（含3毫米出血），书脊3.5毫米"""
        spine = f"书脊{self.spine:g}毫米" if self.spine else "没有书脊"
        return f"{self.width:g}×{self.height:g}毫米（四周含{BLEED:g}毫米出血），{spine}"


def spine_of(volume: Volume, pages: int) -> float:
    """The width of the spine in mm: the leaves of the inner part by their thickness; stitched, there is none."""
    if volume.layout.binding == "骑马订":
        return 0.0
    return round(pages / 2 * volume.layout.paper_mm, 1)


def measure_cover(volume: Volume, pages: int) -> Cover:
    """The sheet for an inner part of so many pages."""
    design, spine = design_of(volume.layout.design, {}), spine_of(volume, pages)
    return Cover(round(2 * (design.width + BLEED) + spine, 1), design.height + 2 * BLEED, spine)


def back_lines(volume: Volume) -> list[str]:
    """What stands at the foot of the back cover."""
    return list(filter(None, (volume.front.notice, volume.front.issuer)))


def write_cover_docx(volume: Volume, cover: Cover, target: Path) -> None:
    """Write the sheet as a Word file: three cells of one row."""
    book = Book(design_of(volume.layout.design, volume.layout.fonts), target.parent, None)
    front, leading = volume.front, book.design.leading
    leaf = (cover.width - cover.spine) / 2
    spine = [paragraph("CoverLine", run(f"{front.title}　　{front.issuer}"))]
    back = [
        _spaced("CoverLine", "", 24 * leading),
        *(paragraph("CoverLine", run(line)) for line in back_lines(volume)),
    ]
    above = front_lines(volume)
    below = [front.issuer, front.printed or volume.day]
    face = [
        *(paragraph("Imprint", run(line)) for line in above),
        *title_page(book.design, front, below, len(above) * leading, leaf - 2 * SIDE),
    ]
    cells = [_cell(leaf, back), _cell(leaf, face)]
    if cover.spine:
        words = spine if cover.spine >= LEAST_SPINE else [paragraph("CoverLine")]
        cells.insert(
            1, _cell(cover.spine, words, make("textDirection", val="tbRlV"), make("vAlign", val="center"))
        )
    height = make("trPr", make("trHeight", val=twips(cover.height - 2), hRule="exact"))
    properties = make(
        "tblPr",
        make("tblW", w=twips(cover.width), type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w="0", type="dxa"), make("right", w="0", type="dxa")),
    )
    widths = [leaf, *([cover.spine] if cover.spine else []), leaf]
    grid = make("tblGrid", *(make("gridCol", w=twips(width)) for width in widths))
    book.add(make("tbl", properties, grid, make("tr", height, *cells)))
    book.add(paragraph("Normal", properties=[make("spacing", line="20", lineRule="exact")]))
    sides = dict.fromkeys(("top", "right", "bottom", "left", "header", "footer", "gutter"), "0")
    section = make(
        "sectPr",
        make("pgSz", w=twips(cover.width), h=twips(cover.height), orient="landscape"),
        make("pgMar", **sides),
    )
    book.finish(section, front.title, volume.name, datetime.fromisoformat(volume.made_at), target)


def _cell(width: float, content: Sequence[Element], *more: Element) -> Element:
    side = twips(SIDE) if width > 40 else "0"
    margins = make(
        "tcMar",
        make("top", w=twips(20), type="dxa"),
        make("left", w=side, type="dxa"),
        make("right", w=side, type="dxa"),
    )
    order: Iterable[Element] = (make("tcW", w=twips(width), type="dxa"), margins, *more)
    return make("tc", make("tcPr", *order), *content)


def _spaced(style: str, text: str, before: float) -> Element:
    return paragraph(style, run(text), properties=[make("spacing", before=str(round(before * 20)))])
