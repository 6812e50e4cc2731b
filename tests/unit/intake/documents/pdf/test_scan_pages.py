"""Which pages of a PDF go to recognition: scans, wrong text layers, letters drawn as outlines."""

import io

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from intake.documents.pdf.document import pages_to_recognise, read_pdf
from intake.model.case import Doubt
from intake.model.errors import Encrypted
from intake.model.limits import Limits

LINE = "村里的事由村民代表会议商量着办，账目每季度张榜公布一次。"
WIDTH, HEIGHT = 595, 842


@pytest.fixture(scope="module")
def grey():
    image = pytest.importorskip("PIL.Image")
    buffer = io.BytesIO()
    image.new("RGB", (300, 424), (220, 220, 220)).save(buffer, "JPEG")
    return buffer.getvalue()


def make(*pages, encrypt=None):
    """Each page is (picture or None, visible lines, invisible lines)."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (WIDTH, HEIGHT), encrypt=encrypt)
    for picture, shown, hidden in pages:
        if picture is not None:
            canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, WIDTH, HEIGHT)
        for lines, mode in ((shown, 0), (hidden, 3)):
            text = canvas.beginText(70, 760)
            text.setFont("STSong-Light" if not any(line.isascii() for line in lines) else "Helvetica", 14)
            text.setTextRenderMode(mode)
            for line in lines:
                text.textLine(line)
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


LATIN = ["fi|l ~~ HtT Iil] 5z4 _r& l<:i~ #JJ mil", "nJ! t-. %f} 1J~ i!!f ;f~ r'il jJij] Ml IIL"] * 3
CASES = {
    "text": ([(None, [LINE] * 6, [])], (False, False, [])),
    "scan": ([("grey", [], [])], (True, False, [0])),
    "scan with a stamp of the program": ([("grey", ["CamScanner"], [])], (True, False, [0])),
    "text then scan": ([(None, [LINE] * 6, []), ("grey", [], [])], (True, False, [1])),
    "scan with good layer": ([("grey", [], [LINE] * 6)], (False, True, [])),
    "scan with layer in the wrong script": ([("grey", [], LATIN)], (True, False, [0])),
}


@pytest.mark.parametrize("name", CASES)
def test_pages_that_need_recognition(name, grey):
    pages, wanted = CASES[name]
    content = make(*((grey if picture else None, shown, hidden) for picture, shown, hidden in pages))
    text = read_pdf(content, Limits())
    numbers = sorted(pages_to_recognise(content, Limits())[1])
    assert (text.needs_ocr, text.recognised, numbers) == wanted
    assert bool(text.text) == (name in {"text", "text then scan", "scan with good layer"})
    if text.recognised:
        assert text.doubts == (Doubt("ocr-low", detail="文字取自扫描件自带的识别结果"),)


def test_encrypted_is_named():
    content = make((None, [LINE], []), encrypt="secret")
    with pytest.raises(Encrypted):
        read_pdf(content, Limits())
    assert LINE[:10] in read_pdf(content, Limits(), "secret").text
