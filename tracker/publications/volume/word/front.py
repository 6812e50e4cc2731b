"""What stands before the cases: cover, title page, imprint, board, notes, preface, contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.publications.volume.content.model import Front, Volume
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.design import Design
from tracker.publications.volume.word.ooxml import (
    Element,
    field,
    field_begin,
    linked,
    make,
    paragraph,
    run,
)
from tracker.publications.volume.word.section import Section, Sections
from tracker.publications.volume.word.title import (
    COVER_LINE,
    COVER_PITCH,
    COVER_SIZE,
    POINTS_MM,
    fit_cover,
    lines_of,
    shape_title,
    spread,
    title_run,
)

UPDATE: Final = "（页码尚未生成：请在此处右击，选“更新域”——“更新整个目录”。）"
UNKNOWN: Final = "…"  # a page that is not known yet


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents or of an index."""

    bookmark: str
    text: str
    style: str


def add_front(book: Book, sections: Sections, volume: Volume, entries: Sequence[Entry]) -> None:
    """Append everything before the first part."""
    front = volume.front
    _add_cover(book, sections, volume)
    _add_title_page(book, sections, front)
    _add_imprint(book, front)
    book.end_section(sections.make(Section("nextPage")))
    if front.board:
        book.write("FrontTitle", "编　委　会")
        for role, names in front.board:
            book.write("Imprint", f"{role}：{'　'.join(names)}")
    for title, lines in (("编　写　说　明", front.about), ("前　　言", front.preface)):
        add_text(book, title, lines)
    add_contents(book, entries)
    numbered = Section("oddPage", is_numbered=True, first_number=1, is_roman=True)
    book.end_section(sections.make(numbered))


def add_text(book: Book, title: str, lines: Iterable[str]) -> None:
    """Append a text of the office's own under a title; nothing where there is none."""
    for place, line in enumerate(lines):
        if place == 0:
            book.write("FrontTitle", title)
        book.write("BodyText", line)


def add_contents(book: Book, entries: Sequence[Entry]) -> None:
    """Append the contents: a field that Word and WPS update, with the lines as they stand now."""
    book.write("FrontTitle", "目　　录")
    is_known = book.pages is not None
    begin = field_begin('TOC \\o "1-2" \\h \\z \\u', dirty=not is_known)
    lines = [make_entry(book, entry) for entry in entries]
    if not is_known:
        lines.insert(0, paragraph("TOC2", run(UPDATE)))
    first = lines[0] if lines else paragraph("TOC1")
    for place, element in enumerate(begin, 1):
        first.insert(place, element)
    (lines or [first])[-1].append(make("r", make("fldChar", fldCharType="end")))
    # In LibreOffice a section that ends in a paragraph of the field has no page numbers.
    thin = make("spacing", before="0", line="20", lineRule="exact")
    book.add(*(lines or [first]), paragraph("Normal", properties=[thin]))


def make_entry(book: Book, entry: Entry) -> Element:
    """A line with dots and the page of its bookmark."""
    shown = str(book.pages.get(entry.bookmark, UNKNOWN)) if book.pages is not None else UNKNOWN
    number = field(f"PAGEREF {entry.bookmark} \\h", shown)
    return paragraph(entry.style, linked(entry.bookmark, run(f"{entry.text}\t"), *number))


def _add_cover(book: Book, sections: Sections, volume: Volume) -> None:
    above = front_lines(volume) or [""]
    for line in above:
        book.write("Imprint", line)
    below = [volume.front.issuer, volume.front.printed or volume.day]
    book.add(*title_page(book.design, volume.front, below, len(above) * book.design.leading))
    book.end_section(sections.make(Section("nextPage")))


def _add_title_page(book: Book, sections: Sections, front: Front) -> None:
    book.add(*title_page(book.design, front, [front.issuer], 0))
    book.end_section(sections.make(Section("oddPage")))


def title_page(
    design: Design, front: Front, below: Sequence[str], used: float, width: float = 0.0
) -> list[Element]:
    """Title and what stands below it, spread over what is left of the height; ``used`` points stand above.

    ``width`` in mm, 0: that of the type area.
    """
    title = fit_cover(front.title, design, width)
    line, wide = design.leading * COVER_LINE, (width or design.text_width) * POINTS_MM
    low = sum(line * lines_of(text, design.size * COVER_SIZE, wide) for text in below)
    subtitle = line if front.subtitle else 0.0
    high = design.text_height * POINTS_MM - design.leading  # a line is left for other fonts
    gaps = spread(high, used + title.lines * title.size * COVER_PITCH + subtitle + low, (2, 4, 1))
    shape = shape_title(title, COVER_PITCH, before=gaps[0])
    return [
        paragraph("CoverTitle", title_run(front.title, title), properties=shape),
        *([paragraph("CoverLine", run(front.subtitle))] if front.subtitle else []),
        *(_spaced("CoverLine", text, gaps[1] if place == 0 else 0) for place, text in enumerate(below)),
    ]


def front_lines(volume: Volume) -> list[str]:
    """What stands above the title on the cover: permit and notice."""
    front = volume.front
    return [
        *([f"准印证号：{front.permit}"] if front.permit else []),
        *([front.notice] if front.notice else []),
    ]


def imprint_lines(front: Front) -> list[str]:
    """The page of the imprint, with what an internal publication must say (内部资料性出版物管理办法 14–16)."""
    rows = (
        ("书　　名", front.title),
        ("编印单位", front.issuer),
        ("准印证号", front.permit),
        ("发送对象", front.recipients),
        ("印刷单位", front.printer),
        ("印刷日期", front.printed),
        ("印　　数", f"{front.copies}册" if front.copies else ""),
    )
    said = [f"{word}：{value or '（待填）'}" for word, value in rows]
    return [*said, front.notice] if front.notice else said


def _add_imprint(book: Book, front: Front) -> None:
    design = book.design
    first, *others = imprint_lines(front)
    width = design.text_width * POINTS_MM
    lines = sum(lines_of(line, design.size, width) for line in (first, *others))
    (gap,) = spread(design.text_height * POINTS_MM, (lines + 1) * design.leading, (1,))
    book.add(_spaced("Imprint", first, gap))
    for line in others:
        book.write("Imprint", line)


def _spaced(style: str, text: str, before: float) -> Element:
    return paragraph(style, run(text), properties=[make("spacing", before=str(round(before * 20)))])
