"""Word files that hide names where people do not look: written by python-docx, then changed as raw XML.

Every file has the same visible story about :data:`OWN`; each hides some of these names somewhere else.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.shared import Inches
from PIL import Image

from tests.office import story

PERSON: Final = "赵守正"
COMMUNITY: Final = "板材村"
TOWN: Final = "宋楼镇"
COUNTY: Final = "丰县"
UNIT: Final = "丰县民政局"
PHONE: Final = "0516-80001234"
OWN: Final = (PERSON, COMMUNITY, TOWN, COUNTY, PHONE)
_W: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_file(name: str) -> bytes:
    """The file of this name in :data:`FILES`, with a story of its own."""
    document = Document()
    document.add_heading(TITLES[name], 0)
    document.add_paragraph(f"{COUNTY}{TOWN}{COMMUNITY}")
    for number in range(3):
        document.add_paragraph(story(f"{name}{number}"))
    document.add_paragraph(f"联系人：{PERSON}　电话：{PHONE}")
    return FILES[name](document)


def _bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _changed(content: bytes, parts: dict[str, str | bytes], edit: Callable[[str, str], str]) -> bytes:
    """The package with further parts, and each XML part as ``edit(name, text)`` leaves it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            raw = old.read(name)
            if name.endswith((".xml", ".rels")):
                raw = edit(name, raw.decode("utf-8")).encode("utf-8")
            new.writestr(name, raw)
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def _with_part(content: bytes, part: str, kind: tuple[str, str], body: str | bytes) -> bytes:
    """The package with one more part that the document is related to; ``kind`` is (relation, content type)."""
    relation, mime = kind

    def edit(name: str, text: str) -> str:
        if name == "[Content_Types].xml":
            return text.replace(
                "</Types>", f'<Override PartName="/word/{part}" ContentType="{mime}"/></Types>'
            )
        if name == "word/_rels/document.xml.rels":
            more = f'<Relationship Id="rId900" Type="{_RELATED}/{relation}" Target="{part}"/>'
            return text.replace("</Relationships>", f"{more}</Relationships>")
        return text

    return _changed(content, {f"word/{part}": body}, edit)


def _append(document: Any, xml: str) -> None:
    document.element.body.insert_element_before(parse_xml(xml), "w:sectPr")


def headers(document: Any) -> bytes:
    """First, even and ordinary headers and footers, on US Letter, one section across."""
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    section.header.paragraphs[0].text = UNIT
    section.first_page_header.paragraphs[0].text = f"{TOWN}人民政府"
    section.even_page_footer.paragraphs[0].text = f"联系人{PERSON}"
    section.footer.paragraphs[0].text = PHONE
    across = document.add_section()
    across.orientation, across.page_width, across.page_height = WD_ORIENT.LANDSCAPE, Inches(11), Inches(8.5)
    document.add_paragraph("横页上的一句话。")
    return _bytes(document)


def text_box(document: Any) -> bytes:
    """A text box in its two forms, beside each other in the file."""
    box = f"<w:txbxContent><w:p><w:r><w:t>{COMMUNITY}支书{PERSON}</w:t></w:r></w:p></w:txbxContent>"
    _append(
        document,
        f"""<w:p {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
        xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><mc:AlternateContent>
        <mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0"
        simplePos="0" locked="0" layoutInCell="1" allowOverlap="1" relativeHeight="2"><wp:simplePos x="0" y="0"/>
        <wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV
        relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="914400" cy="914400"/>
        <wp:wrapNone/><wp:docPr id="7" name="{TOWN}" descr="{PERSON}"/><a:graphic><a:graphicData
        uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:spPr/><wps:txbx>{box}
        </wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>
        <v:shape style="width:72pt;height:72pt" alt="{PERSON}"><v:textbox>{box}</v:textbox></v:shape></w:pict>
        </mc:Fallback></mc:AlternateContent></w:r></w:p>""",
    )
    return _bytes(document)


def comments(document: Any) -> bytes:
    """A comment: in its words, its author and his initials."""
    run = document.add_paragraph("数字已经核对过。").runs[0]
    document.add_comment([run], text=f"{PERSON}主任再核一下{COMMUNITY}的数", author=PERSON, initials="赵")
    return _bytes(document)


def notes(document: Any) -> bytes:
    """A footnote and an endnote."""
    for kind, number in (("footnote", 2), ("endnote", 2)):
        _append(
            document,
            f'<w:p {_W}><w:r><w:t>见注</w:t></w:r><w:r><w:{kind}Reference w:id="{number}"/></w:r></w:p>',
        )
    content = _bytes(document)
    for kind, said in (("footnote", f"数字由{TOWN}提供"), ("endnote", f"{COMMUNITY}{PERSON}口述")):
        body = (
            f'<w:{kind}s xmlns:w="{_WORD}"><w:{kind} w:id="2"><w:p><w:r><w:t>{said}</w:t></w:r></w:p>'
            f"</w:{kind}></w:{kind}s>"
        )
        mime = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
        content = _with_part(content, f"{kind}s.xml", (f"{kind}s", mime), body).replace(b"rId900", b"rId900")
        content = _changed(
            content, {}, lambda name, text, kind=kind: text.replace("rId900", f"rId9{len(kind)}")
        )
    return content


def picture(document: Any) -> bytes:
    """A picture with alternative text, a title, a name, and EXIF."""
    image = Image.new("RGB", (640, 480), (120, 160, 90))
    exif = image.getexif()
    exif[0x013B], exif[0x010E] = "zhaoshouzheng", PERSON.encode("utf-8").decode("latin-1")
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 41.0, 0.0), 3: "E", 4: (116.0, 35.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=COMMUNITY.encode())
    shape = document.add_picture(io.BytesIO(out.getvalue()), width=Inches(3))
    properties = shape._inline.docPr
    properties.set("descr", f"{PERSON}在{COMMUNITY}主持会议")
    properties.set("title", TOWN)
    properties.set("name", f"{COMMUNITY}.jpg")
    document.add_paragraph(f"图1  {PERSON}主持碰头会")
    return _bytes(document)


def fields(document: Any) -> bytes:
    """Results of fields, their codes, a link with a tip."""
    _append(
        document,
        f"""<w:p {_W}><w:r><w:t xml:space="preserve">作者 </w:t></w:r><w:fldSimple w:instr=" AUTHOR {PERSON} "><w:r>
        <w:t>{PERSON}</w:t></w:r></w:fldSimple><w:r><w:t>，单位 </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>
        <w:r><w:instrText> DOCPROPERTY "{UNIT}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>
        <w:r><w:t>{COMMUNITY}</w:t></w:r><w:r><w:t>村委会</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
        <w:hyperlink w:anchor="{TOWN}" w:tooltip="{PERSON}"><w:r><w:t>详见附文</w:t></w:r></w:hyperlink></w:p>""",
    )
    return _bytes(document)


def embedded_sheet(document: Any) -> bytes:
    """A workbook inside, with names in its cells and its properties."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = PERSON
    book.active.title = TOWN
    book.active.append(["姓名", "村"])
    book.active.append([PERSON, COMMUNITY])
    inside = io.BytesIO()
    book.save(inside)
    _append(
        document,
        f"""<w:p {_W}><w:r><w:object w:dxaOrig="2000" w:dyaOrig="1000"><v:shape id="o1" style="width:100pt;height:50pt"
        alt="{PERSON}"/><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="o1" DrawAspect="Content"
        ObjectID="_1" r:id="rId900"/></w:object></w:r></w:p>""",
    )
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _with_part(
        _bytes(document), "embeddings/Microsoft_Excel.xlsx", ("package", mime), inside.getvalue()
    )


def properties(document: Any) -> bytes:
    """Core, extended and own properties, and variables of the document."""
    core = document.core_properties
    core.author = core.last_modified_by = core.keywords = PERSON
    core.title, core.subject, core.comments, core.category = f"{COMMUNITY}材料", UNIT, PHONE, TOWN

    def edit(name: str, text: str) -> str:
        if name == "docProps/app.xml":
            return text.replace(
                "</Properties>", f"<Company>{UNIT}</Company><Manager>{PERSON}</Manager></Properties>"
            )
        if name == "word/settings.xml":
            variables = f'<w:docVars><w:docVar w:name="village" w:val="{COMMUNITY}"/></w:docVars>'
            return text.replace("</w:settings>", f"{variables}</w:settings>")
        return text

    own = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        f'fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{UNIT}"><vt:lpwstr>{PERSON}</vt:lpwstr>'
        "</property></Properties>"
    )
    return _changed(_bytes(document), {"docProps/custom.xml": own}, edit)


def tracked(document: Any) -> bytes:
    """What was deleted, inserted and moved, and by whom."""
    who = f'w:id="1" w:author="{PERSON}" w:date="2015-07-08T09:00:00Z"'
    _append(
        document,
        f"""<w:p {_W}><w:r><w:t>牵头的是</w:t></w:r><w:del {who}><w:r><w:delText>{PERSON}</w:delText></w:r></w:del>
        <w:ins {who}><w:r><w:t>{COMMUNITY}支书</w:t></w:r></w:ins><w:moveFrom {who}><w:r><w:t>{TOWN}</w:t></w:r></w:moveFrom>
        <w:r><w:t>。</w:t></w:r></w:p>""",
    )
    return _bytes(document)


def unseen(document: Any) -> bytes:
    """Hidden, white and tiny text."""
    document.add_paragraph().add_run(f"经办{PERSON}").font.hidden = True
    _append(
        document,
        f'<w:p {_W}><w:r><w:rPr><w:color w:val="FFFFFF"/><w:sz w:val="2"/></w:rPr><w:t>{UNIT}{PHONE}</w:t></w:r></w:p>',
    )
    return _bytes(document)


def broken_up(document: Any) -> bytes:
    """Names in several runs, with blanks, signs without width, breaks, one sign a line; wide digits."""
    line = document.add_paragraph()
    for sign in f"{PERSON}说":
        line.add_run(sign).bold = sign == "守"
    for text in (
        "赵  守  正同志带头",
        "赵\u200b守\u200b正同志",
        "宋\u3000楼\u3000镇的做法",
        "板\n材\n村",
        "电话：０５１６－８０００１２３４",
        "电话 0516 8000 1234",
        "宋·楼·镇",
    ):
        document.add_paragraph(text)
    table = document.add_table(rows=3, cols=1)
    for row, sign in zip(table.rows, PERSON, strict=True):
        row.cells[0].text = sign
    return _bytes(document)


def controls(document: Any) -> bytes:
    """Controls with names as alias, tag, placeholder and value, and the data behind them."""
    _append(
        document,
        f"""<w:sdt {_W}><w:sdtPr><w:alias w:val="{PERSON}"/><w:tag w:val="{TOWN}"/><w:dropDownList><w:listItem
        w:displayText="{COMMUNITY}" w:value="{UNIT}"/></w:dropDownList></w:sdtPr><w:sdtContent><w:p><w:r>
        <w:t>填报人 {PERSON}</w:t></w:r></w:p></w:sdtContent></w:sdt>""",
    )
    return _changed(
        _bytes(document), {"customXml/item9.xml": f"<a><who>{PERSON}</who></a>"}, lambda _name, text: text
    )


def chart(document: Any) -> bytes:
    """A chart whose series and title have names, a diagram's data beside it."""
    _append(
        document,
        f"""<w:p {_W}><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="3000000"
        cy="2000000"/><wp:docPr id="9" name="{TOWN}图表"/><a:graphic><a:graphicData
        uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart
        xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId900"/></a:graphicData></a:graphic>
        </wp:inline></w:drawing></w:r></w:p>""",
    )
    body = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r>'
        f"<a:t>{COMMUNITY}办结数</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser><c:tx><c:strRef>"
        f'<c:strCache><c:pt idx="0"><c:v>{PERSON}</c:v></c:pt></c:strCache></c:strRef></c:tx></c:ser></c:barChart>'
        "</c:plotArea></c:chart></c:chartSpace>"
    )
    mime = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    return _with_part(_bytes(document), "charts/chart1.xml", ("chart", mime), body)


def signs(document: Any) -> bytes:
    """Words over words, formulas, symbols of a list, a watermark, a bookmark, a style."""
    document.styles.add_style(f"{TOWN}正文", 1)
    document.add_paragraph("样式名里有名称。", style=f"{TOWN}正文")
    _append(
        document,
        f"""<w:p {_W}><w:bookmarkStart w:id="5" w:name="{PERSON}"/><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>{PERSON}</w:t>
        </w:r></w:rt><w:rubyBase><w:r><w:t>带头人</w:t></w:r></w:rubyBase></w:ruby></w:r><w:bookmarkEnd w:id="5"/>
        <m:oMath><m:r><m:t>{COMMUNITY}=129</m:t></m:r></m:oMath></w:p>""",
    )
    _append(
        document,
        f"""<w:p {_W}><w:r><w:pict><v:shape type="#_x0000_t136" style="width:200pt;height:50pt"><v:textpath
        string="{UNIT}"/></v:shape></w:pict></w:r></w:p>""",
    )
    return _bytes(document)


def other_text(document: Any) -> bytes:
    """A piece of HTML taken in as it is."""
    _append(document, f'<w:altChunk {_W} r:id="rId900"/>')
    html = f"<html><body><p>{PERSON}补充：{COMMUNITY}已推广</p></body></html>"
    return _with_part(_bytes(document), "other.html", ("aFChunk", "text/html"), html)


def former(document: Any) -> bytes:
    """What the place was called before, and what people still say."""
    document.add_paragraph("邳县老城里，九里区撤并以前，铜山县的乡亲也来学。")
    document.add_paragraph("新沂县来人参观。")
    return _bytes(document)


def numbering(document: Any) -> bytes:
    """The sign in front of the items of a list."""
    for said in ("先把要议的事贴在门口，三天以后开会。", "会上人人发言，记在本子上，当场念一遍。"):
        document.add_paragraph(said, style="List Number")
    document.add_paragraph("就这样办了两年。")

    def edit(name: str, text: str) -> str:
        return (
            text.replace('<w:lvlText w:val="%1."', f'<w:lvlText w:val="第%1条（{TOWN}）"')
            if "numbering" in name
            else text
        )

    return _changed(_bytes(document), {}, edit)


def tables(document: Any) -> bytes:
    """Names in a table within a table, in its caption and description, and shared by a merged cell."""
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    properties = table._tbl.tblPr
    properties.append(parse_xml(f'<w:tblCaption {_W} w:val="{COMMUNITY}"/>'))
    properties.append(parse_xml(f'<w:tblDescription {_W} w:val="{PERSON}"/>'))
    table.cell(0, 0).merge(table.cell(0, 1)).text = f"负责人：{PERSON}（{PHONE}）"
    inner = table.cell(1, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "村", COMMUNITY
    table.cell(1, 1).text = "每月逢五"
    return _bytes(document)


FILES: Final[dict[str, Callable[[Any], bytes]]] = {
    made.__name__: made
    for made in (
        headers, text_box, comments, notes, picture, fields, embedded_sheet, properties, tracked, unseen,
        broken_up, controls, chart, signs, other_text, former, numbering, tables,
    )
}  # fmt: skip
TITLES: Final = {
    name: f"{first}的一本{second}账"
    for name, (first, second) in zip(
        FILES,
        (
            (first, second)
            for first in ("议事亭", "小院里", "楼道口", "河堤上", "大树下")
            for second in ("明白", "民情", "连心", "流水")
        ),
        strict=False,
    )
}
