"""What kind of picture bytes are."""

from __future__ import annotations

import re
from typing import Final

_MAGIC: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf"),  # with the placeable head
    (b"\x01\0\x09\0", "image/wmf"),
)
_EMF_SIGN: Final = b" EMF"  # at 40 (MS-EMF 2.3.4.2)
_SVG: Final = re.compile(rb"<svg[\s>]")
HEAD: Final = 1024


def media_type_of(content: bytes) -> str:
    """The media type of a picture by its first bytes, ``""`` when it is none of the usual kinds."""
    for magic, found in _MAGIC:
        if content.startswith(magic):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:4] == b"\x01\0\0\0" and content[40:44] == _EMF_SIGN:
        return "image/emf"
    if content[4:8] == b"ftyp":
        return "image/heic" if content[8:12] in {b"heic", b"heix", b"mif1"} else ""
    return "image/svg+xml" if _SVG.search(content[:HEAD]) else ""
