"""What an author's layout left in the text of a case and no volume prints so: contents of his own, torn paragraphs.

A line that begins with a mark which ends or parts sentences is the rest of the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.text.fold import plain
from tracker.publications.volume.content.model import Block, Footnote, Image, Line

LEAST, LEAST_BARE = 2, 3  # entries below a line 目录, and without one
FOUND_AGAIN: Final = (
    2 / 3
)  # of the entries: what has page numbers and is not repeated below is a list of its own
LONGEST: Final = 120  # characters of an entry
_HEADS: Final = frozenset({"目录", "目次", "内容目录", "contents"})
_PAGE: Final = re.compile(r"[（(]?(\d{1,3})[）)]?$")
_DOTS: Final = ".…·‥．"
_LEADERS: Final = _DOTS + "-—_ \t\u3000"
LEAST_DOTS, LEAST_LEADERS = 2, 4  # between an entry and its page
_REST: Final = re.compile("[，。、；：！？）》”’」』】〉〕,;:!?)]")
_JOINED: Final = frozenset({"paragraph", "item", "lead"})


@dataclass(frozen=True, slots=True)
class Settled:
    """The blocks that are printed, those that are not, and what an editor should know of it."""

    blocks: tuple[Block, ...]
    dropped: tuple[Block, ...] = ()
    remarks: tuple[str, ...] = ()


def settle(blocks: Sequence[Block]) -> Settled:
    """The blocks without the author's own contents, torn paragraphs in one."""
    own = own_contents(blocks)
    kept = [block for place, block in enumerate(blocks) if place not in own]
    remarks = [f"原稿自带的目录（{len(own)}行）没有排入"] if own else []
    found, torn = _joined(kept)
    if torn:
        remarks.append(f"有{torn}处段落以标点开头，已接在上一段之后，请核对")
    return Settled(tuple(found), tuple(blocks[place] for place in sorted(own)), tuple(remarks))


def own_contents(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of the lines of a table of contents, with its heading."""
    heads = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Line) and "".join(block.text.lower().split()) in _HEADS
    ]
    for head in heads:
        entries = _entries(blocks, head + 1, is_below_head=True)
        if len(entries) >= LEAST:
            return frozenset((head, *entries))
    for place in range(len(blocks)):
        if place and _page_of(blocks[place - 1]):
            continue  # inside a run that was looked at
        entries = _entries(blocks, place, is_below_head=False)
        if len(entries) >= LEAST_BARE:
            return frozenset(entries)
    return frozenset()


def _entries(blocks: Sequence[Block], first: int, *, is_below_head: bool) -> list[int]:
    """The lines from ``first`` that are entries: with page numbers that never fall, or said again below."""
    last = first
    pages = 0
    while last < len(blocks) and (page := _page_of(blocks[last])) and page >= pages:
        pages, last = page, last + 1
    if not is_below_head:
        below = {_words(block) for block in blocks[last:]}
        again = sum(_words(blocks[place]) in below for place in range(first, last))
        return list(range(first, last)) if again >= FOUND_AGAIN * (last - first) else []
    if last > first:
        return list(range(first, last))
    later = [_words(block) for block in blocks]
    while last < len(blocks) and _words(blocks[last]) and _words(blocks[last]) in later[last + 1 :]:
        last += 1
    return list(range(first, last))


def _entry(block: Block) -> tuple[str, int]:
    """The words of a line, and the page that it ends with if it is an entry; 0: it is none."""
    if not isinstance(block, Line) or len(block.text) > LONGEST:
        return "", 0
    found = _PAGE.search(block.text)
    before = block.text[: found.start()] if found is not None else block.text
    words = before.rstrip(_LEADERS)
    leaders = before[len(words) :]
    is_led = (
        "\t" in leaders
        or sum(sign in _DOTS for sign in leaders) >= LEAST_DOTS
        or len(leaders) >= LEAST_LEADERS
    )
    if found is None or not is_led or not words:
        return block.text.strip(), 0
    return words.strip(), int(found[1])


def _page_of(block: Block) -> int:
    return _entry(block)[1]


def _words(block: Block) -> str:
    return plain(_entry(block)[0])


def _joined(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks with torn paragraphs in one, and how many were torn."""
    found: list[Block] = []
    torn = 0
    for block in blocks:
        place = _before(found)
        before = found[place] if place is not None else None
        if (
            place is None
            or not isinstance(before, Line)
            or not isinstance(block, Line)
            or not _REST.match(block.text)
        ):
            found.append(block)
            continue
        at = len(before.text)
        found[place] = replace(
            before,
            text=before.text + block.text,
            calls=before.calls + tuple(replace(call, at=call.at + at) for call in block.calls),
            shifts=before.shifts
            + tuple(replace(one, start=one.start + at, end=one.end + at) for one in block.shifts),
        )
        torn += 1
    return found, torn


def _before(blocks: Sequence[Block]) -> int | None:
    """The paragraph that a torn one may continue; pictures and notes may stand between."""
    for place in reversed(range(len(blocks))):
        block = blocks[place]
        if isinstance(block, Image | Footnote):
            continue
        return place if isinstance(block, Line) and block.kind in _JOINED else None
    return None
