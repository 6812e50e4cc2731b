"""Rich Text Format (1.9.1): one pass over its tokens with a stack of groups, no recursion."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from intake.charset import clean_text
from intake.documents.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.documents.rtf_words import (
    APART,
    CHARSETS,
    CODE_PAGES,
    ENTERED,
    SIGNS,
    SKIPPED,
    SYMBOLS,
)
from intake.documents.text_value import Text
from intake.errors import Damaged, OverLimit
from intake.limits import Limits
from intake.model import Doubt, Row

MOST_DEPTH: Final = 5_000
LEADING: Final = 10
LONGEST_TITLE: Final = 60
_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside one pair of braces."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    font: int = -1
    fallbacks: int = 1  # characters after \\u that stand in for it
    story: str = ""  # a destination whose text goes after the body
    fonts: bool = False  # inside the font table


def read_rtf(content: bytes, limits: Limits) -> Text:
    """The text of an RTF file.

    Raises:
        Damaged: it is none.
        OverLimit: nested deeper than allowed.
    """
    start = content[:64].find(b"{\\rtf")
    if start < 0:
        raise Damaged("不是 RTF 文件")
    reader = _Reader(limits)
    reader.read(content[start:])
    text = re.sub(r"\n{2,}", "\n", clean_text("\n".join([*reader.lines, *reader.apart]))).strip("\n")
    doubts = () if reader.is_closed else (Doubt("partial", detail="文件不完整，已读出可读部分"),)
    return Text(
        text=text,
        reader="rtf",
        pairs=tuple(reader.pairs),
        rows=tuple(reader.rows),
        centred=tuple(filter(None, map(clean_text, reader.leading))),
        doubts=doubts,
    )


@dataclass(slots=True)
class _Reader:
    """Tokens in, lines out."""

    limits: Limits
    lines: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    is_closed: bool = False
    _now: _Group = field(default_factory=_Group)
    _stack: list[_Group] = field(default_factory=list)
    _star: bool = False
    _bytes: bytearray = field(default_factory=bytearray)
    _units: list[int] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _story: list[str] = field(default_factory=list)
    _to_skip: int = 0
    _charsets: dict[int, str] = field(default_factory=dict)
    _code_page: str = ""
    _in_table: bool = False
    _centred: bool = False
    _new_page: bool = False
    _cell: list[str] = field(default_factory=list)
    _row: list[Cell] = field(default_factory=list)
    _grid: list[list[Cell]] = field(default_factory=list)
    _chars: int = 0

    def read(self, content: bytes) -> None:
        """Read every token; ends early at the limit on text."""
        at = 0
        while at < len(content) and self._chars <= self.limits.text_chars:
            token = _TOKEN.match(content, at)
            if token is None:
                break
            at = token.end()
            word, number, octet, symbol, brace, literal = token.groups()
            if word is not None:
                if word == b"bin":
                    at += max(0, int(number or 0))
                else:
                    self._word(word.decode("ascii"), None if number is None else int(number))
            elif octet is not None:
                self._take(bytes((int(octet, 16),)))
            elif brace is not None:
                if self._brace(brace):
                    break
            elif literal is not None:
                self._take(literal)
            elif symbol is not None:
                self._symbol(symbol.decode("latin-1"))
        self._end_line()
        self._end_table()

    def _brace(self, brace: bytes) -> bool:
        """Open or close a group; True when the document itself ended."""
        self._flush()
        if brace == b"{":
            if len(self._stack) >= MOST_DEPTH:
                raise OverLimit("嵌套过深")
            self._stack.append(self._now)
            self._star = False
            return False
        if not self._stack:
            self.is_closed = True
            return True
        before = self._now
        self._now = self._stack.pop()
        if before.story and not self._now.story:
            self.apart.extend(line for line in "".join(self._story).split("\n") if line.strip())
            self._story = []
        self.is_closed = not self._stack
        return self.is_closed

    def _word(self, word: str, number: int | None) -> None:
        if self._to_skip and word not in ("u", "par", "cell", "row", "uc"):
            self._to_skip -= 1
            return
        if self._now.fonts:
            self._font_word(word, number)
            return
        if self._destination(word):
            return
        if self._now.skipped:
            return
        if word == "u" and number is not None:
            self._flush_bytes()
            self._units.append(number & 0xFFFF)
            self._to_skip = self._now.fallbacks
        elif word in SIGNS:
            self._put(SIGNS[word])
        elif not self._state(word, number):
            self._layout(word)

    def _destination(self, word: str) -> bool:
        """Whether the word says what the group is for, and what is done about it."""
        starred, self._star = self._star, False
        if word == "fonttbl":
            self._now = replace(self._now, fonts=True)
            return True
        if word in SKIPPED or (starred and word not in ENTERED):
            self._flush()
            self._now = replace(self._now, skipped=True)
            return True
        if word in APART and not self._now.skipped:
            self._flush()
            self._now = replace(self._now, story=word)
            return True
        return False

    def _font_word(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self._now = replace(self._now, font=number)
        elif word == "fcharset" and number is not None:
            self._charsets[self._now.font] = CHARSETS.get(number, "")
        elif word == "cpg" and number is not None:
            self._charsets[self._now.font] = CODE_PAGES.get(number, f"cp{number}")

    def _state(self, word: str, number: int | None) -> bool:
        """Words that change how what follows is read."""
        on = number != 0
        match word:
            case "f" if number is not None:
                self._flush_bytes()
                self._now = replace(self._now, font=number)
            case "uc" if number is not None:
                self._now = replace(self._now, fallbacks=max(0, min(number, 16)))
            case "v":
                self._flush()
                self._now = replace(self._now, hidden=on)
            case "deleted":
                self._flush()
                self._now = replace(self._now, deleted=on)
            case "plain":
                self._flush()
                self._now = replace(self._now, hidden=False, deleted=False)
            case "ansicpg" if number is not None:
                self._code_page = CODE_PAGES.get(number, f"cp{number}")
            case _:
                return False
        return True

    def _layout(self, word: str) -> None:
        """Words that end paragraphs, cells and rows."""
        match word:
            case "par" | "sect":
                self._end_line(word == "sect")
            case "page":
                self._end_line(page=True)
            case "pagebb":
                self._new_page = True
            case "pard":
                self._flush()
                self._in_table = self._centred = False
            case "intbl":
                self._in_table = True
            case "qc":
                self._centred = True
            case "cell" | "nestcell":
                self._end_cell()
            case "row" | "nestrow":
                self._end_row()
            case _:
                pass

    def _symbol(self, symbol: str) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif symbol == "*":
            self._star = True
        elif symbol in "\r\n":
            self._end_line()
        elif symbol in SYMBOLS and not self._now.skipped:
            self._put(SYMBOLS[symbol])

    def _take(self, data: bytes) -> None:
        """Bytes of text; those that only stand in for a character given by number are dropped."""
        if self._to_skip:
            dropped = min(self._to_skip, len(data))
            self._to_skip -= dropped
            data = data[dropped:]
        if data and not (self._now.skipped or self._now.fonts):
            self._flush_units()
            self._bytes += data

    def _flush(self) -> None:
        self._flush_bytes()
        self._flush_units()
        self._to_skip = 0

    def _flush_bytes(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._put(self._decode(data), flushed=True)

    def _flush_units(self) -> None:
        if self._units:
            data = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._put(data.decode("utf-16-le", "replace"), flushed=True)

    def _decode(self, data: bytes) -> str:
        """By the font's charset, else by the document's code page; Chinese where only that fits."""
        if data.isascii():
            return data.decode("ascii")
        claimed = self._charsets.get(self._now.font, "")
        for charset in dict.fromkeys((claimed if claimed != "cp1252" else "", self._code_page, "gb18030")):
            try:
                return data.decode(charset) if charset else _never()
            except (UnicodeDecodeError, LookupError):
                continue
        return data.decode(claimed or "cp1252", "replace")

    def _put(self, text: str, *, flushed: bool = False) -> None:
        if not flushed:
            self._flush()
        if self._now.hidden or self._now.deleted or self._now.skipped:
            return
        self._chars += len(text)
        (self._story if self._now.story else self._line).append(text)

    def _end_line(self, page: bool = False) -> None:
        self._flush()
        if self._now.story:
            self._story.append("\n")
            return
        text, self._line = "".join(self._line), []
        if self._in_table:
            self._cell.extend(line for line in text.split("\n") if line.strip())
        else:
            if text.strip() or self._grid or self._row:
                self._end_table()
            self._prose(text)
        self._new_page = self._new_page or page

    def _prose(self, text: str) -> None:
        for line in text.split("\n"):
            if not line.strip():
                continue
            if self._centred and len(self.lines) < LEADING and len(line) <= LONGEST_TITLE:
                self.leading.append(line.strip())
            self.lines.append(f"\f{line}" if self._new_page and self.lines else line)
            self._new_page = False

    def _end_cell(self) -> None:
        self._flush()
        text, self._line = "".join(self._line), []
        self._cell.extend(line for line in text.split("\n") if line.strip())
        self._row.append(Cell(tuple(self._cell)))
        self._cell = []

    def _end_row(self) -> None:
        self._flush()
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


def _never() -> str:
    raise LookupError
