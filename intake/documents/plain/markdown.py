"""Marked text (.md): headings, lists and tables by their marks, which nobody reads, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from intake.documents.blocks.line import Said, tabled, told
from intake.documents.blocks.remarks import STRUCK, Shown
from intake.documents.result import Text
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.model.case import Doubt, Row
from intake.text.clean import clean_text

SUFFIXES: Final = (".md", ".markdown", ".mdown")
HELD: Final = 0xF0000  # from here on characters stand for those that no mark may be made of
_HEADING: Final = re.compile(r"[ ]{0,3}(#{1,6})[ \t\u3000]+")
_UNDERLINE: Final = re.compile(r"(=|-)\1{2,200}$")
_RULE: Final = re.compile(r"[ ]{0,3}(?:[-*_][ \t]?){3,200}$")
_BULLET: Final = re.compile(r"[-*+][ \t]+")
_QUOTE: Final = re.compile(r"[ \t]{0,3}>[ \t>]{0,20}")
_FENCE: Final = re.compile(r"[ \t]{0,3}(?:`{3,20}|~{3,20})[\w+-]{0,20}$")
_DIVIDER: Final = re.compile(r"[ \t|:-]{3,400}$")
_IMAGE: Final = re.compile(r"!\[([^\[\]\n]{0,200})\]\([^()\n]{0,300}\)")
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,200})\]\([^()\n]{0,300}\)")
_STRUCK: Final = re.compile(r"~~([^~\n]{1,200})~~")
_STRONG: Final = re.compile(r"(\*\*|__)([^*_\n]{1,200})\1")
_EMPHASIS: Final = re.compile(r"(?<![\d*])\*([^*\s\d][^*\n]{0,200})\*(?![\d*])")
_CODE: Final = re.compile(r"`([^`\n]{1,200})`")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")

_HELD: Final = re.compile("[\U000f0000-\U000f007f]")


def is_markdown(name: str) -> bool:
    """Whether a file is one by its name; its text alone would not prove it."""
    return name.lower().endswith(SUFFIXES)


def unmark(text: Text) -> Text:
    """What was read of such a file, without the marks."""
    page = _Page()
    page.read([line.strip("\r") for line in text.text.split("\n")])
    drawn = page.lines
    shown = re.sub(r"\n{2,}", "\n", clean_text("\n".join(drawn))).strip("\n")
    lost = Doubt("partial", detail=f"文中引用了{page.images}张图片，没有随文件报来")
    return replace(
        text,
        text=shown,
        reader="markdown",
        pairs=tuple(page.pairs),
        rows=tuple(page.rows),
        centred=tuple(page.titles),
        doubts=(*text.doubts, *([lost] if page.images else [])),
        shown_otherwise=page.shown.doubts(),
        lines=drawn,
    )


@dataclass(slots=True)
class _Page:
    """One text on its way to lines without marks."""

    lines: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    shown: Shown = field(default_factory=Shown)
    images: int = 0
    _has_title: bool = False

    def read(self, lines: Sequence[str]) -> None:
        """Every line, from the first."""
        self._has_title = sum(line.startswith("# ") for line in lines) == 1
        at, is_verbatim = 0, False
        while at < len(lines):
            line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
            at += 1
            if _FENCE.match(line):
                is_verbatim = not is_verbatim
            elif is_verbatim:
                self.lines.append(line)
            elif "|" in line and "|" in below and "-" in below and _DIVIDER.match(below):
                end = next((n for n in range(at + 1, len(lines)) if "|" not in lines[n]), len(lines))
                self._table([line, *lines[at + 1 : end]])
                at = end
            elif line.strip() and (under := _UNDERLINE.match(below)) and not _BULLET.match(line):
                self._heading(line, 1 if under[1] == "=" else 2)
                at += 1
            else:
                self._line(line)

    def _line(self, line: str) -> None:
        if _RULE.match(line):
            return
        if heading := _HEADING.match(line):
            self._heading(line[heading.end() :].rstrip(" #"), len(heading[1]))
            return
        if quote := _QUOTE.match(line):
            line = line[quote.end() :]
        if item := _BULLET.match(line):
            self.lines.append(told(self._bare(line[item.end() :]), Said(item=0)))
        else:
            self.lines.append(self._bare(line))

    def _heading(self, line: str, level: int) -> None:
        text = self._bare(line)
        is_title = level == 1 and self._has_title
        if is_title:
            self.titles.append(text)
        self.lines.append(told(text, Said(heading=0 if is_title else level - self._has_title)))

    def _bare(self, text: str) -> str:
        """A line without the marks inside it."""
        text = _ESCAPED.sub(lambda found: chr(HELD + ord(found[1])), text)
        self.images += len(_IMAGE.findall(text))
        for _ in _STRUCK.findall(text):
            self.shown.take(STRUCK)
            self.shown.take(0)
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
        for pattern, kept in ((_STRUCK, r"\1"), (_STRONG, r"\2"), (_EMPHASIS, r"\1"), (_CODE, r"\1")):
            text = pattern.sub(kept, text)
        return _HELD.sub(lambda found: chr(ord(found[0]) - HELD), text).strip()

    def _table(self, rows: Sequence[str]) -> None:
        grid = [[Cell(tuple(filter(None, [text]))) for text in self._cells(row)] for row in rows]
        self.lines += tabled(grid, (line for cells in grid for line in lines_of_row(cells)))
        head = header_row(grid)
        if head is None:
            self.pairs += pairs_of_form(grid)
        else:
            self.rows += rows_of_list(grid, head)

    def _cells(self, row: str) -> Iterator[str]:
        row = row.strip()
        row = row.removeprefix("|").removesuffix("|")
        return (self._bare(cell) for cell in row.split("|"))
