"""The pages of one case: title, unit, then its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from tracker.publications.volume.content.correct import texts_of
from tracker.publications.volume.content.cut import notes_of, uncalled_notes
from tracker.publications.volume.content.model import Block, Case, Footnote, Grid, Image, Line
from tracker.publications.volume.content.pieces import cut_text, pieces_of_line
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.ooxml import (
    EMU_MM,
    Element,
    bookmarked,
    field,
    make,
    paragraph,
    run,
    shifted,
)
from tracker.publications.volume.word.place import place_image
from tracker.publications.volume.word.table import add_table, is_wide
from tracker.publications.volume.word.title import CASE_PITCH, fit_case, shape_title, title_run

DEEPEST: Final = 4  # levels of headings inside a case
_STYLES: Final = {"lead": "Lead", "paragraph": "BodyText", "item": "ListItem"}
_CAPTION_NUMBER: Final = re.compile(
    r"^(?:[图表]\s{0,3}\d{1,3}(?:[-－—.]\d{1,3})?\s{0,3}[:：.、]?"
    r"|[图表]\s{0,3}[一二三四五六七八九十]{1,3}\s{0,3}[:：.、]"
    r"|(?:[图表]|附?图片?|照片|[图表][题注说])\s{0,3}[:：])\s{0,3}"
)
_INLINE: Final = """<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{x}" cy="{y}"/><wp:docPr id="{number}" name="图片{number}"/><a:graphic><a:graphicData
 uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr
><pic:cNvPr id="{number}" name="图片{number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill
><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr
><a:xfrm><a:off x="0" y="0"/><a:ext cx="{x}" cy="{y}"/></a:xfrm><a:prstGeom prst="rect"
><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def add_case(book: Book, case: Case, bookmark: str) -> None:
    """Append a case; it begins a page."""
    fit = fit_case(case.title, book.design, texts_of(case.blocks))
    is_plain = fit.lines == 1  # as its style has it
    words = run(case.title) if is_plain else title_run(case.title, fit)
    title = bookmarked(bookmark, book.next_number(), words)
    book.add(paragraph("Heading2", *title, properties=[] if is_plain else shape_title(fit, CASE_PITCH)))
    if case.subtitle:
        book.write("Subtitle", f"——{case.subtitle.lstrip('—－-– ')}")
    if case.unit:
        book.write("CaseUnit", case.unit)
    notes = notes_of(case.blocks)
    counts = {"图": 0, "表": 0}
    for block, after in with_next(case.blocks):
        if isinstance(block, Line):
            _add_line(book, block, notes, stays=stays_with(block, after))
        elif isinstance(block, Image):
            _add_image(book, block, counts, stays=stays_with(block, after))
        elif isinstance(block, Grid):
            _add_grid(book, block, counts)
    for note in uncalled_notes(case.blocks):
        book.write("Cell", note)


def _add_grid(book: Book, grid: Grid, counts: dict[str, int]) -> None:
    """A table with its caption; one of many columns on a page of its own that lies on its side."""
    turn = book.turn if is_wide(grid) else None
    if turn is not None:
        turn.begin()
    if grid.caption:
        _add_caption(book, "TableCaption", grid.caption, "表", counts)
    add_table(book, grid, book.design if turn is None else book.design.turned)
    if turn is not None:
        turn.end()


def with_next(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Each block with the one behind it."""
    return zip(blocks, (*blocks[1:], None), strict=True)


def stays_with(block: Block, after: Block | None) -> bool:
    """Whether a block is on one page with the next: 见下图：; pictures under one caption."""
    if isinstance(block, Line):
        return (
            block.kind != "heading" and block.text.endswith(("：", ":")) and isinstance(after, Image | Grid)
        )
    return isinstance(block, Image) and not block.caption and isinstance(after, Image)


def marker_of(line: Line) -> str:
    """What stands before the text of an item; ``""`` where the text has its number."""
    if line.kind != "item" or (line.marker and line.text.startswith(line.marker)):
        return ""
    return line.marker or "•　"


def _add_line(book: Book, line: Line, notes: Mapping[str, Footnote], *, stays: bool) -> None:
    style = _STYLES.get(line.kind) or f"Heading{2 + min(max(line.level, 1), DEEPEST)}"
    marker = marker_of(line)
    content: list[Element] = [run(marker)] if marker else []
    for piece in pieces_of_line(line, notes):
        content.append(shifted(piece))
        if piece.note:
            note = notes[piece.note]
            content.append(book.add_note(cut_text(note.text, note.shifts, 0, len(note.text))))
    book.add(paragraph(style, *content, properties=[make("keepNext")] if stays else []))


def _add_image(book: Book, image: Image, counts: dict[str, int], *, stays: bool) -> None:
    if not image.file:
        _add_place(book, image, counts)
        return
    placed = place_image(image, book.design)
    drawing = etree.fromstring(
        _INLINE.format(
            x=round(placed.width * EMU_MM),
            y=round(placed.height * EMU_MM),
            number=book.next_number(),
            relation=book.image_id(image.file),
        )
    )
    keeps = [] if image.caption or stays else [make("keepNext", val="0")]
    book.add(paragraph("Picture", make("r", drawing), properties=keeps))
    if image.caption:
        _add_caption(book, "Caption", image.caption, "图", counts)


def _add_place(book: Book, image: Image, counts: dict[str, int]) -> None:
    """A frame where a picture is missing, with the number that the text calls it by."""
    sides = [
        make(side, val="single", sz="4", space="12", color="000000")
        for side in ("top", "left", "bottom", "right")
    ]
    keeps = [] if image.caption else [make("keepNext", val="0")]
    book.add(paragraph("Picture", run(missing_image(image)), properties=[*keeps, make("pBdr", *sides)]))
    if image.caption:
        _add_caption(book, "Caption", image.caption, "图", counts)


def _add_caption(book: Book, style: str, caption: str, word: str, counts: dict[str, int]) -> None:
    """The caption with its number as a field that Word counts itself."""
    shown = caption_of(caption, word, counts)
    again = " \\r 1" if counts[word] == 1 else ""
    number = field(f"SEQ {word} \\* ARABIC{again}", str(counts[word]))
    said = shown.removeprefix(f"{word}{counts[word]}")
    book.add(paragraph(style, run(word), *number, run(said)))


def missing_image(image: Image) -> str:
    """What stands where a picture cannot be shown; its caption stands below."""
    return (
        "［此处的图不能排入，请补原图］"
        if image.caption
        else f"［图片“{image.name or '未命名'}”不能排入，请补原图］"
    )


def bare_caption(caption: str) -> str:
    """A caption without the number that it brings, or the word alone: 图：…."""
    return _CAPTION_NUMBER.sub("", caption.strip())


def caption_of(caption: str, word: str, counts: dict[str, int]) -> str:
    """图1　…, numbered anew in each case; a number of its own that it brings is replaced. ``""`` for none."""
    if not caption:
        return ""
    counts[word] += 1
    said = bare_caption(caption)
    return f"{word}{counts[word]}" + (f"　{said}" if said else "")
