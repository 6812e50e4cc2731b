"""Text of an OFD file (GB/T 33190-2016), the fixed-layout format of Chinese offices.

Like a PDF an OFD only says where characters stand, so its pages are laid out by the same line
builder (pages/assemble.py). Text of annotations and seals is not part of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from intake.documents.ofd.package import Container, open_container
from intake.documents.ofd.page import draw_pages
from intake.documents.pages.assemble import Assembled, assemble, lay_page
from intake.documents.pages.values import Page
from intake.documents.result import Text
from intake.model.case import Doubt, Picture
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits
from intake.text.charset import looks_garbled

FEW: Final = 30  # characters: a page with fewer and a large image is a scan
SCANNED: Final = 0.55  # of the page covered by its largest image
OUTLINED: Final = 150  # paths on a page without characters: its letters are drawings
LEAST_PICTURE: Final = 70.0  # points: smaller images are ornaments and seals
LOST: Final = 0.2  # share of characters that are none, beyond which the text is of no use
_NOTHING: Final = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def read_ofd(content: bytes, limits: Limits) -> Text:
    """The text of an OFD in reading order, paragraphs joined, forms given cell by cell.

    A file whose pages are pictures comes back without text and with ``needs_ocr``; the pictures
    themselves are given by :func:`part_pages`.

    Raises:
        Damaged: no page can be found.
        Encrypted: the package is locked.
        OverLimit: more parts, objects or characters than allowed, or nested too deep.
    """
    try:
        container = open_container(content, limits)
        pages = list(draw_pages(container, limits))
    except RecursionError as error:
        raise OverLimit("嵌套过深") from error
    if not pages:
        raise Damaged("缺少页面")
    return _text(container, pages)


def part_pages(content: bytes, limits: Limits) -> tuple[dict[int, Page], dict[int, bytes]]:
    """Pages that have text, and the largest picture of each that is a scan, by number from 0.

    Raises:
        ReadingError: as :func:`read_ofd`.
    """
    container = open_container(content, limits)
    kept: dict[int, Page] = {}
    pictures: dict[int, bytes] = {}
    for number, page in enumerate(draw_pages(container, limits)):
        media = container.largest_image(number) if _is_scan(page) else b""
        if media:
            pictures[number] = media
        else:
            kept[number] = page
    return kept, pictures


def _text(container: Container, pages: Sequence[Page]) -> Text:
    scans = [_is_scan(page) for page in pages]
    hidden = sum(page.hidden for page in pages)
    recognised = hidden > 0.5 * sum(len(page.chars) for page in pages) > 0
    pictures = tuple(_pictures(pages, scans))
    done = _assemble(container.starts, pages)
    if not _is_usable(done.text):
        drawn = any(page.images or page.drawn or page.chars for page in pages)
        return Text("", "ofd", pictures=pictures, pages=len(pages), needs_ocr=drawn)
    return Text(
        text=done.text,
        reader="ofd",
        pairs=done.pairs,
        rows=done.rows,
        pictures=pictures,
        pages=len(pages),
        centred=done.centred,
        needs_ocr=any(scans),
        recognised=recognised,
        doubts=tuple(_doubts(container, done.text, len(pages), recognised=recognised)),
    )


def _assemble(starts: Sequence[int], pages: Sequence[Page]) -> Assembled:
    """The documents of the file, one after the other; ``starts`` are their first pages."""
    ends = [*starts[1:], len(pages)]
    done = [assemble([lay_page(page) for page in pages[a:b]]) for a, b in zip(starts, ends, strict=True)]
    if len(done) == 1:
        return done[0]
    return Assembled(
        text="\n\f".join(one.text for one in done if one.text),
        pairs=tuple(pair for one in done for pair in one.pairs),
        rows=tuple(row for one in done for row in one.rows),
        centred=next((one.centred for one in done if one.text), ()),
    )


def _doubts(container: Container, text: str, pages: int, *, recognised: bool) -> Iterator[Doubt]:
    if container.more_pages:
        yield Doubt("partial", detail=f"页数较多，只读取了前{pages}页")
    if container.damaged:
        yield Doubt("partial", detail="文件不完整，已读出可读部分")
    if lost := len(_NOTHING.findall(text)):
        yield Doubt("partial", detail=f"有{lost}个字无法辨认")
    if container.attached:
        yield Doubt("partial", detail=f"文件内附有{container.attached}个附件未读")
    if recognised:
        yield Doubt("ocr-low", detail="文字取自扫描件自带的识别结果")


def _is_usable(text: str) -> bool:
    return bool(text.strip()) and not looks_garbled(text) and len(_NOTHING.findall(text)) <= LOST * len(text)


def _is_scan(page: Page) -> bool:
    if sum(not char.text.isspace() for char in page.chars) >= FEW:
        return False
    return page.covered >= SCANNED or page.drawn >= OUTLINED


def _pictures(pages: Sequence[Page], scans: Sequence[bool]) -> Iterator[Picture]:
    for number, (page, scan) in enumerate(zip(pages, scans, strict=True), 1):
        large = [box for box in page.images if min(box.x1 - box.x0, box.y1 - box.y0) >= LEAST_PICTURE]
        for at, _ in enumerate(large, 1):
            yield Picture(f"第{number}页" if scan else f"第{number}页图{at}")
            if scan:
                break
