"""Figures of a printed volume: sheets, fillers, pictures that print coarsely, fonts that are missing."""

from __future__ import annotations

import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Final
from unicodedata import category

from tracker.publications.volume.content.model import Grid, Image, Volume
from tracker.publications.volume.persons import texts_of
from tracker.publications.volume.word.design import SUBSTITUTES, design_of
from tracker.publications.volume.word.place import place_image
from tracker.publications.volume.word.styles import LATIN
from tracker.publications.volume.word.table import MOST_COLUMNS, columns_of, is_wide

LEAST_PPI: Final = 300.0  # that a printing house wants where the picture stands
MOST_PIXELS: Final = 10_000  # of a side: 400 mm at 600 ppi, more than any page needs
LEAF: Final = 4  # pages of a folded sheet: what saddle stitching binds
SECONDS: Final = 20.0
FIRST_RARE: Final = "\u0250"  # behind the Latin letters
UNSEEN: Final = frozenset(
    {"Cc", "Cf", "Mn", "Zs", "Zl", "Zp", "Cn", "Cs"}
)  # categories that need no glyph of their own
MOST_NAMED: Final = 40  # characters without a glyph that are named one by one
PRIVATE: Final = "Co"  # signs that each font draws as it likes
RARE_PLANES: Final = "\U00020000"  # from here on Hanzi, also those that Python does not know yet


@dataclass(frozen=True, slots=True)
class Sheets:
    """How many pages are bound, how many of them are empty at the end, and the printed sheets (印张)."""

    pages: int
    filler: int
    sheets: float

    @property
    def shown(self) -> str:
        """6.75 as people write it."""
        return f"{self.sheets:g}"


def count_sheets(pages: int, multiple: int, folio: int) -> Sheets:
    """The sums for so many pages, filled up to a multiple; a sheet of paper has ``folio`` pages a side.

    印张 counts one side of a whole sheet: pages divided by 开数.
    """
    filler = -pages % multiple
    return Sheets(pages + filler, filler, (pages + filler) / folio)


def multiple_of(volume: Volume) -> int:
    """What the pages are filled up to: a saddle-stitched volume takes no less than a folded sheet."""
    return LEAF if volume.layout.binding == "骑马订" else volume.layout.sheet_pages


def coarse_pictures(volume: Volume) -> Iterator[str]:
    """Pictures under 300 ppi at the size at which they are printed, and those that are beyond all use."""
    design = design_of(volume.layout.design, volume.layout.fonts)
    for case in volume.cases:
        for block in case.blocks:
            if isinstance(block, Image) and block.file:
                placed = place_image(block, design)
                name = block.caption or block.name or "未命名"
                if max(block.pixels) > MOST_PIXELS:
                    yield f"{case.number} 图片“{name}”{block.pixels[0]}×{block.pixels[1]}像素，过大，请缩小后重报"
                if placed.ppi < LEAST_PPI:
                    size = f"{block.pixels[0]}×{block.pixels[1]}像素，排{placed.width:.0f}毫米宽"
                    yield f"{case.number} 图片“{name}”{size}，只有{placed.ppi:.0f}像素/英寸（宜不低于300），请要原图"


def wide_tables(volume: Volume) -> Iterator[str]:
    """Tables that have too many columns for a page and are printed as lines, and those that are set on their side."""
    for case in volume.cases:
        for block in case.blocks:
            if isinstance(block, Grid) and (count := columns_of(block)) > MOST_COLUMNS:
                yield f"{case.number} 有一张{count}栏的表格，超出版面，按行排印，请改排"
            elif isinstance(block, Grid) and is_wide(block):
                yield f"{case.number} 有一张{columns_of(block)}栏的表格，横排成页，请核对"


def missing_fonts(volume: Volume) -> Iterator[str]:
    """Fonts of the volume that this computer has not; nothing where it cannot be asked."""
    installed = installed_fonts()
    faces = design_of(volume.layout.design, volume.layout.fonts).faces
    for name in dict.fromkeys((faces.title, faces.heading, faces.body, faces.lead)):
        if installed and name not in installed:
            instead = next((font for font in SUBSTITUTES.get(name, ()) if font in installed), "")
            yield f"本机没有字体“{name}”，校样中用“{instead or '系统默认字体'}”代替，页码以装有该字体的电脑为准"


def missing_glyphs(volume: Volume) -> Iterator[str]:
    """Characters that none of the volume's fonts on this computer has; Latin letters and GB 2312 every one has."""
    faces = (
        proof_faces(volume) & installed_fonts() or installed_fonts()
    )  # none of them: whatever is here is taken
    texts = (text for case in volume.cases for text in (case.title, case.unit, *texts_of(case.blocks)))
    rare = sorted({sign for text in texts for sign in text if is_rare(sign)})
    if not installed_fonts():
        return
    own = [sign for sign in rare if category(sign) == PRIVATE]
    if own:
        yield f"有自造字（专用区编码）{_named(own)}，换一种字体就不是原来的字形，请改用标准字或补字"
    missing = [sign for sign in rare if sign not in own and not has_glyph(sign, faces)]
    if missing:
        yield f"本机的书用字体没有{_named(missing)}的字形，付印前请换字体或补字"


def _named(signs: Sequence[str]) -> str:
    shown = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in signs[:MOST_NAMED])
    return shown + (f"等{len(signs)}个" if len(signs) > MOST_NAMED else "")


def proof_faces(volume: Volume) -> frozenset[str]:
    """The fonts, with substitutes, in which a volume may be set."""
    faces = asdict(design_of(volume.layout.design, volume.layout.fonts).faces).values()
    return frozenset(name for face in (*faces, LATIN) for name in (face, *SUBSTITUTES.get(face, ())))


def is_rare(sign: str) -> bool:
    """Whether a character is neither Latin nor in GB 2312: a rare Hanzi, a letter of another script, a picture sign."""
    if sign < FIRST_RARE or (
        category(sign) in UNSEEN and not (sign >= RARE_PLANES and category(sign) == "Cn")
    ):
        return False
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def has_glyph(sign: str, faces: Collection[str]) -> bool:
    """Whether one of these fonts has a character."""
    code = ord(sign)
    for name in faces:
        starts, ends = _covered().get(name, ((), ()))
        at = bisect_right(starts, code) - 1
        if at >= 0 and code <= ends[at]:
            return True
    return False


@cache
def _covered() -> Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """The characters of each font here: where its ranges begin, and where they end."""
    found: dict[str, set[tuple[int, int]]] = {}
    for line in _asked("-f", "%{family}|%{charset}\n", ":"):
        names, _, ranges = line.partition("|")
        covered = {
            (int(first, 16), int(last or first, 16))
            for first, _, last in (one.partition("-") for one in ranges.split())
        }
        for name in names.split(","):
            found.setdefault(name.strip(), set()).update(covered)
    return {name: _in_order(ranges) for name, ranges in found.items()}


def _in_order(ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ranges of several files of one font as one list in which none lies inside another."""
    starts: list[int] = []
    ends: list[int] = []
    for first, last in sorted(ranges):
        if ends and first <= ends[-1]:
            ends[-1] = max(ends[-1], last)
        else:
            starts.append(first)
            ends.append(last)
    return tuple(starts), tuple(ends)


def with_fonts_here(volume: Volume) -> Volume:
    """The volume with substitutes for fonts that this computer lacks, for printing here."""
    installed = installed_fonts()
    faces = asdict(design_of(volume.layout.design, volume.layout.fonts).faces)
    here = {
        key: name
        if name in installed
        else next((font for font in SUBSTITUTES.get(name, ()) if font in installed), name)
        for key, name in faces.items()
    }
    return replace(volume, layout=replace(volume.layout, fonts=here))


@cache
def installed_fonts() -> frozenset[str]:
    """Names of the fonts that fontconfig knows; empty where there is none."""
    return frozenset(name.strip() for line in _asked(":", "family") for name in line.split(","))


def _asked(*how: str) -> list[str]:
    """What fontconfig lists; nothing where it is not."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    try:
        said = subprocess.run([program, *how], capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        return []
    return said.stdout.decode("utf-8", "replace").splitlines()
