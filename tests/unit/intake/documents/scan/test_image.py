"""Pictures measured from their headers, by files that Pillow wrote."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.read import read_document
from intake.documents.result import Text
from intake.documents.scan.image import Measures, measure, read_image
from intake.model.case import Attachment, DocumentKind, Doubt, Picture
from intake.model.errors import Damaged, OverLimit, ReadingError, Unsupported
from intake.model.limits import Limits
from intake.understand.papers.kind import judge
from tests.properties import examples

Image = pytest.importorskip("PIL.Image")


def picture(kind, size=(640, 480), frames=1, **options):
    buffer = io.BytesIO()
    mode = "P" if kind == "GIF" else "RGB"
    first, *others = (Image.new(mode, size, 200) for _ in range(frames))
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(buffer, kind, **more, **options)
    return buffer.getvalue()


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data


@pytest.mark.parametrize(
    ("content", "measures"),
    [
        (picture("JPEG"), Measures("JPEG", 640, 480)),
        (picture("JPEG", progressive=True), Measures("JPEG", 640, 480)),
        (picture("JPEG", exif=exif(6)), Measures("JPEG", 640, 480, 6)),
        (picture("PNG"), Measures("PNG", 640, 480)),
        (picture("GIF"), Measures("GIF", 640, 480)),
        (picture("BMP"), Measures("BMP", 640, 480)),
        (picture("WEBP"), Measures("WebP", 640, 480)),
        (picture("WEBP", lossless=True), Measures("WebP", 640, 480)),
        (picture("WEBP", exif=exif(3)), Measures("WebP", 640, 480)),
        (picture("TIFF"), Measures("TIFF", 640, 480)),
        (picture("TIFF", frames=3), Measures("TIFF", 640, 480, pages=3)),
        (picture("TIFF", big_tiff=False, exif=exif(8)), Measures("TIFF", 640, 480, 8)),
    ],
)
def test_measures(content, measures):
    assert measure(content) == measures


def test_a_page_is_to_be_recognised_and_stands_as_it_is_looked_at():
    assert read_image(picture("JPEG", (1200, 1600), exif=exif(6)), Limits()) == Text(
        "", "image", pictures=(Picture("", "JPEG 1600×1200像素"),), pages=1, needs_ocr=True
    )
    assert read_image(picture("TIFF", frames=3), Limits()).pages == 3


@pytest.mark.parametrize("size", [(16, 16), (99, 4000), (120, 120), (240, 240)])
def test_logos_and_faces_of_signatures_are_not(size):
    document = judge(read_document(Attachment("logo.png", picture("PNG", size)), Limits()))
    assert (document.needs_ocr, document.kind, document.doubts) == (False, DocumentKind.PHOTO, ())


HUGE = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 60_000, 60_000) + bytes(20)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (HUGE, OverLimit),
        (picture("PNG")[:18], Damaged),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Damaged),
        (b"\xff\xd8\xff" + b"\xff" * 100_000, Damaged),
        (b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 7, Damaged),
        (b"II*\0\xff\xff\xff\xff", Damaged),
        (struct.pack("<2sHI", b"II", 42, 8) + struct.pack("<HI", 0, 8) + bytes(8), Damaged),  # a chain that bites its tail
        (b"\0\0\0\x18ftypheic" + bytes(40), Unsupported),
        (b"\xd7\xcd\xc6\x9a" + bytes(40), Unsupported),
        (b"RIFF\0\0\0\0WAVEfmt " + bytes(40), Unsupported),
        (b"", Unsupported),
    ],
)  # fmt: skip
def test_refused(content, error):
    with pytest.raises(error):
        read_image(content, Limits())


def test_photos_of_iphones_are_named():
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    document = judge(read_document(Attachment("IMG_1.HEIC", heic), Limits()))
    assert document.doubts == (Doubt("unsupported", "IMG_1.HEIC", "HEIC 照片"),)


@settings(max_examples=examples(150))
@given(st.sampled_from(["JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF"]), st.data())
def test_any_bytes_end_in_a_size_or_a_reading_error(kind, data):
    content = bytearray(picture(kind, (64, 48)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, min(len(content), 200) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = measure(bytes(content[: data.draw(st.integers(1, len(content)))]))
    except ReadingError:
        return
    assert found.width > 0
    assert found.height > 0


@pytest.mark.parametrize(
    "content",
    [
        b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 30,
        b"RIFF\x20\0\0\0WEBPVP8L\x0d\0\0\0\x30" + b"\0" * 12,
        b"BM" + b"\0" * 12 + struct.pack("<IiiHH", 40, 100, 100, 1, 0) + b"\0" * 40,
        b"BM" + b"\0" * 12 + struct.pack("<IiiHH", 40, 100, 100, 1, 0xFFFF) + b"\0" * 40,
        b"BM" + b"\0" * 12 + struct.pack("<IHHHH", 12, 100, 100, 1, 7) + b"\0" * 40,
    ],
)
def test_headers_that_no_program_writes(content: bytes) -> None:
    with pytest.raises(Damaged):
        measure(content)
