"""The lines of a document to its blocks: tables with spans, pictures in their places, notes, headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.documents.blocks.line import LEVEL, LOWERED, RAISED, Boxed, Calls, Line, Noted, Said, Tabled
from intake.documents.blocks.media import media_type_of
from intake.documents.blocks.remarks import DRAWN_OTHERWISE
from intake.documents.blocks.roles import Draft, decide_in_cell, decide_roles
from intake.documents.blocks.spans import place_cells
from intake.documents.result import MARK, Drawing, Text
from intake.model.blocks import Anchor, Block, Cell, Contents, Note, Picture, Shift, Table
from intake.model.case import Doubt
from intake.model.errors import ReadingError
from intake.model.limits import Limits
from intake.text.clean import clean_text

_MARKED: Final = re.compile(f"{MARK}(\\d{{1,6}}){MARK}")
DEEPEST: Final = 10  # tables inside tables; deeper ones become paragraphs
_SHIFTING: Final = frozenset({RAISED, LOWERED, LEVEL})
_ANY: Final = "x"  # a sign behind a blank, which then counts
_NOTHING: Final = Said()
_PROMINENT: Final = Said(prominent=True)


def assemble(text: Text, limits: Limits, *, by_layout: bool = False) -> Contents:
    """The blocks of what a reader returned; ``by_layout`` as in the answer.

    At most ``limits.text_chars`` characters and ``limits.unpacked_bytes`` of pictures; what is left out
    is named in the doubts.
    """
    assembly = _Assembly(text, limits)
    drafts = assembly.blocks_of(text.lines or text.text.split("\n"))
    blocks = (*decide_roles(drafts), *assembly.notes)
    doubts = (*text.doubts, *text.shown_otherwise, *assembly.doubts())
    return Contents(blocks, by_layout, tuple(dict.fromkeys(doubts)))


@dataclass(slots=True)
class _Assembly:
    """One document on its way to blocks."""

    text: Text
    limits: Limits
    notes: list[Note] = field(default_factory=list)
    _characters: int = 0
    _bytes: int = 0  # of pictures
    _drawn: set[int] = field(default_factory=set)
    _lost: int = 0  # pictures without bytes
    _unknown: int = 0  # pictures of a kind not known
    _depth: int = 0

    def doubts(self) -> Iterator[Doubt]:
        """What could not be kept."""
        if self._characters > self.limits.text_chars:
            yield Doubt("partial", detail=f"只读取了前{self.limits.text_chars}字")
        if self._lost:
            yield Doubt("partial", detail=f"有{self._lost}张图片未能取出")
        if self._unknown:
            yield Doubt("partial", detail=f"有{self._unknown}张图片格式无法识别")

    def blocks_of(self, lines: Sequence[str]) -> list[Draft | Block]:
        """The blocks of lines that stand in one place: in the body, in a cell."""
        found: list[Draft | Block] = []
        told = 0  # lines of which the first one of a table or note has told
        for number, line in enumerate(lines):
            if number < told:
                continue
            origin, notes = (line.origin, line.notes) if isinstance(line, Line) else (self._bare(line), ())
            if isinstance(origin, Noted):
                self._note(origin)
                told = number + len(origin.lines)
                continue
            if isinstance(origin, Tabled):
                told = number + origin.length
            if not isinstance(origin, Tabled):
                drafts = self._paragraph(line, origin if isinstance(origin, Said) else origin(), notes)
                is_boxed = isinstance(line, Boxed)
                found += (
                    one._replace(is_boxed=True) if is_boxed and isinstance(one, Draft) else one
                    for one in drafts
                )
            elif self._depth >= DEEPEST or self._is_frame(origin):
                found += self.blocks_of(_lines_in(origin))
            else:
                found.append(self._table(origin))
        return found

    def _bare(self, line: str) -> Said:
        """A line of which nothing is told may still be one of those set centred or large."""
        return _PROMINENT if line.strip("\f") in self.text.centred else _NOTHING

    def _paragraph(self, line: str, said: Said, notes: Calls) -> Iterator[Draft | Block]:
        """The paragraph without the marks of pictures, and these where they stand: before it or after."""
        if self._characters > self.limits.text_chars:
            return
        if MARK not in line:
            yield from self._drafts(line, said, _placed(line, notes))
            return
        numbers = [int(found[1]) for found in _MARKED.finditer(line)]
        bare = _MARKED.sub("", line).strip("\f\t ")
        stands_first = line.lstrip("\f\t \u3000").startswith(MARK)
        if not stands_first:
            yield from self._drafts(bare, said, _placed(line, notes))
        for number in numbers:
            yield from self._picture(number)
        if stands_first:
            yield from self._drafts(bare, said, _placed(line, notes))

    def _drafts(self, line: str, said: Said, notes: Calls) -> Iterator[Draft]:
        for text in clean_text(line).replace("\f", "").split("\n"):
            if text:
                self._characters += len(text)
                yield (
                    Draft(text, said, _anchors(notes), _shifts(notes, len(text)))
                    if notes
                    else Draft(text, said)
                )

    def _picture(self, number: int) -> Iterator[Picture]:
        if number in self._drawn or number >= len(self.text.pictures):
            return
        self._drawn.add(number)
        drawing = self._draw(number)
        self._bytes += len(drawing.content)
        kind = media_type_of(drawing.content)
        self._lost += not drawing.content and drawing.name not in DRAWN_OTHERWISE
        self._unknown += bool(drawing.content) and not kind
        yield Picture(
            drawing.name,
            drawing.content,
            kind,
            round(drawing.width_mm, 1),
            round(drawing.height_mm, 1),
            clean_text(self.text.pictures[number].caption),
            drawing.view,
        )

    def _draw(self, number: int) -> Drawing:
        nothing = Drawing(self.text.pictures[number].name, b"")
        if self.text.draw is None or self._bytes > self.limits.unpacked_bytes:
            return nothing
        try:
            return self.text.draw(number)
        except ReadingError:  # one picture that is broken or too large costs no other
            return nothing

    def _table(self, table: Tabled) -> Table:
        self._depth += 1
        rows = tuple(
            tuple(
                Cell(tuple(decide_in_cell(self.blocks_of(cell.lines))), cell.column_span, cell.row_span)
                for cell in row
            )
            for row in place_cells(table.grid)
        )
        self._depth -= 1
        return Table(rows)

    def _is_frame(self, table: Tabled) -> bool:
        """Whether a table is only a frame around most of the text: one cell a row."""
        return (
            self._depth == 0
            and all(len(cells) == 1 for cells in table.grid)
            and 2 * sum(map(len, _lines_in(table))) > len(self.text.text)
        )

    def _note(self, note: Noted) -> None:
        text = clean_text("\n".join(note.lines)).replace("\f", "")
        self._characters += len(text)
        shifts: list[Shift] = []
        start = 0
        for line in note.lines if any(isinstance(line, Line) and line.notes for line in note.lines) else ():
            bare = clean_text(_MARKED.sub("", line)).replace("\f", "")
            placed = _placed(line, line.notes) if isinstance(line, Line) else ()
            shifts += (
                Shift(start + one.start, start + one.end, one.is_low) for one in _shifts(placed, len(bare))
            )
            start += len(bare) + 1
        self.notes.append(Note(note.anchor, text, tuple(shifts)))


def _lines_in(table: Tabled) -> list[str]:
    return [line for cells in table.grid for cell in cells for line in cell.drawn or cell.lines]


def _placed(line: str, notes: Calls) -> Calls:
    """The notes of a line by the characters of its cleaned text before them."""
    if not notes:
        return ()
    bare = line.lstrip("\f")
    last = len(clean_text(_MARKED.sub("", bare)))
    found: list[tuple[int, str]] = []
    length, done = 0, 0
    for at, note in notes:
        part = _MARKED.sub("", bare[done:at])
        if part:  # between two signs its blanks count, but for those that the line begins with
            front = _ANY if length else ""
            length += len(clean_text(front + part + _ANY)) - len(front) - len(_ANY)
        done = max(done, at)
        found.append((min(length, last), note))
    return tuple(found)


def _anchors(notes: Calls) -> tuple[Anchor, ...]:
    return tuple(Anchor(at, note) for at, note in notes if note not in _SHIFTING)


def _shifts(notes: Calls, end: int) -> tuple[Shift, ...]:
    """What is raised or lowered in a text of so many characters; what is never levelled goes to its end."""
    found: list[Shift] = []
    begun: tuple[int, str] | None = None
    for at, sign in (*(one for one in notes if one[1] in _SHIFTING), (end, LEVEL)):
        if begun is not None and begun[0] < at:
            is_low = begun[1] == LOWERED
            if found and found[-1].end == begun[0] and found[-1].is_low == is_low:
                found[-1] = Shift(found[-1].start, at, is_low)  # of several runs of one look
            else:
                found.append(Shift(begun[0], at, is_low))
        begun = None if sign == LEVEL else (at, sign)
    return tuple(found)
