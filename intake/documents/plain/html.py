"""HTML files, web pages saved as one file, and HTML inside other documents: lines, forms, lists.

The walk over the elements is that of intake/text/html.py; here a page makes lines of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from intake.documents.blocks.captions import caption_pictures, cell_of
from intake.documents.blocks.line import LEVEL, LOWERED, RAISED, Calls, Said, noted, tabled, told, within
from intake.documents.blocks.remarks import UNKNOWN_SIGNS, Shown, place_before
from intake.documents.blocks.symbols import in_symbols, is_symbol_font
from intake.documents.packages.xml import MAX_TAGS
from intake.documents.plain.archive import is_page_archive, page_of_archive
from intake.documents.plain.images import Image, Images, image_of
from intake.documents.plain.table import PARTS, Place, Table, skip_covered, small
from intake.documents.result import MARK, Text
from intake.documents.tables.grid import header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.model.case import Doubt, Row
from intake.model.errors import OverLimit
from intake.model.limits import Limits
from intake.text.charset import decode_bytes
from intake.text.clean import clean_text
from intake.text.hidden import MAY_HIDE, Look, Rules, declarations, read_rules, see
from intake.text.html import SPACES, strip_tags, walk_html
from intake.text.numerals import format_number

if TYPE_CHECKING:
    from lxml.etree import _Element

LEADING: Final = 10
LONGEST_TITLE: Final = 60


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED: Final = _names(
    "script style head title template iframe object embed applet select datalist svg math canvas audio video"
    " xml noframes map del template dialog"
)
_BLOCKS: Final = _names(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre hr center address article aside section"
    " header footer main nav figure figcaption form fieldset legend body html caption"
)
_SHEET: Final = re.compile(r"<style\b[^<>]{0,200}>([^<]{1,200000})", re.I)
_STRUCK: Final = _names("s strike")
_LINE_THROUGH: Final = re.compile(r"text-decoration[a-z-]{0,8}\s{0,9}:[^;]{0,40}line-through", re.I)
_NEW_PAGE: Final = re.compile(r"(page-)?break-before\s*:\s*(always|page|left|right)", re.I)
_KAI: Final = re.compile(r"font-family\s*:[^;]{0,20}(?:楷|kai)|font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_FONT: Final = re.compile(
    r"(?:font-family\s{0,9}:|font\s{0,9}:[^;\"']{0,40})\s{0,9}[\"']?((?:Wing|Web)dings(?: [23])?|Symbol|[^\s;,\"'][^;,\"']{0,40})",
    re.I,
)
_NOTE: Final = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d{1,4}")  # as Word and LibreOffice name them
_CALL: Final = re.compile(r"#_?((?:ftn|edn|sdfootnote|sdendnote)\d{1,4})(?:sym)?$")
_FIGURE: Final = _names("figure figcaption")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_APART: Final = _names("b strong")
_SHIFTED: Final = re.compile(
    r"(?:vertical-align|mso-text-raise)\s{0,9}:\s{0,9}(?:(super|sub|baseline)\b|(-?)(\d{1,3}(?:\.\d{1,6})?)(pt|px|em|ex|%))",
    re.I,
)
_LEAST_SHIFT: Final = {"pt": 2.0, "px": 2.5, "em": 0.15, "ex": 0.3, "%": 15.0}  # less is a correction of type
_MAY_DECORATE: Final = re.compile(r"line-through|vertical-align|mso-text-raise", re.I)
MOST_IMAGES: Final = 2000
_CENTRED: Final = re.compile(r"text-align\s*:\s*center", re.I)
_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.I)
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml([^>]*)\?>", re.I)
_LIST_FORMATS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read_html(content: bytes, limits: Limits, charset: str = "") -> Text:
    """The text of an HTML file, of a web page saved as one file (MHTML), or of plain text in HTML's place.

    One line a block, table cells joined by tabs.

    Raises:
        Damaged: nothing that could be shown.
        OverLimit: larger, or with more tags, than allowed.
    """
    if len(content) > limits.xml_part_bytes:
        raise OverLimit
    images = Images()
    if is_page_archive(content):
        content, charset, images = page_of_archive(content)
    if content.count(b"<") > MAX_TAGS:
        raise OverLimit("内容过多")
    declared = _META.search(content[:4096])
    text = decode_bytes(content, declared[1].decode("ascii", "replace") if declared else charset).text
    return read_html_text(text, images)


def read_html_text(text: str, images: Images | None = None) -> Text:
    """The text of HTML that is already decoded; ``images`` are files that came with it.

    Raises:
        Damaged: nothing that could be shown.
    """
    text = _XML_DECLARATION.sub("", text).replace("\0", "")
    sheets = _SHEET.findall(text)
    decorating = read_rules(sheets) if any(map(_MAY_DECORATE.search, sheets)) else None
    page = _Page(_rules_of(text), decorating)
    try:
        walk_html(text, page)
    except OverLimit as error:
        try:
            page = _Page(page.rules, decorating)
            walk_html(text, page, deepest=True)
        except OverLimit:
            return _without_layout(text, error)
    page.end_line()
    images = images or Images()
    lines, pictures = caption_pictures(page.lines, [image.source for image in page.images], images.load)
    pictures = tuple(
        replace(picture, caption=page.captions.get(number, picture.caption))
        for number, picture in enumerate(pictures)
    )
    shown = re.sub(r"\n{2,}", "\n", clean_text("\n".join(lines))).strip("\n")
    return Text(
        text=shown,
        reader="html",
        pairs=tuple((label, clean_text(value)) for label, value in page.pairs),
        rows=tuple(page.rows),
        pictures=pictures,
        centred=tuple(line for line in map(clean_text, page.leading) if line),
        lines=page.lines,
        draw=partial(images.draw, page.images),
        shown_otherwise=_shown_otherwise(page),
    )


def _rules_of(text: str) -> Rules | None:
    """The rules of the page's style sheets; None where it hides nothing."""
    return read_rules(_SHEET.findall(text)) if MAY_HIDE.search(text) else None


def _without_layout(text: str, why: OverLimit) -> Text:
    """A page that lies too deep in itself to be walked: what it hides cannot be told from the rest."""
    bare = (line for line in clean_text(strip_tags(text)).split("\n") if line)
    hides = "，其中或有原本不显示的文字" if MAY_HIDE.search(text) or "<del" in text.lower() else ""
    return Text(
        "\n".join(bare), "html", doubts=(Doubt("partial", detail=f"{why.detail}，版式未保留{hides}"),)
    )


def _shown_otherwise(page: _Page) -> Iterator[Doubt]:
    """What whoever sets the text again should know."""
    shown = page.shown
    shown.faint, shown.struck = page.faint, page.struck
    yield from shown.doubts()


@dataclass(slots=True)
class _Page:
    """One page on its way to lines."""

    rules: Rules | None = None  # of its style sheets; None: nothing is hidden
    decorating: Rules | None = None  # the same; None: nothing is struck out or raised by them
    lines: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    faint: int = 0  # pieces of text that hardly anyone saw
    struck: int = 0  # elements that are struck out
    shown: Shown = field(default_factory=Shown)  # what else is printed otherwise than it was shown
    _looks: list[Look] = field(default_factory=lambda: [Look()])  # of the open elements
    images: list[Image] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)  # number of an image → what its figure calls it
    _figures: list[tuple[int, int]] = field(
        default_factory=list
    )  # open ones and legends: images, lines before
    _legend: str = ""  # of the open figure
    _line: list[str] = field(default_factory=list)
    _pictures: list[tuple[bool, str]] = field(default_factory=list)  # of the line: whether behind text, mark
    _calls: list[tuple[int, str]] = field(default_factory=list)  # pieces of the line before each; the anchor
    _label: str = ""  # number of the item that the line begins
    _headings: list[int] = field(default_factory=list)  # open ones
    _apart: list[_Element] = field(default_factory=list)  # open elements that set text apart
    _shifted: list[_Element] = field(default_factory=list)  # open elements that raise or lower text
    _fonts: list[tuple[_Element, str]] = field(
        default_factory=list
    )  # the open symbol font, and what is set inside it
    _is_apart: bool = True  # the line, so far
    _notes: list[int] = field(default_factory=list)  # where the open ones began
    _new_page: bool = False
    _centred: list[_Element] = field(default_factory=list)  # open ones
    _columns: int = 0  # depth of tables with several columns
    _counters: list[int] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)  # of the open elements
    _tables: list[Table] = field(default_factory=list)

    def end_line(self, *, verbatim: bool = False) -> None:
        """Write the open line, if it holds anything."""
        line = "".join(self._line)
        calls = list(_placed(self._calls, self._line)) if self._calls else []
        self._line.clear()
        if not verbatim:
            line = SPACES.sub(" ", line)
        line = line.strip(" \t\u3000\xa0")
        before, after = self._take_pictures() if self._pictures else ("", "")
        if not line:
            self._calls = [(0, note) for _, note in self._calls]
            self.lines += [before] if before else []
            return
        if self._centred and not self._columns and len(self.lines) < LEADING and len(line) <= LONGEST_TITLE:
            self.leading.append(line)
        notes = within(calls, 0, len(line))
        line = before + line + after
        self.lines.append(self._told("\f" + line if self._new_page else line, notes))
        self._new_page = False

    def _take_pictures(self) -> tuple[str, str]:
        """The marks of the pictures before the line's text and behind it; inside they would part its blanks."""
        found = tuple(
            "".join(mark for is_behind, mark in self._pictures if is_behind == side) for side in (False, True)
        )
        self._pictures.clear()
        return found[0], found[1]

    def _told(self, line: str, notes: Calls) -> str:
        """The line with what the page says of it, if anything."""
        is_apart, label = self._is_apart, self._label
        self._label, self._is_apart = "", True
        if not (is_apart or label or notes or self._headings or self._counters or self._centred):
            return line
        self._calls.clear()
        said = Said(
            heading=self._headings[-1] if self._headings else None,
            item=len(self._counters) - 1 if self._counters and not self._headings else None,
            marker=label,
            apart=is_apart,
            prominent=bool(self._centred),
        )
        return told(line, said, notes)

    def text(self, text: str, _: str) -> None:
        """Text on its way to a line; between the cells of a table there is none."""
        if not self._places or self._places[-1] not in PARTS:
            self._line.append(self._signs(text) if self._fonts and self._fonts[-1][1] else text)
            self.faint += not self._looks[-1].shows and not text.isspace()
            if not self._apart and self._is_apart and not text.isspace():
                self._is_apart = False

    def _signs(self, text: str) -> str:
        """What a text shows in the open symbol font."""
        said, unknown = in_symbols(text, self._fonts[-1][1])
        if unknown:
            self.shown.unread[UNKNOWN_SIGNS] += unknown
        return said

    def _set_font(self, element: _Element, style: str) -> None:
        """Note an element set in a symbol font, and one inside it that is set in another."""
        found = _FONT.search(style) if style else None
        named = found[1].strip() if found is not None else element.get("face", "").strip("\"' ")
        if named and (self._fonts or is_symbol_font(named)):
            self._fonts.append((element, named if is_symbol_font(named) else ""))

    def begin(self, element: _Element, tag: str) -> bool:
        """An element of the flow, or the next part of a table."""
        place = self._places[-1] if self._places else Place.FLOW
        look = self._looks[-1]
        if self.rules is not None:
            look = see(look, tag, dict(element.attrib), self.rules)
        if place is Place.TABLE and tag == "caption" and not look.gone:
            self.end_line()
            self._places.append(Place.FLOW)
            self._looks.append(look)
            return True
        if place in PARTS:
            return self._begin_part(element, PARTS[place].get(tag), look)
        if tag in _DROPPED or look.gone:
            self._note_dropped(tag)
            return False
        style = element.get("style", "")
        if style and _NEW_PAGE.search(style):
            self.end_line()
            self._new_page = True
        if not self._begin_flow(element, tag, style):
            return False
        self._places.append(Place.TABLE if tag == "table" else Place.FLOW)
        self._looks.append(look)
        self._decorate(element, tag, style)
        if style or tag == "font":
            self._set_font(element, style)
        self.shown.is_changed |= tag == "ins"
        if tag in _APART or (style and _KAI.search(style)):
            self._apart.append(element)
        if tag == "a":
            self._call(element)
        return True

    def _decorate(self, element: _Element, tag: str, style: str) -> None:
        """Note what is struck out, raised or lowered, by the element's own word or a rule of a style sheet."""
        if self.decorating is not None:
            style = declarations(tag, dict(element.attrib), self.decorating)
        self.struck += tag in _STRUCK or (bool(style) and _LINE_THROUGH.search(style) is not None)
        if sign := _shift_of(tag, style):
            self._calls.append((len(self._line), sign))
            self._shifted.append(element)

    def _note_dropped(self, tag: str) -> None:
        """Formulas have no text here; what is deleted was there for all to see."""
        if tag == "math":
            self.shown.objects.append(place_before(self._line))
        self.shown.is_changed |= tag == "del"

    def _begin_flow(self, element: _Element, tag: str, style: str) -> bool:
        """An element that is seen; False when nothing inside is left to be read."""
        if tag == "input":
            self._input(element)
            return False
        if tag == "img":
            self._image(element)
            return False
        if tag in _BLOCKS:
            self._begin_block(element, tag, style)
            if tag == "pre":
                self._verbatim_lines(element)
                self._end_block(element, tag)
            return tag != "pre"
        if tag in {"br", "table"}:
            self.end_line()
        if tag == "table":
            self._tables.append(Table(self.lines))
        return tag != "br"

    def end(self, element: _Element, tag: str) -> None:
        """What the end of an element completes."""
        place = self._places.pop()
        self._looks.pop()
        if self._apart and self._apart[-1] is element:
            self._apart.pop()
        if self._fonts and self._fonts[-1][0] is element:
            self._fonts.pop()
        if self._shifted and self._shifted[-1] is element:
            self._shifted.pop()
            self._calls.append((len(self._line), LEVEL))
        if place is Place.CELL:
            self._end_cell(element)
        elif place is Place.ROW:
            table = self._tables[-1]
            skip_covered(table.grid[-1], table.column, table.waiting)
            self._columns -= table.wide
        elif place is Place.TABLE:
            self._end_table()
        elif tag in _BLOCKS and place is Place.FLOW:
            self._end_block(element, tag)

    def _begin_block(self, element: _Element, tag: str, style: str) -> None:
        self.end_line()
        align = element.get("align", "").lower()
        if tag in {"center", "h1"} or align == "center" or (style and _CENTRED.search(style)):
            self._centred.append(element)
        if tag == "ol":
            self._counters.append(_start_of(element))
        elif tag == "ul":
            self._counters.append(-1)
        elif tag == "li":
            self._number(element)
        elif tag in _FIGURE:
            self._figures.append((len(self.images), len(self.lines)))
        elif tag in _HEADINGS:
            self._headings.append(_HEADINGS[tag])
        elif tag == "div" and _NOTE.fullmatch(element.get("id", "")):
            self._notes.append(len(self.lines))

    def _end_block(self, element: _Element, tag: str) -> None:
        self.end_line()
        if tag in {"ol", "ul"}:
            self._counters.pop()
        elif tag in _HEADINGS:
            self._headings.pop()
        elif tag == "figcaption":
            self._legend = "".join(self.lines[self._figures.pop()[1] :])
        elif tag == "figure":
            first, _ = self._figures.pop()
            if self._legend and first < len(self.images):
                self.captions[len(self.images) - 1] = self._legend
            self._legend = ""
        elif tag == "div" and self._notes and _NOTE.fullmatch(element.get("id", "")):
            start = self._notes.pop()
            self.lines[start:] = noted(element.get("id", ""), self.lines[start:])
        if self._centred and self._centred[-1] is element:
            self._centred.pop()

    def _verbatim_lines(self, element: _Element) -> None:
        for line in "".join(element.itertext()).split("\n"):
            self._line.append(line)
            self.end_line(verbatim=True)

    def _number(self, item: _Element) -> None:
        if not self._counters or self._counters[-1] < 0:
            return
        parent = item.getparent()
        said = item.get("value", "")
        if said.isdecimal() and len(said) < 6:
            self._counters[-1] = int(said)
        kind = _LIST_FORMATS.get(parent.get("type", "") if parent is not None else "", "decimal")
        self._label = format_number(self._counters[-1], kind) + "."
        self._line.append(self._label)
        step = -1 if parent is not None and parent.get("reversed") is not None else 1
        self._counters[-1] = max(0, self._counters[-1] + step)

    def _image(self, element: _Element) -> None:
        image = image_of(element)
        if image is not None and len(self.images) < MOST_IMAGES:
            has_text = any(text.strip() for text in self._line)
            self._pictures.append((has_text, f"{MARK}{len(self.images)}{MARK}"))
            self.images.append(image)

    def _call(self, element: _Element) -> None:
        """A note that is called here; its own link back calls none."""
        called = _CALL.match(element.get("href", ""))
        if called is not None and not self._notes:
            self._calls.append((len(self._line), called[1]))

    def _input(self, element: _Element) -> None:
        kind = element.get("type", "text").lower()
        if kind in {"checkbox", "radio"}:
            self._line.append("☑" if element.get("checked") is not None else "□")
        elif kind == "text":
            self._line.append(element.get("value", ""))

    # --- tables ------------------------------------------------------------------------------

    def _begin_part(self, element: _Element, place: Place | None, look: Look) -> bool:
        if place is None or (look.gone and place is not Place.CELL):
            return False
        table = self._tables[-1]
        if place is Place.ROW:
            table.grid.append([])
            table.column = 0
            table.wide = sum(cell.tag in {"td", "th"} for cell in element) > 1
            self._columns += table.wide
        elif place is Place.CELL and not self._begin_cell(element, table, is_seen=not look.gone):
            return False
        self._places.append(place)
        self._looks.append(look)
        return True

    def _begin_cell(self, cell: _Element, table: Table, *, is_seen: bool) -> bool:
        table.column = skip_covered(table.grid[-1], table.column, table.waiting)
        table.span = small(cell.get("colspan", "1"))
        down = small(cell.get("rowspan", "1"))
        if down > 1:
            table.waiting.update(dict.fromkeys(range(table.column, table.column + table.span), down - 1))
        table.column += table.span
        self.lines = []
        if not is_seen:
            self._end_cell(cell)
            return False
        return True

    def _end_cell(self, cell: _Element) -> None:
        self.end_line()
        table = self._tables[-1]
        nested = cell.find(".//table") is not None
        table.grid[-1].append(cell_of(self.lines, span=table.span, nested=nested))
        self.lines = table.outer

    def _end_table(self) -> None:
        table = self._tables.pop()
        self.lines += tabled(table.grid, (line for cells in table.grid for line in lines_of_row(cells)))
        head = header_row(table.grid)
        if head is not None:
            self.rows += rows_of_list(table.grid, head)
        else:
            self.pairs += pairs_of_form(table.grid)


def _placed(calls: Calls | list[tuple[int, str]], pieces: list[str]) -> Iterator[tuple[int, str]]:
    """The calls by the characters before them, as blanks are shown: those that follow each other as one."""
    at, known, is_blank = 0, 0, True
    for number, note in calls:
        part = SPACES.sub(" ", "".join(pieces[known:number]))
        part = part.lstrip(" \t\u3000\xa0") if at == 0 else part.removeprefix(" ") if is_blank else part
        at, known = at + len(part), max(known, number)
        is_blank = part.endswith(" ") if part else is_blank
        yield at, note


def _shift_of(tag: str, style: str) -> str:
    """The sign of an element whose text stands above or below the line; ``""``: on it."""
    said = next(reversed(list(_SHIFTED.finditer(style))), None) if style else None  # the last one rules
    if said is None or said[1]:
        name = said[1].lower() if said is not None else tag
        return RAISED if name in {"sup", "super"} else LOWERED if name == "sub" else ""
    if float(said[3]) < _LEAST_SHIFT[said[4].lower()]:
        return ""
    return LOWERED if said[2] else RAISED


def _start_of(ordered: _Element) -> int:
    value = ordered.get("start", "")
    if value.isdecimal() and len(value) < 6:
        return int(value)
    return len(ordered.findall("li")) if ordered.get("reversed") is not None else 1
