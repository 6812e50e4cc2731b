"""The walk over the body of a WordprocessingML document: every visible character, in order.

Kept: tables, text boxes (once), content controls, insertions, field results, footnotes. Left out:
deletions, moved-away text, hidden text, field codes, comments. Headers and footers are not in the
body and are never seen here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.blocks.line import tabled, told, within
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.documents.word.docx.hidden import Hidden
from intake.documents.word.docx.inline import (
    ALTERNATE,
    PPR,
    RPR,
    SDT,
    SKIPPED,
    TBL,
    Inline,
    P,
    controlled,
    is_removed,
)
from intake.documents.word.docx.names import AML, MC, VAL, WX, R, W, is_on
from intake.documents.word.docx.said import Told, is_prominent
from intake.documents.word.docx.styles import Style
from intake.documents.word.numbering import Numbering
from intake.model.case import Row

LEADING: Final = 10  # so many lines may be title candidates
TR, TC = W + "tr", W + "tc"
_EDGES: Final = " \t\u3000\xa0"


@dataclass(frozen=True, slots=True)
class Marks:
    """Which rare features a document uses at all; what is absent is not looked for."""

    numbered: bool = True
    deleted_ends: bool = True  # tracked deletions of paragraph ends
    drop_caps: bool = True  # first letters in frames of their own
    raised: Mapping[str, str] | None = field(
        default_factory=dict
    )  # character styles that raise or lower text
    sections: tuple[str, ...] = ()  # how each section begins
    has_symbols: bool = True  # runs in fonts that show signs in the places of letters


@dataclass(slots=True)
class Walk:
    """One document on its way to lines of text."""

    marks: Marks
    styles: Callable[[], dict[str, Style]]
    numbering: Callable[[], Numbering]
    chunk: Callable[[str], list[str]]  # relation id of an altChunk → its lines
    diagram: Callable[[str], list[str]]
    hidden: Hidden | None = None
    lines: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)  # title candidates
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    inline: Inline = field(init=False)
    _new_page: bool = False
    _carried: str = ""  # text of a paragraph whose end is deleted, or of a first letter in its frame
    _carried_calls: list[tuple[int, str]] = field(default_factory=list)
    _section: int = 0
    _depth: int = 0  # of tables with several columns
    _seen: int = 0  # lines outside such tables

    def __post_init__(self) -> None:
        self.inline = Inline(
            self.lines_of, self.diagram, self.hidden, self.marks.raised, self.marks.has_symbols
        )

    def lines_of(self, parent: Iterable[etree._Element]) -> list[str]:
        """The lines of the blocks inside ``parent``, apart from the text so far."""
        outer, self.lines = self.lines, []
        self.blocks(parent)
        found, self.lines = self.lines, outer
        return found

    def blocks(self, parent: Iterable[etree._Element]) -> None:
        """Walk the paragraphs, tables and wrappers inside ``parent``."""
        for child in parent:
            tag = child.tag
            if tag == P:
                self.paragraph(child)
            elif tag == TBL:
                self.table(child)
            elif tag not in SKIPPED and isinstance(tag, str):
                self._wrapper(child, tag)

    def _wrapper(self, element: etree._Element, tag: str) -> None:
        if tag == W + "altChunk":
            self.lines += self.chunk(element.get(R + "id", ""))
        elif tag == ALTERNATE:
            self._alternate(element)
        elif tag == SDT:
            for content in controlled(element, self.hidden):
                self.blocks(content)
        elif tag != AML + "annotation" or not is_removed(element):
            self.blocks(element)

    def _alternate(self, alternate: etree._Element) -> None:
        """The first alternative that yields anything: Fallback repeats Choice for old programs."""
        for part in alternate:
            if part.tag in {MC + "Choice", MC + "Fallback"}:
                found = self.lines_of(part)
                self.lines += found
                if found:
                    return

    def paragraph(self, paragraph: etree._Element) -> None:
        """Walk one paragraph and append its lines."""
        properties = paragraph.find(PPR)
        style = self._style(properties) if properties is not None else None
        if properties is not None:
            self._break_before(properties, style)
        text, before, after, called = self.inline.text(paragraph)
        moved = len(self._carried)
        notes = [*self._carried_calls, *((at + moved, note) for at, note in called)] if moved else called
        text, self._carried, self._carried_calls = self._carried + text, "", []
        self.lines += before
        if properties is not None and self._goes_on(properties):
            self._carried, self._carried_calls = text, notes
        else:
            bare, item = len(text), None
            if properties is not None and self.marks.numbered:
                text, item = self._number(properties, style, text)
            moved = len(text) - bare
            notes = [(at + moved, note) for at, note in notes]
            self._write(text, Told(paragraph, properties, style, item), notes)
        self.lines += after
        if properties is not None and self.marks.sections and properties.find(W + "sectPr") is not None:
            self._end_section()

    def _goes_on(self, properties: etree._Element) -> bool:
        """Whether the next paragraph continues this one, which then counts in no list.

        Its end is deleted, or it is the first letter of the next, set large.
        """
        if self.marks.deleted_ends and properties.find(f"{RPR}/{W}del") is not None:
            return True
        frame = properties.find(W + "framePr") if self.marks.drop_caps else None
        return frame is not None and frame.get(W + "dropCap", "none") != "none"

    def finish(self) -> None:
        """Write what a deleted end of the last paragraph held back."""
        if self._carried.strip():
            self.lines.append(self._carried.strip(_EDGES))
        self._carried, self._carried_calls, self._new_page = "", [], False

    def _write(self, text: str, origin: Told, called: list[tuple[int, str]]) -> None:
        at = 0
        for piece in re.split(r"\n|(?=\f)", text) if "\n" in text or "\f" in text else (text,):
            if piece.startswith("\f"):
                self._new_page = True
            line = piece.strip(_EDGES + "\f")
            if not line:
                continue
            if self._depth == 0:
                self._seen += 1
                if self._seen <= LEADING and is_prominent(
                    line, origin.paragraph, origin.properties, origin.style
                ):
                    self.leading.append(line)
            at = text.index(line, at) if called else 0
            notes = within(called, at, len(line)) if called else ()
            self.lines.append(told("\f" + line if self._new_page else line, origin, notes))
            self._new_page = False

    def _style(self, properties: etree._Element) -> Style | None:
        node = properties.find(W + "pStyle")
        return self.styles().get(node.get(VAL, "")) if node is not None else None

    def _break_before(self, properties: etree._Element, style: Style | None) -> None:
        own = properties.find(W + "pageBreakBefore")
        if is_on(own) if own is not None else style is not None and style.breaks_page:
            self._new_page = True

    def _end_section(self) -> None:
        self._section += 1
        kinds = self.marks.sections
        if self._section < len(kinds) and kinds[self._section] not in {"continuous", "nextColumn"}:
            self._new_page = True

    def _number(
        self, properties: etree._Element, style: Style | None, text: str
    ) -> tuple[str, tuple[int, str] | None]:
        """The text with its automatic number in front, and the level and number as an item of a list.

        Empty paragraphs count but show no number.
        """
        printed = properties.find(f"{W}listPr/{WX}t")
        if printed is not None:  # WordML 2003 says what it shows
            label = printed.get(WX + "val", "")
            return label + text, (0, label)
        num_id, level = self._list_of(properties, style)
        if not num_id or num_id == "0":
            return text, None
        label = self.numbering().label(num_id, level)
        if text.strip():
            return label + text, (level, label)
        return label.rstrip(" .、．") if self._depth else text, None  # the 序号 column of a table

    def _list_of(self, properties: etree._Element, style: Style | None) -> tuple[str, int]:
        """The list a paragraph belongs to and its level, its own or its style's."""
        own = properties.find(W + "numPr")
        num_id = own.find(W + "numId") if own is not None else None
        level = own.find(W + "ilvl") if own is not None else None
        found = num_id.get(VAL, "") if num_id is not None else style.num_id if style else ""
        value = level.get(VAL, "") if level is not None else ""
        if value.isdecimal():
            return found, int(value[:2])
        if style is None or num_id is not None:
            return found, 0
        if style.level is not None:
            return found, style.level
        name = properties.find(W + "pStyle")
        return found, self.numbering().level_of_style(found, name.get(VAL, "")) if name is not None else 0

    def table(self, table: etree._Element) -> None:
        """Walk one table: lines into the text, pairs and rows beside it."""
        grid: list[list[Cell]] = []
        self._rows(table, grid)
        self.lines += tabled(grid, (line for cells in grid for line in _lines_on_page(cells)))
        head = header_row(grid)
        if head is not None:
            self.rows += rows_of_list(grid, head)
        else:
            self.pairs += pairs_of_form(grid)

    def _rows(self, parent: etree._Element, grid: list[list[Cell]]) -> None:
        for child in parent:
            tag = child.tag
            if tag == TR:
                if _is_left_out(child.find(W + "trPr")):
                    continue
                cells = list(_before_row(child.find(W + "trPr")))
                several = len(child.findall(TC)) > 1
                self._depth += several
                self._cells(child, cells)
                self._depth -= several
                grid.append(cells)
            elif tag not in SKIPPED and isinstance(tag, str):
                self._rows(child, grid)

    def _cells(self, parent: etree._Element, cells: list[Cell]) -> None:
        for child in parent:
            tag = child.tag
            if tag == TC:
                if child.find(f"{W}tcPr/{W}cellDel") is None:
                    cells.append(self._cell(child))
            elif tag not in SKIPPED and isinstance(tag, str):
                self._cells(child, cells)

    def _cell(self, cell: etree._Element) -> Cell:
        span, continues, across = 1, False, False
        properties = cell.find(W + "tcPr")
        if properties is not None:
            wide = properties.find(W + "gridSpan")
            value = wide.get(VAL, "1") if wide is not None else "1"
            span = int(value) if value.isdecimal() and len(value) < 4 else 1
            across = _is_continued(properties.find(W + "hMerge"))
            continues = across or _is_continued(properties.find(W + "vMerge"))
        lines = self.lines_of(cell)
        return Cell(() if continues else tuple(lines), span, continues, cell.find(TBL) is not None, across)


def _before_row(row: etree._Element | None) -> Iterable[Cell]:
    """What stands for the columns that a row leaves out before its first cell (ISO/IEC 29500-1, 17.4.15)."""
    before = row.find(W + "gridBefore") if row is not None else None
    value = before.get(VAL, "") if before is not None else ""
    if value.isdecimal() and len(value) < 3 and int(value):
        yield Cell(span=int(value), continues=True, gap=True)


def _is_left_out(row: etree._Element | None) -> bool:
    """Whether the properties of a row say that it is deleted or hidden."""
    return row is not None and (row.find(W + "del") is not None or is_on(row.find(W + "hidden")))


def _is_continued(merge: etree._Element | None) -> bool:
    return merge is not None and merge.get(VAL, "continue") == "continue"


def _lines_on_page(cells: list[Cell]) -> Iterable[str]:
    """The lines of a row; of page breaks inside cells that stand side by side one is kept."""
    lines = list(lines_of_row(cells))
    shown = sum(not cell.continues for cell in cells)
    if shown > 1 and any("\f" in line for line in lines):
        lines = [line.replace("\f", "") for line in lines]
        lines[0] = "\f" + lines[0]
    return lines
