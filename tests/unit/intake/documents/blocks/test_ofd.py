"""An OFD to blocks: paragraphs found by layout, pictures where they stand on the page."""

from __future__ import annotations

from intake.documents.blocks.flat import text_of
from intake.documents.read import read_blocks, read_document
from intake.model.blocks import Caption, Contents, Heading, Paragraph, Picture
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.ofd_files import Manner, Writer, lines, set_line

BODY = "社区居民议事会每月召开，商定停车办法。"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
RESOURCES = (
    '<ofd:MultiMedias><ofd:MultiMedia ID="66" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile>'
    "</ofd:MultiMedia></ofd:MultiMedias>"
)


def test_a_picture_stands_between_the_lines_around_it() -> None:
    first, second = lines("一、背景", BODY), lines("二、做法", BODY)
    place = 'Boundary="0 0 210 297" CTM="80 0 0 60 20 120"'
    first.extra.append(f'<ofd:ImageObject {place} ResourceID="66"/>')
    first.runs.append(set_line("图1 议事会", 28, 200))
    content = Writer(Manner()).write([first, second], parts={"Doc_0/Res/a.png": PNG}, resources=RESOURCES)
    attachment = Attachment("案例.ofd", content)
    contents = read_blocks(attachment, Limits())

    assert contents == Contents(
        (
            Heading("一、背景", 1),
            Paragraph(BODY),
            Picture("第1页图1", PNG, "image/png", 80.0, 60.0, "图1 议事会"),
            Caption("图1 议事会"),
            Heading("二、做法", 1),
            Paragraph(BODY),
        ),
        by_layout=True,
    )
    assert text_of(contents.blocks) == read_document(attachment, Limits()).text.replace("\f", "")
