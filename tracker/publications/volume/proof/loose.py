"""Places where words that no line can take may be broken: addresses of the web and of mail, long numbers.

Typst breaks a word only where Unicode lets it (UAX 14), and lets what has no such place run off the sheet.
"""

from __future__ import annotations

import re
from typing import Any, Final

from tracker.publications.volume.word.design import Design

BREAK: Final = "\u200b"  # has no width and no glyph
SIGN: Final = 0.55  # width of a Latin sign in its size
POINT_MM: Final = 25.4 / 72
SHARE_OF_LINE: Final = 0.5  # a longer word may be broken: titles are set larger, and lines are justified
SHARE_OF_CELL: Final = 0.8  # the rest of its width are its edges
_NAMES: Final = frozenset(
    {"mark", "file", "kind", "faces", "latin", "date", "place"}
)  # that nobody reads as text
_WORD: Final = re.compile("[^\\s\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]+")


def loosen(data: Any, design: Design) -> Any:
    """The data of a template with such places in all its texts."""
    line = design.text_width / (design.size * POINT_MM * SIGN)
    return _loosened(data, round(line * SHARE_OF_LINE), design)


def _loosened(data: Any, most: int, design: Design) -> Any:
    if isinstance(data, str):
        return broken(data, most)
    if isinstance(data, list | tuple):
        return [_loosened(one, most, design) for one in data]
    if not isinstance(data, dict):
        return data
    found = {key: one if key in _NAMES else _loosened(one, most, design) for key, one in data.items()}
    if "widths" in data and "cells" in data:
        whole = design.text_width / (design.small * POINT_MM * SIGN) / sum(data["widths"])
        found["cells"] = [
            _loosened(cell, _room(data["widths"], cell, whole), design) for cell in data["cells"]
        ]
    return found


def _room(widths: list[int], cell: dict[str, Any], whole: float) -> int:
    """How many signs a cell takes in a line."""
    return max(1, int(sum(widths[cell["x"] : cell["x"] + cell["columns"]]) * whole * SHARE_OF_CELL))


def broken(text: str, most: int) -> str:
    """A text whose words of more signs than ``most`` may be broken anywhere."""
    return _WORD.sub(lambda word: BREAK.join(word[0]) if len(word[0]) > most else word[0], text)
