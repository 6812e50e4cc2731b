"""Recognise scans and photos: pages without a usable text layer, with the extra ``ocr``.

Pages are rendered and recognised one at a time, and handed to the line builder that PDFs use, so
that columns, tables, running heads and paragraphs come out alike. Pages of a PDF that do have
text keep it. Meant for a worker that is replaced after a batch: the models hold their memory.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from intake.documents.result import Text
from intake.documents.scan.engine import Seen, is_installed
from intake.model.case import Doubt, Format
from intake.model.errors import Damaged, OverLimit, Unsupported
from intake.model.limits import Limits

if TYPE_CHECKING:
    from intake.documents.pages.values import Page

__all__ = ["is_installed", "recognise"]

READER: Final = "ocr"
UNSURE: Final = 0.87  # score of a line below which a person should look
SHOWN_LINES: Final = 5  # unsure lines that a doubt quotes
SHOWN_CHARS: Final = 24
_WORTH: Final = re.compile("[\u3400-\u9fff].*[\u3400-\u9fff]|\\d{5}")  # page numbers and dust are not
RESERVE: Final = 0.9  # of the time a file may take: what is read by then is kept


@dataclass(frozen=True, slots=True)
class _Recognised:
    """Pages in order, those recognised and those that had text; ``left`` were not reached."""

    pages: list[Page]
    lines: list[Seen]
    left: int = 0
    begun: int = 0  # pages that were recognised


def recognise(content: bytes, format: Format, limits: Limits) -> Text:  # noqa: A002 - as Attachment and Document name it
    """The text of a scan or photo, ``recognised``; lines that are hard to read become a doubt.

    A time limit for the whole file is the caller's; ``limits.ocr_page_seconds`` times its pages is
    kept here: pages beyond are left out and stated.

    Raises:
        ToolMissing: the extra ``ocr`` is not installed; the detail says how to install it.
        Unsupported: the format has no pages that could be recognised.
        OverLimit: a picture has more pixels than allowed.
        Damaged, Encrypted: as their names say.
    """
    if format is Format.PDF:
        return _text(_recognise_pdf(content, limits))
    if format is Format.IMAGE:
        from intake.documents.scan.pictures import decode_frames

        return _text(_recognise_all(decode_frames(content, limits), {}, limits, trim=True))
    if format is Format.OFD:
        from intake.documents.ofd.document import part_pages

        return _text(_recognise_parts(*part_pages(content, limits), limits))
    if format is Format.DOCX:
        return _text(_recognise_parts({}, _pasted_pages(content, limits), limits))
    raise Unsupported


def _pasted_pages(content: bytes, limits: Limits) -> dict[int, bytes]:
    """The pictures of a Word file in the order in which it shows them, logos left out."""
    from intake.documents.packages.xml import open_package
    from intake.documents.scan.image import read_image
    from intake.documents.word.docx.document import read_docx

    package = open_package(content, limits)
    media: dict[str, bytes] = {}
    for name in package.names():
        if "media/" in name.lower():
            data = package.read(name)
            media[hashlib.sha256(data).hexdigest()] = data
    pages = {}
    for number, picture in enumerate(read_docx(content, limits).pictures):
        data = media.get(picture.sha256, b"")
        try:
            if data and read_image(data, limits).needs_ocr:
                pages[number] = data
        except (Damaged, OverLimit, Unsupported):
            continue
    return pages


def _recognise_parts(kept: dict[int, Page], media: dict[int, bytes], limits: Limits) -> _Recognised:
    """Pages that a document holds as picture files, beside those that have text."""
    from intake.documents.scan.pictures import decode_frames

    unread = 0

    def pictures() -> Iterator[tuple[int, Any]]:
        nonlocal unread
        for number, data in media.items():
            try:
                yield from ((number, picture) for _, picture in decode_frames(data, limits))
            except (Damaged, OverLimit, Unsupported):  # one picture, such as JBIG2, must not cost the others
                unread += 1

    done = _recognise_all(pictures(), kept, limits)
    return replace(done, left=done.left + unread)


def _recognise_pdf(content: bytes, limits: Limits) -> _Recognised:
    from intake.documents.pdf.document import pages_to_recognise
    from intake.documents.pdf.pdfium import open_pdfium
    from intake.documents.scan.pictures import render_pages

    kept, wanted = _pages_of(content, limits, pages_to_recognise)
    document = open_pdfium(content)
    try:
        return _recognise_all(render_pages(document, wanted), kept, limits)
    finally:
        document.close()


def _pages_of(content: bytes, limits: Limits, which: Any) -> tuple[dict[int, Page], range | frozenset[int]]:
    """Pages that keep their text, and the numbers of those to recognise."""
    try:
        pages, wanted = which(content, limits)
    except Damaged:
        return {}, range(limits.pages)
    return {number: page for number, page in enumerate(pages) if number not in wanted}, wanted


def _recognise_all(
    pictures: Iterable[tuple[int, Any]], kept: dict[int, Page], limits: Limits, *, trim: bool = False
) -> _Recognised:
    from intake.documents.scan.page import recognise_picture

    found = dict(kept)
    lines: list[Seen] = []
    begun = left = 0
    start = time.monotonic()
    for number, picture in pictures:
        if begun and time.monotonic() - start > RESERVE * limits.ocr_page_seconds * begun:
            left += 1
            continue
        begun += 1
        sheet = recognise_picture(picture, trim=trim)
        found[number if number not in found else max(found) + 1] = sheet.page
        lines += sheet.lines
    return _Recognised([found[number] for number in sorted(found)], lines, left, begun)


def _text(done: _Recognised) -> Text:
    from intake.documents.pages.assemble import assemble, lay_page

    if not done.pages:
        raise Damaged("没有可识别的页面")
    put = assemble([lay_page(page) for page in done.pages])
    return Text(
        text=put.text,
        reader=READER,
        pairs=put.pairs,
        rows=put.rows,
        pages=len(done.pages),
        centred=put.centred,
        recognised=True,
        doubts=tuple(_doubts(done)),
    )


def _doubts(done: _Recognised) -> Iterator[Doubt]:
    if done.left:
        yield Doubt("partial", detail=f"有{done.left}页未识别")
    unsure = [line for line in done.lines if line.score < UNSURE and _WORTH.search(line.text)]
    if unsure:
        yield Doubt("ocr-low", detail=_quoted(unsure))


def _quoted(lines: Sequence[Seen]) -> str:
    """The least sure lines, in the order of the page."""
    worst = sorted(lines, key=lambda line: line.score)[:SHOWN_LINES]
    shown = "".join(f"“{line.text[:SHOWN_CHARS]}”" for line in lines if line in worst)
    return f"{shown}等{len(lines)}行" if len(lines) > len(worst) else shown
