"""Bounds under the tables that fonts of a PDF declare.

pdfminer fills them entry by entry, and a font may declare four billion entries in a dozen bytes;
the loop cannot be interrupted, so the bounds must lie inside it.
"""

# mypy: disable-error-code="misc"

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pdfminer import pdffont
from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSEOF

from intake.documents.pdf.maps import HeaderReader, MapReader

MOST_ENTRIES: Final = 200_000  # of one table; a font has at most 65,536 glyphs
_HORIZONTAL, _VERTICAL = 3, 5  # numbers that describe a range of widths (ISO 32000-1, 9.7.4.3)


class BoundedMap(FileUnicodeMap):
    """A map from glyphs to characters that ends when it is full."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._left = MOST_ENTRIES

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        """Take one entry.

        Raises:
            PSEOF: there are more than may be; the parser takes that for the end of its data.
        """
        self._left -= 1
        if self._left < 0:
            raise PSEOF("Too many entries")
        super().add_cid2unichr(cid, code)


def narrow(widths: Iterable[object], length: int) -> Iterator[object]:
    """An array of widths without the ranges that are too wide, ``length`` numbers each."""
    group: list[float] = []
    left = MOST_ENTRIES
    for item in widths:
        value = resolve1(item)
        if not isinstance(value, int | float):
            yield from group
            yield value
            group = []
            continue
        group.append(value)
        if len(group) == length:
            count = group[1] - group[0]
            if count <= left:
                left -= max(int(count), 0)
                yield from group
            group = []


def bound_fonts() -> None:
    """Put the bounds, and the swift readers of maps, under pdfminer's fonts; calling it again changes nothing."""
    if pdffont.FileUnicodeMap is BoundedMap:
        return
    across, down = pdffont.get_widths, pdffont.get_widths2
    pdffont.FileUnicodeMap = BoundedMap
    pdffont.CMapParser = MapReader
    pdffont.Type1FontHeaderParser = HeaderReader
    pdffont.get_widths = lambda widths: across(narrow(widths, _HORIZONTAL))
    pdffont.get_widths2 = lambda widths: down(narrow(widths, _VERTICAL))
