"""Pictures of a page: in its own text (data:, RFC 2397), or in the file it was saved in with them (RFC 2557)."""

from __future__ import annotations

import binascii
import posixpath
import re
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from intake.documents.result import Drawing

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIZE: Final = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d{1,6}(?:\.\d{1,6})?)(pt|in|cm|mm|px)", re.I)
_NUMBER: Final = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)(?:px)?\s*")
_UNITS: Final = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96}
SMALLEST: Final = 1.0  # mm; smaller ones only count readers or keep lines apart


class Image(NamedTuple):
    """An image of a page: where it comes from, and its size in mm, 0 where the page does not say."""

    source: str
    width: float
    height: float


def image_of(element: _Element) -> Image | None:
    """The image of an ``img`` element; None when it is too small to be seen."""
    said = {
        name.lower(): float(value) * _UNITS[unit.lower()]
        for name, value, unit in _SIZE.findall(element.get("style", ""))
    }
    width, height = (
        said.get(name) or (float(found[1]) * _UNITS["px"] if found else None)
        for name in ("width", "height")
        for found in (_NUMBER.fullmatch(element.get(name, "")),)
    )
    if (width is not None and width < SMALLEST) or (height is not None and height < SMALLEST):
        return None
    return Image(element.get("src", "").strip(), width or 0.0, height or 0.0)


@dataclass
class Images:
    """Where the images of a page are; nothing is ever fetched."""

    archive: Message[str, str] | None = None  # the file that the page was saved in

    def load(self, source: str) -> tuple[str, bytes]:
        """Name and bytes of an image; no bytes when they did not come along."""
        if source[:5].lower() == "data:":
            return "", _data(source)
        name = posixpath.basename(unquote(source.partition("?")[0]))
        part = self._parts.get(source) or self._parts.get(name)
        payload = part.get_payload(decode=True) if part is not None else b""
        return name, payload if isinstance(payload, bytes) else b""

    def draw(self, images: Sequence[Image], number: int) -> Drawing:
        """An image with its size."""
        image = images[number]
        return Drawing(*self.load(image.source), image.width, image.height)

    @cached_property
    def _parts(self) -> dict[str, Message[str, str]]:
        found: dict[str, Message[str, str]] = {}
        for part in self.archive.walk() if self.archive is not None else ():
            if part.get_content_maintype() == "image":
                place, content_id = str(part.get("Content-Location", "")), str(part.get("Content-ID", ""))
                found[place.strip()] = found[posixpath.basename(unquote(place.strip()))] = part
                found["cid:" + content_id.strip(" <>")] = part
        return found


def _data(source: str) -> bytes:
    head, _, data = source[5:].partition(",")
    try:
        return (
            b64decode(unquote(data)) if head.rstrip().lower().endswith(";base64") else unquote_to_bytes(data)
        )
    except (binascii.Error, ValueError):
        return b""
