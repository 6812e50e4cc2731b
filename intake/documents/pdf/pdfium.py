"""Characters through pdfium, for files whose fonts or structure pdfminer.six gets wrong.

pdfium is quick and forgiving but native code: hostile files can end the process, so it is asked
second, and only inside a reading worker. Its own text order is not used; the baselines are.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Iterator
from typing import Any

from intake.documents.pages.glyphs import written
from intake.documents.pages.turn import Shown, lay_upright
from intake.documents.pages.values import UNKNOWN, Box, Char, Page
from intake.documents.pdf.rings import draws_itself, inflates_too_far
from intake.model.errors import Damaged, Encrypted, OverLimit
from intake.model.limits import Limits

MAX_OBJECTS = 3000  # on a page: more are a drawing
INVISIBLE = 3


def open_pdfium(content: bytes, password: str = "") -> Any:
    """The document as pypdfium2 knows it; close it after use.

    Raises:
        Encrypted: the password is missing or wrong.
        Damaged: pdfium cannot open it either, or would not come back from it.
        OverLimit: its streams inflate to more than may be read.
    """
    import pypdfium2

    if draws_itself(content):
        raise Damaged("页面内容自相引用")
    if inflates_too_far(content):
        raise OverLimit("解压后的内容过大")
    for attempt in ("", password):
        try:
            return pypdfium2.PdfDocument(content, password=attempt or None)
        except pypdfium2.PdfiumError as error:
            if "assword" not in str(error) and "ecurity" not in str(error):
                raise Damaged from error
    raise Encrypted


def read_pages(content: bytes, limits: Limits, password: str = "") -> Iterator[Page]:
    """The pages of a PDF, one by one, without ruling lines.

    Raises:
        Encrypted, Damaged, OverLimit: as their names say.
    """
    document = open_pdfium(content, password)
    deadline = time.monotonic() + limits.file_seconds
    left = limits.text_chars
    try:
        for number in range(len(document)):
            page = _read_page(document, number, left)
            left -= len(page.chars)
            if time.monotonic() > deadline:
                raise OverLimit("读取时间过长")
            yield page
    finally:
        document.close()


def _read_page(document: Any, number: int, most: int) -> Page:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return Page(0, 0)
    try:
        left, bottom, right, top = page.get_cropbox()
        shown = Shown(max(right - left, 0.0), max(top - bottom, 0.0))
        text = page.get_textpage()
        try:
            _collect(text.raw, shown, left, bottom, most)
        finally:
            text.close()
        _collect_images(page, shown, left, bottom)
        return lay_upright(shown)
    finally:
        page.close()


def _collect(text: Any, shown: Shown, left: float, bottom: float, most: int) -> None:
    """Every character with its origin, direction and size."""
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(text)
    if count > most:
        raise OverLimit("文字过多")
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix, box = raw.FS_MATRIX(), raw.FS_RECTF()
    high = ""
    for index in range(count):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        character = _character(raw.FPDFText_GetUnicode(text, index))
        if "\ud800" <= character < "\udc00":  # some builds give UTF-16 halves
            high = character
            continue
        if "\udc00" <= character < "\ue000":
            character = (high + character).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        high = ""
        if not raw.FPDFText_GetCharOrigin(text, index, x, y):
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, box) or not raw.FPDFText_GetMatrix(
            text, index, matrix
        ):
            continue
        size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        angle = -math.degrees(raw.FPDFText_GetCharAngle(text, index))
        upright = abs(angle % 180 - 90) < 45
        length = abs(box.top - box.bottom) if upright else abs(box.right - box.left)
        at = x.value - left
        char = Char(character, at, at + length, y.value - bottom, size or length or 1.0)
        shown.collect(angle, hidden=False).append(char)


def _character(code: int) -> str:
    if code in {0, 0xFFFE, 0xFFFF} or code > 0x10FFFF:
        return UNKNOWN
    return "-" if code == 2 else written(chr(code))  # pdfium marks the hyphen at a line end by U+0002


def _collect_images(page: Any, shown: Shown, left: float, bottom: float) -> None:
    from pypdfium2 import raw

    for number, item in enumerate(page.get_objects(max_depth=3)):
        if number > MAX_OBJECTS:
            break
        shown.drawn += item.type == raw.FPDF_PAGEOBJ_PATH
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds() if hasattr(item, "get_bounds") else item.get_pos()
            shown.images.append(
                Box(
                    max(x0 - left, 0.0),
                    max(y0 - bottom, 0.0),
                    min(x1 - left, shown.width),
                    min(y1 - bottom, shown.height),
                )
            )
