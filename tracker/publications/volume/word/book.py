"""A Word file that is being written: body, sections, pictures, notes, numbers of bookmarks."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from lxml import etree

from tracker.publications.volume.content.pieces import Piece
from tracker.publications.volume.word.design import Design
from tracker.publications.volume.word.ooxml import (
    TWIPS_MM,
    Element,
    W,
    bare_text,
    make,
    paragraph,
    run,
    shifted,
)
from tracker.publications.volume.word.styles import font_table, put_settings, put_styles
from tracker.publications.zipped import copy_timeless

MEDIA: Final = {
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
}
HEAD_LINE, HEAD_RULE = (
    240,
    50,
)  # twentieths of a point: a line of the running head, its rule with the gap above
LONGEST_PROPERTY: Final = 255  # characters (python-docx refuses more)
RUN_BOOKMARK: Final = "volume_run_"  # begins the bookmark that does the same
RUN_MARK: Final = "zhengji:"  # begins the keyword of a file's properties that names its run
_NOT_OURS: Final = ("/stylesWithEffects", "/thumbnail")  # parts of python-docx's template


class _FilePart(OpcPart):  # type: ignore[misc]
    """A picture that is read only when the file is written."""

    def __init__(self, name: PackURI, content_type: str, path: Path, package: Any) -> None:
        super().__init__(name, content_type, b"", package)
        self._path = path

    @property
    def blob(self) -> bytes:
        return self._path.read_bytes()


class Turning(Protocol):
    """Pages on their side inside a section (section.Turn)."""

    def begin(self) -> None:
        """What stands before ends."""

    def end(self) -> None:
        """The pages on their side end."""


class Book:
    """One Word file under way; everything is appended at the end of its body."""

    def __init__(self, design: Design, pictures: Path, pages: Mapping[str, int] | None) -> None:
        self.design = design
        self.turn: Turning | None = None  # where pages may lie on their side
        self.pages = pages  # bookmark → printed page; None: not known
        self._pictures = pictures
        self._document = Document()
        self._part = self._document.part
        self._body = self._document.element.body
        for child in list(self._body):
            self._body.remove(child)
        put_styles(self._document.styles.element, design)
        self._settings = self._document.settings.element
        self._images: dict[str, str] = {}
        self._notes: list[Element] = []
        self._numbers = 0
        self._prepare()

    def add(self, *elements: Element) -> None:
        """Append paragraphs and tables."""
        self._body.extend(elements)

    def write(self, style: str, text: str) -> None:
        """Append a paragraph of plain text."""
        self.add(paragraph(style, run(text)))

    def ends_with(self, style: str) -> bool:
        """Whether the last paragraph has a style."""
        last = self._body[-1].find("{*}pPr/{*}pStyle") if len(self._body) else None
        return last is not None and last.get(f"{{{W}}}val") == style

    def next_number(self) -> int:
        """A number that nothing else in the file has."""
        self._numbers += 1
        return self._numbers

    def image_id(self, file: str) -> str:
        """The relationship to a picture of the run."""
        if file not in self._images:
            path = self._pictures / file
            name = PackURI(f"/word/media/image{len(self._images) + 1}{path.suffix}")
            part = _FilePart(name, MEDIA[path.suffix], path, self._part.package)
            self._images[file] = self._part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return self._images[file]

    def add_note(self, pieces: Sequence[Piece]) -> Element:
        """A run that calls a new footnote; its lines follow each other."""
        number = str(len(self._notes) + 1)
        mark = make("r", make("rPr", make("rStyle", val="FootnoteReference")), make("footnoteRef"))
        lines = (
            piece._replace(text=re.sub(r"\s*\n\s*", "　", piece.text)) for piece in (Piece("　"), *pieces)
        )
        said = [shifted(piece) for piece in lines if piece.text]
        self._notes.append(make("footnote", paragraph("FootnoteText", mark, *said), id=number))
        return make(
            "r", make("rPr", make("rStyle", val="FootnoteReference")), make("footnoteReference", id=number)
        )

    def add_header(self, align: str, *content: Element) -> str:
        """A header with one paragraph's content, ruled off where there is any; returns its relationship.

        It fills the room down to the text: LibreOffice forgets a distance below it on the first page of a
        section that begins on an odd page.
        """
        part, relation = self._part.add_header_part()
        room = round(self.design.head_room * TWIPS_MM)
        rule = make("pBdr", make("bottom", val="single", sz="4", space="2", color="000000"))
        high = make("spacing", line=str(room), lineRule="exact")
        if content:
            high = make(
                "spacing", after=str(room - HEAD_LINE - HEAD_RULE), line=str(HEAD_LINE), lineRule="exact"
            )
        self._fill(part.element, "Header", content, *([rule] if content else []), high, make("jc", val=align))
        return str(relation)

    def add_footer(self, align: str, *content: Element) -> str:
        """A footer with one paragraph's content."""
        part, relation = self._part.add_footer_part()
        self._fill(part.element, "Footer", content, make("jc", val=align))
        return str(relation)

    @property
    def is_section_end(self) -> bool:
        """Whether nothing stands behind the last section that ended."""
        return not len(self._body) or self._body[-1].find("{*}pPr/{*}sectPr") is not None

    def end_section(self, section: Element) -> None:
        """End a section here, in the last paragraph; a table or nothing before it gets a paragraph."""
        last = self._body[-1] if len(self._body) else None
        if last is None or not last.tag.endswith("}p") or self.is_section_end:
            last = paragraph("Normal")
            self._body.append(last)
        last.find("{*}pPr").append(section)

    def finish(self, section: Element, title: str, run_name: str, made_at: datetime, target: Path) -> None:
        """Write the file; ``section`` is that of its end."""
        self._mark(run_name)
        if (
            len(self._body) and self.is_section_end
        ):  # pages on their side are the last: no empty one behind them
            section = self._body[-1].find("{*}pPr/{*}sectPr")
        self._body.append(section)
        self._put_notes()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = bare_text(title)[:LONGEST_PROPERTY], "", ""
        properties.keywords = f"{RUN_MARK}{run_name}"
        properties.created = properties.modified = made_at.replace(tzinfo=None)
        properties.last_modified_by = ""
        beside = target.with_name(f".{target.name}.part")
        with tempfile.TemporaryFile() as written:
            self._document.save(written)
            copy_timeless(written, beside)
        beside.replace(target)

    def _mark(self, run_name: str) -> None:
        """The name of the run as a bookmark, which every word processor keeps; some drop the keywords."""
        first = next((child for child in self._body if child.tag.endswith("}p")), None)
        if first is None or not run_name:
            return
        number = str(self.next_number())
        start = make("bookmarkStart", id=number, name=f"{RUN_BOOKMARK}{run_name.replace('-', '_')}")
        first.extend([start, make("bookmarkEnd", id=number)])

    def _prepare(self) -> None:
        """Put right what the template brings: its fonts, its settings, parts that are of other styles."""
        package = self._part.package
        for part in package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                part._blob = font_table(self.design)
        for relations in (package.rels, self._part.rels):
            for key in [key for key, one in relations.items() if one.reltype.endswith(_NOT_OURS)]:
                del relations[key]
        put_settings(self._settings)

    @staticmethod
    def _fill(element: Element, style: str, content: tuple[Element, ...], *properties: Element) -> None:
        for child in list(element):
            element.remove(child)
        element.append(paragraph(style, *content, properties=properties))

    def _put_notes(self) -> None:
        """The part of the footnotes (17.11.10), with the two lines that every one has."""
        if not self._notes:
            return
        notes = make("footnotes")
        for number, tag in (("-1", "separator"), ("0", "continuationSeparator")):
            line = make("footnote", paragraph("Normal", make("r", make(tag))), id=number, type=tag)
            notes.append(line)
        notes.extend(self._notes)
        content = etree.tostring(notes, xml_declaration=True, encoding="UTF-8", standalone=True)
        name = PackURI("/word/footnotes.xml")
        part = OpcPart(name, CONTENT_TYPE.WML_FOOTNOTES, content, self._part.package)
        self._part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        entries = make("footnotePr", make("footnote", id="-1"), make("footnote", id="0"))
        self._settings.find("{*}compat").addprevious(entries)
