"""What each paragraph is: title, heading, lead, item of a list, caption, or plain.

The file's own word (style, outline level, list) comes first; where it says nothing, evidence in the
text does: a number that belongs to a series, type that differs from the body's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple, TypeGuard

from intake.documents.blocks.captions import is_numbered_caption
from intake.documents.blocks.line import Said
from intake.documents.blocks.numbered import (
    LISTED,
    Numbered,
    heads_text,
    is_short,
    level_of,
    number_of,
    series_of,
)
from intake.model.blocks import (
    Anchor,
    Block,
    Caption,
    Heading,
    Lead,
    ListItem,
    Paragraph,
    Picture,
    Shift,
    Table,
)

LONGEST_HEADING: Final = 80  # characters; some writers give the style of headings to whole paragraphs
LONGEST_CAPTION: Final = 50
MOST_BEHIND: Final = 20  # lines of boxes between a picture and its caption
ICON_MM: Final = 8.0
TITLE_WITHIN: Final = 10  # paragraphs
LONG: Final = 30  # characters; shorter lines of an opening are title, unit, names
DEEPEST_HEADING: Final = 9
_TABLE_CAPTION: Final = re.compile(r"[（(]?附?表\s*[\d０-９一二三四五六七八九十]")
_LEAD_WORD: Final = re.compile(
    r"[【\[［(（]?\s*(导语|导读|摘\s*要|内容提要|内容摘要|编者按)\s*[】\]］)）：:]"
)


class Draft(NamedTuple):
    """A paragraph whose part is still to be decided."""

    text: str
    said: Said
    anchors: tuple[Anchor, ...] = ()
    shifts: tuple[Shift, ...] = ()
    is_boxed: bool = False  # out of a box that floats beside the text


Drafts = list[Draft | Block]
_Make = Callable[[Draft], Block]
_Rule = Callable[[Drafts], Iterator[tuple[int, _Make]]]  # what it makes of which drafts


def decide_roles(drafts: Drafts) -> list[Block]:
    """The blocks of the body: every draft becomes what the evidence says."""
    return _decide(drafts, (_captions, _numbered, _lead, _title))


def decide_together(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of several files that are one text: what each alone could not tell, all together may."""
    return decide_roles([_drafted(block) for block in blocks])


def _drafted(block: Block) -> Draft | Block:
    if isinstance(block, Paragraph):
        return Draft(block.text, Said(), block.anchors, block.shifts)
    if isinstance(block, Heading) and number_of(block.text) is not None:
        return Draft(block.text, Said(heading=block.level), block.anchors, block.shifts)
    return block


def decide_in_cell(drafts: Drafts) -> list[Block]:
    """The blocks of a cell, which may hold a whole case but neither its title nor its lead."""
    return _decide(drafts, (_captions, _numbered))


def _decide(drafts: Drafts, rules: Sequence[_Rule]) -> list[Block]:
    _number_pictures(drafts)
    made: dict[int, _Make] = {}
    for decide in rules:
        for place, make in decide(drafts):
            made.setdefault(place, make)
    found: list[Block] = []
    for place, draft in enumerate(drafts):
        if isinstance(draft, Draft):
            found.append(made.get(place, plain)(draft))
        elif isinstance(draft, Table) and place and _numbers_table(found[-1]):
            found.append(replace(draft, caption=found[-1].text))
        else:
            found.append(draft)
    return found


def _numbers_table(block: Draft | Block) -> TypeGuard[Caption | Draft]:
    return (
        isinstance(block, Caption | Draft)
        and len(block.text) <= LONGEST_CAPTION
        and _TABLE_CAPTION.match(block.text) is not None
    )


def plain(draft: Draft) -> Block:
    """A draft by what its file says of it alone."""
    said = draft.said
    if said.heading is not None and len(draft.text) <= LONGEST_HEADING:
        return Heading(draft.text, min(said.heading, DEEPEST_HEADING), draft.anchors, draft.shifts)
    if said.item is not None:
        return _item(draft, said.marker, said.item)
    return Paragraph(draft.text, draft.anchors, draft.shifts)


def _item(draft: Draft, marker: str, level: int) -> Block:
    if not draft.text.startswith(marker) or len(draft.text) == len(marker):
        marker = ""
    cut = len(marker)
    blank = cut + len(draft.text[cut:]) - len(draft.text[cut:].lstrip(" \u3000"))
    anchors = tuple(Anchor(max(0, anchor.at - blank), anchor.note) for anchor in draft.anchors)
    if not marker:
        return ListItem(draft.text, level, "", draft.anchors, draft.shifts)
    shifts = tuple(
        Shift(max(0, shift.start - blank), shift.end - blank, shift.is_low)
        for shift in draft.shifts
        if shift.end > blank
    )
    return ListItem(draft.text[blank:], level, draft.text[:blank], anchors, shifts)


def _caption(draft: Draft) -> Block:
    return Caption(draft.text, draft.anchors, draft.shifts)


def _captions(drafts: Drafts) -> Iterator[tuple[int, _Make]]:
    """The paragraph beside a picture that holds its caption; the one above a table that numbers it."""
    below: list[tuple[int, Draft]] = []  # what follows the pictures that stand together, and boxes before it
    for place in reversed(range(len(drafts))):
        block = drafts[place]
        above = drafts[place - 1] if place else None
        if isinstance(block, Picture):
            told = next((at for at, draft in below if draft.text == block.caption), None)
            if told is not None:
                yield told, _caption
            elif isinstance(above, Draft) and above.text == block.caption:
                yield place - 1, _caption
            continue
        behind = below if isinstance(block, Draft) and block.is_boxed else []
        below = [(place, block), *behind[:MOST_BEHIND]] if isinstance(block, Draft) else []
        if isinstance(block, Table) and above is not None and _numbers_table(above):
            yield place - 1, _caption


def _number_pictures(drafts: Drafts) -> None:
    """Give pictures whose reader looks for no captions the numbered line below: 图1."""
    _spare_icons(drafts)
    below = ""
    for place in reversed(range(len(drafts))):
        block = drafts[place]
        if isinstance(block, Draft) and block.is_boxed and not is_numbered_caption(block.text):
            continue
        if not isinstance(block, Picture):
            below = block.text if isinstance(block, Draft) and is_numbered_caption(block.text) else ""
        elif below and not block.caption and not _is_icon(block):
            drafts[place] = replace(block, caption=below)


def _spare_icons(drafts: Drafts) -> None:
    """Take captions from icons: a numbered one is that of the picture among which they stand, other words are text."""
    for place, block in enumerate(drafts):
        if not isinstance(block, Picture) or not block.caption or not _is_icon(block):
            continue
        drafts[place] = replace(block, caption="")
        if not is_numbered_caption(block.caption):
            continue
        for at in (*range(place - 1, -1, -1), *range(place + 1, len(drafts))):
            other = drafts[at]
            if not isinstance(other, Picture):
                if at > place:
                    break
                if isinstance(other, Draft) and other.is_boxed:
                    continue
                break
            if not _is_icon(other):
                drafts[at] = replace(other, caption=other.caption or block.caption)
                break


def _is_icon(picture: Picture) -> bool:
    """Whether a picture is too small to need a caption."""
    return 0 < max(picture.width_mm, picture.height_mm) <= ICON_MM


def _numbered(drafts: Drafts) -> Iterator[tuple[int, _Make]]:
    """Headings and items by the numbers that are typed in front of them, or counted by their lists."""
    numbers = {
        place: number
        for place, draft in enumerate(drafts)
        if isinstance(draft, Draft) and (number := number_of(draft.text)) is not None
    }
    levels = _styled_levels(drafts, numbers)
    for series in series_of(numbers):
        heads = heads_text(series, len(drafts))
        for place in series:
            draft, number = drafts[place], numbers[place]
            assert isinstance(draft, Draft)
            if draft.said.heading is not None:
                continue
            if is_short(draft.text) and (heads or draft.said.is_set_apart):
                yield place, _heading(levels.get(number.kind, level_of(number.kind)))
            elif draft.said.item is None and number.kind in LISTED and len(series) > 1 and not heads:
                yield place, _listed(number.marker)


def _styled_levels(drafts: Drafts, numbers: dict[int, Numbered]) -> dict[str, int]:
    """The level that a file's own headings give to each kind of number."""
    levels: dict[str, int] = {}
    for place, number in numbers.items():
        draft = drafts[place]
        if isinstance(draft, Draft) and draft.said.heading:
            levels.setdefault(number.kind, draft.said.heading)
    return levels


def _heading(level: int) -> _Make:
    return lambda draft: Heading(draft.text, level, draft.anchors, draft.shifts)


def _listed(marker: str) -> _Make:
    return lambda draft: _item(draft, marker, 0)


def _lead(drafts: Drafts) -> Iterator[tuple[int, _Make]]:
    """The long paragraphs of the opening that are set apart while at least as many others are not."""
    long = [
        (place, draft)
        for place, draft in enumerate(drafts)
        if isinstance(draft, Draft) and (len(draft.text) >= LONG or _LEAD_WORD.match(draft.text))
    ]
    apart = -1  # of the long ones; counted once it matters
    for place, draft in long:
        is_apart = draft.said.is_set_apart
        if is_apart and apart < 0:
            apart = sum(other.said.is_set_apart for _, other in long)
        is_apart = is_apart and 2 * apart <= len(long)
        if draft.said.heading is not None or draft.said.item is not None:
            return
        if not is_apart and not _LEAD_WORD.match(draft.text):
            return
        yield place, lambda found: Lead(found.text, found.anchors, found.shifts)


def _title(drafts: Drafts) -> Iterator[tuple[int, _Make]]:
    """The first centred or large line of a file that has no style for its title."""
    if any(isinstance(draft, Draft) and draft.said.heading == 0 for draft in drafts):
        return
    for place, draft in enumerate(drafts[:TITLE_WITHIN]):
        if not isinstance(draft, Draft):
            continue
        if draft.said.heading is not None or len(draft.text) > LONGEST_HEADING:
            return
        if draft.said.is_prominent:
            yield place, _heading(0)
            return
