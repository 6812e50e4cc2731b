"""Word 97 files (.doc) and the OLE2 form of .wps, read from their pieces; Word 6 and 95, too.

The text is a string of positions (pieces.py). Deleted and hidden runs fall away, fields keep
their results, marks 0x07 become tables. Headers and comments are left out; text boxes stand where
they are anchored, notes after the body. Macros are noted and never run.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Final

from intake.documents.blocks.captions import caption_pictures
from intake.documents.blocks.remarks import Shown, comment_said
from intake.documents.blocks.symbols import symbol_of
from intake.documents.packages.compound import MAGIC, Compound
from intake.documents.result import MARK, Drawing, Text
from intake.documents.sniff import find_head
from intake.documents.word.doc.boxes import (
    field_state,
    read_boxes,
    read_calls,
    read_fonts,
    read_note_starts,
    read_sections,
)
from intake.documents.word.doc.fields import Fields, Inserted
from intake.documents.word.doc.head import ENDNOTE_CALLS, NOTE_CALLS, Fib, read_fib
from intake.documents.word.doc.hidden import hidden_by_style, odd_by_style
from intake.documents.word.doc.lists import read_lists
from intake.documents.word.doc.looks import Looks, Span
from intake.documents.word.doc.pictures import placed_size, read_picture, view_of
from intake.documents.word.doc.pieces import Pieces, read_pieces, text_of
from intake.documents.word.doc.stories import Walk, cut_spans, shift_marks
from intake.documents.word.doc.styles import Styles, read_styles
from intake.documents.word.numbering import Numbering
from intake.model.case import Doubt, Picture
from intake.model.errors import Damaged, Encrypted, Unsupported
from intake.model.limits import Limits
from intake.text.clean import clean_text
from intake.text.garbled import looks_garbled

_NO_PICTURES: Final[tuple[Picture, ...]] = ()
HEAD: Final = 4096  # bytes that may stand before the file
MOST_PICTURES: Final = 2000
_PICTURE_SIGN: Final = "\x01"
_MARKED: Final = re.compile(f"{MARK}\\d+{MARK}")
_PRIVATE: Final = re.compile("[\uf020-\uf0ff]")  # codes of symbol fonts
_BLANKS: Final = "".join(map(chr, range(0x21))) + "\u3000\xa0"
_SIGNS: Final = re.compile("[\x00-\x1f]")
_SYMBOL_SIGN: Final = "("
_MACROS: Final = {"macros", "_vba_project_cur"}


def read_doc(content: bytes, limits: Limits) -> Text:
    """The text of a Word 97, 95 or 6 file as Word shows it, automatic numbers included.

    Raises:
        Encrypted: the file has a password.
        Unsupported: a compound file that holds no Word document, or one of Word 2.
        Damaged: no text can be read.
        OverLimit: larger, or slower to read, than allowed.
    """
    deadline = time.monotonic() + limits.file_seconds
    start = content.find(MAGIC, 0, HEAD)
    package = Compound(content[start:] if start > 0 else content)
    main, is_rescued = package.read("worddocument"), False
    if not main:
        main, is_rescued = _rescue(package), True
    fib = read_fib(main)
    if fib.encrypted:
        raise Encrypted
    if is_rescued and fib.is_complex:  # without its table nothing says what was changed last
        raise Damaged
    return _Document(package, fib, limits, deadline, is_rescued).read()


def _rescue(package: Compound) -> bytes:
    """The main stream of a file whose directory is lost, where its head is found.

    Raises:
        Encrypted: the file is the wrapper of an encrypted one.
        Unsupported: the directory is there, and names no Word document.
        Damaged: no head is found.
    """
    if "encryptedpackage" in package.entries:
        raise Encrypted
    at = find_head(package.content)
    if not at:
        raise Unsupported("未见 Word 正文") if any(package.entries) else Damaged
    return package.content[at:]


@dataclass
class _Document:
    """One file; what only some files need is read when first needed."""

    package: Compound
    fib: Fib
    limits: Limits
    deadline: float
    is_rescued: bool = False  # the tables are lost
    pictures: list[int] = field(default_factory=list)  # bytes in the Data stream
    shown: Shown = field(default_factory=Shown)  # what is printed otherwise than it was shown
    table: bytes = field(init=False)
    pieces: Pieces = field(init=False)
    looks: Looks = field(init=False)

    def __post_init__(self) -> None:
        self.table = b"" if self.is_rescued else self._table()
        self.pieces = read_pieces(self.fib, self.table, self.limits)
        self.looks = Looks(self.fib, self.table, lambda: self.data, self.pieces)

    def _table(self) -> bytes:
        if not self.fib.table_names:
            return self.fib.main
        return next(filter(None, map(self.package.read, self.fib.table_names)), b"")

    @cached_property
    def data(self) -> bytes:
        return self.package.read("data")

    @cached_property
    def styles(self) -> Styles:
        return read_styles(self.fib, self.table)

    @cached_property
    def numbering(self) -> Numbering:
        return read_lists(self.fib, self.table)

    @cached_property
    def fonts(self) -> list[str]:
        return read_fonts(self.fib, self.table)

    def read(self) -> Text:
        fields = Fields(Inserted())
        text = stored = text_of(self.pieces, self.fib)
        large = []
        if text.strip("\0"):
            # The upper byte of all codes of symbol fonts is 0xF0.
            may_have_symbols = 0xF0 in text.encode("utf-16-le", "surrogatepass")[1::2]
            spans = self.looks.runs(with_fonts=may_have_symbols and bool(_PRIVATE.search(text)))
            text = self._with_signs(text, spans, fields.inserted)
            text = cut_spans(text, [(start, end) for start, end, look in spans if look.is_removed])
            if self.styles.may_hide:
                text = cut_spans(text, list(hidden_by_style(text, self.looks, self.styles)))
            large = [(start, end) for start, end, look in spans if look.is_large]
        walk = self._walk(text, fields, large)
        lines, pictures = walk.flow.lines, _NO_PICTURES
        if self.pictures:
            lines, pictures = caption_pictures(
                walk.flow.lines, [str(at) for at in self.pictures], self._picture
            )
        return self._text(walk, lines, pictures, self._shown_otherwise(walk, stored))

    def _look_for_odd(self, text: str) -> None:
        """Note what is struck out, unseen or changed in the body."""
        last = 0
        for start, end, look in self._odd(text):
            if text[start:end].strip(_BLANKS):
                if start > last:
                    self.shown.take(0)
                self.shown.take(look.font)
                last = end

    def _odd(self, text: str) -> list[Span]:
        """What runs say of how they are seen, and the styles of their paragraphs where no run says it."""
        runs = self.looks.odd(self.styles)
        if not self.styles.may_be_odd:
            return runs
        return sorted([*runs, *odd_by_style(text, self.looks, self.styles)], key=itemgetter(0))

    def _walk(self, text: str, fields: Fields, large: list[tuple[int, int]]) -> Walk:
        """Walk body, text boxes, footnotes and endnotes."""
        stories = self.fib.stories
        body = min(stories.body or len(text), len(text))
        notes_end = body + stories.notes
        endnotes = notes_end + stories.headers + stories.macros + stories.comments
        boxes = endnotes + stories.endnotes
        read = ((0, body), (body, notes_end), (endnotes, boxes), (boxes, boxes + stories.boxes))
        for start, end in read:
            if start < end:
                text = text[:start] + fields.reduce(text, start, min(end, len(text))) + text[end:]
        calls = {
            sign: read_calls(self.fib, self.table, number)
            for sign, number in (("f", NOTE_CALLS), ("e", ENDNOTE_CALLS))
        }
        called = sorted(
            [
                *((at, f"{sign}{index}") for sign in calls for index, at in enumerate(calls[sign])),
                *shift_marks(text, self.looks, self.styles),
            ],
            key=itemgetter(0),
        )
        walk = Walk(
            text,
            self.looks,
            lambda: self.styles,
            lambda: self.numbering,
            fields,
            large,
            sections=read_sections(self.looks),
            boxes=read_boxes(self.fib, self.table, boxes) if stories.boxes else (),
            deadline=self.deadline,
            calls=called,
            fonts=lambda: self.fonts,
        )
        comments = text[endnotes - stories.comments : endnotes] if stories.comments else ""
        said = (_SIGNS.sub("", line) for line in comments.split("\r"))
        self.shown.comments += (comment_said(line) for line in said if line.strip())
        walk.story(0, body)
        walk.place_rest()
        for sign, number, start, end in (
            ("f", NOTE_CALLS, body, notes_end),
            ("e", ENDNOTE_CALLS, endnotes, boxes),
        ):
            anchors = [f"{sign}{index}" for index in range(len(calls[sign]))]
            walk.notes(start, end, anchors, read_note_starts(self.fib, self.table, number) if anchors else ())
        return walk

    def _with_signs(self, text: str, spans: list[Span], inserted: Inserted) -> str:
        """The text with symbols, pictures and states of form fields in place of their marks."""
        parts: list[str] = []
        done = 0
        for start, end, look in spans:
            if start < done or (look.symbol is None and look.picture < 0 and look.font < 0):
                continue
            sign = text[start : start + 1]
            shown = ""
            if look.symbol and sign == _SYMBOL_SIGN:
                shown = inserted.add(self._symbol(*look.symbol)) * (end - start)
            elif look.picture >= 0 and sign == _PICTURE_SIGN and look.is_data:
                shown = inserted.add(field_state(self.data, look.picture))
            elif look.picture >= 0 and sign == _PICTURE_SIGN and len(self.pictures) < MOST_PICTURES:
                shown = inserted.add(f"{MARK}{len(self.pictures)}{MARK}")
                self.pictures.append(look.picture)
            elif look.font >= 0 and _PRIVATE.search(text, start, end):
                signs = (
                    inserted.add(self._symbol(look.font, ord(sign))) if _PRIVATE.match(sign) else sign
                    for sign in text[start:end]
                )
                shown = "".join(signs)
            if shown:
                parts += (text[done:start], shown)
                done = start + len(shown)
        parts.append(text[done:])
        return "".join(parts)

    def _symbol(self, font: int, code: int) -> str:
        return symbol_of(self.fonts[font] if font < len(self.fonts) else "", code)

    def _picture(self, place: str) -> tuple[str, memoryview]:
        return read_picture(self.data, int(place))

    def _text(
        self, walk: Walk, lines: list[str], pictures: tuple[Picture, ...], shown: Iterator[Doubt]
    ) -> Text:
        if self.is_rescued:  # what follows the text, or is shifted, reads as garbage
            lines = [line for line in lines if not looks_garbled(line)]
        text = clean_text("\n".join(lines))
        if "\n\n" in text:
            text = re.sub(r"\n{2,}", "\n", text)
        doubts = []
        if self.is_rescued or (self.pieces.is_cut and self.pieces.end < self.fib.stories.total):
            doubts.append(Doubt("cut-off"))
        if walk.fields.embedded:
            doubts.append(Doubt("partial", detail=f"文中嵌有{walk.fields.embedded}个文件未读"))
        if _MACROS & self.package.entries.keys():
            doubts.append(Doubt("macro"))
        leading = [clean_text(_MARKED.sub("", line)) for line in walk.flow.leading]
        return Text(
            text=text.strip("\n"),
            reader="doc",
            pairs=tuple((label, clean_text(value)) for label, value in walk.flow.pairs),
            rows=tuple(walk.flow.rows),
            pictures=pictures,
            centred=tuple(line for line in leading if line),
            doubts=tuple(doubts),
            lines=() if self.is_rescued else walk.flow.lines,
            draw=self._draw,
            shown_otherwise=shown,
        )

    def _shown_otherwise(self, walk: Walk, stored: str) -> Iterator[Doubt]:
        """What whoever sets the text again should know; ``stored`` as the file has it, nothing taken out."""
        if stored.strip("\0"):
            self._look_for_odd(stored)
        self.shown.objects += walk.fields.formulas
        yield from self.shown.doubts()

    def _draw(self, number: int) -> Drawing:
        at = self.pictures[number]
        name, content = read_picture(self.data, at)
        view = view_of(self.data, at)
        return Drawing(name, bytes(content), *placed_size(self.data, at, view), view)
