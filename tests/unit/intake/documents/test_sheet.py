"""Workbooks as a person sees them: lists, forms, numbers, merged heads, hidden sheets."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents import sheet_xls
from intake.documents.read import read_document
from intake.documents.sheet import read_sheet
from intake.errors import Damaged, Encrypted, OverLimit, ReadingError, Unsupported
from intake.limits import Limits
from intake.model import Attachment, Document, DocumentKind, Doubt, Format, Row
from tests.ole_files import make_ole
from tests.unit.intake.documents.xls_files import Tab, Value, make_biff, make_old, make_xls, record

LIMITS = Limits()
Maker = Callable[[Sequence[Tab]], bytes]


def read(content: bytes, name: str = "汇总表.xls") -> Document:
    return read_document(Attachment(name, content), LIMITS)


def make_xlsx(tabs: Sequence[Tab]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
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


MAKERS: dict[str, Maker] = {
    "xlsx": make_xlsx,
    "xls": make_xls,
    "xls with short records": lambda tabs: make_xls(tabs, room=23),
}
every_maker = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


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


@every_maker
def test_list(make: Maker) -> None:
    document = read(make([LIST]))
    assert document.rows == (
        Row(("序号", "案例名称", "报送单位", "联系人姓名", "联系人电话", "字数", "时间")),
        Row(("001", "“一站式”服务进村居", "宋楼镇人民政府", "张三", "15950000001", "1585", "2015-08-07")),
        Row(("002", "楼道议事会", "宋楼镇人民政府", "李四", "0516-89212345", "2350", "2015-08-08")),
        Row(("003", "abc", "宋楼镇人民政府", "王五", "0051689", "1.5", "8月")),
    )
    assert document.text.split("\n") == [
        "丰县优秀案例汇总表",
        "填报单位：丰县民政局（盖章）",
        "序号\t案例名称\t报送单位\t联系人\t\t字数\t时间",
        "姓名\t电话",
        "001\t“一站式”服务进村居\t宋楼镇人民政府\t张三\t15950000001\t1585\t2015-08-07",
        "002\t楼道议事会\t\t李四\t0516-89212345\t2350\t2015-08-08",
        "003\tabc\t\t王五\t0051689\t1.5\t8月",
    ]
    assert (document.kind, document.doubts, document.pairs[0]) == (
        DocumentKind.SHEET,
        (),
        ("填报单位", "丰县民政局（盖章）"),
    )


@every_maker
def test_heads_with_line_ends_and_notes_below(make: Maker) -> None:
    rows = cells(
        ["序 号", "案例\n名称", "联系\n电话", "E-mail 地址"],
        [1.0, "甲 乙", "123", None],
        ["注：请于七月底前报送。"],
    )
    document = read(make([Tab("表", rows, [(2, 2, 0, 3)])]))
    assert document.rows == (
        Row(("序号", "案例名称", "联系电话", "E-mail地址")),
        Row(("1", "甲 乙", "123", "")),
    )
    assert document.text.endswith("注：请于七月底前报送。")


@every_maker
def test_form(make: Maker) -> None:
    document = read(make([FORM]))
    assert document.pairs == (
        ("案例名称", "楼道议事会"),
        ("报送单位", "丰县"),
        ("联系人", "李四"),
        ("联系电话", "15950000002"),
    )
    assert (document.rows, document.kind) == ((), DocumentKind.FORM)


@every_maker
def test_several_sheets_and_hidden_ones(make: Maker) -> None:
    tabs = [
        LIST,
        Tab("Sheet2"),
        FORM,
        Tab("字典", {(0, 0): "不显示"}, state=1),
        Tab("码表", {(0, 0): "不显示"}, state=2),
        Tab("空", state=1),
    ]
    document = read(make(tabs))
    lines = document.text.split("\n")
    assert (lines[0], lines[8], "不显示" in document.text) == ("汇总", "\f推荐表", False)
    assert (len(document.rows), len(document.pairs), document.pages) == (4, 5, 2)
    assert document.doubts == (Doubt("repaired", "汇总表.xls", "隐藏的工作表“字典”、“码表”未读取"),)


@every_maker
def test_prose_in_one_column_is_a_case(make: Maker) -> None:
    body = (
        "近年来，丰县坚持党建引领，整合网格力量，为群众解决急难愁盼问题三百余件，群众满意度大幅提升，形成了可推广的经验。"
        * 3
    )
    document = read(
        make([Tab("Sheet1", {(0, 0): "党建引领聚合力", (2, 0): body, (3, 0): f"{body}\n\n{body}"})])
    )
    assert document.text.split("\n") == ["党建引领聚合力", body, body, body]
    assert (document.rows, document.kind) == ((), DocumentKind.CASE)


@every_maker
def test_cells_far_apart(make: Maker) -> None:
    document = read(
        make([Tab("Sheet1", {(0, 0): "甲", (65000, 250): "乙", (65001, 250): True, (65001, 0): 3.0})])
    )
    assert document.text == "甲\n乙\n3\tTRUE"


@every_maker
def test_dates_of_the_other_calendar(make: Maker) -> None:
    if make is make_xlsx:
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"date_1904": True})
        book.add_worksheet().write_datetime(
            0, 0, date(2015, 8, 7), book.add_format({"num_format": "yyyy/m/d"})
        )
        book.close()
        content = target.getvalue()
    else:
        content = make_xls([Tab("a", {(0, 0): ("yyyy/m/d", 40761.0)})], date_1904=True)
    assert read(content).text == "2015-08-07"


# --- OOXML ---------------------------------------------------------------------------------------

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


SHARED = (
    f"<sst {MAIN}><si><t>网格</t></si><si><r><t>红色</t></r><r><rPr><b/></rPr><t>物业</t></r><rPh><t>hong</t></rPh></si>"
    "<si><t>第一_x000D_&#10;第二段</t></si><si/></sst>"
)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (inline("甲") + inline("乙"), "甲\t乙"),
        ('<c r="B1" t="inlineStr"><is><t>乙</t></is></c><c r="A1" t="s"><v>0</v></c>', "网格\t乙"),
        ('<c t="s"><v>1</v></c><c t="s"><v>3</v></c><c t="s"><v>99</v></c><c t="s"><v>x</v></c>', "红色物业"),
        ('<c t="s"><v>2</v></c>' + inline("丙"), "第一 第二段\t丙"),
        (
            '<c><f>1+1</f><v>2</v></c><c t="str"><f>A1</f><v>字</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c>',
            "2\t字\t#N/A\tTRUE",
        ),
        (
            '<c><v>1.595E10</v></c><c><v>abc</v></c><c><v></v></c><c s="9999999"><v>3.0</v></c>',
            "15950000000\tabc\t3",
        ),
        (
            '<c t="d"><v>2015-08-07T00:00:00</v></c><c t="d"><v>2015-08-07T09:30:00</v></c>',
            "2015-08-07\t2015-08-07 09:30:00",
        ),
        ('<c r="ZZZZ9" t="n"><v>1</v></c><c r="C5"><v>2</v></c>', "1\n2"),
    ],
)
def test_kinds_of_cells(row: str, text: str) -> None:
    rows = rows_of(row)
    assert read(package(rows, {"xl/sharedStrings.xml": SHARED})).text == text


STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'


@pytest.mark.parametrize(
    "content",
    [
        package(rows_of(inline("甲"), inline("乙")), main=STRICT),
        package(
            "",
            {"xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="{MAIN[7:-1]}"><x:sheetData><x:row><x:c t="str"><x:v>甲</x:v></x:c></x:row>'
             "<x:row><x:c t='str'><x:v>乙</x:v></x:c></x:row></x:sheetData></x:worksheet>"},
        ),
        package(rows_of(inline("甲"), inline("乙")).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
        package("", {"xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-16"?><worksheet {MAIN}>{rows_of(inline("甲"), inline("乙"))}</worksheet>'.encode("utf-16")}),
        package("", {"xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="GB2312"?><worksheet {MAIN}>{rows_of(inline("甲"), inline("乙"))}</worksheet>'.encode("gbk")}),
        package("", {"xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="x-none"?><worksheet {MAIN}>{rows_of(inline("甲"), inline("乙"))}</worksheet>'}),
    ],
    ids=["strict", "prefix", "wrong dimension", "UTF-16", "GB2312", "charset nobody knows"],
)  # fmt: skip
def test_ways_to_write_the_same(content: bytes) -> None:
    assert (read(content).text, read(content).doubts) == ("甲\n乙", ())


@pytest.mark.parametrize(
    ("parts", "doubts"),
    [
        ({"xl/workbook.xml": None}, ["partial"]),
        ({"xl/workbook.xml": "<broken"}, ["partial"]),
        ({"xl/_rels/workbook.xml.rels": None}, ["partial"]),
        ({"_rels/.rels": None}, []),
        ({"xl/styles.xml": "<broken"}, ["partial"]),
        ({"xl/vbaProject.bin": b"\0"}, ["macro"]),
        (
            {"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}>{rows_of(inline('甲'), inline('乙'))[:-9]}"},
            ["partial"],
        ),
    ],
)
def test_broken_packages(parts: Mapping[str, str | None], doubts: list[str]) -> None:
    document = read(package(rows_of(inline("甲"), inline("乙")), parts))
    assert (document.text, [doubt.code for doubt in document.doubts]) == ("甲\n乙", doubts)


def test_text_boxes_and_pictures() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet().insert_textbox("B2", "推荐单位意见：\n同意推荐。")
    book.close()
    content = target.getvalue()
    with zipfile.ZipFile(io.BytesIO(content), "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
    document = read(buffer.getvalue())
    assert document.text == "推荐单位意见：\n同意推荐。"
    assert [picture.name for picture in document.pictures] == ["image1.png"]


def many_cells(count: int) -> str:
    return "<sheetData><row>" + '<c t="str"><v>x</v></c>' * count + "</row></sheetData>"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 50 + '">]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell in every column": (lambda: package(many_cells(20_000)), "partial"),
    "more cells than may be": (lambda: package(rows_of(*[many_cells(700)[16:-18]] * 500)), "partial"),
    "a sheet longer than may be read": (lambda: package(rows_of(inline("甲")) + " " * 42_000_000), "partial"),
    "cells on a diagonal": (
        lambda: package(rows_of(*(f'<c r="{chr(65 + n % 26)}{n + 1}"><v>{n}</v></c>' for n in range(60_000)))),
        "partial",
    ),
    "one text shared by all cells": (
        lambda: package(
            rows_of('<c t="s"><v>0</v></c>' * 200), {"xl/sharedStrings.xml": f"<sst><si><t>{'长' * 32767}</t></si></sst>"}
        ),
        "partial",
    ),
    "entities": (lambda: package("", {"xl/worksheets/sheet1.xml": f"{DOCTYPE}<worksheet>&b;</worksheet>"}), "over-limit"),
    "entities in the workbook": (lambda: package(rows_of(inline("甲")), {"xl/workbook.xml": f"{DOCTYPE}<workbook>&b;</workbook>"}), "partial"),
    "a bomb": (lambda: package("", {"xl/worksheets/sheet1.xml": b"<worksheet>" + b"\0" * 60_000_000}), "damaged"),
    "merged areas over everything": (
        lambda: package(
            rows_of(*[inline("甲") * 3] * 300) + "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>"
        ),
        "",
    ),
    "binary": (lambda: package("", {"xl/workbook.bin": b"\x83\x01\0"}), "unsupported"),
    "no sheet": (lambda: package("", {"xl/worksheets/sheet1.xml": None}), "damaged"),
    "deep": (lambda: package("<x>" * 300_000), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks(name: str) -> None:
    make, code = HOSTILE[name]
    document = read(make())
    assert code in [doubt.code for doubt in document.doubts] or not code
    assert len(document.rows) * max((len(row.cells) for row in document.rows), default=0) <= 1_000_000
    assert len(document.text) <= LIMITS.text_chars


def test_links_to_other_files_are_not_followed() -> None:
    outside = (
        '<Relationships><Relationship Id="b" Type="x/worksheet" Target="file:///etc/hostname" TargetMode="External"/>'
        "</Relationships>"
    )
    document = read(package(rows_of(inline("甲")), {"xl/_rels/workbook.xml.rels": outside}))
    assert (document.text, [doubt.code for doubt in document.doubts]) == ("甲", ["partial"])


# --- BIFF ----------------------------------------------------------------------------------------


def test_excel_5_in_a_code_page() -> None:
    assert (
        read(make_old({(0, 0): "案例名称", (0, 1): "楼道议事会", (1, 1): "丰县"})).text
        == "案例名称\t楼道议事会\n丰县"
    )
    assert read(make_old({(0, 0): "案例名稱"}, "cp950", 950)).text == "案例名稱"


def formula(place: tuple[int, int], result: bytes) -> bytes:
    return record(0x06, struct.pack("<HHH", *place, 0) + result + struct.pack("<HIH", 0, 0, 0))


def test_formulas_errors_labels_and_boxes() -> None:
    text = "意见：同意。"
    extra = (
        formula((0, 0), struct.pack("<d", 42.0))
        + formula((0, 1), b"\0\0\0\0\0\0\xff\xff") + record(0x207, struct.pack("<HB", 2, 1) + "结果".encode("utf-16-le"))
        + formula((0, 2), b"\1\0\1\0\0\0\xff\xff")
        + formula((0, 3), b"\2\0\x2a\0\0\0\xff\xff")
        + formula((0, 4), b"\3\0\0\0\0\0\xff\xff")
        + record(0x205, struct.pack("<HHHBB", 0, 5, 0, 0x07, 1))
        + record(0x204, struct.pack("<HHHHB", 0, 6, 0, 2, 1) + "旧字".encode("utf-16-le"))
        + record(0xBD, struct.pack("<HHHIHIH", 1, 0, 0, 7 << 2 | 2, 0, (250 << 2 | 3), 1))
        + record(0x1B6, struct.pack("<HH6xHH4x", 0, 0, len(text), 16)) + record(0x3C, b"\1" + text.encode("utf-16-le")) + record(0x3C, b"\0" * 16)
    )  # fmt: skip
    document = read(make_xls([Tab("a", extra=extra)]))
    assert document.text == "42\t结果\tTRUE\t#N/A\t#DIV/0!\t旧字\n7\t2.5\n意见：同意。"


def test_rich_and_phonetic_strings() -> None:
    parts = [
        struct.pack("<HBH", 2, 1 | 8, 1) + "网格".encode("utf-16-le") + b"\0" * 4,
        struct.pack("<HBI", 2, 1 | 4, 6) + "社区".encode("utf-16-le") + b"\0" * 6,
        struct.pack("<HBHI", 3, 4 | 8, 1, 6) + b"abc" + b"\0" * 10,
    ]
    table = record(0xFC, struct.pack("<II", 3, 3) + b"".join(parts))
    stream = make_biff([Tab("a", {(0, 0): "一", (0, 1): "二", (0, 2): "三"})])
    old = record(0xFC, b"")[:2]
    at = stream.index(old + struct.pack("<H", 8 + 3 * 5))
    length = 4 + 8 + 3 * 5
    padded = table[:2] + struct.pack("<H", len(table) - 4) + table[4:]
    moved = stream[:at] + padded + stream[at + length :]
    bound = moved.index(struct.pack("<H", 0x85)) + 4
    (offset,) = struct.unpack_from("<I", moved, bound)
    moved = moved[:bound] + struct.pack("<I", offset + len(padded) - length) + moved[bound + 4 :]
    assert read(make_ole({"Workbook": moved})).text == "网格\t社区\tabc"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (make_ole({"Workbook": b""}), Damaged),
        (make_ole({"Other": b"x"}), Damaged),
        (make_ole({"Workbook": record(0x809, b"\0\6")}), Damaged),
        (make_ole({"Workbook": record(0x409, b"\0\4\x10\0")}), Unsupported),
        (
            make_ole({"Workbook": make_biff([Tab("a", {(0, 0): "甲"})], head=record(0x2F, b"\1\0" * 27))}),
            Encrypted,
        ),
        (make_ole({"Workbook": make_biff([Tab("a", {(0, 0): "甲"})])})[:700], Damaged),
        (b"PK\3\4", Damaged),
    ],
)
def test_unreadable(content: bytes, error: type[ReadingError]) -> None:
    with pytest.raises(error):
        read_sheet(content, LIMITS)


def test_the_end_is_missing() -> None:
    stream = make_biff([LIST])
    document = read(make_ole({"Workbook": stream[: len(stream) - 90].ljust(len(stream), b"\0")}))
    assert [doubt.code for doubt in document.doubts] in ([], ["partial"])
    assert document.text.startswith("丰县优秀案例汇总表")


def test_limits_of_biff(monkeypatch: pytest.MonkeyPatch) -> None:
    tab = Tab("a", {(row, column): "字" * 20 for row in range(50) for column in range(50)})
    small = replace(LIMITS, text_chars=5000)
    assert {d.code for d in read_document(Attachment("a.xls", make_xls([tab])), small).doubts} == {"partial"}
    monkeypatch.setattr(sheet_xls, "MOST_RECORDS", 1000)
    with pytest.raises(OverLimit):
        read_sheet(make_xls([Tab("a", extra=record(0x3C) * 1000)]), LIMITS)


VALUES: Any = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zs", "Cn", "Co"]), min_size=1, max_size=30),
    st.integers(-(10**10), 10**10).map(float),
)


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), VALUES, max_size=20), st.integers(20, 90)
)
def test_both_formats_read_alike(found: dict[tuple[int, int], Value], room: int) -> None:
    tabs = [Tab("a", found)]
    one, two = read_sheet(make_xlsx(tabs), LIMITS), read_sheet(make_xls(tabs, room=room), LIMITS)
    assert replace(one, reader="") == replace(two, reader="")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_mutilated_streams_end(data: st.DataObject) -> None:
    stream = bytearray(make_biff([LIST, FORM]))
    for _ in range(data.draw(st.integers(1, 6))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_sheet(make_ole({"Workbook": bytes(stream)}), LIMITS)
    except ReadingError:
        return


def test_what_only_calls_itself_a_workbook() -> None:
    page = "<html><table><tr><td>序号<td>案例名称<td>报送单位</tr><tr><td>1<td>楼道议事会<td>丰县</tr></table></html>"
    document = read(page.encode("gb18030"))
    assert (document.format, document.rows) == (
        Format.HTML,
        (Row(("序号", "案例名称", "报送单位")), Row(("1", "楼道议事会", "丰县"))),
    )
    document = read("序号\t案例名称\r\n1\t楼道议事会\r\n".encode("gb18030"))
    assert (document.format, document.text) == (Format.TEXT, "序号\t案例名称\n1\t楼道议事会")
    flat = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table><Row>'
        '<Cell><Data ss:Type="Number">1.0</Data></Cell><Cell><Data ss:Type="String">楼道</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    assert read(flat.encode()).text == "1\t楼道"
