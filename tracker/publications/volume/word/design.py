"""The two designs: a page, its type area and its type.

公文版 follows GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters in 三号. 书刊版 is a book
of 170 × 240 mm: 31 lines of 35 characters in 五号.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Faces:
    """Chinese fonts by name."""

    title: str
    heading: str
    body: str
    lead: str


@dataclass(frozen=True, slots=True)
class Design:
    """A page (mm) and its type (points). ``condense`` is taken from each character to fill a line evenly."""

    name: str
    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    size: float
    leading: float
    condense: float
    title_size: float
    part_size: float
    faces: Faces
    is_dashed: bool  # page numbers as — 1 —
    has_heads: bool  # running heads
    format: str = ""  # of paper that has a name: A4

    def called(self, folio: int) -> str:
        """The size of a page as printers call it: A4, 16开."""
        return self.format or f"{folio}开"

    @property
    def text_width(self) -> float:
        """Width of the type area in mm."""
        return self.width - self.inner - self.outer

    @property
    def turned(self) -> Design:
        """The same page on its side, for tables of many columns."""
        return replace(self, width=self.height, height=self.width)

    @property
    def head_room(self) -> float:
        """From the running head, or where it would stand, to the type area in mm."""
        return 11 if self.has_heads else self.top - 15

    @property
    def small(self) -> float:
        """Size of captions, tables and notes in points."""
        return self.size * 0.86 if self.size > 12 else 9.0

    @property
    def text_height(self) -> float:
        """Height of the type area in mm."""
        return self.height - self.top - self.bottom


OFFICIAL = Design(
    name="公文版",
    width=210,
    height=297,
    top=37,
    bottom=35,
    inner=28,
    outer=26,
    size=16,
    leading=28.95,
    condense=0.25,
    title_size=22,
    part_size=26,
    faces=Faces("方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"),
    is_dashed=True,
    has_heads=False,
    format="A4",
)
BOOK = Design(
    name="书刊版",
    width=170,
    height=240,
    top=26,
    bottom=22,
    inner=21.5,
    outer=18.5,
    size=10.5,
    leading=17.5,
    condense=0,
    title_size=16,
    part_size=22,
    faces=Faces("方正小标宋简体", "黑体", "宋体", "楷体_GB2312"),
    is_dashed=False,
    has_heads=True,
)
DESIGNS = {design.name: design for design in (OFFICIAL, BOOK)}

# What may stand in for a font that a computer lacks, the likest first.
SUBSTITUTES = {
    "方正小标宋简体": ("方正小标宋_GBK", "小标宋", "华文中宋", "STZhongsong", "宋体", "SimSun", "Noto Serif SC", "Noto Serif CJK SC"),
    "仿宋_GB2312": ("仿宋", "FangSong", "方正仿宋_GBK", "华文仿宋", "STFangsong", "FandolFang", "Noto Serif SC", "Noto Serif CJK SC"),
    "楷体_GB2312": ("楷体", "KaiTi", "方正楷体_GBK", "华文楷体", "STKaiti", "LXGW WenKai", "Noto Serif SC", "Noto Serif CJK SC"),
    "黑体": ("SimHei", "方正黑体_GBK", "华文黑体", "STHeiti", "Noto Sans SC", "Noto Sans CJK SC"),
    "宋体": ("SimSun", "方正书宋_GBK", "华文宋体", "STSong", "Noto Serif SC", "Noto Serif CJK SC"),
}  # fmt: skip


def design_of(name: str, fonts: Mapping[str, str]) -> Design:
    """A design with the fonts that the settings name instead."""
    design = DESIGNS[name]
    return replace(design, faces=replace(design.faces, **fonts))
