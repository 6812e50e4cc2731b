"""Pages as pictures for recognition: rendered, decoded, straightened, freed of red seals.

Every picture is bounded before it is made. Pictures are numpy arrays of height × width × 3, RGB.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from io import BytesIO
from typing import Any

from intake.documents.scan.engine import INSTALL
from intake.documents.scan.image import measure
from intake.model.errors import Damaged, OverLimit, ToolMissing
from intake.model.limits import Limits

LONGEST = 2000  # pixels of the longer side
DPI = 175  # more does not read better, and costs more
LEAST_DPI_SIDE = 20.0  # points: a page smaller than this is no page
RED = 45  # by how much red must exceed green and blue to be seal ink
SEAL = (0.09, 0.45)  # width of a seal, as a share of the shorter side of the page
ROUND = 0.7  # height to width of a seal, at least; across a page's edge half of it is left
INK = (70.0, 160.0)  # red channel: black print under a seal, the seal's own red


def render_pages(document: Any, only: Container[int] | None = None) -> Iterator[tuple[int, Any]]:
    """The pages of an open pdfium document as pictures, each with its number from 0."""
    for number in range(len(document)):
        if only is None or number in only:
            page = document[number]
            try:
                yield number, _render(page)
            finally:
                page.close()


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise ToolMissing(INSTALL) from error
    return numpy


def _render(page: Any) -> Any:
    numpy = _numpy()
    width, height = page.get_size()
    if not (LEAST_DPI_SIDE < width < 1e6 and LEAST_DPI_SIDE < height < 1e6):
        raise OverLimit("页面尺寸不合常规")
    scale = min(DPI / 72, LONGEST / max(width, height))
    if min(width, height) * scale < 1:
        raise OverLimit("页面尺寸不合常规")
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        picture = numpy.array(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
    return picture


def decode_frames(content: bytes, limits: Limits) -> Iterator[tuple[int, Any]]:
    """The pages of a picture file (a TIFF may have many), upright by EXIF, not larger than needed.

    Raises:
        OverLimit: it has more pixels or pages than may be decoded.
        Damaged, Unsupported: it cannot be decoded.
        ToolMissing: the extra ``ocr`` is not installed.
    """
    found = measure(content)
    if found.width * found.height > limits.image_pixels:
        raise OverLimit(f"图片{found.width}×{found.height}像素")
    numpy = _numpy()
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content)) as image:
            for number in range(min(getattr(image, "n_frames", 1), limits.pages)):
                image.seek(number)
                if image.width * image.height > limits.image_pixels:
                    raise OverLimit(f"图片{image.width}×{image.height}像素")
                image.draft("RGB", (LONGEST, LONGEST))
                frame = ImageOps.exif_transpose(_flatten(image))
                frame.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
                yield number, numpy.array(frame)
                if found.kind == "GIF":
                    break
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Damaged from error  # these are Pillow's words for broken files


def _flatten(image: Any) -> Any:
    """RGB on white paper."""
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        if exif := image.info.get("exif"):
            paper.info["exif"] = exif
        return paper
    if image.mode.startswith("I;16") or image.mode in {"I", "F"}:  # grey of 16 bits
        low, high = image.getextrema()
        span = max(float(high) - float(low), 1.0)
        return image.convert("F").point(lambda value: (value - float(low)) * 255 / span).convert("RGB")
    return image.convert("RGB")


def lift_seals(picture: Any) -> Any:
    """Take red seals out of a picture, and keep the black print under them.

    Print in red, such as the head of an official letter, is kept: only round stamps are taken.
    """
    import cv2
    import numpy

    red, green, blue = (picture[:, :, channel].astype(numpy.int16) for channel in range(3))
    ink = ((red - green > RED) & (red - blue > RED)).astype(numpy.uint8)
    side = min(picture.shape[:2])
    if ink.sum() < side * side * 0.0005:
        return picture
    reach = max(3, side // 60) | 1
    joined = cv2.dilate(ink, numpy.ones((reach, reach), numpy.uint8))
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(joined)
    cleaned = picture
    for number in range(1, min(count, 200)):
        left, top, width, height, _ = boxes[number]
        if not _is_seal(width, height, side):
            continue
        if cleaned is picture:
            cleaned = picture.copy()
        area = (slice(top, top + height), slice(left, left + width))
        _lift(cleaned[area], ink[area], labels[area] == number)
    return cleaned


def _is_seal(width: int, height: int, side: int) -> bool:
    long, short = max(width, height), min(width, height)
    return SEAL[0] * side <= long <= SEAL[1] * side and short >= ROUND * long


def _lift(area: Any, ink: Any, member: Any) -> None:
    """Replace the seal's pixels by what its red light shows: ink vanishes, print stays."""
    import cv2
    import numpy

    near = cv2.dilate(ink, numpy.ones((5, 5), numpy.uint8)).astype(bool) & member
    low, high = INK
    lifted = numpy.clip((area[:, :, 0].astype(numpy.float32) - low) * 255 / (high - low), 0, 255)
    area[near] = lifted.astype(numpy.uint8)[near][:, None]


def find_rules(picture: Any) -> list[tuple[float, float, float, float]]:
    """Ruling lines as boxes (left, top, right, bottom).

    Only lines nearly parallel to the edges are found; the tables of a photo taken askew are not.
    """
    import cv2
    import numpy

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    height, width = dark.shape
    boxes = []
    for across in (True, False):
        length = max(40, (width if across else height) // 28)
        shape = (length, 1) if across else (1, length)
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, numpy.ones(shape[::-1], numpy.uint8))
        lines = cv2.dilate(lines, numpy.ones((3, 9) if across else (9, 3), numpy.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for left, top, wide, high, _ in stats[1 : min(count, 2000)]:
            thick, long = (high, wide) if across else (wide, high)
            if thick <= 14 and long >= length:
                boxes.append((float(left), float(top), float(left + wide), float(top + high)))
    return boxes


def straighten(picture: Any, degrees: float) -> Any:
    """A picture turned by a few degrees about its middle, on white paper."""
    import cv2

    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )
