"""A picture rebuilt from its pixels: what the document shows of it, and nothing that its file carries beside.

A file may hold a place, a name, a smaller picture, text behind its end or colours under full
transparency; none of this may leave the office. So every picture is decoded, cut and turned as its
document shows it, and encoded anew in sRGB. A photo keeps the quantisation of its own file.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from intake.model.blocks import View
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = Limits().image_pixels
WHITE: Final = 255
WHITE_OF_16_BITS: Final = 65535
SCREEN_PPI: Final = 96.0  # of a file that does not say its own
MM_INCH: Final = 25.4
QUALITY: Final = 95  # of a photo whose file has no quantisation of its own
PRINTED_MODES: Final = frozenset({"1", "L", "RGB", "CMYK"})
_PHOTOS: Final = frozenset({"JPEG", "MPO"})


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The new file of a picture."""

    content: bytes
    suffix: str
    width: int
    height: int


def rebuild(content: bytes, view: View) -> Rebuilt:
    """The picture as its document shows it.

    Raises:
        Damaged: it cannot be decoded, or nothing of it is shown.
        OverLimit: it has more pixels than may be decoded.
    """
    from PIL import Image as Opener

    with _decoding(), Opener.open(io.BytesIO(content)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise OverLimit
        opened.load()
        shown = _shown(opened, view)
        return _encoded(shown, opened)


@contextmanager
def _decoding() -> Iterator[None]:
    """Pillow's words for broken and for enormous files as one."""
    import struct
    import zlib

    from PIL.Image import DecompressionBombError

    try:
        yield
    except DecompressionBombError as error:
        raise OverLimit from error
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, struct.error, zlib.error, ZeroDivisionError) as error:  # fmt: skip
        raise Damaged from error


def _shown(opened: Image, view: View) -> Image:
    """What is shown, upright, in a mode that is printed; a document that turns it knows how the camera was held."""
    from PIL import Image as Opener
    from PIL import ImageOps

    image = _cut(_in_srgb(opened), view, opened.info.get("dpi"))
    if view.is_mirrored:
        image = image.transpose(Opener.Transpose.FLIP_LEFT_RIGHT)
    if view.turn % 360:
        return _turned(image, view.turn)
    if not view.is_mirrored and (orientation := opened.getexif().get(0x0112, 1)) != 1:
        exif = Opener.Exif()
        exif[0x0112] = orientation
        image.info["exif"] = exif.tobytes()
        image = ImageOps.exif_transpose(image)
    return image


def _in_srgb(opened: Image) -> Image:
    """Without transparency, on white paper, its colours as its profile means them."""
    from PIL import Image as Opener

    image = opened
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        image = Opener.new("RGB", layered.size, "white")
        image.paste(layered, mask=layered.getchannel("A"))
    elif image.mode.startswith("I;16") or image.mode in {"I", "F"}:
        _, high = image.getextrema()
        top = WHITE_OF_16_BITS if image.mode.startswith("I;16") else max(float(high), WHITE)
        image = image.convert("F").point(lambda value: value * WHITE / top).convert("L")
    elif image.mode == "P":
        image = image.convert("RGB")
    image = _by_profile(image, opened.info.get("icc_profile"))
    return image if image.mode in PRINTED_MODES else image.convert("RGB")


def _by_profile(image: Image, profile: bytes | None) -> Image:
    """The colours that a profile means, in sRGB; a profile that does not fit its picture is passed over."""
    if not profile or image.mode not in {"L", "RGB", "CMYK", "LAB"}:
        return image
    from PIL import ImageCms

    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(meant):
            return image
        found = ImageCms.profileToProfile(image, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return (
        found if found is not None and image.mode != "L" else image if found is None else found.convert("L")
    )


def _cut(image: Image, view: View, density: Any) -> Image:
    """What is left when the sides are cut off, and the corners of a round picture."""
    wide, high = image.size
    across = down = 1.0
    if view.cuts_in_mm:
        across, down = (
            side / (ppi or SCREEN_PPI) * MM_INCH for side, ppi in zip(image.size, _ppi(density), strict=True)
        )
    left, top, right, bottom = (max(0.0, cut) for cut in view.cut)  # below 0 there is only paper
    box = (
        round(wide * left / across),
        round(high * top / down),
        round(wide * (1 - right / across)),
        round(high * (1 - bottom / down)),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        raise Damaged
    image = image.crop(box) if box != (0, 0, wide, high) else image.copy()
    return _rounded(image) if view.is_round else image


def _ppi(density: Any) -> tuple[float, float]:
    try:
        across, down = (float(value) for value in density)
    except (TypeError, ValueError):
        return 0.0, 0.0
    return (across, down) if min(across, down) > 1 else (0.0, 0.0)


def _rounded(image: Image) -> Image:
    from PIL import Image as Opener
    from PIL import ImageDraw

    mask = Opener.new("1", image.size)
    ImageDraw.Draw(mask).ellipse((0, 0, image.width - 1, image.height - 1), fill=1)
    colour = image if image.mode != "CMYK" else image.convert("RGB")
    paper = Opener.new(colour.mode, image.size, "white")
    paper.paste(colour, mask=mask)
    return paper


def _turned(image: Image, degrees: float) -> Image:
    """Turned clockwise; what a slant leaves empty is white."""
    from PIL import Image as Opener

    quarter = {
        90: Opener.Transpose.ROTATE_270,
        180: Opener.Transpose.ROTATE_180,
        270: Opener.Transpose.ROTATE_90,
    }
    if (exact := quarter.get(round(degrees) % 360)) and abs(degrees - round(degrees)) < 0.01:
        return image.transpose(exact)
    colour = image.convert("RGB")
    return colour.rotate(-degrees, Opener.Resampling.BICUBIC, expand=True, fillcolor="white")


def _encoded(image: Image, opened: Image) -> Rebuilt:
    out = io.BytesIO()
    image.info = {}
    if opened.format in _PHOTOS or image.mode == "CMYK" or opened.format == "WEBP":
        image = image.convert("L") if image.mode == "1" else image
        image.save(out, "JPEG", **_quantised(image, opened))
        suffix = ".jpg"
    else:
        image.save(out, "PNG")
        suffix = ".png"
    return Rebuilt(out.getvalue(), suffix, image.width, image.height)


def _quantised(image: Image, opened: Image) -> dict[str, Any]:
    """How coarse a photo is encoded: as its own file is, where the tables fit."""
    from PIL import JpegImagePlugin

    tables = getattr(opened, "quantization", None)
    if not tables or image.mode != opened.mode:
        return {"quality": QUALITY, "subsampling": 0}
    how: dict[str, Any] = {"qtables": tables}
    if image.mode == "RGB" and (sampling := JpegImagePlugin.get_sampling(opened)) >= 0:
        how["subsampling"] = sampling
    return how
