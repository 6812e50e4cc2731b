"""What of a file is a case's: of several cases in it one, of a form the text that was written into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from intake.documents.blocks.flat import text_of
from intake.documents.tables.labels import known_label
from intake.model.blocks import Block, Heading, Note, Picture, Table, all_blocks
from intake.text.fold import plain
from tracker.publications.volume.words import volume_words

PROSE: Final = 80  # characters of a cell that holds text, not a value
HEAD: Final = 8  # blocks in which a later part may say again whose it is
SHARE: Final = (
    0.5  # of the characters of a case's text that a file must have to be its file, a form to be opened
)


def part_of(blocks: Sequence[Block], text: str, *, is_rest: bool = False) -> Sequence[Block]:
    """The blocks from the first to the last whose text is in ``text``; none where too little of it is.

    Of a case that was written into the cells of a form, what stands in its long cells, each below its label.
    ``is_rest``: a file of several that make the text; too little is measured by what this one says.
    """
    whole = {plain(line) for line in text.splitlines() if line.strip()}
    pieces = whole | {
        plain(piece) for line in text.splitlines() if "\t" in line for piece in line.split("\t")
    }
    said = sum(len(line) for block in blocks for line in _lines_of(block)) if is_rest else 0
    needed = SHARE * (said or sum(map(len, whole)))
    blocks = [one for block in blocks for one in (_open_form(block) if _is_form(block, needed) else (block,))]
    lines = [_lines_of(block) for block in blocks]
    own = [
        place
        for place, said in enumerate(lines)
        if said and 2 * sum(line in pieces for line in said) >= len(said)
    ]
    in_notes = {
        line for block in blocks if isinstance(block, Note) for line in map(plain, block.text.splitlines())
    }
    found = {line for place in own for line in lines[place] if line in pieces} | (in_notes & pieces)
    if not whole or sum(map(len, found)) < needed:
        return blocks if len(whole) <= 1 and any(lines) and not is_rest else ()
    first, last = _stretch(own, lines, text)
    while is_rest and first and not lines[first - 1]:  # a picture before its first line
        first -= 1
    while last + 1 < len(blocks) and not lines[last + 1] and not isinstance(blocks[last + 1], Note):
        last += 1
    elsewhere = _called([*blocks[:first], *blocks[last + 1 :]]) - _called(blocks[first : last + 1])
    notes = [
        block
        for block in blocks[last + 1 :]
        if isinstance(block, Note) and (not block.anchor or block.anchor not in elsewhere)
    ]
    return [*blocks[first : last + 1], *notes]


def lacking(blocks: Sequence[Block], text: str) -> str:
    """The lines of a text that stand in none of the blocks."""
    said = {line for block in blocks for line in _lines_of(block)}
    return "\n".join(line for line in text.splitlines() if line.strip() and plain(line) not in said)


def rest_of(blocks: Sequence[Block], text: str, rest: str) -> Sequence[Block]:
    """What of another file is the case's, if most of that file is the ``rest`` of its text; else none."""
    wanted = {plain(line) for line in rest.splitlines()}
    said = [line for block in blocks for line in _lines_of(block)]
    if sum(len(line) for line in said if line in wanted) < SHARE * sum(map(len, said)):
        return ()
    return part_of(blocks, text, is_rest=True)


def place_in(blocks: Sequence[Block], text: str) -> int:
    """The line of a text where the longest line of the blocks stands that is in it; behind its end if none is."""
    places = {plain(line): at for at, line in reversed(list(enumerate(text.splitlines())))}
    said = {line for block in blocks for line in _lines_of(block)} & set(places)
    return places[max(said, key=lambda line: (len(line), -places[line]))] if said else len(places)


def without_head(blocks: Sequence[Block], before: Sequence[Block], text: str) -> Sequence[Block]:
    """A later part of a text without the lines at its beginning that say again whose it is, or 接上篇."""
    fresh = {plain(line) for line in text.splitlines()} - {
        line for block in before for line in _lines_of(block)
    }
    for place, block in enumerate(blocks[:HEAD]):
        lines = _lines_of(block)
        if any(line in fresh for line in lines):
            return [*(one for one in blocks[:place] if not _lines_of(one)), *blocks[place:]]
    return blocks


def _stretch(own: Sequence[int], lines: Sequence[Sequence[str]], text: str) -> tuple[int, int]:
    """From the first to the last of the blocks that are the case's.

    Other cases of the same file have lines like its own (一、背景): where it begins and ends is told by those that
    stand in the file once, and beside them by as much as its text has before and behind.
    """
    count = Counter(line for said in lines for line in said)
    said = [_pieces(line) for line in text.splitlines() if line.strip()]
    at = {piece: place for place, pieces in enumerate(said) for piece in pieces}
    once = [(place, at[line]) for place in own for line in lines[place] if count[line] == 1 and line in at]
    if not once:
        return own[0], own[-1]
    (first, begins), (last, ends) = once[0], once[-1]
    before = Counter(piece for pieces in said[:begins] for piece in pieces)
    behind = Counter(piece for pieces in said[ends + 1 :] for piece in pieces)
    return _reach(first, -1, before, lines), _reach(last, 1, behind, lines)


def _reach(at: int, step: int, left: Counter[str], lines: Sequence[Sequence[str]]) -> int:
    """How far the blocks beside a place are what is ``left`` of the text; a picture between does not end it."""
    end = at
    while 0 <= at + step < len(lines):
        at += step
        if not lines[at]:
            continue
        if 2 * sum(left[line] > 0 for line in lines[at]) < len(lines[at]):
            break
        left.subtract(lines[at])
        end = at
    return end


def _pieces(line: str) -> list[str]:
    """A line of the flat text, and the cells of a row."""
    return [plain(line), *(plain(piece) for piece in (line.split("\t") if "\t" in line else ()))]


def _called(blocks: Sequence[Block]) -> set[str]:
    """The notes that some blocks call."""
    return {anchor.note for block in all_blocks(tuple(blocks)) for anchor in getattr(block, "anchors", ())}


def _lines_of(block: Block) -> list[str]:
    """The lines of a block as the flat text has them, of a table row by row; of pictures and notes none."""
    if isinstance(block, Picture | Note):
        return []
    return [line for line in map(plain, text_of((block,)).splitlines()) if line]


def _is_form(block: Block, needed: float) -> bool:
    """Whether a table is a form into which most of a case was written: long cells, and labels beside them."""
    if not isinstance(block, Table):
        return False
    texts = [
        "".join(_lines_of_cell)
        for row in block.rows
        for cell in row
        for _lines_of_cell in [_cell_lines(cell.blocks)]
    ]
    prose = sum(len(text) for text in texts if len(text) >= PROSE)
    return prose > 0 and prose >= needed and any(known_label(text) for text in texts if len(text) < PROSE)


def _cell_lines(blocks: Sequence[Block]) -> list[str]:
    return [line for block in blocks for line in _lines_of(block)]


def _open_form(form: Block) -> Iterator[Block]:
    assert isinstance(form, Table)
    label = ""
    for cell in (cell for row in form.rows for cell in row):
        text = "".join(_cell_lines(cell.blocks))
        if len(text) < PROSE:
            label = plain(text)
            continue
        if label and label not in volume_words().form_text:
            yield Heading(label, 1)
        yield from cell.blocks
        label = ""
