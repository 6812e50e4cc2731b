"""Raised and lowered characters are told in blocks, in every format; the text is what it was."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from intake.documents.read import read_blocks, read_document
from intake.model.blocks import (
    Block,
    Cell,
    Heading,
    ListItem,
    Note,
    Paragraph,
    Shift,
    Table,
    all_blocks,
)
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import make_docx, para
from tests.files.odt_files import make_odt
from tests.programs import need

TEXT = "占地105m2，减排CO2三吨。"
SHIFTS = (Shift(4, 5), Shift(6, 7), Shift(12, 13, is_low=True))
RPR = '<w:r><w:rPr><w:vertAlign w:val="{}script"/></w:rPr><w:t>{}</w:t></w:r>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def up(text: str) -> str:
    return RPR.format("super", text)


def down(text: str) -> str:
    return RPR.format("sub", text)


RUNS = run("占地10") + up("5") + run("m") + up("2") + run("，减排CO") + down("2") + run("三吨。")
ODT_STYLES = (
    '<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="D" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style>'
)
ODT = (
    '<text:p>占地10<text:span text:style-name="U">5</text:span>m<text:span text:style-name="U">2</text:span>'
    '，减排CO<text:span text:style-name="D">2</text:span>三吨。</text:p>'
)
RTF = r"{\rtf1\ansi\ansicpg936 \u21344?\u22320?10{\super 5}m{\super 2}\nosupersub \u65292?\u20943?\u25490?CO\sub 2\nosupersub \u19977?\u21544?\u12290?\par}"
FILES = {
    "案例.docx": make_docx(f"<w:p>{RUNS}</w:p>"),
    "案例.odt": make_odt(ODT, ODT_STYLES),
    "案例.rtf": RTF.encode(),
    "案例.html": "<p>占地10<sup>5</sup>m<span style='vertical-align:super'>2</span>，减排CO<sub>2</sub>三吨。</p>".encode(),
}


def read(content: bytes, name: str = "案例.docx") -> tuple[Block, ...]:
    return read_blocks(Attachment(name, content), Limits()).blocks


@pytest.mark.parametrize("name", FILES)
def test_every_format_tells_what_stands_above_and_below_the_line(name: str) -> None:
    assert read_document(Attachment(name, FILES[name]), Limits()).text == TEXT
    assert read(FILES[name], name) == (Paragraph(TEXT, shifts=SHIFTS),)


@pytest.mark.slow
def test_a_binary_file_tells_it_too(tmp_path: Path) -> None:
    office = need("soffice")
    (tmp_path / "案例.docx").write_bytes(FILES["案例.docx"])
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless", "--convert-to", "doc",
         "--outdir", str(tmp_path), str(tmp_path / "案例.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    content = (tmp_path / "案例.doc").read_bytes()

    assert read_document(Attachment("案例.doc", content), Limits()).text == TEXT
    assert read(content, "案例.doc") == (Paragraph(TEXT, shifts=SHIFTS),)


def test_a_style_of_characters_raises_too_and_a_run_may_undo_it() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="character" w:styleId="S"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        "</w:style></w:styles>"
    )
    styled = '<w:r><w:rPr><w:rStyle w:val="S"/>{}</w:rPr><w:t>{}</w:t></w:r>'
    level = styled.format('<w:vertAlign w:val="baseline"/>', "三")
    body = f"<w:p>{run('面积 m')}{styled.format('', '2')}{level}</w:p>"

    assert read(make_docx(body, {"word/styles.xml": styles})) == (
        Paragraph("面积 m2三", shifts=(Shift(4, 5),)),
    )


MOVED = '<w:r><w:rPr><w:position w:val="{}"/></w:rPr><w:t>{}</w:t></w:r>'
BY_POSITION = {
    "案例.docx": make_docx(
        f"<w:p>{run('占地10')}{MOVED.format(8, 5)}{run('m')}{MOVED.format(10, 2)}{run('，减排CO')}{MOVED.format(-6, 2)}"
        f"{MOVED.format(1, '三')}{run('吨。')}</w:p>"
    ),
    "案例.odt": make_odt(ODT, ODT_STYLES.replace("super 58%", "33% 100%").replace("-33% 58%", "-20% 100%")),
    "案例.rtf": RTF.replace(r"\super ", r"\up8 ").replace(r"\sub ", r"\dn6 ").replace(r"\nosupersub ", r"\up0 ").encode(),
    "案例.html": (
        "<style>.u { mso-text-raise: 4.0pt; position: relative; top: -4pt }\n.d { vertical-align: -25% }</style>"
        "<p>占地10<span class='u'>5</span>m<span style='vertical-align:4pt'>2</span>，减排CO<span class='d'>2</span>"
        "<span style='mso-text-raise:.5pt'>三</span>吨。</p>"
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_POSITION)
def test_so_does_text_that_is_moved_by_points(name: str) -> None:
    assert read(BY_POSITION[name], name) == (Paragraph(TEXT, shifts=SHIFTS),)


def test_a_line_that_is_moved_as_a_whole_is_not_raised() -> None:
    body = f"<w:p>{MOVED.format(12, '图旁的话')}{MOVED.format(12, '也一样')}</w:p>"

    assert read(make_docx(body)) == (Paragraph("图旁的话也一样"),)


def test_a_style_has_it_from_the_one_it_is_based_on() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="character" w:styleId="S"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="T"><w:basedOn w:val="S"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="L"><w:basedOn w:val="T"/><w:rPr><w:vertAlign w:val="baseline"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="P"><w:rPr><w:position w:val="-8"/></w:rPr></w:style></w:styles>'
    )
    styled = '<w:r><w:rPr><w:rStyle w:val="{}"/></w:rPr><w:t>{}</w:t></w:r>'
    body = (
        f"<w:p>{run('m')}{styled.format('T', '2')}{styled.format('L', '三')}{styled.format('P', '2')}</w:p>"
    )
    named = ODT_STYLES.replace('"U"', '"Power"')
    automatic = '<style:style style:name="T" style:family="text" style:parent-style-name="Power"><style:text-properties fo:color="#ff0000"/></style:style>'

    assert read(make_docx(body, {"word/styles.xml": styles})) == (
        Paragraph("m2三2", shifts=(Shift(1, 2), Shift(3, 4, is_low=True))),
    )
    assert read(make_odt('<text:p>m<text:span text:style-name="T">2</text:span></text:p>', automatic, named), "案例.odt") == (
        Paragraph("m2", shifts=(Shift(1, 2),)),
    )  # fmt: skip


def test_headings_items_cells_and_notes_keep_them() -> None:
    heading = f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{run("每")}{up("2")}{run("米")}</w:p>'
    items = "".join(f"<w:p>{run(f'{n}.净化')}{down('2')}{run('吨')}</w:p>" for n in (1, 2))
    cells = (
        f"<w:tbl><w:tr><w:tc><w:p>{run('m')}{up('3')}</w:p></w:tc><w:tc>{para('件')}</w:tc></w:tr></w:tbl>"
    )
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnotes {W}><w:footnote w:id="1"><w:p>{run("见10")}{up("5")}</w:p><w:p>{run("又")}{down("x")}</w:p></w:footnote></w:footnotes>'
    body = f"{heading}{items}{cells}<w:p>{run('末')}{call}</w:p>"
    blocks = read(make_docx(body, {"word/footnotes.xml": notes}))

    assert blocks[0] == Heading("每2米", 1, shifts=(Shift(1, 2),))
    assert blocks[1:3] == tuple(
        ListItem("净化2吨", 0, f"{n}.", shifts=(Shift(2, 3, is_low=True),)) for n in (1, 2)
    )
    assert blocks[3] == Table(((Cell((Paragraph("m3", shifts=(Shift(1, 2),)),)), Cell((Paragraph("件"),))),))
    assert blocks[-1] == Note("f1", "见105\n又x", (Shift(3, 4), Shift(6, 7, is_low=True)))


@pytest.mark.parametrize(
    ("runs", "text", "shifts"),
    [
        (up("①") + run("注"), "①注", (Shift(0, 1),)),
        (run("值") + up("1") + up("0"), "值10", (Shift(1, 3),)),  # runs of one look
        (run("值") + up("1") + down("0"), "值10", (Shift(1, 2), Shift(2, 3, is_low=True))),
        (run("值 ") + up("2"), "值 2", (Shift(2, 3),)),  # a blank before it counts
        (run("甲") + up("") + run("乙"), "甲乙", ()),
        (run("　　甲") + up("2"), "甲2", (Shift(1, 2),)),  # an indent does not
    ],
)
def test_their_places_are_those_of_the_clean_text(runs: str, text: str, shifts: tuple[Shift, ...]) -> None:
    assert read(make_docx(f"<w:p>{runs}</w:p>")) == (Paragraph(text, shifts=shifts),)


def test_of_two_lines_each_has_its_own() -> None:
    body = f"<w:p>{run('甲')}{up('1')}<w:r><w:br/></w:r>{run('乙')}{up('2')}</w:p>"

    assert list(all_blocks(read(make_docx(body)))) == [
        Paragraph("甲1", shifts=(Shift(1, 2),)),
        Paragraph("乙2", shifts=(Shift(1, 2),)),
    ]
