"""Word documents in XML: .docx, .docm, strict files, flat OPC, WordML 2003.

The package is opened inside limits and its body walked directly with lxml; macros are noted and
never run. What a file is for is decided in intake/understand/papers.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from io import BytesIO
from typing import Final

from lxml import etree

from intake.documents.blocks.captions import caption_pictures
from intake.documents.blocks.line import noted
from intake.documents.packages.xml import Package, open_package, parse_xml, rescue_xml
from intake.documents.plain.archive import is_page_archive
from intake.documents.plain.html import read_html
from intake.documents.result import MARK, Drawing, Text
from intake.documents.sniff import is_encrypted_office, sniff
from intake.documents.word.docx.comments import MAY_COMMENT, read_comments, wordml_comments
from intake.documents.word.docx.faint import (
    MAY_BE_FAINT,
    MAY_BE_FAINT_BY_STYLE,
    NO_LOOKS,
    Looks,
    look_for_faint,
    may_matter,
    read_looks,
)
from intake.documents.word.docx.hidden import MAY_HIDE, Hidden, read_hidden
from intake.documents.word.docx.inline import OTHERWISE
from intake.documents.word.docx.names import (
    DGM,
    VAL,
    A,
    Relations,
    W,
    canonical,
    main_part,
    part_of_kind,
    relations_of,
)
from intake.documents.word.docx.numbering import read_numbering
from intake.documents.word.docx.said import placed_size
from intake.documents.word.docx.styles import Style, raising_styles, read_styles
from intake.documents.word.docx.view import view_of
from intake.documents.word.docx.walk import Marks, Walk
from intake.documents.word.numbering import Numbering
from intake.model.case import Doubt, Format, Picture
from intake.model.errors import Damaged, Encrypted, OverLimit, ReadingError
from intake.model.limits import Limits
from intake.text.clean import clean_text

_NO_PICTURES: Final[tuple[Picture, ...]] = ()
DEEPEST: Final = 3  # documents inside documents (altChunk)
_FLAT: Final = b"http://schemas.microsoft.com/office/2006/xmlPackage"
_MAY_RAISE: Final = re.compile(rb":vertAlign |:position w:val")
_SYMBOLS: Final = re.compile(rb'="(?:Wingdings|Webdings|Symbol)')
_CHANGED: Final = re.compile(rb":(?:ins|del|moveFrom)[ >]|Word\.(?:Insertion|Deletion)\b")
_PKG: Final = "{http://schemas.microsoft.com/office/2006/xmlPackage}"


def read_docx(content: bytes, limits: Limits) -> Text:
    """The text of a .docx or .docm as Word shows it, automatic numbers included.

    Raises:
        Encrypted: the file has a password.
        Damaged: no main document can be read.
        OverLimit: larger, or with more parts or elements, than allowed.
    """
    if is_encrypted_office(content):
        raise Encrypted
    try:
        return _Document(open_package(content, limits), limits).read()
    except RecursionError as error:
        raise OverLimit("嵌套过深") from error


def read_wordml(content: bytes, limits: Limits) -> Text:
    """The text of a Word file saved as one XML file: flat OPC, or WordML of Word 2003.

    Raises:
        Damaged: not XML, or without a body.
        OverLimit: as :func:`read_docx`.
    """
    if len(content) > limits.xml_part_bytes:
        raise OverLimit
    if _FLAT in content:
        return read_docx(_packed(content), limits)
    doubts: tuple[Doubt, ...] = ()
    data = canonical(content)
    try:
        root = parse_xml(data)
    except Damaged:
        root = rescue_xml(data)
        doubts = (Doubt("partial", detail="文件结构有误"),)
    body = root.find(f".//{W}body")
    if body is None:
        raise Damaged("缺少正文")
    styles = root.find(f".//{W}styles")
    hidden = read_hidden(styles)
    raised = raising_styles(styles) if _MAY_RAISE.search(data) else None
    walk = Walk(Marks(raised=raised), dict, lambda: read_numbering(None, {}), _nothing, _nothing, hidden)
    try:
        walk.blocks(body)
    except RecursionError as error:
        raise OverLimit("嵌套过深") from error
    walk.finish()
    lines, pictures = caption_pictures(
        walk.lines + walk.inline.inline_notes,
        walk.inline.pictures,
        lambda relation: (relation.removeprefix(OTHERWISE) if relation.startswith(OTHERWISE) else "", b""),
    )
    walk.lines += walk.inline.inline_notes
    text = _text_of(walk, lines, pictures=pictures, doubts=doubts, reader="wordml")
    shown = _wordml_shown_otherwise(data, root, walk, styles)
    return replace(text, draw=partial(_draw_wordml, root, walk.inline.places), shown_otherwise=shown)


def _wordml_shown_otherwise(
    data: bytes, root: etree._Element, walk: Walk, styles: etree._Element | None
) -> Iterator[Doubt]:
    if b"Word.Comment" in data:
        walk.inline.shown.comments += wordml_comments(root)
    looks = read_looks(styles) if MAY_BE_FAINT_BY_STYLE.search(data) else NO_LOOKS
    yield from _shown_otherwise(data, root, walk, looks)


def _draw_wordml(root: etree._Element, places: list[etree._Element], number: int) -> Drawing:
    """A picture of WordML 2003: base64 in the element that its source names."""
    source = places[number].get("src", "")
    data = next((node for node in root.iter(W + "binData") if node.get(W + "name") == source), None)
    try:
        content = base64.b64decode(data.text or "") if data is not None else b""
    except (binascii.Error, ValueError):
        content = b""
    return Drawing(posixpath.basename(source), content, *placed_size(places[number]), view_of(places[number]))


def _nothing(_: str) -> list[str]:
    return []


def _packed(content: bytes) -> bytes:
    """Flat OPC as the zip package it stands for."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in parse_xml(content).iterchildren(_PKG + "part"):
            name = part.get(_PKG + "name", "").lstrip("/")
            xml, binary = part.find(_PKG + "xmlData"), part.find(_PKG + "binaryData")
            if name and xml is not None and len(xml):
                archive.writestr(name, etree.tostring(xml[0], encoding="utf-8"))
            elif name and binary is not None:
                try:
                    archive.writestr(name, base64.b64decode(binary.text or ""))
                except binascii.Error:
                    continue
    return target.getvalue()


@dataclass
class _Document:
    """One package with the parts that its body refers to, each read when first needed."""

    package: Package
    limits: Limits
    depth: int = 0
    doubts: list[Doubt] = field(default_factory=list)

    @cached_property
    def main(self) -> str:
        return main_part(self.package)

    @cached_property
    def relations(self) -> Relations:
        return relations_of(self.package, self.main)

    @cached_property
    def style_data(self) -> bytes:
        return part_of_kind(self.package, self.relations, "styles", "word/styles.xml")

    @cached_property
    def styles(self) -> dict[str, Style]:
        return read_styles(self._tree(self.style_data))

    @cached_property
    def numbering(self) -> Numbering:
        data = part_of_kind(self.package, self.relations, "numbering", "word/numbering.xml")
        return read_numbering(self._tree(data), self.styles)

    def _tree(self, data: bytes) -> etree._Element | None:
        try:
            return self.package.tree(data) if data else None
        except Damaged:  # the body can be read without it
            self.package.damaged = True
            return None

    def read(self) -> Text:
        data = canonical(self.package.read(self.main))
        root = self.package.tree(data)
        body = root.find(W + "body")
        walk = self._walk(data, root)
        walk.blocks(root if body is None else body)
        walk.finish()
        self._notes(walk)
        relations = walk.inline.pictures
        lines, pictures = walk.lines, _NO_PICTURES
        if relations:
            lines, pictures = caption_pictures(walk.lines, relations, self._picture)
        if self.package.damaged:
            if not lines:
                raise Damaged
            self.doubts.append(self.package.describe_damage())
        if walk.inline.embedded:
            self.doubts.append(Doubt("partial", detail=f"文中嵌有{walk.inline.embedded}个文件未读"))
        if any(name.lower().endswith("vbaproject.bin") for name in self.package.names()):
            self.doubts.append(Doubt("macro"))
        text = _text_of(walk, lines, pictures=pictures, doubts=tuple(self.doubts), reader="docx")
        draw = partial(self._draw, relations, walk.inline.places)
        return replace(text, draw=draw, shown_otherwise=self._shown_otherwise(data, root, walk))

    def _shown_otherwise(self, data: bytes, root: etree._Element, walk: Walk) -> Iterator[Doubt]:
        if MAY_COMMENT in data:
            part = part_of_kind(self.package, self.relations, "comments", "word/comments.xml")
            walk.inline.shown.comments += read_comments(root, self._tree(part))
        yield from _shown_otherwise(data, root, walk, self._looks(data))

    def _draw(self, relations: list[str], places: list[etree._Element], number: int) -> Drawing:
        name, content = self._picture(relations[number])
        return Drawing(
            posixpath.basename(name), content, *placed_size(places[number]), view_of(places[number])
        )

    def _walk(self, data: bytes, root: etree._Element) -> Walk:
        styled = b":pStyle" in data and b":numPr" in self.style_data
        marks = Marks(
            numbered=b":numPr" in data or styled,
            deleted_ends=b":del " in data or b":del/" in data,
            drop_caps=b":dropCap=" in data,
            raised=self._raised(data),
            has_symbols=_SYMBOLS.search(data) is not None,
            sections=_sections(root) if data.count(b":sectPr") > 2 else (),
        )
        return Walk(
            marks,
            lambda: self.styles,
            lambda: self.numbering,
            self._chunk,
            self._diagram,
            self._hidden(data),
        )

    def _raised(self, data: bytes) -> dict[str, str] | None:
        """The character styles that raise or lower text in a part; None where nothing is."""
        if b":rStyle" in data and _MAY_RAISE.search(self.style_data):
            return raising_styles(self._tree(self.style_data))
        return {} if _MAY_RAISE.search(data) else None

    def _looks(self, data: bytes) -> Looks:
        """What styles say of what is seen in a part; nothing where none may hide it."""
        is_wanted = may_matter(self.style_data, data)
        return read_looks(self._tree(self.style_data)) if is_wanted else NO_LOOKS

    def _hidden(self, data: bytes) -> Hidden | None:
        """What may be hidden in a part; None where nothing is."""
        is_by_style = MAY_HIDE.search(self.style_data) is not None
        if is_by_style or MAY_HIDE.search(data) or b":showingPlcHdr" in data:
            return read_hidden(self._tree(self.style_data))
        return None

    def _notes(self, walk: Walk) -> None:
        """Footnotes and endnotes, in the order in which the text refers to them."""
        kinds = (("f", "footnotes", "footnote"), ("e", "endnotes", "endnote"))
        for sign, part, name in kinds:
            wanted = [note[1:] for note in dict.fromkeys(walk.inline.notes) if note[0] == sign]
            if not wanted:
                continue
            data = part_of_kind(self.package, self.relations, part, f"word/{part}.xml")
            walk.inline.hidden = walk.inline.hidden or self._hidden(data)
            if walk.inline.raised is None:
                walk.inline.raised = self._raised(data)
            root = self._tree(data)
            notes = (
                {node.get(W + "id", ""): node for node in root.iterchildren(W + name)}
                if root is not None
                else {}
            )
            for number in wanted:
                if number in notes:
                    walk.lines += noted(sign + number, walk.lines_of(notes[number]))
            walk.finish()

    def _picture(self, relation: str) -> tuple[str, bytes]:
        if relation.startswith(OTHERWISE):
            return relation.removeprefix(OTHERWISE), b""
        _, target = self.relations.get(relation, ("", ""))
        if not self.package.has(target):
            return target, b""
        return target, self.package.read(target, self.limits.unpacked_bytes)

    def _diagram(self, relation: str) -> list[str]:
        _, target = self.relations.get(relation, ("", ""))
        root = self._tree(self.package.read(target)) if self.package.has(target) else None
        if root is None:
            return []
        texts = (
            "".join(node.text or "" for node in point.iter(A + "t")).strip()
            for point in root.iter(DGM + "pt")
        )
        return [text for text in texts if text]

    def _chunk(self, relation: str) -> list[str]:
        """The lines of an altChunk: another document pasted in whole (ISO/IEC 29500-1, 17.17.2)."""
        _, target = self.relations.get(relation, ("", ""))
        if not self.package.has(target) or self.depth >= DEEPEST:
            self.doubts.append(Doubt("partial", detail="文中插入的文件未能读出"))
            return []
        content = self.package.read(target)
        try:
            inner = self._read_chunk(content, target)
        except ReadingError:
            self.doubts.append(Doubt("partial", detail="文中插入的文件未能读出"))
            return []
        return [line for line in inner.text.split("\n") if line]

    def _read_chunk(self, content: bytes, name: str) -> Text:
        found = sniff(content, name)
        if found == Format.DOCX:
            return _Document(open_package(content, self.limits), self.limits, self.depth + 1).read()
        if found == Format.WORDML:
            return read_wordml(content, self.limits)
        if found in {Format.HTML, Format.TEXT} or is_page_archive(content):
            return read_html(content, self.limits)
        raise Damaged


def _sections(root: etree._Element) -> tuple[str, ...]:
    """How each section of the body begins, in order."""
    kinds = []
    for section in root.iter(W + "sectPr"):
        parent = section.getparent()
        if parent is not None and parent.tag == W + "sectPrChange":
            continue
        kind = section.find(W + "type")
        kinds.append(kind.get(VAL, "nextPage") if kind is not None else "nextPage")
    return tuple(kinds)


def _shown_otherwise(
    data: bytes, root: etree._Element, walk: Walk, looks: Looks = NO_LOOKS
) -> Iterator[Doubt]:
    """What whoever sets the text again should know."""
    shown = walk.inline.shown
    shown.is_changed = _CHANGED.search(data) is not None
    if MAY_BE_FAINT.search(data) or looks.are_odd(data):
        look_for_faint(root, shown, looks)
    yield from shown.doubts()


def _text_of(
    walk: Walk,
    lines: list[str],
    *,
    pictures: tuple[Picture, ...],
    doubts: tuple[Doubt, ...],
    reader: str,
) -> Text:
    text = clean_text("\n".join(lines))
    if "\n\n" in text:
        text = re.sub(r"\n{2,}", "\n", text)
    leading = [clean_text(re.sub(f"{MARK}\\d+{MARK}", "", line)) for line in walk.leading]
    return Text(
        text=text.strip("\n"),
        reader=reader,
        pairs=tuple((label, clean_text(value)) for label, value in walk.pairs),
        rows=tuple(walk.rows),
        pictures=pictures,
        centred=tuple(line for line in leading if line),
        doubts=doubts,
        lines=walk.lines,
    )
