"""Word 97 files (.doc) and the OLE2 form of .wps, read from their pieces; Word 6 and 95, too.

The text is a string of positions (doc_pieces.py). Deleted and hidden runs fall away, fields keep
their results, marks 0x07 become tables. Headers and comments are left out; notes and text boxes
come after the body.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from intake.charset import clean_text
from intake.documents.doc_fib import Stories, read_fib
from intake.documents.doc_marks import Marks, read_marks
from intake.documents.doc_pieces import FILLER, read_pieces, text_of
from intake.documents.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.documents.text_value import Text
from intake.errors import Damaged, Encrypted, OverLimit, Unsupported
from intake.limits import Limits
from intake.model import Doubt, Row

LEADING: Final = 10
LONGEST_TITLE: Final = 60
MOST_NESTING: Final = 200
_BEGIN, _SEPARATOR, _END = "\x13", "\x14", "\x15"
_CELL: Final = "\x07"
_SPECIALS: Final = str.maketrans(
    {"\x1e": "-", "\x1f": "", "\xa0": " ", "\x0b": "\n", "\x0e": "\r", "\x01": "", "\x02": "", "\x03": "",
     "\x04": "", "\x05": "", "\x06": "", "\x08": "", FILLER: "", "\x0c": "\r\f"}
)  # fmt: skip
_EQ: Final = re.compile(r"\s*eq\b", re.IGNORECASE)
_EQ_SWITCH: Final = re.compile(r"\\\w+(?:\d+)?|\\,|\s*eq\b", re.IGNORECASE)
_CIRCLES: Final = {str(number): chr(0x2460 + number - 1) for number in range(1, 21)}


def read_doc(content: bytes, limits: Limits) -> Text:
    """The text of a Word 97, 95 or 6 file.

    Raises:
        Encrypted: the file has a password.
        Unsupported: a compound file that holds no Word document.
        Damaged: no text can be read.
        OverLimit: streams larger than allowed.
    """
    main, tables = _streams(content, limits)
    fib = read_fib(main)
    if fib.encrypted:
        raise Encrypted
    table = tables.get(fib.table) or tables.get("0Table") or tables.get("1Table") or main
    pieces = read_pieces(fib, table, limits)
    marks = read_marks(fib, table, pieces)
    page = _Page(text_of(pieces, fib), marks)
    for start, end in _story_spans(fib.stories):
        page.story(start, end)
    text = re.sub(r"\n{2,}", "\n", clean_text("\n".join(page.lines))).strip("\n")
    is_cut = pieces.is_cut and len(page.text) < fib.stories.body
    return Text(
        text=text,
        reader="doc",
        pairs=tuple(page.pairs),
        rows=tuple(page.rows),
        centred=tuple(filter(None, map(clean_text, page.leading))),
        doubts=(Doubt("partial", detail="文件不完整，已读出可读部分"),) if is_cut else (),
    )


def _streams(content: bytes, limits: Limits) -> tuple[bytes, dict[str, bytes]]:
    """The main stream and the table streams."""
    import olefile

    if not olefile.isOleFile(data=content):
        raise Damaged("不是 Word 文件")
    with olefile.OleFileIO(io.BytesIO(content)) as package:
        names = {"/".join(entry).lower(): entry for entry in package.listdir()}
        found: dict[str, bytes] = {}
        for name in ("WordDocument", "0Table", "1Table"):
            entry = names.get(name.lower())
            if entry is None:
                continue
            if package.get_size(entry) > limits.unpacked_bytes:
                raise OverLimit("文件内的数据过大")
            found[name] = package.openstream(entry).read()
        if "WordDocument" not in found:
            if any("encryptedpackage" in name for name in names):
                raise Encrypted
            raise Unsupported("未见 Word 正文")
    return found.pop("WordDocument"), found


def _story_spans(stories: Stories) -> Iterator[tuple[int, int]]:
    """Where the parts that are read stand: body, footnotes, endnotes, text boxes."""
    at = 0
    for name in stories.__slots__:
        size = getattr(stories, name)
        if name in ("body", "notes", "endnotes", "boxes") and size:
            yield at, at + size
        at += size


@dataclass(slots=True)
class _Page:
    """Text under construction."""

    text: str
    marks: Marks
    lines: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    _grid: list[list[Cell]] = field(default_factory=list)
    _row: list[Cell] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _new_page: bool = False

    def story(self, start: int, end: int) -> None:
        """Read one part of the text."""
        for first, last, mark in self._paragraphs(start, min(end, len(self.text))):
            shown = self._shown(first, last).translate(_SPECIALS)
            if mark == _CELL and (last in self.marks.rows or self._ends_row(last)):
                self._end_row()
            elif mark == _CELL or last in self.marks.cells:
                self._cell.extend(line for line in shown.split("\n") if line.strip())
                self._row.append(Cell(tuple(self._cell)))
                self._cell = []
            elif last in self.marks.inner_rows:
                self._end_row()
            elif (_inside(self.marks.in_table, first) and (self._row or self._cell or self._grid)) or _inside(self.marks.in_table, first):
                self._cell.extend(line for line in shown.split("\n") if line.strip())
            else:
                self._end_table()
                self._prose(shown, first)
        self._end_table()

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """(first, position of the mark, mark) of every paragraph and cell."""
        at = start
        for found in re.compile("[\r\x07\x0c]").finditer(self.text, start, end):
            if found[0] == "\x0c" and not self._is_break(found.start()):
                continue
            yield at, found.start(), found[0]
            if found[0] == "\x0c":
                self._new_page = True
            at = found.end()
        if at < end:
            yield at, end, ""

    def _is_break(self, at: int) -> bool:
        return not _inside(self.marks.gone, at)

    def _ends_row(self, at: int) -> bool:
        """Without marks (Word 6 and 95) a row ends where two cell marks follow each other."""
        if self.marks.rows or self.marks.in_table:
            return False
        return at > 0 and self.text[at - 1] == _CELL and bool(self._row)

    def _shown(self, first: int, last: int) -> str:
        """What a reader of the document sees of a stretch."""
        kept = "".join(_without(self.text, first, last, self.marks.gone))
        return _without_fields(kept) if _BEGIN in kept or _END in kept or _SEPARATOR in kept else kept

    def _prose(self, shown: str, first: int) -> None:
        starts_page = self._new_page or "\f" in shown or _inside(self.marks.new_page, first)
        for line in shown.replace("\f", "").replace("\r", "\n").split("\n"):
            if not line.strip():
                continue
            if (
                len(self.lines) < LEADING
                and len(line) <= LONGEST_TITLE
                and _inside(self.marks.centred, first)
            ):
                self.leading.append(line.strip())
            self.lines.append(f"\f{line}" if starts_page and self.lines else line)
            self._new_page = starts_page = False

    def _end_row(self) -> None:
        if self._cell:
            self._row.append(Cell(tuple(self._cell)))
            self._cell = []
        if self._row:
            self._grid.append(self._row)
            self._row = []

    def _end_table(self) -> None:
        self._end_row()
        grid, self._grid = self._grid, []
        for cells in grid:
            self.lines.extend(lines_of_row(cells))
        if not grid:
            return
        head = header_row(grid)
        if head is None:
            self.pairs += pairs_of_form(grid)
        else:
            self.rows += rows_of_list(grid, head)


def _inside(spans: tuple[tuple[int, int], ...], at: int) -> bool:
    index = bisect_right(spans, (at, len(spans) and 1 << 40)) - 1
    return index >= 0 and spans[index][0] <= at < spans[index][1]


def _without(text: str, first: int, last: int, gone: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """The stretch with the spans that are gone left out."""
    at = first
    index = max(0, bisect_right(gone, (first, 0)) - 1)
    while index < len(gone) and gone[index][0] < last:
        start, end = gone[index]
        if end > at:
            yield text[at : max(at, start)]
            at = min(last, max(at, end))
        index += 1
    yield text[at:last]


def _without_fields(text: str) -> str:
    """Fields reduced to their results; an EQ field, which has none, to its arguments."""
    out: list[list[str]] = [[]]
    results: list[bool] = []
    for piece in re.split("([\x13\x14\x15])", text):
        if piece == _BEGIN and len(results) < MOST_NESTING:
            out.append([])
            results.append(False)
        elif piece == _SEPARATOR and results:
            code = "".join(out[-1])
            out[-1] = [_equation(code)] if _EQ.match(code) else []
            results[-1] = True
        elif piece == _END and results:
            inner = "".join(out.pop())
            has_result = results.pop()
            out[-1].append(inner if has_result else _equation(inner) if _EQ.match(inner) else "")
        elif piece not in (_BEGIN, _SEPARATOR, _END):
            out[-1].append(piece)
    # A field that began in another paragraph: what stands here is its result.
    return "".join("".join(level) for level in out)


def _equation(code: str) -> str:
    r"""EQ \o\ac(○,1) → ①; the arguments of others as they stand."""
    arguments = re.findall(r"[^(),]+", _EQ_SWITCH.sub("", code).partition("(")[2])
    shown = [argument.strip() for argument in arguments if argument.strip()]
    if len(shown) == 2 and shown[0] in "○◯〇" and shown[1] in _CIRCLES:
        return _CIRCLES[shown[1]]
    return "".join(shown)
