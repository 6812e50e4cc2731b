"""Characters, ruling lines and images through pdfium, for files that pdfminer.six gets wrong.

pdfium is quick and forgiving but native code: hostile files can end the process, so it is asked
second, and only inside a reading worker. Its own text order is not used; the baselines are. It
keeps no blank that a file writes, only guesses some from gaps: these are left to pages/lines.py.
"""

from __future__ import annotations

import ctypes
import math
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from intake.documents.pages.glyphs import written
from intake.documents.pages.shown import Shown
from intake.documents.pages.turn import lay_upright
from intake.documents.pages.values import UNKNOWN, Box, Char, Page
from intake.documents.pdf.rings import draws_itself, inflates_too_far
from intake.model.errors import Damaged, Encrypted, OverLimit
from intake.model.limits import Limits

MOST_OBJECTS = 30_000  # on a page: more are a drawing
MOST_SEGMENTS = 800  # of one path
MOST_FORMS = 8  # in each other
INVISIBLE = 3  # text rendering mode (ISO 32000-1, 9.3.6)

Matrix = tuple[float, float, float, float, float, float]


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
    """The pages of a PDF, one by one.

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
        _Objects(shown).collect(page.raw, (1.0, 0.0, 0.0, 1.0, -left, -bottom))
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
        owner = raw.FPDFText_GetTextObject(text, index)
        hidden = bool(owner) and raw.FPDFTextObj_GetTextRenderMode(owner) == INVISIBLE
        shown.collect(angle, hidden).append(char)


def _character(code: int) -> str:
    if code in {0, 0xFFFE, 0xFFFF} or code > 0x10FFFF:
        return UNKNOWN
    return "-" if code == 2 else written(chr(code))  # pdfium marks the hyphen at a line end by U+0002


class _Objects:
    """Takes ruling lines and images from the objects of a page, those in forms included."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self._left = MOST_OBJECTS

    def collect(self, page: Any, place: Matrix) -> None:
        """The objects of a page; ``place`` leads to the lower left of what is seen of it."""
        from pypdfium2 import raw

        self._walk(raw.FPDFPage_CountObjects(page), partial(raw.FPDFPage_GetObject, page), place, 0)

    def _walk(self, count: int, get: Callable[[int], Any], place: Matrix, depth: int) -> None:
        from pypdfium2 import raw

        for number in range(min(count, self._left)):
            item = get(number)
            kind = raw.FPDFPageObj_GetType(item)
            self._left -= 1
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self.shown.drawn += 1
                self._add_path(item, _placed(item, place))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.shown.add_image(_unit_square(_placed(item, place)))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_FORMS:
                inner = raw.FPDFFormObj_CountObjects(item)
                self._walk(inner, partial(raw.FPDFFormObj_GetObject, item), _placed(item, place), depth + 1)

    def _add_path(self, path: Any, place: Matrix) -> None:
        from pypdfium2 import raw

        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, filled, stroked)
        if not filled.value and not stroked.value:
            return  # it only clips
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for number in range(min(raw.FPDFPath_CountSegments(path), MOST_SEGMENTS)):
            segment = raw.FPDFPath_GetPathSegment(path, number)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            if raw.FPDFPathSegment_GetType(segment) != raw.FPDF_SEGMENT_LINETO:
                self.shown.add_outline(points, stroked=bool(stroked.value))
                points = []
            points.append(_point(x.value, y.value, place))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        self.shown.add_outline(points, stroked=bool(stroked.value))


def _placed(item: Any, place: Matrix) -> Matrix:
    """The matrix of an object on the page."""
    from pypdfium2 import raw

    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, own):
        return place
    a, b, c, d, e, f = place
    return (
        own.a * a + own.b * c, own.a * b + own.b * d,
        own.c * a + own.d * c, own.c * b + own.d * d,
        own.e * a + own.f * c + e, own.e * b + own.f * d + f,
    )  # fmt: skip


def _point(x: float, y: float, place: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = place
    return x * a + y * c + e, x * b + y * d + f


def _unit_square(place: Matrix) -> Box:
    """Where an image stands, which fills the unit square of its own space."""
    corners = [_point(x, y, place) for x in (0.0, 1.0) for y in (0.0, 1.0)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
