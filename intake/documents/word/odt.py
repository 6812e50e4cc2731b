"""OpenDocument text (.odt), as LibreOffice and some WPS versions save it (OASIS ODF 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.packages.xml import open_package
from intake.documents.result import Text
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.model.case import Doubt, Row
from intake.model.errors import Damaged, Encrypted, OverLimit
from intake.model.limits import Limits
from intake.text.charset import clean_text

_NS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = f"{{{_NS}office:1.0}}", f"{{{_NS}text:1.0}}", f"{{{_NS}table:1.0}}"
STYLE, DRAW = f"{{{_NS}style:1.0}}", f"{{{_NS}drawing:1.0}}"
FO: Final = f"{{{_NS}xsl-fo-compatible:1.0}}"

LEADING: Final = 10
LONGEST_TITLE: Final = 60
MOST_SPACES: Final = 100
_DROPPED: Final = frozenset(
    {OFFICE + "annotation", OFFICE + "annotation-end", TEXT + "tracked-changes", TEXT + "sequence-decls",
     OFFICE + "forms", TEXT + "note-citation", TEXT + "bibliography-configuration", TEXT + "ruby-text"}
)  # fmt: skip


def read_odt(content: bytes, limits: Limits) -> Text:
    """The text of an OpenDocument text file; automatic list numbers are left out.

    Raises:
        Encrypted: the file has a password.
        Damaged: no content can be read.
        OverLimit: larger, deeper, or with more elements, than allowed.
    """
    package = open_package(content, limits)
    manifest = package.read("META-INF/manifest.xml") if package.has("META-INF/manifest.xml") else b""
    if b"encryption-data" in manifest:
        raise Encrypted
    root = package.xml("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise Damaged("缺少正文")
    page = _Page(*_marked_styles(root))
    try:
        page.blocks(body)
    except RecursionError as error:
        raise OverLimit("嵌套过深") from error
    text = re.sub(r"\n{2,}", "\n", clean_text("\n".join([*page.lines, *page.notes]))).strip("\n")
    return Text(
        text=text,
        reader="odt",
        pairs=tuple(page.pairs),
        rows=tuple(page.rows),
        centred=tuple(filter(None, map(clean_text, page.leading))),
        doubts=(Doubt("partial", detail="文件不完整，已读出可读部分"),) if package.damaged else (),
    )


def _marked_styles(root: etree._Element) -> tuple[frozenset[str], frozenset[str]]:
    """Names of the automatic styles that centre, and of those that begin a page."""
    centring, breaking = set(), set()
    for style in root.iter(STYLE + "style"):
        properties = style.find(STYLE + "paragraph-properties")
        if properties is None:
            continue
        name = style.get(STYLE + "name", "")
        if properties.get(FO + "text-align") == "center":
            centring.add(name)
        if properties.get(FO + "break-before") == "page" or style.get(STYLE + "master-page-name"):
            breaking.add(name)
    return frozenset(centring), frozenset(breaking)


@dataclass(slots=True)
class _Page:
    """One document on its way to lines."""

    centring: frozenset[str]
    breaking: frozenset[str]
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    _in_table: int = 0

    def blocks(self, parent: Iterable[etree._Element]) -> None:
        """Walk paragraphs, lists, sections and tables."""
        for child in parent:
            tag = child.tag
            if tag in {TEXT + "p", TEXT + "h"}:
                self._paragraph(child)
            elif tag == TABLE + "table":
                self._table(child)
            elif tag not in _DROPPED and isinstance(tag, str):
                self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[str] = []
        pieces: list[str] = []
        self._inline(paragraph, pieces, boxes)
        style = paragraph.get(TEXT + "style-name", "")
        mark = "\f" if style in self.breaking and self.lines else ""
        for line in "".join(pieces).split("\n"):
            shown = line.strip(" \t\u3000")
            if not shown:
                continue
            if style in self.centring and not self._in_table and len(self.lines) < LEADING:
                self.leading += [shown] if len(shown) <= LONGEST_TITLE else []
            self.lines.append(mark + shown)
            mark = ""
        self.lines += boxes

    def _inline(self, parent: etree._Element, out: list[str], boxes: list[str]) -> None:
        out.append(parent.text or "")
        for child in parent:
            tag = child.tag
            if tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                out.append(" " * min(int(count) if count.isdecimal() else 1, MOST_SPACES))
            elif tag in {TEXT + "tab", TEXT + "line-break"}:
                out.append("\t" if tag.endswith("tab") else "\n")
            elif tag == TEXT + "note":
                self.notes += self._apart(child)
            elif tag == DRAW + "frame" or (isinstance(tag, str) and tag.startswith(DRAW)):
                boxes += self._apart(child)
            elif tag not in _DROPPED and isinstance(tag, str):
                self._inline(child, out, boxes)
            out.append(child.tail or "")

    def _apart(self, parent: etree._Element) -> list[str]:
        outer, self.lines = self.lines, []
        self.blocks(parent)
        found, self.lines = self.lines, outer
        return found

    def _table(self, table: etree._Element) -> None:
        self._in_table += 1
        grid = [
            [
                self._cell(cell)
                for cell in row
                if cell.tag in {TABLE + "table-cell", TABLE + "covered-table-cell"}
            ]
            for row in table.iter(TABLE + "table-row")
            if next(row.iterancestors(TABLE + "table")) is table
        ]
        self._in_table -= 1
        for cells in grid:
            self.lines += lines_of_row(cells)
        head = header_row(grid)
        if head is None:
            self.pairs += pairs_of_form(grid)
        else:
            self.rows += rows_of_list(grid, head)

    def _cell(self, cell: etree._Element) -> Cell:
        if cell.tag == TABLE + "covered-table-cell":
            return Cell(continues=True)
        return Cell(tuple(self._apart(cell)), nested=cell.find(f".//{TABLE}table") is not None)
