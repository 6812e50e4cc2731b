"""OFD in the manners met in the wild: the same text whatever the objects, prefixes and folders."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.ofd.document import part_pages, read_ofd
from intake.documents.read import read_document
from intake.model.case import Attachment, Document, DocumentKind
from intake.model.limits import Limits
from intake.understand.papers.kind import judge
from tests.files.ofd_files import (
    BODY,
    MARGIN,
    SIZE,
    TOP,
    Manner,
    Run,
    Sheet,
    Writer,
    advance,
    lines,
    make_ofd,
    set_line,
    set_text,
)
from tests.paths import CORPUS
from tests.properties import examples, one_in_three

CASES = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()]
LIMITS = Limits()
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    + (900).to_bytes(4, "big")
    + (1200).to_bytes(4, "big")
    + b"\x08\x02\0\0\0"
)

MANNERS = {
    "a line each": Manner(),
    "a word each": Manner(unit="word"),
    "a character each": Manner(unit="char"),
    "boundaries say nothing": Manner(unit="char", exact=False),
    "no prefix": Manner(prefix=""),
    "another namespace, matrices": Manner(prefix="o:", namespace="http://www.ofdspec.org", matrix=True),
    "prefix not declared": Manner(declared=False),
    "no namespace": Manner(prefix="", declared=False),
    "composite units": Manner(composite=True, matrix=True),
    "blocks, absolute locations": Manner(blocks=True, absolute=True, grouped=False),
    "versions": Manner(versioned=True),
    "out of order": Manner(shuffled=True, unit="word"),
    "indented": Manner(spaced=True),
    "Chinese folders": Manner(folder="文档_0"),
}


def read(content: bytes, name: str = "案例.ofd") -> Document:
    return judge(read_document(Attachment(name, content), LIMITS))


def plain(document: Document) -> str:
    return document.text.replace("\f", "")


@pytest.mark.parametrize("name", one_in_three(MANNERS))
def test_same_text_in_every_manner(name: str) -> None:
    for case in CASES[::6]:
        document = read(make_ofd(set_text(case["title"], case["body"]), MANNERS[name]))
        assert plain(document) == "\n".join([case["title"], *case["body"]])
        assert document.doubts == ()
        assert document.centred[:1] == (case["title"],)
        assert (document.kind, document.reader) == (DocumentKind.CASE, "ofd")
        assert document.pages >= 2
        assert document.text.count("\f") in {document.pages - 1, document.pages - 2}


def test_unjustified_lines() -> None:
    for case in CASES[1::6]:
        got = plain(read(make_ofd(set_text(case["title"], case["body"], justified=False))))
        assert f1(got, "\n".join([case["title"], *case["body"]])) >= 0.998


def f1(got: str, wanted: str) -> float:
    one, two = Counter("".join(got.split())), Counter("".join(wanted.split()))
    return 2 * (one & two).total() / (one.total() + two.total())


def test_templates_give_their_text_but_running_heads_do_not() -> None:
    template = Sheet([set_line("报送单位：", MARGIN, 90), set_line("内部资料", 90, 15, 3.5)])
    sheets = [
        Sheet(
            [
                set_line(unit, MARGIN + 28, 90),
                set_line(BODY, MARGIN, 110),
                set_line(f"{unit}报送。", MARGIN, 120),
            ]
        )
        for unit in ("丰县民政局", "沛县民政局")
    ]
    document = read(make_ofd(sheets, template=template))
    wanted = f"报送单位：丰县民政局{BODY}丰县民政局报送。报送单位：沛县民政局{BODY}沛县民政局报送。"
    assert "".join(document.text.split()) == wanted
    assert document.pairs == (("报送单位", "丰县民政局"), ("报送单位", "沛县民政局"))


def test_one_template_on_one_page_stays() -> None:
    document = read(make_ofd([lines("", BODY)], template=Sheet([set_line("徐州市民政局文件", 70, TOP)])))
    assert document.text == f"徐州市民政局文件\n{BODY}"


def test_annotations_and_seals_are_not_text() -> None:
    writer = Writer(Manner())
    note = writer.tag(
        "Annot", 'ID="5" Type="Stamp"', writer.tag("Appearance", "", writer.text(set_line("已阅", 50, 50)))
    )
    parts = {
        "Doc_0/Annots/Annotations.xml": writer.root(
            "Annotations", writer.tag("Page", 'PageID="10"', writer.tag("FileLoc", "", "Page_0/Annot.xml"))
        ),
        "Doc_0/Annots/Page_0/Annot.xml": writer.root("PageAnnot", note),
    }
    content = writer.write(
        [lines(BODY)], parts=parts, more=writer.tag("Annotations", "", "Annots/Annotations.xml")
    )
    assert read(content).text == BODY


def test_watermark_across_the_page_is_not_text() -> None:
    slanting = (
        '<ofd:TextObject Boundary="20 80 170 170" Size="20" CTM="0.7 0.7 -0.7 0.7 40 0">{}</ofd:TextObject>'
    )
    sheet = lines(*[BODY] * 3)
    sheet.extra.append(slanting.format('<ofd:TextCode X="0" Y="20" DeltaX="g 3 20">内部资料</ofd:TextCode>'))
    assert read(make_ofd([sheet])).text.replace("\n", "") == BODY * 3


def rules(xs: list[float], ys: list[float], *, filled: bool = False) -> list[str]:
    """A grid of ruling lines as paths."""
    out = []
    for x0, y0, x1, y1 in [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]:
        data = f"M 0 0 L {x1 - x0} {y1 - y0}"
        paint = ""
        if filled:
            paint = 'Stroke="false" Fill="true"'
            data = f"M 0 0 L {x1 - x0 or 0.2} 0 L {x1 - x0 or 0.2} {y1 - y0 or 0.2} L 0 {y1 - y0 or 0.2} C"
        out.append(
            f'<ofd:PathObject Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" {paint}>'
            f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return out


@pytest.mark.parametrize("filled", [False, True])
def test_forms_give_pairs(filled: bool) -> None:
    rows = [
        ["案例名称", "“一站式”服务", "报送单位", "沛县民政局"],
        ["联系人", "李明", "联系电话", "0516-89212345"],
    ]
    sheet = Sheet(extra=rules([28.0, 60.0, 110.0, 140.0, 190.0], [50.0, 62.0, 74.0], filled=filled))
    for row, y in zip(rows, (58.0, 70.0), strict=True):
        sheet.runs += [
            set_line(text, x, y, 4.2) for text, x in zip(row, (30.0, 62.0, 112.0, 142.0), strict=True)
        ]
    document = read(make_ofd([sheet], Manner(unit="char")))
    assert dict(document.pairs) == {
        "案例名称": "“一站式”服务",
        "报送单位": "沛县民政局",
        "联系人": "李明",
        "联系电话": "0516-89212345",
    }


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"左栏第{n}行社区工作者走访入户排查" for n in range(8)]
    right = [f"右栏第{n}行居民议事会协商物业管" for n in range(8)]
    sheet = Sheet()
    for number in range(8):
        y = TOP + 9 * number
        sheet.runs += [set_line(left[number], 20, y, 4.8), set_line(right[number], 110, y, 4.8)]
    assert "".join(read(make_ofd([sheet])).text.split()) == "".join(left + right)


def test_page_on_its_side_and_upright_columns_of_characters() -> None:
    runs = lines(*[BODY] * 3).runs
    writer = Writer(Manner())
    turned = "".join(
        f'<ofd:TextObject Boundary="0 0 210 297" Size="{SIZE}" CTM="0 1 -1 0 {210 - run.y} {run.x}">'
        f'<ofd:TextCode X="0" Y="0" DeltaX="g 99 {SIZE}">{run.text}</ofd:TextCode></ofd:TextObject>'
        for run in runs
    )
    assert read(writer.write([Sheet(extra=[turned])])).text.replace("\n", "") == BODY * 3
    down = "".join(
        f'<ofd:TextObject Boundary="{170 - 9 * n} 30 6 200" Size="{SIZE}">'
        f'<ofd:TextCode X="0" Y="{SIZE}" DeltaY="g 99 {SIZE * 1.1}">{BODY}</ofd:TextCode></ofd:TextObject>'
        for n in range(3)
    )
    assert read(writer.write([Sheet(extra=[down])])).text.replace("\n", "") == BODY * 3


@pytest.mark.parametrize(
    "code",
    [
        '<ofd:TextCode X="0" Y="5">{}</ofd:TextCode>',  # no steps: every glyph follows by its width
        '<ofd:TextCode X="0" Y="5" DeltaX="5.6">{}</ofd:TextCode>',  # fewer steps than glyphs
        '<ofd:TextCode X="0" Y="5" DeltaX="g 3 5.6 5.6 g 100 5.6 7">{}</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5" DeltaX="G,2,5.6,g,99,5.6">{}</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5" DeltaX="g 99999999999 5.6">\n{}\n</ofd:TextCode>',
        '<ofd:TextCode X="0" Y="5" DeltaX="g x 5">{}</ofd:TextCode>',
        '<ofd:TextCode X="zero" Y="5">{}</ofd:TextCode>',
    ],
)
def test_steps(code: str) -> None:
    box = '<ofd:TextObject Boundary="28 40 160 8" Size="5.6">{}</ofd:TextObject>'
    assert read(make_ofd([Sheet(extra=[box.format(code.format(BODY))])])).text == BODY


def test_a_second_text_code_goes_on_where_the_first_stood() -> None:
    inner = '<ofd:TextCode X="0" Y="5">甲方社区居委会，</ofd:TextCode><ofd:TextCode Y="15">乙方社区</ofd:TextCode>'
    sheet = Sheet(extra=[f'<ofd:TextObject Boundary="28 40 160 30" Size="5">{inner}</ofd:TextObject>'])
    assert read(make_ofd([sheet])).text == "甲方社区居委会，乙方社区"


def test_several_codes_for_one_glyph() -> None:
    inner = (
        '<ofd:CGTransform CodePosition="1" CodeCount="2" GlyphCount="1"><ofd:Glyphs>9</ofd:Glyphs></ofd:CGTransform>'
        '<ofd:TextCode X="0" Y="5" DeltaX="2.5 2.5 2.5">office</ofd:TextCode>'
    )
    sheet = Sheet(extra=[f'<ofd:TextObject Boundary="28 40 160 30" Size="5">{inner}</ofd:TextObject>'])
    assert read(make_ofd([sheet])).text == "office"


def test_words_of_latin_letters_keep_their_blanks() -> None:
    text = "WiFi Map 2015 MW 网格 App 上线，E-mail: a@b.cn"
    for unit in ("line", "word", "char"):
        assert read(make_ofd([lines(text)], Manner(unit=unit))).text == text


def test_invisible_objects() -> None:
    sheet = lines(*[BODY] * 4)
    sheet.extra.append(
        '<ofd:TextObject Visible="false" Boundary="9 99 9 9"><ofd:TextCode Y="5">无</ofd:TextCode></ofd:TextObject>'
    )
    assert "无" not in read(make_ofd([sheet])).text


def image_page(box: str = "0 0 210 297", *, matrix: str = "") -> str:
    return f'<ofd:ImageObject Boundary="{box}" {matrix} ResourceID="66"/>'


RESOURCES = (
    '<ofd:MultiMedias><ofd:MultiMedia ID="66" Type="Image"><ofd:MediaFile>扫描.png</ofd:MediaFile>'
    "</ofd:MultiMedia></ofd:MultiMedias>"
)


def scan(extra: Sheet) -> bytes:
    return Writer(Manner()).write([extra], parts={"Doc_0/Res/扫描.png": PNG}, resources=RESOURCES)


def test_pages_that_are_pictures_wait_for_recognition() -> None:
    content = scan(Sheet(extra=[image_page()]))
    document = read(content)
    assert (document.text, document.needs_ocr, document.kind) == ("", True, DocumentKind.SCAN)
    assert [picture.name for picture in document.pictures] == ["第1页"]
    assert part_pages(content, LIMITS) == ({}, {0: PNG})


def test_pages_with_text_stay_beside_scans() -> None:
    sheets = [lines(*[BODY] * 3), Sheet(extra=[image_page()])]
    content = Writer(Manner()).write(sheets, parts={"Doc_0/Res/扫描.png": PNG}, resources=RESOURCES)
    document = read(content)
    assert (document.text.replace("\n", ""), document.needs_ocr) == (BODY * 3, True)
    kept, pictures = part_pages(content, LIMITS)
    assert (list(kept), pictures) == ([0], {1: PNG})


def test_a_small_picture_is_one_although_its_boundary_is_the_page() -> None:
    sheet = lines(*[BODY] * 3)
    sheet.extra.append(image_page(matrix='CTM="40 0 0 40 20 120"'))
    document = read(scan(sheet))
    assert (document.needs_ocr, [picture.name for picture in document.pictures]) == (False, ["第1页图1"])


def test_text_layer_under_a_scan_is_used_and_told() -> None:
    writer = Writer(Manner())
    texts = [
        writer.text(run).replace("<ofd:TextObject", '<ofd:TextObject Alpha="0"')
        for run in lines(*[BODY] * 3).runs
    ]
    document = read(scan(Sheet(extra=[image_page(), *texts])))
    assert document.text.replace("\n", "") == BODY * 3
    assert (document.recognised, [doubt.code for doubt in document.doubts]) == (True, ["ocr-low"])


LETTERS = st.text(  # no longer than a line: what runs off the page is not shown
    st.sampled_from("社区治理网格员，。“”（）一二三居民2015 aWi"), min_size=1, max_size=32
).filter(
    # A dozen equal quotation marks in a row may be one printed over another: no text has them.
    lambda text: text == " ".join(text.split()) and not re.search(r"(.)\1{7}", text)
)


@settings(max_examples=examples(40))
@given(LETTERS, st.sampled_from(list(MANNERS.values())))
def test_every_character_is_found(text: str, manner: Manner) -> None:
    run = Run(text, MARGIN, 150, SIZE, tuple(advance(c, SIZE) for c in text))
    got = read_ofd(make_ofd([Sheet([run])], manner), LIMITS).text
    assert "".join(got.split()) == "".join(text.split())
