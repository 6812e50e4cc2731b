"""All copies of a round, or of an expert, in one file to print and bind (装订本), in Word or PDF.

Each copy begins on a right page and carries its number in the head, so that a loose sheet finds its place;
the list in front says on which page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tracker.errors import OrderError
from tracker.office.desk import Desk
from tracker.publications.office_paper import number_pages, open_paper, paper_bytes
from tracker.review.copies.papers import Copy, add_copy, add_front, heading_of, hide_cases, known_names
from tracker.review.copies.search import checked
from tracker.review.rounds import Table


def write_bound(
    desk: Desk, table: Table, expert_id: int | None = None, *, pdf: bool = False
) -> tuple[bytes, list[Copy]]:
    """The copies of a whole round, or of an expert, as one file.

    Raises:
        OrderError: the expert has no case, or a name is still in the finished document.
    """
    own = table.numbers if expert_id is None else table.of(expert_id).values()
    copies = hide_cases(desk, table, own)
    if not copies:
        raise OrderError("没有可以装订的评阅材料")
    heading, names = f"{heading_of(desk.campaign)}（装订本）", known_names(desk)
    content = bind(copies, heading, names)
    return (as_pdf(content, heading, names) if pdf else content), copies


def bind(copies: Sequence[Copy], heading: str, names: Iterable[str]) -> bytes:
    """Copies as one Word document to print on both sides.

    Raises:
        OrderError: a name is still in the finished document; nothing may be sent.
    """
    from docx.enum.section import WD_SECTION

    paper = open_paper(14)
    number_pages(paper)
    add_front(paper, heading)
    for copy in copies:
        _add_entry(paper, copy)
    for copy in copies:
        section = paper.add_section(WD_SECTION.ODD_PAGE)
        _head(section, copy.number)
        _mark(add_copy(paper, copy), copy.number)
    return checked(paper_bytes(paper), names, heading)


def as_pdf(content: bytes, heading: str, names: Iterable[str]) -> bytes:
    """Finished copies printed as PDF, looked through once more.

    Raises:
        OrderError: LibreOffice is missing or fails, or a name is in what it made.
    """
    from tracker.publications.volume.word.render import render_pdf

    with TemporaryDirectory() as folder:
        source = Path(folder) / "copies.docx"
        source.write_bytes(content)
        made = render_pdf(source, Path(folder))
        if made is None:
            raise OrderError("生成 PDF 需要本机装有 LibreOffice，请改用 .docx")
        return checked(made.read_bytes(), names, heading)


def _add_entry(paper: Any, copy: Copy) -> None:
    """A line of the list in front: number, title, and the page, which the program that prints fills in."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm

    entry = paper.add_paragraph(f"{copy.number}　{copy.title}\t")
    entry.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _add_field(entry, f" PAGEREF copy_{copy.number} ")


def _add_field(paragraph: Any, words: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "separate", "end"):
        sign = OxmlElement("w:fldChar")
        sign.set(qn("w:fldCharType"), kind)
        if kind == "begin":
            sign.set(qn("w:dirty"), "true")
        paragraph.add_run()._r.append(sign)
        if kind == "begin":
            asked = OxmlElement("w:instrText")
            asked.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            asked.text = words
            paragraph.add_run()._r.append(asked)


def _head(section: Any, number: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.text = number
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(heading: Any, number: str) -> None:
    """A bookmark around the heading, by which the list in front knows its page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    place = str(sum(1 for _ in heading._p.getroottree().iter(qn("w:bookmarkStart"))))
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for sign in (start, end):
        sign.set(qn("w:id"), place)
    start.set(qn("w:name"), f"copy_{number}")
    heading._p.insert(1 if heading._p.pPr is not None else 0, start)
    heading._p.append(end)
