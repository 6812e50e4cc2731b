"""What a document does not show is neither read nor printed, in every format and by every way of hiding it.

What is to be seen says 看得见, what is hidden says 密.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from intake.documents.read import read_blocks, read_document
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import cell, make_docx, para, run, table, text_box
from tests.files.odt_files import make_odt
from tests.programs import need

STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{defaults}'
    '<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="Child"/><w:basedOn w:val="Gone"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Back"><w:name w:val="Back"/><w:basedOn w:val="Gone"/>'
    '<w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Prompt"><w:name w:val="Placeholder Text"/></w:style></w:styles>'
)
BY_DEFAULT = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
PROMPT = '<w:rStyle w:val="Prompt"/>'
UNSEEN, SHOWN = '<w:rStyle w:val="Unseen"/>', '<w:vanish w:val="0"/>'


def row(inner: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def shape(inner: str, hidden: str = "") -> str:
    return inner.replace("<wp:inline>", f'<wp:inline><wp:docPr id="1" name="a" {hidden}/>').replace(
        "<v:shape>", '<v:shape style="visibility:hidden">' if hidden else "<v:shape>"
    )


WORD = {
    "a run": run("看得见") + run("密", "<w:vanish/>"),
    "a style of characters": run("看得见") + run("密", UNSEEN),
    "a style of characters that the run takes back": run("看得见", UNSEEN + SHOWN),
    "hidden for good": run("看得见") + run("密", "<w:specVanish/>"),
    "a hidden formula": run("看得见") + "<m:oMath><m:r><w:rPr><w:vanish/></w:rPr><m:t>密</m:t></m:r></m:oMath>",
    "a link": run("看得见") + f'<w:hyperlink w:anchor="x">{run("密", UNSEEN)}</w:hyperlink>',
    "a hidden drawing": run("看得见") + shape(text_box(para("密")), 'hidden="1"'),
    "a drawing": shape(text_box(para("看得见"))),
    "a prompt by its style": run("看得见") + f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('密', PROMPT)}</w:sdtContent></w:sdt>",
    "deleted and moved away": run("看得见") + f'<w:del w:id="1"><w:r><w:delText>密</w:delText></w:r></w:del><w:moveFrom w:id="2">{run("密")}</w:moveFrom>',
}  # fmt: skip
BODIES = {
    "a style of paragraphs": para("看得见") + para("密", '<w:pStyle w:val="Gone"/>'),
    "a style based on one": para("看得见") + para("密", '<w:pStyle w:val="Child"/>'),
    "a style that takes it back": para("看得见", '<w:pStyle w:val="Back"/>'),
    "two styles that undo each other": para("", '<w:pStyle w:val="Gone"/>', inner=run("看得见", UNSEEN)),
    "a hidden row": "<w:tbl>" + row(cell("看得见")) + row(cell("密"), "<w:hidden/>") + "</w:tbl>",
    "a row that is not hidden": "<w:tbl>" + row(cell("看得见"), '<w:hidden w:val="0"/>') + "</w:tbl>",
    "a deleted row": "<w:tbl>" + row(cell("看得见")) + row(cell("密"), '<w:del w:id="1"/>') + "</w:tbl>",
    "a deleted cell": "<w:tbl>" + row(cell("看得见") + cell("密", '<w:cellDel w:id="1"/>')) + "</w:tbl>",
    "a hidden cell's text": table(["看得见", para("", inner=run("密", UNSEEN))]),
}  # fmt: skip


def seen(name: str, content: bytes) -> None:
    """Only what is to be seen is in the text, and so in the blocks."""
    attachment = Attachment(name, content)
    text = read_document(attachment, Limits()).text
    blocks = repr(read_blocks(attachment, Limits()).blocks)

    assert "密" not in text + blocks
    assert "看得见" in text
    assert text.count("看得见") == blocks.count("看得见")


@pytest.mark.parametrize("name", [*WORD, *BODIES])
def test_word(name: str) -> None:
    body = para(inner=WORD[name]) if name in WORD else BODIES[name]

    seen("案例.docx", make_docx(body, {"word/styles.xml": STYLES.format(defaults="")}))


def test_word_where_everything_is_hidden_but_what_says_otherwise() -> None:
    body = para(inner=run("看得见", SHOWN) + run("密"))

    seen("案例.docx", make_docx(body, {"word/styles.xml": STYLES.format(defaults=BY_DEFAULT)}))


def test_a_hidden_run_in_a_note() -> None:
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
        + para(inner=run("看得见") + run("密", "<w:vanish/>"))
        + "</w:footnote></w:footnotes>"
    )
    body = para(inner=run("居民议事。") + '<w:r><w:footnoteReference w:id="2"/></w:r>')

    seen("案例.docx", make_docx(body, {"word/footnotes.xml": notes}))


@pytest.mark.parametrize(
    ("properties", "around", "said"),
    [
        ('<w:color w:val="FFFFFF"/>', "", "有1处文字在原件中与纸同色或极小，已照排，请核对是否应删"),
        ('<w:color w:val="fefefe"/>', "", "有1处文字在原件中与纸同色或极小，已照排，请核对是否应删"),
        ('<w:sz w:val="2"/>', "", "有1处文字在原件中与纸同色或极小，已照排，请核对是否应删"),
        ("<w:strike/>", "", "有1处文字在原件中划了删除线，已照排，请核对是否应删"),
        ('<w:color w:val="FFFFFF"/><w:shd w:fill="1F4E79"/>', "", ""),
        ('<w:color w:val="FFFFFF"/>', '<w:shd w:fill="1F4E79"/>', ""),
        ('<w:color w:val="F0F000"/>', "", ""),
        ('<w:strike w:val="0"/>', "", ""),
        ('<w:sz w:val="28"/>', "", ""),
    ],
)
def test_what_hardly_anyone_saw_is_named(properties: str, around: str, said: str) -> None:
    content = make_docx(para("居民议事。") + para("", around, inner=run("看得见", properties)))

    doubts = read_blocks(Attachment("案例.docx", content), Limits()).doubts

    assert [doubt.detail for doubt in doubts] == ([said] if said else [])


HTML = {
    "a style": '<p>看得见</p><p style="display:none">密</p>',
    "visibility": '<p>看得见<span style="visibility: hidden">密</span></p>',
    "the attribute": "<p>看得见</p><p hidden>密</p>",
    "Word's own": "<p>看得见<span style='mso-hide:all'>密</span></p>",
    "a class of a style sheet": '<style>.x{display:none}</style><p>看得见</p><p class="x">密</p>',
    "a tag of a style sheet": "<style>/* a */ b{display:none}</style><p>看得见<b>密</b></p>",
    "deleted": "<p>看得见<del>密</del></p>",
    "a row": "<table><tr><td>看得见<tr hidden><td>密</table>",
    "a row by its style": '<table><tr><td>看得见<tr style="display:none"><td>密</table>',
    "a cell": "<table><tr><td>看得见<td hidden>密</table>",
    "a part of a table": "<table><tr><td>看得见<tbody hidden><tr><td>密</table>",
    "deep inside": "<p>看得见</p>" + "<div>" * 300 + "<p hidden>密</p>" + "</div>" * 300,
    "a template": "<p>看得见</p><template><p>密</p></template>",
}


@pytest.mark.parametrize("name", HTML)
def test_html(name: str) -> None:
    seen("案例.html", f"<html><body>{HTML[name]}</body></html>".encode())


def test_a_page_that_cannot_be_walked_says_that_it_may_show_what_was_hidden() -> None:
    page = f"<p>居民议事。</p>{'<div>' * 9000}<p hidden>密</p>"

    doubts = read_blocks(Attachment("案例.html", page.encode()), Limits()).doubts

    assert [doubt.detail for doubt in doubts] == ["网页嵌套过深，版式未保留，其中或有原本不显示的文字"]


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ('<span style="color:#fff">看得见</span>', "有1处文字在原件中与纸同色或极小，已照排，请核对是否应删"),
        ("<s>看得见</s>", "有1处文字在原件中划了删除线，已照排，请核对是否应删"),
        ('<span style="color:#fff;background:#048">看得见</span>', ""),
    ],
)
def test_what_hardly_anyone_saw_of_a_page_is_named(inner: str, said: str) -> None:
    contents = read_blocks(Attachment("案例.html", f"<p>居民议事。{inner}</p>".encode()), Limits())

    assert [doubt.detail for doubt in contents.doubts] == ([said] if said else [])


ODT: Mapping[str, tuple[str, str]] = {  # automatic styles, body
    "a span": (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>',
        '<text:p>看得见<text:span text:style-name="T1">密</text:span></text:p>',
    ),
    "a paragraph": (
        ('<style:style style:name="P1" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>'),
        '<text:p>看得见</text:p><text:p text:style-name="P1">密</text:p><text:p text:style-name="P2">密</text:p>',
    ),
    "a paragraph with a span that is shown": (
        ('<style:style style:name="P1" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="true"/></style:style>'),
        '<text:p text:style-name="P1">密<text:span text:style-name="T1">看得见</text:span>密</text:p>',
    ),
    "hidden text": ("", '<text:p>看得见<text:hidden-text text:is-hidden="true">密</text:hidden-text></text:p>'),
    "hidden text that is shown": ("", '<text:p><text:hidden-text text:is-hidden="false">看得见</text:hidden-text></text:p>'),
    "a hidden paragraph": ("", '<text:p>看得见</text:p><text:p><text:hidden-paragraph text:is-hidden="true"/>密</text:p>'),
    "a section": ("", '<text:p>看得见</text:p><text:section text:display="none"><text:p>密</text:p></text:section>'),
    "a row": (
        "",
        ("<table:table><table:table-row><table:table-cell><text:p>看得见</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:visibility="collapse"><table:table-cell><text:p>密</text:p></table:table-cell></table:table-row></table:table>'),
    ),
    "tracked": (
        "",
        ('<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>密</text:p></text:deletion>'
        '</text:changed-region></text:tracked-changes><text:p>看得见<text:change text:change-id="c1"/></text:p>'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODT)
def test_odt(name: str) -> None:
    seen("案例.odt", make_odt(ODT[name][1], ODT[name][0]))


def test_odt_by_a_named_style() -> None:
    named = '<style:style style:name="Unseen" style:family="text"><style:text-properties text:display="none"/></style:style>'

    seen(
        "案例.odt",
        make_odt('<text:p>看得见<text:span text:style-name="Unseen">密</text:span></text:p>', named=named),
    )


@pytest.mark.parametrize(
    "words",
    [r"{\v SECRET}", r"{\deleted SECRET}", r"\v SECRET\v0 ", r"{\v SECRET\plain }", r"{\*\mvf{\mvf SECRET}}"],
)
def test_rtf(words: str) -> None:
    text = read_document(
        Attachment("a.rtf", rf"{{\rtf1\ansi A line {words}seen.\par}}".encode()), Limits()
    ).text

    assert re.sub(" +", " ", text) == "A line seen."


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["odt", "doc", "rtf"])
def test_what_an_office_program_hides_by_styles_stays_hidden(ending: str, tmp_path: Path) -> None:
    """Two to four seconds each: the program starts anew for each format."""
    office = need("soffice")
    body = (
        para("前面看得见。")
        + para(inner=run("甲看得见") + run("密", UNSEEN) + run("乙看得见"))
        + para("密", '<w:pStyle w:val="Child"/>')
        + para("", '<w:pStyle w:val="Gone"/>', inner=run("密") + run("丙看得见", SHOWN))
        + para(inner=run("丁看得见") + run("密", "<w:vanish/>"))
    )
    (tmp_path / "案例.docx").write_bytes(make_docx(body, {"word/styles.xml": STYLES.format(defaults="")}))
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", ending,
         "--outdir", str(tmp_path), str(tmp_path / "案例.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    text = read_document(Attachment(f"a.{ending}", (tmp_path / f"案例.{ending}").read_bytes()), Limits()).text

    assert "".join(text.split()) == "前面看得见。甲看得见乙看得见丙看得见丁看得见"
