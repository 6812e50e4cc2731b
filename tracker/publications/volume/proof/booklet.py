"""A proof imposed for an office printer: two pages a side, printed on both sides, folded and stitched.

No page is set anew: pages are placed as they are, made smaller to fit the paper.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tracker.errors import OrderError
from tracker.publications.volume.proof.settled import save_settled

SIDES: Final[dict[str, tuple[float, float]]] = {"A4": (297.0, 210.0), "A3": (420.0, 297.0)}  # mm, lying
POINTS_MM: Final = 72 / 25.4
LEAF: Final = 4  # pages of a folded sheet


def order_pages(count: int) -> Iterator[int | None]:
    """Page numbers from 0 in print order, two a side; None is an empty page.

    The last page stands left of the first; empty ones fill up behind the text, so that every page keeps its side.
    """
    pages: list[int | None] = [*range(count), *[None] * (-count % LEAF)]
    for low in range(0, len(pages) // 2, 2):
        high = len(pages) - 1 - low
        yield from (pages[high], pages[low], pages[low + 1], pages[high - 1])


def check_paper(paper: str) -> None:
    """Refuse paper that is not known.

    Raises:
        OrderError: there is no such paper.
    """
    if paper not in SIDES:
        raise OrderError(f"没有“{paper}”这种纸；可用的有：{'、'.join(SIDES)}")


def impose(pdfs: Sequence[Path], paper: str) -> str:
    """Write a booklet beside the best of some proofs; returns what to tell whoever asked for it."""
    if not pdfs:
        return "本机既没有 Typst（zhengji[volume]）也没有 LibreOffice，没有校样可以拼成小册子"
    target = pdfs[0].with_name(f"{pdfs[0].stem}（小册子{paper}）.pdf")
    sheets = write_booklet(pdfs[0], target, paper)
    return f"小册子：{target.name}，{paper} {sheets}张，双面打印、短边翻转，对折后骑马订"


def write_booklet(pdf: Path, target: Path, paper: str = "A4") -> int:
    """Impose a PDF; returns the sheets of paper that it takes.

    Raises:
        OrderError: there is no such paper.
    """
    import pypdfium2
    from pypdfium2 import raw

    check_paper(paper)
    across, down = (side * POINTS_MM for side in SIDES[paper])
    source = pypdfium2.PdfDocument(pdf)
    ordered = pypdfium2.PdfDocument.new()
    try:
        size = source.get_page_size(0)
        blank = {place for place in range(len(source)) if not raw.FPDFPage_CountObjects(source[place])}
        places = [None if place in blank else place for place in order_pages(len(source))]
        ordered.import_pages(source, [place for place in places if place is not None])  # at once: fonts once
        for at in (at for at, place in enumerate(places) if place is None):
            ordered.new_page(*size, at)
        handle = raw.FPDF_ImportNPagesToOne(ordered, ctypes.c_float(across), ctypes.c_float(down), 2, 1)
        if not handle:
            raise OrderError(f"{pdf.name}未能拼成小册子")
        imposed = pypdfium2.PdfDocument(handle)
        try:
            save_settled(imposed, target, source)
        finally:
            imposed.close()
    finally:
        ordered.close()
        source.close()
    return len(places) // LEAF
