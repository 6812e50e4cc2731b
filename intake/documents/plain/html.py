"""HTML to lines, for the readers of files and of documents with HTML inside.

Word, Excel and mail programs write HTML that only loosely follows any standard: what counts is
which characters are seen, and where a line ends.
"""

from __future__ import annotations

import email
import email.policy
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final

from lxml import etree

from intake.documents.packages.xml import MAX_TAGS
from intake.documents.result import Text
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.model.case import Doubt, Row
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits
from intake.text.charset import clean_text, decode_bytes
from intake.text.numerals import format_number

LEADING: Final = 10
LONGEST_TITLE: Final = 60


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED: Final = _names(
    "script style head title template iframe object embed applet select datalist svg math canvas audio video"
    " xml noframes map"
)
_BLOCKS: Final = _names(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr center address article aside section"
    " header footer main nav figure figcaption form fieldset legend body html caption"
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_NEW_PAGE: Final = re.compile(r"(page-)?break-before\s*:\s*(always|page|left|right)", re.I)
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.I)
_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.I)
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml([^>]*)\?>", re.I)
_LIST_FORMATS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


def read_html(content: bytes, limits: Limits, charset: str = "") -> Text:
    """The text of an HTML file, of a web page saved as one file (MHTML), or of plain text in HTML's place.

    One line a block, table cells joined by tabs.

    Raises:
        Damaged: nothing that could be shown.
        OverLimit: larger, or with more tags, than allowed.
    """
    if len(content) > limits.xml_part_bytes:
        raise OverLimit
    if is_page_archive(content):
        content, charset = _page_of_archive(content)
    if content.count(b"<") > MAX_TAGS:
        raise OverLimit("内容过多")
    declared = _META.search(content[:4096])
    text = decode_bytes(content, declared[1].decode("ascii", "replace") if declared else charset).text
    return read_html_text(text)


def read_html_text(text: str) -> Text:
    """The text of HTML that is already decoded.

    Raises:
        Damaged: nothing that could be shown.
    """
    text = _XML_DECLARATION.sub("", text).replace("\0", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace") or b" ", parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        return _strip_markup(text)  # libxml2 drops what lies deeper than 256 elements
    page = _Page()
    if root is not None:
        page.element(root)
    page.end_line()
    shown = re.sub(r"\n{2,}", "\n", clean_text("\n".join(page.lines))).strip("\n")
    return Text(
        text=shown,
        reader="html",
        pairs=tuple((label, clean_text(value)) for label, value in page.pairs),
        rows=tuple(page.rows),
        centred=tuple(line for line in map(clean_text, page.leading) if line),
    )


# None of these may look past the next "<": on pages of nothing but "<" that would take for ever.
_OPENING: Final = re.compile(r"<(?:!--|(script|style|head|title)\b)", re.I)
_CELL: Final = re.compile(r"</t[dh]\s*>", re.I)
_LINE: Final = re.compile(r"</?(?:p|div|h\d|li|tr|table|br|blockquote|section|article)\b[^<>]*>", re.I)
_TAG: Final = re.compile(r"<[!/a-z][^<>]*>", re.I)


def _strip_markup(text: str) -> Text:
    """The text without its tags, for pages nested too deeply to be walked."""
    text = _SPACE.sub(" ", "".join(_seen_parts(text)))
    text = html.unescape(_TAG.sub("", _LINE.sub("\n", _CELL.sub("\t", text))))
    lines = (line for line in clean_text(text).split("\n") if line)
    return Text("\n".join(lines), "html", doubts=(Doubt("partial", detail="网页嵌套过深，版式未保留"),))


def _seen_parts(text: str) -> Iterator[str]:
    """What lies outside scripts, styles and comments."""
    lowered = text.lower()
    at = 0
    while opening := _OPENING.search(text, at):
        yield text[at : opening.start()]
        closing = f"</{opening[1].lower()}" if opening[1] else "-->"
        end = lowered.find(closing, opening.end())
        if end < 0:
            return
        at = end if opening[1] else end + len(closing)
    yield text[at:]


def is_page_archive(content: bytes) -> bool:
    """Whether this is MHTML (RFC 2557): Word's “单个文件网页”."""
    head = content[:2000].lower()
    return b"content-type:" in head and b"multipart/related" in head and b"mime-version:" in head


def _page_of_archive(content: bytes) -> tuple[bytes, str]:
    message = email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "text/plain"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload, str(part.get_param("charset", "") or "")
    raise Damaged


@dataclass(slots=True)
class _Page:
    """One page on its way to lines."""

    lines: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _new_page: bool = False
    _centred: int = 0
    _verbatim: int = 0
    _columns: int = 0  # depth of tables with several columns
    _counters: list[int] = field(default_factory=list)

    def end_line(self) -> None:
        """Write the open line, if it holds anything."""
        line = "".join(self._line)
        self._line.clear()
        if not self._verbatim:
            line = _SPACE.sub(" ", line)
        line = line.strip(" \t\u3000\xa0")
        if not line:
            return
        if self._centred and not self._columns and len(self.lines) < LEADING and len(line) <= LONGEST_TITLE:
            self.leading.append(line)
        self.lines.append("\f" + line if self._new_page else line)
        self._new_page = False

    def element(self, element: etree._Element) -> None:
        """Write one element and what is inside."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED:
            return
        style = element.get("style", "")
        if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
            return
        if style and _NEW_PAGE.search(style):
            self.end_line()
            self._new_page = True
        if tag == "br":
            self.end_line()
        elif tag == "table":
            self._table(element)
        elif tag in _BLOCKS:
            self._block(element, tag, style)
        elif tag == "input":
            self._input(element)
        else:
            self._inside(element)

    def _inside(self, element: etree._Element) -> None:
        if element.text:
            self._line.append(element.text)
        for child in element:
            self.element(child)
            if child.tail:
                self._line.append(child.tail)

    def _block(self, element: etree._Element, tag: str, style: str) -> None:
        self.end_line()
        align = element.get("align", "").lower()
        centred = tag in {"center", "h1"} or align == "center" or bool(style and _CENTRED.search(style))
        self._centred += centred
        self._verbatim += tag == "pre"
        if tag == "ol":
            self._counters.append(_start_of(element))
        elif tag == "ul":
            self._counters.append(-1)
        elif tag == "li":
            self._number(element)
        if tag == "pre":
            self._verbatim_lines(element)
        else:
            self._inside(element)
        self.end_line()
        if tag in {"ol", "ul"}:
            self._counters.pop()
        self._verbatim -= tag == "pre"
        self._centred -= centred

    def _verbatim_lines(self, element: etree._Element) -> None:
        for line in "".join(element.itertext()).split("\n"):
            self._line.append(line)
            self.end_line()

    def _number(self, item: etree._Element) -> None:
        if not self._counters or self._counters[-1] < 0:
            return
        parent = item.getparent()
        kind = _LIST_FORMATS.get(parent.get("type", "") if parent is not None else "", "decimal")
        self._line.append(format_number(self._counters[-1], kind) + ".")
        self._counters[-1] += 1

    def _input(self, element: etree._Element) -> None:
        kind = element.get("type", "text").lower()
        if kind in {"checkbox", "radio"}:
            self._line.append("☑" if element.get("checked") is not None else "□")
        elif kind == "text":
            self._line.append(element.get("value", ""))

    # --- tables ------------------------------------------------------------------------------

    def _table(self, table: etree._Element) -> None:
        self.end_line()
        waiting: dict[int, int] = {}  # column → rows that a cell above still covers
        grid = [self._row(row, waiting) for row in _rows_of(table)]
        for cells in grid:
            self.lines += lines_of_row(cells)
        head = header_row(grid)
        if head is not None:
            self.rows += rows_of_list(grid, head)
        else:
            self.pairs += pairs_of_form(grid)

    def _row(self, row: etree._Element, waiting: dict[int, int]) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        found = [cell for cell in row if cell.tag in {"td", "th"}]
        self._columns += len(found) > 1
        for cell in found:
            column = _skip_covered(cells, column, waiting)
            span = _small(cell.get("colspan", "1"))
            down = _small(cell.get("rowspan", "1"))
            cells.append(self._cell(cell, span))
            if down > 1:
                waiting.update(dict.fromkeys(range(column, column + span), down - 1))
            column += span
        _skip_covered(cells, column, waiting)
        self._columns -= len(found) > 1
        return cells

    def _cell(self, cell: etree._Element, span: int) -> Cell:
        outer, self.lines = self.lines, []
        if not _HIDDEN.search(cell.get("style", "")):
            self._inside(cell)
        self.end_line()
        lines, self.lines = self.lines, outer
        return Cell(tuple(lines), span, nested=cell.find(".//table") is not None)


def _rows_of(table: etree._Element) -> Iterable[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from (row for row in child if row.tag == "tr")


def _skip_covered(cells: list[Cell], column: int, waiting: dict[int, int]) -> int:
    """Step over columns that a cell from above reaches down into."""
    while waiting.get(column, 0) > 0:
        waiting[column] -= 1
        cells.append(Cell(continues=True))
        column += 1
    return column


def _small(value: str) -> int:
    return min(int(value), 100) if value.isdecimal() and 0 < len(value) < 5 and int(value) else 1


def _start_of(ordered: etree._Element) -> int:
    value = ordered.get("start", "1")
    return int(value) if value.isdecimal() and len(value) < 6 else 1
