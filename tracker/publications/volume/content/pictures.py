"""Pictures for print: rebuilt from what the document shows of them, each under its hash."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Final

from intake.documents.scan.image import measure
from intake.model.blocks import Picture, View
from intake.model.errors import ReadingError
from tracker.publications.volume.content.model import Image
from tracker.publications.volume.content.pixels import MOST_PIXELS, rebuild

_EMF_MARK: Final = b" EMF"  # MS-EMF 2.3.4.2: the signature in its header
_WMF_HEADS: Final = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")  # MS-WMF 2.3.2: placeable, plain
_GIF_FRAME: Final = b"\x21\xf9\x04"  # GIF89a 23: the extension before each frame
_OTHERS: Final = {"image/heic": "HEIC", "image/svg+xml": "SVG"}


def keep_picture(picture: Picture, folder: Path) -> Image:
    """Write a picture into ``folder`` under its hash; one that cannot be decoded has no file."""
    try:
        made = None if picture.view.is_shaped else rebuild(picture.content, picture.view)
    except ReadingError:
        made = None
    if made is None:
        return Image(picture.name, caption=picture.caption)
    sha256 = hashlib.sha256(made.content).hexdigest()
    path = folder / f"{sha256[:16]}{made.suffix}"
    path.write_bytes(made.content)
    width, height = turned_size(picture.width_mm, picture.height_mm, picture.view)
    return Image(picture.name, path.name, sha256, (made.width, made.height), width, height, picture.caption)


def turned_size(width: float, height: float, view: View) -> tuple[float, float]:
    """The room that a picture of this size takes once it is turned."""
    if not view.turn % 180:
        return width, height
    sine, cosine = (abs(turn(math.radians(view.turn))) for turn in (math.sin, math.cos))
    return round(width * cosine + height * sine, 1), round(width * sine + height * cosine, 1)


def doubt_picture(picture: Picture) -> str:
    """What an editor should know of a kind of picture, ``""`` for nothing."""
    name = f"图片“{picture.caption or picture.name or '未命名'}”"
    content = picture.content
    if picture.view.is_shaped:
        return f"{name}在原件中裁成了异形，不能照样排入，请裁好后另存为 PNG 或 JPG 重报"
    if content[40:44] == _EMF_MARK or content.startswith(_WMF_HEADS):
        return f"{name}是矢量图（EMF、WMF），不能排入，请另存为 PNG 或 JPG 后重报"
    if other := _OTHERS.get(picture.media_type):
        return f"{name}是 {other} 格式，不能排入，请另存为 PNG 或 JPG 后重报"
    if content.startswith(b"GIF8") and content.count(_GIF_FRAME) > 1:
        return f"{name}是动画，只印第一帧，请核对"
    if size := _enormous(content):
        return f"{name}{size}像素，过大，不能排入，请缩小后重报"
    return ""


def _enormous(content: bytes) -> str:
    try:
        found = measure(content)
    except ReadingError:
        return ""
    return f"{found.width}×{found.height}" if found.width * found.height > MOST_PIXELS else ""
