"""The stories of a Word binary file on their way to lines: paragraphs, tables, boxes, page breaks."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final

from intake.documents.blocks.line import LEVEL, LOWERED, RAISED, boxed, noted
from intake.documents.word.doc.fields import Fields
from intake.documents.word.doc.looks import Looks, ParagraphLook
from intake.documents.word.doc.pieces import FILLER
from intake.documents.word.doc.said import Told, Types
from intake.documents.word.doc.styles import Style, Styles
from intake.documents.word.flow import LARGE, Flow
from intake.documents.word.numbering import Numbering
from intake.model.errors import OverLimit

_PARAGRAPH: Final = "\r"
_CELL: Final = "\x07"
_PAGE: Final = "\x0c"
_NOTE: Final = re.compile("\r(?=\x02)")
_SPECIAL: Final = re.compile("[\0-\x08\x0a-\x1f\xa0\U00100000-\U0010fffd]")
_SIGNS: Final = {
    **{code: None for code in range(0x20) if code not in {0x09, 0x0A, 0x0C}},
    0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: None, 0xA0: " ",
}  # fmt: skip
_EDGES: Final = " \t\u3000\xa0"
_LATER_LISTS: Final = 0x7FFF  # numbers above are lists that a paragraph has left


@dataclass(frozen=True, slots=True)
class Box:
    """A text box: the position it is anchored at, and its part of the text."""

    anchor: int
    start: int
    end: int


@dataclass(slots=True)
class Walk:
    """One document on its way to lines of text."""

    text: str
    looks: Looks
    styles: Callable[[], Styles]
    numbering: Callable[[], Numbering]
    fields: Fields
    large: Sequence[tuple[int, int]] = ()  # spans of large type
    sections: dict[int, bool] = field(default_factory=dict)  # mark of a section → whether a page follows
    boxes: Sequence[Box] = ()  # in order of anchors
    deadline: float = 0.0
    calls: Sequence[tuple[int, str]] = ()  # of notes: position, anchor; in order
    fonts: Callable[[], list[str]] = list  # their names
    flow: Flow = field(default_factory=Flow)
    _box: int = 0  # the next box to place
    _large_end: int = 0
    _types: Types = field(init=False)

    def __post_init__(self) -> None:
        self._types = Types(self.text, self.looks, self.fonts)
        self._large_end = max((end for _, end in self.large), default=0)

    def story(self, start: int, end: int) -> None:
        """Walk one part of the text, and append its lines."""
        if start >= end:
            return
        marks = self._marks(start, min(end, len(self.text)))
        first, index = start, 0
        while index < len(marks):
            if time.monotonic() > self.deadline:
                raise OverLimit("读取时间过长")
            look, until = self.looks.paragraph(marks[index])
            stop = bisect_left(marks, until, index + 1)
            self._alike(first, marks[index:stop], look)
            first, index = marks[stop - 1] + 1, stop
        self.flow.to_depth(0)
        self.flow.new_page = False

    def place_rest(self) -> None:
        """The boxes that no paragraph took."""
        rest, self._box = self.boxes[self._box :], len(self.boxes)
        for box in rest:
            self.flow.add(self._lines_of(box))

    def _lines_of(self, box: Box) -> list[str]:
        outer, placed = self.flow.begin_part(), self._box
        self._box = len(self.boxes)
        self.story(box.start, box.end)
        self._box = placed
        return self.flow.end_part(outer)

    def _marks(self, start: int, end: int) -> list[int]:
        """The positions of the marks that end paragraphs; the end where the last one has none."""
        pieces = self.text[start:end].replace(_CELL, _PARAGRAPH).split(_PARAGRAPH)
        marks = [start + count + length for count, length in enumerate(accumulate(map(len, pieces)))]
        if not pieces[-1]:
            marks.pop()
        for place in self.sections:
            if start <= place < end and self.text[place] == _PAGE:
                insort(marks, place)
        return marks

    def _alike(self, first: int, marks: Sequence[int], look: ParagraphLook) -> None:
        """Walk paragraphs of one look that follow each other, from position ``first``."""
        flow, style = self.flow, self.styles().get(look.style)
        breaks_page = style.breaks_page if look.breaks_page is None else look.breaks_page
        is_centred = style.is_centred if look.is_centred is None else look.is_centred
        stands_out = style.is_heading or is_centred or style.size >= LARGE
        is_listed = look.list_number or style.list_number
        is_guessed = not self.looks.is_known
        tables = flow.tables
        for last in marks:
            mark = self.text[last : last + 1]
            depth = look.depth or 1 if mark == _CELL else look.depth
            if depth != len(tables):
                flow.to_depth(depth)
            if depth and (look.ends_row or (is_guessed and self._seems_end_of_row(first, last, mark))):
                flow.end_row(look.cells, look.left)
                first = last + 1
                continue
            if breaks_page:
                flow.new_page = True
            text = self._shown(first, last)
            item = None
            if is_listed:
                text, item = self._number(look, style, text)
            after = self._place_boxes(first, last) if self._box < len(self.boxes) else None
            if text:
                is_prominent = stands_out or (first < self._large_end and self._is_large(first, last))
                flow.write(
                    text,
                    is_prominent=is_prominent,
                    origin=Told(self._types, (first, last), look, style, item, is_prominent),
                    called=self._called(first, last, len(item[1]) if item else 0) if self.calls else (),
                )
            if after:
                flow.add(after)
            if mark == _CELL or (depth > 1 and look.ends_inner_cell):
                tables[-1].end_cell()
            elif mark == _PAGE and self.sections.get(last):
                flow.new_page = True
            first = last + 1

    def _seems_end_of_row(self, first: int, last: int, mark: str) -> bool:
        """Without properties a row ends where two marks of cells follow each other."""
        return mark == _CELL and first == last and self.flow.tables[-1].is_between

    def _shown(self, first: int, last: int) -> str:
        text = self.text[first:last]
        if text.isprintable() or not _SPECIAL.search(text):  # no special sign is printable
            return text
        return self.fields.inserted.show(text.translate(_SIGNS))

    def _is_large(self, first: int, last: int) -> bool:
        """Whether large type stands in a paragraph."""
        index = bisect_right(self.large, (first, last + 1))
        near = self.large[max(0, index - 1) : index + 1]
        return any(start < last and end > first for start, end in near)

    def _called(self, first: int, last: int, before: int) -> list[tuple[int, str]]:
        """The notes called in a paragraph, by the characters of its text before the call."""
        index = bisect_left(self.calls, (first, ""))
        found = []
        while index < len(self.calls) and self.calls[index][0] <= last:
            at, anchor = self.calls[index]
            found.append((before + len(self._shown(first, at)), anchor))
            index += 1
        return found

    def notes(self, start: int, end: int, anchors: Sequence[str], starts: Sequence[int] = ()) -> None:
        """Walk the notes of one kind and append their lines.

        They begin at ``starts``, counted from the first; without these each begins with its automatic mark.
        """
        end = min(end, len(self.text))
        begins = [start + at for at in starts[1 : len(anchors)]]
        bounds = (start, *begins, end)
        if len(starts) < len(anchors) or any(last <= first for first, last in pairwise(bounds)):
            bounds = (start, *(found.end() for found in _NOTE.finditer(self.text, start, end)), end)
        for number, (first, last) in enumerate(pairwise(bounds)):
            outer = self.flow.begin_part()
            self.story(first, last)
            anchor = anchors[number] if number < len(anchors) else ""
            self.flow.add(noted(anchor, self.flow.end_part(outer)))

    def _number(self, look: ParagraphLook, style: Style, text: str) -> tuple[str, tuple[int, str] | None]:
        """The text with its automatic number in front, and the level and number as an item of a list.

        Empty paragraphs count but show no number.
        """
        own = look.list_number is not None
        number = look.list_number if own else style.list_number
        if not number or number > _LATER_LISTS:
            return text, None
        level = look.level
        if level is None:
            level = 0 if own else style.level or 0
        label = self.numbering().label(str(number), level)
        if text.strip():
            return label + text, (level, label)
        return label.rstrip(" .、．") if self.flow.tables else text, None  # the 序号 column of a table

    def _place_boxes(self, first: int, last: int) -> list[str]:
        """Add the lines of boxes anchored at the start of a paragraph; the answer are those to follow it."""
        before: list[str] = []
        after: list[str] = []
        while self._box < len(self.boxes) and self.boxes[self._box].anchor <= last:
            box = self.boxes[self._box]
            self._box += 1
            has_text = bool(self.text[first : max(first, box.anchor)].strip(_EDGES + FILLER + "\x08\x01\x0c"))
            (after if has_text else before).extend(boxed(self._lines_of(box)))
        self.flow.add(before)
        return after


def shift_marks(text: str, looks: Looks, styles: Styles) -> Iterator[tuple[int, str]]:
    """Where text is raised or lowered and where it is level again, each inside one paragraph."""
    for start, end, look in looks.shifts(styles):
        for piece in _OF_ONE_PARAGRAPH.finditer(text, start, min(end, len(text))):
            yield piece.start(), RAISED if look.weight else LOWERED
            yield piece.end(), LEVEL


_OF_ONE_PARAGRAPH: Final = re.compile("[^\r\x07]+")
_BLANKED: Final = re.compile("[^\x07\x13-\x15]")


def cut_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """``text`` with fillers in place of all characters in ``spans`` but the marks of cells and fields."""
    parts: list[str] = []
    done = 0
    for first, end in spans:
        start = max(first, done)
        if start < end:
            parts += (text[done:start], _BLANKED.sub(FILLER, text[start:end]))
            done = end
    parts.append(text[done:])
    return "".join(parts)
