"""Maps from glyphs to characters that fonts of a PDF bring along, read by patterns.

pdfminer reads them with a tokenizer of PostScript that takes a third of the time a PDF costs. Almost all
are lists of one form; any other is left to pdfminer.
"""

# mypy: disable-error-code="misc"

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from pdfminer.cmapdb import CMapParser
from pdfminer.encodingdb import name2unicode
from pdfminer.psexceptions import PSEOF

_GLYPH: Final = rb"\s{0,99}+<((?>(?:[0-9A-Fa-f]{2})+))>"
_LIST: Final = rb"\s{0,99}+\[((?>(?:\s{0,99}+<(?>(?:[0-9A-Fa-f]{2})+)>)*))\s{0,99}+\]"
_PAIR: Final = re.compile(_GLYPH + _GLYPH)
_RANGE: Final = re.compile(_GLYPH * 2 + rb"(?:" + _GLYPH + rb"|" + _LIST + rb")")
_FORMS: Final = {b"char": _PAIR, b"range": _RANGE}
_BEGIN: Final = re.compile(rb"(?<![^\s\]>])beginbf(char|range)\b")
_END: Final = re.compile(rb"\s*+endbf")
_OTHERWISE: Final = re.compile(rb"usecmap|begincid|%|\(\s*+begin|begincmap.*begincmap", re.S)
_ENCODED: Final = re.compile(rb"(?<![^\s])(\d{1,9})\s*+/([^\s()<>\[\]{}/%#]++)\s++put\b")

_Entry = tuple[int, int, bytes | list[bytes]]  # first glyph, how many, what the first stands for or all


class MapReader(CMapParser):
    """Fills a map from what a font calls ToUnicode (ISO 32000-1, 9.10.3)."""

    def __init__(self, cmap: Any, file: BytesIO) -> None:
        super().__init__(cmap, file)
        self._data = file.getvalue()

    def run(self) -> None:
        """Read all entries, or as many as the map takes."""
        entries = _entries(self._data)
        if entries is None:
            super().run()
            return
        add = self.cmap.add_cid2unichr
        with contextlib.suppress(PSEOF):
            for first, count, shown in entries:
                for number, code in enumerate(_codes(shown, count)):
                    add(first + number, code)


def _entries(data: bytes) -> list[_Entry] | None:
    """The entries of a map; None where it has another form than almost all."""
    if _OTHERWISE.search(data):
        return None
    data = data.partition(b"endcmap")[0]
    found: list[_Entry] = []
    for begun in _BEGIN.finditer(data):
        at, form = begun.end(), _FORMS[begun[1]]
        while entry := form.match(data, at):
            at = entry.end()
            first = int(entry[1], 16)
            if form is _PAIR:
                found.append((first, 1, bytes.fromhex(entry[2].decode())))
                continue
            count = int(entry[2], 16) - first + 1
            listed = entry[4]
            if len(entry[1]) != len(entry[2]):
                return None
            shown = bytes.fromhex(entry[3].decode()) if listed is None else _in_list(listed)
            found.append((first, count, shown))
        if not _END.match(data, at):
            return None
    return found


def _in_list(listed: bytes) -> list[bytes]:
    return [bytes.fromhex(code.decode()) for code in listed.translate(None, b"> \t\r\n\f\v").split(b"<")[1:]]


def _codes(shown: bytes | list[bytes], count: int) -> Iterator[bytes]:
    """What the glyphs of an entry stand for: those of a range follow each other."""
    if isinstance(shown, list):
        yield from shown[: max(count, 0)]
        return
    if count == 1:
        yield shown
        return
    last, front = shown[-4:], shown[:-4]
    base, room = int.from_bytes(last, "big"), (1 << 8 * len(last)) - 1
    for number in range(count):
        yield front + (base + number & room).to_bytes(len(last), "big")


class HeaderReader:
    """The encoding in the program of a Type 1 font: ``dup 32 /space put``."""

    def __init__(self, file: BytesIO) -> None:
        self._data = file.getvalue()

    def get_encoding(self) -> dict[int, str]:
        """Glyph → character, as far as names tell it."""
        found: dict[int, str] = {}
        for number, name in _ENCODED.findall(self._data):
            with contextlib.suppress(KeyError, UnicodeDecodeError):
                found[int(number)] = name2unicode(name.decode("utf-8"))
        return found
