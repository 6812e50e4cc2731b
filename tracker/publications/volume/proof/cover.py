"""The cover as one sheet for the printing house: back, spine and front with bleed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.proof.data import faces_here
from tracker.publications.volume.proof.settled import save_settled
from tracker.publications.volume.proof.write import set_pdf
from tracker.publications.volume.word.cover_sheet import (
    BLEED,
    LEAST_SPINE,
    Cover,
    back_lines,
    measure_cover,
)
from tracker.publications.volume.word.design import Design, design_of
from tracker.publications.volume.word.front import front_lines
from tracker.publications.volume.word.styles import LATIN
from tracker.publications.volume.word.title import fit_cover

TEMPLATE: Final = Path(__file__).with_name("cover.typ")
POINTS_MM: Final = 72 / 25.4
SIGN: Final = 1.1  # height of a line of the spine in its size
SHARES: Final = (0.6, 0.25)  # of the height between its margins: the title, the issuer
MARGIN: Final = 20.0  # mm above and below the words of the spine
INSET: Final = 18.0  # mm beside the words of a leaf
LARGEST: Final = 18.0  # points


def write_cover(volume: Volume, pages: int, target: Path) -> Cover | None:
    """Write the sheet as PDF with its boxes; None where the extra ``volume`` is not installed."""
    cover = measure_cover(volume, pages)
    if set_pdf(TEMPLATE, cover_data(volume, cover), None, target) is None:
        return None
    _put_boxes(target, cover)
    return cover


def cover_data(volume: Volume, cover: Cover) -> dict[str, Any]:
    """Everything that the template asks for."""
    front = volume.front
    design = design_of(volume.layout.design, volume.layout.fonts)
    return {
        "width": design.width,
        "height": design.height,
        "bleed": BLEED,
        "spine": cover.spine,
        "colour": volume.layout.cover_colour,
        "is-dark": is_dark(volume.layout.cover_colour),
        "faces": faces_here(design),
        "latin": LATIN,
        "size": design.size,
        "inset": INSET,
        "fit": asdict(fit := fit_cover(front.title, design, design.width - 2 * INSET)),
        "title_lines": fit.cut(front.title),
        "date": [int(number) for number in volume.made_at[:10].split("-")],
        "title": front.title,
        "subtitle": front.subtitle,
        "issuer": front.issuer,
        "printed": front.printed or volume.day,
        "front": front_lines(volume),
        "back": back_lines(volume),
        "spine-title": front.title,
        "spine-issuer": front.issuer,
        "spine-size": spine_size(cover, design, front.title, front.issuer),
    }


def spine_size(cover: Cover, design: Design, title: str, issuer: str) -> float:
    """The size of the title on the spine in points, as large as both fit; 0: too narrow for words."""
    if cover.spine < LEAST_SPINE:
        return 0.0
    high = (design.height - 2 * MARGIN) * POINTS_MM / SIGN
    wide = cover.spine * POINTS_MM * 0.6
    rooms = (high * SHARES[0] / max(1, len(title)), high * SHARES[1] / max(1, len(issuer)) / 0.8)
    return round(min(LARGEST, wide, *rooms), 1)


def is_dark(colour: str) -> bool:
    """Whether white words are easier to read on a colour (#rrggbb; ITU-R BT.601 luma)."""
    if not colour:
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140


def _put_boxes(pdf: Path, cover: Cover) -> None:
    """Say where the sheet is cut (PDF 1.7, 14.11.2: TrimBox inside BleedBox)."""
    import pypdfium2

    width, height, bleed = (size * POINTS_MM for size in (cover.width, cover.height, BLEED))
    beside = pdf.with_name(f".{pdf.name}.boxed")
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        page.set_bleedbox(0, 0, width, height)
        page.set_trimbox(bleed, bleed, width - bleed, height - bleed)
        save_settled(document, beside, document)
    finally:
        document.close()
    beside.replace(pdf)
