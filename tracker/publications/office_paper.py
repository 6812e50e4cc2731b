"""A plain Word document of an office: one Chinese font, empty properties, tables with lines.

For forms and lists that people fill in or post; the volume has a design of its own beside this.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

FONT: Final = "仿宋"


def open_paper(points: float) -> Any:
    """An empty A4 document with text of this size, 160 mm wide; nothing in it says who made it."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    paper = Document()
    properties = paper.core_properties
    for name in ("author", "last_modified_by", "title", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "")
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    paper.styles["Normal"].font.size = Pt(points)
    for name in ("Normal", "Heading 2"):
        style = paper.styles[name]
        style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    return paper


def add_title(paper: Any, text: str, points: float) -> None:
    """A title in the middle of its line."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(points)


def add_text(paper: Any, text: str) -> None:
    """A paragraph that begins two characters in."""
    from docx.shared import Pt

    indent = Pt(2 * paper.styles["Normal"].font.size.pt)
    paper.add_paragraph(text).paragraph_format.first_line_indent = indent


def add_signature(paper: Any, *lines: str) -> None:
    """落款 at the right edge."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for line in lines:
        paper.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def add_table(paper: Any, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Any:
    """A table with lines, its columns of these widths in mm."""
    from docx.shared import Mm

    table = paper.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for values in rows:
        for cell, text, width in zip(table.add_row().cells, values, widths, strict=True):
            cell.text, cell.width = text, Mm(width)
    return table


def centre(table: Any) -> None:
    """The words of each cell half way between its lines."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    for row in table.rows:
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def add_list(paper: Any, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Any:
    """A table whose first row names its columns, on every page anew; no row is torn between pages."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    table = add_table(paper, rows, widths)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    heading = table.rows[0]
    heading._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in heading.cells:
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in paragraph.runs:
                run.bold = True
    return table


def keep_together(paper: Any, first: int) -> None:
    """From paragraph or table number ``first`` of the body to its end, all on one page."""
    for block in list(paper.iter_inner_content())[first:-1]:
        cells = [cell for row in getattr(block, "rows", ()) for cell in row.cells]
        for paragraph in [one for cell in cells for one in cell.paragraphs] or [block]:
            paragraph.paragraph_format.keep_with_next = True


def number_pages(paper: Any) -> None:
    """— 1 — in the middle at the foot of each page, through the whole document."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("— ")
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    paragraph._p.append(number)
    paragraph.add_run(" —")


def paper_bytes(paper: Any) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()
