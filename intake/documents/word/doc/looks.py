"""What is said of runs and paragraphs of a Word binary file (MS-DOC 2.4.6.1, 2.4.6.2, 2.9.33, 2.9.175).

Properties stand in pages of 512 bytes (FKP), ordered by the bytes of the text they are about; they
are brought to character positions here.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from intake.documents.blocks.remarks import CHANGED, FAINT, STRUCK
from intake.documents.word.doc import sprms
from intake.documents.word.doc.head import CHARACTERS, PARAGRAPHS, Fib
from intake.documents.word.doc.pieces import Piece, Pieces
from intake.documents.word.doc.sprms import Properties
from intake.documents.word.doc.styles import Styles, outline_of
from intake.documents.word.flow import DEEPEST, LARGE, CellShape

PAGE: Final = 512
MOST_PAGES: Final = 20_000
MOST_CELLS: Final = 64
KEPT: Final = 1024  # looks kept from file to file: the same modifiers come again and again
_NEGATIVE: Final = 0x8000_0000
_MAY_BE_ODD: Final = re.compile(
    rb"\x37\x08[\x01\x81]|\x53\x2a\x01|[\x00\x01]\x08\x01|\x70\x68[\xf3-\xff]{3}\x00|\x42\x2a\x08|\x43\x4a[\x01-\x04]\x00|\x71\xca|\x0c\x2a|\x66\x48",
    re.S,
)
_LISTED: Final = 0x1  # the modifiers of a piece stand in a list
_ACROSS, _DOWN, _DOWN_FIRST = 0x0002, 0x0020, 0x0040  # flags of a cell that is merged


class RunLook(NamedTuple):  # made once a run; twice as fast to make as a frozen dataclass
    """What matters of a run; a run of which nothing matters has none."""

    is_removed: bool = False  # deleted or hidden
    is_large: bool = False
    symbol: tuple[int, int] | None = None  # number of the font, code
    picture: int = -1  # byte in the Data stream
    font: int = -1  # only when it was asked for
    is_data: bool = False  # the state of a form field, not a picture
    weight: bool | None = None  # whether bold, only when it was asked for; None: as the style says


class ParagraphLook(NamedTuple):
    """What matters of a paragraph; ``None``: as its style says."""

    style: int = 0
    depth: int = 0  # of tables around it
    ends_row: bool = False
    ends_inner_cell: bool = False
    is_centred: bool | None = None
    breaks_page: bool | None = None
    list_number: int | None = None
    level: int | None = None
    cells: tuple[CellShape, ...] = ()
    left: int = 0  # edge of the first cell
    outline: int | None = None  # level of a heading; BODY: expressly none


_PLAIN_RUN: Final = RunLook()
Span = tuple[int, int, RunLook]
PLAIN: Final = ParagraphLook()


@dataclass(slots=True)
class Looks:
    """The properties of one file, each list read once."""

    fib: Fib
    table: bytes
    data: Callable[[], bytes]  # the Data stream
    pieces: Pieces
    _piece: Piece | None = None
    _paragraph_starts: list[int] = field(default_factory=list)
    _paragraphs: list[tuple[int, ParagraphLook]] = field(default_factory=list)  # end, look

    def __post_init__(self) -> None:
        known: dict[bytes, ParagraphLook] = {}
        starts, found = self._paragraph_starts, self._paragraphs
        is_old = self.fib.is_old
        last = 0
        before = None
        for page, places in self._tables_of(PARAGRAPHS):
            for first, end, place in _entries(page, places):
                if not last <= first < end:  # pages in disorder are not trusted
                    continue
                content = _cut_paragraph(page, 2 * place)
                look = known.get(content)
                if look is None:
                    look = _look_of_paragraph(content, is_old) or self._look_elsewhere(content)
                    known[content] = look
                if look is before and first == last:
                    found[-1] = (end, look)
                else:
                    starts.append(first)
                    found.append((end, look))
                last, before = end, look

    @property
    def is_known(self) -> bool:
        """Whether anything is said of paragraphs at all."""
        return bool(self._paragraphs)

    def paragraph(self, position: int) -> tuple[ParagraphLook, int]:
        """The look of the paragraph whose mark stands at ``position``, and up to where all marks have it."""
        piece = self._piece  # of the paragraph before; most files have one piece
        if piece is None or not piece.start <= position < piece.end:
            piece = self._piece = self.pieces.piece_at(position)
            if piece is None:
                return PLAIN, position + 1
        byte = piece.offset + (position - piece.start) * piece.width
        index = bisect_right(self._paragraph_starts, byte) - 1
        look, end = PLAIN, byte + 1
        if index >= 0 and byte < self._paragraphs[index][0]:
            end, look = self._paragraphs[index]
        if piece.prm:
            look = _changed(look, self._of_piece(piece), is_old=self.fib.is_old)
        return look, min(piece.end, position - (byte - end) // piece.width)

    def runs(self, *, with_fonts: bool = False) -> list[Span]:
        """The runs of which something matters, by character position, in order; fonts seldom matter."""
        return self._spans(lambda content: _look_of_run(content, self.fib.is_old, with_fonts))

    def seen(self) -> list[Span]:
        """The runs that say themselves whether they are hidden, or have a style that may."""
        return self._spans(lambda content: _hiding_of_run(content, self.fib.is_old))

    def types(self) -> list[Span]:
        """The runs with a weight or a font for Hanzi of their own."""
        return self._spans(lambda content: _type_of_run(content, self.fib.is_old))

    def shifts(self, styles: Styles) -> list[Span]:
        """The runs above the line (``weight``) and below it; none where the file never says so."""
        by_style = styles.may_shift
        if not by_style and not any(sign in self.fib.main for sign in sprms.SHIFTING[self.fib.is_old]):
            return []
        return self._spans(lambda content: self._shifted(content, styles if by_style else None))

    def _shifted(self, content: bytes, styles: Styles | None) -> RunLook | None:
        shift, style = _shift_of_run(content, self.fib.is_old)
        if shift is None and styles is not None and style >= 0:
            shift = styles.get(style).shift
        return RunLook(weight=shift == sprms.RAISED) if shift else None

    def odd(self, styles: Styles) -> list[Span]:
        """The runs that are struck out, unseen or changed (``font`` tells it in marks)."""
        by_style = styles.may_be_odd
        if not by_style and not self.fib.is_old and _MAY_BE_ODD.search(self.fib.main) is None:
            return []
        return self._spans(lambda content: self._marked(content, styles if by_style else None))

    def _marked(self, content: bytes, styles: Styles | None) -> RunLook | None:
        is_struck, is_faint, is_changed, number = _marks_of_run(content, self.fib.is_old)
        if styles is not None and number >= 0:
            style = styles.get(number)
            is_struck = style.is_struck if is_struck is None else is_struck
            is_faint = style.is_faint if is_faint is None else is_faint
        marks = STRUCK * bool(is_struck) | FAINT * bool(is_faint) | CHANGED * is_changed
        return RunLook(font=marks) if marks else None

    def _spans(self, read: Callable[[bytes], RunLook | None]) -> list[Span]:
        found: list[Span] = []
        last = 0
        for page, places in self._tables_of(CHARACTERS):
            looks: dict[int, RunLook] = {}
            for place in set(places):
                look = read(_cut_run(page, 2 * place))
                if look is not None:
                    looks[place] = look
            if not looks:
                continue
            for first, end, place in _entries(page, places):
                if place in looks and last <= first < end:
                    found.append((first, end, looks[place]))
                    last = end
        starts = [first for first, _, _ in found]
        return [span for piece in self.pieces.pieces for span in self._runs_of(piece, starts, found)]

    def read(self, data: bytes) -> Properties:
        """A list of modifiers, in the numbers of the file's version."""
        return sprms.read_properties(data, is_old=self.fib.is_old)

    def _runs_of(self, piece: Piece, starts: list[int], found: list[Span]) -> Iterator[Span]:
        own = self._of_piece(piece) if piece.prm else {}
        if _is_removed(own):
            yield piece.start, piece.end, RunLook(is_removed=True)
            return
        stop = piece.offset + (piece.end - piece.start) * piece.width
        for index in range(max(0, bisect_right(starts, piece.offset) - 1), len(found)):
            first, end, look = found[index]
            if first >= stop:
                return
            low, high = max(first, piece.offset), min(end, stop)
            if low < high:
                yield (
                    piece.start + (low - piece.offset) // piece.width,
                    piece.start + -(-(high - piece.offset) // piece.width),
                    look,
                )

    def _of_piece(self, piece: Piece) -> Properties:
        if not piece.prm & _LISTED:
            return sprms.short_property(piece.prm)
        number = piece.prm >> 1
        lists = self.pieces.properties
        return self.read(lists[number]) if number < len(lists) else {}

    def _tables_of(self, table: int) -> Iterator[tuple[bytes, bytes]]:
        """Every page of a property table, and the words at which its entries stand."""
        width = 1 if table == CHARACTERS else 7 if self.fib.is_old else 13
        for start in self._pages(table):
            page = self.fib.main[start : start + PAGE]
            count = page[-1] if len(page) == PAGE else 0
            offsets = 4 * (count + 1)
            if count and offsets + width * count < PAGE:
                yield page, page[offsets : offsets + width * count : width]

    def _pages(self, table: int) -> Iterator[int]:
        """The bytes at which the pages begin, in order (MS-DOC 2.8.5; Word 6 says only the first of several)."""
        offset, size = self.fib.place(table)
        plc = self.table[offset : offset + size]
        width, code = (2, "H") if self.fib.is_old else (4, "I")
        count = max(0, (len(plc) - 4) // (4 + width))
        first, stated = self.fib.pages(table)
        if self.fib.is_old and stated > count:
            yield from (PAGE * (first + number) for number in range(min(stated, MOST_PAGES)))
            return
        if not count:
            return
        numbers = struct.unpack_from(f"<{min(count, MOST_PAGES)}{code}", plc, 4 * (count + 1))
        yield from (PAGE * (number & 0x3FFFFF) for number in numbers)

    def _look_elsewhere(self, content: bytes) -> ParagraphLook:
        """The look of a paragraph some of whose modifiers stand in the Data stream."""
        own = self.read(content[2:])
        for number in sprms.ELSEWHERE & own.keys():
            at = sprms.value(own, number)
            data = self.data()
            size = int.from_bytes(data[at : at + 2], "little")
            own = {**own, **self.read(data[at + 2 : at + 2 + size])}
        style = int.from_bytes(content[:2], "little")
        return _changed(ParagraphLook(style), own, is_old=self.fib.is_old)


@lru_cache(maxsize=KEPT)
def _look_of_paragraph(content: bytes, is_old: bool) -> ParagraphLook | None:
    """What a style number and modifiers say; None when more stands elsewhere."""
    own = sprms.read_properties(content[2:], is_old=is_old)
    if not sprms.ELSEWHERE.isdisjoint(own):
        return None
    return _changed(ParagraphLook(int.from_bytes(content[:2], "little")), own, is_old=is_old)


def _changed(look: ParagraphLook, own: Properties, *, is_old: bool) -> ParagraphLook:
    """A look with the properties that stand in ``own``."""
    if not sprms.OF_CELLS.isdisjoint(own):
        look = _changed_cell(look, own, is_old=is_old)
    if sprms.OF_PARAGRAPHS.isdisjoint(own):
        return look
    value = sprms.value
    return look._replace(
        style=value(own, sprms.STYLE, look.style),
        is_centred=_centred(own, look.is_centred),
        breaks_page=_flag(own, sprms.BREAKS_PAGE, look.breaks_page),
        list_number=value(own, sprms.LIST) if sprms.LIST in own else look.list_number,
        level=value(own, sprms.LEVEL) if sprms.LEVEL in own else look.level,
        outline=outline_of(own) if sprms.OUTLINE in own else look.outline,
    )


def _changed_cell(look: ParagraphLook, own: Properties, *, is_old: bool) -> ParagraphLook:
    """A look with what ``own`` says of tables."""
    value = sprms.value
    in_table, row = own.get(sprms.IN_TABLE), sprms.ENDS_ROW in own or sprms.INNER_ROW in own
    depth = value(own, sprms.DEPTH, int(in_table != b"\0") if in_table is not None else look.depth)
    left, cells = _cells(own, is_old=is_old)
    return look._replace(
        depth=min(depth, DEEPEST) if depth < _NEGATIVE else 0,
        ends_row=bool(value(own, sprms.ENDS_ROW) or value(own, sprms.INNER_ROW)) if row else look.ends_row,
        ends_inner_cell=bool(value(own, sprms.INNER_CELL, look.ends_inner_cell)),
        cells=cells or look.cells,
        left=left if cells else look.left,
    )


def _entries(page: bytes, places: bytes) -> Iterator[tuple[int, int, int]]:
    """First byte, end and place of every entry of a page."""
    bounds = struct.unpack_from(f"<{len(places) + 1}I", page)
    return zip(bounds, bounds[1:], places, strict=False)


def _cut_run(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _cut_paragraph(page: bytes, at: int) -> bytes:
    """Style number and modifiers; the size is in words, counted with itself unless it is 0."""
    if not at:
        return b""
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < PAGE else b""


def _is_removed(own: Properties) -> bool:
    return sprms.is_on(own.get(sprms.DELETED)) or sprms.is_on(own.get(sprms.HIDDEN))


@lru_cache(maxsize=KEPT)
def _look_of_run(content: bytes, is_old: bool, with_font: bool) -> RunLook | None:
    """What modifiers say of a run; None when nothing matters."""
    own = sprms.read_properties(content, is_old=is_old)
    size = sprms.value(own, sprms.SIZE)
    symbol = own.get(sprms.SYMBOL, b"")
    look = RunLook(
        is_removed=_is_removed(own),
        is_large=size >= LARGE,
        symbol=(int.from_bytes(symbol[:2], "little"), int.from_bytes(symbol[2:4], "little"))
        if symbol
        else None,
        picture=sprms.value(own, sprms.PICTURE_AT, -1),
        font=sprms.value(own, sprms.FONT_OTHER, sprms.value(own, sprms.FONT, -1)) if with_font else -1,
        is_data=sprms.is_on(own.get(sprms.IS_DATA)),
    )
    return look if look != _PLAIN_RUN else None


@lru_cache(maxsize=KEPT)
def _hiding_of_run(content: bytes, is_old: bool) -> RunLook | None:
    """Whether a run is hidden by its own word (``weight``), and its style (``font``); None when neither is said.

    A run of the opposite of its style (0x81) counts as one that hides.
    """
    own = sprms.read_properties(content, is_old=is_old)
    if sprms.HIDDEN not in own and sprms.CHARACTER_STYLE not in own:
        return None
    is_hidden = sprms.is_on(own[sprms.HIDDEN]) if sprms.HIDDEN in own else None
    return RunLook(font=sprms.value(own, sprms.CHARACTER_STYLE, -1), weight=is_hidden)


@lru_cache(maxsize=KEPT)
def _type_of_run(content: bytes, is_old: bool) -> RunLook | None:
    """Weight and font for Hanzi that modifiers give; None when neither."""
    own = sprms.read_properties(content, is_old=is_old)
    if sprms.BOLD not in own and sprms.FONT_ASIAN not in own:
        return None
    weight = sprms.is_on(own[sprms.BOLD]) if sprms.BOLD in own else None
    return RunLook(font=sprms.value(own, sprms.FONT_ASIAN, -1), weight=weight)


@lru_cache(maxsize=KEPT)
def _marks_of_run(content: bytes, is_old: bool) -> tuple[bool | None, bool | None, bool, int]:
    """Whether modifiers strike a run out, make it unseen (None: they say nothing), it is changed; its style."""
    own = sprms.read_properties(content, is_old=is_old)
    is_changed = sprms.is_on(own.get(sprms.INSERTED)) or sprms.is_on(own.get(sprms.DELETED))
    style = sprms.value(own, sprms.CHARACTER_STYLE, -1)
    return sprms.struck_of(own), sprms.faint_of(own), is_changed, style


@lru_cache(maxsize=KEPT)
def _shift_of_run(content: bytes, is_old: bool) -> tuple[int | None, int]:
    """Whether modifiers raise or lower a run (None: they say nothing), and its style (-1: none)."""
    own = sprms.read_properties(content, is_old=is_old)
    return sprms.shift_of(own), sprms.value(own, sprms.CHARACTER_STYLE, -1)


def _centred(own: Properties, otherwise: bool | None) -> bool | None:
    operand = own.get(sprms.ALIGNED_2000, own.get(sprms.ALIGNED))
    return otherwise if operand is None else operand == b"\x01"


def _flag(own: Properties, number: int, otherwise: bool | None) -> bool | None:
    operand = own.get(number)
    return otherwise if operand is None else sprms.is_on(operand)


def _cells(own: Properties, *, is_old: bool) -> tuple[int, tuple[CellShape, ...]]:
    """Left edge and cells of a row (MS-DOC 2.9.326, TDefTableOperand; 2.9.314, TC80)."""
    shape = own.get(sprms.ROW_SHAPE, b"")
    count = shape[0] if shape else 0
    if not 0 < count <= MOST_CELLS or len(shape) < 1 + 2 * (count + 1):
        return 0, ()
    left, *edges = struct.unpack_from(f"<{count + 1}h", shape, 1)
    flags = shape[1 + 2 * (count + 1) :: 10 if is_old else 20].ljust(count, b"\0")  # the low byte says enough
    cells = (
        CellShape(
            edge,
            bool(flag & _ACROSS) or (not is_old and flag & (_DOWN | _DOWN_FIRST) == _DOWN),
            bool(flag & _ACROSS),
        )
        for edge, flag in zip(edges, flags, strict=False)
    )
    return left, tuple(cells)
