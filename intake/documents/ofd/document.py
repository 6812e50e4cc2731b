"""Text of an OFD file (GB/T 33190-2016), the fixed-layout format of Chinese offices.

Like a PDF an OFD only says where characters stand, so its pages are laid out by the same line
builder (pages/assemble.py). Text of annotations and seals is not part of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from intake.documents.ofd.package import Container, open_container
from intake.documents.ofd.page import draw_pages
from intake.documents.pages.assemble import Assembled, assemble, lay_page
from intake.documents.pages.values import Box, Page
from intake.documents.result import MARK, Drawing, Text
from intake.model.case import Doubt, Picture
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits
from intake.text.garbled import looks_garbled

FEW: Final = 30  # characters: a page with fewer and a large image is a scan
SCANNED: Final = 0.55  # of the page covered by its largest image
OUTLINED: Final = 150  # paths on a page without characters: its letters are drawings
MM_A_POINT: Final = 25.4 / 72
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
    shown = list(_large_images(pages, scans))
    pictures = tuple(image.picture for image in shown)
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
        lines=_with_images(done, shown),
        draw=partial(_draw, container, shown),
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
        places=tuple(
            (start + page, height)
            for start, one in zip(starts, done, strict=True)
            for page, height in one.places
        ),
    )


def _doubts(container: Container, text: str, pages: int, *, recognised: bool) -> Iterator[Doubt]:
    if container.more_pages:
        yield Doubt("partial", detail=f"页数较多，只读取了前{pages}页")
    if container.damaged:
        yield container.package.describe_damage()
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


class _Image(NamedTuple):
    """A picture of a page: its number among the images there, and where it stands."""

    picture: Picture
    page: int
    number: int
    box: Box


def _large_images(pages: Sequence[Page], scans: Sequence[bool]) -> Iterator[_Image]:
    for at, (page, scan) in enumerate(zip(pages, scans, strict=True)):
        large = [
            (number, box)
            for number, box in enumerate(page.images)
            if min(box.x1 - box.x0, box.y1 - box.y0) >= LEAST_PICTURE
        ]
        for count, (number, box) in enumerate(large[:1] if scan else large, 1):
            name = f"第{at + 1}页" if scan else f"第{at + 1}页图{count}"
            yield _Image(Picture(name), at, number, box)


def _with_images(done: Assembled, images: Sequence[_Image]) -> list[str]:
    """The lines with a mark for each picture, before the first line that stands lower."""
    lines: list[str] = []
    waiting = sorted(
        ((image.page, -_middle(image.box), number) for number, image in enumerate(images)), reverse=True
    )
    for line, (page, height) in zip(done.text.split("\n"), done.places, strict=True):
        while waiting and (waiting[-1][0], waiting[-1][1]) < (page, -height):
            lines.append(f"{MARK}{waiting.pop()[2]}{MARK}")
        lines.append(line)
    return lines + [f"{MARK}{number}{MARK}" for _, _, number in reversed(waiting)]


def _middle(box: Box) -> float:
    return (box.y0 + box.y1) / 2


def _draw(container: Container, images: Sequence[_Image], number: int) -> Drawing:
    image = images[number]
    width, height = image.box.x1 - image.box.x0, image.box.y1 - image.box.y0
    content = container.image(image.page, image.number)
    return Drawing(image.picture.name, content, width * MM_A_POINT, height * MM_A_POINT)
