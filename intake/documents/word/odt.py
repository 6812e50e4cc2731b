"""OpenDocument text (.odt), as LibreOffice and some WPS versions save it (OASIS ODF 1.2)."""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, NamedTuple

from lxml import etree

from intake.documents.blocks.captions import caption_pictures, cell_of
from intake.documents.blocks.line import LEVEL, Pieces, noted, tabled, told, within
from intake.documents.blocks.remarks import CHART, EMBEDDED, RUBY, Shown, comment_said, place_before
from intake.documents.packages.xml import Package, open_package
from intake.documents.result import MARK, Drawing, Text
from intake.documents.tables.grid import Cell, header_row, lines_of_row, pairs_of_form, rows_of_list
from intake.documents.word.odt_styles import (
    DRAW,
    FO,
    OFFICE,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    Styles,
    Told,
    hiding_styles,
    marked_styles,
    odd_styles,
    raising_styles,
)
from intake.model.blocks import WHOLE, View
from intake.model.case import Doubt, Row
from intake.model.errors import Damaged, Encrypted, OverLimit
from intake.model.limits import Limits
from intake.text.clean import clean_text

HREF: Final = "{http://www.w3.org/1999/xlink}href"

MOST_PICTURES: Final = 2000
SIDES: Final = 4  # of a picture
LEADING: Final = 10
LONGEST_TITLE: Final = 60
MOST_SPACES: Final = 100
MATH: Final = "{http://www.w3.org/1998/Math/MathML}"
FORMULA: Final = "formula"
_KINDS: Final = {
    "application/vnd.oasis.opendocument.formula": FORMULA,
    "application/vnd.oasis.opendocument.chart": "图表（柱形图、饼图等）只能排它的图样",
    "application/vnd.oasis.opendocument.spreadsheet": "嵌入的电子表格只能排它的图样",
}
_LENGTH: Final = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(mm|cm|in|pt)")
_UNITS: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}
_CLIP: Final = re.compile(r"rect\(([^()]{7,100})\)")
_TURN: Final = re.compile(r"rotate\s*\(\s*(-?\d{1,3}(?:\.\d{1,18})?)\s*\)")  # radians, against the clock
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
    page = _Page(
        root,
        *marked_styles(root),
        hiding=hiding_styles(package, root),
        raising=raising_styles(package, root),
        objects=_objects(package, manifest),
    )
    try:
        page.blocks(body)
    except RecursionError as error:
        raise OverLimit("嵌套过深") from error
    drawn = [*page.lines, *page.notes]
    lines, pictures = caption_pictures(
        drawn, [frame.image for frame in page.frames], partial(_bytes_of, package)
    )
    text = re.sub(r"\n{2,}", "\n", clean_text("\n".join(lines))).strip("\n")
    return Text(
        text=text,
        reader="odt",
        pairs=tuple(page.pairs),
        rows=tuple(page.rows),
        pictures=pictures,
        centred=tuple(filter(None, map(clean_text, page.leading))),
        doubts=(package.describe_damage(),) if package.damaged else (),
        lines=drawn,
        draw=partial(_draw, package, page),
        shown_otherwise=_shown_otherwise(package, root, page.shown),
    )


def _objects(package: Package, manifest: bytes) -> dict[str, str]:
    """The objects of a package by the folders they lie in, and what they are."""
    if b"opendocument" not in manifest or not package.has("META-INF/manifest.xml"):
        return {}
    found = {}
    try:
        entries = list(package.tree(manifest).iter("{*}file-entry"))
    except Damaged:
        return {}
    for entry in entries:
        said = {etree.QName(name).localname: value for name, value in entry.attrib.items()}
        kind = _KINDS.get(said.get("media-type", ""))
        if kind:
            found[said.get("full-path", "").strip("/")] = kind
    return found


def _shown_otherwise(package: Package, root: etree._Element, shown: Shown) -> Iterator[Doubt]:
    """What whoever sets the text again should know."""
    shown.is_changed = next(root.iter(TEXT + "changed-region"), None) is not None
    for note in root.iter(OFFICE + "annotation"):
        said = "\n".join("".join(line.itertext()) for line in note.iter(TEXT + "p"))
        shown.comments.append(
            comment_said(said, "", next((one.text or "" for one in note.iterchildren("{*}creator")), ""))
        )
    shown.unread[RUBY] += sum(1 for _ in root.iter(TEXT + "ruby"))
    odd = odd_styles(package, root)
    for part in root.iter(TEXT + "p", TEXT + "h", TEXT + "span") if odd else ():
        said = (part.text or "") + "".join(child.tail or "" for child in part)
        if said.strip():
            shown.take(_marks_of(part, odd))
    yield from shown.doubts()


def _marks_of(part: etree._Element, odd: Mapping[tuple[str, str], int]) -> int:
    """What its own style says of a piece of text, else that of the nearest around it."""
    for one in (part, *part.iterancestors(TEXT + "span", TEXT + "p", TEXT + "h")):
        family = "text" if one.tag == TEXT + "span" else "paragraph"
        if (marks := odd.get((family, one.get(TEXT + "style-name", "")))) is not None:
            return marks
    return 0


class _Frame(NamedTuple):
    """A picture where it stands: the part of the package, the frame's size as written, and its element."""

    image: str
    width: str
    height: str
    element: etree._Element


def _bytes_of(package: Package, part: str) -> tuple[str, bytes]:
    if not package.has(part):
        return part, b""
    return part, package.read(part, package.limits.unpacked_bytes)


def _draw(package: Package, page: _Page, number: int) -> Drawing:
    frame = page.frames[number]
    name, content = _bytes_of(package, frame.image)
    size = _millimetres(frame.width), _millimetres(frame.height)
    return Drawing(posixpath.basename(name), content, *size, page.view_of(frame.element))


def _millimetres(length: str) -> float:
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _UNITS[found[2]] if found else 0.0


@dataclass(slots=True)
class _Page:
    """One document on its way to lines."""

    root: etree._Element
    centring: frozenset[str]
    breaking: frozenset[str]
    hiding: frozenset[str] = frozenset()
    raising: Mapping[str, str] = field(default_factory=dict)  # style → sign of text above or below the line
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    leading: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)  # of the pictures
    objects: Mapping[str, str] = field(default_factory=dict)  # part of the package → what an object in it is
    shown: Shown = field(default_factory=Shown)  # what is printed otherwise than it was shown
    _in_table: int = 0
    _in_list: int = 0
    _called: list[tuple[int, str]] = field(default_factory=list)  # notes of the open paragraph
    _styles: Styles = field(init=False)

    def __post_init__(self) -> None:
        self._styles = Styles(self.root)

    def blocks(self, parent: Iterable[etree._Element]) -> None:
        """Walk paragraphs, lists, sections and tables."""
        for child in parent:
            tag = child.tag
            if isinstance(tag, str) and _is_unseen(child):
                continue
            if tag in {TEXT + "p", TEXT + "h"}:
                self._paragraph(child)
            elif tag == TABLE + "table":
                self._table(child)
            elif tag == TEXT + "list":
                self._in_list += 1
                self.blocks(child)
                self._in_list -= 1
            elif tag not in _DROPPED and isinstance(tag, str):
                self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        if any(_is_unseen(mark) for mark in paragraph.iter(TEXT + "hidden-paragraph")):
            return
        boxes: list[str] = []
        pieces = Pieces()
        outer, self._called = self._called, []
        if self.hiding and paragraph.get(TEXT + "style-name", "") in self.hiding:
            self._spans_shown(paragraph, pieces, boxes)
        else:
            self._inline(paragraph, pieces, boxes)
        called, self._called = self._called, outer
        style = paragraph.get(TEXT + "style-name", "")
        mark = "\f" if style in self.breaking and self.lines else ""
        text, at = "".join(pieces), 0
        for line in text.split("\n"):
            shown = line.strip(" \t\u3000")
            if not shown:
                continue
            at = text.index(shown, at) if called else 0
            origin = Told(
                self._styles,
                paragraph,
                self._in_list,
                style in self.centring,
            )
            if style in self.centring and not self._in_table and len(self.lines) < LEADING:
                self.leading += [shown] if len(shown) <= LONGEST_TITLE and MARK not in shown else []
            self.lines.append(told(mark + shown, origin, within(called, at, len(shown)) if called else ()))
            mark = ""
        self.lines += boxes

    def _spans_shown(self, paragraph: etree._Element, out: Pieces, boxes: list[str]) -> None:
        """Of a paragraph that its style hides only the spans whose own style says that they are shown."""
        for span in paragraph.iterchildren(TEXT + "span"):
            if self._styles.shows(span.get(TEXT + "style-name", "")):
                self._inline(span, out, boxes)

    def _is_hidden(self, element: etree._Element) -> bool:
        return _is_unseen(element) or (
            bool(self.hiding)
            and element.tag == TEXT + "span"
            and element.get(TEXT + "style-name") in self.hiding
        )

    def _inline(self, parent: etree._Element, out: Pieces, boxes: list[str]) -> None:
        out.append(parent.text or "")
        for child in parent:
            tag = child.tag
            if isinstance(tag, str) and self._is_hidden(child):
                pass
            elif tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                out.append(" " * min(int(count) if count.isdecimal() else 1, MOST_SPACES))
            elif tag in {TEXT + "tab", TEXT + "line-break"}:
                out.append("\t" if tag.endswith("tab") else "\n")
            elif tag == TEXT + "note":
                self._note(child, out.length)
            elif tag == DRAW + "frame" and self._draws_apart(child, out):
                pass
            elif tag == DRAW + "frame" and (image := child.find(DRAW + "image")) is not None:
                self._picture(child, image, out)
            elif tag == DRAW + "frame" or (isinstance(tag, str) and tag.startswith(DRAW)):
                boxes += self._apart(child)
            elif tag not in _DROPPED and isinstance(tag, str):
                self._span(child, out, boxes)
            out.append(child.tail or "")

    def _draws_apart(self, frame: etree._Element, out: Pieces) -> bool:
        """Note an object of another program; whether nothing is left of it that could be printed."""
        drawn = frame.find(DRAW + "object")
        if drawn is None:
            drawn = frame.find(DRAW + "object-ole")
        if drawn is None:
            return False
        kind = self.objects.get(drawn.get(HREF, "").removeprefix("./").rstrip("/"), "")
        if kind == FORMULA or next(drawn.iter(MATH + "math"), None) is not None:
            self.shown.objects.append(place_before(out))
        elif kind:
            self.shown.unread[kind] += 1
        is_bare = frame.find(DRAW + "image") is None
        if is_bare and kind != FORMULA:
            self._keep(frame, CHART if "图表" in kind else EMBEDDED, out)
        return is_bare

    def _span(self, span: etree._Element, out: Pieces, boxes: list[str]) -> None:
        """Text of a style of its own, which may stand above or below the line."""
        shift = self.raising.get(span.get(TEXT + "style-name", "")) if self.raising else None
        if shift:
            self._called.append((out.length, shift))
        self._inline(span, out, boxes)
        if shift:
            self._called.append((out.length, LEVEL))

    def view_of(self, frame: etree._Element) -> View:
        """What a frame shows of its picture: cut and mirrored by its style, turned by its own word."""
        style = self._styles.by_name.get(frame.get(DRAW + "style-name", ""))
        properties = style.find(STYLE + "graphic-properties") if style is not None else None
        view = WHOLE
        if properties is not None:
            cut = _CLIP.match(properties.get(FO + "clip", ""))
            said = cut[1].replace(",", " ").split() if cut is not None else []
            top, right, bottom, left = map(_millimetres, said) if len(said) == SIDES else (0.0,) * SIDES
            sides = (left, top, right, bottom)
            mirror = properties.get(STYLE + "mirror", "none")
            is_mirrored = mirror.startswith("horizontal") or " horizontal" in mirror
            view = View(sides, cuts_in_mm=any(sides), is_mirrored=is_mirrored)
            if "vertical" in mirror:
                view = replace(view, is_mirrored=not is_mirrored, turn=180.0)
        turn = _TURN.search(frame.get(DRAW + "transform", ""))
        return replace(view, turn=round(view.turn - math.degrees(float(turn[1])), 3) % 360) if turn else view

    def _note(self, note: etree._Element, at: int) -> None:
        anchor = note.get(TEXT + "id", "") or f"n{len(self.notes)}"
        self._called.append((at, anchor))
        self.notes += noted(anchor, self._apart(note))

    def _picture(self, frame: etree._Element, image: etree._Element, out: Pieces) -> None:
        self._keep(frame, image.get(HREF, "").removeprefix("./"), out)

    def _keep(self, frame: etree._Element, name: str, out: Pieces) -> None:
        """A picture, or what is drawn otherwise, in its place."""
        if len(self.frames) < MOST_PICTURES:
            out.append(f"{MARK}{len(self.frames)}{MARK}")
            size = frame.get(SVG + "width", ""), frame.get(SVG + "height", "")
            self.frames.append(_Frame(name, *size, frame))

    def _apart(self, parent: etree._Element) -> list[str]:
        outer, self.lines, self._in_list = (self.lines, self._in_list), [], 0
        self.blocks(parent)
        found, (self.lines, self._in_list) = self.lines, outer
        return found

    def _table(self, table: etree._Element) -> None:
        self._in_table += 1
        grid = [
            list(self._cells(row))
            for row in table.iter(TABLE + "table-row")
            if next(row.iterancestors(TABLE + "table")) is table and not _is_unseen(row)
        ]
        self._in_table -= 1
        self.lines += tabled(grid, (line for cells in grid for line in lines_of_row(cells)))
        head = header_row(grid)
        if head is None:
            self.pairs += pairs_of_form(grid)
        else:
            self.rows += rows_of_list(grid, head)

    def _cells(self, row: etree._Element) -> Iterator[Cell]:
        covering = 0  # columns that the last cell still spans
        for cell in row:
            if cell.tag == TABLE + "table-cell":
                covering = _spanned(cell.get(TABLE + "number-columns-spanned", "1")) - 1
                yield cell_of(self._apart(cell), nested=cell.find(f".//{TABLE}table") is not None)
            elif cell.tag == TABLE + "covered-table-cell":
                yield Cell(continues=True, across=covering > 0)
                covering -= 1


def _is_unseen(element: etree._Element) -> bool:
    """Whether an element says itself that it is not shown (ODF 1.2: 7.7.10, 7.7.11, 19.816; 19.749; 19.164)."""
    tag = element.tag
    if tag in {TEXT + "hidden-text", TEXT + "hidden-paragraph"}:
        return element.get(TEXT + "is-hidden", "true") == "true"
    if tag == TEXT + "section":
        return element.get(TEXT + "display") == "none" or element.get(TEXT + "is-hidden") == "true"
    if tag == TABLE + "table-row":
        return element.get(TABLE + "visibility", "visible") != "visible"
    return element.get(DRAW + "display", "always") in {"none", "screen"}


def _spanned(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 5 else 1
