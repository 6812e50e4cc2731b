"""What a file shows otherwise than it is printed is said in the same words of every format."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from intake.documents.blocks.remarks import Shown, is_unseen
from intake.documents.read import read_blocks
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import make_docx
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
