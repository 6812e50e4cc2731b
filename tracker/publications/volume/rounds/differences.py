"""What differs between two runs of a volume, case by case and line by line, to the character.

Every step is linear in the texts or bounded: texts come from strangers, and comparing is not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from tracker.publications.volume.content.model import Block, Case, Footnote, Grid, Image, Line, Volume
from tracker.publications.volume.word.case import bare_caption

MOST_LINES: Final = (
    1500  # on a side, without what both have at beginning and end: else order is not looked at
)
MOST_SIGNS: Final = 800  # characters or numbers of a line, the same way: else it is replaced as a whole
MOST_PAIRS: Final = 8000  # of equal things, one on each side: each step of comparing looks at them
ALIKE: Final = 0.4  # of a line that must stay, else it is replaced as a whole
_WORD: Final = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)
SHORTEST: Final = 2  # characters that stay between two changes: fewer are part of the change


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one mark."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True)
class Difference:
    """A case that is new, gone or printed otherwise; ``lines`` are those of a changed case that differ."""

    number: str
    title: str
    what: str  # 新增, 去掉, 第1稿→第2稿, 同一稿
    lines: tuple[tuple[Piece, ...], ...] = ()


def compare_volumes(before: Volume, now: Volume) -> tuple[Difference, ...]:
    """The cases that differ: those of ``now`` in its order, then those that are gone."""
    return tuple(_differences(before, now))


def _differences(before: Volume, now: Volume) -> Iterator[Difference]:
    old = {case.number: case for case in before.cases}
    for case in now.cases:
        earlier = old.pop(case.number, None)
        if earlier is None:
            yield Difference(case.number, case.title, "新增")
        elif earlier.sha256 != case.sha256:
            same = earlier.version == case.version
            what = "同一稿" if same else f"第{earlier.version}稿→第{case.version}稿"
            lines = tuple(compare_lines(list(lines_of(earlier)), list(lines_of(case))))
            yield Difference(case.number, case.title, what if lines else f"{what}，文字未动", lines)
    for case in old.values():
        yield Difference(case.number, case.title, "去掉")


def lines_of(case: Case) -> Iterator[str]:
    """A case as lines of text: title, unit, then its blocks; a row of a table is a line."""
    yield from filter(None, (case.title, case.subtitle, case.unit))
    for block in case.blocks:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Line():
            marker = "" if block.text.startswith(block.marker) else block.marker
            yield f"{marker}{block.text}"
        case Image():
            size = (
                f"{block.pixels[0]}×{block.pixels[1]}像素，{block.sha256[:8]}" if block.file else "不能解码"
            )
            yield f"［图片“{bare_caption(block.caption) or block.name or '未命名'}”，{size}］"
        case Grid():
            yield f"［表格］{bare_caption(block.caption)}"
            for row in block.rows:
                yield "｜".join("／".join(cell.lines) for cell in row)
        case Footnote():
            yield f"［注］{block.text}"


def compare_lines(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """The lines that differ, in order, each with what is gone and what is new in it."""
    start, end = _common(before, now)
    old, new = before[start : len(before) - end], now[start : len(now) - end]
    if max(len(old), len(new)) > MOST_LINES or _pairs(old, new) > MOST_PAIRS:
        yield from _unordered(old, new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _changed(old[a:b], new[c:d])


def _unordered(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    gone, fresh = Counter(old) - Counter(new), Counter(new) - Counter(old)
    yield from ((Piece(line, Mark.GONE),) for line in gone.elements())
    yield from ((Piece(line, Mark.NEW),) for line in fresh.elements())


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    """Lines in place of others: in pairs as they stand, the rest gone or new."""
    for before, now in zip_longest(old, new):
        if before is None:
            yield (Piece(now, Mark.NEW),)
        elif now is None:
            yield (Piece(before, Mark.GONE),)
        else:
            pieces = compare_text(before, now)
            if any(piece.mark is Mark.SAME for piece in pieces):
                yield pieces
            else:
                yield from ((piece,) for piece in pieces)


def compare_text(before: str, now: str) -> tuple[Piece, ...]:
    """One line as it was and as it is, in pieces; numbers and Latin words stay whole."""
    old, new = _WORD.findall(before), _WORD.findall(now)
    start, end = _common(old, new)
    head, tail = "".join(old[:start]), "".join(old[len(old) - end :])
    middle = list(_middle(old[start : len(old) - end], new[start : len(new) - end]))
    stays = len(head) + len(tail) + sum(len(piece.text) for piece in middle if piece.mark is Mark.SAME)
    if stays < ALIKE * min(len(before), len(now)):
        head, tail, middle = "", "", [Piece(before, Mark.GONE), Piece(now, Mark.NEW)]
    return tuple(piece for piece in (Piece(head), *middle, Piece(tail)) if piece.text)


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The part that differs; islands of a character or two inside it do not make reading easier."""
    if max(len(old), len(new)) > MOST_SIGNS or _pairs(old, new) > MOST_PAIRS:
        yield from (Piece("".join(old), Mark.GONE), Piece("".join(new), Mark.NEW))
        return
    gone = fresh = ""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, comes = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal" and len(was) > SHORTEST:
            yield from (Piece(gone, Mark.GONE), Piece(fresh, Mark.NEW), Piece(was))
            gone = fresh = ""
        else:
            gone, fresh = gone + was, fresh + comes
    yield from (Piece(gone, Mark.GONE), Piece(fresh, Mark.NEW))


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much two sequences have in common at the beginning, and how much of the rest at the end."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    left = most - start
    end = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    return start, end


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    count = Counter(new)
    return sum(count[one] for one in old)
