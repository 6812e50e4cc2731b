"""What whoever sets a text again should know of how its file showed it: one rule for every format.

Struck out, of the colour of its ground or too small to be seen: printed, and said. Tracked changes: printed as if
all were accepted, and said. Formulas: printed in one line where the file has their signs, else as the picture that
it keeps of them, and said with their places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.documents.result import MARK
from intake.model.case import Doubt

PALE: Final = 0xF3  # of 255 in each channel: on white paper no eye sees it
NEAR: Final = 0x0C  # in each channel: two colours that no eye tells apart
TINY: Final = 4  # half-points: two points, which nobody reads
STRUCK, FAINT, CHANGED = 1, 2, 4
LONGEST_PLACE: Final = 8  # characters before a formula that tell where it stands
MOST_PLACES: Final = 5
MOST_COMMENTS: Final = 50
LONGEST_COMMENT: Final = 60  # characters of one that are said
LOOKED_AT: Final = 40  # characters before a formula, blanks among them

# What is drawn by other means than a picture and stands in the text as one without bytes, under this name.
CHART, DIAGRAM, INK, EMBEDDED = "图表", "SmartArt 图示", "手写墨迹", "嵌入的表格或文件"
DRAWN_OTHERWISE: Final = frozenset({CHART, DIAGRAM, INK, EMBEDDED})
RUBY: Final = "注音（拼音）没有排入"
UNKNOWN_SIGNS: Final = "符号字体的字符不能认定，排作〓"

Colour = tuple[int, int, int]
_PICTURE: Final = re.compile(f"{MARK}\\d{{0,6}}{MARK}?")  # also one that is not closed yet
_COLOUR: Final = re.compile(r"[0-9a-fA-F]{6}")


@dataclass(slots=True)
class Shown:
    """What was met on the way through a text."""

    struck: int = 0
    faint: int = 0
    is_changed: bool = False
    formulas: list[str] = field(default_factory=list)  # in signs; the text before each
    objects: list[str] = field(default_factory=list)  # drawn by another program; the text before each
    unread: Counter[str] = field(default_factory=Counter)
    comments: list[str] = field(default_factory=list)  # as comment_said says them
    _last: int = 0

    def take(self, marks: int) -> None:
        """Note a piece of text with these marks; pieces that follow each other are one place."""
        begun = marks & ~self._last
        self._last = marks
        self.struck += bool(begun & STRUCK)
        self.faint += bool(begun & FAINT)
        self.is_changed |= bool(marks & CHANGED)

    def doubts(self) -> Iterator[Doubt]:
        """The remarks."""
        if self.is_changed:
            yield Doubt("repaired", detail="原件带有修订痕迹，按接受全部修订后的文字排印，请核对")
        said = [comment for comment in self.comments if comment]
        if said:
            more = f"；另有{len(said) - MOST_COMMENTS}处" if len(said) > MOST_COMMENTS else ""
            yield Doubt(
                "commented", detail=f"{len(said)}处批注，未排入：{'；'.join(said[:MOST_COMMENTS])}{more}"
            )
        for kind, count in (+self.unread).items():
            yield Doubt("partial", detail=f"文中有{count}处{kind}，请对照原件")
        if self.faint:
            yield Doubt(
                "repaired", detail=f"有{self.faint}处文字在原件中与纸同色或极小，已照排，请核对是否应删"
            )
        if self.struck:
            yield Doubt("repaired", detail=f"有{self.struck}处文字在原件中划了删除线，已照排，请核对是否应删")
        if self.formulas:
            where = _where(self.formulas)
            yield Doubt(
                "repaired", detail=f"文中有{len(self.formulas)}个公式{where}，改排成一行，请对照原件核对"
            )
        if self.objects:
            where = _where(self.objects)
            drawn = f"文中有{len(self.objects)}个公式{where}是插入的对象，只能排它的图样，没有图样或图样不能排入的请补"
            yield Doubt("repaired", detail=drawn)


def comment_said(text: str, about: str = "", author: str = "") -> str:
    """A comment in a few words: “共办28件”处：“数据请核”（王编辑）; ``""`` for an empty one."""
    words = " ".join(text.split())
    if not words:
        return ""
    shown = words if len(words) <= LONGEST_COMMENT else f"{words[: LONGEST_COMMENT - 1]}…"
    place = " ".join(about.split())
    place = place if len(place) <= LONGEST_PLACE else f"{place[:LONGEST_PLACE]}…"
    by = " ".join(author.split())[:LONGEST_PLACE]
    return (f"“{place}”处：" if place else "") + f"“{shown}”" + (f"（{by}）" if by else "")


def is_unseen(colour: Colour | None, ground: Colour | None) -> bool:
    """Whether no eye sees text of this colour on this ground; None: that of the paper, or what shows on any ground."""
    if colour is None:
        return False
    if ground is None:
        return min(colour) >= PALE
    return all(abs(one - other) <= NEAR for one, other in zip(colour, ground, strict=True))


def colour_of(digits: str) -> Colour | None:
    """RRGGBB as a colour; None for what is none."""
    if not _COLOUR.fullmatch(digits):
        return None
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def place_before(pieces: Sequence[str]) -> str:
    """The end of the text before a formula, without the marks of pictures; no more is looked at than is shown."""
    found = ""
    for piece in reversed(pieces):
        found = piece[-LOOKED_AT:] + found
        if len(found) >= LOOKED_AT:
            break
    return " ".join(_PICTURE.sub("", found).split())[-LONGEST_PLACE:]


def _where(places: Sequence[str]) -> str:
    shown = "、".join(f"“{place}”之后" if place else "段首" for place in places[:MOST_PLACES])
    return f"（{shown}{'等处' if len(places) > MOST_PLACES else ''}）"
