"""Cases as offices set them, made with python-docx and saved again by LibreOffice in other formats."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
FACES = ("Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei")


@dataclass(frozen=True)
class Paper:
    """A file with the paragraphs that it shows."""

    name: str
    shape: str
    content: bytes
    truth: tuple[str, ...]


def make_papers(cases: Sequence[dict[str, Any]]) -> list[Paper]:
    """Every case in one of the shapes, in turn."""
    makers: tuple[tuple[str, Callable[[dict[str, Any], str], tuple[Any, list[str]]]], ...] = (
        ("prose", _prose),
        ("form", _form),
        ("columns", _columns),
        ("text box", _boxed),
        ("numbered", _numbered),
    )
    papers = []
    for number, case in enumerate(cases):
        shape, maker = makers[number % len(makers)]
        document, truth = maker(case, FACES[number % len(FACES)])
        buffer = io.BytesIO()
        document.save(buffer)
        papers.append(Paper(f"p{number:02d}", shape, buffer.getvalue(), tuple(truth)))
    return papers


def convert(papers: Sequence[Paper], suffix: str, folder: Path) -> list[Paper]:
    """The papers as LibreOffice saves them; none where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return []
    source, target = folder / "docx", folder / suffix
    source.mkdir(exist_ok=True)
    for paper in papers:
        (source / f"{paper.name}.docx").write_bytes(paper.content)
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to",
         suffix, "--outdir", str(target), *(str(source / f"{paper.name}.docx") for paper in papers)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return [
        Paper(paper.name, paper.shape, (target / f"{paper.name}.{suffix}").read_bytes(), paper.truth)
        for paper in papers
    ]


def _page() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    return document


def _put(place: Any, text: str, face: str, size: float, *, align: Any = None, indent: bool = False) -> Any:
    paragraph = place.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    return paragraph


def _head(case: dict[str, Any]) -> list[tuple[str, float]]:
    head = [(case["title"], 22.0)]
    if case["subtitle"]:
        head.append((f"——{case['subtitle']}", 16.0))
    return [*head, (case["unit"], 15.0)]


def _contact(case: dict[str, Any]) -> str:
    return f"联系人：{case['contact']}    联系电话：{case['phone']}"


def _prose(case: dict[str, Any], face: str) -> tuple[Any, list[str]]:
    document = _page()
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = CENTRE
    for kind in ("begin", "PAGE", "end"):
        run = footer.add_run()
        mark = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            mark.text = kind
        else:
            mark.set(qn("w:fldCharType"), kind)
        run._element.append(mark)
    truth = [text for text, _ in _head(case)]
    for text, size in _head(case):
        _put(document, text, face, size, align=CENTRE)
    for text in (*case["body"], _contact(case)):
        _put(document, text, face, 16, align=JUSTIFY, indent=True)
    return document, [*truth, *case["body"], _contact(case)]


def _columns(case: dict[str, Any], face: str) -> tuple[Any, list[str]]:
    document = _page()
    for text, size in _head(case):
        _put(document, text, face, size, align=CENTRE)
    section = document.add_section(WD_SECTION.CONTINUOUS)
    columns = section._sectPr.find(qn("w:cols"))
    if columns is None:
        columns = OxmlElement("w:cols")
        section._sectPr.append(columns)
    columns.set(qn("w:num"), "2")
    columns.set(qn("w:space"), "500")
    for text in case["body"]:
        _put(document, text, face, 10.5, align=JUSTIFY, indent=True)
    return document, [*(text for text, _ in _head(case)), *case["body"]]


def _form(case: dict[str, Any], face: str) -> tuple[Any, list[str]]:
    document = _page()
    title = "社区治理创新案例推荐表"
    _put(document, title, face, 20, align=CENTRE)
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    rows = [
        ("案例名称", case["title"]),
        ("申报单位", case["unit"], "所属县（市、区）", case["county"]),
        ("联系人", case["contact"], "联系电话", case["phone"]),
        ("案例内容", "\n".join(case["body"])),
        ("推荐单位意见", "同意推荐。\n2015年7月20日"),
    ]
    truth = [title]
    for row in rows:
        cells = table.add_row().cells
        if len(row) == 2:
            cells[1].merge(cells[3])
        for cell, value in zip(cells, row, strict=False):
            lines = value.split("\n")
            truth += lines
            cell.paragraphs[0].text = ""
            for at, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                run = paragraph.add_run(line)
                run.font.size = Pt(12)
                run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
                if len(lines) > 2:
                    paragraph.paragraph_format.first_line_indent = Pt(24)
    for column, width in zip(table.columns, (2.8, 5, 3, 4), strict=True):
        for cell in column.cells:
            cell.width = Cm(width)
    return document, truth


def _boxed(case: dict[str, Any], face: str) -> tuple[Any, list[str]]:
    """Prose with its summary in a text box beside the title."""
    document, truth = _prose(case, face)
    summary = f"内容提要：{case['body'][0][:60]}"
    paragraph = document.paragraphs[len(_head(case)) - 1]
    paragraph._element.append(parse_xml(_BOX.format(spaces=nsdecls("w"), text=summary)))
    at = len(_head(case))
    return document, [*truth[:at], summary, *truth[at:]]


_BOX = (
    '<w:r {spaces} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape type="#_x0000_t202" '
    'style="width:380pt;height:60pt"><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def _numbered(case: dict[str, Any], face: str) -> tuple[Any, list[str]]:
    """Prose with a footnote-sized note and a list under the text."""
    document, truth = _prose(case, face)
    listed = [f"{number}．{text[:40]}" for number, text in enumerate(case["body"][1:4], 1)]
    for text in listed:
        _put(document, text, face, 14, indent=True)
    return document, [*truth, *listed]
