"""What a Word file draws and no text can say is named, each kind with its count."""

from __future__ import annotations

import pytest

from intake.documents.read import read_blocks
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import make_docx, para, run, text_box

CHART = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId5"/>'
NEW_CHART = '<c:chart xmlns:c="http://schemas.microsoft.com/office/drawing/2014/chartex" r:id="rId5"/>'
DIAGRAM = '<dgm:relIds r:dm="rId6"/>'
LINE = "<wps:wsp><wps:spPr/></wps:wsp>"
INK = '<i:contentPart xmlns:i="http://schemas.microsoft.com/office/word/2010/wordml" r:id="rId7"/>'


def drawing(inner: str, hidden: str = "") -> str:
    return f"<w:r><w:drawing><wp:inline><wp:docPr {hidden}/><a:graphic><a:graphicData>{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"


def twice(inner: str, old: str) -> str:
    """As Word writes it: for itself, and for old programs."""
    return f"<w:r><mc:AlternateContent><mc:Choice>{drawing(inner)[5:-6]}</mc:Choice><mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (drawing(CHART), ["文中有1处图表（柱形图、饼图等）没有排入，请对照原件"]),
        (drawing(NEW_CHART) + drawing(CHART), ["文中有2处图表（柱形图、饼图等）没有排入，请对照原件"]),
        (drawing(DIAGRAM), ["文中有1处SmartArt 图示只排出文字，请对照原件"]),
        (drawing(INK), ["文中有1处手写墨迹没有排入，请对照原件"]),
        (twice(LINE, "<v:line/>"), ["文中有1处线条、箭头、框一类的图形没有排入，请对照原件"]),
        ("<w:r><w:pict><v:rect/></w:pict></w:r>", ["文中有1处线条、箭头、框一类的图形没有排入，请对照原件"]),
        (drawing(LINE, 'hidden="1"'), []),
        (text_box(para("框里的字")), []),
        ('<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>', []),
    ],
)
def test_what_is_drawn_is_named(inner: str, said: list[str]) -> None:
    content = make_docx(para(inner=run("居民议事。") + inner))

    doubts = read_blocks(Attachment("案例.docx", content), Limits()).doubts

    assert [doubt.detail for doubt in doubts] == said
