"""Pictures for print: bytes without what the camera wrote beside the image, and their size.

A photo tells where and when it was taken (EXIF, XMP, IPTC); none of this may leave the office. The
image itself is not decoded, so that nothing of its quality is lost.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from intake.documents.scan.image import measure
from intake.model.blocks import Picture
from intake.model.errors import ReadingError
from tracker.publications.volume.content.model import Image

SUFFIXES: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/tiff": ".tif",
}
_TURNS: Final = {3: 180, 6: 90, 8: 270}  # EXIF orientation → degrees clockwise
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"bKGD"}
)
_EMF_MARK: Final = b" EMF"  # MS-EMF 2.3.4.2: the signature in its header
_WMF_HEADS: Final = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")  # MS-WMF 2.3.2: placeable, plain
_GIF_FRAME: Final = b"\x21\xf9\x04"  # GIF89a 23: the extension before each frame
_PIECE: Final = 1 << 20
_OTHERS: Final = {"image/webp": "WebP", "image/heic": "HEIC", "image/svg+xml": "SVG"}
_APP0, _APP2, _APP14 = 0xE0, 0xE2, 0xEE  # JFIF, colour profile, Adobe's colour transform


def keep_picture(picture: Picture, folder: Path) -> Image:
    """Write a picture into ``folder`` under its hash; one that cannot be decoded has no file."""
    shown = Image(
        picture.name, caption=picture.caption, width_mm=picture.width_mm, height_mm=picture.height_mm
    )
    suffix = SUFFIXES.get(picture.media_type, "")
    try:
        measures = measure(picture.content)
        content = without_metadata(picture.content)
    except (ReadingError, ValueError, struct.error, IndexError):
        return shown
    if not suffix or min(measures.width, measures.height) < 1:
        return shown
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / f"{sha256[:16]}{suffix}"
    path.write_bytes(content)
    return Image(
        picture.name,
        path.name,
        sha256,
        (measures.width, measures.height),
        picture.width_mm,
        picture.height_mm,
        _TURNS.get(measures.orientation, 0),
        picture.caption,
    )


def doubt_picture(picture: Picture) -> str:
    """What an editor should know of a kind of picture, ``""`` for nothing."""
    name = f"图片“{picture.caption or picture.name or '未命名'}”"
    content = picture.content
    if content[40:44] == _EMF_MARK or content.startswith(_WMF_HEADS):
        return f"{name}是矢量图（EMF、WMF），不能排入，请另存为 PNG 或 JPG 后重报"
    if other := _OTHERS.get(picture.media_type):
        return f"{name}是 {other} 格式，不能排入，请另存为 PNG 或 JPG 后重报"
    if content.startswith(b"GIF8") and content.count(_GIF_FRAME) > 1:
        return f"{name}是动画，只印第一帧，请核对"
    return ""


def without_metadata(content: bytes) -> bytes:
    """The picture without EXIF, XMP, IPTC and comments; of TIFF and BMP the bytes as they are.

    Raises:
        ValueError: it is cut short.
    """
    if content.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_jpeg_parts(content))
    if content.startswith(_PNG_HEAD):
        return _PNG_HEAD + b"".join(_png_parts(content))
    return content


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    """The segments (ITU-T T.81 Annex B) that the image needs, then the image itself."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF:  # filling before a marker
            at += 1
            continue
        if marker == 0xDA:  # start of scan: all the rest
            if content.rfind(b"\xff\xd9") < at:
                raise ValueError("no end")
            yield content[at:]
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        is_other = 0xE0 <= marker <= 0xEF and marker not in (_APP0, _APP2, _APP14)
        if not is_other and marker != 0xFE:
            yield content[at : at + 2 + length]
        at += 2 + max(2, length)
    raise ValueError("no scan")


def _png_parts(content: bytes) -> Iterator[bytes]:
    """The chunks (W3C PNG, 5.3) that the image needs; its data is unpacked once, to see that it is whole."""
    at, kind = len(_PNG_HEAD), b""
    unpacking = zlib.decompressobj()
    while at + 12 <= len(content) and kind != b"IEND":
        length = int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if kind == b"IDAT":
            _unpack(unpacking, content[at + 8 : at + 8 + length])
        if kind in _PNG_KEPT:
            yield content[at : at + 12 + length]
        at += 12 + length
    if kind != b"IEND" or not unpacking.eof:
        raise ValueError("no end")


def _unpack(unpacking: zlib._Decompress, packed: bytes) -> None:
    """Go over packed data in pieces, so that an enormous picture takes no memory.

    Raises:
        ValueError: it is broken.
    """
    try:
        while packed and not unpacking.eof:
            unpacking.decompress(packed, _PIECE)
            packed = unpacking.unconsumed_tail
    except zlib.error as error:
        raise ValueError("broken data") from error
