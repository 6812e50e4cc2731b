"""What of a round goes to one reader: his cases as Word files, their pages, what differs in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tracker.publications.originals import safe_name
from tracker.publications.volume.content.model import Case, Volume
from tracker.publications.volume.content.store import PICTURES
from tracker.publications.volume.rounds.show import Comparison, write_comparison
from tracker.publications.volume.run import Made
from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.case import add_case
from tracker.publications.volume.word.design import design_of
from tracker.publications.volume.word.render import Printed
from tracker.publications.volume.word.section import Section, Sections, Turn
from tracker.publications.volume.word.write import case_marks, headings_of

_MARKED = re.compile(r"[\\/:*?\"<>|\s]+")


def first_pages(made: Made) -> tuple[tuple[str, int], ...]:
    """Each case with its first printed page; nothing where no proof could be counted."""
    printed = made.proof or made.printed
    if printed is None:
        return ()
    return tuple((number, printed.pages[mark]) for number, mark in case_marks(made.volume))


def write_case_file(made: Made, case: Case, name: str, folder: Path) -> Path:
    """One case as a Word file to be corrected and sent back."""
    volume = made.volume
    target = folder / f"{_MARKED.sub('', safe_name(f'{case.number}{case.title}'))[:80]}（{name}）.docx"
    book = Book(design_of(volume.layout.design, volume.layout.fonts), made.folder / PICTURES, None)
    sections = Sections(book, volume.front.title)
    turn = book.turn = Turn(book, sections, Section(is_numbered=True))
    add_case(book, case, "volume_case")
    made_at = datetime.fromisoformat(volume.made_at)
    book.finish(sections.make(turn.section), case.title, volume.name, made_at, target)
    return target


def write_pages(made: Made, cases: Sequence[Case], name: str, folder: Path) -> Path | None:
    """The pages of some cases out of the proof; None where there is none."""
    import pypdfium2

    printed = made.proof or made.printed
    if printed is None:
        return None
    target = folder / f"校样摘页（{name}）.pdf"
    source = pypdfium2.PdfDocument(printed.pdf)
    taken = pypdfium2.PdfDocument.new()
    try:
        taken.import_pages(source, pages_of(made.volume, cases, printed))
        taken.save(target)
    finally:
        taken.close()
        source.close()
    return target


def pages_of(volume: Volume, cases: Sequence[Case], printed: Printed) -> list[int]:
    """Indexes of the pages on which some cases stand: each up to whatever comes next."""
    marks = dict(case_marks(volume))
    wanted = {marks[case.number] for case in cases}
    order = [mark for mark, _ in headings_of(volume) if mark in printed.pages]
    starts = [printed.pages[mark] - 1 + printed.first for mark in order]
    found: list[int] = []
    for place, mark in enumerate(order):
        end = starts[place + 1] if place + 1 < len(starts) else printed.count
        if mark in wanted:
            found += range(starts[place], max(end, starts[place] + 1))
    return found


def write_own_differences(
    comparison: Comparison, made: Made, cases: Sequence[Case], folder: Path
) -> Path | None:
    """What differs in some cases, as a Word file; None where nothing does."""
    numbers = {case.number for case in cases}
    own = tuple(one for one in comparison.found if one.number in numbers)
    if not own:
        return None
    return write_comparison(replace(comparison, found=own), made.volume, folder)[0]
