"""Recognition of pages drawn here with a font of the system; marks mended; failures named."""

import io
import sys

import pytest

from intake.documents.scan import engine as ocr_engine
from intake.documents.scan.page import mend
from intake.documents.scan.recognise import is_installed, recognise
from intake.documents.scan.upright import look
from intake.model.case import Format
from intake.model.errors import Damaged, OverLimit, ToolMissing, Unsupported
from intake.model.limits import Limits

TITLE = "柳桥村的议事会"
PARAGRAPHS = (
    "柳桥村把村里的大事交给村民自己商量，一年开了二十六次议事会。",
    "去年修路占地的三十户人家，没有一户上访，联系电话是0516-80001234。",
)
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "wqy-zenhei.ttc", "simsun.ttc")
PAGE_TEXT = "\n".join((TITLE, *PARAGRAPHS))


@pytest.fixture(scope="module")
def page():
    """A page with a title, and two paragraphs that are indented and broken over lines."""
    if not is_installed():
        pytest.skip("the extra ocr is not installed")
    from PIL import Image, ImageDraw, ImageFont

    for name in FONTS:
        try:
            body, head = ImageFont.truetype(name, 32), ImageFont.truetype(name, 48)
            break
        except OSError:
            continue
    else:
        pytest.skip("no Chinese font on this system")
    image = Image.new("RGB", (860, 640), (250, 250, 248))
    draw = ImageDraw.Draw(image)
    draw.text((430, 90), TITLE, (20, 20, 20), head, anchor="mm")
    y = 160
    for paragraph in PARAGRAPHS:
        text = f"　　{paragraph}"
        for start in range(0, len(text), 22):
            draw.text((78, y), text[start : start + 22], (20, 20, 20), body)
            y += 56
    return image


def saved(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_a_page_comes_as_title_and_paragraphs(page):
    got = recognise(saved(page), Format.IMAGE, Limits())
    assert (got.text, got.centred, got.recognised, got.reader) == (PAGE_TEXT, (TITLE,), True, "ocr")
    assert (got.pages, got.doubts, got.needs_ocr) == (1, (), False)


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pages_on_their_side_and_head(page, degrees):
    got = recognise(saved(page.rotate(degrees, expand=True)), Format.IMAGE, Limits())
    assert got.text == PAGE_TEXT


def test_a_red_seal_over_the_text_is_lifted(page):
    from PIL import ImageChops, ImageDraw

    ink = page.copy()
    ink.paste((255, 255, 255), (0, 0, *ink.size))
    draw = ImageDraw.Draw(ink)
    draw.ellipse((330, 120, 530, 320), outline=(210, 40, 40), width=9)
    draw.regular_polygon((430, 220, 40), 5, fill=(210, 40, 40))
    got = recognise(saved(ImageChops.multiply(page, ink), "JPEG", quality=85), Format.IMAGE, Limits())
    assert got.text == PAGE_TEXT


@pytest.mark.slow
def test_pages_of_pdf_and_tiff_go_on_from_one_to_the_next(page):
    half = page.crop((0, 0, 860, 264)), page.crop((0, 264, 860, 640))
    for kind, form, options in (("PDF", Format.PDF, {"resolution": 104}), ("TIFF", Format.IMAGE, {})):
        whole = [_on_page(part) for part in half]
        content = saved(whole[0], kind, save_all=True, append_images=whole[1:], **options)
        got = recognise(content, form, Limits())
        assert (got.text.replace("\f", ""), got.pages) == (PAGE_TEXT, 2)


def _on_page(part):
    """A part of the text at the head of a page of A4."""
    from PIL import Image

    sheet = Image.new("RGB", (860, 1216), (250, 250, 248))
    sheet.paste(part, (0, 40))
    return sheet


def test_hard_lines_are_quoted_in_a_doubt(page):
    small = page.resize((130, 97)).resize((860, 640))
    got = recognise(saved(small), Format.IMAGE, Limits())
    assert [doubt.code for doubt in got.doubts] == ["ocr-low"]
    assert "“" in got.doubts[0].detail


def test_a_picture_without_text_has_none(page):
    from PIL import Image

    blank = recognise(saved(Image.new("RGB", (800, 600), (90, 140, 90))), Format.IMAGE, Limits())
    assert (blank.text, blank.recognised, blank.doubts) == ("", True, ())


@pytest.mark.parametrize(
    ("content", "form", "error"),
    [
        (b"x", Format.XLSX, Unsupported),
        (b"x", Format.DOCX, Damaged),
        (b"%PDF-1.4 nothing", Format.PDF, Damaged),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), Format.IMAGE, Damaged),
    ],
)
def test_what_cannot_be_recognised_says_why(content, form, error):
    with pytest.raises(error):
        recognise(content, form, Limits())


def test_too_many_pixels(page):
    with pytest.raises(OverLimit):
        recognise(saved(page), Format.IMAGE, Limits(image_pixels=1000))


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    pytest.importorskip("numpy")
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    ocr_engine._engine.cache_clear()
    import numpy

    with pytest.raises(ToolMissing) as raised:
        look(numpy.zeros((50, 50, 3), numpy.uint8))
    assert 'pip install "zhengji[ocr]"' in raised.value.detail


def test_without_what_the_extra_brings_a_sound_picture_asks_for_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    size = (8).to_bytes(4, "big") * 2
    with pytest.raises(ToolMissing) as raised:
        recognise(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + bytes(5), Format.IMAGE, Limits())
    assert 'pip install "zhengji[ocr]"' in raised.value.detail


FULL = "村里商量，大家同意，"
NARROW = "村里商量,大家同意,"


@pytest.mark.parametrize(
    ("lines", "mended"),
    [
        ([FULL * 3, "后来,都好"], [FULL * 3, "后来，都好"]),
        ([NARROW * 3, "后来，都好"], [NARROW * 3, "后来,都好"]),
        (["共1,585字，约10:30开始"], ["共1,585字，约10:30开始"]),
        (["(二）把主体动起来", "（三)做法", "f(x)"], ["（二）把主体动起来", "（三）做法", "f(x)"]),
        (['所谓"大党委"制'], ["所谓“大党委”制"]),
        (["还有...", "讲 政 策 A B"], ["还有……", "讲政策 A B"]),
        (["No. 5, OK"], ["No. 5, OK"]),
        ([], []),
    ],
)
def test_marks_of_a_page_are_made_alike(lines, mended):
    assert mend(lines) == mended


@pytest.mark.slow
def test_pages_pasted_into_a_word_file(page):
    from docx import Document
    from docx.shared import Cm

    from intake.documents.read import read_document
    from intake.model.case import Attachment

    word = Document()
    for image in (page.crop((0, 0, 860, 264)), page.crop((0, 264, 860, 640)), page.resize((90, 67))):
        word.add_picture(io.BytesIO(saved(image)), width=Cm(14))
    buffer = io.BytesIO()
    word.save(buffer)
    document = read_document(Attachment("案例.docx", buffer.getvalue()), Limits())
    assert (document.needs_ocr, document.text, document.doubts) == (True, "", ())
    got = recognise(buffer.getvalue(), Format.DOCX, Limits())
    assert (got.text.replace("\f", ""), got.pages) == (PAGE_TEXT, 2)
