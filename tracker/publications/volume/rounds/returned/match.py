"""The sections of a file that comes back: which case of the printed volume each is, renamed and moved ones, too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents.blocks.flat import text_of
from intake.model.blocks import Block, Heading, Lead, ListItem, Note, Paragraph, Picture, Table, all_blocks
from intake.text.fold import plain
from intake.text.likeness import same_title
from tracker.publications.volume.content.model import Case, Volume

LONGEST: Final = 120  # characters of a line that may be a title
LEAST_LINE: Final = 8  # signs of a line by which a section is known again
SHARE: Final = 0.4  # of a case's lines that a section under another heading must have
ALIKE: Final = 0.6  # of two titles, where the lines are too few
PICTURE: Final = "［图片］"
_CLOSING: Final = ("附录", "后记")  # as headings of the printed volume
_BLANK: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """One case of the file: under which heading it stands there, and its blocks, notes included."""

    number: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> list[str]:
        """The section as lines without blanks, one for each picture."""
        said = [PICTURE if isinstance(block, Picture) else text_of((block,)) for block in self.blocks]
        lines = (_BLANK.sub("", line) for text in said for line in text.replace("\t", "｜").split("\n"))
        return [line for line in lines if line]


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds of a printed volume. ``others`` are headings of sections that are no case of it."""

    sections: tuple[Section, ...]
    others: tuple[str, ...]
    has_parts: bool  # titles of parts stand in it: it is the book, or several parts of it

    def moved(self, volume: Volume) -> bool:
        """Whether its cases stand in another order than printed."""
        own = [section.number for section in self.sections]
        return own != [case.number for case in volume.cases if case.number in own]


def find_sections(blocks: Sequence[Block], volume: Volume) -> Found:
    """The cases of a volume in a file; a heading that is no case's ends the section before it."""
    notes = {block.anchor: block for block in blocks if isinstance(block, Note)}
    body = [block for block in blocks if not isinstance(block, Note)]
    titles = _titles(volume)
    starts = _starts(body, titles)
    parts = {letters_of(part.title) for part in volume.parts} | set(_CLOSING)
    level = _level(body, starts)
    cuts = [
        at
        for at, block in enumerate(body)
        if at in starts
        or _ends_section(block, parts)
        or (isinstance(block, Heading) and 0 < block.level <= level)
    ]
    pieces = [(at, tuple(body[at:end])) for at, end in zip(cuts, [*cuts[1:], len(body)], strict=True)]
    found = {at: starts[at] for at, _ in pieces if at in starts}
    free = [(at, piece) for at, piece in pieces if at not in found and _is_case_level(body[at], level, parts)]
    left = [case for case in volume.cases if case not in found.values()]
    found |= dict(_renamed(free, left))
    sections = tuple(
        Section(found[at].number, said_by(piece[0]), (*piece, *_called(piece, notes)))
        for at, piece in pieces
        if at in found
    )
    others = tuple(said_by(piece[0]) for at, piece in free if at not in found)
    has_parts = any(_ends_section(block, parts) for block in body)
    return Found(sections, others, has_parts)


def letters_of(text: str) -> str:
    """A title without punctuation and blanks, for comparing."""
    return "".join(sign for sign in plain(text) if sign.isalnum())


def said_by(block: Block) -> str:
    """The text of a line on one line."""
    return _BLANK.sub("", text_of((block,)))


def _titles(volume: Volume) -> dict[str, list[Case]]:
    titles: dict[str, list[Case]] = {}
    for case in volume.cases:
        titles.setdefault(letters_of(case.title), []).append(case)
    return titles


def _starts(body: Sequence[Block], titles: dict[str, list[Case]]) -> dict[int, Case]:
    """Where a case begins with its own title: at headings, where any are; else at lines.

    Contents and index name every title, too: of several lines that is the one with most behind it.
    """
    places = [
        (at, key)
        for at, block in enumerate(body)
        if isinstance(block, Heading | Lead | Paragraph | ListItem)
        and len(block.text) <= LONGEST
        and (key := letters_of(block.text)) in titles
    ]
    headed = [(at, key) for at, key in places if isinstance(body[at], Heading)]
    ends = [*(at for at, _ in places[1:]), len(body)]
    room = {at: end - at for (at, _), end in zip(places, ends, strict=True)}
    starts: dict[int, Case] = {}
    for key, cases in titles.items():
        own = [at for at, known in (headed or places) if known == key]
        best = sorted(sorted(own, key=lambda at: -room[at])[: len(cases)])
        starts |= dict(zip(best, cases, strict=False))
    return starts


def _level(body: Sequence[Block], starts: dict[int, Case]) -> int:
    """The level of the headings of cases; 0: they are no headings."""
    levels = Counter(block.level for at in starts if isinstance(block := body[at], Heading))
    return levels.most_common(1)[0][0] if levels else 0


def _ends_section(block: Block, parts: set[str]) -> bool:
    is_line = isinstance(block, Heading | Paragraph) and len(block.text) <= LONGEST
    return is_line and letters_of(said_by(block)) in parts


def _is_case_level(block: Block, level: int, parts: set[str]) -> bool:
    return isinstance(block, Heading) and block.level == level and not _ends_section(block, parts)


def _renamed(
    free: Sequence[tuple[int, tuple[Block, ...]]], left: Sequence[Case]
) -> Iterator[tuple[int, Case]]:
    """Sections under other headings, by the lines that they share with a case, or by a title much alike."""
    taken: set[str] = set()
    for at, piece in free:
        lines = {line for line in Section("", "", piece).lines if len(line) >= LEAST_LINE}
        shares = [(_share(case, lines), same_title(said_by(piece[0]), case.title), case) for case in left]
        shares = [
            one for one in shares if one[2].number not in taken and (one[0] >= SHARE or one[1] >= ALIKE)
        ]
        if shares:
            case = max(shares, key=lambda one: one[:2])[2]
            taken.add(case.number)
            yield at, case


def _share(case: Case, lines: set[str]) -> float:
    own = {_BLANK.sub("", getattr(block, "text", "")) for block in case.blocks}
    own = {line for line in own if len(line) >= LEAST_LINE}
    return len(own & lines) / len(own) if own else 0.0


def _called(piece: Sequence[Block], notes: dict[str, Note]) -> Iterator[Note]:
    """The notes that a section calls."""
    anchors = [
        anchor.note
        for block in all_blocks(tuple(piece))
        if not isinstance(block, Table | Picture)
        for anchor in getattr(block, "anchors", ())
    ]
    return (notes[anchor] for anchor in dict.fromkeys(anchors) if anchor in notes)
