"""Copies bound for printing: each begins on a right page, and the list in front knows which."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.enum.section import WD_SECTION

from tracker.errors import OrderError
from tracker.publications.volume.content.model import Line
from tracker.publications.volume.word.render import find_office
from tracker.review.copies.bound import as_pdf, bind
from tracker.review.copies.papers import Copy

NAMES = ("宋楼镇",)


def copies(*lines: int) -> list[Copy]:
    return [
        Copy(f"A{place:02}", "议事亭", (Line("paragraph", "居民商量着办。"),) * count, (), Path())
        for place, count in enumerate(lines, 1)
    ]


def test_each_copy_is_a_section_from_a_right_page_under_its_number() -> None:
    paper = Document(io.BytesIO(bind(copies(1, 2), "评阅材料", NAMES)))

    assert [section.start_type for section in paper.sections][1:] == [WD_SECTION.ODD_PAGE] * 2
    assert [section.header.paragraphs[0].text for section in paper.sections] == ["", "A01", "A02"]
    fields = [sign.text for sign in paper.element.body.iter("{*}instrText")]
    marks = [mark.get("{*}name") or mark.values()[-1] for mark in paper.element.body.iter("{*}bookmarkStart")]
    assert fields == [" PAGEREF copy_A01 ", " PAGEREF copy_A02 "]
    assert marks == ["copy_A01", "copy_A02"]


def test_what_is_not_printed_of_an_original_is_said_at_its_beginning() -> None:
    (one,) = copies(1)
    missing = Copy(one.number, one.title, one.blocks, (), one.pictures, unprinted=("图表1个",))

    shown = [p.text for p in Document(io.BytesIO(bind([missing], "评阅材料", NAMES))).paragraphs]

    assert shown[-3:] == ["A01　议事亭", "［原件有本册未能印出的内容：图表1个］", "居民商量着办。"]


def test_a_name_in_a_copy_keeps_the_whole_from_being_made() -> None:
    with pytest.raises(OrderError, match="文中仍有名称：宋楼镇"):
        bind([Copy("A01", "宋楼镇的亭", (), (), Path())], "评阅材料", NAMES)


@pytest.mark.slow
@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_the_pages_of_the_list_are_those_on_which_the_copies_stand() -> None:
    lengths = (3, 70, 1, 40)  # of a page, of several, of one

    made = as_pdf(bind(copies(*lengths), "评阅材料", NAMES), "评阅材料", NAMES)

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]
    starts = [
        at
        for number in ("A01", "A02", "A03", "A04")
        for at, text in enumerate(pages[1:], 2)
        if f"{number}议事亭" in "".join(text.split())
    ]
    listed = [int(line.rpartition(".")[2]) for line in pages[0].splitlines() if line.startswith("A0")]
    assert listed == starts
    assert all(start % 2 for start in starts)
