"""The blocks of a case's files, read in a worker, as blocks of the volume."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from intake.model.blocks import (
    Anchor,
    Caption,
    Cell,
    Contents,
    Heading,
    Lead,
    ListItem,
    Note,
    Paragraph,
    Picture,
    Table,
    all_blocks,
)
from intake.model.blocks import Block as Read
from intake.model.case import Attachment
from intake.model.limits import Limits
from tracker.publications.originals import wanted_files
from tracker.publications.volume.content.model import (
    Block,
    Call,
    Footnote,
    Grid,
    GridCell,
    Line,
    Shift,
)
from tracker.publications.volume.content.part import lacking, part_of, place_in, rest_of, without_head
from tracker.publications.volume.content.pictures import doubt_picture, keep_picture

LEAST_REST: Final = 20  # characters of a text that another file may have
CIRCLED: Final = 20  # numbers in a ring that fonts have


@dataclass(frozen=True, slots=True)
class Wish:
    """What the worker is asked for: the files of a raw mail, and where pictures are put."""

    mail: Path
    limits: Limits
    files: tuple[str, ...]  # hashes, best first
    photos: tuple[str, ...]  # hashes of those that are pictures and nothing else, in the order they came in
    text: str  # the case's text in the ledger: of a file with several cases only this part is wanted
    pictures: Path


@dataclass(frozen=True, slots=True)
class Answer:
    """The blocks of the files that have the text, then the photos; ``by_layout`` as in Contents."""

    blocks: tuple[Block, ...] = ()
    by_layout: bool = False
    remarks: tuple[str, ...] = ()


def read_case(wish: Wish) -> Answer:
    """Inside the worker: the blocks of a case."""
    from intake.model.doubts import sentence

    found = wanted_files((wish.mail, wish.limits, frozenset({*wish.files, *wish.photos})))
    files = [found[sha] for sha in dict.fromkeys(wish.files) if sha in found and sha not in wish.photos]
    parts = _parts(files, wish)
    blocks: list[Block] = []
    for number, (own, _) in enumerate(parts):
        blocks += _apart(convert(own, wish.pictures), number)
    said = (
        remark for own, contents in parts for remark in (*map(sentence, contents.doubts), *doubt_blocks(own))
    )
    answer = Answer(tuple(blocks), any(contents.by_layout for _, contents in parts), tuple(said))
    photos = [_photo(found[sha256].name, found[sha256].content) for sha256 in wish.photos if sha256 in found]
    remarks = (*answer.remarks, *doubt_blocks(photos))
    return Answer((*answer.blocks, *convert(photos, wish.pictures)), answer.by_layout, remarks)


def _parts(files: Sequence[Attachment], wish: Wish) -> list[tuple[Sequence[Read], Contents]]:
    """What of each file is the case's, in the order of its text: the first that has it, and others with its rest."""
    from intake.documents.read import read_blocks

    read = (read_blocks(file, wish.limits) for file in files)
    parts: list[tuple[Sequence[Read], Contents]] = []
    seen: list[Contents] = []
    for contents in read:
        if blocks := part_of(contents.blocks, wish.text):
            parts.append((blocks, contents))
            break
        seen.append(contents)
    rest = lacking([block for own, _ in parts for block in own], wish.text)
    for contents in (*seen, *read) if len(rest) >= LEAST_REST else ():
        if blocks := rest_of(contents.blocks, wish.text, rest):
            parts.append((blocks, contents))
            rest = lacking(blocks, rest)
    return list(_put_together(sorted(parts, key=lambda part: place_in(part[0], wish.text)), wish.text))


def _put_together(
    parts: Sequence[tuple[Sequence[Read], Contents]], text: str
) -> Iterator[tuple[Sequence[Read], Contents]]:
    """The parts of one text with nothing said twice; what is a heading is told by all of them."""
    from intake.documents.blocks.roles import decide_together

    if len(parts) < 2:
        yield from parts
        return
    own = [
        without_head(one, [block for other, _ in parts[:at] for block in other], text)
        for at, (one, _) in enumerate(parts)
    ]
    together = decide_together([block for one in own for block in one])
    start = 0
    for one, (_, contents) in zip(own, parts, strict=True):
        yield together[start : start + len(one)], contents
        start += len(one)


def _apart(blocks: Iterable[Block], number: int) -> Iterator[Block]:
    """The blocks of one of several files, its notes told from those of the others."""
    for block in blocks:
        if isinstance(block, Line) and block.calls and number:
            yield replace(
                block, calls=tuple(replace(call, note=f"{number}.{call.note}") for call in block.calls)
            )
        elif isinstance(block, Footnote) and block.anchor and number:
            yield replace(block, anchor=f"{number}.{block.anchor}")
        else:
            yield block


def doubt_blocks(blocks: Sequence[Read]) -> Iterator[str]:
    """What is printed otherwise than it was sent: tables inside tables, pictures that move or are drawn by lines."""
    for block in blocks:
        if isinstance(block, Picture) and (said := doubt_picture(block)):
            yield said
        if isinstance(block, Table):
            cells = [cell for row in block.rows for cell in row]
            if any(isinstance(inner, Table) for cell in cells for inner in cell.blocks):
                yield "有表格套在另一张表格的单元格里，里面的一张按行排印，请核对或改排"
            yield from doubt_blocks(
                [one for cell in cells for one in cell.blocks if isinstance(one, Picture)]
            )


def convert(blocks: Sequence[Read], pictures: Path) -> Iterator[Block]:
    """Blocks as they were read to blocks of the volume; a caption is part of what it belongs to.

    A note that a table calls stands below the table, as a page number of its own does not reach into one.
    """
    notes = {block.anchor: block for block in blocks if isinstance(block, Note)}
    below = {anchor.note for block in blocks if isinstance(block, Table) for anchor in _anchors_in(block)}
    for block in blocks:
        match block:
            case Heading():
                yield Line("heading", block.text, max(1, block.level), "", _calls(block), _shifts(block))
            case Lead():
                yield Line("lead", block.text, 0, "", _calls(block), _shifts(block))
            case Paragraph():
                yield Line("paragraph", block.text, 0, "", _calls(block), _shifts(block))
            case ListItem():
                yield Line("item", block.text, block.level, block.marker, _calls(block), _shifts(block))
            case Picture():
                yield keep_picture(block, pictures)
            case Table():
                yield from () if _only_shows(block) else _grid(block, notes)
                yield from _inner_pictures(block, pictures)
            case Note() if block.anchor not in below:
                yield Footnote(block.anchor, block.text, shifts=_shifts(block))
            case Caption() | Note():
                pass


def _calls(block: Heading | Lead | Paragraph | ListItem) -> tuple[Call, ...]:
    return tuple(Call(anchor.at, anchor.note) for anchor in block.anchors)


def _shifts(block: Heading | Lead | Paragraph | ListItem | Note) -> tuple[Shift, ...]:
    return tuple(Shift(shift.start, shift.end, shift.is_low) for shift in block.shifts)


def _grid(table: Table, notes: Mapping[str, Note]) -> Iterator[Block]:
    """A table, and its notes numbered below it."""
    called = [note for note in dict.fromkeys(anchor.note for anchor in _anchors_in(table)) if note in notes]
    marks = {note: mark_of(place) for place, note in enumerate(called, 1)}
    rows = tuple(tuple(_cell(cell, marks) for cell in row) for row in table.rows)
    yield Grid(rows, table.caption)
    for note, mark in marks.items():
        said = f"注{mark}　"
        shifts = tuple(
            Shift(one.start + len(said), one.end + len(said), one.is_low) for one in notes[note].shifts
        )
        yield Line("paragraph", said + notes[note].text, shifts=shifts)


def mark_of(number: int) -> str:
    """The number of a note of a table."""
    return chr(0x2460 + number - 1) if number <= CIRCLED else f"［{number}］"


def _anchors_in(table: Table) -> Iterator[Anchor]:
    for block in all_blocks((table,)):
        if isinstance(block, Heading | Lead | Paragraph | ListItem):
            yield from block.anchors


def _cell(cell: Cell, marks: Mapping[str, str]) -> GridCell:
    lines: list[str] = []
    shifts: list[Shift] = []
    for block in cell.blocks:
        shifts += _shifts_in_cell(block, marks, len(lines))
        lines += _all_text(block, marks).splitlines()
    return GridCell(tuple(lines), cell.column_span, cell.row_span, tuple(shifts))


def _shifts_in_cell(block: Read, marks: Mapping[str, str], line: int) -> Iterator[Shift]:
    """What a block raises in the line that it makes of a cell, where marks of notes stand, too."""
    if not isinstance(block, Heading | Lead | Paragraph | ListItem | Caption):
        return
    marker = block.marker if isinstance(block, ListItem) else ""
    before = 0 if block.text.startswith(marker) else len(marker)

    def at(place: int) -> int:
        calls = (len(marks.get(anchor.note, "")) for anchor in block.anchors if anchor.at < place)
        return before + place + sum(calls)

    for shift in block.shifts:
        yield Shift(at(shift.start + 1) - 1, at(shift.end), shift.is_low, line)


def _only_shows(table: Table) -> bool:
    """Whether a table is there to put pictures side by side: it says nothing but their captions."""
    cells = [cell for row in table.rows for cell in row]
    shown = [block for cell in cells for block in cell.blocks if isinstance(block, Picture)]
    captions = {block.caption for block in shown}
    said = (_all_text(block).strip() for cell in cells for block in cell.blocks)
    return bool(shown) and all(not one or one in captions for one in said)


def _inner_pictures(table: Table, pictures: Path) -> Iterator[Block]:
    """Pictures inside cells stand below their table."""
    for row in table.rows:
        for cell in row:
            yield from convert([block for block in cell.blocks if isinstance(block, Picture)], pictures)


def _all_text(block: Read, marks: Mapping[str, str] = MappingProxyType({})) -> str:
    """The text of a block inside a cell, with the marks of notes; a table inside a cell has a line a row."""
    if isinstance(block, Table):
        return "\n".join(
            "　".join(_all_text(inner, marks) for cell in row for inner in cell.blocks) for row in block.rows
        )
    if isinstance(block, Picture):
        return ""
    marker = block.marker if isinstance(block, ListItem) else ""
    said, at = "" if block.text.startswith(marker) else marker, 0
    for anchor in getattr(block, "anchors", ()):
        said, at = f"{said}{block.text[at : anchor.at]}{marks.get(anchor.note, '')}", anchor.at
    return said + block.text[at:]


def _photo(name: str, content: bytes) -> Picture:
    from intake.documents.blocks.media import media_type_of

    caption = name.rpartition(".")[0]
    said = caption if any("\u4e00" <= sign <= "\u9fff" for sign in caption) else ""
    return Picture(name, content, media_type_of(content), caption=said)


def contents_of_text(text: str) -> Contents:
    """The blocks of a text of which nothing but its lines is known."""
    return Contents(
        tuple(Paragraph(line.strip()) for line in text.splitlines() if line.strip()), by_layout=True
    )
