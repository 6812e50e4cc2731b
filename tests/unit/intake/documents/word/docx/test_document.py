"""The walk finds every visible character of a Word document once, in order, and nothing else."""

# ruff: noqa: ISC004 - XML in one piece reads better than folded
from __future__ import annotations

import hashlib
import json

import pytest

from intake.documents.word.docx.document import read_docx, read_wordml
from intake.model.case import Doubt, Picture, Row
from intake.model.errors import Damaged
from intake.model.limits import Limits
from tests.files import docx_files as made
from tests.files.docx_files import CENTRED, NAMESPACES, cell, make_docx, para, run, table, text_box
from tests.paths import CORPUS

CASES = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()]
LIMITS = Limits()


@pytest.mark.parametrize("shape", made.SHAPES)
def test_every_shape_of_a_case_reads_as_the_case(shape: str) -> None:
    for case in CASES[:10]:
        text = read_docx(made.SHAPES[shape](case), LIMITS)

        assert text.text.split("\n") == made.truth_in_shape(shape, case)
        assert text.doubts == ()


def test_leading_centred_lines_are_title_candidates() -> None:
    case = CASES[0]

    assert read_docx(made.plain(case), LIMITS).centred == tuple(made.head_of(case))


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"
STAMP = 'w:id="1" w:author="a"'

INLINE = {
    "tab, breaks and hyphen": (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t><w:cr/><w:t>戊</w:t></w:r>",
        "甲\t乙\n丙-丁\n戊",
    ),
    "soft hyphen is not seen": (run("甲") + "<w:r><w:softHyphen/></w:r>" + run("乙"), "甲乙"),
    "page break": (run("甲") + '<w:r><w:br w:type="page"/></w:r>' + run("乙"), "甲\n\f乙"),
    "column break": (run("甲") + '<w:r><w:br w:type="column"/></w:r>' + run("乙"), "甲\n乙"),
    "rendered page break": ("<w:r><w:lastRenderedPageBreak/><w:t>甲</w:t></w:r>", "甲"),
    "symbol fonts": (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("县级")
        + '<w:r><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r>' + run("镇级")
        + '<w:r><w:sym w:font="宋体" w:char="2460"/><w:sym w:font="X" w:char="F0AA"/><w:sym w:char="zz"/></w:r>',
        "☑县级□镇级①〓",
    ),
    "nested fields": (
        FIELD.format("begin") + CODE.format("IF ") + FIELD.format("begin") + CODE.format("PAGE")
        + FIELD.format("separate") + run("7") + FIELD.format("end") + CODE.format(" = 1 a b")
        + FIELD.format("separate") + run("结果") + FIELD.format("end") + run("后"),
        "结果后",
    ),
    "circled number by EQ field": (
        FIELD.format("begin") + CODE.format(r" eq \o\ac(○,3)") + FIELD.format("end") + run("号"), "③号",
    ),
    "phonetic guide by EQ field": (
        FIELD.format("begin") + CODE.format(r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(suī),睢)')
        + FIELD.format("end") + run("宁"),
        "睢宁",
    ),
    "phonetic guide": (
        "<w:r><w:ruby><w:rubyPr/><w:rt>" + run("pī") + "</w:rt><w:rubyBase>" + run("邳") + "</w:rubyBase></w:ruby></w:r>"
        + run("州"),
        "邳州",
    ),
    "legacy check boxes": (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
        "</w:r>" + CODE.format("FORMCHECKBOX") + FIELD.format("end") + run("是")
        + '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/></w:checkBox></w:ffData>'
        "</w:fldChar></w:r>" + FIELD.format("end") + run("否"),
        "☑是□否",
    ),
    "legacy list": (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="县级"/>'
        '<w:listEntry w:val="镇级"/></w:ddList></w:ffData></w:fldChar></w:r>' + FIELD.format("end"),
        "镇级",
    ),
    "links, smart tags, simple fields": (
        f'<w:hyperlink>{run("甲")}</w:hyperlink><w:smartTag><w:smartTagPr/>{run("乙")}</w:smartTag>'
        f'<w:fldSimple w:instr="PAGE">{run("丙")}</w:fldSimple>',
        "甲乙丙",
    ),
    "comments": (
        '<w:commentRangeStart w:id="1"/>' + run("甲") + '<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
        "甲",
    ),
    "formula": ("<m:oMath><m:r><m:rPr/><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
    "fraction": (
        "<m:oMath><m:f><m:num><m:r><m:t>35</m:t></m:r></m:num><m:den><m:r><m:t>36</m:t></m:r></m:den></m:f></m:oMath>",
        "35/36",
    ),
    "power, root, fraction of sums": (
        "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
        "<m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e><m:sup><m:r><m:t>n+k</m:t></m:r></m:sup></m:sSup>"
        "<m:rad><m:deg/><m:e><m:r><m:t>z</m:t></m:r></m:e></m:rad>"
        "<m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r></m:den></m:f></m:oMath>",
        "x²y^(n+k)√(z)(a+b)/c",
    ),
    "brackets": (
        "<m:oMath><m:d><m:e><m:r><m:t>a+b</m:t></m:r></m:e></m:d><m:r><m:t>×c</m:t></m:r>"
        '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e><m:r><m:t>d</m:t></m:r></m:e>'
        "<m:e><m:r><m:t>e</m:t></m:r></m:e></m:d></m:oMath>",
        "(a+b)×c[d|e",
    ),
    "sum, integral, limit": (
        '<m:oMath><m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub><m:r><m:t>i=1</m:t></m:r></m:sub>'
        "<m:sup><m:r><m:t>n</m:t></m:r></m:sup><m:e><m:r><m:t>x</m:t></m:r></m:e></m:nary>"
        "<m:nary><m:sub/><m:sup/><m:e><m:r><m:t>y</m:t></m:r></m:e></m:nary>"
        "<m:limLow><m:e><m:r><m:t>lim</m:t></m:r></m:e><m:lim><m:r><m:t>n→∞</m:t></m:r></m:lim></m:limLow></m:oMath>",
        "∑_(i=1)^nx∫ylim_(n→∞)",
    ),
    "matrix, equations": (
        '<m:oMath><m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:m><m:mr>'
        "<m:e><m:r><m:t>1</m:t></m:r></m:e><m:e><m:r><m:t>0</m:t></m:r></m:e></m:mr><m:mr>"
        "<m:e><m:r><m:t>0</m:t></m:r></m:e><m:e><m:r><m:t>1</m:t></m:r></m:e></m:mr></m:m></m:e></m:d>"
        "<m:eqArr><m:e><m:r><m:t>x=1</m:t></m:r></m:e><m:e><m:r><m:t>y=2</m:t></m:r></m:e></m:eqArr></m:oMath>",
        "[1，0；0，1]x=1；y=2",
    ),
    "hidden by style switch": (run("甲", '<w:vanish w:val="0"/>') + run("乙", "<w:vanish/>"), "甲"),
    "emoji with fallback": (
        "<w:r><mc:AlternateContent><mc:Choice><w:x/></mc:Choice><mc:Fallback><w:t>☺</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
        "☺",
    ),
    "a filled control that still has the prompt flag": (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('徐州市')}</w:sdtContent></w:sdt>",
        "徐州市",
    ),
    "a whole paragraph inside an inline control": (
        run("甲") + f"<w:sdt><w:sdtContent>{para('乙')}{table(['丙', '丁'])}</w:sdtContent></w:sdt>",
        "甲\n乙\n丙\t丁",
    ),
    "zero-width and controls": (run("甲\u200b\u202e乙\ufeff"), "甲乙"),
}  # fmt: skip


@pytest.mark.parametrize("name", INLINE)
def test_inside_a_paragraph(name: str) -> None:
    inner, expected = INLINE[name]

    assert read_docx(make_docx(para(inner=inner)), LIMITS).text == expected


BLOCKS = {
    "indents are not text": (para("\u3000\u3000甲 "), "甲"),
    "empty paragraphs are no lines": (para("甲") + para() + para(" ") + para("乙"), "甲\n乙"),
    "deleted paragraph end joins": (
        para(inner=run("甲"), properties=f"<w:rPr><w:del {STAMP}/></w:rPr>") + para("乙"), "甲乙",
    ),
    "deleted end of the last paragraph": (
        para(inner=run("甲"), properties=f"<w:rPr><w:del {STAMP}/></w:rPr>"), "甲",
    ),
    "page break before": (para("甲") + para("乙", "<w:pageBreakBefore/>"), "甲\n\f乙"),
    "page break on its own": (
        para("甲") + para(inner='<w:r><w:br w:type="page"/></w:r>') + para() + para("乙"), "甲\n\f乙",
    ),
    "sections": (
        para("甲", "<w:sectPr/>") + para("乙", '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>')
        + para("丙") + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
        "甲\n\f乙\n丙",
    ),
    "box at the beginning, box in the middle": (
        para(inner=text_box(para("标题")) + run("甲") + text_box(para("旁注"))), "标题\n甲\n旁注",
    ),
    "box on the new page": (
        para("甲") + para(inner=text_box(para("标题")), properties="<w:pageBreakBefore/>"), "甲\n\f标题",
    ),
    "word art": (
        para(inner='<w:r><w:pict><v:shape><v:textpath string="共建共享"/></v:shape></w:pict></w:r>'), "共建共享",
    ),
    "moved paragraphs and deleted rows": (
        f"<w:tbl><w:tr><w:trPr><w:del {STAMP}/></w:trPr>{cell('旧')}</w:tr><w:tr>{cell('新')}</w:tr></w:tbl>", "新",
    ),
    "row of several cells": (table(["甲", "", "乙", ""]), "甲\t\t乙"),
    "long cell between short ones": (
        table(["标签", para("第一段" * 30) + para("第二段" * 30), "尾"]), f"标签\n{'第一段' * 30}\n{'第二段' * 30}\n尾",
    ),
    "vertical label": (table([para("案") + para("例") + para("名") + para("称"), "甲"]), "案例名称\t甲"),
    "nested table": (table([table(["甲", "乙"]), "丙"]), "甲\t乙\t丙"),
    "merged cells once": (
        table([cell("甲", '<w:vMerge w:val="restart"/>'), "乙"], [cell("甲", "<w:vMerge/>"), "丙"]), "甲\t乙\n丙",
    ),
    "layout table of one cell": (table([para("甲") + para("乙")]), "甲\n乙"),
    "page break inside a row": (
        para("甲") + table([para("乙", "<w:pageBreakBefore/>"), "丙"]), "甲\n\f乙\t丙",
    ),
    "wrapped rows": (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>{cell('乙')}</w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>",
        "甲\t乙",
    ),
    "block alternatives": (
        f"<mc:AlternateContent><mc:Choice>{para('甲')}</mc:Choice><mc:Fallback>{para('乙')}</mc:Fallback></mc:AlternateContent>",
        "甲",
    ),
    "unknown wrappers": (f"<w:customXml>{para('甲')}</w:customXml><w:unheardOf>{para('乙')}</w:unheardOf>", "甲\n乙"),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str) -> None:
    body, expected = BLOCKS[name]

    assert read_docx(make_docx(body), LIMITS).text == expected


def test_unclosed_field_does_not_swallow_the_rest() -> None:
    body = para(inner=FIELD.format("begin") + CODE.format("TOC")) + para("甲") + para("乙")

    assert read_docx(make_docx(body), LIMITS).text == "甲\n乙"


def test_notes_come_last_in_order_of_reference() -> None:
    def notes(kind: str, *texts: str) -> str:
        inside = "".join(f'<w:{kind} w:id="{n}">{para(text)}</w:{kind}>' for n, text in enumerate(texts, 1))
        return f"<w:{kind}s {NAMESPACES}>{inside}</w:{kind}s>"

    refer = '<w:r><w:{}Reference w:id="{}"/></w:r>'
    body = para(
        inner=run("甲")
        + refer.format("footnote", 2)
        + refer.format("endnote", 1)
        + refer.format("footnote", 1)
    )
    parts = {
        "word/footnotes.xml": notes("footnote", "脚注一", "脚注二", "无人引用"),
        "word/endnotes.xml": notes("endnote", "尾注"),
    }

    assert read_docx(make_docx(body, parts), LIMITS).text == "甲\n脚注二\n脚注一\n尾注"


def test_styles_break_pages_and_set_titles() -> None:
    styles = (
        f"<w:styles {NAMESPACES}>"
        '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:pageBreakBefore/><w:jc w:val="center"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:sz w:val="44"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="Title"/><w:basedOn w:val="c"/></w:style></w:styles>'
    )
    body = (
        para("正文")
        + para("甲", '<w:pStyle w:val="b"/>')
        + para("乙", '<w:pStyle w:val="c"/>')
        + para(inner=run("大字", '<w:sz w:val="44"/>'))
        + para("也是正文", '<w:pStyle w:val="nowhere"/>')
    )
    text = read_docx(make_docx(body, {"word/styles.xml": styles}), LIMITS)

    assert (text.text, text.centred) == ("正文\n\f甲\n乙\n大字\n也是正文", ("甲", "乙", "大字"))


def test_cells_of_forms_are_no_title_candidates_but_layout_cells_are() -> None:
    body = table([para("大标题", CENTRED)]) + table([para("姓名", CENTRED), para("张三", CENTRED)])

    assert read_docx(make_docx(body), LIMITS).centred == ("大标题",)


PICTURE = (
    '<w:r><w:drawing><a:graphic><a:graphicData><pic:pic><a:blip r:embed="{}"/></pic:pic></a:graphicData></a:graphic>'
    "</w:drawing></w:r>"
)
PNG = b"\x89PNG fake"
MEDIA = {"word/media/image1.png": PNG, "word/media/image2.png": PNG + b"2"}
LINKS = {"rId7": ("image", "media/image1.png"), "rId8": ("image", "media/image2.png")}


@pytest.mark.parametrize(
    ("body", "text", "captions"),
    [
        (para(inner=PICTURE.format("rId7")) + para("图1 议事会现场"), "图1 议事会现场", ["图1 议事会现场"]),
        (para(inner=PICTURE.format("rId7")) + para("居民议事"), "居民议事", ["居民议事"]),
        (para(inner=PICTURE.format("rId7") + run("现场")), "现场", ["现场"]),
        (para("图2 现场") + para(inner=PICTURE.format("rId7")) + para("这是一句正文，" * 9), "图2 现场\n" + "这是一句正文，" * 9, ["图2 现场"]),
        (para(inner=PICTURE.format("rId7")) + para("二、主要成效"), "二、主要成效", [""]),
        (para(inner=PICTURE.format("rId7")) + para("大家都说好。"), "大家都说好。", [""]),
        (
            table([para(inner=PICTURE.format("rId7")), para(inner=PICTURE.format("rId8"))], ["左图", "右图"]),
            "左图\t右图",
            ["左图", "右图"],
        ),
    ],
)  # fmt: skip
def test_pictures_and_captions(body: str, text: str, captions: list[str]) -> None:
    found = read_docx(make_docx(body, MEDIA, LINKS), LIMITS)
    digests = [hashlib.sha256(data).hexdigest() for data in MEDIA.values()]
    names = ["image1.png", "image2.png"]
    expected = [Picture(*values) for values in zip(names, captions, digests, strict=False)]

    assert (found.text, list(found.pictures)) == (text, expected)


def test_smart_art_and_embedded_files() -> None:
    data = f"<dgm:dataModel {NAMESPACES}><dgm:pt><a:p><a:r><a:t>居委会</a:t></a:r></a:p></dgm:pt><dgm:pt/></dgm:dataModel>"
    drawing = '<w:r><w:drawing><a:graphic><dgm:relIds r:dm="rId4"/></a:graphic></w:drawing></w:r>'
    parcel = '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    formula = '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>'
    body = para("甲") + para(inner=drawing + parcel + formula)
    text = read_docx(
        make_docx(body, {"word/diagrams/data1.xml": data}, {"rId4": ("diagramData", "diagrams/data1.xml")}),
        LIMITS,
    )

    assert (text.text, text.doubts) == ("甲\n居委会", (Doubt("partial", detail="文中嵌有1个文件未读"),))


def test_macros_are_noted() -> None:
    content = make_docx(para("甲"), {"word/vbaProject.bin": b"x"})

    assert read_docx(content, LIMITS).doubts == (Doubt("macro"),)


def test_chunks_that_cannot_be_read_are_said() -> None:
    unread = (Doubt("partial", detail="文中插入的文件未能读出"),)
    body = para("甲") + '<w:altChunk r:id="rId9"/>'

    for parts, target in (({}, "chunk.htm"), ({"word/chunk.htm": b"\0\1\2\3" * 99}, "chunk.htm")):
        text = read_docx(make_docx(body, parts, {"rId9": ("aFChunk", target)}), LIMITS)

        assert (text.text, text.doubts) == ("甲", unread)


def test_document_inside_itself_ends() -> None:
    inner = make_docx(para("甲"))
    for _ in range(6):
        inner = make_docx(
            para("外") + '<w:altChunk r:id="rId9"/>', {"word/c.docx": inner}, {"rId9": ("aFChunk", "c.docx")}
        )

    assert read_docx(inner, LIMITS).text == "外\n外\n外\n外"


def test_list_table_becomes_rows_with_merged_values_filled_down() -> None:
    body = para("案例汇总表", CENTRED) + table(
        ["序号", "县区", "案例名称", "联系电话"],
        ["1", cell("丰县", '<w:vMerge w:val="restart"/>'), "甲案例", "13800000001"],
        ["2", cell("", "<w:vMerge/>"), "乙案例", "13800000002"],
    )
    text = read_docx(make_docx(body), LIMITS)

    assert text.rows == (
        Row(("序号", "县区", "案例名称", "联系电话")),
        Row(("1", "丰县", "甲案例", "13800000001")),
        Row(("2", "丰县", "乙案例", "13800000002")),
    )
    assert text.pairs == ()


def test_flat_opc_and_word_2003_xml() -> None:
    body = para("标题", CENTRED) + para(inner=run("甲") + text_box(para("框")))
    flat = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        '<pkg:part pkg:name="/_rels/.rels"><pkg:xmlData><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{made.RELATION}officeDocument" Target="word/document.xml"/></Relationships></pkg:xmlData></pkg:part>'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document {NAMESPACES}><w:body>{body}</w:body>'
        '</w:document></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>aGk='
        "</pkg:binaryData></pkg:part></pkg:package>"
    )
    old = (
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
        'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
        '<w:body><wx:sect><w:p><w:pPr><w:listPr><wx:t wx:val="一、"/></w:listPr></w:pPr><w:r><w:t>做法</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>甲</w:t></w:r><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:t>删</w:t></w:r>'
        '</aml:content></aml:annotation><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>增</w:t></w:r>'
        "</aml:content></aml:annotation><w:r><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:r></w:p>"
        '<aml:annotation w:type="Word.Comment"><aml:content><w:p><w:r><w:t>批注</w:t></w:r></w:p></aml:content>'
        "</aml:annotation></wx:sect></w:body></w:wordDocument>"
    )

    assert read_wordml(flat.encode(), LIMITS).text == "标题\n甲\n框"
    assert read_wordml(old.encode(), LIMITS).text == "一、做法\n甲增\n注"
    assert read_wordml(old.encode()[:-200], LIMITS).doubts == (Doubt("partial", detail="文件结构有误"),)
    with pytest.raises(Damaged):
        read_wordml(b"<a/>", LIMITS)


def test_names_with_backslashes_and_other_case() -> None:
    content = make_docx(para("甲"), main="Word/Document.XML")

    assert read_docx(content.replace(b"Word/Document.XML", b"word\\document.xml"), LIMITS).text == "甲"
