"""Text of a PDF: which reader to trust, and when only recognition can help.

pdfminer.six is asked first: pure Python, so that hostile files cannot bring down the process.
Where its text is wrong (fonts without a usable map, broken structure) pdfium is asked, and where
neither has text, the document needs recognition (scan/recognise.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from intake.documents.result import Text
from intake.model.case import Doubt, Picture
from intake.model.errors import Damaged, Encrypted, ReadingError
from intake.model.limits import Limits
from intake.text.garbled import looks_garbled

if TYPE_CHECKING:
    from intake.documents.pages.values import Page

FEW = 30  # characters: a page with fewer and a large image is a scan
SCANNED = 0.55  # of the page covered by its largest image
OUTLINED = 150  # painted paths on a page without characters: its letters are drawings
LOST = 0.02  # share of characters the fonts do not tell
LATIN = 0.15  # share of accented Latin letters where there is hardly any Chinese
FOREIGN = 0.3  # share of Chinese below which a scanner's own text layer is not believed
LEAST_PICTURE = 70.0  # points: smaller images are ornaments

_ACCENTED = re.compile("[\u00a1-\u00ff]")
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_NOTHING = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a document as one reader saw them."""

    reader: str
    pages: list[Page]
    more: bool = False  # there are pages beyond the limit
    hidden: bool = False  # the text is an invisible layer under a scan
    distrusted: frozenset[int] = frozenset()  # pages whose invisible layer was put aside


def read_pdf(content: bytes, limits: Limits, password: str = "") -> Text:
    """Read the text of a PDF.

    Paragraphs are joined over lines and pages, running heads dropped, table forms given cell by
    cell. A document without usable text comes back empty with ``needs_ocr``; one with some
    scanned pages comes back with the text of the others and ``needs_ocr``.

    Raises:
        Encrypted: it needs a password that was not given.
        Damaged: no reader can open it.
        OverLimit: a limit of time, size or characters was passed.
    """
    pages = best_pages(content, limits, password)
    scanned = [number for number, page in enumerate(pages.pages) if is_scan(page)]
    _forget(pages.pages, scanned)  # a few characters of the program that scanned them
    text = text_of(pages)
    if not _is_usable(text.text):
        drawn = any(page.images or page.drawn or page.chars for page in pages.pages)
        return replace(text, text="", pairs=(), rows=(), centred=(), needs_ocr=drawn, doubts=())
    doubts = list(text.doubts)
    if pages.more:
        doubts.append(Doubt("partial", detail=f"页数较多，只读取了前{len(pages.pages)}页"))
    if pages.hidden:
        doubts.append(Doubt("ocr-low", detail="文字取自扫描件自带的识别结果"))
    return replace(text, needs_ocr=bool(scanned), recognised=pages.hidden, doubts=tuple(doubts))


def pages_to_recognise(content: bytes, limits: Limits) -> tuple[list[Page], frozenset[int]]:
    """Every page, and the numbers (from 0) of those whose text only recognition can tell.

    Raises:
        ReadingError: as :func:`read_pdf`.
    """
    pages = best_pages(content, limits)
    scanned = frozenset(number for number, page in enumerate(pages.pages) if is_scan(page))
    if _is_usable(text_of(pages).text):
        return pages.pages, scanned
    return pages.pages, frozenset(range(len(pages.pages)))


def text_of(pages: Pages) -> Text:
    """The pages as one text; characters that fonts do not tell are stated."""
    from intake.documents.pages.assemble import assemble, lay_page

    done = assemble([lay_page(page) for page in pages.pages])
    lost = done.text.count("\ufffd")
    doubts = (Doubt("partial", detail=f"有{lost}个字无法辨认"),) if lost else ()
    return Text(
        text=done.text,
        reader=pages.reader,
        pairs=done.pairs,
        rows=done.rows,
        pictures=tuple(_pictures(pages.pages)),
        pages=len(pages.pages),
        centred=done.centred,
        doubts=doubts,
    )


def is_scan(page: Page) -> bool:
    """Whether a page is a picture of text rather than text."""
    if page.covered < SCANNED and page.drawn < OUTLINED:
        return False
    return sum(not char.text.isspace() for char in page.chars) < FEW


def best_pages(content: bytes, limits: Limits, password: str = "") -> Pages:
    """The pages as pdfminer sees them, or pdfium where that is better.

    Raises:
        ReadingError: as :func:`read_pdf`.
    """
    from intake.documents.pdf.pdfium import read_pages

    first, error = _try_pdfminer(content, limits, password)
    if first is not None and not _is_wrong(first.pages):
        return first
    try:
        second = _take(read_pages(content, limits, password), limits, "pdfium")
    except ReadingError as refusal:
        if first is not None:
            return first
        raise (refusal if isinstance(refusal, Encrypted) else Damaged()) from error
    if first is not None:
        _forget(second.pages, first.distrusted)
    if first is None or _quality(second.pages) > _quality(first.pages):
        return second
    return first


def _try_pdfminer(content: bytes, limits: Limits, password: str) -> tuple[Pages | None, Exception | None]:
    from intake.documents.pdf.characters import read_pages

    try:
        return _take(read_pages(content, limits, password), limits, "pdfminer"), None
    except ReadingError:
        raise
    except Exception as error:  # noqa: BLE001 - pdfminer lets any error out on odd bytes; pdfium then has its try
        return None, error


def _take(pages: Iterator[Page], limits: Limits, reader: str) -> Pages:
    taken = list(islice(pages, limits.pages))
    more = len(taken) == limits.pages and next(pages, None) is not None
    distrusted = frozenset(number for number, page in enumerate(taken) if _has_wrong_layer(page))
    _forget(taken, distrusted)
    hidden = sum(page.hidden for page in taken)
    shown = sum(len(page.chars) for page in taken)
    return Pages(reader, taken, more, hidden > 0.5 * shown > 0, distrusted)


def _forget(pages: Sequence[Page], numbers: Iterable[int]) -> None:
    """Put the characters of some pages aside: their pictures say it better."""
    for number in numbers:
        if number < len(pages):
            page = pages[number]
            page.chars, page.aside, page.hidden = [], {}, 0


def _has_wrong_layer(page: Page) -> bool:
    """Whether a scanner set invisible text over its picture in a script that is not the page's."""
    if page.covered < SCANNED:
        return False
    text = [char.text for char in page.chars if not char.text.isspace()]
    if 2 * page.hidden < len(text) or len(text) < FEW:
        return False
    return sum(map(len, map(_CHINESE.findall, text))) < FOREIGN * len(text)


def _is_wrong(pages: Sequence[Page]) -> bool:
    """Whether the characters cannot be what the pages show."""
    text = "".join(_characters(pages))
    if not text:
        return any(page.images or page.drawn for page in pages) or not pages
    chinese = len(_CHINESE.findall(text))
    if len(_NOTHING.findall(text)) > LOST * len(text):
        return True
    if len(_ACCENTED.findall(text)) > LATIN * len(text) and chinese < 0.05 * len(text):
        return True
    return looks_garbled(text)


def _characters(pages: Iterable[Page]) -> Iterator[str]:
    return (char.text for page in pages for char in page.chars if not char.text.isspace())


def _quality(pages: Sequence[Page]) -> tuple[bool, int]:
    text = "".join(_characters(pages))
    good = len(text) - len(_NOTHING.findall(text)) - len(_ACCENTED.findall(text))
    return bool(text) and not looks_garbled(text), good


def _is_usable(text: str) -> bool:
    return bool(text.strip()) and not looks_garbled(text) and len(_NOTHING.findall(text)) <= 0.2 * len(text)


def _pictures(pages: Sequence[Page]) -> Iterator[Picture]:
    for number, page in enumerate(pages, 1):
        if is_scan(page):
            continue
        large = [b for b in page.images if min(b.x1 - b.x0, b.y1 - b.y0) >= LEAST_PICTURE]
        for at, _ in enumerate(large, 1):
            yield Picture(f"第{number}页图{at}")
