"""Measure pictures from their headers, so that none is opened that is too large.

Pillow is not loaded here; it decodes what is recognised (pictures.py) or printed.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from intake.documents.result import Text
from intake.model.case import Picture
from intake.model.errors import Damaged, OverLimit, Unsupported
from intake.model.limits import Limits

LEAST_SIDE = 100  # pixels: smaller pictures are logos and faces of a mail signature
LEAST_PIXELS = 60_000
MAX_IFD = 500  # entries and pages of a TIFF that are looked at
MAX_JPEG_PARTS = 2000


@dataclass(frozen=True, slots=True)
class Measures:
    """What a picture's header says; ``orientation`` is that of EXIF (1 to 8), 1 when not said."""

    kind: str
    width: int
    height: int
    orientation: int = 1
    pages: int = 1

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as it is looked at."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def read_image(content: bytes, limits: Limits) -> Text:
    """A picture as a document without text: its size as a caption, and whether to recognise it.

    Raises:
        OverLimit: it has more pixels than may be decoded.
        Unsupported: the format is known, but is not one that is recognised (HEIC of iPhones, EMF).
        Damaged: the header is broken.
    """
    found = measure(content)
    if found.width * found.height > limits.image_pixels:
        raise OverLimit(f"图片{found.width}×{found.height}像素")
    width, height = found.upright
    is_page = min(width, height) >= LEAST_SIDE and width * height >= LEAST_PIXELS
    caption = f"{found.kind} {width}×{height}像素"
    return Text("", "image", pictures=(Picture("", caption),), pages=found.pages, needs_ocr=is_page)


def measure(content: bytes) -> Measures:
    """Kind, size and orientation of a picture, from its first bytes.

    Raises:
        Unsupported: not a kind that is recognised.
        Damaged: the header is broken.
    """
    for magic, reader in _READERS:
        if content.startswith(magic):
            try:
                found = reader(content)
            except (struct.error, IndexError) as error:
                raise Damaged from error
            if found.width <= 0 or found.height <= 0:
                raise Damaged
            return found
    if content[4:8] == b"ftyp":
        raise Unsupported("HEIC 照片")
    if content[:4] in {b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00"}:
        raise Unsupported("WMF、EMF 图形")
    raise Unsupported("图片")


BMP_DEPTHS = frozenset({1, 2, 4, 8, 16, 24, 32})


def _png(content: bytes) -> Measures:
    width, height = struct.unpack_from(">II", content, 16)
    return Measures("PNG", width, height)


def _gif(content: bytes) -> Measures:
    width, height = struct.unpack_from("<HH", content, 6)
    return Measures("GIF", width, height)


def _bmp(content: bytes) -> Measures:
    if struct.unpack_from("<I", content, 14)[0] == 12:  # the header of OS/2
        width, height, _, depth = struct.unpack_from("<HHHH", content, 18)
    else:
        width, height, _, depth = struct.unpack_from("<iiHH", content, 18)
    if depth not in BMP_DEPTHS:
        raise Damaged
    return Measures("BMP", abs(width), abs(height))  # a negative height counts from the top


def _webp(content: bytes) -> Measures:
    kind = content[12:16]
    if content[8:12] != b"WEBP":
        raise Unsupported("图片")
    if kind == b"VP8X":
        if struct.unpack_from("<I", content, 16)[0] != 10:  # the chunk has one length only
            raise Damaged
        sides = struct.unpack_from("<HBHB", content, 24)  # of three bytes each, less one
        width, height = sides[0] + (sides[1] << 16) + 1, sides[2] + (sides[3] << 16) + 1
    elif kind == b"VP8L":
        if content[20] != 0x2F:
            raise Damaged
        bits = struct.unpack_from("<I", content, 21)[0]
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 26))
    return Measures("WebP", width, height)


def _jpeg(content: bytes) -> Measures:
    """Walk the markers to the frame header (ITU-T T.81, B.1)."""
    at, orientation = 2, 1
    for _ in range(MAX_JPEG_PARTS):
        at = content.index(b"\xff", at) if b"\xff" in content[at : at + 65536] else len(content)
        while content[at] == 0xFF:
            at += 1
        marker = content[at]
        at += 1
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        length = struct.unpack_from(">H", content, at)[0]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack_from(">HH", content, at + 3)
            return Measures("JPEG", width, height, orientation)
        if marker == 0xE1 and content[at + 2 : at + 8] == b"Exif\0\0":
            orientation = _exif_orientation(content[at + 8 : at + length])
        if marker in {0xD9, 0xDA} or length < 2:
            break
        at += length
    raise Damaged


def _exif_orientation(exif: bytes) -> int:
    try:
        value = _tags(exif, _first_ifd(exif)).get(0x0112, 1)
    except (struct.error, Damaged):
        return 1
    return value if 1 <= value <= 8 else 1


def _tiff(content: bytes) -> Measures:
    """The first directory gives the size (TIFF 6.0, 2); the chain of directories, the pages."""
    at = _first_ifd(content)
    tags = _tags(content, at)
    pages, seen = 1, {at}
    order = _order(content)
    while pages < MAX_IFD:
        count = struct.unpack_from(order + "H", content, at)[0]
        link = at + 2 + 12 * count
        if link + 4 > len(content):
            break
        at = struct.unpack_from(order + "I", content, link)[0]
        if at == 0 or at in seen or at + 2 > len(content):
            break
        seen.add(at)
        pages += 1
    orientation = tags.get(0x0112, 1)
    return Measures(
        "TIFF", tags.get(0x0100, 0), tags.get(0x0101, 0), orientation if 1 <= orientation <= 8 else 1, pages
    )


def _order(content: bytes) -> str:
    return "<" if content[:2] == b"II" else ">"


def _first_ifd(content: bytes) -> int:
    if content[:2] not in {b"II", b"MM"}:
        raise Damaged
    return int(struct.unpack_from(_order(content) + "I", content, 4)[0])


def _tags(content: bytes, at: int) -> dict[int, int]:
    """The whole numbers of one directory."""
    order = _order(content)
    count = min(struct.unpack_from(order + "H", content, at)[0], MAX_IFD)
    tags: dict[int, int] = {}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(order + "HH", content, entry)
        if kind == 3:
            tags[tag] = struct.unpack_from(order + "H", content, entry + 8)[0]
        elif kind == 4:
            tags[tag] = struct.unpack_from(order + "I", content, entry + 8)[0]
    return tags


_READERS: tuple[tuple[bytes, Callable[[bytes], Measures]], ...] = (
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"GIF8", _gif),
    (b"BM", _bmp),
    (b"RIFF", _webp),
    (b"II*\0", _tiff),
    (b"MM\0*", _tiff),
)
