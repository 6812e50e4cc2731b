"""What an author's layout left in the text of a case and no volume prints so: contents of his own, torn paragraphs,
captions of pictures that did not come with it.

A line that begins with a mark which ends or parts sentences is the rest of the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
LONGEST_CAPTION: Final = 40  # characters
_CAPTION: Final = re.compile(
    r"\s{0,9}[（(]?(?:附?图|照片|图片)\s?(?:[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})(?![\d张幅组个篇年月日])[)）]?"
)
_SENTENCE: Final = re.compile(
    r"[。；，,;\t]|^\s?(?:[是为中]|[所可]示|显示|展示|表明|反映|可以|与|和|、|至|到)"
)
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
    held = list(_held(found))
    remarks += (
        f"图注“{block.caption}”没有所属的图，已留出位置，请补图"
        for block in held
        if isinstance(block, Image) and block not in blocks
    )
    return Settled(tuple(held), tuple(blocks[place] for place in sorted(own)), tuple(remarks))


def _held(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with a place for the picture of each caption that has none."""
    pictures = {at for at, block in enumerate(blocks) if isinstance(block, Image)}
    captions = {plain(block.caption) for block in blocks if isinstance(block, Image)}
    alone = {
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Line) and block.kind in _JOINED and _is_caption(block.text)
    }
    for at, block in enumerate(blocks):
        is_near = any(near in pictures or near in alone for near in (at - 2, at - 1, at + 1, at + 2))
        if at in alone and isinstance(block, Line) and not is_near:
            said = plain(block.text)
            if not any(said in other or other in said for other in captions if other):
                yield Image("", caption=block.text)
                continue
        yield block


def _is_caption(text: str) -> bool:
    """Whether a line is the caption of a picture and no sentence about one."""
    found = _CAPTION.match(text)
    return found is not None and len(text) <= LONGEST_CAPTION and not _SENTENCE.search(text[found.end() :])


def own_contents(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of the lines of a table of contents, with its heading."""
    lines = _Lines.of(blocks)
    heads = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Line) and "".join(block.text.lower().split()) in _HEADS
    ]
    for head in heads:
        entries = lines.below(head)
        if len(entries) >= LEAST:
            return frozenset((head, *entries))
    for place, page in enumerate(lines.pages):
        if page and not (place and lines.pages[place - 1]):  # else inside a run that was looked at
            entries = lines.alone(place)
            if len(entries) >= LEAST_BARE:
                return frozenset(entries)
    return frozenset()


@dataclass(frozen=True, slots=True)
class _Lines:
    """What each block says as an entry of contents, the page it ends with, and where its words stand last."""

    words: tuple[str, ...]
    pages: tuple[int, ...]
    last: Mapping[str, int]

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> _Lines:
        entries = [_entry(block) for block in blocks]
        words = tuple(plain(said) for said, _ in entries)
        return cls(words, tuple(page for _, page in entries), {said: at for at, said in enumerate(words)})

    def run(self, first: int) -> range:
        """The lines from a place that end with page numbers which never fall."""
        last, page = first, 0
        while last < len(self.pages) and self.pages[last] and self.pages[last] >= page:
            page, last = self.pages[last], last + 1
        return range(first, last)

    def alone(self, first: int) -> range:
        """The same if most of them are said again below; else none."""
        run = self.run(first)
        again = sum(self.last[self.words[place]] >= run.stop for place in run)
        return run if again >= FOUND_AGAIN * len(run) else range(0)

    def below(self, head: int) -> range:
        """The entries below a line 目录: with pages, else those that are said again."""
        if run := self.run(head + 1):
            return run
        last = head + 1
        while last < len(self.words) and self.words[last] and self.last[self.words[last]] > last:
            last += 1
        return range(head + 1, last)


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


def _joined(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks with torn paragraphs in one, and how many were torn."""
    found: list[Block] = []
    torn = 0
    for block in blocks:
        is_rest = isinstance(block, Line) and _REST.match(block.text)
        place = _before(found) if is_rest else None
        before = found[place] if place is not None else None
        if place is None or not isinstance(before, Line) or not isinstance(block, Line):
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
