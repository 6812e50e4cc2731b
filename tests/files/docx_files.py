"""Word files made for tests: raw WordprocessingML in a zip, and one case in every shape we met."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from io import BytesIO
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="htm" ContentType="text/html"/><Default Extension="docx" ContentType="application/zip"/>'
    '<Override PartName="/{main}" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{more}</Types>'
)
_PART_TYPES = {"styles", "numbering", "footnotes", "endnotes"}


def make_docx(
    body: str,
    parts: Mapping[str, bytes | str] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
    main: str = "word/document.xml",
) -> bytes:
    """A .docx around the XML of a body; ``relations`` are id → (kind, target)."""
    found = dict(relations or {})
    more = ""
    for name in parts or {}:
        stem = name.removeprefix("word/").removesuffix(".xml")
        if stem in _PART_TYPES and name.startswith("word/"):
            found.setdefault(f"rId{stem}", (stem, f"{stem}.xml"))
            kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{stem}+xml"
            more += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    folder, _, base = main.rpartition("/")
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES.format(main=main, more=more),
        "_rels/.rels": _relations({"rId1": ("officeDocument", main)}),
        main: f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{base}.rels": _relations(found),
        **(parts or {}),
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def _relations(found: Mapping[str, tuple[str, str]]) -> str:
    nodes = "".join(
        f'<Relationship Id="{key}" Type="{RELATION}{kind}" Target="{target}"/>'
        for key, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{nodes}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(text: str = "", properties: str = "", *, inner: str = "") -> str:
    """A paragraph of one run, or of the XML ``inner``."""
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inside}{inner or (run(text) if text else '')}</w:p>"


def table(*rows: list[str]) -> str:
    """A table; a cell that begins with ``<`` is XML, else text."""
    body = "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """A table cell."""
    if content.startswith("<w:tc>"):
        return content
    inside = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def text_box(inner: str) -> str:
    """A run with a text box as Word writes it: once for DrawingML, once more as VML fallback."""
    shape = '<w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><wps:wsp><wps:txbx><w:txbxContent>{0}'
    shape += "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    old = "<w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        + shape.format(inner)
        + "</mc:Choice><mc:Fallback>"
        + old.format(inner)
        + "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def level(number: int, style: str, text: str, more: str = "") -> str:
    """One level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(abstract: str, *lists: str) -> str:
    """``word/numbering.xml`` with one abstract list 0 and list 1 over it, or the given lists."""
    given = "".join(lists) or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{abstract}</w:abstractNum>{given}</w:numbering>'


def in_list(number: int = 1, depth: int = 0) -> str:
    """Paragraph properties that put a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


CENTRED = '<w:jc w:val="center"/>'
Case = Mapping[str, Any]


def head_of(case: Case) -> list[str]:
    """Title lines and unit line of a case."""
    return [case["title"], f"——{case['subtitle']}", case["unit"]]


def truth_of(case: Case) -> list[str]:
    """The lines of a case."""
    return [*head_of(case), *case["body"]]


def _head(case: Case) -> str:
    return "".join(para(line, CENTRED) for line in head_of(case))


def plain(case: Case) -> bytes:
    """Plain paragraphs."""
    return make_docx(_head(case) + "".join(map(para, case["body"])))


def in_runs(case: Case) -> bytes:
    """Every paragraph in many runs with fonts and proofing marks, as WPS writes."""
    font = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:eastAsia="仿宋"/><w:sz w:val="32"/>'
    broken = [
        para(inner="<w:proofErr/>".join(run(line[at : at + 7], font) for at in range(0, len(line), 7)))
        for line in case["body"]
    ]
    return make_docx(_head(case) + "".join(broken))


def in_table(case: Case) -> bytes:
    """A form whose last row holds the whole case."""
    merged = '<w:gridSpan w:val="3"/>'
    return make_docx(
        table(
            ["案例名称", case["title"], "报送单位", case["unit"]],
            ["联 系 人", case["contact"], "联系电话", case["phone"]],
            [cell("案例正文"), cell("".join(map(para, case["body"])), merged)],
        )
    )


def in_box(case: Case) -> bytes:
    """Everything in text boxes, the title in one of its own."""
    boxes = para(inner=text_box(_head(case)))
    return make_docx(boxes + para(inner=text_box("".join(map(para, case["body"])))))


def with_footnote(case: Case) -> bytes:
    """A footnote that holds the last paragraph."""
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    first, *rest, last = case["body"]
    body = _head(case) + para(inner=run(first) + reference) + "".join(map(para, rest))
    notes = (
        f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="0">{para("—")}</w:footnote>'
        f'<w:footnote w:id="2">{para(inner="<w:r><w:footnoteRef/></w:r>" + run(last))}</w:footnote></w:footnotes>'
    )
    return make_docx(body, {"word/footnotes.xml": notes})


def tracked(case: Case) -> bytes:
    """Insertions and moves accepted by eye, deletions and moved-away text still in the file."""
    stamp = 'w:id="1" w:author="a" w:date="2015-07-07T00:00:00Z"'
    gone = f"<w:del {stamp}><w:r><w:delText>已删去的话</w:delText></w:r></w:del><w:moveFrom {stamp}>{run('移走的话')}</w:moveFrom>"
    lines = [
        para(inner=run(line[:9]) + gone + f"<w:ins {stamp}>{run(line[9:])}</w:ins>") for line in case["body"]
    ]
    return make_docx(_head(case) + "".join(lines))


def in_controls(case: Case) -> bytes:
    """Block and inline content controls, one of them still showing its prompt."""
    title = f"<w:sdt><w:sdtPr/><w:sdtContent>{_head(case)}</w:sdtContent></w:sdt>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    lines = [
        para(inner=f"<w:sdt><w:sdtContent>{run(line[:5])}</w:sdtContent></w:sdt>{run(line[5:])}{prompt}")
        for line in case["body"]
    ]
    return make_docx(title + "".join(lines))


def with_html(case: Case) -> bytes:
    """The text as an HTML altChunk."""
    page = "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in case["body"]) + "</body></html>"
    return make_docx(
        _head(case) + '<w:altChunk r:id="rId9"/>',
        {"word/chunk.htm": page.encode("gb18030")},
        {"rId9": ("aFChunk", "chunk.htm")},
    )


def with_docx(case: Case) -> bytes:
    """The text as a Word altChunk."""
    return make_docx(
        _head(case) + '<w:altChunk r:id="rId9"/>',
        {"word/chunk.docx": make_docx("".join(map(para, case["body"])))},
        {"rId9": ("aFChunk", "/word/chunk.docx")},
    )


_CHAPTER = re.compile(r"^[一二三四五六七八九十]+、")
_SECTION = re.compile(r"^（[一二三四五六七八九十]+）")


def auto_numbered(case: Case) -> bytes:
    """一、 and （一） left to Word's numbering."""
    lines = []
    for line in case["body"]:
        depth = 0 if _CHAPTER.match(line) else 1 if _SECTION.match(line) else None
        text = _SECTION.sub("", _CHAPTER.sub("", line))
        lines.append(para(text, in_list(1, depth)) if depth is not None else para(line))
    shape = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）")
    return make_docx(_head(case) + "".join(lines), {"word/numbering.xml": numbering(shape)})


def hidden(case: Case) -> bytes:
    """Hidden text and field codes between the words."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    secret = run("看不见的字", "<w:vanish/>")
    lines = [para(inner=run(line[:4]) + secret + field.format(run(line[4:]))) for line in case["body"]]
    return make_docx(_head(case) + "".join(lines))


def strict(case: Case) -> bytes:
    """ISO Strict namespaces and a main part under another name."""
    made = make_docx(_head(case) + "".join(map(para, case["body"])), main="word/document2.xml")
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(made)) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            for name in (b"wordprocessingml", b"drawingml", b"officeDocument"):
                data = re.sub(
                    rb"http://schemas\.openxmlformats\.org/" + name + rb"/2006/",
                    b"http://purl.oclc.org/ooxml/" + name + b"/",
                    data,
                )
            new.writestr(info.filename, data)
    return changed.getvalue()


SHAPES: dict[str, Callable[[Case], bytes]] = {
    shape.__name__: shape
    for shape in (
        plain,
        in_runs,
        in_table,
        in_box,
        with_footnote,
        tracked,
        in_controls,
        with_html,
        with_docx,
        auto_numbered,
        hidden,
        strict,
    )
}


def truth_in_shape(name: str, case: Case) -> list[str]:
    """The lines that a shape shows; forms add their labels."""
    if name == "in_table":
        return [
            f"案例名称\t{case['title']}\t报送单位\t{case['unit']}",
            f"联 系 人\t{case['contact']}\t联系电话\t{case['phone']}",
            "案例正文",
            *case["body"],
        ]
    return truth_of(case)
