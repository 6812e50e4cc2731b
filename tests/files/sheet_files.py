"""Workbooks made for tests: one content in every format, and OOXML packages part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape

import xlsxwriter

from intake.documents.read import read_document
from intake.documents.sheet.numbers import show_number
from intake.model.case import Attachment, Document
from intake.model.limits import Limits
from intake.understand.papers.kind import judge
from tests.files.xls_files import Tab, Value

LIMITS = Limits()
Maker = Callable[[Sequence[Tab]], bytes]


def read(content: bytes, name: str = "汇总表.xls") -> Document:
    return judge(read_document(Attachment(name, content), LIMITS))


def make_xlsx(tabs: Sequence[Tab]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    for tab in tabs:
        sheet = book.add_worksheet(tab.name)
        for (row, column), value in tab.cells.items():
            if isinstance(value, tuple):
                sheet.write_number(row, column, value[1], book.add_format({"num_format": value[0]}))
            else:
                sheet.write(row, column, value)
        for top, bottom, left, right in tab.merges:
            kept = tab.cells.get((top, left), "")
            sheet.merge_range(top, left, bottom, right, kept[1] if isinstance(kept, tuple) else kept)
        if tab.state:
            sheet.very_hidden() if tab.state == 2 else sheet.hide()
    book.close()
    return target.getvalue()


def make_ods(tabs: Sequence[Tab]) -> bytes:
    tables = styles = ""
    for number, tab in enumerate(tabs):
        shown = "false" if tab.state else "true"
        styles += f'<s:style s:name="t{number}"><s:table-properties t:display="{shown}"/></s:style>'
        rows = "".join(ods_row(tab, row) for row in range(1 + max((r for r, _ in tab.cells), default=-1)))
        tables += f'<t:table t:name="{tab.name}" t:style-name="t{number}">{rows}</t:table>'
    content = (
        "<o:content xmlns:o='o' xmlns:t='t' xmlns:s='s' xmlns:x='x'>"
        f"{styles}<o:spreadsheet>{tables}</o:spreadsheet></o:content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<x/>")
        archive.writestr("content.xml", content)
    return target.getvalue()


def ods_row(tab: Tab, row: int) -> str:
    used = {column: value for (r, column), value in tab.cells.items() if r == row}
    out = ""
    at = 0
    while at <= max(used, default=-1):
        area = next((m for m in tab.merges if (m[0], m[2]) == (row, at)), (row, row, at, at))
        spans = f't:number-rows-spanned="{area[1] - row + 1}" t:number-columns-spanned="{area[3] - at + 1}"'
        gap = next(n for n in range(at, max(used) + 1) if n in used) - at
        if gap:
            out += f'<t:table-cell t:number-columns-repeated="{gap}"/>'
            at += gap
            continue
        out += f"<t:table-cell {spans} {ods_value(used[at])}</t:table-cell>"
        at += 1
    return f"<t:table-row>{out}</t:table-row>"


def ods_value(value: Value) -> str:
    if isinstance(value, bool):
        return "><x:p>TRUE</x:p>"
    if isinstance(value, tuple) and "d" in value[0]:
        return f'o:date-value="{show_number(value[1], "yyyy/m/d")}"><x:p>八月</x:p>'
    if isinstance(value, tuple):
        shown = show_number(value[1], value[0])
    else:
        shown = value if isinstance(value, str) else show_number(value)
    return ">" + "".join(f"<x:p>{escape(line)}</x:p>" for line in shown.split("\n"))


def cells(*rows: Sequence[Value | None]) -> dict[tuple[int, int], Value]:
    return {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None}


LIST = Tab(
    "汇总",
    cells(
        ["丰县优秀案例汇总表"],
        ["填报单位：丰县民政局（盖章）"],
        ["序号", "案例名称", "报送单位", "联系人", None, "字数", "时间"],
        [None, None, None, "姓名", "电话"],
        [
            ("000", 1.0),
            "“一站式”服务进村居",
            "宋楼镇人民政府",
            "张三",
            15950000001.0,
            1585.0,
            ("m月d日", 42223.0),
        ],
        [("000", 2.0), "楼道议事会", None, "李四", "0516-89212345", 2350.0, ("yyyy/m/d", 42224.0)],
        [("000", 3.0), "abc", None, "王五", "0051689", 1.5, "8月"],
    ),
    [
        (0, 0, 0, 6),
        (2, 3, 0, 0),
        (2, 3, 1, 1),
        (2, 3, 2, 2),
        (2, 2, 3, 4),
        (2, 3, 5, 5),
        (2, 3, 6, 6),
        (4, 6, 2, 2),
    ],
)
FORM = Tab(
    "推荐表",
    cells(
        ["优秀案例推荐表"],
        ["案例名称", "楼道议事会", "报送单位", "丰县"],
        ["联系人", "李四", "联系电话", 15950000002.0],
    ),
    [(0, 0, 0, 3)],
)


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def package(rows: str, parts: Mapping[str, str | bytes | None] | None = None, main: str = MAIN) -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files: dict[str, str | bytes | None] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{relation}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{relation}"><sheets><sheet name="表一" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="b" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}>{rows}</worksheet>",
        **(parts or {}),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(name, data)
    return target.getvalue()


def rows_of(*rows: str) -> str:
    return "<sheetData>" + "".join(f"<row>{row}</row>" for row in rows) + "</sheetData>"


def inline(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'
