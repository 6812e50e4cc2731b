"""What an author's layout left in the text of a case and no volume prints so: contents of his own, numbers of pages,
torn paragraphs, captions of pictures that did not come with it, one caption of several pictures.

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
_FOOT: Final = re.compile(
    r"[-—–－]{1,2} ?\d{1,3} ?[-—–－]{1,2}|第 ?\d{1,3} ?页(?:[，,/ ]{0,2}共 ?\d{1,3} ?页)?|Page \d{1,3}(?: of \d{1,3})?"
)
LEAST_BEHIND_INITIAL: Final = 30  # characters of a paragraph that begins with a large letter
LEAST_TORN: Final = 10  # characters of a paragraph that a page broke
_TORN_END: Final = re.compile(r"[\w，、]$")  # a sentence goes on behind it
MOST_SHOWN: Final = 3
_PROMPTS: Final = re.compile(  # of Word and WPS, not of the author
    r"错误[!！](?:未找到引用源|未定义书签|文档中没有指定样式的文字)|Error! (?:Reference source not found|Bookmark not defined)"
    r"|(?:单击|点击|单击或点击)(?:此处|这里)(?:输入|添加)(?:文字|文本|日期|标题)|Click or tap here to enter text"
)


@dataclass(frozen=True, slots=True)
class Settled:
    """The blocks that are printed, those that are not, and what an editor should know of it."""

    blocks: tuple[Block, ...]
    dropped: tuple[Block, ...] = ()
    remarks: tuple[str, ...] = ()


def settle(blocks: Sequence[Block]) -> Settled:
    """The blocks without the author's own contents, torn paragraphs in one."""
    own = own_contents(blocks)
    feet = frozenset(place for place, block in enumerate(blocks) if place not in own and _is_foot(block))
    kept, dropped_caps = _with_initials(
        [block for place, block in enumerate(blocks) if place not in own and place not in feet]
    )
    remarks = [f"原稿自带的目录（{len(own)}行）没有排入"] if own else []
    if feet:
        shown = "、".join(f"“{_said(blocks[place])}”" for place in sorted(feet)[:MOST_SHOWN])
        more = "等" if len(feet) > MOST_SHOWN else ""
        remarks.append(f"正文中单独成行的页码（{shown}{more}共{len(feet)}处）没有排入")
    found, torn, parted = _joined(kept, frozenset(id(_behind(blocks, place)) for place in feet))
    if torn:
        remarks.append(f"有{torn}处段落以标点开头，已接在上一段之后，请核对")
    if dropped_caps:
        remarks.append(f"有{dropped_caps}处首字下沉，已接在本段之前，请核对")
    if parted:
        remarks.append(f"有{parted}处段落被页码隔断，已接在上一段之后，请核对")
    prompts = [said[0] for block in kept for said in _PROMPTS.finditer(_said(block))]
    if prompts:
        shown = "、".join(f"“{prompt}”" for prompt in dict.fromkeys(prompts))
        remarks.append(f"有{len(prompts)}处是 Word 自己的提示（{shown}），已照排，请改为正文或删去")
    held = list(_held(found))
    remarks += (
        f"图注“{block.caption}”没有所属的图，已留出位置，请补图"
        for block in held
        if isinstance(block, Image) and block not in blocks
    )
    dropped = tuple(blocks[place] for place in sorted(own | feet))
    return Settled(tuple(_share_captions(held)), dropped, tuple(remarks))


def _with_initials(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """The blocks with a first letter that was set apart and large back in its paragraph, and how many there were."""
    found: list[Block] = []
    count = 0
    for block in blocks:
        before = found[-1] if found else None
        if isinstance(before, Line) and isinstance(block, Line) and _is_initial(before, block):
            found[-1] = replace(
                block,
                text=before.text + block.text,
                calls=tuple(replace(call, at=call.at + 1) for call in block.calls),
                shifts=tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in block.shifts),
            )
            count += 1
        else:
            found.append(block)
    return found, count


def _is_initial(before: Line, block: Line) -> bool:
    return (
        before.kind == block.kind == "paragraph"
        and len(before.text) == 1
        and "\u4e00" <= before.text <= "\u9fff"
        and len(block.text) >= LEAST_BEHIND_INITIAL
        and block.text[0].isalnum()
    )


def _said(block: Block) -> str:
    return block.text.strip() if isinstance(block, Line) else ""


def _is_foot(block: Block) -> bool:
    """Whether a line is the number of a page that a copied text brought along."""
    return isinstance(block, Line) and block.kind != "heading" and bool(_FOOT.fullmatch(_said(block)))


def _behind(blocks: Sequence[Block], place: int) -> Block | None:
    return blocks[place + 1] if place + 1 < len(blocks) else None


def _share_captions(blocks: Sequence[Block]) -> Iterator[Block]:
    """Pictures that stand together under one caption: it is printed and numbered once, below the last."""
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        is_shared = (
            isinstance(block, Image)
            and isinstance(after, Image)
            and bool(block.caption)
            and block.caption == after.caption
        )
        yield replace(block, caption="") if is_shared and isinstance(block, Image) else block


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


def _joined(blocks: Sequence[Block], behind: frozenset[int]) -> tuple[list[Block], int, int]:
    """The blocks with torn paragraphs in one, how many begin with a mark, and how many a page number had parted.

    ``behind``: ids of the blocks behind page numbers.
    """
    found: list[Block] = []
    torn = parted = 0
    for block in blocks:
        is_rest = isinstance(block, Line) and _REST.match(block.text)
        place = _before(found) if is_rest or id(block) in behind else None
        if place is not None and not is_rest and not _is_torn(found[place], block):
            place = None
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
        torn += bool(is_rest)
        parted += not is_rest
    return found, torn, parted


def _is_torn(before: Block, block: Block) -> bool:
    """Whether the number of a page stood in the middle of a sentence."""
    return (
        isinstance(before, Line)
        and isinstance(block, Line)
        and before.kind == block.kind == "paragraph"
        and len(before.text) >= LEAST_TORN
        and _TORN_END.search(before.text) is not None
    )


def _before(blocks: Sequence[Block]) -> int | None:
    """The paragraph that a torn one may continue; pictures and notes may stand between."""
    for place in reversed(range(len(blocks))):
        block = blocks[place]
        if isinstance(block, Image | Footnote):
            continue
        return place if isinstance(block, Line) and block.kind in _JOINED else None
    return None
