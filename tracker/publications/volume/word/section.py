"""Sections: page, margins, running heads, page numbers (ECMA-376 part 1, 17.6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.publications.volume.word.book import Book
from tracker.publications.volume.word.ooxml import Element, R, field, make, run, twips


@dataclass(frozen=True, slots=True)
class Section:
    """What a section is like. ``head`` is on right pages, the title of the volume on left ones."""

    starts: str = "nextPage"  # or oddPage
    head: str = ""
    is_numbered: bool = False
    first_number: int | None = None
    is_roman: bool = False  # pages before the first part: no number stands twice
    is_turned: bool = False  # pages lie on their side
    is_middle: bool = False  # text in the middle of the page's height


class Sections:
    """Makes the sections of one book; footers are made once for all of them."""

    def __init__(self, book: Book, title: str) -> None:
        self._book = book
        self._title = title
        self._empty = (book.add_header("left"), book.add_footer("left"))
        self._left_head = book.add_header("left", run(title)) if book.design.has_heads else self._empty[0]
        mark = ("— ", " —") if book.design.is_dashed else ("", "")
        indent = "　" if book.design.is_dashed else ""
        self._right_foot = book.add_footer("right", run(mark[0]), *field("PAGE", "1"), run(mark[1] + indent))
        self._left_foot = book.add_footer("left", run(indent + mark[0]), *field("PAGE", "2"), run(mark[1]))

    def make(self, section: Section) -> Element:
        """The element that ends a section."""
        design = self._book.design
        heads = self._heads(section)
        element = make("sectPr", *heads)
        element.append(
            make(
                "footnotePr",
                make("numFmt", val="decimalEnclosedCircleChinese"),
                make("numRestart", val="eachPage"),
            )
        )
        element.append(make("type", val=section.starts))
        page = design.turned if section.is_turned else design
        size = make("pgSz", w=twips(page.width), h=twips(page.height))
        if section.is_turned:
            size = make("pgSz", w=twips(page.width), h=twips(page.height), orient="landscape")
        element.append(size)
        foot = design.bottom - (12 if design.is_dashed else 10)
        element.append(
            make(
                "pgMar",
                top=twips(design.top),
                right=twips(design.outer),
                bottom=twips(design.bottom),
                left=twips(design.inner),
                header=twips(design.top - design.head_room),
                footer=twips(max(8.0, foot)),
                gutter="0",
            )
        )
        if section.is_numbered or section.first_number is not None:
            form = "upperRoman" if section.is_roman else "decimal"
            number = make("pgNumType", fmt=form)
            if section.first_number is not None:
                number = make("pgNumType", fmt=form, start=str(section.first_number))
            element.append(number)
        if section.is_middle:
            element.append(make("vAlign", val="center"))
        return element

    def _heads(self, section: Section) -> list[Element]:
        no_head, no_foot = self._empty
        right = left = no_head
        if section.head and self._book.design.has_heads:
            right, left = self._book.add_header("right", run(section.head)), self._left_head
        foots = (self._right_foot, self._left_foot) if section.is_numbered else (no_foot, no_foot)
        return [
            _reference("headerReference", "default", right),
            _reference("headerReference", "even", left),
            _reference("footerReference", "default", foots[0]),
            _reference("footerReference", "even", foots[1]),
        ]


class Turn:
    """Pages on their side inside a section: it ends before them, and goes on behind them."""

    def __init__(self, book: Book, sections: Sections, section: Section) -> None:
        self._book, self._sections = book, sections
        self.section = section  # what is under way

    def begin(self) -> None:
        """What stands before ends its section, unless there is nothing."""
        if not self._book.is_section_end:
            self._book.end_section(self._sections.make(self.section))
            self.section = replace(self.section, starts="nextPage", first_number=None)

    def end(self) -> None:
        """The pages on their side end."""
        self._book.end_section(self._sections.make(replace(self.section, is_turned=True)))
        self.section = replace(self.section, starts="nextPage", first_number=None)


def _reference(tag: str, kind: str, relation: str) -> Element:
    element = make(tag, type=kind)
    element.set(f"{{{R}}}id", relation)
    return element
