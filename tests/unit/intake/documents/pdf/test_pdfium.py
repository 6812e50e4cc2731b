"""The second reader of PDFs sees what the first sees: characters, ruling lines, images, invisible text."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from intake.documents.pages.values import Page
from intake.documents.pdf import characters, pdfium
from intake.documents.pdf.document import read_pdf
from intake.model.limits import Limits
from tests.corpus.hostile.written import one_page, stream

ROWS = (("案例名称", "小板凳议事会"), ("报送单位", "云龙区民政局"), ("联系人", "王建国"))


def form_sheet() -> bytes:
    """A form with its lower half in a form of the PDF, shifted; an image stretched to a line; a scanner's layer."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (595, 842))
    canvas.beginForm("frame")
    canvas.grid([100, 250, 450], [600, 640, 680, 720])
    canvas.rect(90, 500, 300, 0.8, stroke=0, fill=1)
    canvas.endForm()
    canvas.translate(5, 7)
    canvas.doForm("frame")
    canvas.setFont("STSong-Light", 14)
    for number, (label, value) in enumerate(ROWS):
        canvas.drawString(110, 695 - 40 * number, label)
        canvas.drawString(260, 695 - 40 * number, value)
    text = canvas.beginText(100, 400)
    text.setTextRenderMode(3)
    text.textLine("看不见的一行")
    canvas.drawText(text)
    canvas.bezier(10, 10, 60, 90, 90, 60, 120, 120)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def rounded(page: Page) -> tuple[object, ...]:
    chars = sorted((round(c.y), round(c.x0), c.text, round(c.size)) for c in page.chars)
    rules = [sorted({tuple(round(v) for v in rule) for rule in side}) for side in (page.across, page.down)]
    images = sorted(tuple(round(v) for v in box) for box in page.images)
    return chars, rules, images, page.hidden, page.drawn, round(page.width), round(page.height)


def test_both_readers_see_the_same() -> None:
    content = form_sheet()
    [first] = characters.read_pages(content, Limits(), "")
    [second] = pdfium.read_pages(content, Limits())
    assert rounded(second) == rounded(first)
    assert (len(second.across), len(second.down), second.hidden) == (5, 3, 6)


def test_pictures_are_where_they_stand() -> None:
    image = pytest.importorskip("PIL.Image")
    dot = io.BytesIO()
    image.new("RGB", (4, 4), (9, 9, 9)).save(dot, "PNG")
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (595, 842))
    canvas.drawImage(ImageReader(dot), 100, 200, 300, 150)
    canvas.drawImage(ImageReader(dot), 50, 700, 400, 1)  # a dot stretched into a ruling line
    canvas.save()
    [first] = characters.read_pages(buffer.getvalue(), Limits(), "")
    [second] = pdfium.read_pages(buffer.getvalue(), Limits())
    assert rounded(second) == rounded(first)
    assert (len(second.images), len(second.across)) == (1, 1)


def test_a_form_in_a_file_that_the_first_reader_cannot_open(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr("intake.documents.pdf.characters.open_document", fail)
    text = read_pdf(form_sheet(), Limits())
    assert (text.reader, text.pairs) == ("pdfium", ROWS)
    assert "看不见" not in text.text


def test_a_page_of_nothing_but_paths_ends() -> None:
    drawing = stream(b"0 0 m " + b"9 9 l " * 60_000 + b"S " + b"1 1 5 5 re f " * 60_000)
    [page] = pdfium.read_pages(one_page(drawing), Limits())
    assert (page.drawn, page.across, page.down) == (pdfium.MOST_OBJECTS, [], [])
