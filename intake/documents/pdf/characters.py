"""Characters, ruling lines and image boxes of each PDF page, through pdfminer.six.

Only pdfminer's interpreter and fonts are used; its layout analysis is not, because it moves
Chinese quotation marks (taken from another font) to the end of the line. Lines are built in
pages/lines.py from the baselines collected here.
"""

# mypy: disable-error-code="misc"

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_rect, mult_matrix

from intake.documents.pages.glyphs import written
from intake.documents.pages.shown import Shown
from intake.documents.pages.turn import CENTRE, lay_upright
from intake.documents.pages.values import UNKNOWN, Box, Char, Page
from intake.documents.pdf.content import operations
from intake.documents.pdf.open import Budget, open_document
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits

INVISIBLE = 3  # text rendering mode (ISO 32000-1, 9.3.6)
SPACE = 32
BYTES_OF_CHAR = 4  # at most, in a text operator
MAX_SAVED = 2000  # graphics states; more are left unsaved
IDENTITY = (1, 0, 0, 1, 0, 0)
MAX_SIDE = 200_000.0  # points: larger boxes are nonsense
TYPED = {"Widget", "FreeText"}  # annotations that hold text typed into a form or onto the page
UNSEEN = 0x02 | 0x20  # invisible, not shown (ISO 32000-1, 12.5.3)

Matrix = tuple[float, float, float, float, float, float]


class CharDevice(PDFDevice):
    """Collects what a page shows as :class:`Page`."""

    def __init__(self, manager: PDFResourceManager, budget: Budget, limits: Limits) -> None:
        super().__init__(manager)
        self.budget = budget
        self.chars_left = limits.text_chars
        self.page = Page(0, 0)
        self._shown = Shown()
        self._left = self._bottom = 0.0
        self._glyphs: dict[object, dict[int, tuple[str, float]]] = {}

    def begin_page(self, page: Any, ctm: Matrix) -> None:
        """Start a page with its visible box."""
        x0, y0, x1, y1 = (min(max(value, -MAX_SIDE), MAX_SIDE) for value in page.mediabox)
        crop = page.cropbox
        inner = (max(x0, crop[0]), max(y0, crop[1]), min(x1, crop[2]), min(y1, crop[3]))
        if inner[0] >= inner[2] or inner[1] >= inner[3]:
            inner = (x0, y0, x1, y1)
        self._left, self._bottom, right, top = apply_matrix_rect(ctm, inner)
        self._shown = Shown(width=right - self._left, height=top - self._bottom)

    def end_page(self, page: Any) -> None:  # noqa: ARG002 - the interface of pdfminer
        """Turn what was shown so that most of its text reads from left to right."""
        self.page = lay_upright(self._shown)

    def render_image(self, name: str, stream: Any) -> None:  # noqa: ARG002 - as above
        """Note where a picture stands; its bytes are left alone."""
        x0, y0, x1, y1 = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        self._shown.add_image(Box(x0 - self._left, y0 - self._bottom, x1 - self._left, y1 - self._bottom))

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:  # noqa: ARG002
        """Note a ruling line, or that something was drawn."""
        self.budget.tick()
        self._shown.drawn += 1
        points: list[tuple[float, float]] = []
        for step in path:
            if step[0] == "h":
                points += points[:1]
                continue
            if step[0] != "l":  # a new outline, or a curve, which is no ruling line
                self._shown.add_outline(points, stroked=stroke)
                points = []
            points.append(self._place(step[-2], step[-1]))
        self._shown.add_outline(points, stroked=stroke)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.ctm
        return x * a + y * c + e - self._left, x * b + y * d + f - self._bottom

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:  # noqa: ARG002
        """Collect the characters of one text operator (ISO 32000-1, 9.4.4)."""
        self._check_room(seq)
        font, size = textstate.font, textstate.fontsize
        vertical = font.is_vertical()
        scaling = 1.0 if vertical else textstate.scaling * 0.01
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)
        along = math.hypot(c, d) if vertical else math.hypot(a, b)
        em = abs(size) * math.hypot(c, d) * _type3_height(font)
        if not math.isfinite(along + em + e + f):
            return
        collect = self._shown.collect(_direction(a, b, c, d, size, vertical), textstate.render == INVISIBLE)
        before = len(collect)
        glyphs = self._glyphs.setdefault(font, {})
        charspace = textstate.charspace * scaling
        wordspace = 0.0 if font.is_multibyte() else textstate.wordspace * scaling
        unit = size * scaling
        at_x, at_y = textstate.linematrix
        e, f = e - self._left + c * textstate.rise, f - self._bottom + d * textstate.rise
        if vertical:  # characters hang centred from the line: count from where a baseline would be
            e, f = e - CENTRE * a * size, f - CENTRE * b * size
        for piece in seq:
            if isinstance(piece, bytes):
                for cid in font.decode(piece):
                    text, width = glyphs.get(cid) or _learn(glyphs, font, cid)
                    x = a * at_x + c * at_y + e
                    collect.append(
                        Char(text, x, x + abs(width * unit) * along, b * at_x + d * at_y + f, em),
                    )
                    advance = width * unit + charspace + (wordspace if cid == SPACE else 0.0)
                    if vertical:
                        at_y += advance
                    else:
                        at_x += advance
            elif isinstance(piece, (int, float)):
                if vertical:
                    at_y -= piece * 0.001 * unit
                else:
                    at_x -= piece * 0.001 * unit
        textstate.linematrix = (at_x, at_y)
        self.chars_left -= len(collect) - before
        if self.chars_left < 0:
            raise OverLimit("文字过多")

    def _check_room(self, seq: Sequence[Any]) -> None:
        self.budget.tick()
        if sum(len(piece) for piece in seq if isinstance(piece, bytes)) > BYTES_OF_CHAR * self.chars_left:
            raise OverLimit("文字过多")


def _direction(a: float, b: float, c: float, d: float, size: float, vertical: bool) -> float:
    """Where the text runs to, in degrees."""
    x, y = (-c, -d) if vertical else (a, b)
    return math.degrees(math.atan2(-y, -x) if size < 0 else math.atan2(y, x))


def _type3_height(font: Any) -> float:
    """The height of a Type 3 font in ems, as its glyph space may have any scale; else 1."""
    height = abs(font.get_height()) if isinstance(font, PDFType3Font) else 1.0
    return height if 0 < height < 100 else 1.0


def _learn(glyphs: dict[int, tuple[str, float]], font: Any, cid: int) -> tuple[str, float]:
    """Text and advance (ems) of a glyph met for the first time."""
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        text = UNKNOWN
    width = font.char_width(cid)
    glyphs[cid] = (
        written(text) if isinstance(text, str) else UNKNOWN,
        float(width) if abs(width) < 100 else 1.0,
    )
    return glyphs[cid]


# What shows or moves something; colours, dashes and marks are left aside.
_OPERATORS = {
    name: "do_" + name.decode().replace("*", "_a").replace('"', "_w").replace("'", "_q")
    for name in (
        b"q Q cm m l c v y h re S s f F f* B B* b b* n BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ ' \" Do"
    ).split()
}


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter behind our own tokenizer."""

    device: CharDevice

    def do_TJ(self, seq: Any) -> None:  # noqa: N802 - the operator's name
        if self.textstate.font is not None and isinstance(seq, list):
            self.device.render_string(self.textstate, seq, None, None)

    def do_q(self) -> None:
        if len(self.gstack) < MAX_SAVED:
            super().do_q()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802
        super().do_Do(xobjid_arg)
        self.device.set_ctm(self.ctm)  # the form left its own matrix behind

    def execute(self, streams: Sequence[object]) -> None:
        """Run content streams.

        Raises:
            Damaged: a stream contains itself.
        """
        self.stream_ids.clear()
        parts: list[bytes] = []
        for item in streams:
            stream = stream_value(item)
            if stream.objid in self.parent_stream_ids:
                raise Damaged("页面内容自相引用")  # pdfium, asked next, would not come back from it
            if stream.objid is not None:
                self.stream_ids.add(stream.objid)
                parts.append(stream.get_data())
        known: dict[bytes, tuple[Callable[..., None], int]] = {}
        for name, method in _OPERATORS.items():
            run = getattr(self, method)
            known[name] = run, run.__code__.co_argcount - 1
        for name, operands in operations(b"\n".join(parts), self.device.budget.tick):
            if name in known:
                run, count = known[name]
                if len(operands) >= count:
                    run(*operands[len(operands) - count :])
            elif name == b"EI":
                self.device.render_image("", None)

    def process_page(self, page: Any) -> None:
        """Show a page, then what was typed into its form fields or onto it."""
        x0, y0, x1, y1 = page.mediabox
        turned: dict[int, Matrix] = {
            90: (0, -1, 1, 0, -y0, x1),
            180: (-1, 0, 0, -1, x1, y1),
            270: (0, 1, -1, 0, y1, -x0),
        }
        ctm = turned.get(page.rotate, (1, 0, 0, 1, -x0, -y0))
        self.device.begin_page(page, ctm)
        self.render_contents(page.resources, page.contents, ctm=ctm)
        with contextlib.suppress(PDFException, ArithmeticError, LookupError, TypeError, ValueError):
            # annotations are extras: a broken one must not cost the page
            self._show_typed(page, ctm)
        self.device.end_page(page)

    def _show_typed(self, page: Any, ctm: Matrix) -> None:
        for reference in list_value(page.annots or []):
            annotation = dict_value(reference)
            subtype = resolve1(annotation.get("Subtype"))
            flags = resolve1(annotation.get("F")) or 0
            look = resolve1(dict_value(annotation.get("AP", {})).get("N"))
            is_typed = isinstance(subtype, PSLiteral) and subtype.name in TYPED
            if is_typed and not flags & UNSEEN and isinstance(look, PDFStream):
                self._show_look(annotation, look, ctm)

    def _show_look(self, annotation: dict[str, Any], look: Any, ctm: Matrix) -> None:
        """Fit an appearance into its rectangle (ISO 32000-1, 12.5.5)."""
        x0, y0, x1, y1 = (float(resolve1(value)) for value in list_value(annotation["Rect"]))
        matrix: Any = tuple(float(resolve1(n)) for n in list_value(look.get("Matrix", IDENTITY)))
        bounds = tuple(float(resolve1(n)) for n in list_value(look["BBox"]))
        left, bottom, right, top = apply_matrix_rect(matrix, bounds)
        wide = abs(x1 - x0) / (right - left) if right > left else 1.0
        high = abs(y1 - y0) / (top - bottom) if top > bottom else 1.0
        fit = (wide, 0, 0, high, min(x0, x1) - left * wide, min(y0, y1) - bottom * high)
        self.render_contents(
            dict_value(look.get("Resources", {})),
            [look],
            ctm=mult_matrix(matrix, mult_matrix(fit, ctm)),
        )


def read_pages(content: bytes, limits: Limits, password: str) -> Iterator[Page]:
    """The pages of a PDF, one by one.

    Raises:
        Encrypted: the file needs a password that was not given.
        OverLimit: a limit of time, size or characters was passed.
        Exception: whatever pdfminer raises for broken bytes.
    """
    budget = Budget.of(limits)
    document = open_document(content, password, budget)
    manager = PDFResourceManager()
    device = CharDevice(manager, budget, limits)
    interpreter = _Interpreter(manager, device)
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        yield device.page
