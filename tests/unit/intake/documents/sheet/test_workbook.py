"""Workbooks as a person sees them: lists, forms, numbers, merged heads, hidden sheets."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.sheet.workbook import read_sheet
from intake.model.case import DocumentKind, Doubt, Format, Row
from tests.files.sheet_files import (
    FORM,
    LIMITS,
    LIST,
    Maker,
    cells,
    make_ods,
    make_xlsx,
    read,
)
from tests.files.xls_files import Tab, Value, make_xls
from tests.properties import examples

MAKERS: dict[str, Maker] = {
    "ods": make_ods,
    "xlsx": make_xlsx,
    "xls": make_xls,
    "xls with short records": lambda tabs: make_xls(tabs, room=23),
}
every_maker = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


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
    if make is make_ods:
        return  # has no calendars
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


VALUES: Any = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zs", "Cn", "Co"]), min_size=1, max_size=30),
    st.integers(-(10**10), 10**10).map(float),
)


@settings(max_examples=examples(15))
@given(
    st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), VALUES, max_size=20), st.integers(20, 90)
)
def test_both_formats_read_alike(found: dict[tuple[int, int], Value], room: int) -> None:
    tabs = [Tab("a", found)]
    one, two = read_sheet(make_xlsx(tabs), LIMITS), read_sheet(make_xls(tabs, room=room), LIMITS)
    assert replace(one, reader="") == replace(two, reader="")


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
