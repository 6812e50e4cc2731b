"""What a document shows of a picture: cut, mirrored and turned, in every format that can say so."""

from __future__ import annotations

import struct
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.shared import Mm
from PIL import Image

from intake.documents.read import read_blocks
from intake.documents.word.doc.pictures import placed_size, view_of
from intake.model.blocks import WHOLE, Picture, View, all_blocks
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import make_docx
from tests.programs import need

A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    return out.getvalue()


def picture_of(name: str, content: bytes) -> Picture:
    (found,) = (
        one
        for one in all_blocks(read_blocks(Attachment(name, content), Limits()).blocks)
        if isinstance(one, Picture)
    )
    return found


def drawing(cut: str = "", place: str = "", outline: str = "", around: str = "") -> str:
    """A drawing in Word; ``around`` is what a group around it says of its place."""
    outline = outline or '<a:prstGeom prst="rect"/>'
    inner = (
        f'<pic:pic><pic:nvPicPr/><pic:blipFill><a:blip r:embed="rId9"/>{cut}<a:stretch/></pic:blipFill>'
        f"<pic:spPr><a:xfrm {place}/>{outline}</pic:spPr></pic:pic>"
    )
    if around:
        group = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
        inner = f'<g:wgp xmlns:g="{group}"><g:grpSpPr><a:xfrm {around}/></g:grpSpPr>{inner}</g:wgp>'
    return f"<w:r><w:drawing><wp:inline><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"


def vml(cut: str = "", style: str = "", shape: str = "shape") -> str:
    return f'<w:r><w:pict><v:{shape} style="width:40pt;height:40pt;{style}"><v:imagedata r:id="rId9" {cut}/></v:{shape}></w:pict></w:r>'


CUT = '<a:srcRect l="25000" t="10000" r="-5000"/>'


@pytest.mark.parametrize(
    ("run", "view"),
    [
        (drawing(), WHOLE),
        (drawing(CUT), View((0.25, 0.1, -0.05, 0.0))),
        (drawing('<a:srcRect l="25%"/>'), View((0.25, 0.0, 0.0, 0.0))),
        (drawing(place='rot="5400000" flipH="1"'), View(is_mirrored=True, turn=90)),
        (drawing(place='flipV="true"'), View(is_mirrored=True, turn=180)),
        (drawing(place='flipV="1" flipH="1"'), View(turn=180)),
        (drawing(place='rot="5400000"', around='rot="2700000" flipH="1"'), View(is_mirrored=True, turn=315)),
        (drawing(CUT, outline='<a:prstGeom prst="ellipse"/>'), View((0.25, 0.1, -0.05, 0.0), is_round=True)),
        (drawing(outline='<a:prstGeom prst="star5"/>'), View(is_shaped=True)),
        (drawing(outline="<a:custGeom/>"), View(is_shaped=True)),
        (drawing(outline='<a:prstGeom prst="roundRect"/>'), WHOLE),
        (vml(), WHOLE),
        (vml('cropleft="16384f" croptop="0.1" cropright="50%"'), View((0.25, 0.1, 0.5, 0.0))),
        (vml(style="rotation:90;flip:x"), View(is_mirrored=True, turn=90)),
        (vml(style="rotation:5898240fd"), View(turn=90)),
        (vml(style="flip:x y"), View(turn=180)),
        (vml(shape="oval"), View(is_round=True)),
        (vml('cropleft="many"'), WHOLE),
    ],
)  # fmt: skip
def test_word_says_what_is_shown(run: str, view: View) -> None:
    body = f"<w:p><w:r><w:t>前些年停车难。</w:t></w:r></w:p><w:p>{run}</w:p>"
    content = make_docx(body, {"word/media/a.png": png()}, {"rId9": ("image", "media/a.png")})

    assert picture_of("案例.docx", content).view == view


@pytest.mark.parametrize(
    ("words", "view", "size"),
    [
        ("", WHOLE, (42.3, 42.3)),
        (r"\piccropl600\piccropb-240", View((0.25, 0.0, 0.0, -0.1)), (31.8, 42.3)),
        (r"{\*\picprop{\sp{\sn cropFromTop}{\sv 32768}}{\sp{\sn rotation}{\sv 5898240}}}", View((0, 0.5, 0, 0), turn=90), (42.3, 42.3)),
    ],
)  # fmt: skip
def test_rtf_says_what_is_shown(words: str, view: View, size: tuple[float, float]) -> None:
    group = rf"{{\pict{words}\picwgoal2400\pichgoal2400\pngblip {png().hex()}}}"
    found = picture_of("案例.rtf", rf"{{\rtf1\ansi A line of text.\par {group}\par}}".encode())

    assert (found.view, (found.width_mm, found.height_mm)) == (view, size)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_shape_in_rtf_says_it_before_or_behind_its_picture(order: tuple[int, int]) -> None:
    said = (
        rf"{{\sp{{\sn pib}}{{\sv {{\pict\pngblip {png().hex()}}}}}}}",
        r"{\sp{\sn cropFromLeft}{\sv 16384}}",
    )
    shape = "".join(said[place] for place in order)
    found = picture_of("案例.rtf", rf"{{\rtf1\ansi A line.\par{{\shp{{\*\shpinst{shape}}}}}\par}}".encode())

    assert found.view == View((0.25, 0.0, 0.0, 0.0))


def in_data(records: bytes, cuts: tuple[int, int, int, int] = (0, 0, 0, 0)) -> bytes:
    """A picture of the Data stream: its head with size, scale and cuts, then the records of its shape."""
    head = (
        struct.pack("<IHH", 68 + len(records), 68, 0x64)
        + bytes(20)
        + struct.pack("<hhHH", 2400, 1200, 500, 1000)
    )
    return (head + struct.pack("<hhhh", *cuts)).ljust(68, b"\0") + records


def shape(*said: tuple[int, int], flags: int = 0) -> bytes:
    inner = struct.pack("<HHIII", 0x02, 0xF00A, 8, 1, flags)
    inner += struct.pack("<HHI", len(said) << 4 | 3, 0xF00B, 6 * len(said))
    inner += b"".join(struct.pack("<Hi", *one) for one in said)
    return struct.pack("<HHI", 0x0F, 0xF004, len(inner)) + inner


@pytest.mark.parametrize(
    ("data", "view", "size"),
    [
        (in_data(b""), WHOLE, (21.2, 21.2)),
        (in_data(b"", (600, 0, 0, 300)), View((0.25, 0.0, 0.0, 0.25)), (15.9, 15.9)),
        (in_data(shape((258, 16384), (4, 90 << 16))), View((0.25, 0.0, 0.0, 0.0), turn=90), (15.9, 21.2)),
        (in_data(shape((256, 0x8000), flags=0x40)), View((0.0, 0.5, 0.0, 0.0), is_mirrored=True), (21.2, 10.6)),
    ],
)  # fmt: skip
def test_a_binary_file_says_what_is_shown(data: bytes, view: View, size: tuple[float, float]) -> None:
    assert view_of(data, 0) == view
    assert placed_size(data, 0, view) == pytest.approx(size, abs=0.05)


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_binary_picture_that_is_cut_short_is_read_as_far_as_it_goes(cut: int) -> None:
    data = in_data(shape((258, 16384)))[:cut]

    assert view_of(data, 0) in (WHOLE, View((0.25, 0.0, 0.0, 0.0)))


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["odt", "doc", "rtf"])
def test_what_an_office_program_cuts_is_cut(ending: str, tmp_path: Path) -> None:
    """Two to four seconds each: the program starts anew for each format."""
    office = need("soffice")
    made = docx.Document()
    made.add_paragraph("前些年停车难。")
    made.add_picture(BytesIO(png()), Mm(40))
    (blip,) = made.element.body.iter(f"{{{A}}}blip")
    blip.addnext(parse_xml(f'<a:srcRect xmlns:a="{A}" l="50000" b="25000"/>'))
    made.save(str(tmp_path / "案例.docx"))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", ending,
         "--outdir", str(tmp_path), str(tmp_path / "案例.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    found = picture_of(f"案例.{ending}", (tmp_path / f"案例.{ending}").read_bytes())

    side = 40 / 96 * 25.4 if found.view.cuts_in_mm else 1.0
    assert [cut / side for cut in found.view.cut] == pytest.approx([0.5, 0, 0, 0.25], abs=0.01)
    assert (found.width_mm, found.height_mm) == pytest.approx((40, 40), abs=0.2)
