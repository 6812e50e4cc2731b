"""Marks of pictures in the text, and the captions beside them."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Sequence
from typing import Final

from intake.documents.blocks.line import Boxed
from intake.documents.result import MARK
from intake.documents.tables.grid import Cell
from intake.model.case import Picture

LONGEST_CAPTION: Final = 50
MOST_BOXED: Final = 20  # lines of boxes between a picture and its caption
_MARKED: Final = re.compile(f"{MARK}(\\d{{1,6}}){MARK}")
_NUMBERED: Final = re.compile(r"\s*[（(]?(附?图|照片|图片)\s*[\d０-９一二三四五六七八九十]")


def caption_pictures(
    lines: list[str],
    relations: Sequence[str],
    load: Callable[[str], tuple[str, bytes | memoryview]],
) -> tuple[list[str], tuple[Picture, ...]]:
    """The lines without picture marks, and the pictures in order with their captions.

    A caption is the rest of the picture's own line, else a short line right below (in a row of pictures, the one
    at the same place), else a line above that begins with 图1 or the like and is no other picture's.
    ``load`` gives name and bytes for a relation.
    """
    captions: dict[int, str] = {}
    taken = -1  # the last line that is the caption of pictures above it
    for number, line in enumerate(lines):
        if MARK in line:
            taken = max(taken, _caption_line(lines, number, taken, captions))
    pictures = [
        _describe(load(relation), captions.get(index, "")) for index, relation in enumerate(relations)
    ]
    cleaned = (_MARKED.sub("", line) if MARK in line else line for line in lines)
    return [line for line in cleaned if line.strip("\f\t ")], tuple(pictures)


def is_numbered_caption(text: str) -> bool:
    """Whether a line is the caption of a picture by its number: 图1, 照片二."""
    return _NUMBERED.match(text) is not None and _is_caption(text)


def cell_of(lines: Sequence[str], *, span: int = 1, nested: bool = False) -> Cell:
    """A cell whose text knows nothing of the pictures in it."""
    if not any(MARK in line for line in lines):
        return Cell(tuple(lines), span, nested=nested)
    bare = tuple(line for line in (_MARKED.sub("", line).strip() for line in lines) if line)
    return Cell(bare, span, nested=nested, drawn=tuple(lines))


def _describe(loaded: tuple[str, bytes | memoryview], caption: str) -> Picture:
    name, content = loaded
    digest = hashlib.sha256(content).hexdigest() if content else ""
    return Picture(posixpath.basename(name), caption, digest)


def _caption_line(lines: list[str], number: int, taken: int, captions: dict[int, str]) -> int:
    """Caption the pictures of a line; the number of the line below that it took for them, or -1."""
    cells = lines[number].lstrip("\f").split("\t")
    found = _line_below(lines, number + 1) if number + 1 < len(lines) else number
    below = lines[found].split("\t") if found > number else []
    if below and (below[0].startswith("\f") or any(MARK in cell for cell in below)):
        below = []
    above = lines[number - 1].strip() if number and number - 1 > taken else ""
    above = above if is_numbered_caption(above) else ""
    used = -1
    for place, cell in enumerate(cells):
        marks = [int(found) for found in _MARKED.findall(cell)]
        if not marks:
            continue
        caption = _MARKED.sub("", cell).strip()
        if not caption:
            under = below[place] if len(below) == len(cells) else below[0] if len(below) == 1 else ""
            under = under.strip() if _is_caption(under.strip()) else ""
            stands_above = bool(above) and (not is_numbered_caption(under) or _stand_above(lines, found))
            caption = above if stands_above else under
            used = found if caption and not stands_above else used
        captions.update(dict.fromkeys(marks, caption if _is_caption(caption) else above))
    return used


def _stand_above(lines: Sequence[str], below: int) -> bool:
    """Whether the numbered line below a picture belongs to the next one, whose line follows it."""
    return below + 1 < len(lines) and MARK in lines[below + 1]


def _line_below(lines: Sequence[str], at: int) -> int:
    """The line that may hold the caption: the next, unless it is of a box behind which a numbered one stands."""
    if not isinstance(lines[at], Boxed):
        return at
    for place in range(at, min(at + MOST_BOXED, len(lines))):
        if is_numbered_caption(lines[place]):
            return place
        if not isinstance(lines[place], Boxed):
            break
    return at


def _is_caption(text: str) -> bool:
    if not text or len(text) > LONGEST_CAPTION or MARK in text:
        return False
    # A short line that ends like a sentence or opens a section belongs to the prose.
    return bool(_NUMBERED.match(text)) or not re.search(
        r"[。！？；：]$|^[（(]?[一二三四五六七八九十]+[）)、.]", text
    )
