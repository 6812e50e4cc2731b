"""What a file shows otherwise than it is printed is said in the same words of every format."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from intake.documents.blocks.remarks import Shown, is_unseen
from intake.documents.read import read_blocks
from intake.documents.result import Text
from intake.model.case import Attachment, Doubt
from intake.model.limits import Limits
from tests.files.docx_files import NAMESPACES, make_docx
from tests.files.odt_files import make_odt
from tests.programs import need

STRUCK = "有1处文字在原件中划了删除线，已照排，请核对是否应删"
FAINT = "有1处文字在原件中与纸同色或极小，已照排，请核对是否应删"
CHANGED = "原件带有修订痕迹，按接受全部修订后的文字排印，请核对"
IN_LINE = "文中有1个公式（“办结率为”之后），改排成一行，请对照原件核对"
DRAWN = "文中有1个公式（“办结率为”之后）是插入的对象，只能排它的图样，没有图样或图样不能排入的请补"


def said(content: bytes, name: str) -> list[str]:
    return [doubt.detail for doubt in read_blocks(Attachment(name, content), Limits()).doubts]


def word(*runs: str) -> bytes:
    return make_docx(f"<w:p>{''.join(runs)}</w:p><w:p><w:r><w:t>末段。</w:t></w:r></w:p>")


def looking(properties: str, text: str = "某句。") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


PLAIN = "<w:r><w:t>办结率为</w:t></w:r>"
WORD = {
    "struck": (looking("<w:strike/>"), STRUCK),
    "struck twice": (looking("<w:dstrike/>"), STRUCK),
    "struck in two runs": (looking("<w:strike/>") + looking("<w:strike/><w:b/>"), STRUCK),
    "white": (looking('<w:color w:val="FFFFFF"/>'), FAINT),
    "white on blue": (looking('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="0000FF"/>'), ""),
    "black on black": (looking('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'), FAINT),
    "under a black marker": (looking('<w:color w:val="000000"/><w:highlight w:val="black"/>'), FAINT),
    "under a yellow marker": (looking('<w:highlight w:val="yellow"/>'), ""),
    "tiny": (looking('<w:sz w:val="2"/>'), FAINT),
    "inserted": (f'<w:ins w:id="1">{looking("")}</w:ins>', CHANGED),
    "deleted": (PLAIN + '<w:del w:id="1"><w:r><w:delText>不</w:delText></w:r></w:del>', CHANGED),
    "formula": (PLAIN + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", IN_LINE),
    "Equation 3.0": (PLAIN + '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>', DRAWN),
    "MathType": (PLAIN + '<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>', DRAWN),
}


@pytest.mark.parametrize("name", WORD)
def test_a_word_file(name: str) -> None:
    runs, remark = WORD[name]

    assert said(word(runs), "案例.docx") == [remark] * bool(remark)


STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Deeper"><w:basedOn w:val="Gone"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Back"><w:basedOn w:val="Gone"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="White"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Blank"><w:basedOn w:val="White"/></w:style>
<w:style w:type="character" w:styleId="Plate"><w:basedOn w:val="White"/><w:rPr><w:shd w:val="clear" w:fill="000080"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Dust"><w:rPr><w:sz w:val="2"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Old"><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Older"><w:basedOn w:val="Old"/></w:style>
<w:style w:type="paragraph" w:styleId="Bar"><w:pPr><w:shd w:val="clear" w:fill="1F497D"/></w:pPr><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="table" w:styleId="Plain"/>"""
IN_TABLE = '<w:tbl><w:tblPr><w:tblStyle w:val="{}"/></w:tblPr><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>'
WHITE = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>某句。</w:t></w:r>'


def styled(style: str, more: str = "") -> str:
    properties = f'<w:rStyle w:val="{style}"/>{more}'
    return f"<w:p>{looking(properties)}</w:p>"


def of_style(style: str, run: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{looking(run)}</w:p>'


@pytest.mark.parametrize(
    ("body", "remark"),
    [
        (styled("Gone"), STRUCK),
        (styled("Deeper"), STRUCK),
        (styled("Back"), ""),
        (styled("Gone", '<w:strike w:val="0"/>'), ""),
        (styled("White"), FAINT),
        (styled("Blank"), FAINT),
        (styled("Plate"), ""),
        (styled("White", '<w:color w:val="000000"/>'), ""),
        (styled("Dust"), FAINT),
        (of_style("Old"), STRUCK),
        (of_style("Older"), STRUCK),
        (of_style("Older", '<w:rStyle w:val="Gone"/>'), ""),  # two styles undo each other
        (of_style("Bar"), ""),
        (IN_TABLE.format("Dark", WHITE), ""),
        (IN_TABLE.format("Plain", WHITE), FAINT),
    ],
)
def test_what_styles_of_a_word_file_strike_whiten_or_shrink(body: str, remark: str) -> None:
    content = make_docx(
        body + "<w:p><w:r><w:t>末段。</w:t></w:r></w:p>",
        {"word/styles.xml": f"<w:styles {NAMESPACES}>{STYLES}</w:styles>"},
    )

    assert said(content, "案例.docx") == [remark] * bool(remark)


def rtf(body: str) -> bytes:
    head = (
        r"{\rtf1\ansi\ansicpg936{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red0\green0\blue255;}"
    )
    return (head + "".join(f"\\u{ord(sign)}?" if ord(sign) > 127 else sign for sign in body) + r"\par\pard\plain x\par}").encode()  # fmt: skip


RTF = {
    r"{\strike 某句。}后": STRUCK,
    r"{\striked1 某句。}\striked0 后": STRUCK,
    r"{\cf2 某句。}": FAINT,
    r"{\cf2\chcbpat3 某句。}": "",
    r"{\cf1\highlight1 某句。}": FAINT,
    r"{\fs3 某句。}": FAINT,
    r"{\revised 某句。}": CHANGED,
    r"前{\deleted 某句。}": CHANGED,
    r"办结率为{\mmath{\*\moMath{\mr x}}}": IN_LINE,
    r"办结率为{\object\objemb{\*\objclass Equation.3}{\*\objdata 01}{\result {\pict\wmetafile8 01}}}": DRAWN,
}


@pytest.mark.parametrize("body", RTF)
def test_a_file_of_rich_text(body: str) -> None:
    lost = [] if "pict" not in body else ["有1张图片未能取出"]

    assert said(rtf(body), "案例.rtf") == [*[RTF[body]] * bool(RTF[body]), *lost]


def odt(style: str) -> bytes:
    automatic = (
        f'<style:style style:name="A" style:family="text"><style:text-properties {style}/></style:style>'
    )
    return make_odt('<text:p>前<text:span text:style-name="A">某句。</text:span></text:p>', automatic)


@pytest.mark.parametrize(
    ("style", "remark"),
    [
        ('style:text-line-through-style="solid"', STRUCK),
        ('style:text-line-through-style="none"', ""),
        ('fo:color="#ffffff"', FAINT),
        ('fo:color="#ffffff" fo:background-color="#000080"', ""),
        ('fo:color="#000000" fo:background-color="#000000"', FAINT),
        ('fo:font-size="1.5pt"', FAINT),
        ('fo:font-size="12pt"', ""),
    ],
)
def test_an_open_document(style: str, remark: str) -> None:
    assert said(odt(style), "案例.odt") == [remark] * bool(remark)


TEXT = '<style:style style:name="{}" style:family="{}" style:parent-style-name="{}"><style:text-properties {}/></style:style>'


@pytest.mark.parametrize(
    ("body", "remark"),
    [
        ('<text:p>前<text:span text:style-name="T2">某句。</text:span></text:p>', STRUCK),
        ('<text:p>前<text:span text:style-name="T3">某句。</text:span></text:p>', ""),
        ('<text:p text:style-name="P2">某<text:span text:style-name="T4">句。</text:span></text:p>', FAINT),
        ('<text:p text:style-name="P2"><text:span text:style-name="T5">句。</text:span></text:p>', ""),
    ],
)
def test_what_styles_of_an_open_document_inherit(body: str, remark: str) -> None:
    named = TEXT.format("T1", "text", "", 'style:text-line-through-style="solid"') + TEXT.format("P1", "paragraph", "", 'fo:color="#ffffff"')  # fmt: skip
    automatic = (
        TEXT.format("T2", "text", "T1", 'fo:font-weight="bold"')
        + TEXT.format("T3", "text", "T1", 'style:text-line-through-style="none"')
        + TEXT.format("P2", "paragraph", "P1", 'fo:font-weight="bold"')
        + TEXT.format("T4", "text", "", 'fo:font-weight="bold"')
        + TEXT.format("T5", "text", "", 'fo:color="#000000"')
    )

    assert said(make_odt(body, automatic, named), "案例.odt") == [remark] * bool(remark)


def test_changes_and_formulas_of_an_open_document() -> None:
    region = "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    drawn = '<text:p>办结率为<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>。</text:p>'
    content = make_odt(region + drawn)
    kinds = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="Object 1/" m:media-type="application/vnd.oasis.opendocument.formula"/></m:manifest>'
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, kinds if name.endswith("manifest.xml") else old.read(name))

    assert said(out.getvalue(), "案例.odt") == [CHANGED, DRAWN]


@pytest.mark.parametrize(
    ("body", "remark"),
    [
        ("<s>某句。</s>", STRUCK),
        ("<span style='text-decoration: line-through'>某句。</span>", STRUCK),
        ("前<ins>某句。</ins>", CHANGED),
        ("前<del>某句。</del>", CHANGED),
        ("办结率为<math><mi>x</mi></math>。", DRAWN),
    ],
)
def test_a_page(body: str, remark: str) -> None:
    assert said(f"<p>{body}</p><p>末段。</p>".encode(), "案例.html") == [remark]


@pytest.mark.slow
def test_a_binary_file_says_what_its_twin_says(tmp_path: Path) -> None:
    office = need("soffice")
    runs = [WORD[name][0] for name in ("struck", "white", "inserted", "under a yellow marker")]
    (tmp_path / "案例.docx").write_bytes(make_docx("".join(f"<w:p>{PLAIN}{run}</w:p>" for run in runs)))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", "doc",
         "--outdir", str(tmp_path), str(tmp_path / "案例.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    assert said((tmp_path / "案例.doc").read_bytes(), "案例.doc") == [CHANGED, FAINT, STRUCK]


def test_many_places_are_counted_and_some_named() -> None:
    shown = Shown(formulas=[f"第{number}处" for number in range(7)], objects=[""])

    assert [doubt.detail for doubt in shown.doubts()] == [
        "文中有7个公式（“第0处”之后、“第1处”之后、“第2处”之后、“第3处”之后、“第4处”之后等处），改排成一行，请对照原件核对",
        "文中有1个公式（段首）是插入的对象，只能排它的图样，没有图样或图样不能排入的请补",
    ]
    assert (is_unseen(None, (0, 0, 0)), is_unseen((250, 250, 250), None)) == (False, True)


@pytest.mark.parametrize(
    ("rule", "remark"),
    [
        (".gone { color: red; text-decoration: line-through }", [STRUCK]),
        ("span.gone { text-decoration-line: line-through }", [STRUCK]),
        (".gone { color: #fff }", [FAINT]),
        (".other { text-decoration: line-through }", []),
    ],
)
def test_a_page_with_a_style_sheet(rule: str, remark: list[str]) -> None:
    page = f"<html><head><style>{rule}</style></head><body><p>前<span class='gone'>某句。</span></p></body></html>"

    assert said(page.encode(), "案例.html") == remark


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
COMMENTS = f"""<w:comments {W}><w:comment w:id="7" w:author="王编辑"><w:p><w:r><w:t>数据请核。</w:t></w:r></w:p></w:comment>
<w:comment w:id="8"><w:p><w:r><w:t>此段可删，</w:t></w:r></w:p><w:p><w:r><w:t>请定。</w:t></w:r></w:p></w:comment>
<w:comment w:id="9" w:author="无人"><w:p/></w:comment></w:comments>"""
CALL = '<w:r><w:commentReference w:id="{}"/></w:r>'
COMMENTED = (
    PLAIN + '<w:commentRangeStart w:id="7"/><w:r><w:t>百分之九十八，已是最高</w:t></w:r><w:commentRangeEnd w:id="7"/>'
    + CALL.format(7) + "<w:r><w:t>。</w:t></w:r>" + CALL.format(8) + CALL.format(9)
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "remark"),
    [
        (
            "案例.docx",
            make_docx(f"<w:p>{COMMENTED}</w:p>", {"word/comments.xml": COMMENTS}, {"rId9": ("comments", "comments.xml")}),
            "2处批注，未排入：“百分之九十八，已…”处：“数据请核。”（王编辑）；“此段可删， 请定。”",
        ),
        (
            "案例.odt",
            make_odt('<text:p>办结率<office:annotation xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>王编辑</dc:creator><text:p>数据请核。</text:p></office:annotation>很高。</text:p>'),
            "1处批注，未排入：“数据请核。”（王编辑）",
        ),
        (
            "案例.rtf",
            rtf(r"办结率很高{\*\atnid w}{\*\atnauthor 王编辑}\chatn{\*\annotation{\*\atnref 1}\pard\plain {\chatn }数据请核。}。"),
            "1处批注，未排入：“数据请核。”（王编辑）",
        ),
    ],
)  # fmt: skip
def test_comments_are_told_and_no_part_of_the_text(name: str, content: bytes, remark: str) -> None:
    contents = read_blocks(Attachment(name, content), Limits())

    assert [(doubt.code, doubt.detail) for doubt in contents.doubts] == [("commented", remark)]
    assert "数据请核" not in "".join(getattr(block, "text", "") for block in contents.blocks)


def test_what_is_shown_otherwise_is_there_for_whoever_asks_again() -> None:
    doubt = Doubt("repaired", detail="改排")
    text = Text("", "txt", shown_otherwise=(one for one in (doubt,)))

    assert [[*text.shown_otherwise], [*text.shown_otherwise]] == [[doubt], [doubt]]
