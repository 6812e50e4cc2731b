"""Write the Word file of a volume from its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.word.back import AFTERWORD, APPENDIX, add_afterword, add_appendix
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.case import add_case
from tracker.publications.volume.word.design import design_of
from tracker.publications.volume.word.front import Entry, add_front
from tracker.publications.volume.word.ooxml import bookmarked, make, paragraph, run
from tracker.publications.volume.word.render import PART
from tracker.publications.volume.word.section import Section, Sections, Turn
from tracker.publications.volume.word.title import fit_part, shape_title, title_run

PART_PITCH: Final = 1.5  # lines of the title of a part, in its size


def write_docx(volume: Volume, pictures: Path, target: Path, pages: Mapping[str, int] | None = None) -> None:
    """Write the volume; ``pages`` are the printed pages of its bookmarks, None where they are not known."""
    book = Book(design_of(volume.layout.design, volume.layout.fonts), pictures, pages)
    sections = Sections(book, volume.front.title)
    add_front(book, sections, volume, list(entries_of(volume)))
    marks = dict(case_marks(volume))
    for place, part in enumerate(volume.parts, 1):
        _add_part_page(book, part_mark(place), part.title, f"收录{volume.item}{len(part.cases)}篇")
        first = 1 if place == 1 else None
        opening = Section("oddPage", is_numbered=False, first_number=first)
        book.end_section(sections.make(opening))
        turn = book.turn = Turn(book, sections, Section("oddPage", head=part.title, is_numbered=True))
        for case in part.cases:
            add_case(book, case, marks[case.number])
        if not book.is_section_end:
            book.end_section(sections.make(turn.section))
    add_appendix(book, volume, [(marks[case.number], case) for case in volume.cases])
    last = Section("oddPage", head="附录", is_numbered=True)
    if volume.front.afterword:
        book.end_section(sections.make(last))
        add_afterword(book, volume)
        last = Section(head="后记", is_numbered=True)
    book.finish(
        sections.make(last), volume.front.title, volume.name, datetime.fromisoformat(volume.made_at), target
    )


def entries_of(volume: Volume) -> Iterator[Entry]:
    """The lines of the contents; cases of the same title with their units."""
    titles = [case.title for case in volume.cases]
    marks = dict(case_marks(volume))
    for place, part in enumerate(volume.parts, 1):
        yield Entry(part_mark(place), part.title, "TOC1")
        for case in part.cases:
            same = titles.count(case.title) > 1
            yield Entry(marks[case.number], f"{case.title}（{case.unit}）" if same else case.title, "TOC2")
    yield Entry(APPENDIX, "附　录", "TOC1")
    if volume.front.afterword:
        yield Entry(AFTERWORD, "后　记", "TOC1")


def case_marks(volume: Volume) -> Iterator[tuple[str, str]]:
    """Number of each case and its bookmark."""
    return ((case.number, f"volume_case_{place}") for place, case in enumerate(volume.cases, 1))


def part_mark(place: int) -> str:
    """The bookmark of a part."""
    return f"{PART}{place}"


def headings_of(volume: Volume) -> list[tuple[str, str]]:
    """Bookmark and text of each heading that the contents name, in order of the pages."""
    marks = dict(case_marks(volume))
    found = []
    for place, part in enumerate(volume.parts, 1):
        found.append((part_mark(place), part.title))
        found += [(marks[case.number], case.title) for case in part.cases]
    after = [(AFTERWORD, "后　记")] if volume.front.afterword else []
    return [*found, (APPENDIX, "附　录"), *after]


def _add_part_page(book: Book, bookmark: str, title: str, words: str) -> None:
    high = round(book.design.text_height / 25.4 * 1440 * 0.33)
    fit = fit_part(title, book.design)
    is_plain = fit.lines == 1
    heading = bookmarked(bookmark, book.next_number(), run(title) if is_plain else title_run(title, fit))
    shape = [make("spacing", before=str(high))] if is_plain else shape_title(fit, PART_PITCH, high / 20)
    book.add(paragraph("Heading1", *heading, properties=shape))
    book.write("CaseUnit", words)
