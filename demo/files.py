"""Office files made from invented cases; the same bytes at every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

Case = Mapping[str, Any]
FIXED = (2015, 7, 7, 8, 0, 0)  # time stamp of every file inside a zip


def make_docx(case: Case) -> bytes:
    """A case as Word files usually look: title, subtitle, unit, text, contact at the end."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    for text in filter(
        None, (case["title"], f"——{case['subtitle']}" if case["subtitle"] else "", case["unit"])
    ):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in case["body"]:
        document.add_paragraph(text)
    document.add_paragraph(f"联系人：{case['contact']}　联系电话：{case['phone']}")
    document.add_paragraph(case["year_month"])
    buffer = io.BytesIO()
    document.save(buffer)
    return freeze_zip(buffer.getvalue())


def make_form(case: Case) -> bytes:
    """A case inside a 推荐表: label cells and one big text cell."""
    from docx import Document

    document = Document()
    document.add_paragraph("优秀案例推荐表")
    rows = (
        ("案例名称", case["title"] + (f"——{case['subtitle']}" if case["subtitle"] else "")),
        ("报送单位", case["unit"]),
        ("联系人", case["contact"]),
        ("联系电话", case["phone"]),
        ("案例正文", "\n".join(case["body"])),
    )
    table = document.add_table(rows=len(rows), cols=2)
    table.style = "Table Grid"
    for index, (label, value) in enumerate(rows):
        table.cell(index, 0).text = label
        table.cell(index, 1).text = value
    buffer = io.BytesIO()
    document.save(buffer)
    return freeze_zip(buffer.getvalue())


def make_pdf(case: Case) -> bytes:
    """A case as a text PDF with page numbers."""
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    body = ParagraphStyle("body", fontSize=12, leading=20, firstLineIndent=24, **plain)
    head = ParagraphStyle("head", fontSize=18, leading=28, alignment=TA_CENTER, **plain)
    middle = ParagraphStyle("middle", fontSize=13, leading=22, alignment=TA_CENTER, **plain)
    flow = [Paragraph(case["title"], head)]
    if case["subtitle"]:
        flow.append(Paragraph(f"——{case['subtitle']}", middle))
    flow.append(Paragraph(case["unit"], middle))
    flow += [Paragraph(text, body) for text in case["body"]]
    flow.append(Paragraph(f"联系人：{case['contact']} 联系电话：{case['phone']}", body))
    buffer = io.BytesIO()

    def number(canvas: Any, _document: Any) -> None:
        canvas.setFont("STSong-Light", 10)
        canvas.drawCentredString(A4[0] / 2, 30, f"— {canvas.getPageNumber()} —")

    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(flow, onFirstPage=number, onLaterPages=number)
    return buffer.getvalue()


def make_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive whose names are GBK without the UTF-8 mark, as Chinese Windows makes them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            entry = _GbkName(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, content)
    return buffer.getvalue()


class _GbkName(zipfile.ZipInfo):
    """An entry that writes its name as GBK bytes; the standard library would write UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's own name
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def freeze_zip(data: bytes) -> bytes:
    """The same zip with fixed time stamps."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, FIXED)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(fixed, source.read(entry))
    return buffer.getvalue()
