"""Figures of a printed volume: sheets, fillers, pictures that print coarsely, fonts that are missing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Final
from unicodedata import category

from tracker.publications.volume.content.model import Grid, Image, Volume
from tracker.publications.volume.persons import texts_of
from tracker.publications.volume.word.design import SUBSTITUTES, design_of
from tracker.publications.volume.word.place import place_image
from tracker.publications.volume.word.styles import LATIN
from tracker.publications.volume.word.table import MOST_COLUMNS, columns_of

LEAST_PPI: Final = 300.0  # that a printing house wants where the picture stands
MOST_PIXELS: Final = 10_000  # of a side: 400 mm at 600 ppi, more than any page needs
LEAF: Final = 4  # pages of a folded sheet: what saddle stitching binds
SECONDS: Final = 20.0
FIRST_RARE: Final = "\u0250"  # behind the Latin letters
UNSEEN: Final = frozenset(
    {"Cc", "Cf", "Mn", "Zs", "Zl", "Zp", "Cn", "Cs"}
)  # categories that need no glyph of their own
MOST_RARE: Final = 40  # characters that are looked up, each with a program


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
    """Tables that have too many columns for a page and are printed as lines."""
    for case in volume.cases:
        for block in case.blocks:
            if isinstance(block, Grid) and (count := columns_of(block)) > MOST_COLUMNS:
                yield f"{case.number} 有一张{count}栏的表格，超出版面，按行排印，请改排"


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
    missing = [sign for sign in rare[:MOST_RARE] if not faces & fonts_with(sign)]
    if missing:
        shown = "、".join(f"“{sign}”（U+{ord(sign):04X}）" for sign in missing)
        yield f"本机的书用字体没有{shown}的字形，付印前请换字体或补字"
    if len(rare) > MOST_RARE:
        yield f"另有{len(rare) - MOST_RARE}个生僻字、外文字母或符号没有逐一查字形，请在清样上核对"


def proof_faces(volume: Volume) -> frozenset[str]:
    """The fonts, with substitutes, in which a volume may be set."""
    faces = asdict(design_of(volume.layout.design, volume.layout.fonts).faces).values()
    return frozenset(name for face in (*faces, LATIN) for name in (face, *SUBSTITUTES.get(face, ())))


def is_rare(sign: str) -> bool:
    """Whether a character is neither Latin nor in GB 2312: a rare Hanzi, a letter of another script, a picture sign."""
    if sign < FIRST_RARE or category(sign) in UNSEEN:
        return False
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@cache
def fonts_with(sign: str) -> frozenset[str]:
    """Names of the fonts here that have a character."""
    return _listed(f":charset={ord(sign):x}")


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
    return _listed(":")


def _listed(wanted: str) -> frozenset[str]:
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    try:
        said = subprocess.run([program, wanted, "family"], capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        return frozenset()
    lines = said.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))
