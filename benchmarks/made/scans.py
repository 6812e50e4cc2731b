"""Scans and phone photos made from clean pages: noise, lean, perspective, light, seals.

Pages are numpy arrays of height × width × 3, RGB. All chance comes from the seed.
"""

from __future__ import annotations

import io
import math
from typing import Any

import cv2
import numpy
from PIL import Image, ImageDraw, ImageFont

RED = (205, 38, 38)


def render(pdf: bytes, dpi: int = 200) -> list[Any]:
    """The pages of a PDF as pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [numpy.array(page.render(scale=dpi / 72).to_pil().convert("RGB")) for page in document]
    finally:
        document.close()


def as_scan(page: Any, seed: int, *, lean: float = 0.6, noise: float = 9.0) -> Any:
    """What a flat-bed scanner gives: a slight lean, grey paper, noise, soft edges."""
    chance = numpy.random.default_rng(seed)
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-lean, lean), 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(turned, (3, 3), 0.6).astype(numpy.float32)
    paper = soft * chance.uniform(0.90, 0.97) + 5
    return _clip(paper + chance.normal(0, noise, (height, width, 1)))


def as_photo(page: Any, seed: int) -> Any:
    """What a phone gives: perspective, a desk around the page, uneven light, blur, JPEG."""
    chance = numpy.random.default_rng(seed)
    height, width = page.shape[:2]
    wide, high = round(width * 1.14), round(height * 1.12)
    corners = numpy.float32([(0, 0), (width, 0), (width, height), (0, height)])
    shift = chance.uniform(0.01, 0.055, (4, 2)) * (width, height)
    inward = numpy.float32([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    placed = corners + numpy.float32([(width * 0.07, height * 0.06)]) + inward * shift.astype(numpy.float32)
    matrix = cv2.getPerspectiveTransform(corners, placed.astype(numpy.float32))
    desk = numpy.full((high, wide, 3), (118, 96, 74), numpy.uint8)
    photo = cv2.warpPerspective(page, matrix, (wide, high), dst=desk, borderMode=cv2.BORDER_TRANSPARENT)
    light = _light(high, wide, chance)
    blurred = cv2.GaussianBlur(photo, (3, 3), 0.9).astype(numpy.float32) * light[:, :, None]
    grain = _clip(blurred + chance.normal(0, 7, photo.shape))
    return numpy.array(Image.open(io.BytesIO(as_jpeg(grain, 70))).convert("RGB"))


def with_seal(page: Any, seed: int, text: str = "云龙区民政局专用章") -> Any:
    """A round red seal over the text, set as stamps are: through, not over, the print."""
    chance = numpy.random.default_rng(seed)
    height, width = page.shape[:2]
    side = round(width * 0.2)
    x = round(chance.uniform(0.2, 0.6) * width)
    y = round(chance.uniform(0.3, 0.7) * height)
    seal = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(seal)
    draw.ellipse((4, 4, side - 4, side - 4), outline=255, width=max(4, side // 40))
    star = [
        (
            side / 2 + side * (0.16 if corner % 2 == 0 else 0.065) * math.sin(corner * math.pi / 5),
            side / 2 - side * (0.16 if corner % 2 == 0 else 0.065) * math.cos(corner * math.pi / 5),
        )
        for corner in range(10)
    ]
    draw.polygon(star, fill=255)
    face = _face(side // 9)
    if face is not None:
        for at, character in enumerate(text):
            angle = math.radians(-120 + 240 * at / max(len(text) - 1, 1))
            place = (side / 2 + side * 0.37 * math.sin(angle), side / 2 - side * 0.37 * math.cos(angle))
            glyph = Image.new("L", (side // 6, side // 6), 0)
            ImageDraw.Draw(glyph).text((side // 12, side // 12), character, 255, face, anchor="mm")
            turned = glyph.rotate(-math.degrees(angle))
            seal.paste(255, (round(place[0] - side / 12), round(place[1] - side / 12)), turned)
    share = (numpy.array(seal).astype(numpy.float32) / 255 * chance.uniform(0.7, 0.95))[:, :, None]
    stamped = page.copy()
    area = stamped[y : y + side, x : x + side].astype(numpy.float32)
    ink = area * (numpy.float32(RED) / 255)
    stamped[y : y + side, x : x + side] = _clip(area * (1 - share) + ink * share)
    return stamped


def as_jpeg(page: Any, quality: int = 85) -> bytes:
    """The page as a JPEG file."""
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def as_pdf(pages: list[Any], dpi: int = 200) -> bytes:
    """The pages as a PDF of pictures, as scanners write it."""
    first, *others = (Image.fromarray(page) for page in pages)
    buffer = io.BytesIO()
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=dpi, quality=85)
    return buffer.getvalue()


def _light(height: int, width: int, chance: Any) -> Any:
    """Brightness over the picture: a lamp at one side, and the shadow of the hand."""
    ys, xs = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    lamp = (chance.uniform(0, height), chance.uniform(0, width))
    distance = numpy.hypot(ys - lamp[0], xs - lamp[1]) / math.hypot(height, width)
    shadow = 1 - chance.uniform(0.1, 0.3) / (
        1 + numpy.exp((xs - chance.uniform(0.5, 0.9) * width) / (width / 25))
    )
    return (1.02 - chance.uniform(0.25, 0.45) * distance) * shadow


def _clip(values: Any) -> Any:
    return numpy.clip(values, 0, 255).astype(numpy.uint8)


def _face(size: int) -> Any:
    """Any font of this system that has Chinese, or None."""
    for name in ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "wqy-zenhei.ttc", "simsun.ttc"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return None


def turned(page: Any, quarters: int) -> Any:
    """The page laid on its side or head, to the left by quarters."""
    return numpy.ascontiguousarray(numpy.rot90(page, quarters))
