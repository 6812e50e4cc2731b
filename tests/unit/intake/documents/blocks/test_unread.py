"""What a Word file draws and no text can say is named, each kind with its count."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from intake.documents.read import read_blocks
from intake.model.blocks import Picture
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import make_docx, para, run, text_box
from tests.files.odt_files import make_odt

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


OBJECT = '<w:r><w:object>{}<o:OLEObject ProgID="Excel.Sheet.12" r:id="rId8"/></w:object></w:r>'
PREVIEW = '<v:shape><v:imagedata r:id="rId9"/></v:shape>'


@pytest.mark.parametrize(
    ("inner", "names"),
    [
        (drawing(CHART), ["图表"]),
        (drawing(DIAGRAM), ["SmartArt 图示"]),
        (drawing(INK), ["手写墨迹"]),
        (OBJECT.format(""), ["嵌入的表格或文件"]),
        (OBJECT.format(PREVIEW), [""]),  # drawn by the picture that it keeps of itself
        (drawing(LINE), []),
    ],
)
def test_what_is_drawn_keeps_its_place_and_caption(inner: str, names: list[str]) -> None:
    content = make_docx(para(inner=inner) + para("图2 各年办结率") + para("居民议事。"))

    blocks = read_blocks(Attachment("案例.docx", content), Limits()).blocks

    kept = [block for block in blocks if isinstance(block, Picture)]
    assert [(picture.name, picture.caption) for picture in kept] == [
        (name, "图2 各年办结率") for name in names
    ]


def test_a_chart_of_an_open_document_keeps_its_place_and_caption() -> None:
    kinds = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="Object 1/" m:media-type="application/vnd.oasis.opendocument.chart"/></m:manifest>'
    drawn = '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p><text:p>图2 各年办结率</text:p>'
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(make_odt(drawn))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, kinds if name.endswith("manifest.xml") else old.read(name))

    blocks = read_blocks(Attachment("案例.odt", out.getvalue()), Limits()).blocks

    assert [(block.name, block.caption) for block in blocks if isinstance(block, Picture)] == [
        ("图表", "图2 各年办结率")
    ]


def in_font(font: str, text: str) -> str:
    return f'<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t>{text}</w:t></w:r>'


def sign(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


CANVAS = '<l:lockedCanvas xmlns:l="http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"><a:p><a:r><a:t>画布里</a:t></a:r><a:r><a:t>的字</a:t></a:r></a:p></l:lockedCanvas>'
READING = "<w:r><w:ruby><w:rt><w:r><w:t>chuāng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>窗</w:t></w:r></w:rubyBase></w:ruby></w:r>"


@pytest.mark.parametrize(
    ("inner", "text", "said"),
    [
        (run("已办") + in_font("Wingdings", "\uf0fc"), "已办✓", ""),
        (run("已办") + in_font("Wingdings", "ü l"), "已办✓ ●", ""),  # written by hand or by another program
        (run("已办") + in_font("Wingdings 2", "P"), "已办✓", ""),
        (run("已办") + in_font("Webdings", "a") + in_font("Wingdings 3", "}"), "已办✓▶", ""),
        (run("角") + in_font("Symbol", "a=30"), "角α=30", ""),
        (in_font("Wingdings", "议事亭"), "议事亭", ""),  # Hanzi have a font of their own
        (run("已办") + sign("Wingdings", "F0FE"), "已办☑", ""),
        (run("已办") + sign("Webdings", "F0FF"), "已办〓", "文中有1处符号字体的字符不能认定，排作〓，请对照原件"),
        (run("已办") + in_font("Webdings", "\x80 "), "已办〓", "文中有1处符号字体的字符不能认定，排作〓，请对照原件"),
        (run("开") + READING, "开窗", "文中有1处注音（拼音）没有排入，请对照原件"),
        (drawing(CANVAS), "画布里的字", ""),
        ('<w:r><w:rPr><w:eastAsianLayout w:combine="1"/></w:rPr><w:t>合并字符</w:t></w:r>', "合并字符", ""),
    ],
)  # fmt: skip
def test_signs_readings_and_words_of_drawings_are_kept_or_named(inner: str, text: str, said: str) -> None:
    contents = read_blocks(Attachment("案例.docx", make_docx(para(inner=inner))), Limits())

    assert [getattr(block, "text", "") for block in contents.blocks] == [text]
    assert [doubt.detail for doubt in contents.doubts] == [said] * bool(said)
