"""Pictures rebuilt from their pixels: nothing beside them survives, and only what a document shows is left."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Photo
from PIL import ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from intake.model.blocks import Picture, View
from intake.model.errors import Damaged, OverLimit
from tracker.publications.volume.content.model import Image
from tracker.publications.volume.content.pictures import doubt_picture, keep_picture
from tracker.publications.volume.content.pixels import rebuild

SECRET = b"Wang Xiaoping, 34.2 N"
RED, GREEN, BLUE, YELLOW = (254, 0, 0), (0, 128, 0), (0, 0, 254), (255, 255, 0)
SIDE = 40


def quarters() -> Photo.Image:
    """Red, green above blue, yellow."""
    image = Photo.new("RGB", (2 * SIDE, 2 * SIDE))
    draw = ImageDraw.Draw(image)
    for place, colour in enumerate((RED, GREEN, BLUE, YELLOW)):
        x, y = SIDE * (place % 2), SIDE * (place // 2)
        draw.rectangle((x, y, x + SIDE - 1, y + SIDE - 1), fill=colour)
    return image


def drawn(form: str, image: Photo.Image | None = None, **how: Any) -> bytes:
    out = io.BytesIO()
    (image or quarters()).save(out, form, **how)
    return out.getvalue()


def exif(orientation: int = 1) -> bytes:
    tags = Photo.Exif()
    tags[0x0112], tags[0x010F], tags[0x9286] = orientation, SECRET.decode(), SECRET.decode()
    return tags.tobytes()


def profile() -> bytes:
    """Some profile, its maker's text changed to the secret."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return made + SECRET


def private_tags() -> ImageFileDirectory_v2:
    tags = ImageFileDirectory_v2()
    tags[270], tags[315], tags[65000] = SECRET.decode(), SECRET.decode(), SECRET.decode()
    return tags


def png_text() -> PngInfo:
    info = PngInfo()
    info.add_text("Location", SECRET.decode())
    info.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
    return info


def commented_gif() -> bytes:
    plain = drawn("GIF", quarters().convert("P"), comment=SECRET)
    application = b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\0"
    return plain[:-1] + application + b"\x3b" + SECRET


FILES = {
    "behind the end of a JPEG": drawn("JPEG") + SECRET,
    "a second JPEG behind the first": drawn("JPEG") + drawn("JPEG", comment=SECRET),
    "EXIF and a comment": drawn("JPEG", exif=exif(), comment=SECRET),
    "XMP in a JPEG": drawn("JPEG", xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
    "a profile in a JPEG": drawn("JPEG", icc_profile=profile()),
    "progressive": drawn("JPEG", progressive=True, comment=SECRET),
    "grey": drawn("JPEG", quarters().convert("L"), comment=SECRET),
    "four colours": drawn("JPEG", quarters().convert("CMYK"), comment=SECRET),
    "two pictures in one (MPO)": drawn("MPO", save_all=True, append_images=[Photo.new("RGB", (80, 80))], exif=exif()),
    "texts of a PNG": drawn("PNG", pnginfo=png_text(), exif=exif(), icc_profile=profile()),
    "behind the end of a PNG": drawn("PNG") + SECRET,
    "comments of a GIF": commented_gif(),
    "tags of a TIFF": drawn("TIFF", tiffinfo=private_tags(), icc_profile=profile()) + SECRET,
    "chunks of a WebP": drawn("WEBP", lossless=True, exif=exif(), xmp=SECRET, icc_profile=profile()),
    "behind the end of a BMP": drawn("BMP") + SECRET,
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_nothing_beside_the_pixels_survives(name: str) -> None:
    assert SECRET in FILES[name]

    made = rebuild(FILES[name], View())

    assert SECRET not in made.content
    with Photo.open(io.BytesIO(made.content)) as one, Photo.open(io.BytesIO(FILES[name])) as other:
        assert one.size == other.size == (made.width, made.height) == (80, 80)
        assert set(one.info) <= {"jfif", "jfif_version", "jfif_density", "jfif_unit", "adobe", "adobe_transform", "progressive", "progression"}  # fmt: skip
        assert not one.getexif()
        assert _like(one.convert("RGB"), other.convert("RGB"))


def test_a_rebuilt_file_is_the_same_each_time_and_says_nothing_of_its_first_name(tmp_path: Path) -> None:
    content = FILES["EXIF and a comment"]

    kept = [keep_picture(Picture(name, content, "image/jpeg", caption="图1"), tmp_path) for name in "甲乙"]

    assert (kept[0].file, kept[0].sha256) == (kept[1].file, kept[1].sha256)
    assert [path.name for path in tmp_path.iterdir()] == [kept[0].file]


def test_a_photo_is_encoded_no_coarser_than_it_was() -> None:
    fine, coarse = (
        drawn("JPEG", Photo.effect_noise((400, 300), 60), quality=quality) for quality in (95, 40)
    )

    assert [len(rebuild(one, View()).content) / len(one) for one in (fine, coarse)] == pytest.approx(
        [1, 1], abs=0.05
    )


@pytest.mark.parametrize(("mode", "clear"), [("RGBA", (255, 0, 0, 0)), ("LA", (90, 0))])
def test_what_is_transparent_is_white_paper(mode: str, clear: tuple[int, ...]) -> None:
    made = rebuild(drawn("PNG", Photo.new(mode, (9, 9), clear)), View())

    assert Photo.open(io.BytesIO(made.content)).convert("RGB").getpixel((4, 4)) == (255, 255, 255)


def test_colours_are_those_that_the_profile_means() -> None:
    """A profile whose gamma is 1: a middle grey of its is a light one in sRGB."""
    import struct

    curve = b"curv" + bytes(4) + struct.pack(">I", 0)
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made = bytearray(bytes(made).replace(b"s\0R\0G\0B", b"m\0i\0n\0e"))
    for at in range(132, 132 + 12 * int.from_bytes(made[128:132], "big"), 12):
        sign, place, _ = struct.unpack_from(">4sII", made, at)
        if sign in (b"rTRC", b"gTRC", b"bTRC"):
            made[place : place + len(curve)] = curve
            struct.pack_into(">I", made, at + 8, len(curve))
    content = drawn("PNG", Photo.new("RGB", (9, 9), (128, 128, 128)), icc_profile=bytes(made))

    shown = Photo.open(io.BytesIO(rebuild(content, View()).content)).getpixel((4, 4))

    assert shown == pytest.approx((188, 188, 188), abs=2)  # IEC 61966-2-1 of 0.5


def test_sixteen_bits_become_eight() -> None:
    grey = Photo.frombytes("I;16", (2, 2), b"\0\x80" * 4)

    made = rebuild(drawn("PNG", grey), View())

    assert Photo.open(io.BytesIO(made.content)).getpixel((0, 0)) == pytest.approx(128, abs=1)


def corners(view: View, content: bytes = b"") -> tuple[tuple[int, int], list[Any]]:
    """Size and the four corners of what is shown."""
    made = rebuild(content or drawn("PNG"), view)
    image = Photo.open(io.BytesIO(made.content)).convert("RGB")
    right, low = image.width - 3, image.height - 3
    return image.size, [image.getpixel(at) for at in ((2, 2), (right, 2), (2, low), (right, low))]


@pytest.mark.parametrize(
    ("view", "size", "seen"),
    [
        (View(), (80, 80), [RED, GREEN, BLUE, YELLOW]),
        (View((0.5, 0, 0, 0)), (40, 80), [GREEN, GREEN, YELLOW, YELLOW]),
        (View((0, 0.5, 0.5, 0)), (40, 40), [BLUE] * 4),
        (View((-0.2, 0, 0, 0)), (80, 80), [RED, GREEN, BLUE, YELLOW]),
        (View((10.58, 0, 0, 0), cuts_in_mm=True), (40, 80), [GREEN, GREEN, YELLOW, YELLOW]),  # at 96 to the inch
        (View(is_mirrored=True), (80, 80), [GREEN, RED, YELLOW, BLUE]),
        (View(turn=90), (80, 80), [BLUE, RED, YELLOW, GREEN]),
        (View(turn=180, is_mirrored=True), (80, 80), [BLUE, YELLOW, RED, GREEN]),
        (View((0.5, 0, 0, 0), turn=270), (80, 40), [GREEN, YELLOW, GREEN, YELLOW]),
        (View(is_round=True), (80, 80), [(255, 255, 255)] * 4),
        (View(turn=45), (114, 114), [(255, 255, 255)] * 4),
    ],
)  # fmt: skip
def test_only_what_is_shown_is_left(view: View, size: tuple[int, int], seen: list[Any]) -> None:
    assert corners(view) == (size, seen)


def test_the_camera_turns_a_picture_that_its_document_leaves_as_it_is() -> None:
    photo = drawn("PNG", exif=exif(6))

    assert corners(View(), photo)[1] == [BLUE, RED, YELLOW, GREEN]
    assert corners(View(turn=90), photo)[1] == [BLUE, RED, YELLOW, GREEN]  # once, not twice


def test_a_turned_picture_takes_the_room_that_it_has_then(tmp_path: Path) -> None:
    picture = Picture("a.png", drawn("PNG"), "image/png", 60, 40, view=View(turn=90))

    kept = keep_picture(picture, tmp_path)

    assert (kept.width_mm, kept.height_mm) == (40, 60)


def test_a_picture_of_which_nothing_is_shown_is_none() -> None:
    with pytest.raises(Damaged):
        rebuild(drawn("PNG"), View((0.5, 0, 0.5, 0)))


def test_a_picture_in_an_outline_that_is_not_known_is_not_printed_whole(tmp_path: Path) -> None:
    picture = Picture("星.png", drawn("PNG"), "image/png", view=View(is_shaped=True))

    assert keep_picture(picture, tmp_path) == Image("星.png")
    assert (
        doubt_picture(picture)
        == "图片“星.png”在原件中裁成了异形，不能照样排入，请裁好后另存为 PNG 或 JPG 重报"
    )


def test_an_enormous_picture_is_named_before_it_is_decoded() -> None:
    content = drawn("PNG", Photo.new("1", (20_000, 20_000)))

    with pytest.raises(OverLimit):
        rebuild(content, View())
    assert doubt_picture(Picture("大.png", content, "image/png")) == (
        "图片“大.png”20000×20000像素，过大，不能排入，请缩小后重报"
    )


def _like(one: Photo.Image, other: Photo.Image) -> bool:
    """Whether colours of the middle of each quarter are about the same."""
    places = [(x, y) for x in (20, 60) for y in (20, 60)]
    pairs = zip((one.getpixel(at) for at in places), (other.getpixel(at) for at in places), strict=True)
    return all(abs(a - b) < 12 for first, second in pairs for a, b in zip(first, second, strict=True))  # type: ignore[arg-type]
