"""Corrections of a proof in the blocks of a case: a text that stands once is replaced, and notes keep their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tracker.ledger.published.rounds import Correction
from tracker.publications.volume.content.model import Block, Footnote, Grid, GridCell, Image, Line
from tracker.publications.volume.content.pieces import moved
from tracker.publications.volume.words import round_name

DONE: Final = "已按返回的更正改"  # begins the remark on what needs nobody any more


def correct_blocks(
    blocks: Sequence[Block], corrections: Sequence[Correction], version: int
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks with what was corrected in this version; and what an editor should know of it, in Chinese."""
    found = tuple(blocks)
    remarks = []
    done = 0
    for one in corrections:
        if why := why_not(found, one, version):
            remarks.append(f"{name_correction(one)}{why}")
        elif not _is_done(found, one, version):
            found = tuple(_changed(block, one.old, one.new) for block in found)
            done += 1
    return found, (*([f"{DONE}{done}处"] if done else []), *remarks)


def name_correction(one: Correction) -> str:
    """更正3（“甲”改为“乙”）; of a marked page its name, of words that are no correction the words."""
    if one.old or one.new:
        what = f"改为“{short(one.new)}”" if one.new else "删去"
        return f"更正{one.id}（“{short(one.old)}”{what}）"
    return f"更正{one.id}（{round_name(one.round)}“{short(one.words or one.place)}”）"


def why_not(blocks: Sequence[Block], one: Correction, version: int) -> str:
    """What keeps a correction from being done; ``""``: nothing, or it is done in the text already."""
    if not (one.old or one.new):
        return f"：{one.why}"
    later = "" if one.version == version else f"是就第{one.version}稿提出的，现用第{version}稿，请核对"
    if one.why:
        return "；".join(filter(None, (f"没有改：{one.why}", later)))
    if count_text(blocks, one.old) == 1 or _is_done(blocks, one, version):
        return ""
    return later or "没有改：原文已有变动，请核对"


def _is_done(blocks: Sequence[Block], one: Correction, version: int) -> bool:
    """Whether the author of another version has done in it what was asked for in this correction."""
    if one.version == version or not count_text(blocks, one.new):
        return False
    return one.old in one.new or not count_text(blocks, one.old)


def count_text(blocks: Sequence[Block], text: str) -> int:
    """In how many places of a case a text stands: paragraphs, cells, captions, notes."""
    return sum(line.count(text) for line in texts_of(blocks))


def texts_of(blocks: Sequence[Block]) -> Iterator[str]:
    """The texts of a case in which something may be corrected, in order."""
    for block in blocks:
        yield from _texts(block)


def short(text: str) -> str:
    """A text for a remark."""
    return text if len(text) <= 20 else f"{text[:18]}…"


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Line() | Footnote():
            yield block.text
        case Image():
            yield block.caption
        case Grid():
            yield block.caption
            yield from (line for row in block.rows for cell in row for line in cell.lines)


def _changed(block: Block, old: str, new: str) -> Block:
    if not any(old in text for text in _texts(block)):
        return block
    match block:
        case Line():
            at, move = block.text.find(old), _moved(block.text, old, new)
            calls = tuple(replace(call, at=move(call.at)) for call in block.calls)
            shifts = moved(block.shifts, at, len(old), len(new))
            text = block.text[:at] + new + block.text[at + len(old) :]
            return replace(block, text=text, calls=calls, shifts=shifts)
        case Footnote():
            shifts = moved(block.shifts, block.text.find(old), len(old), len(new))
            return replace(block, text=block.text.replace(old, new), shifts=shifts)
        case Image():
            return replace(block, caption=block.caption.replace(old, new))
        case Grid():
            rows = tuple(tuple(_changed_cell(cell, old, new) for cell in row) for row in block.rows)
            return replace(block, caption=block.caption.replace(old, new), rows=rows)


def _changed_cell(cell: GridCell, old: str, new: str) -> GridCell:
    shifts = [
        one
        for number, line in enumerate(cell.lines)
        for own in [tuple(shift for shift in cell.shifts if shift.line == number)]
        for one in (moved(own, line.find(old), len(old), len(new)) if old in line else own)
    ]
    return replace(cell, lines=tuple(line.replace(old, new) for line in cell.lines), shifts=tuple(shifts))


def _moved(text: str, old: str, new: str) -> Callable[[int], int]:
    """Where a call of a note stands after the change: one inside what is replaced stands behind it."""
    start, end = text.find(old), text.find(old) + len(old)

    def move(at: int) -> int:
        if at <= start:
            return at
        return start + len(new) if at < end else at + len(new) - len(old)

    return move
